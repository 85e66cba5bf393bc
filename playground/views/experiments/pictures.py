"""Pictures of experiments from numbers: decision maps of runs, and the colours of a sweep's cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.experiments.outcomes import Verdict
from playground.render.colormap import hex_to_oklab, oklab_to_rgb, pack
from playground.widgets.answers_image import answer_colours, answers_image, strengths_image
from playground.widgets.theme import current

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from playground.document.dataset import Dataset
    from playground.experiments.ensemble import EnsembleAnswers
    from playground.experiments.results import ExperimentResults

SLOWEST = 0.35
"""Share of its colour that a cell has which is solved at the very end."""
FRAME = 1
"""Of a cell with a map, in samples of the map."""
GUESSED = 0.45
"""Share of its colour that a cell has which is not done yet, and shows what is known beside it."""


def map_image(results: ExperimentResults, place: int) -> QImage:
    """The decision map of a run in the colours of the theme."""
    return answers_image(results.experiment.document.dataset, results.maps[place].astype(np.float32))


def cell_maps(results: ExperimentResults) -> NDArray[np.uint32]:
    """The cells of a sweep over two knobs as the decision maps of their typical runs, in a frame of the cell's colour.

    Returns:
        Packed colours, (rows * side, columns * side), row 0 the lowest. A cell without a map is its colour alone.
    """
    side, shape = results.maps.shape[-1], results.experiment.grid.shape
    picture = cell_colours(results).repeat(side, axis=0).repeat(side, axis=1)
    places = results.typical_runs()
    cells = np.flatnonzero((places >= 0) & (results.columns["verdict"][places] > Verdict.DIVERGED))
    if len(cells):
        data = results.experiment.document.dataset
        answers = np.moveaxis(results.maps[places[cells]].astype(np.float32), 1, 0)
        colours = answer_colours(data, answers.reshape(len(answers), -1, side)).reshape(-1, side, side)
        blocks = picture.reshape(shape[0], side, shape[1], side).transpose(0, 2, 1, 3)
        rows, columns = np.unravel_index(cells, shape)
        inner = slice(FRAME, side - FRAME)
        blocks[rows, columns, inner, inner] = colours[:, inner, inner]
    return picture


def ensemble_images(found: EnsembleAnswers, data: Dataset) -> tuple[QImage, QImage]:
    """What runs answer on the mean, and where they disagree, in the colours of the theme; disagreement of 1 is ink."""
    return answers_image(data, found.mean), strengths_image(found.disagreement)


def cell_colours(results: ExperimentResults) -> NDArray[np.uint32]:
    """The cells of a sweep over two knobs as packed colours, (rows, columns), row 0 the lowest.

    A cell's hue is the mix of how its runs ended; a solved run is the brighter the sooner it was. A cell that is not
    done yet has, paler, what is known at the next coarser cell; one that nothing is known of has no opinion.
    """
    theme = current()
    verdicts = results.by_cell("verdict")
    ground, diverged, stuck, solved = (
        hex_to_oklab(colour.name()) for colour in (theme.sunken, theme.danger, theme.line_strong, theme.ok)
    )
    counts = np.stack([(verdicts == kind).sum(axis=-1) for kind in (Verdict.DIVERGED, Verdict.STUCK)], axis=-1)
    swift = np.where(verdicts == Verdict.SOLVED, _speed(results), 0.0).sum(axis=-1)
    won = (verdicts == Verdict.SOLVED).sum(axis=-1)
    total = (counts.sum(axis=-1) + won)[..., None]
    sums = counts[..., :1] * diverged + counts[..., 1:] * stuck + swift[..., None] * solved
    sums = sums + (won - swift)[..., None] * ground
    known = total[..., 0] > 0
    mixed = np.where(known[..., None], sums / np.maximum(total, 1), ground)
    refused = (verdicts == Verdict.REFUSED).any(axis=-1)
    return pack(oklab_to_rgb(_spread(mixed, known, known | refused, ground)))


def refused_cells(results: ExperimentResults) -> NDArray[np.bool_]:
    """Which cells cannot be, in the shape of the grid."""
    found: NDArray[np.bool_] = (results.by_cell("verdict") == Verdict.REFUSED).any(axis=-1)
    return found


def _speed(results: ExperimentResults) -> NDArray[np.float64]:
    """How much of its colour a solved run has, in the shape of the grid: 1 at once, `SLOWEST` at the end."""
    reached = np.nan_to_num(results.by_cell("reached").astype(np.float64), nan=0.0)
    end = max(float(results.looks[-1]), 1.0)
    late = np.log1p(np.clip(reached, 0.0, end)) / np.log1p(end)
    speed: NDArray[np.float64] = 1.0 - (1.0 - SLOWEST) * late
    return speed


def _spread(
    mixed: NDArray[np.float64], known: NDArray[np.bool_], done: NDArray[np.bool_], ground: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give cells that are not done the paler colour of the nearest coarser one."""
    found, open_ = mixed.copy(), ~done
    stride, longest = 2, max(known.shape)
    while open_.any() and stride < 2 * longest:
        rows, columns = (np.arange(length) // stride * stride for length in known.shape)
        take = open_ & known[np.ix_(rows, columns)]
        coarse = mixed[np.ix_(rows, columns)]
        found[take] = ground + GUESSED * (coarse[take] - ground)
        open_ &= ~take
        stride *= 2
    return found
