"""How fast each engine trains here: eager PyTorch, the fused kernel, scikit-learn; on the same networks and points."""

from __future__ import annotations

import os
import platform
from contextlib import nullcontext
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.dataset import frozen
from playground.document.edits_source import regenerate, source_of
from playground.document.presets import document_for, first_document
from playground.document.usual_network import with_augmentation
from playground.domains.picture.augmentation import Augmentation
from playground.domains.plane.inputs import INPUTS
from playground.layers import Conv2d, Flatten, MaxPool

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playground.document.model import Document

POINTS = 250
ROUNDS = 5
"""Each engine is timed so many times, in turns, so that a busy moment of the machine meets all alike."""


@dataclass(frozen=True, slots=True)
class Case:
    """A network to be timed.

    Attributes:
        generator: A key of `domains.GENERATORS`.
        units: Of the hidden layers, all tanh; of pictures the channels of the convolutions, each with a pooling behind.
        inputs: How many of the table's inputs.
        batch: Points of one update.
        parameter: Arms of the spirals, hence classes.
        points: How many; all of them train.
        side: Of pictures, in pixels.
    """

    generator: str
    units: tuple[int, ...]
    inputs: int = 2
    batch: int = 10
    parameter: int | None = None
    points: int = POINTS
    side: int | None = None


CASES = {
    "2-4-2-1": Case("circle", (4, 2)),
    "2-8-8-8-1": Case("spiral", (8, 8, 8)),
    "7-8x6-1": Case("spiral", (8,) * 6, inputs=7),
    "2-64-64-5": Case("spirals", (64, 64), batch=32, parameter=5),
    "2-256-256-5": Case("spirals", (256, 256), batch=128, parameter=5),
    "digits-8-16": Case("digits", (8, 16), batch=32, points=1797, side=8),
    "shapes-8-16": Case("shapes", (8, 16), batch=32, points=512, side=16),
}


def machine() -> dict[str, Any]:
    """What the figures belong to."""
    import torch  # noqa: PLC0415  (a benchmark loads what it measures)

    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "numpy": np.__version__,
    }


def engine_table(
    seconds: float, cases: dict[str, Case] | None = None, tell: Callable[[float, str], object] = lambda *_: None
) -> dict[str, dict[str, Any]]:
    """Epochs a second by case and engine, medians over `ROUNDS`; "spread" holds the lowest and highest of each.

    Each engine has one thread. scikit-learn's figure is None where it is not installed, and for pictures.

    Args:
        seconds: For each engine and case.
        cases: Those of `CASES` unless given.
        tell: Told how far it is, 0 to 1, and what is measured next.
    """
    import torch  # noqa: PLC0415

    from playground.training.engines import fused  # noqa: PLC0415

    torch.set_num_threads(1)
    fused.prepare()
    with _one_blas_thread():
        table: dict[str, dict[str, Any]] = {}
        for name, case in (wanted := CASES if cases is None else cases).items():
            tell(len(table) / len(wanted), f"Engines: {name}")
            table[name] = _row(case, seconds / ROUNDS)
        return table


def document_of(case: Case) -> Document:
    """The document of a case, with the program's own settings: Adam and cross-entropy; pictures are not varied."""
    made = _of_points(case) if case.side is None else _of_pictures(case)
    data = replace(made.dataset, is_test=frozen(np.zeros(len(made.dataset)), np.bool_), train_fraction=1.0)
    return replace(made, dataset=data, training=replace(made.training, batch_size=case.batch))


def _of_points(case: Case) -> Document:
    made = document_for(case.generator, case.units, count=case.points, parameter=case.parameter)
    return replace(made, inputs=tuple(INPUTS)[: case.inputs])


def _of_pictures(case: Case) -> Document:
    made = regenerate(first_document(), replace(source_of(case.generator, None), count=case.points, side=case.side))
    layers = [layer for channels in case.units for layer in (Conv2d(channels=channels), MaxPool())]
    network = tuple(replace(layer, uid=uid) for uid, layer in enumerate((*layers, Flatten()), start=1))
    return replace(made, network=network, training=with_augmentation(made.training, Augmentation()))


def _row(case: Case, seconds: float) -> dict[str, Any]:
    made = document_of(case)
    engines = {name: _training(name, made) for name in ("eager", "fused")}
    sklearn = _sklearn(case, made)
    if sklearn is not None:
        engines["sklearn"] = sklearn
    rates: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, train in engines.items():
            epochs, spent = train(seconds)
            rates[name].append(epochs / spent)
    row: dict[str, Any] = {"eager": None, "fused": None, "sklearn": None}
    row |= {name: median(found) for name, found in rates.items()}
    return row | {"spread": {name: [min(found), max(found)] for name, found in rates.items()}}


def _training(stepper: str, made: Document) -> Callable[[float], tuple[float, float]]:
    """What trains for about so many seconds, and says how many epochs that were and how long it took."""
    from playground.training.engines.steppers import Engine  # noqa: PLC0415
    from playground.training.state.run import Run  # noqa: PLC0415
    from playground.training.trainee.trainee import NOWHERE, Trainee  # noqa: PLC0415

    run = Run(replace(made, training=replace(made.training, stepper=stepper, device="cpu")))
    trainee = Trainee(run, Engine(""))
    # Once before the clock runs: the first call loads kernels and makes room.
    trainee.train(NOWHERE, run.batches_per_epoch, 1.0)

    def train(seconds: float) -> tuple[float, float]:
        before, start = run.position, perf_counter()
        while perf_counter() - start < seconds:
            trainee.train(NOWHERE, None, 0.01)
        return run.position - before, perf_counter() - start

    return train


def _sklearn(case: Case, made: Document) -> Callable[[float], tuple[float, float]] | None:
    """The same network in scikit-learn, an epoch a call; None without it, and for what it has not."""
    if case.side is not None:
        return None
    try:
        from sklearn.neural_network import MLPClassifier  # noqa: PLC0415
    except ImportError:
        return None
    from playground.training.state.run import Run  # noqa: PLC0415

    inputs, answers = Run(made).features, made.dataset.targets
    rate = made.training.learning_rate
    model = MLPClassifier(case.units, activation="tanh", alpha=0.0, batch_size=case.batch, learning_rate_init=rate)
    # Once before the clock runs; the first call also has to know all classes.
    model.partial_fit(inputs, answers, classes=np.unique(answers))

    def train(seconds: float) -> tuple[float, float]:
        epochs, start = 0, perf_counter()
        while perf_counter() - start < seconds:
            model.partial_fit(inputs, answers)
            epochs += 1
        return epochs, perf_counter() - start

    return train


def _one_blas_thread() -> AbstractContextManager[Any]:
    try:
        from threadpoolctl import (  # type: ignore[import-untyped]  # noqa: PLC0415  (scikit-learn brings it)
            threadpool_limits,
        )
    except ImportError:
        return nullcontext()
    return threadpool_limits(1)  # type: ignore[no-any-return]


def _processor() -> str:
    """The processor's name where the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123
            return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
