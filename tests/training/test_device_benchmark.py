"""Where the device is left open, the faster one is found by a measurement on copies, once for networks of a kind."""

from dataclasses import replace

import pytest
import torch

from playground.document.presets import document_for
from playground.training.engines import device as device_module
from playground.training.engines import device_benchmark as contest
from playground.training.engines import steppers
from playground.training.engines.cuda_graph import CudaGraphStepper
from playground.training.engines.device import Device
from playground.training.engines.device_benchmark import DeviceVerdict, compare, epochs_per_second, kind_of
from playground.training.engines.eager import EagerStepper
from playground.training.engines.steppers import Engine
from playground.training.loop.commands import Play
from playground.training.snapshots.snapshot import TrainerState
from playground.training.state.run import Run
from tests.training.recording import RecordingGraphs

FOREVER = float("inf")


def document(units=(4,), count=50, **values):
    made = document_for("circle", units, count=count)
    return replace(made, training=replace(made.training, **values))


class Clock:
    """Time that passes when a stepper says so."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Ticking:
    """A stepper that takes so long for a batch, and much longer for its first."""

    name = "ticking"

    def __init__(self, clock, batch_s):
        self.runs, self._clock, self._batch_s = [], clock, batch_s

    def advance(self, run, batches, budget_s):
        if not self.runs:
            self._clock.now += 2.0
        self.runs.append(run)
        end, done = self._clock.now + budget_s, 0
        while done == 0 or (done != batches and self._clock.now < end):
            run.take_batch()
            self._clock.now += self._batch_s
            done += 1
        return done


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(contest, "perf_counter", made)
    return made


@pytest.fixture
def cuda(monkeypatch):
    """A CUDA device that is none; the contests held, with what each is to give."""
    there = (Device("cpu", "CPU"), Device("cuda", "CUDA"), Device("mps", "MPS", "not a Mac"))
    monkeypatch.setattr(device_module, "available_devices", lambda: there)
    monkeypatch.setattr(steppers, "CudaGraphStepper", lambda: CudaGraphStepper(RecordingGraphs))
    monkeypatch.setattr(steppers, "EagerStepper", lambda device="cpu": EagerStepper("cpu"))
    held = []

    def decide(run, on_cpu, on_cuda):
        held.append((on_cpu.name, on_cuda.name))
        return DeviceVerdict(held_for.device, f"{held_for.device} chosen.")

    monkeypatch.setattr(steppers, "compare", decide)
    held_for = type("Contests", (), {"device": "cuda", "held": held})
    return held_for


# ---- the measurement -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cpu_s", "cuda_s", "device", "words"),
    [
        (2e-6, 1e-4, "cpu", "CPU chosen: 100,000 against 2,000 epochs/s on CUDA."),
        (1e-3, 1e-4, "cuda", "CUDA chosen: 2,000 against 200 epochs/s on the CPU."),
        (2.0, 0.05, "cuda", "CUDA chosen: 4 against 0.1 epochs/s on the CPU."),
    ],
)
def test_the_faster_one_is_chosen_and_the_figures_are_told(clock, cpu_s, cuda_s, device, words):
    run = Run(document(batch_size=7))
    assert (len(run.features), run.batches_per_epoch) == (35, 5)
    verdict = compare(run, Ticking(clock, cpu_s), Ticking(clock, cuda_s))
    assert verdict == DeviceVerdict(device, words)


def test_training_is_not_touched_and_takes_a_moment_only(clock):
    run = Run(document())
    EagerStepper().advance(run, 7, FOREVER)
    before = run.checkpoint()
    stepper = Ticking(clock, 1e-3)
    assert epochs_per_second(stepper, run) == pytest.approx(1000 / run.batches_per_epoch, rel=0.1)
    assert clock.now < 2.0 + 0.1
    assert all(copy is not run and (copy.dtype, copy.document) == (run.dtype, run.document) for copy in stepper.runs)
    assert (run.steps, run.epoch, run.cursor) == (before.steps, before.epoch, before.cursor)
    assert (run.parameters == before.parameters).all()


def test_real_steppers_can_be_measured():
    run = Run(document())
    assert epochs_per_second(EagerStepper(), run) > 0.0
    assert epochs_per_second(CudaGraphStepper(RecordingGraphs), run) > 0.0
    assert run.steps == 0


def test_networks_of_like_size_are_of_a_kind():
    kind = kind_of(document((40, 6)), "float32", "")
    assert kind == kind_of(document((50, 5), learning_rate=0.5, batch_size=8), "float32", "")
    assert kind != kind_of(document((70, 6)), "float32", "")
    assert kind != kind_of(document((40, 6, 6)), "float32", "")
    assert kind != kind_of(document((40, 6), batch_size=32), "float32", "")
    assert kind != kind_of(document((40, 6)), "float64", "")
    assert kind != kind_of(document((40, 6)), "float32", "no kernel")
    assert kind_of(document(batch_size=0), "float32", "") == kind_of(document(batch_size=999), "float32", "")


# ---- the engine ------------------------------------------------------------------------------------------------------


def test_the_device_is_measured_at_the_first_batch_and_remembered(cuda):
    engine, made = Engine("no kernel"), document()
    engine.choose(made)
    assert (engine.device, cuda.held) == ("cpu", [])
    run = Run(made)
    assert engine.advance(run, 3, FOREVER) == 3
    assert (engine.device, engine.stepper.name, engine.reason) == ("cuda", "CUDA graph", "cuda chosen.")
    assert cuda.held == [("PyTorch eager", "CUDA graph")]
    stepper, changed = engine.stepper, document(learning_rate=0.5)
    run.adopt(changed)
    engine.choose(changed)
    assert engine.stepper is stepper
    engine.advance(run, 3, FOREVER)
    assert len(cuda.held) == 1
    wide = document((64,))
    engine.choose(wide)
    cuda.device = "cpu"
    engine.advance(run.succeed(wide), 3, FOREVER)
    assert (engine.device, len(cuda.held)) == ("cpu", 2)
    assert engine.reason == "cpu chosen. no kernel"


def test_it_is_not_measured_while_the_kernel_is_being_made_ready(cuda):
    engine, made = Engine(), document()
    engine.choose(made)
    run = Run(made)
    assert engine.is_waiting
    engine.advance(run, 1, FOREVER)
    assert cuda.held == []
    engine.fused_problem = "no kernel"
    engine.choose(made)
    engine.advance(run, 1, FOREVER)
    assert len(cuda.held) == 1


@pytest.mark.parametrize("chosen", [{"device": "cpu"}, {"device": "cuda"}, {"stepper": "fused"}])
def test_what_a_person_has_chosen_is_not_measured(cuda, chosen):
    engine, made = Engine("no kernel"), document(**chosen)
    engine.choose(made)
    engine.advance(Run(made), 1, FOREVER)
    assert engine.device == chosen.get("device", "cpu")
    assert "chosen" not in engine.reason
    assert cuda.held == []


def test_without_a_choice_nothing_is_measured_and_nothing_said(cuda, monkeypatch):
    there = (Device("cpu", "CPU"), Device("cuda", "CUDA", "no driver"), Device("mps", "MPS", "not a Mac"))
    monkeypatch.setattr(device_module, "available_devices", lambda: there)
    engine, made = Engine(""), document(stepper="eager")
    engine.choose(made)
    engine.advance(Run(made), 1, FOREVER)
    assert (engine.device, engine.reason, cuda.held) == ("cpu", "", [])


def test_a_device_that_fails_while_it_is_measured_is_not_asked_again(cuda, monkeypatch):
    def fail(*_):
        cuda.held.append("failed")
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")

    monkeypatch.setattr(steppers, "compare", fail)
    engine, made = Engine("no kernel"), document()
    engine.choose(made)
    run, twin = Run(made), Run(made)
    for _ in range(3):
        engine.advance(run, 2, FOREVER)
    EagerStepper().advance(twin, 6, FOREVER)
    assert (run.parameters == twin.parameters).all()
    assert cuda.held == ["failed"]
    assert "CUDA failed (CUDA out of memory" in engine.reason


def test_a_refused_capture_is_told(cuda, monkeypatch):
    graphs = RecordingGraphs(refuse="not permitted")
    monkeypatch.setattr(steppers, "CudaGraphStepper", lambda: CudaGraphStepper(lambda: graphs))
    engine, made = Engine("no kernel"), document(device="cuda")
    engine.choose(made)
    run = Run(made)
    for _ in range(8):
        engine.advance(run, 2, FOREVER)
    assert engine.device == "cuda"
    assert engine.stepper.name == "PyTorch eager"
    assert engine.reason == "CUDA refused to capture the step (not permitted): training with PyTorch."


@pytest.mark.usefixtures("cuda")
def test_the_window_hears_of_the_choice(bench):
    bench.submit(document(stop_epochs=0))
    seen = bench.send(Play(), lambda s: s.state is TrainerState.TRAINING and s.epoch > 3 and "chosen" in s.message)
    assert (seen.device, seen.stepper, seen.message) == ("CUDA", "CUDA graph", "cuda chosen.")
