"""Data sets that everybody knows, read from the files that scikit-learn carries; scikit-learn itself is not loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from playground.domains.scikit_sets import SetMissingError, read_scikit_set
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.data_table import Column, DataTable
from playground.interop.tables.importing import Choices


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A set that is a table of all its features.

    Attributes:
        title: Its name.
        description: One sentence about it.
        file: In scikit-learn's folder.
        features: Names of the columns; made up where there are none.
        classes: Names of the labels 0, 1, ... in the last column.
        x: Feature along x, where it is shown as points of the plane.
        y: Feature along y.
        header: Lines before the numbers.
    """

    title: str
    description: str
    file: str
    features: tuple[str, ...]
    classes: tuple[str, ...] = field(default=())
    x: int = 0
    y: int = 1
    header: int = 1


_WINE = (
    "alcohol",
    "malic acid",
    "ash",
    "alcalinity of ash",
    "magnesium",
    "total phenols",
    "flavanoids",
    "nonflavanoid phenols",
    "proanthocyanins",
    "color intensity",
    "hue",
    "OD280/OD315",
    "proline",
)
_CELL = ("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points")
_CELL_FEATURES = (*_CELL, "symmetry", "fractal dimension")
_CANCER = tuple(f"{kind} {name}" for kind in ("mean", "error of", "worst") for name in _CELL_FEATURES)

KNOWN_SETS: dict[str, KnownSet] = {
    "iris": KnownSet(
        "Iris",
        "150 flowers of three kinds, measured in four ways (Fisher 1936).",
        "iris.csv",
        ("sepal length", "sepal width", "petal length", "petal width"),
        ("setosa", "versicolor", "virginica"),
        2,
        3,
    ),
    "wine": KnownSet(
        "Wine",
        "178 wines of three growers, analysed in 13 ways (Forina 1988).",
        "wine_data.csv",
        _WINE,
        ("grower 1", "grower 2", "grower 3"),
        6,
        9,
    ),
    "breast-cancer": KnownSet(
        "Breast cancer",
        "569 tumours, benign or malignant, measured in 30 ways (Wolberg 1995).",
        "breast_cancer.csv",
        _CANCER,
        ("malignant", "benign"),
        20,
        21,
    ),
    "digits": KnownSet(
        "Digits",
        "1,797 handwritten digits of 8 × 8 pixels (Alpaydin 1998).",
        "digits.csv.gz",
        tuple(f"pixel {i // 8},{i % 8}" for i in range(64)),
        tuple(f"digit {i}" for i in range(10)),
        21,
        42,
        header=0,
    ),
}
"""In the order of the gallery."""


def read_known_set(name: str) -> DataTable:
    """Read a set as a table.

    Args:
        name: A key of `KNOWN_SETS`.

    Raises:
        CsvError: scikit-learn is not there, or keeps it no more where it did.
    """
    known = KNOWN_SETS[name]
    try:
        values = read_scikit_set(known.file, known.header, len(known.features) + 1)
    except SetMissingError as error:
        raise CsvError(str(error)) from None
    columns = [
        Column(title, tuple(f"{number:g}" for number in values[:, i].tolist()), exact=values[:, i])
        for i, title in enumerate(known.features)
    ]
    labels = tuple(known.classes[int(label)] for label in values[:, -1].tolist())
    return DataTable(known.title, (*columns, Column("kind", labels, role="target")), np.arange(1, len(values) + 1))


def first_view(name: str) -> Choices:
    """All features as the columns of a table."""
    known = KNOWN_SETS[name]
    features = tuple(range(len(known.features)))
    return Choices(known.x, known.y, target=len(features), meaning="classes", columns=features)
