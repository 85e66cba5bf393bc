"""A low panel, as a large interface makes it: what the network sees stays readable."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFontInfo

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.domains.plane.inputs import INPUTS
from playground.views.network.layout import network_layout
from playground.widgets.fonts import font


def sides(height, inputs=("x", "y"), scale=1.0):
    document = replace(document_for("circle", (8, 8)), inputs=inputs)
    laid = network_layout(document, QSizeF(520 * scale, height * scale), {}, scale)
    column = laid.column(INPUT_UID)
    names = list(INPUTS)
    return {names[cell.unit]: cell.rect for cell in column.cells}, laid


@pytest.mark.parametrize("height", range(190, 400, 15))
@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
def test_inputs_that_are_used_are_never_dots(height, scale):
    rects, laid = sides(height, scale=scale)
    assert min(rects[name].width() for name in ("x", "y")) >= 20 * scale
    assert rects["sin_y"].bottom() <= laid.height
    tops = [rect.top() for rect in rects.values()]
    assert tops == sorted(tops)
    assert all(b.top() >= a.bottom() for a, b in zip(list(rects.values())[:-1], list(rects.values())[1:], strict=True))


def test_where_there_is_room_all_are_alike():
    rects, _ = sides(444)
    assert len({rect.width() for rect in rects.values()}) == 1


def test_seven_of_them_share_what_there_is():
    rects, laid = sides(220, tuple(INPUTS))
    assert len({rect.width() for rect in rects.values()}) == 1
    assert rects["sin_y"].bottom() <= laid.height


@pytest.mark.parametrize("height", [150, 160, 170, 190, 240, 444])
def test_names_of_inputs_do_not_touch(view, monkeypatch, height):
    written = []
    monkeypatch.setattr(
        "playground.views.network.card_painter.draw_text",
        lambda _painter, area, text, role, *_: written.append((text, area.center().y(), QFontInfo(font(role)))),
    )
    view.resize(520, height)
    view.grab()
    labels = [one.label for one in INPUTS.values()]
    names = [(y, info.pixelSize()) for text, y, info in written if text in labels][: len(labels)]
    assert all(below - y > size for (y, size), (below, _) in pairwise(names))


@pytest.mark.parametrize("scale", [1.1, 1.3, 1.5])
@pytest.mark.parametrize("width", range(480, 560, 7))
def test_rounding_is_nothing_to_scroll_for(view, qapp, width, scale):
    from playground.widgets.theme import DARK, apply_theme

    apply_theme(qapp, DARK, scale)
    try:
        view.resize(round(width * scale), round(240 * scale))
        state = view.scene.state
        beyond = state.layout.columns[-1].rect.right() > state.size.width()
        assert (state.most_offset > 0) == beyond
    finally:
        apply_theme(qapp, DARK, 1.0)
