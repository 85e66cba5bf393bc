"""A teacher writes a lesson of what is on the screen, tries it, saves it; a pupil opens the file."""

import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from playground.app.appearance import Appearance
from playground.app.lesson_editor.prediction import PredictionForm, tag_of
from playground.app.lesson_editor.step_form import StepForm
from playground.app.settings import Settings
from playground.document import edits_network
from playground.document.edits_data import clear_points
from playground.document.presets import first_document
from playground.interop.sources import open_source
from playground.lessons.files import is_lesson
from playground.lessons.front_matter import LessonError
from playground.lessons.library import shipped_lesson, shipped_lessons
from playground.lessons.predictions import PREDICTIONS, ChoicePrediction, NumberPrediction
from playground.lessons.reading import read_lesson
from tests.support.dropping import drop
from tests.support.lesson_writing import add, choose


def test_steps_are_made_of_what_is_on_the_screen(window, editor, tmp_path):
    session = window.session
    window.documents.take(open_source("moons"))
    session.edit("Rate", lambda d: edits_network.change_training(d, learning_rate=0.07))
    add(editor, "Moons", "Press **Play**.", "test accuracy >= 90 %")
    assert editor.form.begins.value() == "on", "the next step goes on, unless it is told otherwise"
    add(editor, "The end", "That is all.")
    editor.write(tmp_path / "mine")
    assert "Saved as mine.nnlesson" in editor.saved.text()
    lesson = read_lesson(tmp_path / "mine.nnlesson")
    assert [step.goals for step in lesson.steps] == [("test accuracy >= 90 %",), ()]
    window.documents.take(open_source("xor"))
    window.documents.choose(str(tmp_path / "mine.nnlesson"))
    assert session.lessons.lesson == lesson
    assert session.document.training.learning_rate == 0.07
    assert session.document.dataset.source.generator == "moons"
    session.lessons.left.emit()
    assert session.document.dataset.source.generator == "xor", "the own work is back"


def fill(form):
    form.goals.add.click()
    form.goals.add.click()
    choose(form.goals.rows[1].quantity.kind, "test loss")
    form.goals.rows[1].relation.set_value("<=")
    form.goals.rows[1].number.set_value(0.25)
    form.hints[0].setText("Look.")
    form.hints[2].setText("Look again.")
    form.panels.click()
    form.panels.list.rows.item(4).setCheckState(Qt.CheckState.Checked)
    choose(form.prediction.kind, "number")
    form.prediction.fields["ask"].setText("How many?")
    form.prediction.fields["why"].setText("So it is.")
    form.prediction.fields["near"].setText("0,05")
    form.heading.setText("One")
    form.words.setPlainText("Words.")


def test_a_step_has_goals_hints_a_prediction_and_points_at_panels(window, editor, tmp_path):
    form = editor.form
    fill(form)
    editor.add.click()
    editor.write(tmp_path / "mine.nnlesson")
    (step,) = read_lesson(tmp_path / "mine.nnlesson").steps
    assert step.goals == ("test accuracy >= 90 %", "test loss <= 0.25")
    assert step.hints == ("Look.", "Look again.")
    assert step.look_at == ("loss",)
    assert step.predict == NumberPrediction(ask="How many?", why="So it is.", of="test accuracy", near=0.05)
    assert form.goals.rows == [], "the fields are empty for the next step"
    editor.steps.setCurrentRow(0)
    assert form.step() == step, "and show the step again when it is chosen"
    form.goals.rows[0].removed.emit()
    editor.replace.click()
    assert editor.draft.steps[0].goals == ("test loss <= 0.25",)


@pytest.mark.parametrize("key", shipped_lessons())
def test_every_lesson_is_read_and_each_of_its_steps_stays_as_it_is(key, qtbot):
    form = StepForm(first_document)
    qtbot.addWidget(form)
    for step in shipped_lesson(key).steps:
        form.show_step(step)
        assert to_builtins(form.step()) == to_builtins(step)


