"""Pictures as samples: their shape, their input, their place in files."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset
from playground.document.errors import DocumentError
from playground.document.model import samples_of
from playground.document.plan import resolve
from playground.document.presets import first_document
from playground.domains import DOMAINS
from playground.session.hand import Hand
from playground.session.selection import Selection
from playground.storage.codec import document_from_dict, document_to_dict
from playground.training.state.network_inputs import network_inputs

SIDE = 8


def pictures(count: int = 12, side: int = SIDE, seed: int = 0):
    """A dataset of noise in two classes."""
    random = np.random.default_rng(seed)
    made = make_dataset(random.random((count, side * side)), np.arange(count) % 2, default_classes(2))
    keys = DOMAINS["picture"].keys(side * side)
    return replace(made, domain="picture", columns=keys, shape_of_one=(1, side, side))


def document_of(dataset):
    """A document without hidden layers around pictures."""
    return replace(first_document(), dataset=dataset, inputs=("picture",), network=())


def test_a_picture_has_the_shape_that_its_dataset_tells():
    data = pictures()
    assert data.shape == (1, SIDE, SIDE)
    assert data.shaped.shape == (12, 1, SIDE, SIDE)
    assert np.array_equal(data.shaped[3].reshape(-1), data.samples[3])
    assert samples_of(document_of(data)) == ("picture", (1, SIDE, SIDE))


def test_the_whole_picture_is_the_one_input_of_its_network():
    document = document_of(pictures())
    plan = resolve(document)
    assert plan.shape_in == (1, SIDE, SIDE)
    assert plan.units[0] == SIDE * SIDE
    assert np.array_equal(network_inputs(document, document.dataset.samples), document.dataset.samples)


def test_pictures_are_saved_and_opened_with_their_shape():
    document = document_of(pictures())
    plain = document_to_dict(document)
    again = document_from_dict(plain).dataset
    assert again.shape == document.dataset.shape
    assert np.array_equal(again.samples, document.dataset.samples)
    assert again.domain == "picture"
    assert "columns" not in plain["dataset"]


@pytest.mark.parametrize("shape", [None, [8, 8], [1, 7, 8], [1, 8, 33], [3, 8, 8], [1, 8.5, 8], ["1", 8, 8]])
def test_a_shape_that_no_picture_has_is_refused_with_its_place(shape):
    plain = document_to_dict(document_of(pictures()))
    plain["dataset"]["shape"] = shape
    with pytest.raises(DocumentError, match=r"dataset\.shape"):
        document_from_dict(plain)


def test_a_picture_of_another_size_is_refused():
    plain = document_to_dict(document_of(pictures()))
    plain["dataset"]["shape"] = [1, 9, 9]
    with pytest.raises(DocumentError, match=r"dataset\.points\[0\]"):
        document_from_dict(plain)


def test_the_picture_at_hand_is_the_drawn_one_else_the_selected_one_else_the_first_of_the_test():
    data = pictures()
    selection = Selection(data)
    first = int(data.is_test.argmax())
    assert np.array_equal(selection.picture, data.shaped[first])
    mask = np.arange(len(data)) == 2
    selection.select_points(mask)
    assert np.array_equal(selection.picture, data.shaped[2])
    drawn = np.full((1, SIDE, SIDE), 0.5)
    selection.draw(drawn)
    assert np.array_equal(selection.picture, drawn)
    assert selection.points is None
    selection.select_points(mask)
    assert not selection.is_drawn
    assert np.array_equal(selection.picture, data.shaped[2])


def test_a_drawing_of_another_size_is_let_go_with_the_pictures():
    selection = Selection(pictures())
    selection.draw(np.ones((1, SIDE, SIDE)))
    larger = pictures(side=16)
    selection.suit(larger)
    assert selection.picture.shape == (1, 16, 16)
    selection.suit(first_document().dataset)
    assert selection.picture is None


def test_a_tool_that_pictures_lack_is_in_the_hand_again_with_the_points():
    hand, points = Hand(), first_document().dataset
    hand.suit(points)
    hand.set_tool("eraser")
    hand.suit(pictures())
    assert hand.tool == "select"
    hand.suit(points)
    assert hand.tool == "eraser"
    hand.set_tool("select")
    hand.suit(pictures())
    hand.suit(points)
    assert hand.tool == "select", "it was chosen"
