"""Commands and panels that a lesson locks: grey wherever they stand, said in words, and free again when it ends."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from playground.app.actions import ACTIONS, lockable_commands
from playground.app.cli import main
from playground.app.command_palette import CommandPalette
from playground.app.docks import DOCKS
from playground.app.hand_actions import MENU
from playground.app.lesson_locks import PanelCover
from playground.document.edits_network import change_training
from playground.domains.plane.tools import TOOLS
from playground.lessons.lesson import Lesson, LessonStep
from playground.lessons.locks import ACTION_LOCKED, PANEL_LOCKED, tool_lock
from playground.views.plane.palette import ToolPalette
from playground.views.status_bar import hint_of
from playground.widgets.lockable import ACTION
from playground.widgets.segmented import Segmented

LESSON = Lesson("mine", "Mine", "What I show.", 5, (LessonStep("One", "Words."), LessonStep("Two", "Words.")))


@pytest.fixture
def lock(window, qapp):
    window.lesson_desk.take(LESSON)

    def make(actions=(), panels=()):
        course = window.session.lessons
        course.lesson = replace(LESSON, locked_actions=actions, locked_panels=panels)
        course.changed.emit()

    return make


def enabled(things):
    return {name for name, one in things.items() if one.isEnabled()}


def test_each_command_can_be_locked_and_is_grey_wherever_it_stands(window, lock):
    for key in ("experiments", "explain", "undo_history"):
        window.layout_of_panels.open(key)
    lock()
    actions = window.actions_by_key
    buttons = window.findChildren(QAbstractButton)
    controls = {one: one.property(ACTION) for one in window.findChildren(QWidget) if one.property(ACTION)}
    assert set(controls.values()) <= set(lockable_commands())
    assert {"play", "reset", "undo", "resample", "add_layer", "standardise", "morph"} <= set(controls.values())
    before, free = enabled(actions), {one: (one.isEnabledTo(None), one.toolTip()) for one in buttons}
    for key, info in ACTIONS.items():
        lock((key,))
        assert enabled(actions) == before - {key}
        assert actions[key].toolTip() == ACTION_LOCKED
        grey = [one for one, name in controls.items() if name == key]
        assert not any(one.isEnabled() for one in grey), key
        assert all(ACTION_LOCKED in one.toolTip() for one in grey), key
        for keys in info.keys:
            shown = f"({QKeySequence(keys).toString()})"
            others = [one for one in buttons if shown in free[one][1].partition("\n")[0]]
            assert not any(one.isEnabled() for one in others), f"a button with {shown} does {key}"
    window.session.lessons.left.emit()
    assert before - enabled(actions) <= {"next_step", "previous_step", "leave_lesson"}
    assert not any(ACTION_LOCKED in one.toolTip() for one in controls)


def test_a_locked_command_is_grey_in_palette_and_panels_and_as_before_afterwards(window, lock):
    lock(("new_weights", "add_layer"))
    palette = CommandPalette(window, window.actions_by_key.values())
    palette.line.setText("new weights")
    item = palette.commands.item(0)
    assert "New weights" in item.text()
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    assert item.toolTip() == ACTION_LOCKED
    palette.dismiss()
    menu = window.layout_of_panels.panel("network").menus.general(window)
    entry = next(one for one in menu.actions() if one.text() == "New weights")
    assert (entry.isEnabled(), entry.toolTip()) == (False, ACTION_LOCKED)
    menu.close()
    undo = window.layout_of_panels.panel("data").undo
    lock(("undo",))
    window.session.edit("Rate", lambda document: change_training(document, learning_rate=0.07))
    assert not undo.isEnabled()
    assert undo.toolTip() == f"Undo (Ctrl+Z)\n{ACTION_LOCKED}"
    lock()
    assert undo.isEnabled()
    assert "Rate" in undo.toolTip()


def test_keys_that_no_menu_has_are_shut_too(window, lock, qtbot):
    session = window.session
    lock(("play", "add_class", "open", "back"))
    canvas = window.layout_of_panels.panel("output").canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    window.actions_by_key["play"].trigger()
    assert not session.playing
    assert window.toast.bar.text() == ACTION_LOCKED
    classes, before = window._hand_actions.classes, session.document
    next_class = classes[len(before.dataset.classes)]
    next_class.trigger()
    assert not next_class.isEnabled()
    assert session.document is before
    recent = next(menu for menu in window.findChildren(QMenu) if menu.title() == "Open recent")
    assert not recent.isEnabled()
    lock()
    assert next_class.isEnabled()
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert session.playing
    session.pause()


def test_each_panel_can_be_locked_to_be_looked_at_alone(window, lock):
    docks = window.docks
    for key in DOCKS.keys() - {"lesson"}:
        lock(panels=(key,))
        switch = docks[key].toggleViewAction()
        assert (switch.isEnabled(), switch.toolTip()) == (False, PANEL_LOCKED), key
        assert [one for one, dock in docks.items() if not dock.isEnabled()] == [key]
    lock(panels=("network",))
    lock(("play",), ("network",))
    (cover,) = (one for one in docks["network"].findChildren(PanelCover) if not one.isHidden())
    assert cover.toolTip() == PANEL_LOCKED
    assert cover.geometry() == docks["network"].rect()
    assert not docks["network"].isHidden()
    assert not any(one.isEnabled() for one in docks["network"].findChildren(QAbstractButton))
    window.session.lessons.left.emit()
    assert all(dock.isEnabled() for dock in docks.values())
    assert [dock.toggleViewAction().toolTip() for dock in docks.values()] == [one.summary for one in DOCKS.values()]


HEAD = '+++\ntitle = "A"\nabout = "B"\nminutes = 2\n{}\n+++\n\n## One\n\nWords.\n{}'


@pytest.mark.parametrize(
    ("head", "block", "said"),
    [
        ('locked_actions = ["play", "resett"]', "", "line 5: the command 'resett' is not known; did you mean 'reset'?"),
        ('locked_panels = ["dat"]', "", "line 5: the panel 'dat' is not known; did you mean 'data'?"),
        ('hidden = ["cod"]', "", "line 5: the panel 'cod' is not known; did you mean 'code'?"),
        ("", '\n```toml\nlook_at = ["los"]\n```\n', "line 13: the panel 'los' is not known; did you mean 'loss'?"),
        ('locked_panels = ["lesson"]', "", "line 5: 'lesson' is the panel of the lesson itself"),
    ],
)
def test_unknown_names_are_refused_with_their_line(head, block, said, tmp_path, capsys):
    path = tmp_path / "mine.nnlesson"
    path.write_text(HEAD.format(head, block))
    assert main(["lint-lesson", str(path)]) == 2
    assert f"mine.nnlesson, {said}" in capsys.readouterr().err


def test_a_lesson_with_locks_opens_and_one_with_unknown_names_does_not(window, tmp_path):
    path = tmp_path / "mine.nnlesson"
    path.write_text(HEAD.format('locked_actions = ["reset"]\nlocked_panels = ["data"]', ""))
    window.lesson_desk.open_file(str(path))
    assert not window.top_bar.reset.isEnabled()
    assert not window.docks["data"].isEnabled()
    assert "What is grey" in window.layout_of_panels.panel("lesson").page.locks.text()
    window.session.lessons.left.emit()
    path.write_text(HEAD.format('locked_actions = ["resett"]', ""))
    window.lesson_desk.open_file(str(path))
    assert window.session.lessons.lesson is None
    assert "did you mean 'reset'?" in window.toast.bar.text()


def test_keys_of_tools_brush_and_classes_are_shut_with_their_panel(window, lock, qtbot):
    hand, canvas = window.session.hand, window.layout_of_panels.panel("output").canvas

    def held():
        return hand.tool, hand.class_index, hand.radius, hand.symmetry

    before = held()
    other = next(tool for name, tool in TOOLS.items() if name != hand.tool)
    keys = [other.shortcut, "2", "]", "Y"]
    lock(panels=("data",))
    for key in keys:
        qtbot.keyClick(canvas, QKeySequence(key)[0].key())
    assert held() == before
    assert {one.toolTip() for one in window.actions() if one.text() == other.title} == {PANEL_LOCKED}
    lock()
    for key in keys:
        qtbot.keyClick(canvas, QKeySequence(key)[0].key())
    assert all(now != then for now, then in zip(held(), before, strict=True))
    assert {one.toolTip() for one in window.actions() if one.text() == other.title} == {other.hint}


def test_each_tool_can_be_locked_by_itself_and_another_is_in_hand_meanwhile(window, lock, qtbot):
    hand, canvas = window.session.hand, window.layout_of_panels.panel("output").canvas
    buttons = next(one for one in window.docks["data"].findChildren(Segmented) if one.accessibleName() == "Tools")
    keys = {one.text(): one for one in window.actions() if one.property("menu") == MENU}
    assert hand.tool == "brush"
    for name, tool in TOOLS.items():
        lock((tool_lock(name),))
        palette = ToolPalette(window.session)
        qtbot.addWidget(palette)
        for button in (buttons.button(name), palette.tools.button(name)):
            assert not button.isEnabled()
            assert ACTION_LOCKED in button.toolTip()
        qtbot.keyClick(canvas, QKeySequence(tool.shortcut)[0].key())
        assert hand.tool == ("select" if name == "brush" else "brush"), name
        assert (keys[tool.title].isEnabled(), keys[tool.title].toolTip()) == (False, ACTION_LOCKED)
        assert enabled({one: buttons.button(one) for one in TOOLS}) == TOOLS.keys() - {name}
    window.session.lessons.left.emit()
    assert hand.tool == "brush"
    assert not any(ACTION_LOCKED in one.toolTip() for one in keys.values())


def test_with_its_tool_locked_nothing_is_erased_moved_or_drawn(window, lock, qtbot):
    session, canvas = window.session, window.layout_of_panels.panel("output").canvas
    before, middle = session.document, canvas.rect().center()
    lock((tool_lock("eraser"), tool_lock("select")))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, middle)
    assert session.document is before
    assert window.toast.bar.text() == ACTION_LOCKED
    session.selection.select_points(np.ones(len(before.dataset), np.bool_))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Left):
        qtbot.keyClick(canvas, key)
    session.hand.asked.emit("delete")
    assert session.document is before
    lock([tool_lock(name) for name in TOOLS])
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert session.document is before
    assert hint_of(session) == "Brush: this lesson locks it."
    lock()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert session.document is not before


def test_the_form_of_locks_names_the_tools_and_a_click_in_a_row_ticks(editor, qtbot):
    titles = editor.locks.actions_locked
    titles.click()
    rows = titles.list.rows
    place = rows.visualItemRect(rows.item(1)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert titles.ticked() == ("open",)
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert titles.ticked() == ()
    titles.set_ticked((tool_lock("spray"),))
    assert titles.text() == "Commands: Draw › Spray"
    titles.set_ticked(())
