"""Buttons, switches, segments, chips: driven by mouse and keyboard, painted in both themes."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from playground.widgets.buttons import IconButton, PushButton
from playground.widgets.chip import Chip
from playground.widgets.focus import FocusRing
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
from playground.widgets.status_dot import StatusDot
from playground.widgets.switch import Switch
from playground.widgets.theme import DARK, LIGHT, current

SEGMENTS = [Segment("a", "Loss"), Segment("b", "Accuracy"), Segment("c", icon="brush", tip="Brush")]
MAKERS = {
    "icon button": lambda: IconButton("play", "Play"),
    "push button": lambda: PushButton("Resample", "dice"),
    "primary button": lambda: PushButton("Play", "play", primary=True),
    "switch": lambda: Switch("Bias"),
    "chip": lambda: Chip("Train"),
    "hollow chip": lambda: Chip("Test", hollow=True),
    "tabs": lambda: Segmented("Curve", SEGMENTS),
    "tools": lambda: Segmented("Tool", SEGMENTS, tool=True, stretch=True),
    "switches": lambda: Segmented("Shown", SEGMENTS, exclusive=False),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
def test_states_can_be_told_apart_in_both_themes(make, put, picture, dress):
    control = put(make())
    seen = []
    for theme in (DARK, LIGHT):
        dress(theme)
        rest = picture(control)
        control.setEnabled(False)
        disabled = picture(control)
        control.setEnabled(True)
        assert picture(control) == rest
        assert disabled != rest
        seen += [rest, disabled]
    assert seen[0] != seen[2]
    assert control.accessibleName()


@pytest.mark.parametrize("name", ["icon button", "push button", "primary button", "chip"])
def test_hover_and_press_show(name, put, picture, qtbot):
    control = put(MAKERS[name]())
    QApplication.sendEvent(control, QEvent(QEvent.Type.Leave))
    rest = picture(control)
    QApplication.sendEvent(control, QEvent(QEvent.Type.Enter))
    hovered = picture(control)
    qtbot.mousePress(control, Qt.MouseButton.LeftButton)
    assert len({rest.pixel(9, 4), hovered.pixel(9, 4), picture(control).pixel(9, 4)}) == 3


@pytest.mark.parametrize("make", [MAKERS["icon button"], MAKERS["push button"]])
def test_a_button_is_clicked_by_mouse_space_and_enter(make, put, qtbot):
    button = put(make())
    clicks = []
    button.clicked.connect(lambda: clicks.append(1))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert len(clicks) == 3
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(-20, -20))
    qtbot.mouseClick(button, Qt.MouseButton.RightButton)
    button.setEnabled(False)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(clicks) == 3


def test_a_checkable_icon_button_keeps_its_state(put, qtbot):
    button = put(IconButton("grid", "Grid", checkable=True))
    with qtbot.waitSignal(button.clicked, timeout=0):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()
    with qtbot.assertNotEmitted(button.clicked):
        button.setChecked(False)
    assert not button.isChecked()


def test_a_button_drops_its_icon_before_its_words(put, picture):
    button = PushButton("Resample", "dice")
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    narrow = put(button, width=button.minimumSizeHint().width())
    plain = put(PushButton("Resample"), width=narrow.width())
    assert picture(narrow) == picture(plain)


def test_words_and_marker_of_a_button_change_in_place(put, picture):
    button = put(PushButton("Blue", "brush", height=28), width=120)
    before = picture(button)
    button.set_marker(1)
    marked = picture(button)
    button.set_text("Green", "spray")
    assert button.text() == "Green"
    assert button.accessibleName() == "Green"
    assert before != marked != picture(button)


def test_a_reason_stays_when_the_words_of_a_button_change(put):
    button = put(PushButton("Train", tip="Train\nTrains again"))
    button.setToolTip("Train\nNothing is left to train")
    button.set_text("Train without 5")
    assert button.toolTip() == "Train\nNothing is left to train"
    button.set_text("Train", tip="Train\nTrains again")
    assert button.toolTip() == "Train\nTrains again"


@pytest.mark.parametrize("make", [MAKERS["switch"], MAKERS["chip"]])
def test_a_switch_turns_by_hand_and_in_silence(make, put, qtbot):
    switch = put(make())
    before = switch.isChecked()
    states = []
    switch.clicked.connect(lambda: states.append(switch.isChecked()))
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert states == [not before, before]
    switch.setChecked(not before)
    assert switch.isChecked() is not before
    assert len(states) == 2


def test_one_segment_is_chosen_by_mouse_and_arrows(put, qtbot):
    tabs = put(Segmented("Curve", SEGMENTS))
    chosen = []
    tabs.chosen.connect(chosen.append)
    qtbot.mouseClick(tabs.button("b"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tabs.button("b"), Qt.MouseButton.LeftButton)
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(tabs.window().focusWidget(), key)
    assert chosen == ["b", "c", "b"]
    tabs.set_current("c")
    assert tabs.current_key() == "c"
    assert tabs.button("c").accessibleName() == "Brush"
    assert len(chosen) == 3


def test_tab_comes_to_the_segment_that_is_on_and_leaves_the_track_with_the_next(put, qtbot):
    tabs = put(Segmented("Curve", SEGMENTS))
    after = PushButton("After", parent=tabs.window())
    after.show()
    tabs.set_current("b")
    window = tabs.window()
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    assert window.focusWidget() is tabs.button("b")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is after


def test_a_screen_reader_is_told_which_of_several_is_on(put):
    tabs = put(Segmented("Curve", SEGMENTS))
    loss, accuracy = (QAccessible.queryAccessibleInterface(tabs.button(key)) for key in "ab")
    assert (loss.role(), loss.state().checked) == (QAccessible.Role.RadioButton, True)
    accuracy.actionInterface().doAction("Toggle")
    assert tabs.current_key() == "b"


def test_segments_as_switches(put, qtbot):
    shown = put(Segmented("Shown", SEGMENTS, exclusive=False))
    turned = []
    shown.toggled.connect(lambda key, on: turned.append((key, on)))
    qtbot.mouseClick(shown.button("a"), Qt.MouseButton.LeftButton)
    shown.button("a").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(shown.button("a"), Qt.Key.Key_Right)
    qtbot.keyClick(shown.window().focusWidget(), Qt.Key.Key_Space)
    qtbot.mouseClick(shown.button("a"), Qt.MouseButton.LeftButton)
    assert turned == [("a", True), ("b", True), ("a", False)]
    assert shown.keys_on() == {"b"}


def test_the_tool_in_hand_is_filled_with_ink(put, picture):
    tools = put(Segmented("Tool", SEGMENTS, tool=True))
    corner = tools.button("a").pos() + QPoint(8, 3)
    assert picture(tools).pixelColor(corner) == current().ink


def test_the_focus_ring_appears_for_the_keyboard_alone(put, qtbot):
    button = put(PushButton("Play"))
    window = button.window()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert window.findChild(FocusRing) is None
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    ring = window.findChild(FocusRing)
    assert ring.isVisible()
    assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    button.move(100, 90)
    assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    assert ring.grab().toImage().pixelColor(ring.width() // 2, 0) == current().ink
    button.clearFocus()
    assert not ring.isVisible()


def test_controls_grow_with_the_scale(put, dress):
    button = put(PushButton("Play"))
    dress(LIGHT, 2.0)
    assert button.sizeHint().height() == 64


def test_a_status_dot_shows_its_state(put, picture):
    dot = put(StatusDot("Training", "ok"))
    assert picture(dot).pixelColor(3, dot.height() // 2) == current().ok
    before = dot.sizeHint().width()
    dot.set_state("Paused", "ink3")
    assert dot.accessibleName() == "Paused"
    assert dot.sizeHint().width() != before
    assert picture(dot).pixelColor(3, dot.height() // 2) == current().ink3


def test_keys_go_to_the_ringed_control_and_else_to_the_shortcuts(put, qtbot):
    button = put(PushButton("Reset"))
    clicks, plays = [], []
    button.clicked.connect(lambda: clicks.append(1))
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Space), button.window())
    shortcut.activated.connect(lambda: plays.append(1))
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(button.window().windowHandle(), Qt.Key.Key_Space)
    assert (clicks, plays) == ([], [1])
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button.window().windowHandle(), Qt.Key.Key_Space)
    assert (clicks, plays) == ([1], [1])


def test_a_deleted_widget_hears_nothing_of_the_next_theme(put, dress, qtbot):
    row = put(SliderRow("Noise", NumberRange(), 0.5))
    with qtbot.waitSignal(row.destroyed):
        row.deleteLater()
    dress(LIGHT, 1.2)


def test_what_is_chosen_has_an_edge_on_the_ground_of_a_dialog(qtbot, picture, dress):
    dress(LIGHT)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    tabs = Segmented("Curve", SEGMENTS, parent=dialog)
    dialog.show()
    seen = picture(tabs)
    colours = {seen.pixelColor(x, seen.height() // 2).name() for x in range(seen.width() // 2)}
    assert current().line_strong.name() in colours
