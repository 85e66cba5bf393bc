"""Buttons: an icon alone, or words with an icon before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from playground.widgets.control import Control, rounded
from playground.widgets.icons import paint_icon
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, marker_path, px, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from playground.widgets.fonts import FontRole

LARGE = 32
SMALL = 28
_MARKER_RADIUS = 4.5


class IconButton(Control, QToolButton):
    """A square button with one icon."""

    def __init__(  # noqa: PLR0913 - a button is its icon, its words and its size
        self,
        icon: str,
        name: str,
        tip: str = "",
        *,
        side: int = SMALL,
        checkable: bool = False,
        role: str = "ink2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, tip, parent)
        self._icon = icon
        self._side = side
        self._role = role
        self._lit = False
        self.setCheckable(checkable)

    def is_lit(self) -> bool:
        """Whether it is on, or something that it opens is."""
        return self._lit or self.isChecked()

    def set_lit(self, lit: bool) -> None:
        """Show a button as on that is no switch itself but opens some."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def set_icon(self, icon: str, role: str = "ink2") -> None:
        """Show another icon."""
        if (icon, role) != (self._icon, self._role):
            self._icon, self._role = icon, role
            self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(px(self._side), px(self._side))

    def paint(self, painter: QPainter) -> None:
        """Fill one step up under the pointer; the icon in ink when on."""
        theme = current()
        fill = self.fill(theme.control_hover if self.is_lit() else None)
        if fill is not None:
            rounded(painter, QRectF(self.rect()), 6, fill)
        rest: QColor = theme.ink if self.is_lit() else getattr(theme, self._role)
        size = pxf(16 if self._side > SMALL else 15)
        middle = QRectF(self.rect()).center()
        paint_icon(
            painter,
            self._icon,
            QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size),
            self.ink(rest),
        )


class PushButton(Control, QPushButton):
    """A button with words, optionally an icon or a class marker before them."""

    focus_radius = 8.0

    def __init__(  # noqa: PLR0913 - a button is its words, its icon and its size
        self,
        text: str,
        icon: str = "",
        tip: str = "",
        *,
        primary: bool = False,
        flat: bool = False,
        height: int = LARGE,
        minimum_width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, tip, parent)
        self._icon, self._marker = icon, -1
        self._primary, self._flat = primary, flat
        self._height, self._minimum_width = height, minimum_width
        self.setText(_unmarked(text))
        self.setAutoDefault(False)  # or a dialog would press it for Enter in a field
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The words on it."""
        return super().text().replace("&&", "&")

    def set_text(self, text: str, icon: str | None = None, tip: str = "") -> None:
        """Change the words, and the icon when one is given."""
        same = (text, icon if icon is not None else self._icon) == (self.text(), self._icon)
        if tip or not same:
            self.set_description(text, tip or self._described[1])
        if same:
            return
        self._icon = self._icon if icon is None else icon
        self.setText(_unmarked(text))

    def set_marker(self, class_index: int) -> None:
        """Show a class's marker between icon and words; -1 for none."""
        if class_index != self._marker:
            self._marker = class_index
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Words, icon and 12 px on both sides."""
        width = self._content_width() + px(24 if self._height > SMALL else 18)
        return QSize(max(px(self._minimum_width), width), px(self._height))

    def minimumSizeHint(self) -> QSize:
        """The words alone: the icon goes where there is no room."""
        if not self.text():
            return self.sizeHint()
        return QSize(text_width(self.text(), self._role()) + px(16), px(self._height))

    def paint(self, painter: QPainter) -> None:
        """Fill, then icon, marker and words as one centred group."""
        area = QRectF(self.rect())
        fill = self._background()
        if fill is not None:
            rounded(painter, area, 8 if self._height > SMALL else 6, fill)
        roomy = self._content_width() <= area.width() - px(8) or not self.text()
        x = (area.width() - self._content_width(with_icon=roomy)) / 2
        colour = self._text_colour()
        if self._icon and roomy:
            size = pxf(16 if self._primary else 15)
            icon_colour = colour if self._primary else self.ink(current().ink2)
            paint_icon(painter, self._icon, QRectF(x, area.center().y() - size / 2, size, size), icon_colour)
            x += size + self._gap()
        if self._marker >= 0:
            _paint_marker(painter, self._marker, QPointF(x + pxf(_MARKER_RADIUS), area.center().y()))
            x += pxf(2 * _MARKER_RADIUS) + self._gap()
        draw_text(painter, QRectF(x, 0, area.width() - x, area.height()), self.text(), self._role(), colour)

    def _background(self) -> QColor | None:
        theme = current()
        if not self._primary:
            return self.fill(None if self._flat else theme.control)
        if not self.isEnabled():
            return theme.control
        return (
            with_alpha(theme.ink, 0.76 if self.isDown() else 0.88) if self.underMouse() or self.isDown() else theme.ink
        )

    def _text_colour(self) -> QColor:
        theme = current()
        if not self.isEnabled():
            return theme.ink_off
        return theme.ink_inv if self._primary else theme.ink

    def _role(self) -> FontRole:
        return "title" if self._primary else "button"

    def _gap(self) -> int:
        return px(12 if self._primary else 8)

    def _content_width(self, *, with_icon: bool = True) -> int:
        width = text_width(self.text(), self._role()) if self.text() else 0
        if self._icon and with_icon:
            width += px(16 if self._primary else 15) + (self._gap() if self.text() or self._marker >= 0 else 0)
        if self._marker >= 0:
            width += px(2 * _MARKER_RADIUS) + self._gap()
        return width


def _unmarked(text: str) -> str:
    """Words of which no letter becomes a shortcut."""
    return text.replace("&", "&&")


def _paint_marker(painter: QPainter, class_index: int, centre: QPointF) -> None:
    painter.save()
    painter.translate(centre)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().mark(class_index))
    painter.drawPath(marker_path(class_index, pxf(_MARKER_RADIUS)))
    painter.restore()
