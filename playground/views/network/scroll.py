"""What shows and scrolls a network that is wider than its panel: an arrow at either side, and a bar below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QScrollBar, QWidget

from playground.widgets.buttons import IconButton
from playground.widgets.format import count
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.views.network.state import SceneState

SIDE, BAR = 28, 8
WAYS = "Shift and the wheel, or dragging the background, scroll too; a double click on Network gives it the window"
STEP, PAGE = 0.2, 0.7
"""Of what is seen: how far an arrow key on the bar and a press of an arrow button go."""


class ScrollAids(QObject):
    """Children of the scene, seen only where there is more of it than fits."""

    def __init__(self, scene: QWidget, state: SceneState, pan_to: Callable[[float], None]) -> None:
        super().__init__(scene)
        self._scene, self._state, self._pan_to = scene, state, pan_to
        self.back = IconButton("chevron-left", "Scroll left", side=SIDE, parent=scene)
        self.on = IconButton("chevron-right", "Scroll right", side=SIDE, parent=scene)
        self.bar = QScrollBar(Qt.Orientation.Horizontal, scene)
        self.bar.setAccessibleName("Scroll the network")
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.valueChanged.connect(self._on_bar)
        self.back.clicked.connect(self._on_back)
        self.on.clicked.connect(self._on_on)

    def place(self) -> None:
        """Follow the scene: where it stands, how much there is of it, how large it is."""
        scene, state = self._scene, self._state
        most, width = round(state.most_offset), max(scene.width(), 1)
        side, bar = px(SIDE), px(BAR)
        middle = (scene.height() - side) // 2
        self.back.move(px(2), middle)
        self.on.move(scene.width() - side - px(2), middle)
        self.bar.setGeometry(px(12), scene.height() - bar, max(scene.width() - px(24), 1), bar)
        self.bar.blockSignals(True)
        self.bar.setRange(0, most)
        self.bar.setPageStep(width)
        self.bar.setSingleStep(max(round(STEP * width), 1))
        self.bar.setValue(round(state.offset))
        self.bar.blockSignals(False)
        self.bar.setVisible(most > 0)
        self.back.setVisible(state.offset > 0)
        self.on.setVisible(round(state.offset) < most)
        for button, beyond in zip((self.back, self.on), state.beyond, strict=True):
            more = f": {count(beyond, 'more column')}" if beyond else ""
            button.setToolTip(f"{button.accessibleName()}{more}\n{WAYS}")

    @Slot(int)
    def _on_bar(self, value: int) -> None:
        self._pan_to(float(value))

    @Slot()
    def _on_back(self) -> None:
        self._pan_to(self._state.offset - PAGE * self._scene.width())

    @Slot()
    def _on_on(self) -> None:
        self._pan_to(self._state.offset + PAGE * self._scene.width())
