"""The map with its axes: shows the session's snapshot and points, and is drawn on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.document.model import domain_of
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.point_predictions import PointPredictions
from playground.training.snapshots.snapshot import TrainerState
from playground.views.plane import axes
from playground.views.plane.axes import PlaneAxis
from playground.views.plane.camera import Camera, PlaneTransform, home_of
from playground.views.plane.marks import paint_marks
from playground.views.plane.outlines import LEAST_RADIUS, paint_axes, paint_ghost, paint_marker, paint_ring
from playground.views.plane.overlays import Overlays
from playground.views.plane.points_layer import PointsScene, look_in_hand, point_radius
from playground.views.plane.scene import LINE, TWO_CLASS_LINE, Backdrop, Scene
from playground.views.plane.shown_map import ShownMap
from playground.views.plane.tool_driver import ToolDriver
from playground.widgets import theme
from playground.widgets.accessible import Tells, Told
from playground.widgets.format import count as counted
from playground.widgets.paper import clipped, on_paper, resolution

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent, QShowEvent

    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot

LEAST_MAP, MOST_MAP = 128, 800
"""Samples along a side of the map at rest, where it has one for each pixel; while something moves it is coarser."""
LEAST_SIDE = 40
LEAST_SEEN = 0.1
"""Share of the points below which the map goes to where they are."""
VIEW = "canvas"


class OutputMapWidget(Tells, QWidget):
    """What is seen; `Canvas` adds what the mouse and the keys do."""

    camera_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.driver = ToolDriver(session, self)
        self.camera = Camera()
        self.overlays = Overlays(session.overlays)
        self.pointer: QPointF | None = None
        self._show = {"train": True, "test": True}
        self.erasing = False
        self.shown = ShownMap(session)
        self._scene = Scene()
        self._selected: NDArray[np.bool_] | None = None
        self._stale = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._connect(session)
        self._describe()

    def told(self) -> Told:
        """A picture that is drawn on."""
        return Told(QAccessible.Role.Canvas, self.accessibleDescription())

    def _connect(self, session: Session) -> None:
        session.snapshot_arrived.connect(self._on_snapshot)
        session.dataset_changed.connect(self._on_dataset_changed)
        session.network_changed.connect(self.refresh)
        session.state_changed.connect(self.refresh)
        session.hand.changed.connect(self.update)
        session.overlays.changed.connect(self._on_overlays_changed)
        session.selection.neuron_changed.connect(self._on_focus_changed)
        session.selection.scale_changed.connect(self._repicture)
        session.experiments.methods.shown_changed.connect(self._repicture)
        session.experiments.guest.changed.connect(self._repicture)
        session.selection.section_changed.connect(self._on_section_changed)
        session.selection.value_changed.connect(self._on_value_changed)
        session.selection.steps_changed.connect(self.update)
        session.selection.lit_class_changed.connect(self.refresh)
        self.driver.changed.connect(self._on_tools_changed)
        theme.theme_signals().changed.connect(self._on_theme_changed)

    # ---- what can be set -------------------------------------------------------------------------------------------

    def show_points(self, kind: str, shown: bool) -> None:
        """Show or hide the points that train ("train") or test ("test")."""
        self._show[kind] = shown
        self.refresh()

    def set_discrete(self, discrete: bool) -> None:
        """Show full colours in place of confidence, or not."""
        self.shown.is_discrete = discrete
        self._repicture()

    def set_mark_wrong(self, marked: bool) -> None:
        """Ring the points that the network gets wrong, or not."""
        self.shown.marks_wrong = marked
        self._want()
        self.shown.find_wrong()
        self.refresh()

    def set_camera(self, camera: Camera) -> None:
        """Look at another part of the plane; until its map has come the old one stays where it belongs."""
        if camera != self.camera:
            self.camera = camera
            self._want()
            self.camera_changed.emit()
            self.refresh()

    def fit(self) -> None:
        """Back to the whole plane, or to the points where they lie elsewhere."""
        self.set_camera(home_of(self.session.selection.seen))

    @property
    def axes(self) -> tuple[PlaneAxis, PlaneAxis]:
        """The columns that the map shows across and up."""
        data, section = self.session.document.dataset, self.session.selection.section
        across, up = (PlaneAxis(data.columns[i], data.units.column(i)) for i in (section.across, section.up))
        return across, up

    # ---- geometry --------------------------------------------------------------------------------------------------

    def frame(self) -> PlaneTransform:
        """The map's square, as large as the numbers leave room for."""
        right, bottom = (theme.px(margin) for margin in (axes.RIGHT_MARGIN, axes.BOTTOM_MARGIN))
        left = int(axes.left_margin(self.camera, self.axes[1], self.height() - bottom))
        side = max(min(self.width() - left - right, self.height() - bottom), LEAST_SIDE)
        spare_x = (self.width() - left - right - side) // 2
        spare_y = (self.height() - bottom - side) // 2
        return PlaneTransform(self.camera, left + max(spare_x, 0), max(spare_y, 0), side)

    def square(self) -> QRectF:
        """The map's square in the widget."""
        frame = self.frame()
        return QRectF(frame.left, frame.top, frame.side, frame.side)

    def sizeHint(self) -> QSize:
        """As at 1440 × 900."""
        return self._size_around(386)

    def minimumSizeHint(self) -> QSize:
        """Enough to draw on."""
        return self._size_around(120)

    def _size_around(self, side: int) -> QSize:
        width = side + axes.LEFT_MARGIN + axes.RIGHT_MARGIN
        return QSize(theme.px(width), theme.px(side + axes.BOTTOM_MARGIN))

    # ---- the session -----------------------------------------------------------------------------------------------

    def _want(self) -> None:
        """Ask for the map that is visible, or for none."""
        if not self.isVisible():
            self.session.want(VIEW)
            return
        side = int(min(max(self.frame().side * self.devicePixelRatioF(), LEAST_MAP), MOST_MAP))
        section = self.session.selection.section
        wanted = OutputMap((side, side), self.camera.extent, self.session.selection.neuron, section)
        marks = (PointPredictions(),) if self.shown.marks_wrong else ()
        self.session.want(VIEW, wanted, *marks, *self.overlays.requests(self.camera.extent, section))

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self.shown.snapshot = snapshot
        self.overlays.take(snapshot)
        if self.isVisible():
            self._repicture()

    def _repicture(self) -> None:
        if self.shown.snapshot is None:
            self.refresh()
            return
        self.shown.renew()
        self._stale = True
        self.update(self.square().toAlignedRect())

    def _follow_points(self) -> None:
        """Points that have come where hardly one of them can be seen are looked for."""
        points = self.session.selection.seen
        if len(points) and self.camera.share_of(points) < LEAST_SEEN:
            self.fit()

    def _on_dataset_changed(self) -> None:
        self._follow_points()
        self._selected = self.driver.selected()
        self.shown.measure()
        self.shown.find_wrong()
        self._describe()
        self.refresh()

    def _on_section_changed(self) -> None:
        self._follow_points()
        self._want()
        self.refresh()

    def _on_value_changed(self) -> None:
        self.shown.measure()
        self._repicture()

    def _on_overlays_changed(self) -> None:
        self.overlays.forget_what_is_off()
        self._want()
        self.refresh()

    def _on_focus_changed(self) -> None:
        self._want()
        self._repicture()

    def _on_tools_changed(self) -> None:
        selected = self.driver.selected()
        if selected is not self._selected:
            self._selected = selected
            self._stale = True
        self.update()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self._repicture()
        self.refresh()

    def _describe(self) -> None:
        dataset = self.session.document.dataset
        kinds = f"{len(dataset.classes)} classes" if dataset.classes else "values"
        self.setAccessibleName("Output")
        sample = domain_of(self.session.document).sample
        self.setAccessibleDescription(f"Output: {kinds}, {counted(len(dataset), sample)}")

    # ---- painting --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Draw the square anew with the next paint."""
        self._stale = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the finished square, then what moves with the pointer."""
        frame = self.frame()
        if self._stale and not on_paper():
            self._scene.draw(self._backdrop(frame))
            self._stale = False
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self.square().contains(QRectF(event.rect())):
                painter.fillRect(event.rect(), theme.current().card)
                axes.paint_numbers(painter, frame, self.axes)
            if on_paper():
                self._scene.paint_on_paper(painter, self._backdrop(frame))
            else:
                painter.drawImage(QPointF(frame.left, frame.top), self._scene.square())
            with clipped(painter, self.square()):
                paint_axes(painter, frame, self.session.hand.symmetry)
                self.driver.tool.paint(painter, frame)
                if not on_paper():
                    self._paint_pointer(painter, frame)
                self._paint_overlays(painter, frame)
                paint_marks(painter, frame, self.session.selection)

    def _backdrop(self, frame: PlaneTransform) -> Backdrop:
        shown, dataset, ratio = self._show, self.session.document.dataset, resolution(self.devicePixelRatioF())
        points = PointsScene(
            dataset,
            self.session.selection.section,
            self.axes,
            frame,
            theme.current(),
            ratio,
            self.shown.value_scale,
            shown["train"],
            shown["test"],
            self.shown.wrong,
            self._selected,
            self.session.selection.value,
            self.session.selection.lit_class,
        )
        picture = None if self.session.problems else self.shown.picture
        faded = self.session.state is TrainerState.DIVERGED
        line = TWO_CLASS_LINE if len(dataset.classes) <= 2 else LINE
        if self.session.problems:
            return Backdrop(picture, faded, line, points)
        if on_paper():
            return Backdrop(picture, faded, line, points, draw_overlays=self.overlays.paint_on_paper)
        return Backdrop(picture, faded, line, points, self.overlays.pictures(frame, ratio))

    def _paint_overlays(self, painter: QPainter, frame: PlaneTransform) -> None:
        if not self.session.problems:
            at = self.pointer
            place = None if at is None or self.driver.busy is not None else frame.to_plane(at.x(), at.y())
            self.overlays.value = self.session.selection.value
            self.overlays.paint_above(painter, frame, self.session.document, place, self.session.selection.section)

    def _paint_pointer(self, painter: QPainter, frame: PlaneTransform) -> None:
        if self.pointer is None:
            return
        tool = self.driver.busy or (self.driver.eraser if self.erasing else self.driver.tool)
        look = look_in_hand(self.session, self.shown.value_scale) if tool.shows_class else None
        value_colour = None if look is None or self.session.document.dataset.classes else QColor(look.mark)
        hand = self.session.hand
        size = hand.reach * frame.unit if tool.outline.is_round else LEAST_RADIUS
        for place in self._ghosts(frame) if tool.repeats else ():
            paint_ghost(painter, place, size)
        paint_ring(painter, self.pointer, size, tool.outline, value_colour)
        if look is not None:
            paint_marker(painter, self.pointer, look, point_radius(frame.side))

    def _ghosts(self, frame: PlaneTransform) -> list[QPointF]:
        """Where the symmetry repeats what happens under the pointer."""
        symmetry = self.session.hand.symmetry
        if self.pointer is None or not symmetry.is_on:
            return []
        place = np.array([frame.to_plane(self.pointer.x(), self.pointer.y())])
        return [QPointF(*at) for at in frame.points_to_screen(symmetry.images(place)[1:]).tolist()]

    # ---- the widget ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a map of the new size."""
        super().resizeEvent(event)
        self._want()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for maps."""
        super().showEvent(event)
        self._want()
        self._repicture()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for none."""
        super().hideEvent(event)
        self.session.want(VIEW)
