"""The panel's inside: strip, caption and film at the left, the large space square at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from playground.tasks import TASKS
from playground.views.spaces.draggable import DraggableWell
from playground.views.spaces.film import LEAST_FRAME, MOST_FRAME
from playground.views.spaces.film_strip import HEIGHT as FILM
from playground.views.spaces.stages import bend_text, caption, guess_share, linear_text
from playground.views.spaces.strip import GAP, StageStrip
from playground.widgets.label import FlowText
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent

    from playground.document.model import Document
    from playground.training.probes.layer_spaces.space import Space
    from playground.views.spaces.drawing.painting import ShownParts
    from playground.views.spaces.drawing.scene import SpaceScene
    from playground.views.spaces.film_strip import FilmStrip
    from playground.views.spaces.stages import MorphStop
    from playground.widgets.lockable import ActionLocks

_GAP = 16
_CAPTION = 34
_CAPTION_GAP = 12
_GOOD_STRIP, _FULL_STRIP = 138, 214
"""The caption stands above the film where the first is left for the small spaces; the film grows from the second on."""
_FILM_GAP, _FILM_GIVES = 12, 12
"""Above the film, and how much lower than usual it may be in a low panel before it goes."""
_MOST_LARGE, _LEAST_LARGE, _LEAST_IN_LOW = 0.56, 0.38, 0.3
"""The large space's part of the width, at most, and where it gives way to the small ones: further in a low panel, which
has no room for the bar that scrolls them."""
WITHHELD = "The numbers here would give the answer away: they come with your prediction."


class _Sideways(QScrollArea):
    """Scrolls to the left and right alone, with any wheel."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self.horizontalScrollBar().event(event)


