"""Results of an experiment as a project file keeps them, and back: to go on from to the same bits, or to look at."""

from __future__ import annotations

from math import isfinite, prod
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from playground.document.errors import DocumentError
from playground.experiments.data_knobs import KnobError
from playground.experiments.experiment import Experiment
from playground.experiments.hunger_grid import grid_of
from playground.experiments.knobs import knobs_of
from playground.experiments.outcomes import COLUMNS, Measure, Verdict
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import LEARNER, Axis
from playground.storage.saved_results import RESULTS_DATA, RESULTS_HEAD
from playground.training.trainee.stops import MOST_EPOCHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.experiments.variations import Value
    from playground.storage.arrays import Arrays

MOST_RUNS, MOST_AXES, MOST_LOOKS, MOST_SIDE = 4_000_000, 8, 1_000, 256
MOST_PATH_NUMBERS = 1_000_000
"""Of all paths of an experiment together; longer ones are not kept in a file, which they would make large."""
VERDICT, PATHS = "verdict", "paths"
PATH_AXES = 2
"""Of a path: looks and numbers."""


class _Axis(msgspec.Struct):
    path: str
    values: list[bool | int | float | str]
    log: bool


class _About(msgspec.Struct):
    """What an experiment is beside its document."""

    axes: list[_Axis]
    seeds: int
    first_seed: int
    measure: Measure
    maps: list[int]
    refusals: dict[int, str]
    keeps_paths: bool = False
    paths: dict[int, list[int]] = {}


def to_plain(results: ExperimentResults) -> tuple[dict[str, Any], Arrays]:
    """What was found out, as plain values and arrays; on any thread, while runs come in as well.

    A run whose verdict is there is there as a whole: `ExperimentResults.put` writes it last, and it is copied first.
    """
    grid, measure = results.experiment.grid, results.experiment.measure
    arrays: Arrays = {VERDICT: results.columns[VERDICT].astype(np.int32)}
    arrays |= {name: results.columns[name].copy() for name in COLUMNS if name != VERDICT}
    maps = results.maps
    arrays |= {"curves": results.curves.copy(), "maps": _as_words(maps)}
    axes = [_Axis(axis.path, list(axis.values), axis.is_log) for axis in grid.axes]
    refusals = dict(results.refusals)
    paths = _kept_paths(results)
    if paths:
        arrays[PATHS] = np.concatenate([path.reshape(-1) for path in paths.values()])
    shapes = {place: list(path.shape) for place, path in paths.items()}
    keeps = results.experiment.keeps_paths
    about = _About(axes, grid.seeds, grid.first_seed, measure, list(maps.shape[1:]), refusals, keeps, shapes)
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(about))
    return plain, arrays


def from_plain(document: Document, plain: dict[str, Any], arrays: Arrays) -> ExperimentResults:
    """The inverse of `to_plain`.

    Args:
        document: Of the experiment.
        plain: As `to_plain` gave them.
        arrays: Likewise.

    Raises:
        DocumentError: They are damaged, or of other knobs than the document has.
    """
    try:
        about = msgspec.convert(plain, _About, str_keys=True)
    except msgspec.ValidationError as error:
        raise DocumentError(f"{RESULTS_HEAD}: damaged ({error})") from None
    results = ExperimentResults(_experiment(document, about))
    _fill(results, about, arrays)
    places = range(len(results.curves))
    results.refusals = {place: text for place, text in about.refusals.items() if place in places}
    return results


def _experiment(document: Document, about: _About) -> Experiment:
    """The experiment, if there can be such a one.

    Raises:
        DocumentError: There cannot.
    """
    measure, axes = about.measure, about.axes
    epochs = measure.epochs if measure.epochs is not None else 1
    sound = 1 <= epochs <= MOST_EPOCHS and 1 <= measure.looks <= MOST_LOOKS and isfinite(measure.threshold)
    sound = sound and 0 <= measure.map_side <= MOST_SIDE and about.seeds >= 1 and 0 <= about.first_seed < 2**31
    sound = sound and len(axes) <= MOST_AXES and all(axis.values for axis in axes)
    if not sound or prod(len(axis.values) for axis in axes) * about.seeds > MOST_RUNS:
        raise DocumentError(f"{RESULTS_HEAD}: damaged (an experiment that cannot be)")
    try:
        made = tuple(Axis(axis.path, _values(document, axis), axis.log) for axis in axes)
    except KnobError as error:
        raise DocumentError(f"{RESULTS_HEAD}: damaged ({error})") from None
    return Experiment(document, grid_of(made, about.seeds, about.first_seed), measure, about.keeps_paths)


