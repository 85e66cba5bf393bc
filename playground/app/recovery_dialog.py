"""What crashes have left: shown with a picture and the time; nothing goes until a person says so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from playground.document.errors import DocumentError
from playground.document.model import domain_of
from playground.views.data.pictures import samples_picture
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.label import Label
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QPaintEvent

    from playground.storage.recovery_store import Recovered, RecoveryStore

SIDE, WIDTH, MOST_HEIGHT, BUTTON = 88, 560, 420, 132
MINUTE, HOUR, DAY = 60, 3600, 86400


class RecoveryDialog(QDialog):
    """A card for each piece of work. Closing the dialog postpones: all that is left is offered again.

    Attributes:
        chosen: The work to go on with; None when there is none.
    """

    def __init__(self, vaults: Sequence[RecoveryStore], now: float, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Recover your work")
        self.chosen: tuple[RecoveryStore, Recovered] | None = None
        self.cards = [_Card(vault, now, self) for vault in vaults]
        words = "Playground ended without being closed. This is what it kept; nothing is deleted until you discard it."
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addWidget(Label(words, "row", "ink2"))
        column.addWidget(self._list())
        later = PushButton("Not now", tip="Keep everything and ask again at the next start")
        later.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(later)
        column.addLayout(row)
        self.setMinimumWidth(px(WIDTH) + px(40))
        first = next((card.recover for card in self.cards if card.found is not None), later)
        first.setDefault(True)
        first.setFocus()

    def _list(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for card in self.cards:
            card.recover_asked.connect(self._recover)
            card.discarded.connect(self._on_discarded)
            column.addWidget(card)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFixedHeight(min(inside.sizeHint().height(), px(MOST_HEIGHT)))
        return area

    @Slot(object)
    def _recover(self, card: _Card) -> None:
        if card.found is not None:
            self.chosen = card.vault, card.found
            self.accept()

    @Slot()
    def _on_discarded(self) -> None:
        if all(card.isHidden() for card in self.cards):
            self.reject()


class _Card(QWidget):
    """One piece of work.

    Attributes:
        found: What can be had back; None where nothing can be read.
    """

    recover_asked = Signal(object)
    discarded = Signal()

    def __init__(self, vault: RecoveryStore, now: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.vault = vault
        self.found, fault = _read(vault)
        self.recover = PushButton("Recover", primary=True, height=SMALL, minimum_width=BUTTON)
        self.recover.clicked.connect(lambda: self.recover_asked.emit(self))
        self.recover.setVisible(self.found is not None)
        self.discard = PushButton("Discard", tip="Delete this copy for good", height=SMALL, minimum_width=BUTTON)
        self.discard.clicked.connect(self._discard)
        self._is_sure = False
        fault = f"{fault[:1].upper()}{fault[1:]}."
        lines = described(self.found, now) if self.found is not None else ["It cannot be read.", fault]
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addStretch(1)
        words.addWidget(Label(vault.about().name, "title", "ink"))
        for line in lines:
            words.addWidget(Label(line, "row", "ink2"))
        words.addStretch(1)
        buttons = QVBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        buttons.addWidget(self.recover)
        buttons.addWidget(self.discard)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(8), px(12), px(8))
        row.setSpacing(px(14))
        row.addWidget(_Picture(self.found, self))
        row.addLayout(words, 1)
        row.addLayout(buttons)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card."""
        theme = current()
        with smooth_painter(self) as painter:
            rounded(painter, self.rect().toRectF(), 8, theme.raised, theme.line)

    @Slot()
    def _discard(self) -> None:
        """Once asks, twice does."""
        if not self._is_sure:
            self._is_sure = True
            self.discard.set_text("Discard for good?")
            return
        self.vault.delete()
        self.hide()
        self.discarded.emit()


class _Picture(QWidget):
    """The points, or some of the pictures."""

    def __init__(self, found: Recovered | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: QImage | None = samples_picture(found.document.dataset, px(SIDE)) if found is not None else None
        self.setFixedSize(QSize(px(SIDE), px(SIDE)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """On the ground of a picture well."""
        with smooth_painter(self) as painter:
            rounded(painter, self.rect().toRectF(), 6, current().sunken)
            if self._image is not None:
                painter.drawImage(0, 0, self._image)


def _read(vault: RecoveryStore) -> tuple[Recovered | None, str]:
    try:
        return vault.read(), ""
    except DocumentError as error:
        return None, str(error)


def described(found: Recovered, now: float) -> list[str]:
    """When it was kept, what it is, and where it is saved."""
    data, epochs = found.document.dataset, found.base.weights.get("counters")
    done = 0 if epochs is None else int(epochs[1])
    trained = f", trained for {done:,} epoch{'' if done == 1 else 's'}" if done else ""
    runs = f", {len(found.base.runs)} runs" if len(found.base.runs) > 1 else ""
    lost = "; the last edit was not whole" if found.journal.lost_bytes else ""
    where = f"Saved file: {Path(found.about.path).name}" if found.about.path else "Never saved"
    samples = f"{len(data):,} {domain_of(found.document).marks}"
    return [when(found.time, now), f"{samples}{trained}{runs}{lost}", where]


def when(time: float, now: float) -> str:
    """A moment as people say it: "21 November, 15:04 (3 minutes ago)"."""
    moment = datetime.fromtimestamp(time).astimezone()
    ago = now - time
    if ago < MINUTE:
        words = "just now"
    elif ago < HOUR:
        words = _counted(ago / MINUTE, "minute")
    elif ago < DAY:
        words = _counted(ago / HOUR, "hour")
    else:
        words = _counted(ago / DAY, "day")
    return f"{moment.day} {moment:%B, %H:%M} ({words})"


def _counted(number: float, unit: str) -> str:
    whole = int(number)
    return f"{whole} {unit}{'' if whole == 1 else 's'} ago"
