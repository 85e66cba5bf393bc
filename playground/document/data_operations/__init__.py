"""One file for each operation on all points at once. A new kind is one file and one line here."""

from playground.document.data_operations.add_noise import AddNoise
from playground.document.data_operations.balance import Balance
from playground.document.data_operations.base import DataOperation, by_key, change_words, refusal
from playground.document.data_operations.deduplicate import Deduplicate
from playground.document.data_operations.flip_labels import FlipLabels
from playground.document.data_operations.merge_classes import MergeClasses
from playground.document.data_operations.normalise import Normalise
from playground.document.data_operations.split_again import SplitAgain
from playground.document.data_operations.subsample import Subsample
from playground.document.data_operations.swap_classes import SwapClasses
from playground.document.data_operations.test_from_selection import TestFromSelection

DATA_OPERATIONS: dict[str, type[DataOperation]] = by_key(
    Balance,
    Subsample,
    Deduplicate,
    Normalise,
    AddNoise,
    FlipLabels,
    SwapClasses,
    MergeClasses,
    TestFromSelection,
    SplitAgain,
)
"""Every kind by key, in the order of the menu."""

__all__ = ["DATA_OPERATIONS", "DataOperation", "change_words", "refusal"]
