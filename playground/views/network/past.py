"""The network of a moment that had other layers, over the one at hand: to be looked at, not to be edited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSizeF
from PySide6.QtWidgets import QWidget

from playground.training.probes.firing_patches import FiringPatches
from playground.views.network.card_painter import paint_cards
from playground.views.network.fires_painter import fires_layout, fires_title, paint_fires
from playground.views.network.kernel_painter import paint_kernels
from playground.views.network.layout import CARD_TOP
from playground.views.network.neuron_painter import paint_neurons
from playground.views.network.overlay_painter import paint_edges
from playground.views.network.pictures import drawn_units
from playground.views.network.state import SceneState
from playground.widgets.control import smooth_painter
from playground.widgets.format import integer
from playground.widgets.text import CENTRE, draw_text
from playground.widgets.theme import current, pxf, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent

    from playground.training.probes.addresses import NeuronAddress
    from playground.training.snapshots.snapshot import Snapshot

WORDS = "The network of epoch {}. Continue from here brings its layers back"
SHORT_WORDS = "Layers of epoch {}"
NO_MAP = ". The pinned map was not there"
_ROW, MARGIN = 22, 8


class PastNetwork(QWidget):
    """Covers the scene, which cannot be used meanwhile, as long as there is such a moment.

    Attributes:
        state: What is drawn; None while there is no such moment.
    """

    def __init__(self, scene: QWidget, stage: QWidget) -> None:
        super().__init__(stage)
        self._scene = scene
        self._snapshot: Snapshot | None = None
        self._pinned: NeuronAddress | None = None
        self.state: SceneState | None = None
        self.setAccessibleName("The network as it was")
        self.hide()
        scene.installEventFilter(self)
        theme_signals().changed.connect(self._lay_out)

    def show_snapshot(self, snapshot: Snapshot | None, pinned: NeuronAddress | None = None) -> None:
        """Show the network of a snapshot that tells of itself alone; None for none.

        Args:
            snapshot: Its parameters, pictures and patches are those of then.
            pinned: Of this feature map is shown what fired it then.
        """
        if snapshot is self._snapshot and pinned == self._pinned:
            return
        self._snapshot, self._pinned = snapshot, pinned
        self._scene.setEnabled(snapshot is None)
        self._lay_out()
        self.setVisible(snapshot is not None)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the scene."""
        if watched is self._scene and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._lay_out()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As the scene, without what can be clicked; where it does not fit, smaller."""
        state, snapshot = self.state, self._snapshot
        if state is None or snapshot is None:
            return
        with smooth_painter(self) as painter:
            painter.fillRect(self.rect(), current().card)  # cards and scroll bars of the scene are not of then
            row = QRectF(0.0, self.height() - pxf(_ROW), self.width(), pxf(_ROW))
            draw_text(painter, row, self._words(state, snapshot), "label", current().ink2, CENTRE)
            scale = min(self.width() / max(state.layout.width, 1.0), 1.0)
            painter.save()
            painter.translate(0.0, (1.0 - scale) * self.height() / 2)
            painter.scale(scale, scale)
            paint_cards(painter, state)
            paint_edges(painter, state, None)
            paint_kernels(painter, state)
            paint_neurons(painter, state)
            painter.restore()
            self._paint_fires(painter, state, snapshot)

    def _paint_fires(self, painter: QPainter, state: SceneState, snapshot: Snapshot) -> None:
        """What fired the pinned map, over the lower rim; empty wells until that is known."""
        if self._pinned is None or not state.is_map(self._pinned):
            return
        found, title = snapshot.get(FiringPatches) or {}, fires_title(state.layout, self._pinned)
        layout = fires_layout(self.width() - 2 * pxf(MARGIN))
        painter.translate(pxf(MARGIN), max(self.height() - pxf(_ROW) - layout.size(title).height(), pxf(CARD_TOP)))
        paint_fires(painter, layout, title, found.get(self._pinned))

    def _words(self, state: SceneState, snapshot: Snapshot) -> str:
        words = WORDS if self.width() >= pxf(400) else SHORT_WORDS
        is_missing = self._pinned is not None and not state.is_map(self._pinned)
        return words.format(integer(snapshot.epoch)) + (NO_MAP if is_missing else "")

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Geometry and pictures anew."""
        self.setGeometry(self._scene.geometry())
        snapshot = self._snapshot
        if snapshot is None:
            self.state = None
            return
        room = QSizeF(self.width(), max(self.height() - pxf(_ROW), 1.0))
        state = self.state = SceneState(snapshot.document, room)
        columns = tuple(replace(column, steps=False) for column in state.layout.columns)
        state.layout = replace(state.layout, columns=columns, gaps=())
        state.size = QSizeF(max(state.layout.width, room.width()), room.height())
        state.pinned_neuron = self._pinned
        state.take(snapshot)
        ratio = self.devicePixelRatioF()
        state.pictures.take(snapshot, current(), drawn_units(state.layout, ratio))
        self.update()
