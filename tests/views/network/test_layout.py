"""The geometry of the network: columns that fit, neurons that never overlap, gaps that share what is left."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from playground.document.dataset import Dataset, default_classes, frozen
from playground.document.model import INPUT_UID, Document
from playground.document.network_presets import NETWORK_PRESETS, with_preset
from playground.document.training import Training
from playground.interop.sources import open_source
from playground.layers import ActivationLayer, BatchNorm, Dense, Residual
from playground.views.network import layout as geometry
from playground.views.network.card_painter import PLUS_SIDE
from playground.views.network.density import TIGHT
from playground.views.network.hit import Part, hit_test
from playground.views.network.input_column import InputRows, label_width
from playground.views.network.layout import gap_at, input_address, last_row, network_layout
from playground.views.network.output_column import NODE_NAME, output_heading
from playground.widgets.text import text_width

if TYPE_CHECKING:
    from playground.views.network.columns import NetworkLayout


BODY = QSizeF(744, 402)


def document(*units: int, classes: int = 2, task: str = "classification") -> Document:
    points = frozen([[0.0, 1.0], [1.0, 0.0]], float)
    data = Dataset(points, frozen([0, 1], "int64"), frozen([False, False], bool), default_classes(classes))
    layers = tuple(Dense(uid=place + 1, units=count) for place, count in enumerate(units))
    return Document(task, data, ("x", "y"), layers, Training())


def assert_sound(layout: NetworkLayout) -> None:
    for left, right in pairwise(layout.columns):
        assert right.rect.left() - left.rect.right() >= TIGHT.gap - 1
    for column in layout.columns:
        for one, other in pairwise(column.cells):
            assert not one.rect.intersects(other.rect)
        for cell in column.cells:
            assert column.rect.contains(cell.rect)
            assert cell.rect.width() > 0
    assert layout.columns[-1].rect.right() <= layout.width


def test_the_mock_up_is_met() -> None:
    layout = network_layout(document(8, 8), QSizeF(519, 402))
    assert layout.pitch == 41
    assert layout.thumbnail == 36
    assert [column.rect.width() for column in layout.columns[1:3]] == [56, 56]
    assert [column.title for column in layout.columns] == ["Inputs", "Layer 1", "Layer 2", "Output"]
    assert layout.columns[1].cells[0].rect.top() == 63
    assert layout.columns[1].rect.bottom() == 395
    centres = {column.block.center().y() for column in layout.columns}
    assert max(centres) - min(centres) <= 1


def test_gaps_share_what_is_left() -> None:
    layout = network_layout(document(8, 8), BODY)
    widths = [gap.right - gap.left for gap in layout.gaps]
    assert max(widths) - min(widths) <= 1
    assert layout.width == BODY.width()
    assert [gap.index for gap in layout.gaps] == [0, 1, 2]


@pytest.mark.parametrize(("width", "height"), [(346, 330), (380, 330), (420, 330), (346, 480)])
def test_two_hidden_layers_fit_beside_another_panel_in_a_small_window(width: int, height: int) -> None:
    layout = network_layout(document(6, 4), QSizeF(width, height))
    assert layout.width == width
    for left, right in pairwise(layout.columns):
        assert right.rect.left() - left.rect.right() >= TIGHT.gap - 1
    assert layout.columns[-1].rect.right() < width


def test_many_layers_make_the_scene_wider_than_the_panel() -> None:
    layout = network_layout(document(*[8] * 50), BODY)
    assert_sound(layout)
    assert layout.width > 50 * (56 + 48)
    assert len(layout.gaps) == 51


@pytest.mark.parametrize(
    ("units", "across", "shown"), [(11, 1, 11), (12, 2, 12), (17, 2, 17), (32, 2, 32), (33, 2, 24), (256, 2, 24)]
)
def test_many_units_go_into_two_columns_and_then_into_a_sample(units: int, across: int, shown: int) -> None:
    layout = network_layout(document(units), BODY)
    column = layout.columns[1]
    assert len({cell.rect.left() for cell in column.cells}) == across
    assert len(column.cells) == shown
    assert column.is_sample == (shown < units)
    assert_sound(layout)


def test_thumbnails_stay_readable_where_there_is_room_for_two_columns() -> None:
    roomy, narrow = (network_layout(document(16, 16, 16), QSizeF(width, 402)) for width in (900, 480))
    assert roomy.pitch >= geometry.READABLE_PITCH > narrow.pitch
    assert [len({cell.rect.left() for cell in layout.columns[1].cells}) for layout in (roomy, narrow)] == [2, 1]
    assert_sound(roomy)
    assert_sound(narrow)


@given(units=st.integers(1, 9), height=st.integers(220, 900))
def test_names_below_output_nodes_lie_inside_the_panel(units: int, height: int) -> None:
    column = network_layout(document(4, classes=max(units, 2)), QSizeF(744, height)).columns[-1]
    if column.names_below:
        assert column.cells[-1].rect.bottom() + NODE_NAME <= height - geometry.BOTTOM
        assert column.cells[0].rect.top() >= geometry.CELLS_TOP - geometry.SPACING


def test_a_sample_scrolls_to_its_last_unit_and_no_further() -> None:
    shape = document(101)
    column = network_layout(shape, BODY, {1: 10_000}).columns[1]
    assert column.cells[-1].unit == 100
    assert network_layout(shape, BODY, {1: last_row(column)}).columns[1].cells == column.cells
    assert network_layout(shape, BODY, {1: 1}).columns[1].cells[0].unit == 2


def test_kinds_decide_links_steps_and_width() -> None:
    shape = document(8)
    shape = replace(
        shape, network=(*shape.network, ActivationLayer(uid=2), BatchNorm(uid=3), Residual(uid=4), Dense(uid=5))
    )
    layout = network_layout(shape, QSizeF(1200, 500))
    links = [column.links for column in layout.columns]
    assert links == ["none", "weights", "one to one", "one to one", "weights", "weights", "weights"]
    assert [column.steps for column in layout.columns] == [False, True, False, False, False, True, False]
    assert [column.skips for column in layout.columns].index(True) == 4
    assert layout.columns[2].rect.width() < layout.columns[1].rect.width()


@pytest.mark.parametrize("classes", range(2, 10))
def test_all_outputs_fit(classes: int) -> None:
    output = network_layout(document(8, classes=classes), BODY).columns[-1]
    assert output.units == (1 if classes == 2 else classes)
    assert output.block.top() >= geometry.CARD_TOP
    assert output.block.bottom() <= BODY.height()
    assert output.names_below == (classes <= 4)


def test_regression_has_one_output_and_inputs_keep_their_place_in_the_table() -> None:
    shape = replace(document(classes=0, task="regression"), inputs=("y", "xy"))
    layout = network_layout(shape, BODY)
    assert [column.uid for column in layout.columns] == [INPUT_UID, 0]
    assert layout.columns[-1].units == 1
    assert input_address(shape, 0) is None
    assert input_address(shape, 4) is not None
    assert input_address(shape, 4).index == 1


def test_the_nearest_gap_takes_a_dragged_card() -> None:
    layout = network_layout(document(4, 4, 4), BODY)
    assert gap_at(layout, -100).index == 0
    assert gap_at(layout, 1e6).index == 3
    assert gap_at(layout, layout.gaps[2].plus.x() + 3).index == 2


@settings(max_examples=60, deadline=None)
@given(
    units=st.lists(st.integers(1, 1024), max_size=12),
    classes=st.integers(2, 9),
    width=st.integers(100, 3000),
    height=st.integers(60, 1600),
)
def test_any_network_in_any_panel_is_laid_out_soundly(units, classes, width, height) -> None:
    layout = network_layout(document(*units, classes=classes), QSizeF(width, height))
    assert geometry.LEAST_PITCH <= layout.pitch <= geometry.LARGE_PITCH
    for left, right in pairwise(layout.columns):
        assert right.rect.left() - left.rect.right() >= TIGHT.gap - 1
    if height >= 300:
        assert_sound(layout)


@pytest.mark.parametrize("units", [8, 9, 12, 16])
@pytest.mark.parametrize("height", [300, 360, 400, 700])
def test_the_share_that_is_dropped_stands_inside_its_card(units: int, height: int) -> None:
    doc = document(units, 8)
    dropping = replace(doc.network[0], dropout=0.5)
    layout = network_layout(replace(doc, network=(dropping, *doc.network[1:])), QSizeF(740, height))
    card = layout.columns[1]
    assert card.block.bottom() + geometry.NOTE <= card.rect.bottom()


def test_a_large_panel_has_large_neurons_where_edges_keep_their_room():
    small = network_layout(document(4, 2), QSizeF(700, 400))
    large = network_layout(document(4, 2), QSizeF(1400, 800))
    assert small.pitch <= geometry.MOST_PITCH < 1.5 * geometry.MOST_PITCH < large.pitch
    for layout in (small, large, network_layout(document(4, 4, 4, 4, 4), QSizeF(1000, 800))):
        gaps = [gap.right - gap.left for gap in layout.gaps]
        assert layout.pitch <= geometry.MOST_PITCH or min(gaps) >= geometry.EASY_GAP - 1


def test_a_network_of_pictures_is_seen_as_a_whole_where_its_maps_can_be_a_little_smaller() -> None:
    digits = open_source("digits").document
    for height in (340, 370, 402, 430):
        layout = network_layout(digits, QSizeF(720, height))
        assert layout.width == 720
        assert layout.columns[-1].rect.right() <= 720
    assert network_layout(digits, QSizeF(400, 402)).width > 400


@pytest.mark.parametrize(("preset", "width", "height"), [("small-convolutions", 646, 350), ("lenet", 646, 350)])
def test_networks_of_pictures_fit_the_panel_of_a_small_window(preset: str, width: int, height: int) -> None:
    """At 1280 × 800: cards are narrower, titles shorter, and where there is no room for − and + the count is alone."""
    digits = with_preset(open_source("digits").document, NETWORK_PRESETS[preset])
    layout = network_layout(digits, QSizeF(width, height))
    assert layout.width == width
    assert layout.is_brief
    for left, right in pairwise(layout.columns):
        assert right.rect.left() - left.rect.right() >= PLUS_SIDE
    narrow = [column for column in layout.columns if column.is_narrow]
    for column in narrow:
        below_head = column.rect.left() + 5, geometry.STEPPER_Y
        assert hit_test(digits, layout, (), QPointF(*below_head)).part is Part.COUNT
    assert bool(narrow) == (preset == "lenet")
    large = network_layout(digits, QSizeF(1500, height))
    assert not large.is_brief
    assert not any(column.is_narrow for column in large.columns)


@pytest.mark.parametrize("width", [360, 494, 620])
@pytest.mark.parametrize("height", range(230, 360, 12))
@pytest.mark.parametrize("preset", ["small-convolutions", "lenet"])
def test_maps_end_above_the_rim_where_the_network_is_scrolled(preset: str, width: int, height: int) -> None:
    """As at 120 % in a window of 1280 × 800, or where another panel lies below."""
    digits = with_preset(open_source("digits").document, NETWORK_PRESETS[preset])
    for column in network_layout(digits, QSizeF(width, height)).columns[1:-1]:
        assert max(cell.rect.bottom() for cell in column.cells) <= column.rect.bottom()


@pytest.mark.parametrize("classes", [2, 3, 26])
@pytest.mark.parametrize("width", [344, 519])
def test_the_title_of_the_output_leaves_the_last_plus_free_and_can_be_pressed(classes: int, width: float) -> None:
    made = document(8, 8, classes=classes)
    layout = network_layout(made, QSizeF(width, 312))
    head, plus = output_heading(layout.columns[-1]), layout.gaps[-1].plus
    assert head.center().x() - text_width("Output", "title") / 2 > plus.x() + PLUS_SIDE / 2
    assert head.right() <= layout.width
    assert hit_test(made, layout, (), head.center()).part is Part.TITLE
    assert hit_test(made, layout, (), plus).part is Part.PLUS


def test_long_names_of_columns_have_the_room_that_a_wide_panel_has() -> None:
    rows, table = InputRows((20,) * 3, 1), document(4)
    names = "nonflavanoid_phenols", "proanthocyanins", "hue"
    points = frozen([[0.0, 1.0, 2.0], [1.0, 0.0, 2.0]], float)
    table = replace(table, dataset=replace(table.dataset, samples=points, domain="table", columns=names), inputs=names)
    widths = [label_width(table, rows, width) for width in (400.0, 700.0, 1000.0, 3000.0)]
    assert widths == sorted(widths)
    assert widths[0] < text_width(names[0], "label") < widths[2] == widths[3]
