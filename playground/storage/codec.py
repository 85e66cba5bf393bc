"""The document as plain values for JSON and back, checked field by field before anything is built."""

from __future__ import annotations

from dataclasses import asdict, replace
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.dataset import (
    MOST_CLASSES,
    MOST_SEED_TEXT,
    MOST_VALUES,
    VALUE,
    DataClass,
    Dataset,
    DataSource,
    as_columns,
    distinct_names,
    frozen,
    named,
)
from playground.document.edits_source import generated
from playground.document.errors import DocumentError
from playground.document.extras import unknown_fields, with_extras
from playground.document.limits import FARTHEST, MOST_POINTS
from playground.document.model import OUTPUT_UID, Document, domain_of
from playground.document.problems import MOST_LAYERS
from playground.document.scaling import FARTHEST_CENTRE, LARGEST_SCALE, LEAST_SCALE, LEAST_SHARE, AxisScale, Scaling
from playground.document.training import LEAST_RATE, Training
from playground.domains import DOMAINS
from playground.layers import LAYER_KINDS, Layer, OutputLayer
from playground.storage.checks import converted, mapping, number, sequence, short, unknown
from playground.storage.migrations import migrated, newest
from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.domains import Domain
    from playground.operations.shape import Shape

SCHEMA = newest()
MOST_GENERATED = 1_000_000
LARGEST_UID = 2**31


# ---- out -----------------------------------------------------------------------------------------------------------


def document_to_dict(document: Document, *, inline_points: bool = True) -> dict[str, Any]:
    """Plain values; samples as rows of numbers, targets and test (0 or 1) unless they are stored elsewhere.

    Fields that were in the file and are not known here come last in their objects.
    """
    data = document.dataset
    keys = domain_of(document).keys(len(data.columns))
    dataset: dict[str, Any] = {
        "classes": [asdict(one) for one in data.classes],
        "train_fraction": data.train_fraction,
        "split_seed": data.split_seed,
        "source": None if data.source is None else _source_to_dict(data.source),
        "units": _scaling_to_dict(data.units, keys),
    }
    if data.values != (VALUE,):
        dataset["values"] = list(data.values)
    if data.domain != "plane":
        dataset["domain"] = data.domain
    if data.shape_of_one:
        dataset["shape"] = list(data.shape_of_one)
    elif data.domain != "plane" or data.columns != keys:
        dataset["columns"] = list(data.columns)
    if inline_points:
        rows = zip(data.samples.tolist(), as_columns(data.targets).tolist(), data.is_test.tolist(), strict=True)
        dataset["points"] = [[*numbers, *answers, int(test)] for numbers, answers, test in rows]
    plain = {
        "schema": SCHEMA,
        "task": document.task,
        "dataset": dataset,
        "inputs": list(document.inputs),
        "network": [layer_to_dict(layer) for layer in document.network],
        "output": {name: value for name, value in asdict(document.output).items() if name != "uid"},
        "training": asdict(document.training),
        "scaling": _scaling_to_dict(document.scaling, keys),
    }
    return with_extras(plain, document.extras)


def _source_to_dict(source: DataSource) -> dict[str, Any]:
    """The generator with its settings, without those that only pictures have where there are none."""
    plain = {**asdict(source), "knobs": dict(source.knobs)}
    return {name: value for name, value in plain.items() if value or name not in {"side", "knobs"}}


def layer_to_dict(layer: Layer) -> dict[str, Any]:
    """Plain values of one layer, its kind first."""
    return {"kind": layer.kind, **asdict(layer)}


def _scaling_to_dict(scaling: Scaling, keys: tuple[str, ...]) -> dict[str, Any] | None:
    """Centre and scale of each column and value; nothing where no unit changes."""
    if scaling.is_identity:
        return None
    axes = {key: scaling.column(index) for index, key in enumerate(keys)}
    axes |= {key: scaling.value(index) for index, key in enumerate(value_keys(max(len(scaling.values), 1)))}
    return {key: asdict(axis) for key, axis in axes.items()}


def value_keys(count: int) -> tuple[str, ...]:
    """What files call values where they have a scaling: value, value2, value3 and so on."""
    return (VALUE, *(f"{VALUE}{place}" for place in range(2, count + 1)))[:count]


# ---- in ------------------------------------------------------------------------------------------------------------