def test_every_kind_of_prediction_has_its_fields_and_bad_ones_are_said(qtbot):
    form = PredictionForm(first_document)
    qtbot.addWidget(form)
    for kind in PREDICTIONS:
        choose(form.kind, tag_of(kind))
        assert {"ask", "why"} <= form.fields.keys()
        assert all(field.toolTip().partition("\n")[2] for field in form.fields.values()), kind
        with pytest.raises(LessonError, match="The prediction needs: Question"):
            form.prediction()
    form.fields["ask"].setText("Which?")
    form.fields["why"].setText("So.")
    form.fields["layer"].setText("none")
    with pytest.raises(LessonError, match="The prediction's Layer: expected a whole number, got words"):
        form.prediction()
    form.show_prediction(ChoicePrediction(ask="Which?", why="So.", choices=("A", "B"), right=1))
    form.fields["choices"].setPlainText("A")
    with pytest.raises(LessonError, match="The prediction's Choices: expected at least 2 sentences"):
        form.prediction()
    form.show_prediction(None)
    assert form.prediction() is None


def test_a_saved_lesson_is_opened_and_written_on(window, editor, tmp_path, monkeypatch):
    add(editor, "One", "Words.")
    editor.locks.actions_locked.set_ticked(("reset", "play"))
    editor.locks.panels_locked.set_ticked(("data",))
    editor.write(tmp_path / "mine.nnlesson")
    assert editor.is_saved
    add(editor, "Two", "Words.")
    asked = []
    monkeypatch.setattr(QMessageBox, "question", lambda *_: asked.append("?") or QMessageBox.StandardButton.Discard)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "mine.nnlesson"), ""))
    editor.locks.actions_locked.set_ticked(())
    editor.title.setText("Another")
    editor.open_file.click()
    assert asked, "what is not saved is asked for"
    assert editor.title.text() == "Mine"
    assert [step.title for step in editor.draft.steps] == ["One"]
    assert editor.form.heading.text() == "One"
    assert editor.is_saved
    lesson = editor.lesson()
    assert (lesson.locked_actions, lesson.locked_panels) == (("reset", "play"), ("data",))
    assert "Reset" in editor.locks.actions_locked.text()
    (tmp_path / "mine.nnlesson").write_text("+++\n")
    editor.read(tmp_path / "mine.nnlesson")
    assert "mine.nnlesson, line 1" in editor.remark.text()
    assert editor.title.text() == "Mine", "a damaged file changes nothing"


def test_steps_are_changed_and_changes_undone(editor):
    for heading in ("One", "Two", "Three"):
        add(editor, heading, "Words.")
    editor.steps.setCurrentRow(2)
    editor.up.click()
    assert [step.title for step in editor.draft.steps] == ["One", "Three", "Two"]
    assert editor.place() == 1
    editor.remove.click()
    assert [step.title for step in editor.draft.steps] == ["One", "Two"]
    editor.undo.click()
    editor.undo.click()
    assert [step.title for step in editor.draft.steps] == ["One", "Two", "Three"]
    editor.steps.setCurrentRow(0)
    assert editor.form.heading.text() == "One"
    editor.form.heading.setText("First")
    editor.replace.click()
    assert editor.draft.steps[0].title == "First"
    add(editor, "Behind it", "Words.")
    assert [step.title for step in editor.draft.steps] == ["First", "Behind it", "Two", "Three"]
    editor.undo.click()
    editor.steps.setCurrentRow(2)
    assert not editor.down.isEnabled(), "the last one"


def test_what_is_missing_is_said_and_nothing_is_written(editor, tmp_path):
    add(editor, "", "Words.")
    assert "title" in editor.remark.text()
    assert not editor.save.isEnabled()
    add(editor, "One", "## Words")
    editor.try_it.click()
    editor.write(tmp_path / "mine.nnlesson")
    assert "##" in editor.remark.text()
    assert not list(tmp_path.iterdir())
    editor.undo.click()
    add(editor, "One", "Words.")
    editor.write(tmp_path / "no" / "folder.nnlesson")
    assert "Could not write" in editor.remark.text()
    editor.title.clear()
    editor.try_it.click()
    assert "needs a title" in editor.remark.text()


def test_a_lesson_is_tried_and_written_on(window, editor):
    add(editor, "One", "Words.")
    editor.try_it.click()
    course = window.session.lessons
    assert course.lesson.title == "Mine"
    assert not editor.isVisible(), "it would lie over the lesson"
    window.session.lessons.left.emit()
    assert editor.isVisible()
    assert window.lesson_desk.write(window) is editor
    assert len(editor.draft.steps) == 1
    editor.close()
    window.lesson_desk.open("a-first-stroke")
    window.session.lessons.left.emit()
    assert not editor.isVisible(), "another lesson does not bring it"


