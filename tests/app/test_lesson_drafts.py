"""Goals told by numbers, steps that are changed, and a lesson that no crash takes from who writes it."""

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from playground.app.lesson_editor.keeping import DraftKeeping
from playground.app.recovery import keep_lessons, offer_lesson
from playground.document.errors import DocumentError
from playground.interop.sources import open_source
from playground.lessons.draft import LessonDraft
from playground.lessons.kept_draft import DraftStore, KeptDraft, TypedStep, left_behind, title_left_behind
from playground.lessons.reading import read_lesson
from tests.support.lesson_writing import add, choose


def test_weights_regions_spaces_and_settings_are_chosen_as_goals(window, editor, tmp_path):
    form = editor.form
    form.heading.setText("One")
    form.words.setPlainText("Words.")
    for kind in ("weight", "weight", "regions", "space", "setting"):
        form.goals.add.click()
        choose(form.goals.rows[-1].quantity.kind, kind)
    weight, _, regions, space, setting = (row.quantity for row in form.goals.rows)
    layer, unit, source = weight.parts
    assert [one.title for one in layer.choices()] == ["layer 1", "layer 2", "the output"]
    choose(unit, 3)
    choose(source, 2)
    assert source.title() == "y"
    choose(layer, 0)
    assert weight.name() == "weight 2 of unit 1 in the output", "which has no third unit"
    assert source.title() == "unit 2 of layer 2"
    form.goals.rows[1].number.set_value(-1.5)
    choose(regions.parts[0], 2)
    choose(space.parts[0], 2)
    assert setting.parts[0].value() == "learning_rate"
    goals = (
        "weight 2 of unit 1 in the output >= 0",
        "bias of unit 1 in layer 1 >= -1.5",
        "regions of class 2 >= 1",
        "separability of layer 2 >= 90 %",
        "learning_rate = 0.01",
    )
    assert form.goals.goals() == goals
    form.prediction.show_typed(
        {"kind": "number", "ask": "How many?", "why": "So.", "of": "regions of class 2", "near": "1"}
    )
    assert form.prediction.prediction().of == "regions of class 2"
    window.documents.take(open_source("xor"))
    editor.add.click()
    editor.write(tmp_path / "mine.nnlesson")
    assert read_lesson(tmp_path / "mine.nnlesson").steps[0].goals == goals
    editor.steps.setCurrentRow(0)
    assert form.goals.goals() == goals, "whatever is on the screen now"


def test_what_is_changed_in_a_step_is_taken_when_another_is_chosen(editor):
    for heading in ("One", "Two"):
        add(editor, heading, "Words.")
    editor.form.heading.setText("Begun")
    editor.form.words.setPlainText("Not added yet.")
    editor.steps.setCurrentRow(0)
    assert editor.form.heading.text() == "One"
    editor.form.heading.setText("First")
    editor.steps.setCurrentRow(1)
    assert [step.title for step in editor.draft.steps] == ["First", "Two"]
    editor.form.heading.clear()
    editor.steps.setCurrentRow(0)
    assert editor.place() == 1, "what cannot be taken is said"
    assert "title" in editor.remark.text()
    editor.form.heading.setText("Second")
    assert editor.empty.text() == "New step"
    editor.empty.click()
    assert editor.draft.steps[1].title == "Second"
    assert editor.form.heading.text() == "Begun", "what was begun is there again"
    editor.undo.click()
    assert editor.form.heading.text() == "Begun"
    editor.empty.click()
    assert editor.form.heading.text() == ""


def test_changes_of_the_chosen_step_are_saved_and_a_step_that_waits_is_named(editor, tmp_path):
    add(editor, "One", "Words.")
    editor.steps.setCurrentRow(0)
    editor.form.heading.setText("First")
    assert not editor.is_saved
    editor.write(tmp_path / "mine.nnlesson")
    assert read_lesson(tmp_path / "mine.nnlesson").steps[0].title == "First"
    assert editor.is_saved
    editor.empty.click()
    editor.form.heading.setText("Two")
    editor.write(tmp_path / "mine.nnlesson")
    assert "not in it" in editor.saved.text()
    assert not editor.is_saved


@pytest.fixture
def drafts(window, tmp_path):
    keep_lessons(window, tmp_path / "drafts")
    return tmp_path / "drafts"


def crash(editor):
    """What a crash leaves: the file, and nobody who holds its lock."""
    keeping = editor.findChild(DraftKeeping)
    keeping.look()
    keeping.end()


def write_something(editor):
    add(editor, "One", "Words.", "regions of class 1 >= 2")
    add(editor, "Two", "Words.")
    editor.form.heading.setText("Three")
    editor.form.prediction.show_typed({"kind": "number", "ask": "How many?", "near": "many"})
    editor.steps.setCurrentRow(0)
    editor.form.heading.setText("Changed")


def test_a_lesson_that_a_crash_interrupts_is_gone_on_with(drafts, editor, tmp_path, make_window):
    write_something(editor)
    assert not list(drafts.glob("*.json")), "within a second"
    crash(editor)
    assert len(list(drafts.glob("*.json"))) == 1
    other = make_window()
    keep_lessons(other, drafts)
    offer_lesson(other)
    assert other.toast.bar.text() == "The lesson Mine that you were writing was not saved; it is kept."
    other.toast.bar.buttons[0].click()
    assert not other.toast.bar.isVisible()
    again = other.lesson_desk.write(other)
    assert (again.title.text(), [step.title for step in again.draft.steps]) == ("Mine", ["One", "Two"])
    assert again.form.heading.text() == "Changed"
    again.empty.click()
    assert again.draft.steps[0].title == "Changed"
    assert again.form.heading.text() == "Three"
    assert again.form.prediction.fields["near"].text() == "many"
    assert not again.is_saved
    again.write(tmp_path / "mine.nnlesson")
    again.empty.click()
    again.close()
    assert not list(drafts.glob("*")), "nothing is kept of what is saved"


def test_a_lesson_survives_the_systems_signal_and_not_what_is_discarded(drafts, window, editor, monkeypatch):
    add(editor, "One", "Words.")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    assert window.lesson_desk.may_discard()
    window.lesson_desk.end()
    assert not list(drafts.glob("*.json"))
    editor.title.setText("Another")
    monkeypatch.setattr(QApplication, "exit", lambda _status: None)
    window.end()
    assert title_left_behind(drafts) == "Another"


def test_a_damaged_draft_is_passed_over_and_said_to_nobody(tmp_path):
    store = DraftStore.made(tmp_path)
    kept = KeptDraft(LessonDraft("Mine"), TypedStep("One", goals=("epochs >= 3",)))
    store.keep(kept)
    assert not list(left_behind(tmp_path)), "it is held"
    store.release()
    assert title_left_behind(tmp_path) == "Mine"
    (tmp_path / "99999999-damaged.json").write_text('{"draft": {}, "typed": {"goals": ["nothing"]}}')
    assert title_left_behind(tmp_path) == "Mine"
    damaged, whole = left_behind(tmp_path)
    with pytest.raises(DocumentError, match="damaged"):
        damaged.read()
    assert whole.read() == kept


def test_where_nothing_can_be_kept_it_is_said_once(window, editor, tmp_path):
    (tmp_path / "file").write_text("")
    keeping = DraftKeeping(editor, tmp_path / "file" / "drafts")
    said = []
    keeping.failed.connect(said.append)
    for title in ("One", "Two"):
        editor.title.setText(title)
        keeping.look()
    assert len(said) == 1
    assert "cannot be kept" in said[0]
