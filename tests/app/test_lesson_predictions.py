"""What a learner expects before a step runs: said, drawn or pointed at, and compared with what came."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.training.probes.addresses import NeuronAddress
from playground.views.loss.curve_sketch import CurveSketch
from tests.support.a_lesson import WAIT_MS, reached, with_prediction


def test_a_border_is_drawn_over_the_map_and_compared(window, qtbot):
    window.lesson_desk.take(with_prediction("boundary", "near = 0.8"))
    course, session = window.session.lessons, window.session
    page, canvas = window.layout_of_panels.panel("lesson").page, window.layout_of_panels.panel("output").canvas
    hand = page.prediction.hands["map"]
    assert not hand.say.isEnabled()
    square, count = canvas.square(), len(session.document.dataset)
    stroke(qtbot, canvas, square.topLeft() + QPointF(5, 5), square.center() + QPointF(0, 20))
    stroke(qtbot, canvas, square.topLeft() + QPointF(5, 5), square.bottomRight() - QPointF(5, 5))
    assert len(course.state.sketch) == 2
    qtbot.mouseClick(hand.take_back, Qt.MouseButton.LeftButton)
    assert len(course.state.sketch) == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert course.state.sketch == ()
    stroke(qtbot, canvas, square.topLeft() + QPointF(5, 5), square.bottomRight() - QPointF(5, 5))
    hand.say.click()
    assert "Noted" in page.prediction.verdict.text()
    assert len(session.document.dataset) == count, "no points were put"
    session.play()
    qtbot.waitUntil(lambda: course.state.came is not None, timeout=WAIT_MS)
    assert course.is_right() is True
    assert "of the plane was on the side where you had it" in page.prediction.verdict.text()
    assert course.drawn("map"), "it stays over the map"
    stroke(qtbot, canvas, square.center(), square.center() + QPointF(30, 0))
    assert len(session.document.dataset) > count, "the tool is back in hand"
    course.go(1)
    assert course.drawn("map") == ()


def stroke(qtbot, widget, begin, end):
    """A press, a drag in a few steps, a release."""
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(widget, left, pos=begin.toPoint())
    for part in (0.25, 0.5, 0.75, 1.0):
        at = QPointF(begin + part * (end - begin))
        move = QMouseEvent(
            QEvent.Type.MouseMove, at, widget.mapToGlobal(at), left, left, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(widget, move)
    qtbot.mouseRelease(widget, left, pos=end.toPoint())


def test_a_loss_curve_is_drawn_by_mouse_and_keys_and_compared(window, qtbot):
    window.lesson_desk.take(with_prediction("curve", "epochs = 3\nnear = 0.9"))
    course, session = window.session.lessons, window.session
    pad = window.layout_of_panels.panel("loss").findChild(CurveSketch)
    assert pad.isVisible()
    stroke(qtbot, pad, QPointF(60, 30), QPointF(pad.width() - 20, 80))
    qtbot.keyClick(pad, Qt.Key.Key_Up)
    qtbot.keyClick(pad, Qt.Key.Key_Right)
    assert len(course.state.sketch) == 2
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert course.state.sketch == ()
    stroke(qtbot, pad, QPointF(60, 30), QPointF(pad.width() - 20, 80))
    page = window.layout_of_panels.panel("lesson").page
    page.prediction.hands["curve"].say.click()
    page.prediction.hands["curve"].again.click()
    assert course.asks_for("curve"), "it can be drawn again before the goal"
    page.prediction.hands["curve"].say.click()
    session.play()
    qtbot.waitUntil(lambda: course.state.came is not None, timeout=WAIT_MS)
    assert "You had it" in page.prediction.verdict.text()
    course.go(1)
    assert not pad.isVisible(), "the loss plot is back"


def test_a_unit_is_pointed_at_and_compared(window, qtbot):
    window.lesson_desk.open("why-layers-need-a-bend")
    course, session = window.session.lessons, window.session
    course.go(3)
    qtbot.waitUntil(lambda: session.snapshot.run == session.run, timeout=WAIT_MS)
    assert session.snapshot.parameters[(1, "linear.bias")][4] == -30.0
    page = window.layout_of_panels.panel("lesson").page
    hand = page.prediction.hands["unit"]
    assert not hand.say.isEnabled()
    session.selection.pin(NeuronAddress(session.document.network[0].uid, 2))
    assert "unit 3" in hand.pointed.text()
    hand.say.click()
    course.show_how()
    qtbot.waitUntil(lambda: course.state.came is not None, timeout=WAIT_MS)
    assert course.is_right() is False
    assert "Unit 3 is alive. Dead is " in page.prediction.verdict.text()


def test_a_guess_is_not_that_of_the_step_before(window, course, lesson):
    page = window.layout_of_panels.panel("lesson").page
    number = page.prediction.hands["number"].number
    first = number.value()
    number.set_value(0.31)
    page.prediction.hands["number"].say.click()
    assert course.state.said == 0.31
    page.refresh()
    assert number.value() == 0.31
    window.lesson_desk.take(lesson)
    assert number.value() == first


def test_the_sentence_that_came_true_is_ticked(window, course, qtbot):
    course.go(1)
    course.predict(1.0)
    course.show_how()
    reached(course, qtbot)
    answers = window.layout_of_panels.panel("lesson").page.prediction.hands["sentences"].answers
    said = [answers.button(key).accessibleName() for key in ("1", "2")]
    assert said == ["This", "That, which came true"]