def test_what_is_added_later_is_reached_by_tab_where_it_stands(editor, qtbot, qapp):
    form = editor.form
    form.heading.setText("Mine")
    form.goals.add.click()
    choose(form.goals.rows[0].quantity.kind, "weight")
    choose(form.prediction.kind, "number")
    goal, fields = form.goals.rows[0], form.prediction.fields
    stops = [form.goals.add, *goal.stops(), form.shows, form.epochs, *form.hints, form.prediction.kind]
    stops += [fields["ask"], fields["why"], fields["of"].kind, fields["near"]]
    assert len(goal.stops()) == 7, "layer, unit and weight are among them"
    found, at = [], stops[0]
    while len(found) < len(stops):
        if at in stops:
            found.append(at)
        at = at.nextInFocusChain()
    assert found == stops
    qapp.processEvents()
    assert fields["of"].kind.width() == fields["of"].kind.sizeHint().width(), "its words are not cut off"
    assert not fields["ask"].visibleRegion().isEmpty(), "what is new comes into sight"


def test_the_next_step_is_typed_into_its_heading(editor):
    editor.activateWindow()
    editor.form.goals.add.click()
    editor.form.goals.rows[0].number.setFocus()
    add(editor, "One", "Words.")
    assert editor.focusWidget() is editor.form.heading, "what is typed next must not write over the title"


def test_a_list_of_ticks_is_used_by_keys_alone(editor, qtbot):
    titles = editor.locks.actions_locked
    titles.click()
    ticks = titles.list
    ticks.search.setText("spray")
    qtbot.keyClick(ticks.search, Qt.Key.Key_Return)
    assert titles.text() == "Commands: Draw › Spray"
    qtbot.keyClick(ticks.search, Qt.Key.Key_Down)
    assert ticks.rows.currentItem().text() == "Draw › Spray"
    qtbot.keyClick(ticks.rows, Qt.Key.Key_Space)
    assert titles.ticked() == ()


def test_near_enough_is_a_share_or_percent(editor):
    form = editor.form.prediction
    form.show_prediction(NumberPrediction(ask="How many?", why="So.", of="test accuracy", near=0.1))
    form.fields["near"].setText("5 %")
    assert form.prediction().near == 0.05
    form.fields["near"].setText("95")
    with pytest.raises(LessonError, match="counts every answer as right"):
        form.prediction()
    form.fields["of"].show_name("epochs")
    assert form.prediction().near == 95


def test_keys_of_a_remote_go_from_step_to_step(window):
    actions = window.actions_by_key
    assert not actions["next_step"].isEnabled()
    window.lesson_desk.open("a-first-stroke")
    actions["next_step"].trigger()
    assert window.session.lessons.place == 1
    actions["previous_step"].trigger()
    assert window.session.lessons.place == 0
    assert not actions["previous_step"].isEnabled()
    assert [keys.toString() for keys in actions["next_step"].shortcuts()] == ["PgDown"]


def test_a_dropped_lesson_opens_and_a_damaged_one_is_said(window, tmp_path):
    path = tmp_path / "lesson.md"
    path.write_text('+++\ntitle = "A"\nabout = "B"\nminutes = 2\n+++\n\n## One\n\nWords.\n')
    drop(window, path)
    assert window.session.lessons.lesson.title == "A"
    path.write_text("+++\nnothing\n")
    drop(window, path)
    assert "lesson.md, line 1" in window.toast.bar.text()
    assert not is_lesson(str(tmp_path / "none.md"))


def test_what_a_lesson_locks_cannot_be_changed_but_by_its_steps(window, editor, qtbot):
    session = window.session
    for part in ("data", "network"):
        editor.locks.parts.button(part).click()
    add(editor, "One", "Words.", "test accuracy >= 90 %")
    lesson = editor.lesson()
    assert lesson.locked == ("data", "network")
    window.lesson_desk.take(lesson)
    before = session.document
    assert not session.edit("Clear", clear_points)
    assert "This lesson keeps the data as they are." in window.toast.bar.text()
    window.actions_by_key["add_layer"].trigger()
    assert session.document is before
    qtbot.waitUntil(lambda: session.snapshot is not None and bool(session.snapshot.parameters), timeout=60_000)
    count = session.undo_stack.index()
    key = next(iter(session.snapshot.parameters))
    session.set_parameter("Weight", key, (0, 0), 3.0, None)
    assert session.undo_stack.index() == count
    assert session.edit("Rate", lambda d: edits_network.change_training(d, learning_rate=0.3)), "that is not locked"
    page = window.layout_of_panels.panel("lesson").page
    assert "keeps the data and the network" in page.locks.text()
    session.lessons.left.emit()
    assert session.edit("Clear", clear_points), "nothing is locked after the lesson"


