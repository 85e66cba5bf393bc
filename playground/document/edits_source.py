"""Pure edits of where samples come from: the generator and its settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playground.document.dataset import DataClass, Dataset, DataSource, default_classes
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.scaling import IDENTITY
from playground.domains import GENERATORS, domain_of_generator
from playground.domains.arc4 import next_seed
from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.document.model import Document


def generated(
    source: DataSource, classes: tuple[DataClass, ...] = (), train_fraction: float = 0.7, split_seed: int = 0
) -> Dataset:
    """The dataset that a generator makes.

    Args:
        source: The generator and its settings.
        classes: Names and colours, at least as many as it makes; empty for those that it names itself.
        train_fraction: Share that trains.
        split_seed: Seed of the split.

    Raises:
        ValueError: No such generator, a setting it does not take, or fewer classes than it makes; in words.
    """
    domain = domain_of_generator(source.generator)
    made = domain.make(source)
    if TASKS[GENERATORS[source.generator].task].has_classes:
        classes = classes or usual_classes(made.class_count, made.class_names)
    if made.class_count > len(classes):
        raise ValueError(f"{source.generator!r} makes {made.class_count} classes")
    dataset = make_dataset(made.samples, made.targets, classes, train_fraction, split_seed, source)
    if not made.shape:
        return dataset
    return replace(dataset, domain=domain.name, columns=domain.keys(made.samples.shape[1]), shape_of_one=made.shape)


def usual_classes(count: int, names: tuple[str, ...]) -> tuple[DataClass, ...]:
    """Classes of the first colours, by names or by those of their colours."""
    return tuple(DataClass(name, place) for place, name in enumerate(names)) if names else default_classes(count)


def regenerate(document: Document, source: DataSource) -> Document:
    """Make the samples anew from a generator; split settings stay, and so do classes where the generator does.

    Classes of another generator stay where there are as many that go by their colours.

    Raises:
        ValueError: No such generator, or a setting it does not take; in words.
    """
    old = document.dataset
    made = generated(source, (), old.train_fraction, old.split_seed)
    if len(made.classes) == len(old.classes) and _are_named_alike(old, made):
        made = replace(made, classes=old.classes)
    # A scaling that was measured on the numbers of a file says nothing of those of a generator.
    is_alike = old.source is not None and old.units.is_identity
    return set_dataset(document if is_alike else replace(document, scaling=IDENTITY), made)


def _are_named_alike(old: Dataset, made: Dataset) -> bool:
    """Whether the names of classes mean the same: those of one generator, or of colours."""
    is_same = old.source is not None and made.source is not None and old.source.generator == made.source.generator
    return is_same or (old.domain == made.domain and made.classes == default_classes(len(made.classes)))


def resample(document: Document) -> Document:
    """Make the samples anew with the next seed; the same document when they have no generator."""
    source = document.dataset.source
    if source is None:
        return document
    fresh = {"seed": source.seed + 1} if source.stream is None else {"stream": next_seed(source.stream)}
    return regenerate(document, replace(source, **fresh))


def source_of(name: str, before: DataSource | None) -> DataSource:
    """A generator as it begins, with count, noise, seed and side as a person has set them.

    Args:
        name: A key of `domains.GENERATORS`.
        before: The generator at hand, of samples of the same kind; None for none.
    """
    made = GENERATORS[name]
    if before is None:
        return DataSource(name, made.default_count, made.default_noise, 0)
    is_set = before.noise != GENERATORS[before.generator].default_noise
    noise = before.noise if is_set else made.default_noise
    return DataSource(name, before.count, noise, before.seed, None, before.stream, before.side)
