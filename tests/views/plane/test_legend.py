"""The legend of classes: no name is cut while two rows have room for it."""

from itertools import pairwise

import pytest

from playground.document.dataset import default_classes
from playground.views.plane.class_key import ClassKey
from playground.views.plane.legend import Ramps
from playground.widgets import theme
from playground.widgets.text import text_width


@pytest.fixture
def drawn(monkeypatch, qtbot):
    """What a legend of so many classes writes at a width: words with the room that they have."""

    def draw(count, width):
        written = []

        def note(_painter, area, text, role, *_):
            written.append((text, area.width() - text_width(text, role)))

        monkeypatch.setattr("playground.views.plane.legend.draw_text", note)
        legend = Ramps()
        qtbot.addWidget(legend)
        legend.show_classes(default_classes(count))
        legend.resize(width, legend.sizeHint().height())
        legend.grab()
        return written

    return draw


@pytest.mark.parametrize(
    ("count", "width"), [(3, 280), (3, 200), (4, 280), (4, 230), (5, 300), (9, 430), (9, 240), (9, 800), (9, 300)]
)
def test_every_class_is_named_in_full(drawn, count, width):
    written = drawn(count, width)
    assert [name for name, _ in written] == [one.name for one in default_classes(count)]
    assert min(room for _, room in written) >= -1.0


def test_two_names_are_whole_beside_a_short_ramp_too(drawn):
    names = [one.name for one in default_classes(2)]
    room = sum(text_width(name, "row") for name in names) + 60
    assert all(spare >= 0.0 for text, spare in drawn(2, room) if text in names)


@pytest.mark.parametrize(("count", "width"), [(2, 800), (3, 800), (9, 1200)])
def test_words_do_not_stand_far_apart_in_a_wide_panel(monkeypatch, qtbot, count, width):
    places = []
    monkeypatch.setattr(
        "playground.views.plane.legend.draw_text",
        lambda _painter, area, text, *_: places.append((area.left(), area.top(), text)),
    )
    legend = Ramps()
    qtbot.addWidget(legend)
    legend.show_classes(default_classes(count))
    legend.resize(width, legend.sizeHint().height())
    legend.grab()
    names = {one.name for one in default_classes(count)}
    row = sorted(left for left, top, text in places if text in names and top == places[0][1])
    assert max(b - a for a, b in pairwise(row)) < 400


def test_every_class_has_its_marker(qtbot):
    legend = Ramps()
    qtbot.addWidget(legend)
    legend.show_classes(default_classes(9))
    legend.resize(240, 30)
    legend.resize(240, legend.sizeHint().height())
    image = legend.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert {colour.lower() for colour in theme.current().marks[:9]} <= seen


def shown_legend(qtbot, count, width):
    legend = Ramps()
    qtbot.addWidget(legend)
    legend.show_classes(default_classes(count))
    legend.resize(width, legend.sizeHint().height())
    legend.resize(width, legend.sizeHint().height())
    legend.show()
    return legend


@pytest.mark.parametrize("count", [10, 20, 36])
@pytest.mark.parametrize("width", [120, 240, 420, 900])
def test_many_classes_are_named_in_full_and_a_button_counts_the_rest(drawn, qtbot, count, width):
    written = [one for one in drawn(count, width) if not one[0].startswith("+")]
    assert [name for name, _ in written] == [one.name for one in default_classes(count)][: len(written)]
    assert min(room for _, room in written) >= -1.0
    legend = shown_legend(qtbot, count, width)
    assert legend.more.isVisible() == (len(written) < count)
    if legend.more.isVisible():
        assert legend.more.text() == f"+ {count - len(written)} more"
        assert legend.rect().contains(legend.more.geometry())
    assert legend.height() <= theme.px(45)


def test_the_button_opens_all_classes(qtbot):
    legend = shown_legend(qtbot, 36, 300)
    legend.more.click()
    key = legend.findChild(ClassKey)
    assert key.isVisible()
    assert key.accessibleDescription().split(", ") == [one.name for one in default_classes(36)]


def test_the_list_of_all_classes_has_all_their_markers(qtbot):
    key = ClassKey(default_classes(36))
    qtbot.addWidget(key)
    key.resize(key.sizeHint())
    image = key.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert {colour.lower() for colour in theme.current().marks} <= seen


def test_a_picture_names_every_class(drawn, qtbot):
    legend = shown_legend(qtbot, 36, 300)
    legend.set_whole(True)
    assert not legend.more.isVisible()
    assert legend.sizeHint().height() > theme.px(60)
    legend.set_whole(False)
    assert legend.more.isVisible()


@pytest.mark.parametrize("count", [3, 5, 8])
def test_either_all_classes_have_a_ramp_or_none(monkeypatch, qtbot, count):
    widths, names = [], []
    monkeypatch.setattr(Ramps, "_paint_ramp", lambda _self, _painter, bar, *_: widths.append(bar.width()))
    legend = Ramps()
    qtbot.addWidget(legend)
    legend.show_classes(default_classes(count))
    for width in range(160, 700, 12):
        legend.resize(width, legend.sizeHint().height())
        widths.clear()
        legend.grab()
        assert len(widths) in (0, count)
        assert len(set(widths)) <= 1
        names.append(len(widths))
    assert set(names) == {0, count}
