"""Where the panels stand: sizes, closing and opening, and a larger interface."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtWidgets import QApplication

from playground.app.docks import DOCKS
from playground.app.window import LEAST_SIZE
from playground.views.plane.canvas import Canvas
from playground.widgets.control import Control
from playground.widgets.focus import FocusRing
from tests.support.panels import drag_title, settle

offscreen = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OPENED = {key for key, info in DOCKS.items() if info.opened}


@pytest.fixture(autouse=True)
def usual_scale(qapp):
    yield
    from playground.widgets.theme import DARK, apply_theme

    apply_theme(qapp, DARK, 1.0)


def test_all_panels_in_the_smallest_window_at_every_scale_warn_of_nothing(make_window, qapp):
    window = make_window()
    window.resize(LEAST_SIZE)
    for dock in window.docks.values():
        dock.show()
    for percent in (80, 125, 200):
        window.change_scale(percent - window.settings.scale)
        qapp.processEvents()
        for key in DOCKS:
            window.docks[key].hide()
            qapp.processEvents()
        for key in DOCKS:
            window.docks[key].show()
            qapp.processEvents()
        window.layout_of_panels.reset()
        qapp.processEvents()


@pytest.mark.parametrize("key", ["hidden", "experiments", "explain", "landscape", "columns"])
def test_usual_panels_and_one_more_stand_whole_in_the_smallest_window(window, qtbot, key):
    window.resize(LEAST_SIZE)
    window.layout_of_panels.open(key)
    settle(window, qtbot)
    assert window.size() == LEAST_SIZE
    assert window.minimumSizeHint().height() <= LEAST_SIZE.height() <= 560, "1366 by 768 at 125 % has 614 with a title"
    lowest = max(dock.geometry().bottom() for dock in window.docks.values() if dock.isVisible())
    assert lowest < window.statusBar().y()


def shown(window):
    return {key for key, dock in window.docks.items() if dock.isVisible()}


def places(window):
    return {key: (dock.x(), dock.y(), dock.width(), dock.height()) for key, dock in window.docks.items()}


@pytest.mark.parametrize("key", sorted(OPENED))
def test_a_double_click_on_the_title_gives_a_panel_the_window_and_the_places_back(window, qtbot, key):
    settle(window, qtbot)
    before = places(window)
    title_bar = window.docks[key].widget().title_bar()
    qtbot.mouseDClick(title_bar, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert shown(window) == {key}
    assert window.actions_by_key["maximise"].isChecked()
    qtbot.mouseDClick(title_bar, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    settle(window, qtbot)
    assert shown(window) == OPENED
    after = places(window)
    assert all(abs(a - b) <= 2 for key in OPENED for a, b in zip(after[key], before[key], strict=True))


def test_ctrl_space_takes_the_panel_with_the_focus_and_esc_brings_all_back(window, qtbot):
    canvas = window.findChild(Canvas)
    canvas.setFocus()
    QCursor.setPos(window.mapToGlobal(window.menuWidget().geometry().center()))  # over no panel
    qtbot.keyClick(canvas, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert shown(window) == {"output"}
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert shown(window) == OPENED


def test_a_panel_opened_beside_one_that_stands_alone_brings_all_back(window, qtbot):
    window.layout_of_panels.toggle_alone("network")
    window.docks["code"].toggleViewAction().trigger()
    assert shown(window) == OPENED | {"code"}
    assert not window.layout_of_panels.alone


def test_present_shows_pictures_and_numbers_without_tools(window, qtbot):
    window.docks["table"].toggleViewAction().trigger()
    window.actions_by_key["present"].trigger()
    assert shown(window) == {"network", "hidden", "output", "loss"}
    output = window.docks["output"].widget()
    assert not output.options.isVisible()
    assert not output.hand_button.isVisible()
    assert not window.top_bar.settings.isVisible()
    assert window.top_bar.play.isVisible()
    window.top_bar.leave.click()
    assert shown(window) == OPENED | {"table"}
    assert output.options.isVisible()
    assert window.top_bar.settings.isVisible()


def test_the_next_start_does_not_begin_with_one_panel_alone(make_window):
    first = make_window()
    first.layout_of_panels.toggle_alone("loss")
    first.session.undo_stack.setClean()
    first.close()
    assert shown(make_window()) == OPENED


@offscreen
def test_a_panel_dragged_by_its_title_leaves_its_place_and_reset_brings_it_home(window, qtbot):
    settle(window, qtbot)
    drag_title(window, "hidden", QPoint(60, -80))
    assert window.docks["hidden"].isFloating()
    window.layout_of_panels.reset()
    settle(window, qtbot)
    assert not window.docks["hidden"].isFloating()
    assert window.docks["hidden"].y() > window.docks["network"].y()
    assert window.docks["hidden"].x() == window.docks["network"].x()


@offscreen
@pytest.mark.parametrize("key", sorted(OPENED))
def test_a_panel_that_stands_alone_is_not_dragged(window, qtbot, key):
    settle(window, qtbot)
    window.layout_of_panels.toggle_alone(key)
    drag_title(window, key, QPoint(200, 260))
    grip = window.docks[key].titleBarWidget()
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton)
    for way in (30, 90, 180):
        qtbot.mouseMove(grip, QPoint(way, way))
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton)
    assert not window.docks[key].isFloating()
    window.layout_of_panels.restore()
    settle(window, qtbot)
    assert shown(window) == OPENED


@offscreen
def test_an_arrangement_of_the_persons_own_is_there_at_the_next_start(make_window, qtbot):
    first = make_window()
    drag_title(first, "loss", QPoint(60, -80))
    first.docks["loss"].setFloating(False)
    first.tabifyDockWidget(first.docks["hidden"], first.docks["loss"])
    settle(first, qtbot)
    first.session.undo_stack.setClean()
    first.close()
    second = make_window()
    assert second.tabifiedDockWidgets(second.docks["hidden"]) == [second.docks["loss"]]
    width = second.docks["output"].width()
    second.resize(second.width() + 60, second.height())
    settle(second, qtbot)
    assert second.docks["output"].width() >= width, "all columns share what the window gains"


def test_the_buttons_come_with_the_pointer_and_close(window, qtbot):
    title_bar = window.docks["network"].widget().title_bar()
    close = next(button for button in title_bar.findChildren(Control) if button.accessibleName() == "Close Network")
    assert not close.isVisible()
    QApplication.sendEvent(title_bar, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert close.isVisible()
    assert "View menu" in close.toolTip()
    close.click()
    assert not window.docks["network"].isVisible()


@pytest.mark.parametrize(("panel", "opened"), [("lesson", "lessons"), ("challenge", "challenges")])
def test_while_something_is_open_there_is_one_cross_which_leaves_it(window, panel, opened):
    window.layout_of_panels.open(panel)
    assert crosses(window, panel) == [f"Close {DOCKS[panel].title}"]
    desk = getattr(window, f"{panel}_desk")
    desk.open("a-first-stroke" if panel == "lesson" else "spiral")
    (leave,) = crosses(window, panel)
    assert leave.startswith("Leave")
    getattr(window.session, opened).left.emit()
    window.layout_of_panels.open(panel)
    assert crosses(window, panel) == [f"Close {DOCKS[panel].title}"]


def crosses(window, panel):
    """Names of the crosses in a panel's header while the pointer is over it."""
    bar = window.docks[panel].widget().title_bar()
    QApplication.sendEvent(bar, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    names = [one.accessibleName() for one in bar.findChildren(Control) if one.isVisible()]
    return [name for name in names if name.startswith(("Close", "Leave"))]


def test_a_window_without_panels_says_how_to_get_them_back(window, qtbot):
    for key in OPENED:
        window.docks[key].toggleViewAction().trigger()
    qtbot.waitUntil(window.empty.isVisible)
    window.empty.reset.click()
    assert not window.empty.isVisible()
    assert shown(window) == OPENED


def test_reset_and_closing_leave_no_focus_ring(window, qtbot):
    canvas = window.findChild(Canvas)
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    window.docks["output"].toggleViewAction().trigger()
    window.layout_of_panels.reset()
    assert [ring for ring in window.findChildren(FocusRing) if ring.isVisible()] == []


@pytest.mark.parametrize(("percent", "size"), [(100, (1040, 640)), (125, (1276, 768)), (125, (1362, 736))])
def test_no_panel_is_cut_or_covered_in_a_larger_interface(window, qtbot, percent, size):
    window.change_scale(percent - window.settings.scale)
    window.resize(*size)
    settle(window, qtbot)
    assert (window.width(), window.height()) == size
    for key in OPENED:
        dock = window.docks[key]
        least = dock.minimumSizeHint()
        assert dock.width() >= least.width(), key
        assert dock.height() >= least.height(), key