def document_from_dict(raw: object, points: dict[str, np.ndarray[Any, Any]] | None = None) -> Document:
    """Build a document from plain values.

    Args:
        raw: What `document_to_dict` made, or a person wrote. Missing fields take their defaults, unknown ones are
            kept in `Document.extras`; a dataset without points is generated from its source.
        points: The arrays "points", "targets" and "is_test" where they are stored apart.

    Raises:
        DocumentError: Anything is missing, misspelt, of the wrong type or out of range.
    """
    whole = mapping(raw, "document")
    whole = _newest(whole)
    task = whole.get("task", "classification")
    if not isinstance(task, str) or task not in TASKS:
        raise DocumentError(f"task: {short(task)} is neither 'classification' nor 'regression'")
    network = _network(whole.get("network", []))
    training = converted(Training, _with_rate_in_range(whole.get("training", {})), "training")
    suited = TASKS[task].losses()
    if training.loss not in suited:
        raise DocumentError(f"training.loss: {training.loss!r} does not suit {task} ({', '.join(suited)})")
    dataset = _dataset(mapping(whole.get("dataset", {}), "dataset"), task, points)
    domain = DOMAINS[dataset.domain]
    scaling = _scaling(whole.get("scaling"), "scaling", domain.keys(len(dataset.columns)))
    inputs = _inputs(whole.get("inputs"), domain, dataset.columns)
    output = replace(converted(OutputLayer, whole.get("output", {}), "output"), uid=OUTPUT_UID)
    return _with_unknown_fields(Document(task, dataset, inputs, network, training, scaling, output), whole)


def layer_from_dict(raw: object, path: str = "layer") -> Layer:
    """Build one layer.

    Raises:
        DocumentError: Unknown kind, wrong type, out of range.
    """
    values = dict(mapping(raw, path))
    kind = values.pop("kind", None)
    if not isinstance(kind, str) or kind not in LAYER_KINDS:
        raise DocumentError(f"{path}.kind: {unknown(kind, LAYER_KINDS)}")
    return converted(LAYER_KINDS[kind], values, path)


def _newest(whole: dict[str, Any]) -> dict[str, Any]:
    schema = whole.get("schema", newest())
    # As in `checks.number`: true is no version.
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise DocumentError(f"schema: {short(schema)} is not a version of this program's documents")
    if schema > newest():
        raise DocumentError(f"schema: {short(schema)} is newer than this program, which reads versions 1 to {newest()}")
    return migrated(whole, schema)


def _with_unknown_fields(document: Document, whole: dict[str, Any]) -> Document:
    try:
        # What the document would not write again is what it does not know: no second list of names that could be out of
        # date.
        extras = unknown_fields(whole, document_to_dict(document, inline_points=False))
    except ValueError as error:
        raise DocumentError(str(error)) from None
    return replace(document, extras=extras) if extras else document


def _dataset(raw: dict[str, Any], task: str, points: dict[str, np.ndarray[Any, Any]] | None) -> Dataset:
    classes = tuple(
        named(converted(DataClass, one, f"dataset.classes[{i}]"))
        for i, one in enumerate(sequence(raw, "classes", "dataset"))
    )
    _check_classes(classes, task)
    domain = _domain(raw.get("domain", "plane"))
    source = None if raw.get("source") is None else _source(raw["source"], domain)
    fraction = number(raw.get("train_fraction", 0.7), "dataset.train_fraction", 0.0, 1.0)
    seed = int(number(raw.get("split_seed", 0), "dataset.split_seed", 0, 2**53))
    shape = _shape(raw.get("shape"), domain)
    columns = domain.keys(prod(shape)) if shape else _columns(raw.get("columns"), domain)
    values = _values(raw.get("values"))
    units = _scaling(raw.get("units"), "dataset.units", domain.keys(len(columns)))
    outputs = 1 if classes else len(values)
    if points is not None:
        samples, targets, test = points["points"], points["targets"], points["is_test"]
    elif raw.get("points") is not None:
        samples, targets, test = _rows(raw["points"], columns, outputs)
    elif source is not None:
        # Neither points nor a table: the file names a generator, and the same seed gives the same points.
        made = _generated(source, classes, fraction, seed)
        return made if made.shape_of_one else replace(made, units=units, columns=columns)
    else:
        samples, targets, test = np.empty((0, len(columns))), np.empty((0, outputs)), np.empty(0, dtype=bool)
    targets = as_columns(targets)
    _check_arrays(samples, targets, test, classes, len(columns), outputs)
    return Dataset(
        frozen(samples, np.float64),
        frozen(targets[:, 0], np.int64) if classes else frozen(targets, np.float64),
        frozen(test, np.bool_),
        classes,
        fraction,
        seed,
        source,
        units,
        domain.name,
        columns,
        (VALUE,) if classes else values,
        shape,
    )