def _values(document: Document, axis: _Axis) -> tuple[Value, ...]:
    """The values of an axis, each of the kind that its knob takes; what is no knob of the document has words."""
    if axis.path == LEARNER:
        from playground.experiments.learners import checked_learner

        return tuple(map(checked_learner, axis.values))
    known = knobs_of(document)
    if axis.path not in known and not axis.path.isidentifier():
        raise KnobError(f"{axis.path!r} is no knob")
    kind = known[axis.path].kind if axis.path in known else "choice"
    for value in axis.values:
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        fits = {"number": is_number, "whole": is_number, "switch": isinstance(value, bool)}
        if not fits.get(kind, isinstance(value, str)):
            raise KnobError(f"{axis.path} cannot be {value!r}")
    return tuple(axis.values)


def _fill(results: ExperimentResults, about: _About, arrays: Arrays) -> None:
    """Take the arrays, as far as they have the right shapes and kinds.

    Raises:
        DocumentError: One has not, or is missing.
    """
    count = len(results.curves)
    for name, kind in COLUMNS.items():
        wanted = np.int32 if name == VERDICT else kind
        results.columns[name] = _array(arrays, name, (count,), wanted).astype(kind)
    if not np.isin(results.columns[VERDICT], list(Verdict)).all():
        raise DocumentError(f"{RESULTS_DATA}: damaged (a verdict that is none)")
    results.curves = _array(arrays, "curves", results.curves.shape, np.float32)
    shape = tuple(about.maps)
    if len(shape) != results.maps.ndim - 1 or not all(0 <= side <= 2**20 for side in shape):
        raise DocumentError(f"{RESULTS_DATA}: damaged (maps of no shape)")
    words = _array(arrays, "maps", ((count * prod(shape) + 1) // 2,), np.int32)
    results.maps = words.view(np.float16)[: count * prod(shape)].reshape(count, *shape)
    results.paths = _paths(about, arrays, count)


def _kept_paths(results: ExperimentResults) -> dict[int, NDArray[np.float32]]:
    """The paths by their runs, those of runs that are done, if a file has room for all of them."""
    paths = dict(results.paths)
    return paths if sum(path.size for path in paths.values()) <= MOST_PATH_NUMBERS else {}


def _paths(about: _About, arrays: Arrays, count: int) -> dict[int, NDArray[np.float32]]:
    """The paths, (looks, P) each.

    Raises:
        DocumentError: They are not of these runs, or not whole.
    """
    if not about.paths:
        return {}
    shapes = about.paths.values()
    sound = all(0 <= place < count for place in about.paths)
    sound = sound and all(len(shape) == PATH_AXES and min(shape) > 0 for shape in shapes)
    sizes = [prod(shape) for shape in shapes]
    if not sound or sum(sizes) > MOST_PATH_NUMBERS:
        raise DocumentError(f"{RESULTS_DATA}: damaged (paths of no run)")
    parts = np.split(_array(arrays, PATHS, (sum(sizes),), np.float32), np.cumsum(sizes)[:-1])
    return {place: part.reshape(shape) for (place, shape), part in zip(about.paths.items(), parts, strict=True)}


def _array(arrays: Arrays, name: str, shape: tuple[int, ...], kind: Any) -> NDArray[Any]:
    found = arrays.get(name)
    if found is None or found.shape != shape or found.dtype != np.dtype(kind):
        raise DocumentError(f"{RESULTS_DATA}: damaged (its {name!r} is not whole)")
    return found.copy()


def _as_words(maps: NDArray[np.float16]) -> NDArray[np.int32]:
    """Numbers of two bytes, two in each of four, which is what a project file holds."""
    flat = np.zeros(maps.size + maps.size % 2, dtype=np.float16)
    flat[: maps.size] = maps.reshape(-1)
    return flat.view(np.int32)
