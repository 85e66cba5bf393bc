"""Methods: classical methods beside the network, live, as maps and as a table; other splits."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from playground.document.edits_data import remove_points
from playground.document.presets import document_for
from playground.experiments.method_fitter import MethodFitter
from playground.layers import Dense
from playground.session.session import Session
from playground.views.experiments import ExperimentsView
from playground.views.plane import OutputView
from tests.support.picture_documents import dense_document

WAIT_MS = 600_000


def tiny(generator="moons", **others):
    made = document_for(generator, (), count=60)
    return replace(made, network=(Dense(uid=1, units=3),), **others)


@pytest.fixture
def open_page(qtbot, monkeypatch):
    monkeypatch.setattr("playground.experiments.live_fits.FitProcess", MethodFitter)  # a process takes a second each
    made = []

    def make(document=None):
        session = Session(document or tiny())
        session.start()
        view = ExperimentsView(session)
        made.append((session, view))
        qtbot.addWidget(view)
        view.resize(320, 700)
        view.show()
        view.show_kind("methods")
        page = view.pages["methods"]
        for name in page.choice.names():
            page.choice.pick(name, on=name in {"logistic", "tree"})
        return session, page

    yield make
    for session, _ in made:
        assert session.close()


def wait_for_fits(qtbot, session, page):
    qtbot.waitUntil(lambda: all(map(session.experiments.methods.is_current, page.choice.names())), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.maps.isHidden() or page.maps.maps()[0].image is not None, timeout=WAIT_MS)


def column(page, title):
    model = page.table.model()
    titles = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    return [model.index(row, titles.index(title)).data() for row in range(model.rowCount())]


def test_the_network_and_the_methods_stand_side_by_side(open_page, qtbot):
    session, page = open_page()
    wait_for_fits(qtbot, session, page)
    assert [one.title for one in page.maps.maps()] == ["Network", "Logistic", "Decision tree"]
    assert all(one.image is not None and one.is_current for one in page.maps.maps())
    assert column(page, "Method") == ["Network", "Logistic regression", "Decision tree"]
    assert column(page, "Kept")[:2] == ["13", "7"]
    fit = session.experiments.methods.fit_of("tree").fit
    assert column(page, "Test %")[2] == f"{100 * fit.test_score:.1f}"
    page.grab()


def test_points_that_come_are_fitted_at_once(open_page, qtbot):
    session, page = open_page()
    wait_for_fits(qtbot, session, page)
    before = session.experiments.methods.fit_of("tree")
    session.edit("Remove", lambda document: remove_points(document, document.dataset.samples[:, 0] > 0.0))
    assert not session.experiments.methods.is_current("tree")
    wait_for_fits(qtbot, session, page)
    assert session.experiments.methods.fit_of("tree").order.document.dataset is session.document.dataset
    assert session.experiments.methods.fit_of("tree").fit is not before.fit


def test_hidden_it_fits_nothing(open_page, qtbot):
    session, page = open_page()
    wait_for_fits(qtbot, session, page)
    page.window().hide()
    assert session.wanted("methods") == ()
    assert not session.experiments.methods.is_current("tree")


def test_features_by_hand_or_not(open_page, qtbot):
    session, page = open_page(tiny("circle", inputs=("x", "y", "x2", "y2")))
    wait_for_fits(qtbot, session, page)
    by_hand = session.experiments.methods.fit_of("logistic").fit
    assert "y²" in page.features.toolTip()
    page.features.findChildren(QPushButton)[1].click()
    wait_for_fits(qtbot, session, page)
    assert session.experiments.methods.fit_of("logistic").fit.train_score < by_hand.train_score
    session.edit("Inputs", lambda document: replace(document, inputs=("x", "y")))
    assert not page.features.isEnabled()
    assert "Only x and y are on" in page.features.toolTip()


def test_other_splits_are_a_column(open_page, qtbot):
    session, page = open_page()
    page.epochs.set_value(3)
    page.run.click()
    course = session.experiments.course("methods")
    qtbot.waitUntil(lambda: not course.is_at_work, timeout=WAIT_MS)
    assert course.done == 15
    assert all("±" in text for text in column(page, "Splits"))
    assert " is best" in page.ahead.text()
    assert page.stale_text() == ""
    session.edit("Remove", lambda document: remove_points(document, document.dataset.samples[:, 0] > 4.0))
    assert page.stale_text() == "Splits: of the data before your last change."


def test_a_click_on_a_head_sorts_and_copy_copies(open_page, qtbot):
    session, page = open_page()
    wait_for_fits(qtbot, session, page)
    page.table.sortByColumn(6, Qt.SortOrder.DescendingOrder)
    assert column(page, "Kept") == sorted(column(page, "Kept"), key=int, reverse=True)
    page.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("method,train_accuracy,test_accuracy")
    assert len(lines) == 4


def test_a_method_that_cannot_says_why(open_page, qtbot):
    session, page = open_page(tiny("reg-plane"))
    page.choice.pick("bayes", on=True)
    wait_for_fits(qtbot, session, page)
    assert "fits no values" in page.reasons.text()
    assert page.maps.maps()[-1].image is None
    fit = session.experiments.methods.fit_of("tree").fit
    assert fit.train_score == 1.0
    assert column(page, "Train")[2:] == ["1.00", "–"]
    assert column(page, "Test")[2] == f"{fit.test_score:.2f}"
    page.grab()


def test_pictures_have_rows_and_mistakes(open_page, qtbot):
    session, page = open_page(dense_document(4))
    wait_for_fits(qtbot, session, page)
    assert not page.maps.isVisible()
    assert page.no_maps.text() == "Pictures have no map"
    tests, fit = session.document.dataset.test_count, session.experiments.methods.fit_of("tree").fit
    assert column(page, "Wrong")[2] == str(round((1.0 - fit.test_score) * tests))


def test_the_keyboard_goes_from_map_to_map(open_page, qtbot):
    session, page = open_page()
    wait_for_fits(qtbot, session, page)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(page.maps, key)
    (chosen,) = page.table.selectionModel().selectedRows()
    assert chosen.data() == "Logistic regression"
    assert session.experiments.methods.shown == "logistic"


def test_a_click_shows_a_method_large_in_the_output_panel(open_page, qtbot):
    session, page = open_page()
    output = OutputView(session)
    qtbot.addWidget(output)
    output.show()
    wait_for_fits(qtbot, session, page)
    qtbot.waitUntil(lambda: output.canvas.shown.picture is not None, timeout=WAIT_MS)
    methods = session.experiments.methods
    QTest.mouseClick(page.maps, Qt.MouseButton.LeftButton, pos=page.maps.cell(2).center().toPoint())
    assert output.title.text() == "Decision tree"
    wait_for_fits(qtbot, session, page)
    assert methods.shown_map().predictions.shape == (192, 192, 2)
    assert output.canvas.shown.picture.image.width() == 192
    assert page.maps.maps()[2].is_shown
    output.unpin.click()
    assert (methods.shown, output.title.text()) == ("", "Output")
    page.maps.pressed.emit(2)
    page.window().hide()
    assert methods.shown == ""


def test_what_is_chosen_is_kept_with_the_project(qtbot):
    session = Session(tiny())
    one, other = ExperimentsView(session), ExperimentsView(session)
    for view in (one, other):
        qtbot.addWidget(view)
    first = other.view_state()
    one.show_kind("methods")
    one.pages["methods"].choice.pick("tree", on=False)
    one.pages["methods"].features.set_current("plain")
    one.pages["hunger"].methods.pick("bayes", on=True)
    one.pages["hunger"].draws.set_current("16")
    said = msgspec.json.decode(msgspec.json.encode(one.view_state()))
    assert said != first
    other.recall_view(said)
    assert other.view_state() == one.view_state()
    assert "tree" not in other.pages["methods"].choice.names()
    assert other.pages["methods"].choice.text() == "4 methods"
    other.recall_view({"kind": 3, "methods": ["oracle"], "inputs": None, "hunger_methods": "tree", "draws": "1000"})
    other.recall_view({})
    assert other.view_state() == one.view_state()
    other.recall_view({"methods": []})
    assert other.pages["methods"].choice.names() == ()
    assert session.close()
