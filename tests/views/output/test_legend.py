"""The legend of classes: no name is cut while two rows have room for it."""

import pytest

from playground.document.dataset import default_classes
from playground.views.canvas.legend import Ramps
from playground.widgets import theme
from playground.widgets.text import text_width


@pytest.fixture
def drawn(monkeypatch, qtbot):
    """What a legend of so many classes writes at a width: words with the room that they have."""

    def draw(count, width):
        written = []

        def note(_painter, area, text, role, *_):
            written.append((text, area.width() - text_width(text, role)))

        monkeypatch.setattr("playground.views.canvas.legend.draw_text", note)
        legend = Ramps()
        qtbot.addWidget(legend)
        legend.show_classes(default_classes(count))
        legend.resize(width, theme.px(30))
        legend.grab()
        return written

    return draw


@pytest.mark.parametrize(("count", "width"), [(3, 280), (3, 200), (4, 280), (4, 230), (5, 300), (9, 430), (9, 300)])
def test_every_class_is_named_in_full(drawn, count, width):
    written = drawn(count, width)
    assert [name for name, _ in written] == [one.name for one in default_classes(count)]
    assert min(room for _, room in written) >= -1.0
