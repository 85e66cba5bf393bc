"""A document of as many classes as there may be is saved and opened as it was; one more is refused."""

import numpy as np
import pytest

from playground.document.dataset import MOST_CLASSES
from playground.document.presets import document_for
from playground.storage.codec import DocumentError, document_from_dict, document_to_dict
from playground.storage.text import from_text, to_text


@pytest.fixture
def document():
    return document_for("blobs", (4,), parameter=MOST_CLASSES)


def test_it_comes_back(document):
    for again in (document_from_dict(document_to_dict(document)), from_text(to_text(document))):
        assert again.dataset.classes == document.dataset.classes
        assert np.array_equal(again.dataset.targets, document.dataset.targets)


def test_one_class_more_is_refused(document):
    raw = document_to_dict(document)
    raw["dataset"]["classes"].append({"name": "one more", "color": 0})
    with pytest.raises(DocumentError, match="expected 2 to 36, got 37"):
        document_from_dict(raw)
