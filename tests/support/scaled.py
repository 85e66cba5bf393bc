"""Documents whose points are far from the plane's middle, as tables have them, and standardised for the network."""

from dataclasses import replace

import numpy as np

from playground.document.dataset import Dataset, default_classes, frozen
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.edits_scaling import standardise
from playground.document.presets import document_for
from playground.document.scaling import Scaling, filling


def in_units(dataset: Dataset, places, values=None) -> Dataset:
    """The data set with other places, (N, 2), and values, (N, O), in units, laid out over the plane."""
    places = np.asarray(places, dtype=np.float64)
    x, y = (filling(places[:, axis], 5.0) for axis in (0, 1))
    values = None if values is None else np.asarray(values, dtype=np.float64)
    units = Scaling((x, y), () if values is None else tuple(filling(column, 1.0) for column in values.T))
    targets = dataset.targets if values is None else frozen(units.values_from_units(values), np.float64)
    return replace(dataset, samples=frozen(units.samples_from_units(places), np.float64), targets=targets, units=units)


def exam_document(hidden=(6,), count=80):
    """Two exams of 30 to 100 points, passed where their sum is large."""
    random = np.random.default_rng(7)
    scores = 30.0 + 70.0 * random.random((count, 2))
    passed = (scores.sum(axis=1) + 6.0 * random.standard_normal(count) > 130.0).astype(np.int64)
    data = make_dataset(np.zeros((count, 2)), passed, default_classes(2))
    return standardise(set_dataset(document_for("gauss", hidden), in_units(data, scores)))


def house_document(hidden=(6,), count=80):
    """Prices of some hundred thousand by square metres and rooms."""
    random = np.random.default_rng(8)
    houses = np.column_stack([40.0 + 200.0 * random.random(count), 1.0 + random.integers(0, 7, count)])
    prices = 50_000.0 + 1_800.0 * houses[:, 0] + 20_000.0 * houses[:, 1] + 8_000.0 * random.standard_normal(count)
    data = make_dataset(np.zeros((count, 2)), np.zeros(count), ())
    return standardise(set_dataset(document_for("ripple", hidden), in_units(data, houses, prices[:, None])))


def flat_document(hidden=(6,), count=80):
    """Three values of flats, each of another size: rent, age, and energy, which hardly depends on the others."""
    random = np.random.default_rng(9)
    flats = np.column_stack([20.0 + 100.0 * random.random(count), 1.0 + random.integers(0, 5, count)])
    rent = 300.0 + 9.0 * flats[:, 0] + 40.0 * random.standard_normal(count)
    age = 80.0 - 12.0 * flats[:, 1] + 3.0 * random.standard_normal(count)
    energy = 0.002 * flats[:, 0] * flats[:, 1]
    data = make_dataset(np.zeros((count, 2)), np.zeros((count, 3)), ())
    data = replace(data, values=("rent", "age", "energy"))
    values = np.column_stack([rent, age, energy])
    return standardise(set_dataset(document_for("ripple", hidden), in_units(data, flats, values)))


def said_values(document, said):
    """The columns of `evaluate` that are values, (N, O)."""
    return np.column_stack([said[name] for name in document.dataset.values])
