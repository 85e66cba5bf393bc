"""What fires the pinned feature map: patches of the training pictures that it answers most; a click shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from playground.views.network import layout as geometry
from playground.views.network.fires_painter import SAME, FiresLayout, fires_layout, fires_title, paint_fires
from playground.widgets.buttons import IconButton
from playground.widgets.control import smooth_painter
from playground.widgets.format import with_sign
from playground.widgets.paper import on_paper
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

    from playground.session.session import Session
    from playground.training.probes.addresses import NeuronAddress
    from playground.training.probes.firing_patches import FiringPatch, StrongestPatches
    from playground.views.network.scene import NetworkScene

MARGIN = 8
TIP = "Click shows this picture everywhere (Enter)"
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
SHOWS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FiresCard(QWidget):
    """Over the lower rim of the scene, for as long as a feature map is pinned.

    Attributes:
        place: Of the patch under the pointer or the keyboard's cursor, 0 for the strongest.
    """

    def __init__(self, scene: NetworkScene, session: Session) -> None:
        super().__init__(scene)
        scene.cards.append(self)
        self._scene, self._session = scene, session
        self._shown: StrongestPatches | None = None
        self._places = FiresLayout()
        self._marks: list[int] = []
        self._pointed = False
        self._picture = QPixmap()
        self.place = 0
        self._close = IconButton("x", "Close", "Close (Esc)", side=20, parent=self)
        self._close.clicked.connect(self._on_close)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.hide()
        session.selection.picture_changed.connect(self._mark)
        scene.laid_out.connect(self.refresh)
        scene.edge_pinned.connect(self.refresh)
        theme_signals().changed.connect(self._restyle)

    @property
    def address(self) -> NeuronAddress | None:
        """The pinned feature map; None while none is."""
        return self._scene.state.pinned_map

    @property
    def patches(self) -> tuple[FiringPatch, ...]:
        """Those that are shown, the strongest first."""
        return () if self._shown is None else self._shown.patches

    def patch_rect(self, place: int) -> QRectF:
        """Where a patch is, without its number."""
        return self._places.patch_rect(place)

    @Slot()
    def refresh(self) -> None:
        """Follow the pinned map, what fires it, and the size of the scene."""
        address = self.address
        if address is None:
            self._shown = None
            self.hide()
            return
        found = self._scene.state.fires.get(address)
        if self.isVisible() and found is self._shown and found is not None and self._is_in_place():
            return
        self._shown = found
        self.place = min(self.place, max(len(self.patches) - 1, 0))
        self._lay_out()
        self._tell()
        self.show()
        self.raise_()
        self._repaint()

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """From a picture: the scene beneath is painted far more often than the patches change."""
        if self._picture.isNull() and not on_paper():
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap((QSizeF(self.size()) * ratio).toSize())
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with smooth_painter(self._picture) as painter:
                self._paint(painter)
        with smooth_painter(self) as painter:
            if on_paper():
                self._paint(painter)
            else:
                painter.drawPixmap(0, 0, self._picture)

    def _paint(self, painter: QPainter) -> None:
        self._marks = self._marked()
        paint_fires(painter, self._places, self._title(), self._shown, self._marks)

    def _marked(self) -> list[int]:
        return [place for place in range(len(self.patches)) if self._is_marked(place)]

    def _is_marked(self, place: int) -> bool:
        """Whether it is of the picture at hand, or the pointer or the keyboard's cursor is on it."""
        is_at_hand = self.patches[place].sample == self._session.selection.picture_row
        return is_at_hand or (place == self.place and (self._pointed or self.hasFocus()))

    @Slot()
    def _mark(self) -> None:
        """Another picture is at hand. Painting the card paints the network beneath, so a stroke on the pad must not."""
        if self._marked() != self._marks:
            self._repaint()

    @Slot()
    def _repaint(self) -> None:
        """Something else is to be seen."""
        self._picture = QPixmap()
        self.update()

    # ---- mouse and keys --------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The picture under the pointer lights up everywhere."""
        self._point_at(self._place_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the picture that was clicked."""
        place = self._place_at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self._point_at(place)
            self.show_picture()

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which patch the keys are at."""
        super().focusInEvent(event)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self._repaint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from patch to patch, Enter shows a picture, Escape closes."""
        key = Qt.Key(event.key())
        if key in STEPS and self.patches:
            self.place = min(max(self.place + STEPS[key], 0), len(self.patches) - 1)
            self._tell()
            self._repaint()
        elif key in SHOWS:
            self.show_picture()
        elif key == Qt.Key.Key_Escape:
            self._on_close()
        else:
            super().keyPressEvent(event)

    def show_picture(self) -> None:
        """Have the picture of the patch at hand in every view."""
        count = len(self._session.document.dataset)
        if self.place < len(self.patches) and self.patches[self.place].sample < count:
            self._session.selection.select_points(np.arange(count) == self.patches[self.place].sample)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """In one row, or in three where the scene is narrow; at the left of the numbers of a pinned kernel."""
        others = [card.width() for card in self._scene.cards if card is not self and card.isVisible()]
        room = self._scene.width() - sum(wide + px(MARGIN) for wide in others) - 2 * px(MARGIN)
        self._places = fires_layout(room)
        size = self._places.size(self._title())
        top = max(self._scene.height() - round(size.height()) - px(MARGIN), px(geometry.CARD_TOP))
        self.setGeometry(px(MARGIN), top, round(size.width()), round(size.height()))
        close = self._close.sizeHint()
        self._close.setGeometry(self.width() - close.width() - px(4), px(4), close.width(), close.height())

    def _is_in_place(self) -> bool:
        before = self.geometry()
        self._lay_out()
        return before == self.geometry()

    def _place_at(self, at: QPointF) -> int | None:
        found = (place for place in range(len(self.patches)) if self.patch_rect(place).contains(at))
        return next(found, None)

    def _point_at(self, place: int | None) -> None:
        self._pointed = place is not None
        self.place = self.place if place is None else place
        self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)
        self._session.selection.light(None if place is None else self.patches[place].sample)
        self._tell()
        self._repaint()

    @Slot()
    def _restyle(self) -> None:
        self._repaint()
        self.refresh()

    @Slot()
    def _on_close(self) -> None:
        self._session.selection.pin(self._session.selection.pinned)
        self._scene.setFocus(Qt.FocusReason.OtherFocusReason)

    def _title(self) -> str:
        address = self.address
        return "" if address is None else fires_title(self._scene.state.layout, address)

    def _tell(self) -> None:
        """The patch at hand, in words, for screen readers and as a tooltip."""
        data, title = self._session.document.dataset, self._title()
        if self._shown is None or not self.patches:
            self.setAccessibleName(title if self._shown is None else f"{title}: {SAME}")
            self.setToolTip(title if self._shown is None else SAME)
            return
        patch = self.patches[self.place]
        of_class = ""
        if patch.sample < len(data) and data.classes:
            of_class = f", {data.classes[int(data.targets[patch.sample])].name}"
        words = f"Training picture {patch.sample + 1}{of_class}: {with_sign(patch.value, 3)}"
        where = f"row {patch.row + 1}, column {patch.column + 1} of the map"
        self.setAccessibleName(f"{title}, {self.place + 1} of {len(self.patches)}. {words} at {where}")
        about = f"The strongest of {self._shown.pictures:,} training pictures, each once"
        self.setToolTip(f"{words}\nat {where}\n{TIP}" if self._pointed else f"{title}\n{about}")
