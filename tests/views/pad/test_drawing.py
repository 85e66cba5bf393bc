"""Drawing on the pad: strokes become the picture at hand, and the pad's own undo."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt

from playground.document.dataset import DataSource
from playground.document.edits_source import generated
from playground.domains.picture.generators.handwritten import DIGITS
from playground.domains.picture.reduction import picture_of
from tests.support.pad import RIGHT, SEVEN, mouse, stroke


def ink(session):
    return float(session.selection.picture.sum())


def test_every_move_changes_the_picture_at_hand(open_pad):
    session, view, _ = open_pad()
    seen = []
    session.selection.picture_changed.connect(lambda: seen.append(session.selection.picture))
    mouse(view, "press", SEVEN[0])
    for place in SEVEN[1:]:
        mouse(view, "move", place)
    assert session.selection.is_drawn
    assert len(seen) == len(SEVEN)
    mouse(view, "release", SEVEN[-1])
    assert len(seen) == len(SEVEN)


def test_while_the_pen_is_down_views_take_turns(open_pad):
    session, view, _ = open_pad()
    mouse(view, "press", SEVEN[0])
    mouse(view, "move", SEVEN[1])
    assert session.turns.drawing
    mouse(view, "release", SEVEN[1])
    assert not session.turns.drawing


def test_a_drawing_is_reduced_as_the_training_pictures_were(open_pad):
    session, view, _ = open_pad()
    stroke(view)
    assert np.array_equal(session.selection.picture, picture_of(view.pad.drawing, 16, DIGITS.reduction))
    assert session.selection.picture.shape == session.document.dataset.shape


def test_the_switch_centres_drawings_in_another_way(open_pad):
    session, view, _ = open_pad()
    stroke(view, ((0.1, 0.1), (0.2, 0.3)))
    assert view.options.centre.current_key() == "box"
    boxed = session.selection.picture
    view.options.centre.button("drawn").click()
    drawn = session.selection.picture
    assert not np.array_equal(boxed, drawn)
    assert drawn[0, 8:, 8:].sum() == 0, "it stays in its corner"


def test_the_right_button_and_the_eraser_take_ink_away(open_pad):
    session, view, _ = open_pad()
    view.options.centre.button("drawn").click()
    stroke(view)
    whole = ink(session)
    stroke(view, SEVEN[:2], RIGHT)
    less = ink(session)
    assert less < whole
    view.tools.tool.button("eraser").click()
    stroke(view, SEVEN[2:])
    assert ink(session) < less


def test_a_wider_pen_leaves_more_ink(open_pad):
    session, view, _ = open_pad()
    view.options.centre.button("drawn").click()
    stroke(view)
    thin = ink(session)
    view.pad.clear()
    view.pad.set_pen_width(0.2)
    stroke(view)
    assert ink(session) > 1.5 * thin


def test_strokes_are_undone_on_the_pad_and_not_in_the_document(open_pad):
    session, view, _ = open_pad()
    assert not view.tools.undo.isEnabled()
    stroke(view)
    one = session.selection.picture
    stroke(view, ((0.2, 0.8), (0.8, 0.8)))
    view.tools.undo.click()
    assert np.array_equal(session.selection.picture, one)
    view.tools.undo.click()
    assert not session.selection.is_drawn
    view.tools.redo.click()
    assert np.array_equal(session.selection.picture, one)
    view.tools.clear.click()
    assert not session.selection.is_drawn
    view.tools.undo.click()
    assert np.array_equal(session.selection.picture, one)
    assert session.undo_stack.count() == 0


def test_mirror_changes_left_and_right(open_pad):
    session, view, _ = open_pad()
    view.options.centre.button("drawn").click()
    stroke(view)
    before = session.selection.picture
    view.tools.mirror.click()
    assert np.allclose(session.selection.picture, before[:, :, ::-1], atol=1e-6)
    view.tools.undo.click()
    assert np.array_equal(session.selection.picture, before)


def test_escape_gives_up_the_stroke_and_delete_the_drawing(open_pad, qtbot):
    session, view, _ = open_pad()
    mouse(view, "press", SEVEN[0])
    mouse(view, "move", SEVEN[1])
    qtbot.keyClick(view.pad, Qt.Key.Key_Escape)
    assert not session.selection.is_drawn
    mouse(view, "release", SEVEN[1])
    assert not view.tools.undo.isEnabled()
    stroke(view)
    qtbot.keyClick(view.pad, Qt.Key.Key_Delete)
    assert not session.selection.is_drawn


def test_a_chosen_sample_takes_the_drawings_place(open_pad):
    session, view, _ = open_pad()
    stroke(view)
    rows = np.zeros(len(session.document.dataset), np.bool_)
    rows[4] = True
    session.selection.select_points(rows)
    assert not view.pad.drawing.strokes
    assert np.array_equal(session.selection.picture.reshape(-1), session.document.dataset.samples[4])
    view.tools.undo.click()
    assert session.selection.is_drawn
    assert session.selection.points is None


def test_a_dream_is_a_step_of_the_pad_that_undo_takes_away_and_redo_brings_back(open_pad):
    session, view, _ = open_pad()
    stroke(view)
    seven, dream = session.selection.picture, np.full((1, 16, 16), 0.25)
    session.selection.draw(dream, "Dream of 7")

    def shows_dream():
        return session.selection.drawn_title == "Dream of 7" and session.selection.picture.max() == 0.25

    for _ in range(2):
        assert shows_dream()
        assert not view.pad.drawing.strokes
        view.tools.undo.click()
        assert np.array_equal(session.selection.picture, seven)
        assert session.selection.drawn_title == ""
        view.tools.redo.click()
    mouse(view, "press", (0.5, 0.2))
    mouse(view, "release", (0.5, 0.8))
    assert session.selection.drawn_title == "", "a stroke begins a drawing in its place"
    view.tools.undo.click()
    assert shows_dream()
    view.tools.clear.click()
    assert not session.selection.is_drawn
    view.tools.undo.click()
    assert shows_dream()
    view.tools.undo.click()
    view.tools.undo.click()
    assert not view.tools.undo.isEnabled()


def test_a_dream_of_pictures_of_another_size_is_not_brought_back(open_pad):
    session, view, _ = open_pad()
    session.selection.draw(np.full((1, 16, 16), 0.25), "Dream of 7")
    view.tools.undo.click()
    smaller = generated(DataSource("digits", 60, 0.0, 0, side=8))
    session.edit("Smaller", lambda document: replace(document, dataset=smaller))
    view.tools.redo.click()
    assert not session.selection.is_drawn
    assert session.selection.picture.shape == (1, 8, 8)


def test_what_is_shown_is_said(open_pad):
    session, view, _ = open_pad()
    data = session.document.dataset
    row = int(data.is_test.argmax())
    name = data.classes[data.targets[row]].name
    article = "an" if name == "8" else "a"
    assert view.pad.accessibleDescription() == f"Test picture {row + 1}, {article} {name}"
    stroke(view)
    assert view.pad.accessibleDescription() == "Your drawing"
    rows = np.zeros(len(data), np.bool_)
    rows[int((~data.is_test).argmax())] = True
    session.selection.select_points(rows)
    assert view.pad.accessibleDescription().startswith("Training picture")


def test_pen_and_switches_are_remembered(open_pad):
    _, view, _ = open_pad()
    view.pad.set_pen_width(0.15)
    view.looks_button.click()
    view.options.centre.button("mass").click()
    view.options.variations.set_value(5)
    said = view.view_state()
    _, other, _ = open_pad()
    other.recall_view(said)
    assert other.view_state() == said
    assert not other.looks.isVisible()
    other.recall_view({"pen": "wide", "looks": 3, "centre": "nowhere", "variations": None})
    assert other.view_state() == said
