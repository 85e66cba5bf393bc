"""Pure edits of the dataset: document in, document out, the same object when nothing changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import (
    CLASS_NAMES,
    MOST_CLASSES,
    VALUE,
    DataClass,
    Dataset,
    DataSource,
    as_columns,
    column_of,
    default_classes,
    distinct_names,
    frozen,
    named,
    readable_name,
    sealed,
)
from playground.document.edits_network import with_task_loss
from playground.document.model import inputs_of
from playground.document.scaling import IDENTITY
from playground.document.usual_network import usual_network, usual_training
from playground.domains import DOMAINS
from playground.domains.split import split_mask, train_count
from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.document.model import Document

Points = NDArray[np.float64]
Mask = NDArray[np.bool_]


def make_dataset(
    points: Any,
    targets: Any,
    classes: tuple[DataClass, ...],
    train_fraction: float = 0.7,
    split_seed: int = 0,
    source: DataSource | None = None,
) -> Dataset:
    """A dataset of fresh points of the plane, split by seed; who has other samples says so with `replace`.

    Args:
        points: Shape (N, D); an empty list is one without points of the plane.
        targets: Class indices, (N,), where there are classes, else values, (N, O), or (N,) where there is one.
        classes: Empty for regression. One without a readable name gets that of its colour.
        train_fraction: Share that trains.
        split_seed: Seed of the split.
        source: Where the points came from.
    """
    numbers = np.asarray(points, dtype=np.float64)
    samples = frozen(numbers if numbers.ndim == 2 else numbers.reshape(-1, 2), np.float64)
    answers = frozen(targets, np.int64) if classes else frozen(as_columns(targets), np.float64)
    mask = _test_mask(len(samples), train_fraction, split_seed, source)
    known = tuple(named(one) for one in classes)
    usual = [VALUE] * (1 if classes else answers.shape[1])
    values = distinct_names(usual, usual)
    return Dataset(samples, answers, mask, known, train_fraction, split_seed, source, values=values)


def set_dataset(document: Document, dataset: Dataset) -> Document:
    """Take another dataset; what no longer fits it follows: task, loss, inputs and scaling.

    Where pictures take the place of numbers in a row, or the other way round, the usual network for them follows, too.
    """
    document = _with_network(_with_inputs(document, dataset), dataset)
    has_classes = bool(dataset.classes)
    if TASKS[document.task].has_classes == has_classes:
        return replace(document, dataset=dataset)
    task = next(kind for kind in TASKS.values() if kind.has_classes == has_classes)
    return with_task_loss(replace(document, dataset=dataset, task=task.name))


def _with_network(document: Document, dataset: Dataset) -> Document:
    """The usual network and settings, where those at hand are for samples of another kind of shape."""
    if len(dataset.shape) == len(document.dataset.shape):
        return document
    training = usual_training(dataset.shape, document.training)
    return replace(document, network=usual_network(dataset.shape), training=training)


def _with_inputs(document: Document, dataset: Dataset) -> Document:
    """All columns as inputs, in their own units, where those at hand are no inputs of a dataset."""
    domain = DOMAINS[dataset.domain]
    known, before = domain.inputs(dataset.columns), inputs_of(document)
    if {key: one.label for key, one in known.items()} == {key: one.label for key, one in before.items()}:
        return document
    return replace(document, inputs=domain.usual_inputs(dataset.columns), scaling=IDENTITY)


def add_points(document: Document, points: Points, target: float, value: int = 0) -> Document:
    """Append points of one class, or of one value; the share of test points goes on by the split's seed.

    Args:
        document: What they join.
        points: Shape (M, D).
        target: The class, or the number.
        value: Which of the values it is; the others are 0.
    """
    if len(points) == 0:
        return document
    data = document.dataset
    # By the number of points as well: each stroke draws other numbers, and the same strokes made again draw the same.
    random = np.random.default_rng([data.split_seed, len(data)])
    test = random.random(len(points)) >= data.train_fraction
    targets = np.zeros((len(points), *data.targets.shape[1:]), dtype=data.targets.dtype)
    column_of(targets, value)[:] = target
    return replace(
        document,
        dataset=replace(
            data,
            samples=sealed(np.concatenate([data.samples, points], dtype=np.float64)),
            targets=sealed(np.concatenate([data.targets, targets])),
            is_test=sealed(np.concatenate([data.is_test, test])),
        ),
    )


def add_training_samples(document: Document, samples: Points, target: float) -> Document:
    """Append samples of one class, or of one value; all of them train, whatever share is kept for testing.

    Args:
        document: What they join.
        samples: Shape (M, D), as `Dataset.samples` has them.
        target: The class, or the number that all values get.
    """
    count = len(samples)
    if not count:
        return document
    data = document.dataset
    targets = np.full((count, *data.targets.shape[1:]), target, dtype=data.targets.dtype)
    return replace(
        document,
        dataset=replace(
            data,
            samples=sealed(np.concatenate([data.samples, samples], dtype=np.float64)),
            targets=sealed(np.concatenate([data.targets, targets])),
            is_test=sealed(np.concatenate([data.is_test, np.zeros(count, dtype=np.bool_)])),
        ),
    )


def remove_points(document: Document, mask: Mask) -> Document:
    """Remove the points where the mask, shape (N,), is true."""
    if not mask.any():
        return document
    data, keep = document.dataset, ~mask
    return replace(
        document,
        dataset=replace(
            data,
            samples=sealed(data.samples[keep]),
            targets=sealed(data.targets[keep]),
            is_test=sealed(data.is_test[keep]),
        ),
    )


def set_targets(document: Document, mask: Mask, target: float, value: int = 0) -> Document:
    """Give the points where the mask is true another class, or another number for one of the values."""
    data = document.dataset
    if not (data.target(value)[mask] != target).any():
        return document
    targets = data.targets.copy()
    column_of(targets, value)[mask] = target
    return replace(document, dataset=replace(data, targets=sealed(targets)))


def set_test(document: Document, mask: Mask, *, test: bool) -> Document:
    """Keep the points where the mask is true for testing, or train with them."""
    data = document.dataset
    if not (data.is_test[mask] != test).any():
        return document
    return replace(document, dataset=replace(data, is_test=sealed(np.where(mask, test, data.is_test))))


def clear_points(document: Document) -> Document:
    """Remove every point; classes and split settings stay, the generator is forgotten: what follows is the person's."""
    data = document.dataset
    if len(data) == 0:
        return document
    empty = remove_points(document, np.ones(len(data), dtype=np.bool_)).dataset
    return replace(document, dataset=replace(empty, source=None))


