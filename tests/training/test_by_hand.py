"""One update by hand: every number equals autograd's, and the step that of the trainer."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_scaling import standardise
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, Dense
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.operations import OPERATIONS
from playground.training.engines.eager import EagerStepper, update_on
from playground.training.explain.by_hand.losses import LOSSES_BY_HAND
from playground.training.explain.by_hand.operations import OPERATIONS_BY_HAND
from playground.training.explain.by_hand.optimizers import OPTIMIZERS_BY_HAND
from playground.training.explain.by_hand.reading import (
    activations,
    answer_words,
    error_lines,
    errors,
    input_line,
    loss_lines,
    made_lines,
    slope_line,
    step_lines,
)
from playground.training.explain.by_hand.update import batch_of, update_by_hand
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine, number_words
from playground.training.state.run import Run
from tests.support.hand_updates import by_autograd, generated
from tests.training.engines import networks

CLOSE = 1e-6


def difference(one, other):
    """Between two arrays, by their largest number."""
    return np.abs(np.asarray(one) - other).max(initial=0.0) / max(np.abs(other).max(initial=0.0), 1e-3)


def test_a_hundred_networks_of_every_layer_kind_have_the_gradients_of_autograd():
    kinds, losses = set(), set()
    for seed in range(100):
        run, rows = generated(seed)
        update = update_by_hand(run, rows)
        loss, gradient = by_autograd(run, *batch_of(run, rows))
        assert update.loss == pytest.approx(loss, rel=CLOSE, abs=1e-9), seed
        assert difference(update.raw, gradient) < CLOSE, (seed, run.document.network)
        kinds |= {layer.kind for layer in run.document.network}
        losses.add(resolve(run.document).loss)
    assert kinds == set(LAYER_KINDS)
    assert losses == set(LOSSES)


@pytest.mark.parametrize("seed", range(24))
def test_what_is_written_out_comes_to_the_number_itself(seed):
    run, rows = generated(seed)
    update, random = update_by_hand(run, rows), np.random.default_rng(seed)
    for uid in resolve(run.document).uids:
        sample = int(random.integers(len(rows)))
        made, wrong = activations(update, uid)[sample], errors(update, uid)[sample]
        for unit in random.choice(len(made), min(len(made), 4), replace=False):
            lines = made_lines(update, uid, sample, int(unit))
            if lines:
                assert lines[-1].value == pytest.approx(made[unit], rel=1e-9, abs=1e-12)
            lines = error_lines(update, uid, sample, int(unit))
            assert lines[-1].value == pytest.approx(wrong[unit], rel=1e-9, abs=1e-12), (uid, unit, lines)
            assert all(line.text for line in lines)
    assert loss_lines(update)[-1].value == pytest.approx(update.loss)
    for place in random.choice(len(update.raw), min(len(update.raw), 12), replace=False):
        assert slope_line(update, int(place)).value == pytest.approx(update.raw[place], rel=1e-9, abs=1e-12)


SETTINGS = {
    "plain": {},
    "momentum": {"momentum": 0.9},
    "Nesterov": {"momentum": 0.9, "nesterov": True},
    "decay": {"l2": 0.1, "l1": 0.05, "decoupled_decay": 0.3},
    "clipped": {"clip": 0.01, "schedule": "cosine"},
}


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_step_is_what_the_trainer_does(optimizer, settings):
    run, rows = generated(4, optimizer=optimizer, learning_rate=0.1, **SETTINGS[settings])
    update = update_by_hand(run, rows)
    before = run.parameters.copy()
    update_on(run, *batch_of(run, rows))
    assert difference(update.step, run.parameters - before) < CLOSE
    for place in range(0, len(before), 5):
        *_, step, new = step_lines(update, place)
        assert step.value == pytest.approx(run.parameters[place] - before[place], rel=1e-6, abs=1e-12)
        assert new.value == pytest.approx(run.parameters[place])
    assert run.steps == update.steps + 1


def test_the_runs_own_next_batch_is_the_update_of_the_trainer():
    made = document_for("circle", (4,), count=24)
    made = replace(made, training=replace(made.training, batch_size=4))
    one, other = Run(made, dtype=np.float64), Run(made, dtype=np.float64)
    training_rows = np.flatnonzero(~made.dataset.is_test)
    rows = tuple(int(row) for row in training_rows[one.order[:4]])
    update = update_by_hand(one, rows)
    EagerStepper().advance(other, 1, np.inf)
    assert difference(one.parameters + update.step, other.parameters) < CLOSE


def test_a_sum_is_written_as_people_write_it():
    def product(*values):
        return SumTerm(tuple(Factor("f", value, "a factor") for value in values))

    line = WrittenLine("z", "z = Σ w · a + b", (product(0.5, -1.25), product(-2.0, 3.0), product(-0.125)))
    assert line.text == "z = 0.5 · (−1.25) + (−2) · 3 − 0.125 = −6.75"
    many = WrittenLine("z", "", tuple(product(float(value)) for value in range(1, 11)))
    assert many.text == "z = 6 + 7 + 8 + 9 + 10 + 15 of 5 more = 55"
    bent = WrittenLine("a", "", (product(0.0),), function="tanh", result=0.0)
    assert bent.text == "a = tanh(0) = 0"
    shared = WrittenLine("δ", "", (product(0.75), product(-1.0)), (Factor("1/N", 0.5, "1 / N"),))
    assert shared.text == "δ = 0.5 · (0.75 − 1) = −0.125"
    assert [number_words(value) for value in (1234567.0, 0.00001234, 12.3456, float("nan"))] == [
        "1.235e6",
        "1.234e−5",
        "12.35",
        "–",
    ]


def test_what_is_frozen_or_pruned_stays_and_says_so():
    layers = Dense(uid=1, units=3, frozen=True), Dense(uid=2, units=2)
    made = replace(document_for("circle", (), count=20), network=layers)
    run = Run(replace(made, training=replace(made.training, keeps_zeros=True)), dtype=np.float64)
    run.parameters[-2] = 0.0
    update = update_by_hand(run, (0, 1))
    assert not update.step[update.held].any()
    assert update.held.sum() > 9
    assert "held" in step_lines(update, 0)[-1].text


def test_standardised_numbers_are_told_in_the_persons_units():
    document = standardise(networks.document(Dense(units=2), points=12, task="regression"))
    assert not document.scaling.is_identity
    update = update_by_hand(Run(document, dtype=np.float64), (3,))
    line = input_line(update, 0, 1)
    assert line.value == pytest.approx(update.passages[0].entering[0, 1])
    assert number_words(document.dataset.places[3, 1]) in line.text
    words = answer_words(update, 0)
    assert number_words(float(document.dataset.answers[3, 0])) in words
    plain = update_by_hand(Run(networks.document(Dense(units=2), points=12), dtype=np.float64), (3,))
    assert answer_words(plain, 0) == ""
    assert input_line(plain, 0, 1).text.endswith("as the network is fed")


def test_every_kind_of_the_tables_has_its_arithmetic():
    assert set(OPERATIONS_BY_HAND) == set(OPERATIONS)
    assert set(OPTIMIZERS_BY_HAND) == set(OPTIMIZERS)
    assert set(LOSSES_BY_HAND) == set(LOSSES)


def test_kinds_that_do_not_tell_are_worked_out_by_torch_and_said_in_words(monkeypatch):
    run, rows = generated(4, optimizer="adam")
    told = update_by_hand(run, rows)
    for name in ("affine", "activation"):
        monkeypatch.delitem(OPERATIONS_BY_HAND, name)
    monkeypatch.delitem(LOSSES_BY_HAND, resolve(run.document).loss)
    monkeypatch.delitem(OPTIMIZERS_BY_HAND, "adam")
    update = update_by_hand(run, rows)
    assert difference(update.raw, told.raw) < CLOSE
    assert difference(update.step, told.step) < CLOSE
    uid = resolve(run.document).uids[-1]
    assert "PyTorch" in made_lines(update, uid, 0, 0)[-1].text
    assert "Adam" in step_lines(update, 0)[-2].text
