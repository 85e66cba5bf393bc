"""A number that a person has worked out is right, or it is said what is missing from it."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.training.explain.by_hand.check import check
from playground.training.explain.by_hand.reading import error_lines, made_lines, step_lines
from playground.training.explain.by_hand.update import update_by_hand
from playground.training.state.run import Run

OUTPUT, HIDDEN = 0, 1


@pytest.fixture(scope="module")
def update():
    document = document_for("circle", (3,), count=20)
    training = replace(document.training, optimizer="sgd", learning_rate=0.1)
    run = Run(replace(document, training=training), dtype=np.float64)
    run.parameters[...] = np.linspace(-1.0, 1.2, len(run.parameters))
    return update_by_hand(run, (0, 1, 2, 3))


def said(lines, number, digits=9, batch=4):
    return check(f"{number:.{digits}g}", float(f"{number:.{digits}g}"), lines, batch)


def test_the_number_itself_is_right_and_its_rounding_too(update):
    lines = made_lines(update, HIDDEN, 0, 1)
    assert said(lines, lines[-1].value).is_right
    assert said(lines, lines[-1].value, digits=3).is_right
    assert "Right" in said(lines, lines[-1].value).words
    assert not said(lines, 1.1 * lines[-1].value).is_right


def test_what_is_missing_is_named(update):
    *_, summed, bent = made_lines(update, HIDDEN, 0, 1)
    without_bias = summed.value - summed.terms[-1].value
    assert "the bias" in said([summed], without_bias).words
    assert "tanh" in said([summed, bent], summed.value).words
    assert "the path from y" in said([summed], summed.value - summed.terms[1].value).words
    errors = error_lines(update, HIDDEN, 0, 1)
    assert "the derivative of tanh" in said(errors, errors[-1].terms[0].factors[1].value).words
    assert "sign" in said(errors, -errors[-1].value).words
    assert "1 / N" in said(errors, 4 * errors[-1].value).words
    at_output = error_lines(update, OUTPUT, 0, 0)
    assert "1 / N" in said(at_output, 4 * at_output[-1].value).words
    steps = step_lines(update, 0)[:-1]
    assert "the learning rate" in said(steps, -steps[0].value).words
    assert "sign" in said(steps, -steps[-1].value).words


def test_a_forgotten_path_is_told_from_a_forgotten_weight(update):
    document = document_for("circle", (3, 2), count=20)
    run = Run(document, dtype=np.float64)
    run.parameters[...] = np.linspace(-1.0, 1.2, len(run.parameters))
    line = error_lines(update_by_hand(run, (0,)), 1, 0, 0)[0]
    assert "the path through unit 2" in said([line], line.terms[0].value, batch=1).words
    bare = sum(term.factors[1].value for term in line.terms)
    assert "the weight" in said([line], bare, batch=1).words


def test_what_fits_no_slip_is_told_how_far_it_is_off(update):
    line = made_lines(update, HIDDEN, 0, 1)[0]
    assert "large" in said([line], 1.37 * line.value).words
    assert "small" in said([line], 0.613 * line.value).words
    assert not said([line], float("nan")).is_right
