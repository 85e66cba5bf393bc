"""Plots by pyqtgraph in our dress: zoom by wheel and drag, cross-hair, menu, values and pictures to be saved.

pyqtgraph takes a third of a second to load, so nothing imports this module before a plot is seen (`plot_place.py`).
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QSizePolicy

from playground.widgets.buttons import IconButton
from playground.widgets.control import KEYBOARD_REASONS, smooth_painter
from playground.widgets.focus import hide_focus_ring, show_focus_ring
from playground.widgets.fonts import font
from playground.widgets.icons import icon
from playground.widgets.paper import SCREEN_ONLY, on_paper
from playground.widgets.plot_paper import paint_items
from playground.widgets.plot_signals import plot_signals
from playground.widgets.text import literal
from playground.widgets.theme import current, px, pxf, theme_signals, with_alpha

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from playground.widgets.plot_axis import AcrossAxis, LevelAxis

ZOOM, PAN = 0.8, 0.1
"""Of the visible range, for a press of + or − and of an arrow key."""
CLOSEST, FARTHEST = 1e-6, 100.0
"""How far one can zoom in and out, as parts of the whole range."""
MOST_DECADES, MOST_VALUE = 60.0, 1e60
"""Ends of what can be looked at: all numbers of single precision, and nothing that a power of ten has not."""
OVERHANG = 2
"""Lines and dots at the ends of the plot stick out so far."""
READOUT_GAP = 8
_BOX_ALPHA = 0.15
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_KEYS = {
    Qt.Key.Key_A: "all",
    Qt.Key.Key_Home: "all",
    Qt.Key.Key_Plus: ZOOM,
    Qt.Key.Key_Equal: ZOOM,
    Qt.Key.Key_Minus: 1.0 / ZOOM,
    Qt.Key.Key_Left: (-PAN, 0.0),
    Qt.Key.Key_Right: (PAN, 0.0),
    Qt.Key.Key_Up: (0.0, PAN),
    Qt.Key.Key_Down: (0.0, -PAN),
}
EXPORTS = (
    ("csv", "Save values as CSV…", "table"),
    ("png", "Save as PNG…", "image"),
    ("svg", "Save as SVG…", "image"),
    ("pdf", "Save as PDF…", "image"),
)


class PlotView(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """The area of the curves: what a mouse does to it, apart from zooming and moving, is told.

    Signals:
        menu_asked(QPoint, float): The right button, where on the screen and where across the plot.
        all_asked(): A double click.
        clicked(float, float): The left button, where across and up the plot.
    """

    menu_asked = Signal(QPoint, float)
    all_asked = Signal()
    clicked = Signal(float, float)

    def __init__(self) -> None:
        # pyqtgraph's menu is made with the view, not when it is asked for.
        super().__init__(enableMenu=False, defaultPadding=0.0)

    def shape(self) -> QPainterPath:
        """What curves are cut off at: a little beyond the area, so that lines at its ends are whole."""
        path = QPainterPath()
        path.addRect(self.frame())
        return path

    def frame(self) -> QRectF:
        """The shape as a rectangle."""
        reach = pxf(OVERHANG)
        frame: QRectF = self.rect().adjusted(-3 * reach, -4 * reach, 4 * reach, 3 * reach)
        return frame

    def mouseClickEvent(self, event: Any) -> None:
        """Tell what a click means; what is no click goes on to pyqtgraph."""
        at = self.mapSceneToView(event.scenePos())
        if event.button() is Qt.MouseButton.RightButton:
            self.menu_asked.emit(event.screenPos().toPoint(), at.x())
        elif event.double():
            self.all_asked.emit()
        elif event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(at.x(), at.y())
        else:
            return
        event.accept()


class Plot(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Curves with an axis at the left and one below, or above.

    The wheel zooms, over an axis along it alone; where the plot stands in a page that is too high it scrolls that, and
    zooms with Ctrl. Dragging moves, with the right button it zooms; a double click or A shows all again. While nobody
    has zoomed, the range follows `set_range`.

    Signals:
        hovered(object): Where across the plot the pointer is, or None.
        zoomed(): What is visible has changed by hand.
    """

    hovered = Signal(object)
    zoomed = Signal()

    def __init__(self, left: LevelAxis, across: AcrossAxis, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.setCacheMode(self.CacheModeFlag(0))  # a kept background would be opaque
        self.viewport().setAutoFillBackground(False)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view, self.left, self.across = PlotView(), left, across
        self.table: Callable[[], Mapping[str, NDArray[Any]]] | None = None
        """Gives the values that the menu saves: columns of one length by their names."""
        self.is_zoomed = False
        self._lines: tuple[str, ...] = ()
        self._range = QRectF(0.0, 0.0, 1.0, 1.0)
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._readout = pg.TextItem(anchor=(0.0, 0.0))
        self._all = IconButton("scan", "View all", "View all\tA\nShows the whole plot again", parent=self)
        self._all.setProperty(SCREEN_ONLY, True)
        self._all.hide()
        self._arrange()
        self._connect()
        self.restyle()

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def set_range(self, across: tuple[float, float], up: tuple[float, float]) -> None:
        """Say where all there is to be seen lies; shown unless somebody has zoomed."""
        self._range = QRectF(across[0], up[0], across[1] - across[0], up[1] - up[0])
        if not self.is_zoomed:
            self._show_range()

    def follow(self) -> None:
        """Show the whole range, also as it grows."""
        self.is_zoomed = False
        self._all.hide()
        self._show_range()

    def view_all(self) -> None:
        """Show the whole range because the person wants it."""
        self.follow()
        self.zoomed.emit()

    def visible(self) -> QRectF:
        """What is visible, in the plot's coordinates; top is the lower end."""
        rect: QRectF = self.view.viewRect()
        return rect

    def views(self) -> tuple[PlotView, ...]:
        """All areas with curves."""
        return (self.view,)

    def area(self) -> QRectF:
        """Where the curves are, in the widget's pixels."""
        area: QRectF = self.view.sceneBoundingRect()
        return area

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a point of the plot's coordinates is, in the widget's pixels."""
        place: QPointF = self.view.mapViewToScene(QPointF(x, y))
        return place

    def magnification(self) -> float:
        """How many times as wide as what is visible the whole range is."""
        return float(self._range.width() / self.visible().width())

    def show_readout(self, x: float | None, lines: tuple[str, ...] = (), y: float | None = None) -> None:
        """Draw the cross-hair with what is known there, the words at a height or at the upper end."""
        seen = self.visible()
        shown = x is not None and seen.left() <= x <= seen.right()
        self._cross.setVisible(shown)
        self._readout.setVisible(shown)
        if x is None or not shown:
            return
        theme, self._lines = current(), lines
        self._cross.setValue(x)
        rest = "".join(f"<br>{literal(line)}" for line in lines[1:])
        html = f'<span style="color:{theme.ink.name()}">{literal(lines[0])}</span>'
        self._readout.setHtml(f'<div style="color:{theme.ink2.name()}">{html}{rest}</div>')
        is_right = self.place_of(x, 0.0).x() + self._readout.boundingRect().width() + px(READOUT_GAP) > self.width()
        self._readout.setAnchor((1.0 if is_right else 0.0, 0.0))
        gap = self.view.viewPixelSize()[0] * px(READOUT_GAP)
        self._readout.setPos(x - gap if is_right else x + gap, seen.bottom() if y is None else y)

    def readout(self) -> str:
        """The words at the cross-hair; empty while there is none."""
        return "\n".join(self._lines) if self._readout.isVisible() else ""

    def restyle(self) -> None:
        """Take colours and sizes of the theme; subclasses dress their own items too."""
        theme = current()
        self.centralLayout.setContentsMargins(0, px(OVERHANG * 4), px(OVERHANG * 4), 0)
        self._cross.setPen(QPen(theme.line_strong, 0))
        self._readout.fill, self._readout.border = pg.mkBrush(theme.raised), QPen(theme.line_strong, 0)
        self._readout.textItem.setFont(font("label"))
        self.view.rbScaleBox.setPen(QPen(theme.ink2, 0))
        self.view.rbScaleBox.setBrush(with_alpha(theme.ink, _BOX_ALPHA))
        self.across.fit()
        self.fit()
        self.viewport().update()

    def limits(self, whole: QRectF) -> dict[str, float]:
        """How far one can move and zoom where all there is lies in `whole`, as `ViewBox.setLimits` takes it."""
        most = MOST_DECADES if self.left.is_log else MOST_VALUE
        return {
            "yMin": -most,
            "yMax": most,
            "minXRange": CLOSEST * whole.width(),
            "maxXRange": FARTHEST * whole.width(),
            "minYRange": CLOSEST * whole.height(),
            "maxYRange": FARTHEST * whole.height(),
        }

    def fit(self) -> None:
        """Give the parts around the curves their room, again when size or range have changed."""
        self.left.fit()

    def menu_actions(self, menu: QMenu, x: float) -> None:
        """Add what else can be done at a place across the plot; nothing here."""

    def menu(self, x: float) -> QMenu:
        """The menu at a place across the plot."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("scan"), "View all\tA").triggered.connect(self.view_all)
        menu.addAction(icon("zoom-in"), "Zoom in\t+").triggered.connect(partial(self._zoom, ZOOM))
        menu.addAction(icon("zoom-out"), "Zoom out\t−").triggered.connect(partial(self._zoom, 1.0 / ZOOM))
        box = menu.addAction(icon("square-dashed"), "Drag a box to zoom")
        box.setCheckable(True)
        box.setChecked(self.view.state["mouseMode"] == pg.ViewBox.RectMode)
        box.toggled.connect(self._set_box_zoom)
        menu.addSeparator()
        self.menu_actions(menu, x)
        for form, title, picture in EXPORTS:
            action = menu.addAction(icon(picture), title)
            action.setEnabled(self.table is not None or form != "csv")
            action.triggered.connect(partial(plot_signals().export_asked.emit, self, form))
        return menu

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        layout = self.centralLayout
        layout.setSpacing(0)
        row = 1 if self.across.orientation == "top" else 0
        for item, at, column in ((self.view, row, 1), (self.left, row, 0), (self.across, 1 - row, 1)):
            layout.addItem(item, at, column)
        for axis in (self.left, self.across):
            axis.linkToView(self.view)
        for item in (self._cross, self._readout):
            item.setZValue(100)
            item.hide()
            self.view.addItem(item, ignoreBounds=True)

    def _connect(self) -> None:
        self.view.menu_asked.connect(self._show_menu)
        self.view.all_asked.connect(self.view_all)
        self._all.clicked.connect(self.view_all)
        self.view.sigRangeChangedManually.connect(self._on_zoomed)
        self.view.sigRangeChanged.connect(self._fit_now)
        theme_signals().changed.connect(self.restyle)

    def _show_range(self) -> None:
        self.view.setLimits(**self.limits(self._range))
        self.view.setRange(self._range, padding=0)

    def _fit_now(self, *_: object) -> None:
        """Without waiting for an event: pictures are painted in other sizes at once."""
        self.fit()
        self.centralLayout.activate()

    def _on_zoomed(self, *_: object) -> None:
        self.is_zoomed = True
        self._all.show()
        self.zoomed.emit()

    def _zoom(self, factor: float) -> None:
        self.view.scaleBy((factor, factor))
        self._on_zoomed()

    def _set_box_zoom(self, box: bool) -> None:
        self.view.setMouseMode(pg.ViewBox.RectMode if box else pg.ViewBox.PanMode)
        self.restyle()

    def _show_menu(self, at: QPoint, x: float) -> None:
        self.menu(x).popup(at)

    def _across(self, at: QPointF) -> float:
        seen = self.visible()
        return min(max(float(self.view.mapSceneToView(at).x()), seen.left()), seen.right())

    # ---- events ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt paints on the screen; pictures get shapes and words."""
        if not on_paper():
            super().paintEvent(event)
            return
        self.scene().prepareForPaint()
        with smooth_painter(self.viewport()) as painter:
            paint_items(painter, self, {view: view.mapRectToScene(view.frame()) for view in self.views()})

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Numbers may need another width."""
        super().resizeEvent(event)
        with suppress(AttributeError):  # pyqtgraph calls it before the view is whole
            self._fit_now()
            self._all.move(self.width() - self._all.width() - px(OVERHANG * 4), px(OVERHANG * 4))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, or leave it to a page that scrolls: who reads on would find the curves a dot."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not _is_scrolled(self):
            super().wheelEvent(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        super().mouseMoveEvent(event)
        inside = self.area().adjusted(-6, -40, 12, 40).contains(event.position())
        self.hovered.emit(self._across(event.position()) if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        """The cross-hair goes with the pointer."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The key for menus opens it in the middle; a click of the right button is the view's."""
        if event.reason() is event.Reason.Keyboard:
            centre = self.area().center()
            self._show_menu(self.mapToGlobal(centre.toPoint()), self._across(centre))

    def event(self, event: QEvent) -> bool:
        """Keep the plot's keys from the window's shortcuts while the ring says that they go here."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(self.meaning_of(event) is not None)
            return event.isAccepted()
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, move, or show all."""
        match self.meaning_of(event):
            case "all":
                self.view_all()
            case float() as factor:
                self._zoom(factor)
            case (float() as across, float() as up):
                seen = self.visible()
                self.view.translateBy(x=across * seen.width(), y=up * seen.height())
                self._on_zoomed()
            case _:
                event.ignore()

    def meaning_of(self, event: QKeyEvent) -> object:
        """What a key does here; None for nothing."""
        plain = not (event.modifiers() & ~_PLAIN).value
        return _KEYS.get(Qt.Key(event.key())) if plain else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring when the keyboard brought the focus."""
        if event.reason() in KEYBOARD_REASONS:
            show_focus_ring(self, lambda: QRectF(self.rect()), 6.0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        hide_focus_ring(self)
        super().focusOutEvent(event)


def _is_scrolled(widget: QWidget) -> bool:
    """Whether a widget stands in a page that is too high for its place."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QAbstractScrollArea):
        around = around.parentWidget()
    return around is not None and around.verticalScrollBar().maximum() > around.verticalScrollBar().minimum()
