"""Theme, fonts, icons, markers."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from playground.document.dataset import COLOUR_NAMES, MOST_CLASSES
from playground.render.colormap import hex_to_oklab
from playground.widgets import fonts, icons, interface, theme
from playground.widgets.theme import DARK, LIGHT, MARKERS, marker_path


def _luminance(colour):
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a, b):
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("shown", [DARK, LIGHT], ids=lambda t: t.name)
def test_text_can_be_read_on_every_surface(shown):
    surfaces = [shown.window, shown.card, shown.raised, shown.sunken, shown.control]
    for surface in surfaces:
        assert _contrast(shown.ink, surface) >= 6.4
        assert _contrast(shown.ink2, surface) >= 6.4
        assert _contrast(shown.ink3, surface) >= 4.7
    assert all(_contrast(shown.mark(k), shown.halo) >= 3.1 for k in range(MOST_CLASSES))


@pytest.mark.parametrize("shown", [DARK, LIGHT], ids=lambda t: t.name)
def test_every_role_is_a_colour(shown):
    for field in dataclasses.fields(shown):
        if field.name in theme.COLOUR_ROLES:
            assert getattr(shown, field.name).isValid(), field.name
    assert len(shown.marks) == len(shown.maps) == MOST_CLASSES
    assert len(MARKERS) == len(COLOUR_NAMES)
    with pytest.raises(dataclasses.FrozenInstanceError):
        shown.ink = QColor("red")


@pytest.mark.parametrize("shown", [DARK, LIGHT], ids=lambda t: t.name)
def test_no_two_classes_have_nearly_the_same_colour(shown):
    for colours, of_ten, of_all in ((shown.marks, 0.12, 0.035), (shown.maps, 0.08, 0.029)):
        places = np.array([hex_to_oklab(colour) for colour in colours])
        apart = np.linalg.norm(places[:, None] - places, axis=2) + np.eye(len(places))
        assert apart[:10, :10].min() > of_ten
        assert apart.min() > of_all


def test_a_theme_is_announced_and_reaches_the_palette(qapp, qtbot, dress):
    with qtbot.waitSignal(theme.theme_signals().changed, timeout=0):
        dress(LIGHT)
    assert theme.current() is LIGHT
    assert qapp.palette().window().color() == LIGHT.window
    assert theme.role_colour("ink2") == LIGHT.ink2
    with pytest.raises(KeyError):
        theme.role_colour("orange")


def test_sizes_follow_the_scale_and_the_scale_its_limits(dress):
    dress(DARK, 1.5)
    assert theme.px(8) == 12
    assert fonts.font("value").pixelSize() == 20
    theme.set_scale(9.0)
    assert theme.scale() == interface.MOST_SCALE


def test_motion_can_be_turned_off():
    theme.set_reduced_motion(reduced=False)
    assert theme.duration(120) == 120
    theme.set_reduced_motion(reduced=True)
    assert theme.reduced_motion()
    assert theme.duration(120) == 0


def test_the_shipped_font_is_used_with_figures_of_one_width():
    made = fonts.font("value")
    metrics = QFontMetricsF(made)
    assert made.family() == fonts.load_fonts()
    widths = [metrics.horizontalAdvance(digit * 4) for digit in "0123456789"]
    assert widths == pytest.approx([widths[0]] * 10, abs=0.1)
    assert metrics.inFontUcs4(ord("\N{MINUS SIGN}"))
    assert fonts.font("title").weight() > fonts.font("value").weight() > fonts.font("row").weight()


@pytest.mark.parametrize("name", icons.icon_names())
def test_every_icon_is_drawn_in_the_colour_asked_for(name):
    drawn = icons.pixmap(name, QColor("#FF0000"), 16, 2.0).toImage()
    opaque = [drawn.pixelColor(x, y) for x in range(32) for y in range(32) if drawn.pixelColor(x, y).alpha() > 250]
    assert drawn.width() == 32
    assert opaque
    assert all(colour.red() > 245 and colour.green() < 10 for colour in opaque)


def test_an_icon_is_parsed_once_for_a_colour_and_size():
    first = icons.pixmap("play", QColor("#123456"), 17)
    assert icons.pixmap("play", QColor("#123456"), 17).cacheKey() == first.cacheKey()
    assert icons.pixmap("play", QColor("#123457"), 17).cacheKey() != first.cacheKey()


def test_an_unknown_icon_is_an_error():
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


@pytest.mark.parametrize("index", range(9))
def test_all_markers_cover_the_same_area(index):
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(100, 100)
    painter.fillPath(marker_path(index, 50), QColor("white"))
    painter.end()
    covered = sum(image.pixelColor(x, y).red() > 127 for x in range(0, 200, 2) for y in range(0, 200, 2)) * 4
    assert covered == pytest.approx(3.14159 * 50**2, rel=0.03)
    assert marker_path(index, 50).boundingRect() == marker_path(index + 9, 50).boundingRect()


def test_icons_are_painted_into_the_middle(picture):
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint_icon(painter, "square", QRectF(0, 0, 40, 20), QColor("white"))
    painter.end()
    lit = [(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).red() > 60]
    assert min(x for x, _ in lit) >= 10
    assert max(y for _, y in lit) < 20
