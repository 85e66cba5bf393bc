"""The plot of the run as a hand meets it: zoom, move, show all, the menu, and what is saved of it."""

import numpy as np
import pytest
from pyqtgraph import PlotDataItem
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.document.presets import document_for
from playground.session.session import Session
from playground.views.loss import LossView
from playground.widgets.buttons import IconButton
from playground.widgets.plot_signals import plot_signals
from tests.bench.plots import columns
from tests.support.loss_panel import arrive, double_click, drag, falling, head, plot, record, set_log, turn_wheel


@pytest.fixture
def session(qtbot):
    made = Session(document_for("spiral", (4,)))
    record(made, *falling(201))
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    made = LossView(session)
    qtbot.addWidget(made)
    made.resize(432, 316)
    made.show()
    return made


def seen(shown):
    rect = shown.visible()
    return rect.left(), rect.right(), rect.top(), rect.bottom()


def points_of(item):
    return len(item.getData()[0])


def button(shown):
    return shown.findChild(IconButton)


def test_all_of_the_run_is_seen_and_followed(session, view):
    assert seen(plot(view))[:2] == (0.0, 200.0)
    record(session, (400.0, 0.1, 0.2, 0.9, 0.9))
    arrive(session)
    assert seen(plot(view))[:2] == (0.0, 400.0)
    assert not button(plot(view)).isVisible()


def test_the_wheel_zooms_at_the_pointer_and_the_zoom_stays_while_the_run_grows(session, view):
    shown = plot(view)
    at = QPointF(shown.place_of(50.0, 0.0).x(), shown.area().center().y())
    turn_wheel(shown, 5, at)
    left, right, *_ = zoomed = seen(shown)
    assert 0.0 < left < 50.0 < right < 200.0
    assert shown.place_of(50.0, 0.0).x() == pytest.approx(at.x(), abs=1.0)
    record(session, (400.0, 0.1, 0.2, 0.9, 0.9))
    arrive(session)
    assert seen(shown) == zoomed


def test_over_an_axis_the_wheel_zooms_along_it_alone(view):
    shown = plot(view)
    before = seen(shown)
    turn_wheel(shown, 3, QPointF(shown.area().center().x(), shown.height() - 6))
    after = seen(shown)
    assert after[1] - after[0] < before[1] - before[0]
    assert after[2:] == before[2:]


def test_dragging_moves_what_is_seen(view):
    shown = plot(view)
    centre = shown.area().center()
    drag(shown, centre, centre - QPointF(shown.area().width() / 4, 0))
    assert seen(shown)[0] == pytest.approx(50.0, abs=2.0)


def test_a_box_can_be_dragged_to_zoom(view):
    shown = plot(view)
    box = next(action for action in shown.menu(0.0).actions() if action.text().startswith("Drag a box"))
    box.trigger()
    area = shown.area()
    drag(shown, area.center(), area.bottomRight() - QPointF(2, 2))
    assert seen(shown)[0] == pytest.approx(100.0, abs=3.0)
    assert next(action for action in shown.menu(0.0).actions() if action.text().startswith("Drag a box")).isChecked()


@pytest.mark.parametrize("way", ["double click", "A", "button", "menu", "axis"])
def test_every_way_back_to_all(view, qtbot, way):
    shown = plot(view)
    whole = seen(shown)
    turn_wheel(shown, 4)
    assert button(shown).isVisible()
    if way == "double click":
        double_click(shown, shown.area().center())
    elif way == "A":
        QTest.keyClick(shown, Qt.Key.Key_A)
    elif way == "button":
        qtbot.mouseClick(button(shown), Qt.MouseButton.LeftButton)
    elif way == "menu":
        shown.menu(0.0).actions()[0].trigger()
    else:
        set_log(view, False)
        whole = (*whole[:2], *seen(shown)[2:])
    assert seen(shown) == pytest.approx(whole)
    assert not button(shown).isVisible()


def test_keys_zoom_and_move(view):
    shown = plot(view)
    QTest.keyClick(shown, Qt.Key.Key_Plus)
    left, right, *_ = seen(shown)
    assert right - left == pytest.approx(160.0)
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert seen(shown)[0] == pytest.approx(left + 16.0)
    QTest.keyClick(shown, Qt.Key.Key_Minus)
    assert seen(shown)[1] - seen(shown)[0] == pytest.approx(200.0)


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("notches", [400, -400])
def test_no_zoom_is_too_much(view, log, notches):
    set_log(view, log)
    shown = plot(view)
    for _ in range(20):
        turn_wheel(shown, notches // 20)
    assert np.isfinite(seen(shown)).all()
    assert not shown.grab().isNull()
    texts = [text for _, text in shown.left.levels()]
    assert len(set(texts)) == len(texts)


def test_zoomed_in_every_measurement_is_seen(session, view):
    """The thin line holds more than the plot has pixels; where it is looked at closely it is whole."""
    session.history.clear()
    record(session, *((float(epoch), 0.5 + 0.4 * (epoch % 2), 0.5, 0.5, 0.5) for epoch in range(5000)))
    set_log(view, False)
    shown = plot(view)
    thin = max((item for item in shown.view.allChildren() if isinstance(item, PlotDataItem)), key=points_of)
    whole = points_of(thin)
    assert 700 <= whole < 1000
    turn_wheel(shown, 10)
    left, right, *_ = seen(shown)
    assert 100 < right - left < 400
    assert right - left - 2 <= points_of(thin) <= right - left + 2


def test_a_million_epochs_are_drawn_with_a_few_points_for_a_pixel(session, view):
    session.history.load(columns(1_000_000))
    arrive(session)
    shown = plot(view)
    drawn = [item for item in shown.view.allChildren() if isinstance(item, PlotDataItem)]
    assert max(points_of(item) for item in drawn) <= 4 * shown.area().width() * shown.devicePixelRatioF()
    assert seen(shown)[1] == 999_999


@pytest.mark.parametrize("page", ["loss", "score"])
def test_the_values_are_those_of_the_page(session, view, page):
    head(view).choose(page)
    table = plot(view).table()
    assert list(table) == ["run", "epoch", f"train_{page}", f"test_{page}"]
    np.testing.assert_array_equal(table["epoch"], np.arange(201.0))
    np.testing.assert_array_equal(table[f"train_{page}"], session.history.columns()[f"train_{page}"])


def test_the_menu_asks_to_save_values_and_pictures(view):
    asked = []
    plot_signals().export_asked.connect(lambda shown, form: asked.append((shown, form)))
    for action in plot(view).menu(0.0).actions():
        if action.text().startswith("Save"):
            action.trigger()
    assert asked == [(plot(view), form) for form in ("csv", "png", "svg", "pdf")]


def test_the_plot_has_a_name(view):
    assert plot(view).accessibleName() == "Loss curves"
