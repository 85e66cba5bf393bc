"""The code panel: the network at hand as code of every kind that can be exported, to read and to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from playground.document.plan import resolve
from playground.interop.exports.torch_module import lines_of_layer
from playground.training.snapshots.snapshot import TrainerState
from playground.views.code.highlighter import Highlighter
from playground.views.code.kinds import MODULE, choices, code_of, has_weights, title_of
from playground.widgets.buttons import IconButton
from playground.widgets.choice import ChoiceButton
from playground.widgets.fonts import code_font
from playground.widgets.format import integer
from playground.widgets.label import FlowText
from playground.widgets.panel import Panel
from playground.widgets.theme import current, px, theme_signals
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from playground.session.session import Session

SAID_MS = 1500
COPY_TIP = "Copy code: all of it as it stands here"


class CodeView(Panel):
    """Written anew when the network changes and the panel can be seen; the lines of the selected layer are marked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Code", parent=parent)
        self._session = session
        self._stale = True
        self._code = ""
        tip = "Kind of code\nThe module, or a whole program; File › Export writes them to files"
        self.kind = ChoiceButton("Kind of code", choices(), MODULE, tip=tip, height=28)
        self.kind.chosen.connect(self._write)
        self.refusal = FlowText("", "row", "ink3")
        self.refusal.hide()
        self._text = QPlainTextEdit()
        self._text.setObjectName("code")
        self._text.setAccessibleName("Code of the network")
        self._text.setReadOnly(True)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.document().setDocumentMargin(0)
        self._highlighter = Highlighter(self._text.document())
        self._copy = IconButton("copy", "Copy code", COPY_TIP)
        self._copy.clicked.connect(self.copy)
        self._said = one_shot(self, SAID_MS, self._unsay)
        self.add_slot(self.kind)
        self.add_slot(self._copy)
        self.add(self.refusal)
        self.add(self._text, stretch=1)
        session.network_changed.connect(self._on_network_changed)
        session.dataset_changed.connect(self._on_settings_changed)
        session.training_changed.connect(self._on_settings_changed)
        session.state_changed.connect(self._on_state_changed)
        session.selection.layer_changed.connect(self._mark)
        theme_signals().changed.connect(self._restyle)

    def text(self) -> str:
        """The code that is shown."""
        return self._text.toPlainText()

    @Slot()
    def copy(self) -> None:
        """Put the whole code on the clipboard, and say so by the button."""
        QGuiApplication.clipboard().setText(self._code)
        self._copy.set_icon("check", "ok")
        self._copy.set_description("Copied")
        self._said.start()

    def sizeHint(self) -> QSize:
        """Wide enough for a line of most networks."""
        return QSize(px(340), px(320))

    def minimumSizeHint(self) -> QSize:
        """A few lines."""
        return QSize(px(200), px(120))

    def showEvent(self, event: QShowEvent) -> None:
        """Write what has changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._restyle()
            self._write()

    # ---- inside ----------------------------------------------------------------------------------------------------

    @Slot()
    def _on_network_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._write()

    @Slot()
    def _on_settings_changed(self) -> None:
        """Points and settings are in the programs, not in the module."""
        if self.kind.value() != MODULE:
            self._on_network_changed()

    @Slot()
    def _on_state_changed(self) -> None:
        """What was learned is shown when training pauses: while it goes on nobody could read it."""
        if has_weights(self.kind.value()) and self._session.state is not TrainerState.TRAINING:
            self._on_network_changed()

    @Slot()
    def _write(self) -> None:
        """Show the network at hand; the place in the text stays."""
        self._stale = False
        document, kind = self._session.document, self.kind.value()
        self.set_subtitle(f"{integer(resolve(document).parameter_count)} parameters")
        self._code, refusal = code_of(kind, self._session)
        self._text.setAccessibleName(f"{title_of(kind)} of the network")
        self.refusal.set_text(refusal)
        self.refusal.setVisible(bool(refusal))
        self._copy.setEnabled(not refusal)
        text = self._code.rstrip("\n")
        if text != self.text():
            bars = self._text.verticalScrollBar(), self._text.horizontalScrollBar()
            places = [bar.value() for bar in bars]
            self._text.setPlainText(text)
            for bar, place in zip(bars, places, strict=True):
                bar.setValue(place)
        self._mark()

    @Slot()
    def _mark(self) -> None:
        """Underlay the lines of the selected layer."""
        uid = self._session.selection.layer
        is_marked = uid is not None and not self._stale and self.kind.value() == MODULE and bool(self._code)
        lines = lines_of_layer(self._session.document, uid) if uid is not None and is_marked else ()
        blocks = self._text.blockCount()
        self._text.setExtraSelections([self._underlay(blocks + line) for line in lines])

    def _underlay(self, line: int) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = QTextCursor(self._text.document().findBlockByNumber(line))
        selection.format.setBackground(current().control_hover)
        selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        return selection

    @Slot()
    def _restyle(self) -> None:
        if self._stale and not self.isVisible():
            return
        self._text.setFont(code_font())
        self._highlighter.rehighlight()
        self._mark()

    @Slot()
    def _unsay(self) -> None:
        self._copy.set_icon("copy")
        self._copy.set_description("Copy code", COPY_TIP)
