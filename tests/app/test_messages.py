"""Messages: where they stand, how long, and that none stays when it is not true any more."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from playground.app.docks import DOCKS
from playground.document import edits_data
from playground.interop.sources import open_source
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.views.status_bar import StatusBar
from playground.widgets.notice import ProblemNotice
from tests.support.panels import settle


def said(window):
    bar = window.toast.bar
    return "" if bar.isHidden() else bar.text()


def draw(window, target):
    points = np.linspace(-1.0, 1.0, 8).reshape(-1, 2)
    window.session.edit("Draw", lambda d: edits_data.add_points(d, points, target))


def clear(window):
    window.session.edit("Clear", edits_data.clear_points)


def test_why_play_is_off_goes_when_it_is_off_no_more(window, qtbot, qapp):
    clear(window)
    draw(window, 0)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert said(window).startswith("All points are Orange")
    draw(window, 1)
    qtbot.waitUntil(lambda: said(window) == "")


def test_the_same_sentence_is_not_on_screen_three_times(window, qtbot):
    clear(window)
    draw(window, 0)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    status = window.findChild(StatusBar)
    status.show_now()
    sentence = window.session.problems[0].text
    notice = window.findChild(ProblemNotice)
    shown = [said(window), status.hint.text(), status.state.accessibleName(), notice.accessibleName()]
    assert shown.count(sentence) == 2, "on the map, and for a moment to who pressed Play"


def test_a_failure_of_training_is_taken_back_when_it_goes_on(window, qtbot):
    session = window.session
    base = session.snapshot

    def arrive(state, message):
        fields = {name: getattr(base, name) for name in Snapshot.__dataclass_fields__}
        session.pump.arrived.emit(Snapshot(**(fields | {"state": state, "message": message})))

    arrive(TrainerState.FAILED, "Out of memory: use a smaller batch.")
    assert said(window) == "Out of memory: use a smaller batch."
    arrive(TrainerState.PAUSED, "")
    qtbot.waitUntil(lambda: said(window) == "")


def test_warnings_are_overtaken_by_saving_and_by_another_document(window, qtbot, tmp_path):
    post = window.session.message_posted.emit
    post("work.nnplay is not there any more.", "warn")
    assert window.documents.save_to(tmp_path / "work.nnplay")
    qtbot.waitUntil(lambda: said(window) == "")
    post("3 rows were left out.", "warn")
    window.documents.take(open_source("xor"))
    qtbot.waitUntil(lambda: said(window) == "")


def test_only_the_message_that_is_untrue_is_withdrawn(window):
    window.session.message_posted.emit("Something else is wrong.", "warn")
    window.session.message_withdrawn.emit("There are no points yet.")
    assert said(window) == "Something else is wrong."


@pytest.mark.parametrize("size", [(1040, 640), (1280, 800), (1440, 900)])
def test_a_message_covers_no_panel_but_its_lowest_edge(window, qtbot, size):
    window.resize(*size)
    settle(window, qtbot)
    window.session.message_posted.emit("A warning with quite some words in it, as they come from files. " * 3, "warn")
    qtbot.waitUntil(lambda: window.toast.bar.height() > 30)
    settle(window, qtbot)
    top = window.toast.bar.y()
    lowest = max(
        dock.mapTo(window, QPoint(0, dock.height())).y() for key, dock in window.docks.items() if DOCKS[key].opened
    )
    assert top > lowest - 12, "what a panel shows ends 12 px above its edge"
    assert window.toast.bar.geometry().bottom() < window.height()
