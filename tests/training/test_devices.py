"""Which engine and device train, and what happens when a device fails."""

import sys
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
import torch

from playground.document.presets import document_for
from playground.layers import Dense
from playground.training.engines import device as device_module
from playground.training.engines import steppers
from playground.training.engines.device import Device, available_devices, is_device_failure, resolve_device
from playground.training.engines.eager import EagerStepper
from playground.training.engines.kernels import prepare_fused
from playground.training.engines.steppers import Engine, choose_stepper
from playground.training.state.run import Run

FOREVER = float("inf")


def document(**values):
    made = document_for("circle", (4,), count=50)
    return replace(made, training=replace(made.training, **values))


@pytest.fixture
def with_cuda(monkeypatch):
    there = (Device("cpu", "CPU"), Device("cuda", "CUDA"), Device("mps", "MPS", "not a Mac"))
    monkeypatch.setattr(device_module, "available_devices", lambda: there)


@pytest.fixture
def fused(monkeypatch):
    module = ModuleType("playground.training.engines.fused")

    class FusedStepper(EagerStepper):
        name = "fused kernel"

    module.FusedStepper = FusedStepper
    module.covers = lambda document, dtype: None
    module.ready, module.prepare = (lambda: True), (lambda: None)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(sys.modules["playground.training.engines"], "fused", module, raising=False)
    return module


# ---- devices ---------------------------------------------------------------------------------------------------------


def test_there_is_always_a_cpu_and_a_reason_for_what_is_missing():
    found = {device.name: device for device in available_devices()}
    assert found["cpu"].reason == ""
    assert set(found) == {"cpu", "cuda", "mps"}
    assert (found["cuda"].reason == "") == torch.cuda.is_available()


def test_what_is_missing_falls_back_in_words():
    name, reason = resolve_device(document(device="mps"))
    if not torch.backends.mps.is_available():
        assert name == "cpu"
        assert "MPS" in reason


def test_auto_is_left_open_only_where_there_is_a_choice(with_cuda, monkeypatch):
    assert resolve_device(document()) == ("auto", "")
    assert resolve_device(document(device="cuda")) == ("cuda", "")
    monkeypatch.undo()
    if not torch.cuda.is_available():
        assert resolve_device(document()) == ("cpu", "")


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), True),
        (RuntimeError("CUDA driver initialization failed, you might not have a CUDA gpu."), True),
        (RuntimeError("CUDA error: device-side assert triggered"), True),
        (RuntimeError("MPS backend out of memory"), True),
        (MemoryError(), True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
        (ValueError("CUDA error"), False),
    ],
)
def test_device_failures_are_told_from_mistakes(error, is_one):
    assert is_device_failure(error) is is_one


# ---- steppers --------------------------------------------------------------------------------------------------------


def test_auto_is_fused_where_it_covers_the_document(fused):
    stepper, reason = choose_stepper(document(), "cpu", "")
    assert (stepper.name, reason) == ("fused kernel", "")
    fused.covers = lambda document, dtype: "It does not know this layer."
    stepper, reason = choose_stepper(document(), "cpu", "")
    assert (stepper.name, reason) == ("PyTorch eager", "It does not know this layer.")


def test_until_the_kernel_is_ready_eager_trains_and_says_so():
    stepper, reason = choose_stepper(document(), "cpu", "not ready")
    assert (stepper.name, reason) == ("PyTorch eager", "not ready")


def test_on_cuda_the_step_is_captured_where_nothing_speaks_against_it(monkeypatch):
    stepper, reason = choose_stepper(document(), "cuda", "no kernel")
    assert (stepper.name, reason) == ("CUDA graph", "")
    assert choose_stepper(document(stepper="eager"), "cuda", "")[0].name == "PyTorch eager"
    monkeypatch.setattr(Dense, "lower", lambda self, width: None)
    stepper, reason = choose_stepper(document(), "cuda", "")
    assert stepper.name == "PyTorch eager"
    assert "Dense" in reason


@pytest.mark.usefixtures("fused")
def test_eager_on_request_and_on_other_devices():
    assert choose_stepper(document(stepper="eager"), "cpu", "")[0].name == "PyTorch eager"
    stepper, reason = choose_stepper(document(stepper="fused"), "cuda", "")
    assert stepper.name == "PyTorch eager"
    assert "CPU only" in reason


