"""A document without a file is called after its points, whichever undo has brought back."""

import numpy as np

from playground.document.dataset import default_classes
from playground.document.edits_data import add_points, clear_points, make_dataset
from playground.domains.plane.generators import GENERATORS
from playground.views.data.gallery_part import GalleryPart
from playground.views.data.settings_part import SettingsPart


def pick(window, name):
    window.findChild(GalleryPart).grid.chosen.emit(name)


def some_points(count=8):
    points = np.linspace(-1.0, 1.0, 2 * count).reshape(-1, 2)
    return make_dataset(points, np.arange(count) % 2, default_classes(2), 0.5, 0)


def test_title_and_gallery_say_the_same_after_undo_and_redo(window):
    stack, gallery = window.session.undo_stack, window.findChild(GalleryPart)
    first = window.session.name
    titles = [GENERATORS[name].title for name in ("circle", "moons")]
    pick(window, "circle")
    pick(window, "moons")
    for step, name in ((stack.undo, titles[0]), (stack.redo, titles[1]), (stack.undo, titles[0])):
        step()
        assert window.session.name == gallery.name.text() == name
        assert window.windowTitle().startswith(name)
    stack.undo()
    assert window.session.name == first


def test_an_import_names_the_document_and_undo_gives_the_old_name_back(window):
    stack, first = window.session.undo_stack, window.session.name
    window.imports.take(some_points(), "measures.csv")
    assert window.session.name == "measures"
    window.imports.take(some_points(12), "others.csv")
    assert window.session.name == "others"
    stack.undo()
    assert window.session.name == "measures"
    stack.undo()
    assert window.session.name == first
    stack.redo()
    assert window.session.name == "measures"


def test_what_is_drawn_where_nothing_was_is_own_points(window):
    stack, first = window.session.undo_stack, window.session.name
    window.session.edit("Clear points", clear_points)
    window.session.edit("Paint", lambda document: add_points(document, np.zeros((1, 2)), 0))
    assert window.session.name == "Own points"
    stack.undo()
    stack.undo()
    assert window.session.name == first
    window.imports.take(some_points(), "measures.csv")
    window.session.edit("Clear points", clear_points)
    stack.undo()
    assert window.session.name == "measures"


def test_points_added_to_others_change_no_name(window):
    first = window.session.name
    window.imports.take(some_points(), "measures.csv", "add")
    assert window.session.name == first


def test_a_document_with_a_file_is_called_what_its_file_is(window, tmp_path):
    assert window.documents.save_to(tmp_path / "lesson.nnplay")
    pick(window, "moons")
    window.imports.take(some_points(), "measures.csv")
    assert window.session.name == "lesson"


def test_noise_stays_what_the_person_has_set_from_pick_to_pick(window):
    settings = window.findChild(SettingsPart)
    pick(window, "circle")
    assert window.session.document.dataset.source.noise == GENERATORS["circle"].default_noise
    pick(window, "moons")
    assert window.session.document.dataset.source.noise == GENERATORS["moons"].default_noise
    settings.noise.value_changed.emit(0.33)
    pick(window, "circle")
    assert window.session.document.dataset.source.noise == 0.33


def test_own_points_show_no_number_that_a_generator_would_make(window):
    settings = window.findChild(SettingsPart)
    assert settings.points.isVisible()
    window.imports.take(some_points(8), "measures.csv")
    assert not settings.points.isVisible()
    assert not settings.noise.isVisible()
    assert settings.own.isVisible()
    assert settings.counts.text() == "8 train · 0 test"


def test_step_and_reset_are_off_with_play_and_say_why(window, qtbot):
    window.actions_by_key["clear"].trigger()
    bar = window.top_bar
    for button in (bar.play, bar.step, bar.reset):
        assert not button.isEnabled()
        assert "no points yet" in button.toolTip()
    window.actions_by_key["step"].trigger()
    assert "no points yet" in window.toast.bar.text()
    window.session.undo_stack.undo()
    assert bar.step.isEnabled()
    assert "Train one epoch" in bar.step.toolTip()


def test_undo_of_the_gallery_gives_points_of_no_generator_their_name_back(window):
    stack = window.session.undo_stack
    window.imports.take(some_points(), "measures.csv")
    window.session.edit("Draw", lambda d: add_points(d, [[1.0, 1.0]], 0))
    pick(window, "moons")
    assert window.session.name == GENERATORS["moons"].title
    stack.undo()
    assert window.session.name == "measures"
    stack.redo()
    assert window.session.name == GENERATORS["moons"].title
