"""Pictures that a person adds: they train, and what does not fit is refused in words."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.dataset import DataSource
from playground.document.edits_pictures import add_pictures
from playground.document.edits_source import generated
from playground.document.presets import first_document


@pytest.fixture(scope="module")
def document():
    data = generated(DataSource("bars", 20, 0.0, 0, side=8))
    return replace(first_document(), dataset=data, inputs=("picture",), network=())


def test_added_pictures_train_and_are_last(document):
    pictures = np.linspace(0, 1, 3 * 64).reshape(3, 1, 8, 8)
    data = add_pictures(document, pictures, 2).dataset
    assert len(data) == 23
    assert np.array_equal(data.shaped[-3:], pictures)
    assert data.targets[-3:].tolist() == [2, 2, 2]
    assert not data.is_test[-3:].any()
    assert np.array_equal(data.is_test[:20], document.dataset.is_test)
    assert not data.samples.flags.writeable
    assert data.shape == (1, 8, 8)


def test_no_picture_changes_nothing(document):
    assert add_pictures(document, np.empty((0, 1, 8, 8)), 0) is document


def test_another_size_and_a_missing_class_are_refused(document):
    with pytest.raises(ValueError, match=r"\(1, 9, 9\) do not go with those of shape \(1, 8, 8\)"):
        add_pictures(document, np.zeros((1, 1, 9, 9)), 0)
    with pytest.raises(ValueError, match="no class 7 among 4"):
        add_pictures(document, np.zeros((1, 1, 8, 8)), 7)
