import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from playground.widgets.progress_bar import ProgressBar
from playground.widgets.theme import DARK, LIGHT


@pytest.fixture
def bar(put):
    bar = put(ProgressBar(), 420, 48)
    assert bar.isHidden()
    bar.begin("Reading points.csv")
    return bar


def test_it_says_what_it_does_and_how_far_it_is(bar):
    assert bar.isVisible()
    told = QAccessible.queryAccessibleInterface(bar.track)
    assert bar.words() == told.text(QAccessible.Text.Name) == "Reading points.csv"
    assert (told.role(), told.valueInterface().currentValue()) == (QAccessible.Role.ProgressBar, 0)
    bar.set_share(0.424)
    assert told.text(QAccessible.Text.Value) == "42"
    bar.set_share(7.0)
    assert bar.share == 1.0


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_the_track_fills_from_the_left(bar, picture, dress, theme):
    dress(theme)
    bar.set_share(0.5)
    image = picture(bar)
    y = bar.height() - 9
    assert image.pixelColor(bar.width() // 4, y) == theme.ink
    assert image.pixelColor(3 * bar.width() // 4, y) == theme.line_strong


def test_cancel_by_mouse_and_by_key(bar, qtbot):
    with qtbot.waitSignal(bar.cancelled, timeout=0):
        qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.cancelled, timeout=0):
        qtbot.keyClick(bar.cancel, Qt.Key.Key_Escape)


def test_it_begins_anew(bar):
    bar.set_share(0.9)
    bar.begin("Reading more.csv")
    assert bar.share == 0.0
    assert bar.words() == "Reading more.csv"
