"""A column that says which points train and which test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.interop.tables.columns.words import TEST_NAMES, TEST_WORDS, TRAIN_WORDS

if TYPE_CHECKING:
    from playground.interop.tables.data_table import Column, DataTable

MOST_WORDS = 4
"""More different words say something else."""


def split_column(table: DataTable, said: set[int]) -> int | None:
    """The column that says which points test: by what the file says, or by its name and its cells."""
    for i, column in enumerate(table.columns):
        if column.role == "test":
            return i
        name = column.name.casefold().replace(" ", "_").replace("-", "_").replace("/", "_")
        words = {text.casefold() for text in column.labels} if column.distinct_count <= MOST_WORDS else set()
        fits = len(words) > 1 and words <= TEST_WORDS | TRAIN_WORDS and not words <= TEST_WORDS
        if i not in said and not column.role and name in TEST_NAMES and fits:
            return i
    return None


def test_mask(column: Column) -> NDArray[np.bool_]:
    """Which rows test, (N,): by words like test and train, else by 1 and 0, which a name like "train" turns round."""
    texts, codes = column.distinct
    says_train = "train" in column.name.casefold() and "test" not in column.name.casefold()
    words = [text.casefold() for text in texts]
    plain = all(word in {"0", "1", "0.0", "1.0", "true", "false", "yes", "no", ""} for word in words)
    tests = np.array([word in TEST_WORDS for word in words], np.bool_)
    if plain and says_train:
        tests = ~tests
    return tests[codes]
