"""Where imported points go: in place of those at hand, or to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from playground.document.edits_data import set_dataset, split
from playground.document.edits_scaling import standardise, unscale
from playground.document.joining import joined
from playground.domains.split import USUAL_SHARE, is_few
from playground.widgets.segmented import Segment, Segmented

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialogButtonBox

    from playground.document.dataset import Dataset
    from playground.document.model import Document

REPLACE, ADD = "replace", "add"
CLIPBOARD = "the clipboard"
PLACES = (
    Segment(REPLACE, "Replace the points", tip="Replace the points\nThose at hand go; undo brings them back"),
    Segment(ADD, "Add to the points", tip="Add to the points\nThose at hand stay; classes of one name are one class"),
)


def place_track() -> Segmented:
    """The choice, with "replace" at first."""
    return Segmented("Points at hand", PLACES)


def foot_of(place: Segmented, buttons: QDialogButtonBox) -> QHBoxLayout:
    """The last row of a window that imports: where to, and whether."""
    row = QHBoxLayout()
    row.addWidget(place)
    row.addStretch(1)
    row.addWidget(buttons)
    return row


def outcome(current: Dataset, made: Dataset, place: str) -> Dataset:
    """All points afterwards.

    Raises:
        ValueError: They cannot be added to those at hand; in words.
    """
    return joined(current, made) if place == ADD else made


def placed(
    made: Dataset, place: str, document: Document, *, standardises: bool = False, keeps_split: bool = False
) -> Document:
    """The document with imported points; its own share of test points goes on, but a few points all train.

    Args:
        made: The points.
        place: `REPLACE` or `ADD`; what is added to points keeps their scaling.
        document: The one at hand.
        standardises: Whether the network gets the numbers standardised, or as they are.
        keeps_split: Whether the points themselves say which of them test.

    Raises:
        ValueError: As `outcome`.
    """
    before = document.dataset
    if place == ADD and len(before):
        return set_dataset(document, joined(before, made))
    after = set_dataset(document, made)
    if not keeps_split:
        after = split(after, _train_share(before, made), before.split_seed)
    return standardise(after) if standardises else unscale(after)


def _train_share(before: Dataset, made: Dataset) -> float:
    """All of a few; else the share of the points before, unless those all trained because they were few."""
    if is_few(len(made), len(made.classes)):
        return 1.0
    was_few = before.train_fraction == 1.0 and is_few(len(before), len(before.classes))
    return USUAL_SHARE if was_few else before.train_fraction
