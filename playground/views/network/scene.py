"""The picture of the network as a widget: it keeps the state, paints it in layers, and passes the pointer on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.network.card_painter import paint_cards
from playground.views.network.cell_painter import cell_at, paint_cell
from playground.views.network.edge_layer import EdgeLayer
from playground.views.network.hit import NOTHING, Hit, Part, hit_test
from playground.views.network.kernel_painter import paint_kernels
from playground.views.network.neuron_painter import paint_neurons
from playground.views.network.overlay_painter import (
    edge_colours,
    paint_edges,
    paint_overlay,
    pill_hit,
    pill_rect,
)
from playground.views.network.pictures import drawn_units
from playground.views.network.scroll import ScrollAids
from playground.views.network.state import SceneState
from playground.widgets.accessible import Piece, Tells, Told
from playground.widgets.control import smooth_painter
from playground.widgets.lengths import scaled
from playground.widgets.paper import on_paper, resolution
from playground.widgets.theme import current, px, theme_signals

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.network.edges import EdgeAddress
    from playground.views.network.gestures import Gesture

STILL_PARTS = (Part.PLUS, Part.LESS, Part.COUNT, Part.MORE, Part.TITLE, Part.CARD)
"""What shows in the layer of cards when it is hovered."""
CATCH_UP_MS = 60


class NetworkScene(Tells, QWidget):
    """Painted in four layers: cards, edges (both kept as pictures), neurons, and what the pointer adds.

    Attributes:
        aids: Arrows and a bar, where not all of the network fits.
        cards: Widgets that may stand over the lower rim.
        painters_above: What others paint over the neurons.
        gesture: What the pressed mouse button is doing; None while it is up.
        pieces: What a screen reader can press: cards, neurons, (+).
        tab: Takes Tab (1) or Shift+Tab (−1) to the next card; False past the last one.
    """

    palette_wanted = Signal(int, QPoint)
    """The gap to add a layer in, and where the palette should open, in the scene's coordinates."""
    menu_wanted = Signal(object, QPoint)
    """What was right-clicked (a `Hit`), and where."""
    editor_wanted = Signal(object)
    """The edge or bias (a `Hit`) whose number is to be typed."""
    edge_pinned = Signal()
    """Another edge is pinned, or none."""
    pointed = Signal()
    """The pointer is on something else."""
    laid_out = Signal()
    """The size of a neuron may have changed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.gesture: Gesture | None = None
        self.pieces: Callable[[], tuple[Piece, ...]] = tuple
        self.tab: Callable[[int], bool] = _leave
        self.state = SceneState(session.document, QSizeF(400, 300))
        self.aids = ScrollAids(self, self.state, self.pan_to)
        self.cards: list[QWidget] = []
        self.painters_above: list[Callable[[QPainter, SceneState], None]] = []
        self.edge_layer = EdgeLayer()
        self._cards = QPixmap()
        self._cards_look: tuple[object, ...] = ()
        self._catch_up = QTimer(self)
        self._catch_up.setSingleShot(True)
        self._catch_up.setInterval(CATCH_UP_MS)
        self._catch_up.timeout.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        scaled(self.setMinimumSize, 160, 120)
        self.setAccessibleName("Network")
        theme_signals().changed.connect(self.restyle)

    def told(self) -> Told:
        """A picture of layers and neurons, which can be pressed."""
        return Told(QAccessible.Role.Canvas, self.accessibleDescription(), pieces=self.pieces())

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def show_document(self) -> None:
        """Lay out the document at hand; pictures stay until new ones come."""
        state = self.state
        state.document = self._session.document
        state.held.clear()
        state.pictures.keep_only({-1, 0, *(layer.uid for layer in state.document.network)})
        state.hover, state.cell = NOTHING, None
        self.lay_out()
        if state.pinned_edge is not None and not any(edges.key == state.pinned_edge.key for edges in state.edges):
            self.pin_edge(None)

    def show_neurons(self, snapshot: Snapshot) -> None:
        """Show what the neurons of a snapshot see."""
        self.state.take_fires(snapshot)
        self._colour(snapshot)
        self.update()

    def show_weights(self, snapshot: Snapshot) -> None:
        """Show the weights and biases of a snapshot."""
        if self.gesture is None:
            self.state.held.clear()
        self.state.take(snapshot)
        self.update()

    def show_scale(self) -> None:
        """Colour the neurons by a scale for each layer, or one for each of them, as the session says."""
        if self._session.snapshot is not None:
            self.show_neurons(self._session.snapshot)

    def show_selection(self) -> None:
        """Follow the selection of the session."""
        selection, state = self._session.selection, self.state
        state.selected = selection.layer
        state.pinned_neuron, state.hovered_neuron = selection.pinned, selection.hovered
        self.update()

    def lay_out(self) -> None:
        """Make the geometry anew, and the pictures in the size that neurons now have."""
        self.state.lay_out()
        if self._session.snapshot is not None:
            self._colour(self._session.snapshot)
        self.aids.place()
        self.laid_out.emit()
        self.update()

    def reveal(self, left: float, right: float) -> None:
        """Pan until a part of the scene is seen."""
        state, margin = self.state, px(32)
        if left - margin < state.offset:
            self.pan_to(left - margin)
        elif right + margin > state.offset + state.size.width():
            self.pan_to(right + margin - state.size.width())

    def pan_to(self, offset: float) -> None:
        """Show the scene from here on."""
        self.state.offset = float(round(min(max(offset, 0.0), self.state.most_offset)))
        self.aids.place()
        self.update()

    def reveal_column(self, uid: int | None) -> None:
        """Pan until a column is seen; None for none."""
        column = None if uid is None else self.state.layout.column(uid)
        if column is not None:
            self.reveal(column.rect.left(), column.rect.right())

    def point_at(self, hit: Hit, place: QPointF | None = None) -> None:
        """The pointer is on something else now, or on another number of the same map.

        Args:
            hit: What it is on.
            place: Where it is in the scene; None where it has left.
        """
        cell = None if place is None else cell_at(self.state, hit, place)
        if hit != self.state.hover or cell != self.state.cell:
            self.state.hover, self.state.cell = hit, cell
            self.pointed.emit()
            self.update()

    def pin_edge(self, edge: EdgeAddress | None) -> None:
        """Keep the number or the kernel of an edge in view; None lets it go."""
        self.state.pinned_edge = edge
        self.edge_pinned.emit()
        self.update()

    def cancel_gesture(self) -> bool:
        """Take back what a pressed button is doing; False when there is nothing to take back."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.cancel()
            self.update()
        return gesture is not None

    def open_palette(self, index: int) -> None:
        """Ask for the palette of layer kinds under a (+)."""
        if not self._session.lessons.allows("add_layer"):
            return
        below = self.state.layout.gaps[index].plus + QPointF(0.0, px(14))
        self.palette_wanted.emit(index, self.from_scene(below))

    def restyle(self) -> None:
        """Draw everything in another theme or at another scale."""
        self.edge_layer.forget()
        self._cards_look = ()
        self.setMinimumSize(px(160), px(120))
        self.lay_out()

    def _colour(self, snapshot: Snapshot) -> None:
        ratio = resolution(self.devicePixelRatioF())
        self.state.pictures.share_scale(on=self._session.selection.common_scale)
        self.state.pictures.take(snapshot, current(), drawn_units(self.state.layout, ratio))

    # ---- places ----------------------------------------------------------------------------------------------------

    def to_scene(self, place: QPointF) -> QPointF:
        """From the widget to the scene."""
        return place + QPointF(self.state.offset, 0.0)

    def from_scene(self, place: QPointF) -> QPoint:
        """From the scene to the widget."""
        return (place - QPointF(self.state.offset, 0.0)).toPoint()

    def hit(self, place: QPointF) -> Hit:
        """What lies at a place of the scene; the pill belongs to the edge that it speaks of."""
        state = self.state
        shown = pill_hit(state)
        pill = pill_rect(state, shown)
        if pill is not None and pill.contains(place):
            return shown
        return hit_test(state.document, state.layout, state.edges, place)

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Four layers, the still ones from their pictures; nothing while the network of another time lies over it."""
        above = self.parentWidget()
        if above is not None and not self.isEnabledTo(above):  # a panel that is locked as a whole is still seen
            return
        state, ratio = self.state, self.devicePixelRatioF()
        with smooth_painter(self) as painter:
            if on_paper():
                self._paint_on_paper(painter)
                return
            painter.drawPixmap(0, 0, self._cards_picture(ratio))
            painter.translate(-state.offset, 0.0)
            edges = self.edge_layer.picture(state.edges, state.view, ratio, edge_colours())
            paint_edges(painter, state, edges)
            paint_kernels(painter, state)
            paint_neurons(painter, state)
            for paint in self.painters_above:
                paint(painter, state)
            paint_overlay(painter, state)
            paint_cell(painter, state, self._rim(), card=not self._session.selection.by_hand)
        if self.edge_layer.is_stale:
            self._catch_up.start()

    def _rim(self) -> float:
        """How much of the height is covered by cards over the lower rim."""
        return max((self.height() - card.y() for card in self.cards if card.isVisible()), default=0.0)

    def _paint_on_paper(self, painter: QPainter) -> None:
        """The same as shapes, and what neurons see in the pixels of the file."""
        state, snapshot = self.state, self._session.snapshot
        kept = state.pictures
        # The window's own stay: they would have to be made anew for the screen.
        state.pictures = kept.copy()
        if snapshot is not None:
            self._colour(snapshot)
        painter.translate(-state.offset, 0.0)
        paint_cards(painter, state)
        paint_edges(painter, state, None)
        paint_kernels(painter, state)
        paint_neurons(painter, state)
        paint_overlay(painter, state)
        state.pictures = kept

    def _cards_picture(self, ratio: float) -> QPixmap:
        state = self.state
        hover = state.hover if state.hover.part in STILL_PARTS else NOTHING
        look = (state.layout, state.document, state.offset, hover, state.cursor, state.selected, ratio, self.size())
        if look != self._cards_look:
            self._cards_look = look
            self._cards = QPixmap(self._device_size(ratio))
            self._cards.setDevicePixelRatio(ratio)
            self._cards.fill(Qt.GlobalColor.transparent)
            with QPainter(self._cards) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(-state.offset, 0.0)
                paint_cards(painter, state)
        return self._cards

    def _device_size(self, ratio: float) -> QSize:
        return (QSizeF(self.size()) * ratio).toSize().expandedTo(QSize(1, 1))

    # ---- events ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Re-fit the network."""
        self.state.size = QSizeF(self.size())
        self.lay_out()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's signature
        """Tab goes from card to card before it leaves."""
        return self.tab(1 if forward else -1) or super().focusNextPrevChild(forward)


def _leave(_by: int) -> bool:
    """Tab leaves at once, as long as no keyboard is attached."""
    return False
