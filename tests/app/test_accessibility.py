"""What a screen reader meets: every thing that can be worked has a name, a role, a value and an action."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QMenu, QWidget

from playground.app.actions import show_states
from playground.app.command_palette import CommandPalette
from playground.app.docks import DOCKS
from playground.app.recovery_dialog import RecoveryDialog
from playground.document.data_operations import DATA_OPERATIONS
from playground.interop.image_files import FoundImage
from playground.storage.project import Project
from playground.storage.recovery_store import About, RecoveryStore, abandoned
from playground.widgets.choice import ChoiceButton
from playground.widgets.popover import Popover

WAIT_MS = 60_000
Role, Text = QAccessible.Role, QAccessible.Text
SWITCHES = {Role.CheckBox, Role.RadioButton}
PRESSED = SWITCHES | {Role.Button, Role.ComboBox}
VALUED = {Role.ComboBox, Role.SpinBox, Role.Slider}
WORKED = PRESSED | VALUED | {Role.EditableText, Role.List, Role.Table, Role.Canvas, Role.ListItem}
HANDLERS = {"mousePressEvent", "mouseReleaseEvent", "keyPressEvent"}
NO_CONTROL = {"_Grip", "EmptyState", "MessageBar", "ProgressBar", "Popover", "CommandPalette", "Stage"}
"""They move a panel, let strokes through, or listen to Escape: what is worked in them is theirs to name."""


def walk(asked):
    """An interface and all that is visible in it, with the widget that it stands for or lies in."""
    widget = asked.object()
    if isinstance(widget, QWidget) and not widget.isVisible():
        return
    yield asked
    for index in range(asked.childCount()):
        child = asked.child(index)
        if child is not None and child.isValid():
            yield from walk(child)


def is_worked(asked):
    """Whether a hand or a key does something to it: by its role, or because its class handles them itself."""
    widget = asked.object()
    if asked.role() in WORKED:
        return True
    if not isinstance(widget, QWidget) or isinstance(widget, (QAbstractScrollArea, QMenu, QDialog)):
        return False
    ours = [cls for cls in type(widget).__mro__ if cls.__module__.startswith("playground")]
    handles = any(HANDLERS & vars(cls).keys() for cls in ours)
    return handles and type(widget).__name__ not in NO_CONTROL


def faults(asked):
    """What is missing, in words."""
    role, state = asked.role(), asked.state()
    actions = asked.actionInterface().actionNames() if asked.actionInterface() is not None else []
    if not asked.text(Text.Name):
        yield "name"
    if role in (Role.Client, Role.NoRole):
        yield "role"
    if role in VALUED and not asked.text(Text.Value):
        yield "value"
    if role in SWITCHES and not state.checkable:
        yield "state"
    if role in PRESSED and not state.disabled and not {"Press", "Toggle", "ShowMenu"} & set(actions):
        yield "action"
    if role in (Role.SpinBox, Role.Slider) and asked.valueInterface() is None:
        yield "settable value"


def missing(widget):
    """A line for each thing in a widget that can be worked and lacks something."""
    asked = QAccessible.queryAccessibleInterface(widget)
    return [
        f"{type(one.object()).__name__} {one.role().name} {one.text(Text.Name)!r}: {fault}"
        for one in walk(asked)
        if is_worked(one)
        for fault in faults(one)
    ]


@pytest.mark.parametrize("source", ["spiral", "ripple"])
def test_everything_in_the_window_has_name_role_value_and_action(make_window, source):
    window = make_window(source)
    layers = window.session.document.network
    window.session.selection.select_layer(layers[0].uid)
    for key in DOCKS:
        window.docks[key].show()
        window.docks[key].raise_()
        QApplication.processEvents()
        assert not missing(window)


def test_popovers_and_open_lists_too(window, qtbot):
    bar, output = window.top_bar, window.docks["output"].widget()
    buttons = [bar.more, output.overlays, output.options.symmetry, output.hand_button]
    buttons += [one for one in window.findChildren(ChoiceButton) if one.isVisible()]
    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        popover = next(one for one in window.findChildren(Popover) if one.is_open())
        assert not missing(popover), button.accessibleName()
        popover.dismiss()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def looked_at(monkeypatch):
    """What is missing in each dialog that was opened, by its title; it is closed again at once."""
    seen = {}

    def look(dialog):
        dialog.show()
        QApplication.processEvents()
        seen[dialog.windowTitle()] = missing(dialog)
        dialog.hide()
        return 0

    monkeypatch.setattr(QDialog, "exec", look)
    return seen


@pytest.mark.parametrize("key", ["examples", "export", "export_run", "picture", "help", "shortcuts", "words"])
def test_dialogs_too(window, looked_at, key):
    window.actions_by_key[key].trigger()
    assert list(looked_at.values()) == [[]]


def test_the_windows_of_operations_on_the_points_too(window, looked_at):
    window.session.selection.select_points(np.arange(len(window.session.document.dataset)) < 20)
    show_states(window.actions_by_key, window)  # as the menu does when it opens
    for key in DATA_OPERATIONS:
        window.actions_by_key[f"data_{key}"].trigger()
    assert looked_at == {kind.title: [] for kind in DATA_OPERATIONS.values()}


@pytest.mark.parametrize(
    "text",
    [
        "1,2,Orange\n3,4,cat\n",
        "a,b,c,d,group\n" + "".join(f"{n},{n * 2},{n % 7},0.{n},{'red' if n % 2 else 'blue'}\n" for n in range(20)),
        "x y v\n" + "".join(f"0.{n} 1.{n} {n * n}.5\n" for n in range(20)),
    ],
)
def test_the_import_of_a_table_too(window, qtbot, looked_at, text):
    window.imports.read_text(text)
    qtbot.waitUntil(lambda: bool(looked_at), timeout=WAIT_MS)
    assert list(looked_at.values()) == [[]]


def test_the_import_of_a_picture_too(window, looked_at):
    pixels = np.full((12, 16, 4), 255, np.uint8)
    pixels[3:9, 4:12, :3] = (200, 40, 40)
    window.imports.show_image(FoundImage(pixels, 16, 12), "flag.png")
    assert list(looked_at.values()) == [[]]


def test_the_recovery_of_lost_work_too(window, looked_at, tmp_path):
    left = RecoveryStore.create(tmp_path)
    left.describe(About("lost", str(tmp_path / "lost.nnplay"), "0" * 64))
    left.keep(Project(window.session.document))
    left.release()
    (found,) = abandoned(tmp_path)
    dialog = RecoveryDialog([found], 0.0, window)
    dialog.exec()
    dialog.deleteLater()
    found.release()
    assert list(looked_at.values()) == [[]]


def test_the_palette_of_commands_too(window, qtbot):
    window.dialogs.show_palette()
    palette = window.findChild(CommandPalette)
    assert not missing(palette)
    qtbot.keyClicks(palette.line, "zzzz")
    assert not missing(palette)
    palette.dismiss()


def test_a_neuron_is_pinned_by_a_screen_reader(window):
    scene = window.docks["network"].widget().scene
    pieces = [one for one in walk(QAccessible.queryAccessibleInterface(scene)) if one.role() is Role.Button]
    neuron = next(one for one in pieces if one.text(Text.Name).startswith("Layer 1, neuron 3"))
    assert not neuron.state().selected
    neuron.actionInterface().doAction("Press")
    assert window.session.selection.pinned.index == 2
    assert neuron.state().selected
    assert neuron.rect().intersects(scene.rect().translated(scene.mapToGlobal(scene.rect().topLeft())))


def test_what_a_screen_reader_sets_can_be_undone(window, qtbot):
    rate = QAccessible.queryAccessibleInterface(window.top_bar.rate)
    before = window.session.document.training.learning_rate
    rate.valueInterface().setCurrentValue(0.5)
    assert window.session.document.training.learning_rate == 0.5
    window.session.undo_stack.undo()
    assert window.session.document.training.learning_rate == before
