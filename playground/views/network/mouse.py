"""The mouse on the network: what is hovered, which gesture a press begins, what a click does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.views.network.describe import describe
from playground.views.network.gestures import DragCard, DragValue, Pan
from playground.views.network.hit import NOTHING, Hit, Part
from playground.views.network.layout import STEPPER_Y, last_row
from playground.views.network.overlay_painter import pill_hit, pill_rect
from playground.widgets.text import literal
from playground.widgets.theme import pxf

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.views.network.actions import LayerActions
    from playground.views.network.scene import NetworkScene

HOVER_MS = 80
NOTCH = 120
WHEEL_STEP = 0.05
PAN_STEP = 60

OUTPUT_TITLE = Hit(Part.TITLE, OUTPUT_UID)
CURSORS = {
    Part.EDGE: Qt.CursorShape.SizeVerCursor,
    Part.BIAS: Qt.CursorShape.SizeVerCursor,
    Part.TITLE: Qt.CursorShape.OpenHandCursor,
    Part.PLUS: Qt.CursorShape.PointingHandCursor,
    Part.LESS: Qt.CursorShape.PointingHandCursor,
    Part.COUNT: Qt.CursorShape.IBeamCursor,
    Part.MORE: Qt.CursorShape.PointingHandCursor,
    Part.NEURON: Qt.CursorShape.PointingHandCursor,
    Part.INPUT_OFF: Qt.CursorShape.PointingHandCursor,
}


class Mouse(QObject):
    """Watches the scene's mouse events."""

    def __init__(self, scene: NetworkScene, session: Session, actions: LayerActions) -> None:
        super().__init__(scene)
        self._scene, self._session, self._actions = scene, session, actions
        self._pressed: Hit = NOTHING
        self._last_pressed: Hit = NOTHING
        self._has_begun = False
        self._wheel_gesture = object()
        self._wheel_target = NOTHING
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(HOVER_MS)
        self._dwell.timeout.connect(self._show_neuron)
        scene.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Mouse events of the scene end here."""
        match event:
            case QWheelEvent():
                return self._wheel(event)
            case QContextMenuEvent():
                self._menu(event)
            case QHelpEvent():
                self._show_tip(event)
            case QMouseEvent():
                self._mouse(event)
            case _:
                if event.type() is QEvent.Type.Leave:
                    self._leave()
                return False
        return True

    def _show_tip(self, event: QHelpEvent) -> None:
        """At the pointer; of a number that stands in a pill below that, which it would hide; none over a card."""
        state = self._scene.state
        if state.cell is not None:
            QToolTip.hideText()  # the card of this number says as much, and more
            return
        hit = self._scene.hit(self._scene.to_scene(QPointF(event.pos())))
        pill = pill_rect(state, hit) if hit.part in (Part.EDGE, Part.BIAS) else None
        place = event.globalPos()
        if pill is not None:
            place = self._scene.mapToGlobal(self._scene.from_scene(pill.bottomLeft()))
        QToolTip.showText(place, literal(describe(state, hit)), self._scene)

    def _mouse(self, event: QMouseEvent) -> None:
        place = self._scene.to_scene(event.position())
        match event.type():
            case QEvent.Type.MouseMove:
                self._move(event, place)
            case QEvent.Type.MouseButtonPress:
                self._press(event, place)
            case QEvent.Type.MouseButtonDblClick:
                self._double_click(event, place)
            case QEvent.Type.MouseButtonRelease:
                self._release()
            case _:
                pass

    def _double_click(self, event: QMouseEvent, place: QPointF) -> None:
        """Type a number; elsewhere a second click, if what was clicked is still there: a click may move all."""
        hit = self._scene.hit(place)
        if hit.part in (Part.EDGE, Part.BIAS):
            self._scene.editor_wanted.emit(hit)
        elif hit.part is not Part.COUNT and (
            hit == self._last_pressed or event.button() is not Qt.MouseButton.LeftButton
        ):
            self._press(event, place)

    def _press(self, event: QMouseEvent, place: QPointF) -> None:
        state = self._scene.state
        state.cursor = NOTHING
        hit = self._last_pressed = self._scene.hit(place)
        if event.button() is Qt.MouseButton.MiddleButton:
            self._scene.gesture = Pan(state, place, self._scene.pan_to)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = hit
        handle = state.handle(hit)
        if handle is not None:
            self._scene.gesture = DragValue(self._actions, state, handle, place)
        elif hit.part in (Part.TITLE, Part.CARD, Part.NUMBER) and hit.uid > OUTPUT_UID:
            self._scene.gesture = DragCard(self._actions, state, hit.uid, place)
        elif hit.part is Part.NOTHING:
            self._scene.gesture = Pan(state, place, self._scene.pan_to)
        self._has_begun = self._scene.gesture is not None
        self._scene.update()

    def _move(self, event: QMouseEvent, place: QPointF) -> None:
        if self._scene.gesture is None:
            self._hover(self._scene.hit(place), place)
            return
        self._scene.gesture.move(place, event.modifiers())
        if self._scene.gesture.moved:
            self._scene.setCursor(self._drag_cursor())
        if isinstance(self._scene.gesture, DragValue):
            self._scene.state.join()
        self._scene.update()

    def _release(self) -> None:
        gesture, self._scene.gesture = self._scene.gesture, None
        pressed, self._pressed = self._pressed, NOTHING
        if gesture is None and (self._has_begun or pressed == NOTHING):
            return  # taken back by Esc while the button was down, or another button
        if gesture is not None and gesture.moved:
            gesture.finish()
            self._scene.setCursor(Qt.CursorShape.ArrowCursor)
        elif pressed == NOTHING or self._scene.state.is_there(pressed):  # a key may have taken it away meanwhile
            self._click(pressed)
        self._scene.update()

    def _click(self, hit: Hit) -> None:
        state, selection = self._scene.state, self._session.selection
        match hit.part:
            case Part.PLUS:
                self._scene.open_palette(hit.index)
            case Part.TITLE | Part.CARD | Part.NUMBER:
                selection.select_layer(hit.uid)
            case Part.LESS | Part.COUNT | Part.MORE:
                self._count(hit)
            case Part.NEURON | Part.INPUT_OFF if hit.uid == INPUT_UID:
                self._actions.toggle_input(hit.index)
            case Part.NEURON:
                selection.pin(state.address(hit))
            case Part.EDGE:
                self._scene.pin_edge(None if state.pinned_edge == hit.edge else hit.edge)
            case Part.NOTHING:
                self._scene.pin_edge(None)
            case _:
                pass

    def _count(self, hit: Hit) -> None:
        """One neuron less or more, or the number to be typed."""
        if hit.part is Part.COUNT:
            self._scene.editor_wanted.emit(hit)
        else:
            self._actions.change_units(hit.uid, 1 if hit.part is Part.MORE else -1)

    def _hover(self, hit: Hit, place: QPointF) -> None:
        state = self._scene.state
        same = hit == state.hover
        self._scene.point_at(hit, place)
        if same:
            return
        shape = CURSORS.get(hit.part, Qt.CursorShape.ArrowCursor)
        self._scene.setCursor(Qt.CursorShape.PointingHandCursor if hit == OUTPUT_TITLE else shape)
        if state.address(hit) is None:
            self._dwell.stop()
            self._session.selection.hover(None)
        else:
            self._dwell.start()

    def _show_neuron(self) -> None:
        self._session.selection.hover(self._scene.state.address(self._scene.state.hover))

    def _leave(self) -> None:
        self._dwell.stop()
        self._scene.point_at(NOTHING)
        self._session.selection.hover(None)

    def _drag_cursor(self) -> Qt.CursorShape:
        if isinstance(self._scene.gesture, DragValue):
            return Qt.CursorShape.SizeVerCursor
        return Qt.CursorShape.ClosedHandCursor

    def _menu(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        hit = self._scene.hit(self._scene.to_scene(QPointF(event.pos()))) if by_mouse else self._scene.state.cursor
        self._scene.menu_wanted.emit(hit, event.globalPos())

    # ---- wheel -----------------------------------------------------------------------------------------------------

    def _wheel(self, event: QWheelEvent) -> bool:
        """On the pill it changes the number, on a sample it scrolls, elsewhere (or with Shift) it pans."""
        place = self._scene.to_scene(event.position())
        delta = event.angleDelta()
        notches = (delta.y() or delta.x()) / NOTCH
        sideways = abs(delta.x()) > abs(delta.y()) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if not sideways and (self._wheel_pill(place, notches) or self._wheel_card(place, notches)):
            return True
        if self._scene.state.most_offset == 0:
            return False
        self._scene.pan_to(self._scene.state.offset - notches * pxf(PAN_STEP))
        return True

    def _wheel_pill(self, place: QPointF, notches: float) -> bool:
        state = self._scene.state
        shown = pill_hit(state)
        rect, handle = pill_rect(state, shown), state.handle(shown)
        if rect is None or handle is None or not rect.contains(place):
            return False
        if shown != self._wheel_target:
            self._wheel_target, self._wheel_gesture = shown, object()
        value = handle.value + WHEEL_STEP * notches
        state.held[handle.key, handle.index] = value
        self._actions.set_value(handle, value, self._wheel_gesture)
        state.join()
        self._scene.update()
        return True

    def _wheel_card(self, place: QPointF, notches: float) -> bool:
        """Over the number of units it counts, over the neurons of a sample it scrolls."""
        state = self._scene.state
        column = next((one for one in state.layout.columns if one.is_layer and one.rect.contains(place)), None)
        if column is None:
            return False
        if column.steps and abs(place.y() - pxf(STEPPER_Y)) < pxf(10):
            self._actions.change_units(column.uid, 1 if notches > 0 else -1)
            return True
        if not column.is_sample:
            return False
        row = column.cells[0].unit // 2 - round(notches * 2)
        state.scroll[column.uid] = min(max(row, 0), last_row(column))
        self._scene.lay_out()
        return True
