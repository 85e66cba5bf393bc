"""One line of text by role, and a caption of several lines with bold parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from playground.widgets.control import smooth_painter
from playground.widgets.fonts import font
from playground.widgets.format import unbroken
from playground.widgets.text import LEFT, draw_text, first_fact, literal, text_width, whole_facts
from playground.widgets.theme import px, role_colour, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from playground.widgets.fonts import FontRole

_LINE_HEIGHTS = {"large": 28, "epoch": 22, "stat": 20, "label": 14, "label_strong": 14}


class Label(QLabel):
    """One line, elided when there is no room for it; a tooltip tells what does not fit.

    Qt's label would ask for a new layout with every text; numbers that change ten times a second keep their places.

    Args:
        text: The words.
        role: Of the font.
        colour: Role of the colour.
        align: Where the line stands.
        parent: Qt parent.
        has_facts: The line is facts, " · " or ", " between them: those that do not fit are left out whole.
    """

    def __init__(
        self,
        text: str = "",
        role: FontRole = "row",
        colour: str = "ink2",
        align: Qt.AlignmentFlag = LEFT,
        parent: QWidget | None = None,
        *,
        has_facts: bool = False,
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._colour, self._align = text, role, colour, align
        self._has_facts = has_facts
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The words."""
        return self._text

    def seen_text(self) -> str:
        """What of the words there is room for; a line without facts is elided."""
        return whole_facts(self._text, self._role, self.contentsRect().width()) if self._has_facts else self._text

    def event(self, event: QEvent) -> bool:
        """Tell the whole line where not all of it is seen and no tooltip says more."""
        is_cut = text_width(self._text, self._role) > self.contentsRect().width() + 1 and not self.toolTip()
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and is_cut:
            QToolTip.showText(event.globalPos(), literal(self._text), self)
            return True
        return super().event(event)

    def set_text(self, text: str) -> None:
        """Change the words; the layout moves only when they need another width."""
        if text == self._text:
            return
        before, self._text = self._text, text
        self.setAccessibleName(text)
        if text_width(before, self._role) != text_width(text, self._role):
            self.updateGeometry()
        self.update()

    def set_has_facts(self, has_facts: bool) -> None:
        """Say whether the line is facts, for one that shows sentences as well: those are elided, commas and all."""
        if has_facts != self._has_facts:
            self._has_facts = has_facts
            self.update()

    def set_colour(self, role: str) -> None:
        """Change the colour by role."""
        if role != self._colour:
            self._colour = role
            self.update()

    def set_role(self, role: FontRole) -> None:
        """Change the font by role."""
        if role != self._role:
            self._role = role
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """The whole line."""
        return QSize(text_width(self._text, self._role), px(_LINE_HEIGHTS.get(self._role, 16)))

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(min(px(24), self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        colour = role_colour(self._colour if self.isEnabled() else "ink_off")
        with smooth_painter(self) as painter:
            draw_text(painter, QRectF(self.contentsRect()), self.seen_text(), self._role, colour, self._align)


class FactLine(Label):
    """One line of facts, those that do not fit left out whole, but never the first; a sentence is elided."""

    def seen_text(self) -> str:
        """What of the words there is room for."""
        seen = super().seen_text()
        return seen if seen and self.text().startswith(seen) else first_fact(self.text())


class FlowText(QLabel):
    """A caption over several lines; `<b>` parts stand out in ink. The text is ours, never a user's."""

    def __init__(
        self, text: str = "", role: FontRole = "row", colour: str = "ink3", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._source, self._role, self._colour = text, role, colour
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        theme_signals().changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Show another text in place of the one at hand."""
        if text != self._source:
            self._source = text
            self._restyle()

    def _restyle(self) -> None:
        self.setFont(font(self._role))
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.WindowText, role_colour(self._colour))
        self.setPalette(colours)
        strong = f'<span style="color:{role_colour("ink").name()}; font-weight:600">'
        text = unbroken(self._source).replace("<b>", strong).replace("</b>", "</span>")
        # Markup around nothing would take a line, and be something to whoever asks whether there are words.
        self.setText(f'<p style="line-height:{px(16)}px; margin:0">{text}</p>' if text else "")
