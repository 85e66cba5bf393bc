"""The first start: a card over the live window with three ways to begin; Help › Welcome brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.help.pages import greeting
from playground.document.model import domain_of
from playground.widgets.door import Door
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.panel import Panel
from playground.widgets.theme import theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from playground.session.session import Session

WIDTH = 460


class WelcomeCard(Panel):
    """Says what the program is for, and opens three doors.

    It goes when one is taken, with Esc, when training begins, and when something is drawn, changed or opened,
    panels and dialogs included.

    Args:
        session: Whose samples it speaks of.
        window: What it lies over.

    Attributes:
        doors: Try it, the story, straight to work.

    Signals:
        try_asked(): The first lesson is wanted.
        story_asked(): All lessons are.
    """

    try_asked = Signal()
    story_asked = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__("Welcome", surface="raised", header=False, outlined=True, parent=window)
        self._session, self._window = session, window
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        scaled(self.setFixedWidth, WIDTH)
        self.doors = (
            Door("brush", "Try it", "Paint points, press Play, and watch the border bend."),
            Door("graduation-cap", "The story", "Lessons, from one neuron on, to do with your own hands."),
            Door("play", "Straight to work", "All is ready: press Play, or draw your own data."),
        )
        self.add_space(16)
        self.add(Label("Welcome to Playground", "stat", "ink"), overhang=-6)
        self.add_space(6)
        self.add(FlowText(greeting(domain_of(session.document)).purpose, colour="ink2"), overhang=-6)
        self.add_space(14)
        for door, asked in zip(self.doors, (self.try_asked, self.story_asked, None), strict=True):
            self.add(door, overhang=-6)
            self.add_space(8)
            door.clicked.connect(self.end)
            if asked is not None:
                door.clicked.connect(asked)
        window.installEventFilter(self)
        theme_signals().changed.connect(self._place_soon)
        session.state_changed.connect(self._end_when_playing)
        session.loading.connect(self.end)
        session.document_changed.connect(self.end)
        self._place()
        self.show()
        self.raise_()
        self.doors[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def end(self) -> None:
        """Give the window free."""
        if not self.isHidden():
            self._window.setFocus(
                Qt.FocusReason.OtherFocusReason
            )  # or Qt hands it on, with a ring, to whatever is next
            self.hide()
            self._window.removeEventFilter(self)
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes straight to work."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of a window that changes its size; a dialog, as that of pictures, has it for itself."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        elif event.type() is QEvent.Type.WindowBlocked:
            self.end()
        return super().eventFilter(watched, event)

    @Slot(bool)
    def end_beside_panel(self, is_open: bool) -> None:
        """Give the window free where a panel was opened: that is what the person wants to see."""
        if is_open:
            self.end()

    # ---- inside ----------------------------------------------------------------------------------------------------

    @Slot()
    def _end_when_playing(self) -> None:
        if self._session.playing:
            self.end()

    @Slot()
    def _place_soon(self) -> None:
        """In an interface of another size, once its parts have theirs."""
        QTimer.singleShot(0, self, self._place)

    @Slot()
    def _place(self) -> None:
        for door in self.doors:
            door.updateGeometry()
        self.adjustSize()
        room = self._window.rect()
        self.move((room.width() - self.width()) // 2, (room.height() - self.height()) // 2)