class Body(QWidget):
    """Lays its parts out by hand: the large one is a square as high as the panel, the strip takes the rest."""

    def __init__(self, film: FilmStrip, locks: ActionLocks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = StageStrip()
        self.strip.play.follow_lock(locks, "morph")
        self.film = film
        film.setParent(self)
        self.large = DraggableWell(self)
        self.caption = FlowText("", "row", "ink3", self)
        self._scroll = _Sideways(self)
        self._seen, self._laid_out_for = 0.0, 0
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(self.strip)
        self.strip.setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def tell(self, document: Document, stages: Sequence[MorphStop], spaces: Mapping[int, Space], chosen: int) -> None:
        """Numbers at the stops, words in the tooltips, the caption."""
        found = [spaces.get(stage.uid) for stage in stages]
        shares = [space.separability if space is not None and len(space.points) else None for space in found]
        title = TASKS[document.task].linear_title
        self.strip.set_shares([linear_text(document, space) for space in found], shares, guess_share(document), title)
        for stage, well, space in zip(stages, self.strip.wells, found, strict=True):
            well.setToolTip(bend_text(document, stage, space))
        self.caption.set_text(caption(document, stages, spaces, chosen))
        if self._caption_height(self.caption.width()) != self._laid_out_for:
            self.arrange()

    def withhold(self, document: Document, stages: Sequence[MorphStop]) -> None:
        """Question marks in place of numbers that would give the answer of a prediction away, and words that say so."""
        task = TASKS[document.task]
        self.strip.set_shares(
            [f"? {task.linear_word}"] * len(stages), [None] * len(stages), guess_share(document), task.linear_title
        )
        for stage, well in zip(stages, self.strip.wells, strict=True):
            well.setToolTip(bend_text(document, stage, None))
        self.caption.set_text(WITHHELD)
        if self._caption_height(self.caption.width()) != self._laid_out_for:
            self.arrange()

    def light_up(self, frame: SpaceScene | None, lit: int | None, uids: Sequence[int]) -> None:
        """Ring and bars of a point of the dataset in the large space and in the small ones, whose uids are given."""
        point = frame.place_of(lit) if frame is not None and lit is not None else None
        spaces = frame.spaces if frame is not None and point is not None else {}
        for uid, well in zip(uids, (self.large, *self.strip.wells), strict=False):
            well.light_up(point, spaces[uid].activations if uid in spaces else None)

    def show_small(self, frame: SpaceScene | None, stages: Sequence[MorphStop], due: slice, shown: ShownParts) -> None:
        """Draw the small spaces whose turn it is."""
        for stage, well in list(zip(stages, self.strip.wells, strict=True))[due]:
            space = frame.space(stage.uid) if frame else None
            well.show_space(space, frame.colours(space) if frame and space else None, shown)

    def reveal(self, position: float) -> None:
        """Bring the stages around a position of the slider into sight, where the strip is wider than its room."""
        self._seen = position
        # With half of the gap beside it, as far as its title may reach.
        reach = self.strip.wells[0].width() // 2 + px(GAP) // 2 + 1 if self.strip.wells else 0
        self._scroll.ensureVisible(round(self.strip.slider.place(position)), 0, reach, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self.arrange()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """What was laid out unseen scrolls only now."""
        super().showEvent(event)
        self.reveal(self._seen)

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew at another scale."""
        if event.type() is QEvent.Type.StyleChange:
            self.arrange()
        super().changeEvent(event)

    def arrange(self) -> None:
        """Give every part its place."""
        bar = self._scroll.horizontalScrollBar().sizeHint().height()
        is_low = self.height() < self.strip.least_height() + bar + px(_FILM_GAP + FILM)
        shares = (_MOST_LARGE, _LEAST_IN_LOW if is_low else _LEAST_LARGE)
        most, least = (round(share * self.width()) for share in shares)
        side = min(self.height(), most, max(self.width() - px(_GAP) - self.strip.least_width(), least))
        self.large.setGeometry(self.width() - side, 0, side, side)
        left = self.width() - side - px(_GAP)
        bottom = self._place_film(left, side)
        words = self._laid_out_for = self._caption_height(left)
        least = px(_GOOD_STRIP) if self.film.isVisibleTo(self) else self.strip.least_height()
        has_caption = bottom >= least + px(_CAPTION_GAP) + words
        caption = px(_CAPTION_GAP) + words if has_caption else 0
        room = QSize(left, bottom - caption)
        self.strip.fit(room)
        if self.strip.width() > left:
            # The scroll bar takes some of the height, so the spaces are fitted once more.
            self.strip.fit(QSize(left, room.height() - bar))
        # Where the bar would lie on the numbers, wheel and keys scroll all the same.
        has_bar = self.strip.width() > left and self.strip.height() + bar <= room.height()
        policy = Qt.ScrollBarPolicy
        self._scroll.setHorizontalScrollBarPolicy(policy.ScrollBarAsNeeded if has_bar else policy.ScrollBarAlwaysOff)
        height = min(self.strip.height() + (bar if has_bar else 0), room.height())
        self._scroll.setGeometry(0, 0, left, height)
        self.caption.setVisible(has_caption)
        top = height + px(_CAPTION_GAP)
        self.caption.setGeometry(0, top, left, max(bottom - top, 0))
        self.reveal(self._seen)

    def _caption_height(self, width: int) -> int:
        """Room for all lines of the caption, two at least: it is a whole sentence or none."""
        return max(px(_CAPTION), self.caption.heightForWidth(width))

    def _place_film(self, left: int, side: int) -> int:
        """The film at the bottom, where there is room for it, below the large space too where that ends above it.

        Args:
            left: What the large space leaves free beside it.
            side: Of the large space.

        Returns:
            What the film leaves free above it.
        """
        lacks = self.strip.least_height() + px(_FILM_GAP + FILM) - self.height()
        self.film.setVisible(lacks <= px(_FILM_GIVES))
        if lacks > px(_FILM_GIVES):
            return self.height()
        beyond = self.height() - px(_FULL_STRIP + _CAPTION + _FILM_GAP + FILM)
        grown = min(max(beyond, 0), px(MOST_FRAME - LEAST_FRAME)) - max(lacks, 0)
        height = px(FILM) + grown
        free = self.height() - height - px(_FILM_GAP)
        self.film.setGeometry(0, self.height() - height, self.width() if side <= free else left, height)
        return free
