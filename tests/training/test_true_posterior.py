"""The border and the error that nobody can beat: against closed forms and samples, and only while points are theirs."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from playground.document import edits_data, edits_network, edits_source
from playground.document.presets import document_for
from playground.document.true_posterior import CHANGED, NO_CLASSES, NOT_DRAWN, truth_at, truth_refusal
from playground.domains.plane.generators import GENERATORS, generate
from playground.domains.plane.grid import WHOLE_PLANE
from playground.training.probes.plane.true_posterior import TruePosterior
from playground.training.probes.schedule import Calm
from playground.training.state.run import Run
from tests.support.probes import scheduler, taken

KNOWN = [name for name, made in GENERATORS.items() if made.truth is not None]


def look(document, by=None, **calm):
    return taken(Run(document), TruePosterior(WHOLE_PLANE), by=by, **calm).get(TruePosterior)


@pytest.mark.parametrize("noise", [0.1, 0.3, 0.5])
def test_two_normal_clouds_have_the_error_of_the_normal_integral_and_a_straight_border(noise):
    found = look(document_for("gauss", (2,), noise=noise))
    deviation = np.sqrt(0.5 * (1.0 - noise / 0.5) + 4.0 * noise / 0.5)
    assert found.error == pytest.approx(ndtr(-2.0 * np.sqrt(2.0) / deviation), abs=2e-5)
    np.testing.assert_allclose(found.border.sum(axis=2), 0.0, atol=1e-9)
    assert np.ptp(found.border[..., 0]) > 11.0, "from edge to edge"


@pytest.mark.parametrize("name", KNOWN)
def test_the_best_guess_is_wrong_as_often_as_is_said(name):
    document = document_for(name, (2,), noise=0.3)
    error, count = look(document).error, 40_000
    sample = generate(name, count, 0.3, 11)
    truth = truth_at(document.dataset.source)
    guess = np.concatenate([truth(part).posterior.argmax(axis=1) for part in np.array_split(sample.points, 8)])
    seen = (guess != sample.targets).mean()
    assert error == pytest.approx(seen, abs=5.0 * np.sqrt(max(error, 1e-4) / count) + 1e-4)


def test_xor_without_noise_can_be_learned_and_its_border_is_the_axes():
    found = look(document_for("xor", (2,)))
    assert found.error == 0.0
    assert np.abs(found.border).min(axis=2).max() < 0.1


def test_no_border_is_drawn_where_no_point_can_be():
    found = look(document_for("checkerboard", (2,), noise=0.0))
    assert np.isfinite(found.border).all()
    assert found.error < 1e-6


def test_it_is_kept_while_the_network_learns_and_made_anew_for_other_points():
    document, by = document_for("gauss", (3,)), scheduler()
    first = look(document, by)
    assert look(edits_network.change_layer(document, 1, units=4), by) is first
    other = look(edits_source.resample(document), by)
    assert other is not first
    assert other.error == first.error
    assert look(document_for("gauss", (3,), noise=0.4), by).error > first.error


def test_while_training_goes_on_it_comes_in_pieces():
    document, by = document_for("blobs", (3,)), scheduler()
    run, calm = Run(document), Calm(hurried=True)
    for _ in range(2_000):
        found = by.take(run, (TruePosterior(WHOLE_PLANE),), calm).get(TruePosterior)
        if found is not None:
            break
    assert found.error == look(document).error


def test_a_document_without_a_network_has_it_too():
    document = document_for("gauss", (3,))
    found = scheduler().without_network(document, (TruePosterior(WHOLE_PLANE),))[TruePosterior]
    assert found.error == look(document).error


def test_it_is_said_why_it_is_not_known():
    document = document_for("gauss", (3,))
    assert truth_refusal(document) == ""
    assert truth_refusal(edits_data.split(document, 0.3, 5)) == "", "which points test does not matter"
    assert truth_refusal(edits_data.add_class(document)) == ""
    drawn = edits_data.add_points(document, np.array([[0.0, 1.0]]), 1)
    assert truth_refusal(drawn) == CHANGED
    assert look(drawn) is None
    flipped = edits_data.set_targets(document, np.arange(len(document.dataset)) < 3, 0)
    assert truth_refusal(flipped) == CHANGED
    assert truth_refusal(edits_source.resample(flipped)) == ""
    own = replace(document, dataset=replace(document.dataset, source=None))
    assert truth_refusal(own) == NOT_DRAWN
    assert truth_refusal(document_for("reg-plane", (3,))) == NO_CLASSES
    assert "Spiral" in truth_refusal(document_for("spiral", (3,)))
