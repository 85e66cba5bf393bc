"""Tables of several columns, as people have them: each in a unit of its own."""

from dataclasses import replace
from typing import Any

import numpy as np

from playground.document.dataset import Dataset, default_classes
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.edits_scaling import standardise
from playground.document.laying_out import laid_out
from playground.document.model import Document
from playground.document.presets import document_for

UNITS = (1.0, 200.0, 0.01, 5.0, 1e6)


def table_data(
    columns: tuple[str, ...] = ("age", "height", "weight", "pulse"), rows: int = 60, classes: int = 2, seed: int = 0
) -> Dataset:
    """Rows whose second column tells most of the class, or value where there are no classes, and the last the next."""
    random = np.random.default_rng(seed)
    targets = np.arange(rows) % classes if classes else random.normal(size=rows)
    samples = random.normal(size=(rows, len(columns)))
    samples[:, 1] += 4.0 * targets
    samples[:, -1] -= 2.0 * targets
    samples = 50.0 + samples * np.resize(UNITS, len(columns))
    made = make_dataset(samples, targets, default_classes(classes) if classes else ())
    return laid_out(replace(made, domain="table", columns=tuple(columns)))


def table_document(
    columns: tuple[str, ...] = ("age", "height", "weight", "pulse"), hidden: tuple[int, ...] = (4,), **settings: Any
) -> Document:
    """A network on such a table, standardised."""
    return standardise(set_dataset(document_for("gauss", hidden), table_data(columns, **settings)))
