"""The code panel: the PyTorch module of the network at hand, to read and to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from playground.document.model import parameter_count
from playground.interop.export_module import lines_of_layer, network_code
from playground.views.code.highlighter import Highlighter
from playground.widgets.buttons import IconButton
from playground.widgets.fonts import code_font
from playground.widgets.format import integer
from playground.widgets.panel import Panel
from playground.widgets.theme import current, px, theme_signals
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from playground.session.session import Session

SAID_MS = 1500


class CodeView(Panel):
    """Written anew when the network changes and the panel can be seen; the lines of the selected layer are marked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Code", parent=parent)
        self._session = session
        self._stale = True
        self._text = QPlainTextEdit()
        self._text.setObjectName("code")
        self._text.setAccessibleName("PyTorch code of the network")
        self._text.setReadOnly(True)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.document().setDocumentMargin(0)
        self._highlighter = Highlighter(self._text.document())
        self._copy = IconButton("copy", "Copy code", "Copy code: the module as it stands here")
        self._copy.clicked.connect(self.copy)
        self._said = one_shot(self, SAID_MS, self._unsay)
        self.add_slot(self._copy)
        self.add(self._text, stretch=1)
        session.network_changed.connect(self._on_network_changed)
        session.selection.layer_changed.connect(self._mark)
        theme_signals().changed.connect(self._restyle)

    def text(self) -> str:
        """The code that is shown."""
        return self._text.toPlainText()

    @Slot()
    def copy(self) -> None:
        """Put the whole code on the clipboard, and say so by the button."""
        QGuiApplication.clipboard().setText(network_code(self._session.document))
        self._copy.set_icon("check", "ok")
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

    def _write(self) -> None:
        """Show the network at hand; the place in the text stays."""
        self._stale = False
        document = self._session.document
        self.set_subtitle(f"PyTorch, {integer(parameter_count(document))} parameters")
        text = network_code(document).rstrip("\n")
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
        lines = lines_of_layer(self._session.document, uid) if uid is not None and not self._stale else ()
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