def _domain(raw: object) -> Domain:
    if not isinstance(raw, str) or raw not in DOMAINS:
        raise DocumentError(f"dataset.domain: {unknown(raw, DOMAINS)}")
    return DOMAINS[raw]


def _shape(raw: object, domain: Domain) -> Shape:
    """The shape of a sample, within what its domain allows; empty where its numbers stand in a row."""
    least, most = domain.least_shape, domain.most_shape
    if not least:
        return ()
    if not isinstance(raw, list) or len(raw) != len(least) or not all(type(one) is int for one in raw):
        raise DocumentError(f"dataset.shape: expected {len(least)} whole numbers, as [1, 16, 16]")
    limits = zip(raw, least, most, strict=True)
    return tuple(int(number(one, f"dataset.shape[{i}]", low, high)) for i, (one, low, high) in enumerate(limits))


def _columns(raw: object, domain: Domain) -> tuple[str, ...]:
    """Names of columns, each once; one of which nothing can be read is called by its key."""
    if raw is None and domain.is_drawn:
        return domain.keys(domain.least_columns)
    least, most = domain.least_columns, domain.most_columns
    if not isinstance(raw, list) or not least <= len(raw) <= most or not all(isinstance(one, str) for one in raw):
        count = str(least) if least == most else f"{least} to {most}"
        raise DocumentError(f"dataset.columns: expected a list of {count} names")
    return distinct_names(raw, domain.keys(len(raw)))


def _values(raw: object) -> tuple[str, ...]:
    if raw is None:
        return (VALUE,)
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_VALUES or not all(isinstance(one, str) for one in raw):
        raise DocumentError(f"dataset.values: expected a list of 1 to {MOST_VALUES} names")
    return distinct_names(raw, [VALUE] * len(raw))


def _scaling(raw: object, path: str, keys: tuple[str, ...]) -> Scaling:
    if raw is None:
        return Scaling()
    axes = mapping(raw, path)
    columns = tuple(_axis(axes.get(key), f"{path}.{key}") for key in keys)
    return Scaling(columns, tuple(_axis(axes.get(key), f"{path}.{key}") for key in value_keys(MOST_VALUES)))


def _axis(raw: object, path: str) -> AxisScale:
    if raw is None:
        return AxisScale()
    axis = converted(AxisScale, raw, path)
    number(axis.centre, f"{path}.centre", -FARTHEST_CENTRE, FARTHEST_CENTRE)
    number(axis.scale, f"{path}.scale", max(LEAST_SCALE, LEAST_SHARE * abs(axis.centre)), LARGEST_SCALE)
    return axis


def _generated(source: DataSource, classes: tuple[DataClass, ...], fraction: float, seed: int) -> Dataset:
    try:
        return generated(source, classes, fraction, seed)
    except ValueError as error:
        raise DocumentError(f"dataset.source: {error}") from None


def _source(raw: object, domain: Domain) -> DataSource:
    fields = dict(mapping(raw, "dataset.source"))
    knobs = mapping(fields.pop("knobs", {}), "dataset.source.knobs")
    source = replace(converted(DataSource, fields, "dataset.source"), knobs=_knobs(knobs))
    if not domain.generators:
        raise DocumentError(f"dataset.source: no generator makes {domain.samples}")
    if source.generator not in domain.generators:
        raise DocumentError(f"dataset.source.generator: {unknown(source.generator, domain.generators)}")
    number(source.count, "dataset.source.count", 0, min(MOST_GENERATED, domain.most_samples))
    number(source.noise, "dataset.source.noise", 0.0, 1.0)
    number(source.seed, "dataset.source.seed", 0, 2**53)
    if source.parameter is not None:
        number(source.parameter, "dataset.source.parameter", 1, 64)
    if source.stream is not None and not 1 <= len(source.stream) <= MOST_SEED_TEXT:
        raise DocumentError(f"dataset.source.stream: expected 1 to {MOST_SEED_TEXT:,} characters")
    return source


