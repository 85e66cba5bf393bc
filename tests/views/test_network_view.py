"""The Network panel driven by mouse and keyboard: every gesture is one undo step, and no snapshot can break it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.codec import layer_to_dict
from playground.document.model import all_layers, widths
from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, BatchNorm, Dense, DropoutLayer, Residual
from playground.layers.inputs import INPUTS
from playground.session.session import Session
from playground.training.layout import initial_parameters, layout_of
from playground.training.messages import NeuronAddress, Snapshot, TrainerState
from playground.views.network.actions import MIME
from playground.views.network.card_painter import caption_lines
from playground.views.network.edges import curve_points
from playground.views.network.hit import Hit, Part, bias_center, less_rect, more_rect
from playground.views.network.view import NetworkView, shape_words, typed_weight
from playground.widgets.interface import set_reduced_motion
from playground.widgets.popover import Popover
from playground.widgets.theme import DARK, LIGHT, apply_theme

LEFT = Qt.MouseButton.LeftButton


def snapshot_of(document, run=1, side=16, fill=None):
    layout = layout_of(document)
    flat = initial_parameters(layout, document.training.seed).astype(np.float32)
    parameters = {slot.key: slot.view(flat).copy() for slot in layout.parameters}
    random = np.random.default_rng(0)
    made = {
        layer.uid: random.uniform(0, 1, (units, side, side)).astype(np.float32)
        for layer, units in zip(all_layers(document), widths(document)[1:], strict=True)
    }
    if fill is not None:
        for array in (*parameters.values(), *made.values()):
            array[...] = fill
    inputs = random.uniform(-1, 1, (len(INPUTS), side, side)).astype(np.float32)
    scales = dict.fromkeys(made, 1.0 if fill is None else fill)
    return Snapshot(
        run, document, 0, 0, parameters, (-6, 6, -6, 6), TrainerState.PAUSED, inputs=inputs, neurons=made, scales=scales
    )


@pytest.fixture(autouse=True)
def still(qapp):
    set_reduced_motion(reduced=True)
    apply_theme(qapp, DARK)
    yield
    set_reduced_motion(reduced=False)


@pytest.fixture
def session(qapp):
    made = Session(document_for("circle", (4, 3)))
    made.snapshot = snapshot_of(made.document)
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    made = NetworkView(session)
    qtbot.addWidget(made)
    made.resize(744, 444)
    made.show()
    made._on_snapshot(session.snapshot)
    return made


def at(view, place: QPointF) -> QPoint:
    return view.scene.from_scene(place)


def click(view, place: QPointF) -> None:
    QTest.mouseClick(view.scene, LEFT, Qt.KeyboardModifier.NoModifier, at(view, place))


def drag(view, start: QPointF, end: QPointF, modifiers=Qt.KeyboardModifier.NoModifier, release=True) -> None:
    QTest.mousePress(view.scene, LEFT, modifiers, at(view, start))
    for share in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(view.scene, at(view, start + (end - start) * share))
    if release:
        QTest.mouseRelease(view.scene, LEFT, modifiers, at(view, end))


def column(view, uid):
    found = view.scene.state.layout.column(uid)
    assert found is not None
    return found


def edge_place(view, gap: int, place: int = -1) -> tuple[QPointF, tuple, tuple]:
    """A place on an edge of a gap where no other edge is nearer."""
    edges = view.scene.state.edges[gap]
    points = curve_points(edges.starts[place : place + 1 or None], edges.ends[place : place + 1 or None], 101)[0]
    key, index = edges.key, (int(edges.rows[place]), int(edges.columns[place]))
    for x, y in points[5:-5]:
        hit = view.scene.hit(QPointF(round(x), round(y)))
        if hit.part is Part.EDGE and (hit.edge.row, hit.edge.column) == index:
            return QPointF(round(x), round(y)), key, index
    raise AssertionError("no place on the edge is its own")


# ---- layers ----------------------------------------------------------------------------------------------------------


def test_the_plus_opens_the_palette_and_enter_adds_like_the_left_neighbour(view, session, qtbot) -> None:
    click(view, view.scene.state.layout.gaps[1].plus)
    popover = view.palette_of_kinds.popover
    assert isinstance(popover, Popover)
    QTest.keyClick(popover._content, Qt.Key.Key_Return)
    assert [layer.units for layer in session.document.network] == [4, 4, 3]
    assert session.selection.layer == session.document.network[1].uid
    assert view.inspector.isVisible()
    assert view.palette_of_kinds.popover is None
    session.undo_stack.undo()
    assert [layer.units for layer in session.document.network] == [4, 3]
    assert not view.inspector.isVisible()


def test_the_palette_offers_every_kind(view, session) -> None:
    click(view, view.scene.state.layout.gaps[0].plus)
    rows = view.palette_of_kinds.popover._content
    QTest.keyClick(rows, Qt.Key.Key_D)
    QTest.keyClick(rows, Qt.Key.Key_End)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert session.document.network[0].kind == list(LAYER_KINDS)[-1]
    assert view.palette_of_kinds.popover is None


def test_the_header_adds_before_the_output_and_counts(view, session) -> None:
    assert view.subtitle.text() == "2 → 4 → 3 → 1 · 31 parameters"
    QTest.mouseClick(view._add, LEFT)
    assert [layer.units for layer in session.document.network] == [4, 3, 3]
    assert view.subtitle.text() == "2 → 4 → 3 → 3 → 1 · 43 parameters"


def test_plus_and_minus_change_the_neurons_within_limits(view, session) -> None:
    click(view, more_rect(column(view, 2)).center())
    assert session.document.network[1].units == 4
    click(view, less_rect(column(view, 2)).center())
    click(view, less_rect(column(view, 2)).center())
    assert session.document.network[1].units == 2
    for _ in range(5):
        click(view, less_rect(column(view, 2)).center())
    assert session.document.network[1].units == 1
    session.undo_stack.undo()
    assert session.document.network[1].units == 2


def test_a_click_on_the_title_selects_and_the_network_makes_room(view, session) -> None:
    wide = view.scene.width()
    click(view, QPointF(column(view, 1).rect.center().x(), 15))
    assert session.selection.layer == 1
    assert view.inspector.isVisible()
    assert view.scene.width() == wide - 212
    assert view.scene.geometry().right() < view.inspector.geometry().left()
    assert view.inspector.title.text() == "Layer 1"
    QTest.mouseClick(view.inspector._close, LEFT)
    assert session.selection.layer is None
    assert view.scene.width() == wide


def test_dragging_a_title_reorders_as_one_step_and_escape_takes_it_back(view, session) -> None:
    start = QPointF(column(view, 1).rect.center().x(), 30)
    end = QPointF(view.scene.state.layout.gaps[2].plus.x() + 5, 200)
    drag(view, start, end, release=False)
    assert view.scene.state.target == 2
    view.grab()
    QTest.keyClick(view.scene, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.scene, LEFT, Qt.KeyboardModifier.NoModifier, at(view, end))
    assert [layer.uid for layer in session.document.network] == [1, 2]
    assert session.selection.layer is None
    drag(view, start, end)
    assert [layer.uid for layer in session.document.network] == [2, 1]
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "Move layer 1"
    session.undo_stack.undo()
    assert [layer.uid for layer in session.document.network] == [1, 2]


def test_dropping_a_card_where_it_was_changes_nothing(view, session) -> None:
    x = column(view, 1).rect.center().x()
    drag(view, QPointF(x, 30), QPointF(x + 12, 60))
    assert session.undo_stack.count() == 0
    assert session.selection.layer is None


def test_keys_duplicate_copy_paste_and_delete_the_selected_layer(view, session) -> None:
    session.selection.select_layer(1)
    view.scene.setFocus()
    QTest.keyClick(view.scene, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [layer.units for layer in session.document.network] == [4, 4, 3]
    QTest.keyClick(view.scene, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    session.selection.select_layer(2)
    QTest.keyClick(view.scene, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [layer.units for layer in session.document.network] == [4, 4, 3, 4]
    QTest.keyClick(view.scene, Qt.Key.Key_Delete)
    assert [layer.units for layer in session.document.network] == [4, 4, 3]
    assert json.loads(QGuiApplication.clipboard().text())["kind"] == "dense"


@pytest.mark.parametrize(
    "text",
    ["", "hello", "{", "[" * 5000, '{"kind": "dense", "units": -4}', '{"kind": "evil"}', "[1]", "null", "x" * 200_000],
)
def test_a_hostile_clipboard_is_refused_in_words(view, session, qtbot, text) -> None:
    data = QMimeData()
    data.setText(text)
    data.setData(MIME, text.encode())
    QGuiApplication.clipboard().setMimeData(data)
    before = session.document
    with qtbot.waitSignal(session.message_posted) as said:
        view.actions_of_layers.paste(0)
    assert said.args[0].startswith("The clipboard holds no layer")
    assert said.args[1] == "warn"
    assert session.document is before


def test_a_pasted_layer_gets_a_uid_of_its_own(view, session) -> None:
    QGuiApplication.clipboard().setText(json.dumps(layer_to_dict(Dense(uid=1, units=7))))
    view.actions_of_layers.paste(0)
    assert [layer.units for layer in session.document.network] == [7, 4, 3]
    assert len({layer.uid for layer in session.document.network}) == 3


# ---- inputs and neurons ----------------------------------------------------------------------------------------------


def test_a_click_on_an_input_switches_it_and_the_last_one_off_warns(view, session) -> None:
    click(view, column(view, -1).cells[2].rect.center())
    assert session.document.inputs == ("x", "y", "x2")
    assert session.undo_stack.undoText() == "Switch on x²"
    for unit in range(3):
        click(view, column(view, -1).cells[unit].rect.center())
    assert session.document.inputs == ()
    assert view._warning is not None
    assert view._warning.isVisibleTo(view)
    view.grab()
    session.undo_stack.undo()
    assert not view._warning.isVisibleTo(view)


def test_hovering_a_neuron_shows_it_and_a_click_pins_it(view, session, qtbot) -> None:
    cell = column(view, 1).cells[2]
    QTest.mouseMove(view.scene, at(view, cell.rect.center()))
    qtbot.waitUntil(lambda: session.selection.hovered == NeuronAddress(1, 2), timeout=2000)
    view.grab()
    click(view, cell.rect.center())
    assert session.selection.pinned == NeuronAddress(1, 2)
    QTest.mouseMove(view.scene, QPoint(2, 2))
    assert session.selection.hovered is None
    click(view, cell.rect.center())
    assert session.selection.pinned is None


def test_the_outputs_and_the_inputs_that_are_on_have_addresses(view, session, qtbot) -> None:
    session.edit("inputs", lambda document: replace(document, inputs=("y", "xy")))
    cell = column(view, -1).cells[4]
    QTest.mouseMove(view.scene, at(view, cell.rect.center()))
    qtbot.waitUntil(lambda: session.selection.hovered == NeuronAddress(-1, 1), timeout=2000)
    QTest.mouseMove(view.scene, at(view, column(view, 0).cells[0].rect.center()))
    qtbot.waitUntil(lambda: session.selection.hovered == NeuronAddress(0, 0), timeout=2000)


# ---- numbers ---------------------------------------------------------------------------------------------------------


def set_values(session):
    """What was sent to the trainer, without one: key, index, value."""
    sent = []
    session.set_parameter = lambda text, key, index, value, gesture: sent.append((text, key, index, value, gesture))
    return sent


def test_dragging_an_edge_changes_its_weight_in_one_gesture(view, session) -> None:
    place, key, index = edge_place(view, 1)
    before = float(session.snapshot.parameters[key][index])
    sent = set_values(session)
    drag(view, place, place - QPointF(0, 40))
    assert {entry[:3] for entry in sent} == {("Set weight", key, index)}
    assert len({entry[4] for entry in sent}) == 1
    assert sent[-1][3] == pytest.approx(before + 40 * 0.02, abs=1e-6)


@pytest.mark.parametrize(
    ("modifier", "rate"), [(Qt.KeyboardModifier.ShiftModifier, 0.002), (Qt.KeyboardModifier.AltModifier, 0.2)]
)
def test_shift_drags_finely_and_alt_coarsely(view, session, modifier, rate) -> None:
    from playground.views.network.gestures import DragValue
    from playground.views.network.state import Handle

    sent = set_values(session)
    drag_value = DragValue(
        view.actions_of_layers, view.scene.state, Handle((1, "linear.bias"), (0,), 1.0), QPointF(0, 90)
    )
    drag_value.move(QPointF(0, 100), modifier)
    assert sent[-1][3] == pytest.approx(1.0 - 10 * rate)


def test_a_bias_dot_is_dragged_too_and_so_is_the_output_s(view, session) -> None:
    sent = set_values(session)
    for uid, unit in ((2, 1), (0, 0)):
        place = bias_center(column(view, uid).cells[unit])
        drag(view, place, place + QPointF(0, 25))
        assert sent[-1][:3] == ("Set bias", (uid, "linear.bias"), (unit,))
        assert sent[-1][3] == pytest.approx(-0.5, abs=1e-6)


def test_a_pill_is_pinned_by_a_click_wheeled_and_set_to_zero(view, session) -> None:
    place, key, index = edge_place(view, 1)
    QTest.mouseMove(view.scene, at(view, place))
    click(view, place)
    state = view.scene.state
    assert (state.pinned_edge.key, state.pinned_edge.row, state.pinned_edge.column) == (key, *index)
    view.grab()
    from playground.views.network.overlay_painter import pill_hit, pill_rect

    middle = pill_rect(state, pill_hit(state)).center()
    sent = set_values(session)
    before = float(session.snapshot.parameters[key][index])
    wheel(view, middle, 120)
    wheel(view, middle, 120)
    assert [entry[3] for entry in sent] == pytest.approx([before + 0.05, before + 0.1], abs=1e-6)
    assert sent[0][4] is sent[1][4]
    QTest.keyClick(view.scene, Qt.Key.Key_Delete)
    assert sent[-1][3] == 0.0
    assert len(session.document.network) == 2
    QTest.keyClick(view.scene, Qt.Key.Key_Escape)
    assert state.pinned_edge is None


def wheel(view, place: QPointF, delta: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    where = QPointF(at(view, place))
    event = QWheelEvent(
        where,
        view.scene.mapToGlobal(where),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.scene, event)


def test_a_double_click_types_the_weight(view, session) -> None:
    place, key, index = edge_place(view, 1)
    sent = set_values(session)
    QTest.mouseDClick(view.scene, LEFT, Qt.KeyboardModifier.NoModifier, at(view, place))
    editor = view.scene.focusWidget()
    view.grab()
    editor.setText("−1,5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert sent[-1][1:4] == (key, index, -1.5)
    QTest.mouseDClick(view.scene, LEFT, Qt.KeyboardModifier.NoModifier, at(view, place))
    editor = view.scene.focusWidget()
    editor.setText("9")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert len(sent) == 1


@pytest.mark.parametrize(("text", "value"), [("2", 2.0), ("−0.5", -0.5), ("1e9", None), ("nan", None), ("two", None)])
def test_typed_weights_are_checked(text, value) -> None:
    assert typed_weight(text) == value


def test_a_dragged_weight_reaches_the_network_as_one_step_and_undo_restores_it(qtbot) -> None:
    session = Session(document_for("circle", (3,)))
    view = NetworkView(session)
    qtbot.addWidget(view)
    view.resize(744, 444)
    view.show()
    session.start()
    try:
        qtbot.waitUntil(lambda: session.snapshot is not None and 1 in session.snapshot.neurons, timeout=60_000)
        place, key, index = edge_place(view, 0)
        before = float(session.snapshot.parameters[key][index])
        drag(view, place, place - QPointF(0, 50))

        def value() -> float:
            return float(session.snapshot.parameters[key][index])

        qtbot.waitUntil(lambda: value() == pytest.approx(before + 1.0, abs=1e-4), timeout=20_000)
        assert session.undo_stack.count() == 1
        session.undo_stack.undo()
        qtbot.waitUntil(lambda: value() == pytest.approx(before, abs=1e-5), timeout=20_000)
    finally:
        assert session.close(10.0)


# ---- what may come ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fill", [np.nan, np.inf, -np.inf, 1e30, 0.0])
def test_numbers_that_are_none_are_shown_as_such(view, session, fill) -> None:
    session.snapshot = snapshot_of(session.document, fill=fill)
    view._on_snapshot(session.snapshot)
    for gap in range(3):
        edges = view.scene.state.edges[gap]
        view.scene.point_at(Hit(Part.EDGE, edges.right, edge=None))
        QTest.mouseMove(view.scene, at(view, QPointF(*edges.starts[0]) + QPointF(8, 0)))
        view.grab()


def test_a_snapshot_of_another_network_breaks_nothing(view, session) -> None:
    old = session.snapshot
    for network in ((Dense(uid=1, units=9), Dense(uid=2, units=1)), (Dense(uid=2, units=30),), (Residual(uid=5),), ()):
        session.edit("network", lambda document, network=network: replace(document, network=network))
        view._on_snapshot(old)
        view.grab()
        for cell in (cell for one in view.scene.state.layout.columns for cell in one.cells):
            QTest.mouseMove(view.scene, at(view, cell.rect.center()))
            QTest.mouseMove(view.scene, at(view, bias_center(cell)))
        view.grab()


def test_pictures_of_a_layer_stay_until_new_ones_come(view, session) -> None:
    before = view.scene.state.pictures.strips[2].pixels
    session.snapshot = replace(session.snapshot, neurons={})
    click(view, view.scene.state.layout.gaps[1].plus)
    QTest.keyClick(view.palette_of_kinds.popover._content, Qt.Key.Key_Return)
    assert view.scene.state.pictures.strips[2].pixels is before
    session.edit("delete", lambda document: replace(document, network=document.network[:1]))
    assert 2 not in view.scene.state.pictures.strips


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize(
    "network",
    [
        (),
        tuple(Dense(uid=i + 1, units=8) for i in range(50)),
        (Dense(uid=1, units=256), Dense(uid=2, units=20)),
        (Dense(uid=1, units=5), Residual(uid=2), BatchNorm(uid=3), DropoutLayer(uid=4, frozen=True)),
    ],
)
def test_every_network_is_drawn_in_both_themes(qapp, view, session, network, theme) -> None:
    apply_theme(qapp, theme)
    session.edit("network", lambda document: replace(document, network=network))
    session.snapshot = snapshot_of(session.document)
    view._on_snapshot(session.snapshot)
    image = view.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 744, 7) for y in range(45, 440, 7)}
    assert len(colours) > 30
    wheel(view, QPointF(300, 200), -240, Qt.KeyboardModifier.ShiftModifier)
    if len(network) == 50:
        assert view.scene.state.offset > 0
        session.selection.select_layer(50)
        right = column(view, 50).rect.right()
        assert right <= view.scene.state.view.right()
    view.grab()


def test_a_sample_scrolls_by_the_wheel(view, session) -> None:
    session.edit("network", lambda document: replace(document, network=(Dense(uid=1, units=256),)))
    assert len(column(view, 1).cells) == 24
    wheel(view, column(view, 1).block.center(), -120)
    assert column(view, 1).cells[0].unit == 4
    for _ in range(100):
        wheel(view, column(view, 1).block.center(), -120)
    assert column(view, 1).cells[-1].unit == 255


def test_edges_are_drawn_again_only_when_they_would_look_different(view, session) -> None:
    layer = view.scene._edge_layer
    view.grab()
    drawn = layer.drawings
    QTest.mouseMove(view.scene, at(view, column(view, 1).cells[0].rect.center()))
    view._on_snapshot(session.snapshot)
    view.grab()
    assert layer.drawings == drawn
    other = snapshot_of(session.document, fill=2.0)
    layer._drawn_at = 0.0
    view._on_snapshot(other)
    view.grab()
    assert layer.drawings == drawn + 1


# ---- inspector, keyboard, words --------------------------------------------------------------------------------------


def test_the_inspector_edits_in_place_one_step_a_gesture(view, session) -> None:
    session.selection.select_layer(1)
    form = view.inspector.form("dense")
    for units in (5, 6, 7):
        form.edited.emit(replace(form.spec(), units=units), units == 7)
    assert session.document.network[0].units == 7
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "Set units"
    assert view.inspector.form("dense") is form
    assert form.spec().units == 7
    form.edited.emit(replace(form.spec(), activation="relu"), True)
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert form.spec().units == 4


def test_the_kind_is_changed_in_the_inspector_and_the_form_follows(view, session) -> None:
    session.selection.select_layer(1)
    view.inspector._kind.chosen.emit("residual")
    assert session.document.network[0].kind == "residual"
    assert view.inspector.form("residual").isVisibleTo(view.inspector)
    assert not view.inspector.form("dense").isVisibleTo(view.inspector)
    session.undo_stack.undo()
    assert view.inspector.form("dense").isVisibleTo(view.inspector)


def test_the_inspector_s_buttons_act_on_its_layer(view, session) -> None:
    session.selection.select_layer(1)
    QTest.mouseClick(view.inspector._duplicate, LEFT)
    assert [layer.units for layer in session.document.network] == [4, 4, 3]
    QTest.mouseClick(view.inspector._delete, LEFT)
    assert [layer.units for layer in session.document.network] == [4, 3]
    assert session.selection.layer == 2


def test_the_output_explains_itself(view, session) -> None:
    click(view, QPointF(column(view, 0).rect.center().x(), 15))
    assert session.selection.layer == 0
    assert view.inspector.title.text() == "Output"
    assert not view.inspector._delete.isVisibleTo(view.inspector)


def test_the_keyboard_reaches_everything(view, session) -> None:
    scene = view.scene
    scene.setFocus(Qt.FocusReason.TabFocusReason)
    reached = [scene.state.cursor]
    while view.keyboard.step(1):
        reached.append(scene.state.cursor)
    assert [hit.part for hit in reached] == [
        Part.NEURON,
        Part.PLUS,
        Part.TITLE,
        Part.PLUS,
        Part.TITLE,
        Part.PLUS,
        Part.NEURON,
    ]
    view.keyboard._go(Hit(Part.TITLE, 1))
    QTest.keyClick(scene, Qt.Key.Key_Down)
    QTest.keyClick(scene, Qt.Key.Key_Down)
    assert scene.state.cursor == Hit(Part.NEURON, 1, 1)
    assert session.selection.hovered == NeuronAddress(1, 1)
    assert scene.accessibleName().startswith("Layer 1, neuron 2, bias 0.00")
    QTest.keyClick(scene, Qt.Key.Key_Right)
    assert scene.state.cursor == Hit(Part.NEURON, 2, 1)
    QTest.keyClick(scene, Qt.Key.Key_Return)
    assert session.selection.pinned == NeuronAddress(2, 1)
    view.grab()
    QTest.keyClick(scene, Qt.Key.Key_Up)
    QTest.keyClick(scene, Qt.Key.Key_Up)
    assert scene.state.cursor == Hit(Part.TITLE, 2)
    QTest.keyClick(scene, Qt.Key.Key_Plus)
    assert session.document.network[1].units == 4
    QTest.keyClick(scene, Qt.Key.Key_Return)
    assert session.selection.layer == 2


def test_menus_offer_what_fits(view, session) -> None:
    menus = view._menus
    texts = {
        hit.part: [action.text().split("\t")[0] for action in menus.for_hit(hit, view).actions()]
        for hit in (Hit(Part.TITLE, 1), Hit(Part.NEURON, 1, 0), Hit(Part.INPUT_OFF, -1, 2), Hit(Part.PLUS, 0, 1))
    }
    assert "Delete" in texts[Part.TITLE]
    assert "Freeze" in texts[Part.TITLE]
    assert texts[Part.INPUT_OFF] == ["Switch on x²"]
    assert "Show in the output" in texts[Part.NEURON]
    assert "Add layer…" in texts[Part.PLUS]
    menu = menus.for_hit(Hit(Part.TITLE, 1), view)
    next(action for action in menu.actions() if action.text() == "Freeze").trigger()
    assert session.document.network[0].frozen
    view.grab()


def test_pictures_are_asked_for_only_while_the_panel_is_seen(view, session) -> None:
    side = view.scene.state.layout.thumbnail
    assert session._wants["network"]["neuron_size"] >= side
    assert session._wants["network"]["neuron_size"] % 8 == 0
    view.hide()
    assert session._wants["network"] == {}


def test_words_for_shapes_and_layers() -> None:
    deep = document_for("circle", (8,) * 50)
    assert shape_words(deep).startswith("2 → 8 → 8 → 8 → … → 8 → 8 → 1 · 50 layers · ")
    assert shape_words(document_for("circle", ())) == "2 → 1 · 3 parameters"
    assert caption_lines(BatchNorm()) == ["Batch", "norm"]
    assert caption_lines(DropoutLayer(rate=0.5)) == ["Dropout", "50%"]
    assert caption_lines(Dense(activation="relu")) == ["ReLU"]
