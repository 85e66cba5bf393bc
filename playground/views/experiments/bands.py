"""Results of experiments as bands to be plotted: the losses of seeds, and what comes of the values of a knob."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.experiments.statistics import bands
from playground.views.experiments.band_plot import Band
from playground.views.experiments.cell_axes import cell_places
from playground.views.experiments.words import loss_name
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from playground.experiments.results import ExperimentResults
    from playground.experiments.variations import Axis
    from playground.widgets.plot_axis import Places

LABEL_PITCH = 62


def loss_band(results: ExperimentResults) -> Band:
    """The losses of all runs that are done, by epoch: the middle, the middle half, the least and the greatest."""
    which = 0 if loss_name(results) == "train" else 1
    curves = results.curves[results.done, :, which].astype(np.float64)
    low, middle, high = bands(curves)
    return Band(results.looks.astype(np.float64), middle, np.stack((low, high)), _ends(curves), is_log=True)


def along_knob(results: ExperimentResults) -> tuple[Band, Band]:
    """For each value of the one knob of a sweep the share that is solved with its interval, and the middle loss."""
    axis = results.experiment.grid.axes[0]
    cells = range(len(axis.values))
    x, ends = np.arange(len(axis.values)) + 0.5, (0.0, float(len(axis.values)))
    shares = [results.solved(cell) for cell in cells]
    known = np.array([one.of > 0 for one in shares])
    share, low, high = (
        np.where(known, [getattr(one, name) for one in shares], np.nan) for name in ("share", "low", "high")
    )
    places = _places_along(axis)
    solved = Band(x, share, np.stack((low, high)), up=(-0.02, 1.02), is_share=True, places=places, across=ends)
    spreads = [results.spread(f"{loss_name(results)}_loss", cell) for cell in cells]
    middle, low, high = (np.array([getattr(one, name) for one in spreads]) for name in ("median", "low", "high"))
    return solved, Band(x, middle, np.stack((low, high)), is_log=True, places=places, across=ends)


def _places_along(axis: Axis) -> Callable[[float, float, float], Places]:
    """What is written below the cells of one knob."""

    def places(low: float, high: float, width: float) -> Places:
        found = cell_places(axis, max(int(width / px(LABEL_PITCH)), 2))
        return [place for place in found if low <= place[0] <= high]

    return places


def _ends(curves: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least and the greatest of what is finite, (2, looks)."""
    finite = np.where(np.isfinite(curves), curves, np.nan)
    return np.stack((np.fmin.reduce(finite, axis=0), np.fmax.reduce(finite, axis=0)))
