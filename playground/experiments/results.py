"""The results of an experiment: columns with a row a run, filled as runs come in; what they say of each cell."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.experiments.outcomes import COLUMNS, Verdict, widened
from playground.experiments.statistics import share_of, spread_of
from playground.storage.codec import document_to_dict

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.experiment import Experiment
    from playground.experiments.outcomes import Outcomes
    from playground.experiments.statistics import Share, Spread
    from playground.experiments.variations import Value


class ExperimentResults:
    """The runs of an experiment that are done; `place` counts as `Grid` does.

    Attributes:
        experiment: Whose.
        columns: By the names in `outcomes.COLUMNS`, with a row for each run, done or not.
        looks: Epochs at which curves were measured, (L,).
        curves: Training and test loss there, (runs, L, 2).
        maps: Answers over the plane, (runs, K, side, side); empty until the first comes in.
        refusals: For runs that cannot be, why.
        paths: For runs of an experiment that keeps them, their weights at the looks, (looks, P).
    """

    def __init__(self, experiment: Experiment) -> None:
        count = len(experiment.grid)
        self.experiment = experiment
        self.columns: dict[str, NDArray[Any]] = {
            name: np.full(count, np.nan if np.dtype(kind).kind == "f" else 0, dtype=kind)
            for name, kind in COLUMNS.items()
        }
        self.looks = experiment.measure.look_epochs(experiment.document)
        self.curves = np.full((count, len(self.looks), 2), np.nan, dtype=np.float32)
        self.maps = np.empty((count, 0, 0, 0), dtype=np.float16)
        self.refusals: dict[int, str] = {}
        self.paths: dict[int, NDArray[np.float32]] = {}

    def put(self, outcomes: Outcomes) -> None:
        """Take runs in; the same run may come twice, and is the same.

        Verdicts are written last: another thread that finds one there finds the rest of the run.
        """
        for name, column in outcomes.columns.items():
            if name != "verdict":
                self.columns[name][outcomes.places] = column
        self.curves[outcomes.places] = outcomes.curves
        if outcomes.maps.size:
            if not self.maps.size:
                self.maps = np.full((len(self.maps), *outcomes.maps.shape[1:]), np.nan, dtype=np.float16)
            count = max(outcomes.maps.shape[1], self.maps.shape[1])
            self.maps = widened(self.maps, count)
            self.maps[outcomes.places] = widened(outcomes.maps, count)
        self.refusals |= outcomes.refusals
        self.paths |= outcomes.paths
        self.columns["verdict"][outcomes.places] = outcomes.columns["verdict"]

    @property
    def done(self) -> NDArray[np.int64]:
        """Places of the runs that are done, ascending."""
        return np.flatnonzero(self.columns["verdict"] != Verdict.OPEN)

    @property
    def is_complete(self) -> bool:
        """Whether all are."""
        return len(self.done) == len(self.columns["verdict"])

    def by_cell(self, name: str) -> NDArray[Any]:
        """A column in the shape of the grid, (*shape, seeds)."""
        grid = self.experiment.grid
        return np.moveaxis(self.columns[name].reshape(grid.seeds, *grid.shape), 0, -1)

    def solved(self, cell: int | None = None) -> Share:
        """How many of the runs that are done reached the threshold; of one cell, or of all."""
        verdicts = self.columns["verdict"][self._rows(cell)]
        return share_of(int((verdicts == Verdict.SOLVED).sum()), int((verdicts != Verdict.OPEN).sum()))

    def spread(self, name: str, cell: int | None = None) -> Spread:
        """Median and quartiles of a column; of one cell, or of all."""
        return spread_of(self.columns[name][self._rows(cell)])

    def count(self, verdict: Verdict, cell: int | None = None) -> int:
        """How many runs ended so; of one cell, or of all."""
        return int((self.columns["verdict"][self._rows(cell)] == verdict).sum())

    def is_begun(self, cell: int) -> bool:
        """Whether any run of a cell is done."""
        return bool((self.columns["verdict"][self._rows(cell)] != Verdict.OPEN).any())

    def typical(self, cell: int) -> int | None:
        """The run that stands for a cell, as `typical_runs` has it; None where no run of it is done."""
        found = int(self.typical_runs()[cell])
        return None if found < 0 else found

    def typical_runs(self) -> NDArray[np.int64]:
        """The place of the run that stands for each cell, (cells,); -1 where none is done.

        Of those that ended as most did it is the one whose loss is the middle one: over the test samples, over the
        training samples where none test, the lower of the two in the middle of an even number.
        """
        seeds, cells = self.experiment.grid.seeds, self.experiment.grid.cells
        verdicts = self.columns["verdict"].reshape(seeds, cells).T
        test, train = (self.columns[f"{name}_loss"].reshape(seeds, cells).T for name in ("test", "train"))
        counts = np.stack([(verdicts == verdict).sum(axis=1) for verdict in Verdict], axis=1)
        counts[:, Verdict.OPEN] = 0
        usual = counts.argmax(axis=1)
        alike = verdicts == usual[:, None]
        losses = np.where(np.isfinite(test), test, np.nan_to_num(train, nan=np.inf, posinf=np.inf))
        order = np.lexsort((losses, ~alike), axis=1)
        rows = np.arange(cells)
        seed = order[rows, np.maximum(counts[rows, usual] - 1, 0) // 2]
        return np.where(counts[rows, usual] > 0, seed * cells + rows, -1)

    def settings(self) -> dict[str, list[Value]]:
        """For each knob its value in every run, and the seeds, as columns."""
        grid = self.experiment.grid
        cells = [dict(grid.settings_of(cell)) for cell in range(grid.cells)]
        found: dict[str, list[Value]] = {
            axis.path: [cell[axis.path] for cell in cells] * grid.seeds for axis in grid.axes
        }
        found["seed"] = [grid.first_seed + seed for seed in range(grid.seeds) for _ in range(grid.cells)]
        return found

    def _rows(self, cell: int | None) -> slice:
        return slice(None) if cell is None else slice(cell, None, self.experiment.grid.cells)


def description(experiment: Experiment) -> dict[str, Any]:
    """What an experiment is, as plain values: equal where two have the same runs with the same outcomes."""
    grid, measure = experiment.grid, experiment.measure
    return {
        "document": document_digest(experiment.document),
        "axes": [{"path": axis.path, "values": list(axis.values), "log": axis.is_log} for axis in grid.axes],
        "seeds": grid.seeds,
        "first_seed": grid.first_seed,
        "measure": msgspec.to_builtins(measure),
    }


def document_digest(document: Document) -> str:
    """A hexadecimal number of all that a document's runs depend on: settings and samples."""
    data = document.dataset
    found = sha256(msgspec.json.encode(document_to_dict(document, inline_points=False)))
    for array in (data.samples, data.targets, data.is_test):
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()
