"""The body of the panel: the network, and beside it the inspector, which slides in and takes its share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QSize, QVariantAnimation
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.network import layout as geometry
from playground.views.network.inspector import WIDTH
from playground.widgets.theme import duration, px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from playground.views.network.inspector import Inspector
    from playground.views.network.scene import NetworkScene

SLIDE_MS = 160
MARGIN = 12


class NetworkWithInspector(QWidget):
    """Re-fits the network into what the inspector leaves, so that it never covers an edge."""

    def __init__(self, scene: NetworkScene, inspector: Inspector) -> None:
        super().__init__()
        self._scene, self._inspector = scene, inspector
        for part in (scene, inspector):
            part.setParent(self)
        inspector.hide()
        self._share = 0.0
        self._target = 0.0
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._on_slide)
        self._slide.finished.connect(self._place)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As on the drawing board."""
        return QSize(px(744), px(404))

    def minimumSizeHint(self) -> QSize:
        """The inspector and some of the network."""
        return QSize(px(WIDTH + 160), px(160))

    def set_open(self, is_open: bool) -> None:
        """Slide the inspector in or out."""
        target = 1.0 if is_open else 0.0
        if target == self._target:
            self._place()
            return
        self._target = target
        self._slide.stop()
        ms = duration(SLIDE_MS) if self.isVisible() else 0
        if ms == 0:
            self._share = target
            self._place()
            return
        self._slide.setDuration(ms)
        self._slide.setStartValue(self._share)
        self._slide.setEndValue(target)
        self._slide.start()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Re-fit."""
        self._place()

    def _on_slide(self, share: float) -> None:
        self._share = float(share)
        self._place()

    def _place(self) -> None:
        taken = round(self._share * px(WIDTH + MARGIN))
        self._scene.setGeometry(0, 0, max(self.width() - taken, 1), self.height())
        self._inspector.setVisible(self._share > 0.0)
        room = self.height() - px(geometry.CARD_TOP) - px(geometry.BOTTOM)
        height = min(self._inspector.height_wanted(), room)
        self._inspector.setGeometry(self.width() - taken, px(geometry.CARD_TOP), px(WIDTH), height)
