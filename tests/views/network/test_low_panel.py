"""A low panel, as a large interface makes it: what the network sees stays readable."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSizeF

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.domains.plane.inputs import INPUTS
from playground.views.network.layout import network_layout


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
