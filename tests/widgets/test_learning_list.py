"""The list of lessons or challenges: it stands where a person has scrolled it to."""

from types import SimpleNamespace

from playground.widgets.learning.entries import LearningList


def entries():
    for number in range(30):
        yield number, SimpleNamespace(key=str(number), title=f"Lesson {number}", about="What one learns.", minutes=5)


def test_it_keeps_its_place_while_it_is_higher_for_a_moment(qtbot):
    made = LearningList("All of them.", "Start", entries)
    qtbot.addWidget(made)
    made.resize(300, 260)
    made.read()
    made.show()
    bar = made.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 600)
    for place in (bar.maximum() - 10, 90, bar.maximum()):
        bar.setValue(place)
        for height in (700, 260):
            made.resize(300, height)
            qtbot.waitUntil(lambda height=height: bar.pageStep() == height)
        assert bar.value() == place
