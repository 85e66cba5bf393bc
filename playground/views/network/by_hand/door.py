"""Opens one step by hand in the network panel when it is first asked for, and closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.views.network.by_hand.mode import HandMode
    from playground.views.network.by_hand.stages import HandStage
    from playground.views.network.by_hand.strip import HandStrip
    from playground.views.network.hit import Hit
    from playground.views.network.scene import NetworkScene
    from playground.widgets.buttons import IconButton
    from playground.widgets.panel import Panel

TIP = (
    "One step by hand (Ctrl+Shift+B)\n"
    "Forwards, the loss, backwards by the chain rule, and the step of each weight, with their numbers; pauses training"
)


class HandDoor(QObject):
    """What the mode is made of is made when it is first switched on.

    Attributes:
        mode: None before.
        strip: None before.
    """

    def __init__(self, session: Session, panel: Panel, scene: NetworkScene, button: IconButton) -> None:
        super().__init__(panel)
        self._session, self._panel, self._scene, self._button = session, panel, scene, button
        self.mode: HandMode | None = None
        self.strip: HandStrip | None = None
        self._revealed: HandStage | None = None
        session.selection.by_hand_changed.connect(self._on_changed)
        scene.pointed.connect(self._on_pointed)
        button.clicked.connect(self._toggle)

    def set_seen(self, seen: bool) -> None:
        """The panel is shown, or hidden."""
        if self.mode is not None:
            self.mode.set_seen(seen)

    @Slot()
    def _toggle(self) -> None:
        selection = self._session.selection
        selection.work_by_hand(on=not selection.by_hand)

    @Slot()
    def _on_changed(self) -> None:
        is_on = self._session.selection.by_hand
        self._button.set_lit(is_on)
        mode, strip = self._made()
        strip.setVisible(is_on)
        mode.set_seen(self._panel.isVisible())
        if is_on:
            mode.begin()
            self._scene.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            mode.end()
        self._scene.update()

    @Slot()
    def _on_pointed(self) -> None:
        if self.mode is not None and not self.mode.checks:  # one looks at weights while one reckons
            self._ask(self._scene.state.hover)

    @Slot()
    def _on_clicked(self) -> None:
        """A unit, or a connection, is pinned: it is asked for even while sums are checked."""
        self._ask(self._scene.state.hover)

    @Slot()
    def _on_mode(self) -> None:
        """Another stage is about another column, which is to be seen."""
        mode = self.mode
        if mode is not None and mode.is_on and mode.here != self._revealed:
            self._revealed = mode.here
            self._scene.reveal_column(mode.here.uid)
        self._scene.update()

    def _ask(self, hit: Hit) -> None:
        mode = self.mode
        if mode is None or not mode.is_on or mode.update is None:
            return
        from playground.views.network.by_hand.pointing import asked_at  # noqa: PLC0415 - made when it is asked for

        asked = asked_at(self._scene.state, mode.update, hit)
        if asked is not None:
            mode.ask(asked)

    def _made(self) -> tuple[HandMode, HandStrip]:
        if self.mode is None or self.strip is None:
            from playground.views.network.by_hand.keys import HandKeys  # noqa: PLC0415 - made when it is asked for
            from playground.views.network.by_hand.mode import HandMode  # noqa: PLC0415 - made when it is asked for
            from playground.views.network.by_hand.painter import HandPainter  # noqa: PLC0415 - made when it is asked for
            from playground.views.network.by_hand.strip import HandStrip  # noqa: PLC0415 - made when it is asked for

            self.mode = HandMode(self._session, self)
            self.strip = HandStrip(self._session, self.mode, self._panel)
            self.strip.hide()
            HandKeys(self.mode, self._scene, *self.strip.buttons)
            self._scene.painters_above.append(HandPainter(self.mode).paint)
            self.mode.changed.connect(self._on_mode)
            self._panel.add(self.strip)
            self._scene.edge_pinned.connect(self._on_clicked)
            self._session.selection.neuron_pinned.connect(self._on_clicked)
        return self.mode, self.strip