def test_a_kernel_that_cannot_be_made_is_a_sentence(fused):
    def fail():
        raise ImportError("LLVM is missing")

    fused.prepare = fail
    assert "LLVM is missing" in prepare_fused()


@pytest.mark.usefixtures("fused")
def test_the_stepper_stays_while_its_kind_does():
    engine = Engine("")
    engine.choose(document())
    stepper = engine.stepper
    engine.choose(document(learning_rate=0.5))
    assert engine.stepper is stepper
    engine.choose(document(stepper="eager"))
    assert engine.stepper is not stepper


# ---- failing devices -------------------------------------------------------------------------------------------------


class _Broken:
    """A stepper on a device that fails after some batches."""

    name = "PyTorch eager"

    def __init__(self, good, error):
        self._good, self._error = good, error

    def advance(self, run, batches, budget_s):
        if self._good == 0:
            raise self._error
        self._good -= 1
        return EagerStepper().advance(run, 1, FOREVER)


@pytest.mark.usefixtures("with_cuda")
def test_a_lost_device_falls_back_to_the_cpu_from_the_last_good_weights(monkeypatch):
    wanted = document(device="cuda")
    run, twin = Run(wanted), Run(wanted)
    engine = Engine("no kernel")
    monkeypatch.setattr(steppers, "EagerStepper", lambda device="cpu": EagerStepper("cpu"))
    engine.choose(wanted)
    engine.stepper = _Broken(3, torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"))
    for _ in range(5):
        engine.advance(run, 1, FOREVER)
    assert engine.device == "cpu"
    assert "CUDA failed" in engine.reason
    assert "out of memory" in engine.reason
    EagerStepper().advance(twin, 5, FOREVER)
    assert (run.parameters == twin.parameters).all()
    engine.choose(wanted)
    assert engine.device == "cpu"


@pytest.mark.usefixtures("with_cuda")
def test_a_mistake_is_no_lost_device(monkeypatch):
    engine = Engine("no kernel")
    monkeypatch.setattr(steppers, "EagerStepper", lambda device="cpu": EagerStepper("cpu"))
    engine.choose(document(device="cuda"))
    engine.stepper = _Broken(0, RuntimeError("shapes cannot be multiplied"))
    with pytest.raises(RuntimeError, match="shapes"):
        engine.advance(Run(document()), 1, FOREVER)


def test_a_failed_slice_leaves_the_run_where_its_arrays_are(monkeypatch):
    """A device's copies are lost in the failure; the counters must not be ahead of the run's own arrays."""
    run = Run(document())
    stepper = EagerStepper()
    stepper.advance(run, 7, FOREVER)
    before, order = run.checkpoint(), run.order.copy()
    calls = iter(range(100))

    def rate(*_):
        if next(calls) == 4:
            raise RuntimeError("CUDA error: unspecified launch failure")
        return 0.0

    monkeypatch.setattr("playground.training.engines.eager.rate_at", rate)
    with pytest.raises(RuntimeError):
        stepper.advance(run, 9, FOREVER)
    assert (run.steps, run.epoch, run.cursor) == (before.steps, before.epoch, before.cursor)
    assert (run.order == order).all()


def test_what_is_trained_on_a_device_is_written_back(monkeypatch):
    """The CPU stands in for a device: the stepper is given copies, as `torch.as_tensor` makes them elsewhere."""
    run, twin = Run(document()), Run(document())
    monkeypatch.setattr("playground.training.engines.eager.torch.as_tensor", lambda array, device: torch.tensor(array))
    stepper = EagerStepper()
    stepper.advance(run, 1, FOREVER)
    assert (run.parameters == Run(document()).parameters).all()
    stepper._bound._away = True
    stepper.advance(run, 1, FOREVER)
    monkeypatch.undo()
    EagerStepper().advance(twin, 2, FOREVER)
    assert (run.parameters == twin.parameters).all()
    assert (run.slots == twin.slots).all()


def test_float64_runs_too():
    run = Run(document(), dtype=np.float64)
    EagerStepper().advance(run, 3, FOREVER)
    assert run.parameters.dtype == np.float64
