"""The Network panel."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Slot

from playground.document.plan import resolve
from playground.document.shape_words import widths_in_words
from playground.training.probes.activations import Activations
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.firing_patches import FiringPatches
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.views.network.actions import LayerActions
from playground.views.network.by_hand.door import TIP, HandDoor
from playground.views.network.describe import layer_words
from playground.views.network.editors import Editors
from playground.views.network.fires_card import FiresCard
from playground.views.network.hit import NOTHING, hit_of_weight
from playground.views.network.inspector import Inspector
from playground.views.network.kernel_card import KernelCard
from playground.views.network.keyboard import Keyboard
from playground.views.network.limit_line import LimitLine
from playground.views.network.menus import Menus
from playground.views.network.mouse import Mouse
from playground.views.network.palette import Palette
from playground.views.network.past import PastNetwork
from playground.views.network.scene import NetworkScene
from playground.views.network.shown import shows_pictures
from playground.views.network.stage import NetworkWithInspector
from playground.widgets.buttons import IconButton, PushButton
from playground.widgets.format import count
from playground.widgets.panel import Panel
from playground.widgets.theme import theme_signals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.layers import Layer
    from playground.session.session import Session
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.network.hit import Hit

MOST_WIDTHS = 9
"""Numbers that the subtitle spells out before it leaves some out."""
PICTURE_STEP = 8


class NetworkView(Panel):
    """Shows the session's network and sends edits to it.

    Attributes:
        by_hand: One step by hand, worked out over the network.
        fires_card: What fires the pinned feature map.
        kernel_card: The numbers of the kernel that a pinned edge carries.
        menus: Of what was right-clicked, and of the button for more.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Network", parent=parent)
        self._session = session
        self.actions_of_layers = LayerActions(session)
        self.scene = NetworkScene(session)
        self.mouse = Mouse(self.scene, session, self.actions_of_layers)
        self.keyboard = Keyboard(self.scene, session, self.actions_of_layers)
        self.inspector = Inspector(session, self.actions_of_layers)
        self.stage = NetworkWithInspector(self.scene, self.inspector)
        self.past = PastNetwork(self.scene, self.stage)
        self.palette_of_kinds = Palette(self)
        self.kernel_card = KernelCard(self.scene, self.actions_of_layers)
        self.fires_card = FiresCard(self.scene, session)
        self.editors = Editors(self.scene, self.actions_of_layers, self.keyboard)
        self.menus = Menus(self.scene, session, self.actions_of_layers)
        self._add = PushButton("Layer", "plus", height=28)
        self._more = IconButton("ellipsis", "More", "More: new weights, copy, paste, output settings")
        self._by_hand = IconButton("sigma", "One step by hand", TIP)
        self.add_slot(self._add)
        self.add_slot(self._by_hand, gap=8)
        self.add_slot(self._more, gap=8)
        self.body.addWidget(self.stage, 1)
        self.limit_line = LimitLine(session)
        self.add(self.limit_line)
        self.by_hand = HandDoor(session, self, self.scene, self._by_hand)
        self._connect()
        self._measure_body()
        self._on_network()
        self._on_state()
        if session.snapshot is not None:
            self._show(session.snapshot)

    def _connect(self) -> None:
        session, scene = self._session, self.scene
        self._add.follow_lock(session.lessons, "add_layer")
        self._by_hand.follow_lock(session.lessons, "by_hand")
        session.network_changed.connect(self._on_network)
        session.turns.join().connect(self._on_neurons_turn)
        session.turns.join().connect(self._on_weights_turn)
        session.state_changed.connect(self._on_state)
        session.selection.layer_changed.connect(self._on_selection)
        session.selection.neuron_changed.connect(self._on_neuron)
        session.selection.lit_weight_changed.connect(self._on_lit_weight)
        session.selection.scale_changed.connect(scene.show_scale)
        session.selection.section_changed.connect(self._request)
        session.selection.picture_changed.connect(self._request)
        self._add.clicked.connect(self._on_add)
        self._more.clicked.connect(self._on_more)
        self.warning_clicked.connect(self._on_warning)
        self.inspector.closed.connect(self._on_close)
        self.palette_of_kinds.chosen.connect(self._on_kind)
        scene.palette_wanted.connect(self._on_palette)
        scene.menu_wanted.connect(self._on_menu)
        scene.editor_wanted.connect(self.editors.open)
        scene.laid_out.connect(self._request)
        theme_signals().changed.connect(self._measure_body)

    # ---- the session says ------------------------------------------------------------------------------------------

    @Slot()
    def _on_network(self) -> None:
        self._show_shape()
        before = {column.uid for column in self.scene.state.layout.columns}
        usual = layer_words(self.actions_of_layers.to_add(len(self._session.document.network)))
        self._add.set_description("Add layer", f"Add layer before the output: {usual}")
        self.scene.show_document()
        self._on_selection()
        new = [layer.uid for layer in self._session.document.network if layer.uid not in before]
        if len(new) == 1:
            self.scene.reveal_column(new[0])

    def _show(self, snapshot: Snapshot) -> None:
        self.scene.show_neurons(snapshot)
        self.scene.show_weights(snapshot)
        self._show_shape()
        self.kernel_card.refresh()
        self.fires_card.refresh()
        self._show_past(snapshot)

    def _show_past(self, snapshot: Snapshot) -> None:
        """The network of then over the one at hand, where they are two."""
        if snapshot.foreign is not None or not self.past.isHidden():
            self.past.show_snapshot(snapshot.foreign, self._session.selection.pinned)
            self._show_shape()

    def _show_shape(self) -> None:
        """Of the network that is seen."""
        snapshot = self._session.snapshot
        then = snapshot if snapshot is None or snapshot.foreign is None else snapshot.foreign
        document = self._session.document if then is None or then is snapshot else then.document
        self.set_subtitle(shape_words(document, pruned_count(document, {} if then is None else then.parameters)))

    @Slot(object)
    def _on_neurons_turn(self, snapshot: Snapshot) -> None:
        if self.isVisible():
            self.scene.show_neurons(snapshot)
            self.fires_card.refresh()

    @Slot(object)
    def _on_weights_turn(self, snapshot: Snapshot) -> None:
        if not self.isVisible():
            return
        self.scene.show_weights(snapshot)
        self._show_shape()
        self.kernel_card.refresh()
        self._show_past(snapshot)

    @Slot()
    def _on_state(self) -> None:
        found = [problem.text for problem in self._session.problems if problem.panel == "network"]
        self.set_warning(found[0] if found else "")

    @Slot()
    def _on_selection(self) -> None:
        self.scene.show_selection()
        uid = self._session.selection.layer
        if uid is not None:
            self.inspector.show_layer(self._session.document, uid)
        self.stage.set_open(uid is not None)
        self.scene.reveal_column(uid)

    @Slot()
    def _on_neuron(self) -> None:
        """Another neuron is pinned or hovered: of a feature map it is shown what fires it."""
        self.scene.show_selection()
        self.fires_card.refresh()
        if self._session.snapshot is not None:
            self._show_past(self._session.snapshot)
        self._request()

    @Slot()
    def _on_lit_weight(self) -> None:
        """Another view speaks of a weight: its edge, else its bias dot, else its unit stands out."""
        lit, state = self._session.selection.lit_weight, self.scene.state
        hit = NOTHING if lit is None else hit_of_weight(self._session.document, state.layout, state.edges, *lit)
        self.scene.point_at(hit)
        is_missed = lit is not None and hit == NOTHING
        self._session.selection.hover(NeuronAddress(lit[0][0], lit[1][0]) if lit is not None and is_missed else None)
        self.scene.reveal_column(None if lit is None else lit[0][0])

    # ---- the person does -------------------------------------------------------------------------------------------

    @Slot()
    def _on_add(self) -> None:
        self.actions_of_layers.add(len(self._session.document.network))

    @Slot()
    def _on_more(self) -> None:
        menu = self.menus.general(self)
        corner = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height()))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    @Slot()
    def _on_warning(self) -> None:
        found = [problem.text for problem in self._session.problems if problem.panel == "network"]
        if found:
            self._session.message_posted.emit(found[0], "refused")

    @Slot()
    def _on_close(self) -> None:
        self._session.selection.select_layer(None)
        self.scene.setFocus()

    @Slot(int, QPoint)
    def _on_palette(self, index: int, at: QPoint) -> None:
        usual = self.actions_of_layers.to_add(index)
        self.palette_of_kinds.open(self.scene, at, index, usual, self._session.document)

    @Slot(int, object)
    def _on_kind(self, index: int, layer: Layer) -> None:
        self.actions_of_layers.add(index, layer)

    @Slot(object, QPoint)
    def _on_menu(self, hit: Hit, at: QPoint) -> None:
        self.menus.for_hit(hit, self).popup(at)

    # ---- what it needs ---------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for pictures; show what has come meanwhile."""
        super().showEvent(event)
        self.by_hand.set_seen(True)
        self._request()
        if self._session.snapshot is not None:
            self._show(self._session.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for none."""
        super().hideEvent(event)
        self.by_hand.set_seen(False)
        self._session.want("network")

    @Slot()
    def _request(self) -> None:
        """What units make of the picture at hand; else maps as large as neurons are, in device pixels.

        They are rounded up, so that small changes ask for nothing.
        """
        if not self.isVisible():
            return
        picture = self._session.selection.picture
        if shows_pictures(self._session.document):
            asked: list[Request[object]] = []
            if picture is not None:
                asked.append(Activations(tuple(picture.reshape(-1).tolist())))
            selection, state = self._session.selection, self.scene.state
            maps = tuple(one for one in (selection.pinned, selection.hovered) if one is not None and state.is_map(one))
            if maps:
                asked.append(FiringPatches(tuple(dict.fromkeys(maps))))
            self._session.want("network", *asked)
            return
        side = self.scene.state.layout.thumbnail * self.devicePixelRatioF()
        self._session.want(
            "network", UnitMaps(ceil(side / PICTURE_STEP) * PICTURE_STEP, self._session.selection.section)
        )

    @Slot()
    def _measure_body(self) -> None:
        """The scene has margins of its own."""
        self.body.setContentsMargins(0, 0, 0, 0)


def pruned_count(document: Document, parameters: Mapping[Key, NDArray[np.floating]]) -> int:
    """How many weights are pruned: those that are zero where zeros stay.

    Args:
        document: What is trained.
        parameters: By key.
    """
    if not document.training.keeps_zeros:
        return 0
    weights = [slot.key for slot in resolve(document).layout.parameters if slot.role == "weight"]
    return sum(int(np.count_nonzero(parameters[key] == 0.0)) for key in weights if key in parameters)


def shape_words(document: Document, pruned: int = 0) -> str:
    """The shape, "2 → 8 → 8 → 1 · 105 parameters"; the middle of a deep network is left out.

    Args:
        document: The network.
        pruned: How many of the parameters are; then "29 of 105 parameters".
    """
    plan = resolve(document)
    units = widths_in_words(document)
    if len(units) > MOST_WIDTHS:
        units = [*units[:4], "…", *units[-3:]]
    deep = f" · {len(document.network)} layers" if len(document.network) + 2 > MOST_WIDTHS else ""
    left = f"{plan.parameter_count - pruned:,} of " if pruned else ""
    return f"{' → '.join(units)}{deep} · {left}{count(plan.parameter_count, 'parameter')}"