def _knobs(raw: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    return tuple((name, number(value, f"dataset.source.knobs.{name}", -1e9, 1e9)) for name, value in raw.items())


def _rows(
    raw: object, columns: tuple[str, ...], answers: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    if not isinstance(raw, list) or len(raw) > MOST_POINTS:
        raise DocumentError(f"dataset.points: expected a list of at most {MOST_POINTS:,} rows")
    count = len(columns)
    table = np.zeros((len(raw), count + answers + 1))
    for i, row in enumerate(raw):
        if not isinstance(row, list) or len(row) not in (count + answers, count + answers + 1):
            numbers = "x, y" if count == 2 else f"{count} numbers"
            numbers += ", target" if answers == 1 else f", {answers} values"
            raise DocumentError(f"dataset.points[{i}]: expected [{numbers}] or [{numbers}, test]")
        for j, value in enumerate(row):
            table[i, j] = number(value, f"dataset.points[{i}][{j}]", -1e9, 1e9)
    return table[:, :count], table[:, count:-1], table[:, -1] != 0


def _check_classes(classes: tuple[DataClass, ...], task: str) -> None:
    has_classes = TASKS[task].has_classes
    if classes and not has_classes:
        raise DocumentError(f"dataset.classes: a {task} has none")
    if has_classes and not 2 <= len(classes) <= MOST_CLASSES:
        raise DocumentError(f"dataset.classes: expected 2 to {MOST_CLASSES}, got {len(classes)}")
    for i, one in enumerate(classes):
        number(one.color, f"dataset.classes[{i}].color", 0, MOST_CLASSES - 1)


def _check_arrays(xy: Any, targets: Any, test: Any, classes: tuple[DataClass, ...], width: int, answers: int) -> None:
    if xy.ndim == 2 and targets.shape != (len(xy), answers) and targets.shape[:1] == (len(xy),):
        names = "a class" if classes else "1 value" if answers == 1 else f"{answers} values"
        raise DocumentError(f"dataset.points: a sample is to have {names}")
    if xy.ndim != 2 or xy.shape[1] != width or len(targets) != len(xy) or test.shape != (len(xy),):
        raise DocumentError("dataset.points: the columns do not have the same length")
    if len(xy) > MOST_POINTS:
        raise DocumentError(f"dataset.points: {len(xy):,} points are more than the {MOST_POINTS:,} allowed")
    if not np.isfinite(xy).all() or not np.isfinite(targets).all():
        row = int(np.flatnonzero(~(np.isfinite(xy).all(axis=1) & np.isfinite(targets).all(axis=1)))[0])
        raise DocumentError(f"dataset.points[{row}]: not a finite number")
    if max(np.abs(xy).max(initial=0.0), np.abs(targets.astype(np.float64)).max(initial=0.0)) > FARTHEST:
        raise DocumentError(f"dataset.points: a number is beyond {FARTHEST:g}")
    wrong = (targets < 0) | (targets >= len(classes)) | (targets != np.floor(targets)) if classes else np.zeros(1, bool)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise DocumentError(
            f"dataset.points[{row}][{width}]: {targets[row, 0]:g} is not a class from 0 to {len(classes) - 1}"
        )


def _with_rate_in_range(raw: object) -> object:
    """Training settings with a learning rate that files may hold: "a tenth of it", pressed often, once went below."""
    least = LEAST_RATE
    if isinstance(raw, dict) and isinstance(rate := raw.get("learning_rate"), float) and 0.0 < rate < least:
        return {**raw, "learning_rate": least}
    return raw


def _inputs(raw: object, domain: Domain, columns: tuple[str, ...]) -> tuple[str, ...]:
    if raw is None:
        return domain.usual_inputs(columns)
    if not isinstance(raw, list):
        raise DocumentError("inputs: expected a list of names")
    known = domain.inputs(columns)
    for i, name in enumerate(raw):
        if not isinstance(name, str) or name not in known:
            raise DocumentError(f"inputs[{i}]: {unknown(name, known)}")
    return tuple(name for name in known if name in raw)


def _network(raw: object) -> tuple[Layer, ...]:
    if not isinstance(raw, list):
        raise DocumentError("network: expected a list of layers")
    if len(raw) > MOST_LAYERS:
        raise DocumentError(f"network: {len(raw):,} layers are more than the {MOST_LAYERS} allowed")
    layers = [layer_from_dict(one, f"network[{i}]") for i, one in enumerate(raw)]
    uids = {layer.uid for layer in layers}
    if len(uids) == len(layers) and min(uids, default=1) > 0 and max(uids, default=1) < LARGEST_UID:
        return tuple(layers)
    return tuple(replace(layer, uid=i + 1) for i, layer in enumerate(layers))
