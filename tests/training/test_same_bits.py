"""The same seed gives the same bits, whatever the machine does meanwhile and however training is cut."""

import random
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from playground.document.edits_network import insert_layer
from playground.document.presets import document_for
from playground.layers import BatchNorm
from playground.training.engines import kernels
from playground.training.headless import train
from playground.training.loop import loop
from playground.training.loop.commands import Pause, Play, SetSpeed, Step, StepUnit
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.snapshots.snapshot import TrainerState
from tests.training.conftest import Bench

EPOCHS = 40
FULL = SetSpeed(None, float("inf"))


def stopping(document, **values):
    return replace(document, training=replace(document.training, **values))


@pytest.fixture
def document():
    return stopping(document_for("circle", (4, 3), count=70), stop_epochs=EPOCHS, optimizer="adam")


@pytest.fixture
def kernel(monkeypatch):
    """The fused kernel, which stays away until `kernel.set()`."""
    arrival, prepare = Event(), kernels.prepare_fused
    monkeypatch.setattr(kernels, "prepare_rasters", lambda: None)
    monkeypatch.setattr(kernels, "prepare_fused", lambda: prepare() if arrival.wait(60.0) else "the test has ended")
    yield arrival
    arrival.set()


@pytest.fixture
def trainer(kernel):
    made = Bench()
    yield made
    kernel.set()
    assert made.trainer.stop(10.0)


def same(one, other):
    return all(
        (mine == its).all() for mine, its in zip(one.to_arrays().values(), other.to_arrays().values(), strict=True)
    )


def test_play_waits_for_the_kernel_and_says_so(trainer, kernel, document):
    trainer.submit(document)
    trainer.trainer.send(FULL)
    waiting = trainer.send(Play(), lambda s: s.state is TrainerState.LOADING)
    assert "training kernel" in waiting.message
    assert (waiting.batch, waiting.stepper) == (0, "")
    assert trainer.trainer.checkpoint().steps == 0
    kernel.set()
    trainer.wait(lambda s: s.stopped)
    assert same(trainer.trainer.checkpoint(), train(document).checkpoint)


def test_a_document_that_needs_no_kernel_does_not_wait_for_it(trainer, document):
    trainer.submit(stopping(document, stepper="eager"))
    trainer.send(Play(), lambda s: s.epoch >= 2)


def test_pause_ends_the_waiting(trainer, document):
    trainer.submit(document)
    trainer.send(Play(), lambda s: s.state is TrainerState.LOADING)
    trainer.send(Pause(), lambda s: s.state is TrainerState.PAUSED)


@pytest.mark.parametrize("seed", range(3))
def test_slices_pauses_measuring_and_pictures_change_no_bit(trainer, kernel, document, seed, monkeypatch):
    kernel.set()
    chance = random.Random(seed)
    monkeypatch.setattr(loop, "SLICE_S", chance.choice([1e-5, 1e-4, 3e-3]))
    trainer.submit(document)
    trainer.trainer.send(SetSpeed(None, 0.5))
    for _ in range(12):
        more = (PointPredictions(),) if chance.random() < 0.5 else ()
        trainer.trainer.request((UnitMaps(5), OutputMap((9, 9)), *more))
        step = trainer.send(Step(chance.choice(list(StepUnit))), lambda s: s.state is TrainerState.PAUSED)
        played = trainer.send(Play(), lambda s, before=step.batch: s.batch > before)
        assert played.epoch < EPOCHS
        trainer.send(Pause(), lambda s: s.state is TrainerState.PAUSED)
    trainer.trainer.send(FULL)
    trainer.trainer.send(Play())
    trainer.wait(lambda s: s.stopped)
    assert same(trainer.trainer.checkpoint(), train(document).checkpoint)


def test_a_stop_rule_by_loss_ends_window_and_command_in_the_same_epoch(trainer, kernel, document):
    kernel.set()
    patient = stopping(document, stop_epochs=0, stop_loss=0.2, learning_rate=0.01)
    alone = train(patient)
    assert 3 < alone.epochs < 9_000
    trainer.submit(patient)
    trainer.trainer.send(FULL)
    trainer.trainer.send(Play())
    assert trainer.wait(lambda s: s.stopped).message == alone.message
    assert same(trainer.trainer.checkpoint(), alone.checkpoint)


def test_engines_of_pytorch_agree_with_themselves(trainer, document):
    eager = stopping(insert_layer(document, 1, BatchNorm(uid=99)), stepper="eager", stop_epochs=6)
    alone = train(eager).checkpoint
    trainer.submit(eager)
    trainer.trainer.send(FULL)
    trainer.trainer.send(Play())
    trainer.wait(lambda s: s.stopped)
    assert np.array_equal(trainer.trainer.checkpoint().parameters, alone.parameters)
