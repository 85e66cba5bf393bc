"""Samples move between training and test."""

import numpy as np

from playground.document.edits_data import set_test
from playground.document.presets import document_for


def test_only_the_masked_samples_move_and_all_else_stays():
    before = document_for("circle", (), count=20)
    mask = np.arange(20) < 5
    after = set_test(before, mask, test=True)
    assert after.dataset.is_test[mask].all()
    assert np.array_equal(after.dataset.is_test[~mask], before.dataset.is_test[~mask])
    assert after.dataset.samples is before.dataset.samples
    assert not after.dataset.is_test.flags.writeable


def test_what_is_there_already_is_no_edit():
    document = document_for("circle", (), count=20)
    assert set_test(document, document.dataset.is_test, test=True) is document
    assert set_test(document, np.zeros(20, np.bool_), test=True) is document
