"""The sample that is explained: what is under the pointer, else what is held, else what was looked at last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from playground.document.model import domain_of
from playground.widgets.answer_words import picture_words, sample_words
from playground.widgets.format import in_units

if TYPE_CHECKING:
    from playground.domains import Domain
    from playground.session.session import Session

MOST_NAMED = 2
"""Columns of a place that are told."""


class SampleAtHand(QObject):
    """Follows the pointer and the selection while it is on.

    Of pictures it is the picture at hand, as the pad has it. Elsewhere the place under the pointer on the map, the
    sample that is lit in any view, the first selected one, the last one, or the first that is kept for testing.

    Signals:
        changed(): Another sample is at hand, or it is called otherwise.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_on = False
        self.sample: tuple[float, ...] | None = None
        self.passed_over: int | None = None
        """A sample that is lit by the panel itself: it is not followed."""
        self.row: int | None = None
        """Which of the dataset's samples it is; None for a drawing, and for a place of the map."""
        selection = session.selection
        for signal in (selection.picture_changed, selection.points_changed, selection.lit_changed):
            signal.connect(self._follow)
        selection.section_changed.connect(self._follow)
        session.hand.pointer_moved.connect(self._follow)
        session.network_changed.connect(self._forget_gone)  # told of first, where a document is opened
        session.dataset_changed.connect(self._on_dataset_changed)

    def turn(self, *, on: bool) -> None:
        """Follow from now on, or not any more."""
        self._is_on = on
        self._follow()

    def pass_over(self, row: int | None) -> None:
        """Do not follow a sample that is about to be lit; None to follow all again."""
        self.passed_over = row

    @property
    def domain(self) -> Domain:
        """The kind of samples at hand."""
        return domain_of(self._session.document)

    @property
    def words(self) -> str:
        """What it is called: "Test picture 12, a 7", "Your drawing", "Place x 1.20, y −0.40"."""
        session = self._session
        if not self.domain.has_map:
            chosen = session.selection
            return picture_words(session.document, self.row, is_drawn=chosen.is_drawn, title=chosen.drawn_title)
        if self.row is not None:
            return sample_words(session.document, self.row)
        return "" if self.sample is None else f"Place {self._place_words(self.sample)}"

    def _place_words(self, sample: tuple[float, ...]) -> str:
        data, section = self._session.document.dataset, self._session.selection.section
        named = []
        for column in (section.across, section.up)[:MOST_NAMED]:
            axis = data.units.column(column)
            named.append(f"{data.columns[column]} {in_units(axis.to_units(sample[column]), axis.scale)}")
        return ", ".join(named)

    @Slot()
    def _on_dataset_changed(self) -> None:
        self._forget_gone()
        self._follow()
        self.changed.emit()

    @Slot()
    def _forget_gone(self) -> None:
        """A row may be another sample now, and a place one of another kind."""
        data = self._session.document.dataset
        if self.sample is not None and len(self.sample) != len(data.columns):
            self.sample = None
        if self.row is not None and (self.row >= len(data) or tuple(data.samples[self.row].tolist()) != self.sample):
            self.row = None

    @Slot()
    def _follow(self) -> None:
        if not self._is_on:
            return
        found = self._found()
        if found != (self.sample, self.row):
            self.sample, self.row = found
            self.changed.emit()

    def _found(self) -> tuple[tuple[float, ...] | None, int | None]:
        session, data, selection = self._session, self._session.document.dataset, self._session.selection
        if not self.domain.has_map:
            picture = selection.picture
            return (None, None) if picture is None else (tuple(picture.reshape(-1).tolist()), selection.picture_row)
        if selection.lit is not None and selection.lit != self.passed_over:
            return self._of_row(selection.lit)
        if session.hand.pointer is not None:
            return tuple(selection.section.samples(np.array([session.hand.pointer]))[0].tolist()), None
        if selection.points is not None:
            return self._of_row(int(selection.points.argmax()))
        if self.sample is not None:
            return self.sample, self.row
        return self._of_row(int(data.is_test.argmax())) if len(data) else (None, None)

    def _of_row(self, row: int) -> tuple[tuple[float, ...], int]:
        return tuple(self._session.document.dataset.samples[row].tolist()), row
