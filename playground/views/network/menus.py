"""What a right click, and the panel's own menu, offer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from playground.document.continuity import cost_of_delete, cost_of_move
from playground.document.edits_network import change_layer
from playground.document.model import INPUT_UID, OUTPUT_UID, inputs_of
from playground.document.network_presets import presets_for
from playground.document.plan import resolve
from playground.layers import Dense
from playground.layers.dense import ACTIVATION_TITLES
from playground.session.preset_choice import preset_size, use_preset
from playground.session.pruning import PRUNE_HINT, SHARES, prune, prune_refusal, prune_text
from playground.views.network.hit import Hit, Part
from playground.views.network.shown import shows_pictures
from playground.views.network.traits import COUNTED, counted_field, has_units
from playground.widgets.icons import icon
from playground.widgets.lockable import lock_entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from playground.layers import Layer
    from playground.session.session import Session
    from playground.views.network.actions import LayerActions
    from playground.views.network.scene import NetworkScene


SCALE_TIP = (
    "Neurons of a layer can be compared by strength; off, each has a scale of its own, and none is left dark\n"
    "The scale is in a neuron's tooltip"
)
SKIPS_TIP = (
    "Every layer, and the output, also sees the inputs and all units before the layer before it\n"
    "New weights begin at 0, so that nothing changes at once"
)


class Menus:
    """Makes menus; each lives until it is closed."""

    def __init__(self, scene: NetworkScene, session: Session, actions: LayerActions) -> None:
        self._scene, self._session, self._actions = scene, session, actions

    def for_hit(self, hit: Hit, parent: QWidget) -> QMenu:
        """The menu of what was right-clicked."""
        menu = _menu(parent)
        match hit.part:
            case Part.TITLE | Part.CARD | Part.NUMBER | Part.LESS | Part.COUNT | Part.MORE if hit.uid > OUTPUT_UID:
                self._layer(menu, hit.uid)
            case Part.NEURON | Part.INPUT_OFF:
                self._neuron(menu, hit)
            case Part.EDGE | Part.BIAS:
                self._number(menu, hit)
            case Part.PLUS:
                self._gap(menu, hit.index)
            case _:
                self.fill_general(menu)
        return menu

    def general(self, parent: QWidget) -> QMenu:
        """The panel's own menu."""
        menu = _menu(parent)
        self.fill_general(menu)
        return menu

    def fill_general(self, menu: QMenu) -> None:
        """New weights; the selected layer; the output."""
        uid = self._session.selection.layer
        uid = uid if uid is not None and uid > OUTPUT_UID else None
        anew = _add(menu, "New weights", "dice", self._session.new_weights)
        lock_entry(anew, self._session.lessons, "new_weights")
        self._presets(menu)
        self._pruning(menu)
        menu.addSeparator()
        copy = _add(menu, "Copy layer", "copy", lambda: self._actions.copy(uid or 0), "Ctrl+C")
        copy.setEnabled(uid is not None)
        end = len(self._session.document.network) if uid is None else self._actions.place(uid) + 1
        paste = _add(menu, "Paste layer", "clipboard", lambda: self._actions.paste(end), "Ctrl+V")
        paste.setEnabled(self._actions.can_paste())
        delete = _add(menu, "Delete layer", "trash", lambda: self._actions.delete(uid or 0), "Delete")
        delete.setEnabled(uid is not None)
        chosen = resolve(self._session.document).layer(uid) if uid is not None else None
        delete.setToolTip(cost_of_delete(chosen) if chosen is not None else "")
        menu.addSeparator()
        self._activations(menu)
        self._skips(menu)
        if not shows_pictures(self._session.document):  # whose maps have one scale a layer
            self._scale(menu)
        select = self._session.selection.select_layer
        _add(menu, "Output settings", "settings", lambda: select(OUTPUT_UID))

    def _scale(self, menu: QMenu) -> None:
        selection = self._session.selection
        shared = menu.addAction("One colour scale per layer")
        shared.setToolTip(SCALE_TIP)
        shared.setCheckable(True)
        shared.setChecked(selection.common_scale)
        shared.toggled.connect(lambda on: selection.share_scale(on=on))
        lock_entry(shared, self._session.lessons, "common_scale")

    def _activations(self, menu: QMenu) -> None:
        """All layers at once; of a deep network one by one they are many clicks."""
        of_layers = {getattr(layer, "activation", "") for layer in self._session.document.network} - {""}
        choices = menu.addMenu(icon("spline"), "Activation of all layers")
        choices.setEnabled(bool(of_layers))
        for name, title in ACTIVATION_TITLES.items():
            entry = choices.addAction(title)
            entry.setCheckable(True)
            entry.setChecked(of_layers == {name})
            entry.triggered.connect(partial(self._actions.set_activations, name))

    def _skips(self, menu: QMenu) -> None:
        dense = [layer for layer in self._session.document.network if isinstance(layer, Dense)]
        skips = menu.addAction("Skips from every earlier layer")
        skips.setToolTip(SKIPS_TIP)
        skips.setCheckable(True)
        skips.setChecked(bool(dense) and all(layer.skip for layer in dense))
        skips.setEnabled(bool(dense))
        skips.toggled.connect(self._actions.set_skips)

    def _presets(self, menu: QMenu) -> None:
        session, presets = self._session, menu.addMenu(icon("network"), "Presets")
        presets.setToolTipsVisible(True)
        for preset in presets_for(session.document):
            text = f"{preset.title} ({preset_size(session.document, preset)})"
            entry = _add(presets, text, "network", partial(use_preset, session, preset))
            entry.setToolTip(preset.summary)
            lock_entry(entry, session.lessons, f"preset_{preset.name}")

    def _pruning(self, menu: QMenu) -> None:
        session, pruning = self._session, menu.addMenu(icon("scissors"), "Prune")
        pruning.setToolTipsVisible(True)
        refusal = prune_refusal(session)
        for share in SHARES:
            action = _add(pruning, prune_text(share), "scissors", partial(prune, session, share))
            action.setToolTip(refusal or PRUNE_HINT)
            action.setEnabled(not refusal)
            lock_entry(action, session.lessons, f"prune_{round(100 * share)}")

    def _layer(self, menu: QMenu, uid: int) -> None:
        layer = resolve(self._session.document).layer(uid)
        if layer is None:
            return
        place, last = self._actions.place(uid), len(self._session.document.network) - 1
        _add(menu, "Settings", "settings", lambda: self._session.selection.select_layer(uid), "Enter")
        if has_units(layer):
            count = Hit(Part.COUNT, uid)
            field = counted_field(layer)
            words, one = f"Type the number of {field}…", COUNTED[field]
            _add(menu, words, "pencil", lambda: self._scene.editor_wanted.emit(count), "F2")
            _add(menu, f"Add {one}", "plus", lambda: self._actions.change_units(uid, 1), "+")
            _add(menu, f"Remove {one}", "minus", lambda: self._actions.change_units(uid, -1), "−")
        freeze = "Unfreeze" if layer.frozen else "Freeze"
        _add(menu, freeze, "lock-open" if layer.frozen else "lock", lambda: self._freeze(layer))
        menu.addSeparator()
        _add(menu, "Duplicate", "copy", lambda: self._actions.duplicate(uid), "Ctrl+D")
        _add(menu, "Copy", "clipboard", lambda: self._actions.copy(uid), "Ctrl+C")
        paste = _add(menu, "Paste after", "clipboard", lambda: self._actions.paste(place + 1), "Ctrl+V")
        paste.setEnabled(self._actions.can_paste())
        left = _add(menu, "Move left", "arrow-left", lambda: self._actions.move(uid, place - 1))
        right = _add(menu, "Move right", "arrow-right", lambda: self._actions.move(uid, place + 2))
        left.setEnabled(place > 0)
        right.setEnabled(place < last)
        left.setToolTip(cost_of_move(self._session.document, uid, place - 1))
        right.setToolTip(cost_of_move(self._session.document, uid, place + 1))
        menu.addSeparator()
        delete = _add(menu, "Delete", "trash", lambda: self._actions.delete(uid), "Delete")
        delete.setToolTip(cost_of_delete(layer))

    def _neuron(self, menu: QMenu, hit: Hit) -> None:
        if hit.uid == INPUT_UID and not shows_pictures(self._scene.state.document):
            known = inputs_of(self._scene.state.document)
            on = hit.part is Part.NEURON
            text = f"Switch {'off' if on else 'on'} {list(known.values())[hit.index].label}"
            _add(menu, text, "power", lambda: self._actions.toggle_input(hit.index))
        address = self._scene.state.address(hit)
        if address is not None and not shows_pictures(self._scene.state.document):
            pinned = address == self._session.selection.pinned
            words = "Unpin from the output" if pinned else "Show in the output"
            _add(menu, words, "pin-off" if pinned else "pin", lambda: self._session.selection.pin(address))
        if self._scene.state.bias(hit.uid, hit.index) is not None:
            bias = Hit(Part.BIAS, hit.uid, hit.index)
            _add(menu, "Type the bias…", "pencil", lambda: self._scene.editor_wanted.emit(bias), "F2")

    def _number(self, menu: QMenu, hit: Hit) -> None:
        handle = self._scene.state.handle(hit)
        if handle is None:
            return
        _add(menu, "Type a value…", "pencil", lambda: self._scene.editor_wanted.emit(hit), "F2")
        _add(menu, "Set to 0", "x", lambda: self._actions.set_value(handle, 0.0), "Delete")
        _add(menu, "Flip the sign", "flip-horizontal-2", lambda: self._actions.set_value(handle, -handle.value))

    def _gap(self, menu: QMenu, index: int) -> None:
        add = _add(menu, "Add layer…", "plus", lambda: self._scene.open_palette(index))
        lock_entry(add, self._session.lessons, "add_layer")
        paste = _add(menu, "Paste layer here", "clipboard", lambda: self._actions.paste(index), "Ctrl+V")
        paste.setEnabled(self._actions.can_paste())

    def _freeze(self, layer: Layer) -> None:
        verb = "Unfreeze" if layer.frozen else "Freeze"
        text = f"{verb} {self._actions.title(layer.uid)}"
        self._session.edit(text, lambda document: change_layer(document, layer.uid, frozen=not layer.frozen))


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    return menu


def _add(menu: QMenu, text: str, icon_name: str, act: Callable[[], object], keys: str = "") -> QAction:
    """One entry; the keys are shown, and handled where the focus is."""
    action = menu.addAction(icon(icon_name), f"{text}\t{keys}" if keys else text)
    action.setToolTip("")  # Qt would repeat the text
    action.triggered.connect(lambda _checked: act())
    return action