def split(document: Document, train_fraction: float, seed: int) -> Document:
    """Choose the test points anew."""
    data = document.dataset
    mask = _test_mask(len(data), train_fraction, seed, data.source)
    return replace(document, dataset=replace(data, is_test=mask, train_fraction=train_fraction, split_seed=seed))


def add_class(document: Document) -> Document:
    """Add a class with the first free colour; the same document where there are as many as can be."""
    classes = document.dataset.classes
    if len(classes) >= MOST_CLASSES or not classes:
        return document
    used = {one.color for one in classes}
    color = next(i for i in range(MOST_CLASSES) if i not in used)
    added = DataClass(_free_name(CLASS_NAMES[color], classes), color)
    return replace(document, dataset=replace(document.dataset, classes=(*classes, added)))


def remove_class(document: Document, index: int) -> Document:
    """Remove a class with its points; two classes are the least."""
    data = document.dataset
    if len(data.classes) <= 2:
        return document
    trimmed = remove_points(document, data.targets == index).dataset
    targets = trimmed.targets - (trimmed.targets > index)
    classes = data.classes[:index] + data.classes[index + 1 :]
    return replace(document, dataset=replace(trimmed, targets=frozen(targets, np.int64), classes=classes))


def change_class(document: Document, index: int, **values: Any) -> Document:
    """Rename or recolour a class; a colour in use is swapped with the class that has it.

    A name of which nothing can be read changes nothing.
    """
    classes = list(document.dataset.classes)
    changed = replace(classes[index], **values)
    changed = replace(changed, name=readable_name(changed.name))
    if changed == classes[index] or not changed.name:
        return document
    for other, one in enumerate(classes):
        if other != index and one.color == changed.color:
            classes[other] = replace(one, color=classes[index].color)
    classes[index] = changed
    return replace(document, dataset=replace(document.dataset, classes=tuple(classes)))


def set_task(document: Document, task: str, value: int = 0) -> Document:
    """Turn classes into values (−1 and 1 evenly), or one of the values into two classes by its sign in the plane."""
    if task == document.task:
        return document
    if TASKS[task].answers_like(TASKS[document.task]):
        return with_task_loss(replace(document, task=task))
    data = document.dataset
    if not TASKS[task].has_classes:
        span = max(len(data.classes) - 1, 1)
        values = data.targets[:, None].astype(np.float64) * (2.0 / span) - 1.0
        changed = replace(data, targets=frozen(values, np.float64), classes=(), source=None, values=(VALUE,))
    else:
        signs = (data.target(value) > 0).astype(np.int64)
        two, units = default_classes(2), replace(data.units, values=())
        changed = replace(data, targets=frozen(signs, np.int64), classes=two, source=None, units=units, values=(VALUE,))
    scaling = replace(document.scaling, values=())
    return with_task_loss(replace(document, dataset=changed, task=task, scaling=scaling))


def _test_mask(count: int, train_fraction: float, seed: int, source: DataSource | None) -> Mask:
    """Points of a seed text are shuffled already: there the first ones train, until a person splits them again."""
    if source is not None and source.stream is not None and seed == 0:
        return sealed(np.arange(count) >= train_count(count, train_fraction))
    return sealed(split_mask(count, train_fraction, seed))


def _free_name(name: str, classes: tuple[DataClass, ...]) -> str:
    taken = {one.name for one in classes}
    return next(text for text in (name, *(f"{name} {i}" for i in range(2, 99))) if text not in taken)
