"""The numbers over the loss curves: none is cut, none moves while it changes, no two words run into each other."""

from itertools import pairwise

import pytest

from playground.document import figures
from playground.views.loss.statistics import Statistic, Statistics
from playground.widgets import theme
from playground.widgets.text import text_width

LABELS = ("Train loss", "Test loss", "Train R²", "Test R²")


def statistics(values, widest=""):
    lines = ("ink3", "ink", "", "")
    pairs = zip(LABELS, values, lines, strict=True)
    return tuple(Statistic(label, value, line, widest) for label, value, line in pairs)


@pytest.fixture
def painted(qtbot, monkeypatch):
    """What is written at a width: text, left, and right end of its place."""

    def paint(values, width, widest=""):
        written = []
        monkeypatch.setattr(
            "playground.views.loss.statistics.draw_text",
            lambda _painter, area, text, role, *_: written.append((text, role, area.left(), area.right())),
        )
        made = Statistics()
        qtbot.addWidget(made)
        made.resize(width, theme.px(40))
        made.show_statistics(statistics(values, widest))
        made.grab()
        return written

    return paint


EXPLODED = [*figures.losses([1.28e12, 8.43e11]), *map(figures.r_squared, (-5_370_677_821_440.0, -1.22e13))]


@pytest.mark.parametrize("values", [EXPLODED, ["0.693", "< 0.0001", "0.953", "−0.210"], ["–"] * 4])
@pytest.mark.parametrize("width", [296, 320, 408, 700])
def test_nothing_is_cut_and_nothing_collides(painted, values, width):
    written = painted(values, width)
    numbers = [one for one in written if one[1] == "stat"]
    assert [text for text, *_ in numbers] == values
    for text, role, left, right in numbers:
        assert text_width(text, role) <= right - left + 1.0
    for row in ("stat", "label_strong"):
        places = [(left, right) for _, role, left, right in written if role == row]
        assert all(right < left for (_, right), (left, _) in pairwise(places))
        assert places[-1][1] <= width + 1.0


def test_columns_stand_still_while_numbers_change(painted):
    places = {
        tuple(left for _, _, left, _ in painted([a, b, a, b], 408, "0.00000"))
        for a, b in (("0.693", "0.695"), ("0.00450", "< 0.001"), ("1.2", "0"))
    }
    assert len(places) == 1


def test_labels_are_short_all_together_before_one_of_them_is_cut(qtbot):
    made = Statistics()
    qtbot.addWidget(made)
    shorts = "Train", "Test", "Train acc.", "Test acc."
    labels = "Train loss", "Test loss", "Train accuracy", "Test accuracy"
    made.show_statistics(
        tuple(Statistic(one, "99.9 %", "ink", "", short) for one, short in zip(labels, shorts, strict=True))
    )
    made.resize(500, 40)
    assert made.labels() == list(labels)
    made.resize(290, 40)
    assert made.labels() == list(shorts)
    assert made.accessibleName().startswith("Train loss 99.9 %")
