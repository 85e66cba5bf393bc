"""Classical methods fitted beside a window: the newest order, quick ones first, maps of what they answer."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.experiments.classical.fitting import MethodFit
from playground.experiments.learners import with_plain_inputs
from playground.experiments.live_fits import FitOrder, LiveFits
from playground.experiments.method_fitter import FitAnswer, MethodFitter
from tests.support.rows import rows_document

WAIT_S = 60


@pytest.fixture
def fits():
    made = LiveFits(MethodFitter())
    yield made
    made.close()


@pytest.fixture(scope="module")
def moons():
    return document_for("moons", (4,), count=60)


def test_quick_ones_come_before_slow_ones(fits, moons):
    fits.order(FitOrder(moons, ("forest", "logistic", "tree"), None, 8))
    names = [fits.done.get(timeout=WAIT_S).name for _ in range(3)]
    assert names == ["logistic", "tree", "forest"]


def test_a_map_says_what_the_method_answers(fits, moons):
    fits.order(FitOrder(moons, ("svm-rbf",), None, 48))
    found = fits.done.get(timeout=WAIT_S)
    assert found.map.shape == (2, 48, 48)
    assert np.allclose(found.map.sum(axis=0), 1.0, atol=1e-5)
    data = moons.dataset
    columns, rows = np.clip((data.samples + 6.0) * 4.0, 0, 47).astype(int).T
    assert (found.map.argmax(axis=0)[rows, columns] == data.targets).mean() > 0.9


def test_values_and_absent_classes_have_maps_too(fits):
    values = document_for("reg-plane", (4,), count=60)
    fits.order(FitOrder(values, ("tree",), None, 6))
    assert fits.done.get(timeout=WAIT_S).map.shape == (1, 6, 6)
    blobs = document_for("blobs", (4,), count=80)
    data = blobs.dataset
    without = replace(data, is_test=data.is_test | (data.targets == 1))
    fits.order(FitOrder(replace(blobs, dataset=without), ("bayes",), None, 6))
    found = fits.done.get(timeout=WAIT_S)
    assert len(found.map) == len(data.classes)
    assert not found.map[1].any()


def test_another_section_needs_another_map_and_no_other_fit(fits):
    document = rows_document(columns=4)
    sections = [document.dataset.section((0, 1)), document.dataset.section((2, 3))]
    found = []
    for section in sections:
        fits.order(FitOrder(document, ("tree",), section, 6))
        found.append(fits.done.get(timeout=WAIT_S))
    assert found[0].fit is found[1].fit
    assert found[0].map is not found[1].map


def test_settings_of_training_change_no_fit(moons):
    order = FitOrder(moons, ("tree",))
    faster = replace(moons, training=replace(moons.training, learning_rate=0.5))
    assert order.fits_alike(FitOrder(faster, ("tree",)))
    by_hand = replace(moons, inputs=("x", "y", "xy"))
    assert not order.fits_alike(FitOrder(by_hand, ("tree",)))
    assert order.fits_alike(FitOrder(with_plain_inputs(by_hand), ("tree",)))


def test_what_cannot_be_fitted_says_why(fits, moons):
    one = replace(moons.dataset, targets=np.zeros(60, np.int64))
    fits.order(FitOrder(replace(moons, dataset=one), ("tree",), None, 6))
    found = fits.done.get(timeout=WAIT_S)
    assert "of one class" in found.fit.refusal
    assert found.map is None


class Known:
    """Fits nothing, and takes as long as it is said to."""

    def __init__(self, **seconds):
        self.asked, self._seconds = [], seconds

    def answers(self, job):
        self.asked.append([name for name, _ in job.sides])
        return [FitAnswer(name, MethodFit(), None, self._seconds[name]) for name, _ in job.sides]

    def rest(self):
        """Nothing is kept."""

    def close(self):
        """Nothing is at hand."""


def test_methods_known_to_be_quick_are_asked_for_together(moons):
    fitter = Known(tree=0.01, bayes=0.02, logistic=1.0)
    fits = LiveFits(fitter)
    for inputs, names in ((("x",), 2), (("y",), 2), (("x",), 3), (("y",), 3)):
        fits.order(FitOrder(replace(moons, inputs=inputs), ("tree", "bayes", "logistic")[:names]))
        for _ in range(names):
            fits.done.get(timeout=WAIT_S)
    fits.close()
    # One that takes long goes in turn with the others: samples that change need not wait for all.
    together, alone = ["tree", "bayes"], ["logistic"]
    assert fitter.asked == [["tree"], ["bayes"], together, alone, together, alone, together]
