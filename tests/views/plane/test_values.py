"""A regression of several values: one of them is on the map, on the points and in hand, and a choice says which."""

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.session import value_choice
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.plane.output_map import UnitSamples
from playground.views.data import DataView
from playground.views.data.draw_part import DrawPart
from playground.views.plane.palette import ToolPalette
from playground.views.plane.tools.base import hand_name
from playground.views.status_bar import StatusBar
from playground.views.table import TableView
from playground.views.table.cells import cell_text, fields_of, parse_cell, titles
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.slider_row import SliderRow
from tests.support.output_panel import drag, send, snapshot
from tests.support.probes import map_picture
from tests.support.scaled import flat_document


def picture(view):
    return view.grab().toImage()


def shown_row(view):
    """The row of the value in hand in the Data panel."""
    return next(row for row in view.findChildren(SliderRow) if row.isVisibleTo(view) and row.label.text() != "Train")


@pytest.fixture
def flats(open_view):
    session, view = open_view(flat_document())
    send(session, snapshot(session, classes=0, results=map_picture(waves())))
    return session, view


def waves():
    """A map of three values: falling to the right, rising upwards, and 0."""
    y, x = np.mgrid[-6:6:64j, -6:6:64j]
    return np.stack([-x / 6, y / 6, 0 * x], axis=-1).astype(np.float32)


def test_one_value_is_no_choice(open_view):
    session, view = open_view(document_for("reg-plane", (4,)))
    assert not view.legend.value.isVisible()
    value_choice.add_value(session)
    assert view.legend.value.isVisible()
    session.undo_stack.undo()
    assert not view.legend.value.isVisible()


def test_the_legend_chooses_the_value_of_map_points_and_legend(flats):
    session, view = flats
    assert (view.legend.value.isVisible(), view.legend.value.title()) == (True, "rent")
    before, said = picture(view.canvas), view.legend.ramps.accessibleDescription()
    view.legend.value.chosen.emit(1)
    assert session.selection.value == 1
    assert view.legend.value.title() == "age"
    assert picture(view.canvas) != before
    assert view.legend.ramps.accessibleDescription() != said
    assert view.canvas.shown.scale().centre == session.document.dataset.units.value(1).centre
    view.legend.value.chosen.emit(0)
    assert picture(view.canvas) == before


def test_a_hovered_output_is_read_in_its_own_units(flats):
    session, view = flats
    focus = UnitSamples(NeuronAddress(0, 2), waves()[..., 0], 1.0, 1.0)
    session.selection.hover(NeuronAddress(0, 2))
    send(session, snapshot(session, classes=0, results=map_picture(waves(), focus=focus)))
    assert view.canvas.shown.scale().centre == session.document.dataset.units.value(2).centre
    assert view.title.text() == "Output · energy"


def test_tools_paint_the_value_that_is_shown_and_the_others_are_zero(flats):
    session, view = flats
    session.hand.set_tool("point")
    session.selection.show_value(2)
    session.hand.set_value(0.5)
    drag(view, (0.0, 0.0))
    assert session.document.dataset.targets[-1].tolist() == [0.0, 0.0, 0.5]
    assert "energy" in session.undo_stack.undoText()
    assert hand_name(session).startswith("energy ")


def test_the_palette_and_the_panel_name_the_value_in_hand(flats, qtbot):
    session, _ = flats
    panel = DataView(session)
    qtbot.addWidget(panel)
    for value, name in enumerate(session.document.dataset.values):
        session.selection.show_value(value)
        palette = ToolPalette(session)
        qtbot.addWidget(palette)
        assert palette.value.label.text() == name
        assert shown_row(panel).label.text() == name
        assert "The others of a new point are 0" in shown_row(panel).slider.toolTip()
        axis = session.document.dataset.units.value(value)
        assert shown_row(panel).value() == pytest.approx(axis.to_units(session.hand.value), rel=0.01)


def test_the_status_bar_tells_the_value_under_the_pointer(flats, qtbot):
    session, _ = flats
    bar = StatusBar(session)
    qtbot.addWidget(bar)
    session.hand.point_at((3.0, 0.0))
    for value, name in enumerate(session.document.dataset.values):
        session.selection.show_value(value)
        bar.show_now()
        assert name in bar.readout.accessibleName() + bar.readout.accessibleDescription()


def test_the_eyedropper_takes_the_value_that_is_shown(flats):
    session, view = flats
    session.selection.show_value(1)
    for index in (0, 7):
        session.hand.set_tool("eyedropper")
        drag(view, tuple(session.document.dataset.samples[index]))
        assert session.hand.value == pytest.approx(session.document.dataset.targets[index, 1])


def test_a_value_that_goes_is_not_shown_any_longer(flats):
    session, view = flats
    session.selection.show_value(2)
    value_choice.remove_value(session)
    assert session.undo_stack.undoText() == "Remove the value energy"
    assert session.document.dataset.values == ("rent", "age")
    assert (session.selection.value, view.legend.value.title()) == (1, "age")
    session.selection.show_value(1)
    session.undo_stack.undo()
    assert (session.selection.value_name, view.legend.value.title()) == ("age", "age")


def test_the_value_that_is_shown_stays_where_one_before_it_goes(flats):
    session, _ = flats
    value_choice.remove_value(session)
    session.selection.show_value(1)
    session.undo_stack.undo()
    assert session.selection.value_name == "energy"


def test_values_are_added_up_to_sixteen_and_refused_in_words(flats):
    session, _ = flats
    for _ in range(13):
        assert value_choice.add_refusal(session) == ""
        value_choice.add_value(session)
    assert session.selection.value_name == session.document.dataset.values[-1] == "value 13"
    assert value_choice.add_refusal(session) == "16 values are the most."


def test_a_value_is_renamed_in_the_panel(flats, qtbot):
    session, view = flats
    panel = DataView(session)
    qtbot.addWidget(panel)
    panel.show()
    said = []
    session.message_posted.connect(lambda text, _: said.append(text))
    for typed, name in (("price", "price"), ("age", "price")):
        panel.findChild(DrawPart).start_renaming()
        editor = panel.findChild(InlineEdit)
        editor.setText(typed)
        qtbot.keyClick(editor, "\r")
        qtbot.waitUntil(lambda: panel.findChild(InlineEdit) is None)
        assert session.selection.value_name == view.legend.value.title() == name
    assert said == ["Another value is called age."]


@pytest.fixture
def table(flats, qtbot):
    made = TableView(flats[0])
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_table_has_a_column_for_each_value(flats, table):
    session, _ = flats
    data = session.document.dataset
    assert titles(data) == ("#", "x", "y", "rent", "age", "energy", "Set")
    column = titles(data).index("age")
    assert float(cell_text(data, 0, column).replace("−", "-")) == pytest.approx(data.answers[0, 1], abs=0.01)
    index = table.model.index(0, column)
    assert table.model.setData(index, "33")
    assert session.document.dataset.answers[0, 1] == pytest.approx(33.0)
    assert session.undo_stack.undoText() == "Change age of point 1"
    assert "is no number" in parse_cell(data, column, "old")
    table.model.sort(column)
    ordered = session.document.dataset.answers[table.model.order, 1]
    assert (np.diff(ordered) >= 0.0).all()
    assert len(fields_of(data)) == table.model.columnCount() == 7
