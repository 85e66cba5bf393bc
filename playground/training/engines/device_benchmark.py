"""Which device trains a network faster: both train a copy for a moment."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from playground.document.plan import resolve
from playground.training.state.run import Run

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.engines.stepper import Stepper

WARM_UP_S = 0.03
"""After a first batch, which loads what has to be loaded."""
MEASURE_S = 0.03


@dataclass(frozen=True, slots=True)
class NetworkKind:
    """Networks that one contest decides for: sizes count by powers of two, so that a dragged slider starts few.

    Attributes:
        layers: Kind and magnitude of the width that enters, of each.
        batch: Magnitude of the points of a batch.
        dtype: Of the run.
        stepper: What the document asks for.
        problem: Why the fused kernel cannot be used; empty when it can.
    """

    layers: tuple[tuple[str, int], ...]
    batch: int
    dtype: str
    stepper: str
    problem: str


@dataclass(frozen=True, slots=True)
class DeviceVerdict:
    """The outcome of a contest.

    Attributes:
        device: "cpu" or "cuda".
        sentence: Says so, with the figures.
    """

    device: str
    sentence: str


def kind_of(document: Document, dtype: str, problem: str) -> NetworkKind:
    """What a document's network counts as."""
    points = int((~document.dataset.is_test).sum())
    batch = min(document.training.batch_size or points, points)
    layers = tuple((one.layer.kind, one.units_in.bit_length()) for one in resolve(document).layers)
    return NetworkKind(layers, batch.bit_length(), dtype, document.training.stepper, problem)


def compare(run: Run, cpu: Stepper, cuda: Stepper) -> DeviceVerdict:
    """Let both train copies of a run, a tenth of a second in all where nothing is to be loaded.

    Raises:
        Exception: Whatever a stepper raises.
    """
    on_cpu, on_cuda = epochs_per_second(cpu, run), epochs_per_second(cuda, run)
    if on_cuda > on_cpu:
        return DeviceVerdict("cuda", f"CUDA chosen: {_figure(on_cuda)} against {_figure(on_cpu)} epochs/s on the CPU.")
    return DeviceVerdict("cpu", f"CPU chosen: {_figure(on_cpu)} against {_figure(on_cuda)} epochs/s on CUDA.")


def epochs_per_second(stepper: Stepper, run: Run) -> float:
    """How fast a stepper trains a run, of which it gets a copy."""
    copy = Run(run.document, dtype=run.dtype)
    copy.restore(run.checkpoint())
    stepper.advance(copy, 1, WARM_UP_S)
    stepper.advance(copy, None, WARM_UP_S)
    before, start, spent = copy.position, perf_counter(), 0.0
    while spent < MEASURE_S:
        stepper.advance(copy, None, MEASURE_S - spent)
        spent = perf_counter() - start
    return (copy.position - before) / spent


def _figure(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"
