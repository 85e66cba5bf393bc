"""A project travels as a picture and as text, and keeps what this version does not know."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.edits_data import add_points
from playground.document.edits_network import change_layer, delete_layer
from playground.document.errors import DocumentError
from playground.document.presets import document_for, first_document
from playground.storage import migrations
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.png import project_in, with_project
from playground.storage.project import HISTORY_KINDS, Project, pack_project, read_project, unpack_project
from playground.storage.text import from_text, holds_document, to_text
from playground.training.trainee.history import COLUMNS
from tests.support.hostile import TINY_PNG, sample_project


def packed(document):
    return pack_project(Project(document))


def test_a_picture_carries_a_project_once():
    picture = with_project(with_project(TINY_PNG, b"first"), b"second")
    assert project_in(picture) == b"second"
    assert picture.count(b"nnPy") == 1
    assert with_project(picture, b"") == TINY_PNG
    assert project_in(TINY_PNG) is None


def test_what_is_no_picture_is_said():
    with pytest.raises(DocumentError, match="not a PNG"):
        project_in(b"GIF89a")
    with pytest.raises(DocumentError, match="ends too early"):
        project_in(TINY_PNG[:-4])


@given(st.sampled_from(["spiral", "reg-gauss", "moons"]), st.integers(0, 40), st.booleans())
def test_text_and_back_is_the_same_document(generator, count, quoted):
    document = document_for(generator, (3,), count=50)
    document = add_points(document, np.random.default_rng(0).normal(size=(count, 2)), 0)
    text = to_text(document)
    assert max(map(len, text.splitlines())) <= 76
    if quoted:
        text = "Look:\n> " + text.replace("\n", "\r\n> ") + "\nNice, is it not?"
    assert holds_document(text)
    assert packed(from_text(text)) == packed(document)


def test_points_that_a_generator_makes_are_not_sent():
    assert len(to_text(first_document())) < 1000
    assert len(to_text(add_points(first_document(), np.zeros((1, 2)), 0))) > 4000


def test_a_cut_text_is_refused():
    text = to_text(first_document())
    for end in range(0, len(text) - 2, 7):
        with pytest.raises(DocumentError, match="not whole"):
            from_text(text[:end])
    with pytest.raises(DocumentError, match="damaged"):
        from_text(text.replace(text[20:40], "A" * 20))


FUTURE = {
    ("a_field",): {"deep": [1, {"x": None}]},
    ("dataset", "weather"): "rain",
    ("dataset", "source", "wind"): 3.5,
    ("dataset", "classes", 1, "shape"): "star",
    ("network", 1, "sparsity"): 0.5,
    ("training", "mood"): [],
}


def from_the_future():
    raw = json.loads(json.dumps(document_to_dict(first_document(), inline_points=False)))
    for path, value in FUTURE.items():
        place = raw
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
    return raw


def test_fields_of_a_newer_version_are_kept_through_edits_and_every_way_out():
    document = document_from_dict(from_the_future())
    document = add_points(document, np.zeros((3, 2)), 1)
    document = replace(document, training=replace(document.training, learning_rate=0.5))
    document = change_layer(document, 2, units=3)
    for again in (unpack_project(packed(document)).document, from_text(to_text(document))):
        raw = document_to_dict(again)
        for path, value in FUTURE.items():
            place = raw
            for key in path:
                place = place[key]
            assert place == value
        assert packed(again) == packed(document)


def test_fields_of_a_layer_that_is_deleted_go_with_it():
    document = document_from_dict(from_the_future())
    raw = document_to_dict(delete_layer(document, 2))
    assert all("sparsity" not in layer for layer in raw["network"])


def test_older_versions_are_brought_up_step_by_step(monkeypatch):
    def rename(raw):
        return {"task" if name == "aim" else name: value for name, value in raw.items()}

    raw = document_to_dict(document_for("reg-gauss", (2,)))
    raw["aim"] = raw.pop("task")
    monkeypatch.setattr(migrations, "MIGRATIONS", (rename, dict))
    assert document_from_dict(raw).task == "regression"
    with pytest.raises(DocumentError, match="4 is newer"):
        document_from_dict(raw | {"schema": 4})


def test_files_of_every_version_open(golden):
    project = read_project(golden)
    again = sample_project([layer.kind for layer in reversed(project.document.network[:-1])])  # the kinds of then
    assert np.array_equal(project.weights["parameters"], again.weights["parameters"])
    assert np.array_equal(project.document.dataset.samples, again.document.dataset.samples)
    assert project.document.network == again.document.network
    assert project.document.training == replace(again.document.training, restore_best=False)  # as it trained then
    assert set(project.history) == set(COLUMNS) == set(HISTORY_KINDS)


@pytest.fixture(params=range(1, migrations.newest() + 1), ids=lambda version: f"version {version}")
def golden(request):
    from pathlib import Path

    return Path(__file__).with_name("golden") / f"version-{request.param}.nnplay"