def test_a_locked_lesson_sets_up_its_own_steps(window):
    window.lesson_desk.open("a-line-is-not-enough")
    course = window.session.lessons
    course.lesson = replace(course.lesson, locked=("data", "network", "training"))
    course.go(2)
    course.show_how()
    assert "xy" in window.session.document.inputs


def test_panels_that_a_lesson_hides_stay_closed_while_it_is_open(window, editor, qapp):
    window.docks["code"].toggleViewAction().trigger()
    editor.locks.hides.setChecked(True)
    add(editor, "One", "Words.")
    lesson = editor.lesson()
    assert "code" not in lesson.hidden
    assert "inside" in lesson.hidden
    window.lesson_desk.take(lesson)
    assert not window.docks["inside"].toggleViewAction().isEnabled()
    window.layout_of_panels.open("inside")
    qapp.processEvents()
    assert window.docks["inside"].isHidden()
    window.session.lessons.left.emit()
    assert window.docks["inside"].toggleViewAction().isEnabled()


def test_for_a_class_type_is_larger_and_few_panels_are_left(window):
    before = window.settings.scale
    shown = window.layout_of_panels.open_panels()
    window.lesson_desk.open("a-first-stroke")
    inside = window.layout_of_panels.open_panels()
    window.actions_by_key["teach"].trigger()
    assert window.settings.scale == before + 30
    assert set(window.layout_of_panels.open_panels()) == {"network", "output", "lesson"}
    window.actions_by_key["teach"].trigger()
    assert window.settings.scale == before
    assert window.layout_of_panels.open_panels() == inside
    window.session.lessons.left.emit()
    assert window.layout_of_panels.open_panels() == shown


def test_the_end_of_a_lesson_or_of_the_window_ends_teaching(window):
    before, shown = window.settings.scale, window.layout_of_panels.open_panels()
    window.lesson_desk.open("a-first-stroke")
    window.actions_by_key["teach"].trigger()
    window.session.lessons.left.emit()
    assert window.settings.scale == before
    assert window.layout_of_panels.open_panels() == shown
    window.actions_by_key["teach"].trigger()
    window.session.undo_stack.setClean()
    window.close()
    assert Settings().scale == before


def test_a_start_after_a_crash_while_teaching_has_the_size_of_before(window, qapp):
    before = window.settings.scale
    window.actions_by_key["teach"].trigger()
    assert Settings().scale == before + 30
    Appearance(qapp, Settings())  # as the next start makes it
    assert Settings().scale == before
    window.actions_by_key["teach"].trigger()
    assert window.settings.scale == before


def test_a_lesson_that_is_in_no_file_is_asked_for(window, editor, tmp_path, monkeypatch):
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    add(editor, "One", "Words.")
    assert not window.close(), "the window stays, as does the lesson"
    assert window.lesson_desk.may_discard()
    assert [step.title for step in read_lesson(tmp_path / "mine.nnlesson").steps] == ["One"]
    editor.form.heading.setText("Not added yet")
    editor.new.click()
    assert not answers
    assert (editor.title.text(), editor.draft.steps, editor.form.heading.text()) == ("", (), "")
    assert editor.form.begins.value() == "screen"
    assert window.lesson_desk.may_discard(), "an empty lesson is no loss"


def test_a_lesson_that_cannot_be_saved_when_the_window_closes_shows_why(window, editor, monkeypatch):
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    editor.title.setText("Mine")  # and no step
    editor.close()
    assert not window.close()
    assert not editor.isVisible(), "nothing was to be saved"
    assert not window.close()
    assert editor.isVisible()
    assert editor.remark.isVisible()
    assert window.lesson_desk.may_discard()


def test_an_empty_list_of_steps_says_what_comes_there(editor):
    assert editor.none.isVisible()
    add(editor, "One", "Words.")
    assert not editor.none.isVisible()
    editor.undo.click()
    assert editor.none.isVisible()
