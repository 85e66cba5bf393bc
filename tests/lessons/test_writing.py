"""Lessons that a teacher writes: what is written is read back, and what is missing is said."""

import pytest

from playground.document.edits_data import add_points
from playground.document.edits_network import change_training, toggle_input
from playground.document.presets import document_for, first_document
from playground.lessons.draft import LessonDraft, StepSketch, draft_of, screen, shown_by
from playground.lessons.front_matter import LessonError
from playground.lessons.lesson import Solution, StepSettings
from playground.lessons.library import shipped_lesson, shipped_lessons
from playground.lessons.locks import locked_words, touched
from playground.lessons.predictions import ChoicePrediction
from playground.lessons.reading import parse_lesson
from playground.lessons.replay import documents_of
from playground.lessons.setting_up import SettingsError, with_step
from playground.lessons.writing import lesson_text

TRAINS = shown_by(None, 3)
CHOICE = ChoicePrediction(ask="Which?", why="It is.", choices=("This", "That"), right=2)
DOCUMENT = add_points(document_for("circle", (3,), count=40), [[1.0, 2.0]], 0, 0)


@pytest.mark.parametrize("key", shipped_lessons())
def test_every_lesson_is_written_as_it_was_read(key):
    lesson = shipped_lesson(key)
    text = lesson_text(lesson)
    assert parse_lesson(text, key, key) == lesson
    assert lesson_text(parse_lesson(text, key, key)) == text
    assert draft_of(lesson).lesson(key) == lesson, "what is opened to be written on loses nothing"


def written():
    first = StepSketch(
        "Look",
        "At **this**.",
        screen(DOCUMENT),
        ("output", "loss"),
        ("test accuracy >= 90 %", "epochs >= 3"),
        ("One.", " ", "Two. "),
        shown_by(None, 30),
        CHOICE,
    )
    return (
        LessonDraft("Mine", "What I show.", 7).added(first.step()).added(StepSketch("The end", "That is all.").step())
    )


def test_a_step_holds_the_document_on_the_screen():
    lesson = parse_lesson(lesson_text(written().lesson("mine")), "mine", "mine.nnlesson")
    assert [step.title for step in lesson.steps] == ["Look", "The end"]
    (begun, solved), (after, _) = documents_of(lesson, first_document())
    assert begun.network == DOCUMENT.network
    assert begun.dataset.samples.tolist() == DOCUMENT.dataset.samples.tolist()
    assert solved == begun == after
    assert lesson.steps[0].show.epochs == 30
    assert lesson.steps[0].hints == ("One.", "Two.")
    assert lesson.steps[0].predict.right == 2
    assert draft_of(lesson).lesson("mine") == lesson


def test_steps_are_moved_replaced_and_removed():
    draft = written()
    names = [step.title for step in draft.moved(1, -1).steps]
    assert names == ["The end", "Look"]
    assert draft.moved(0, -1) is draft
    assert draft.moved(5, 1) is draft
    assert draft.removed(9) is draft
    assert [step.title for step in draft.removed(0).steps] == ["The end"]
    assert draft.replaced(1, draft.steps[0]).steps[1].title == "Look"
    assert draft.replaced(2, draft.steps[0]) is draft


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: StepSketch(" ", "Words.").step(), "needs a title"),
        (lambda: StepSketch("Title", "\n").step(), "some words"),
        (lambda: StepSketch("Title", "Words.", goals=("test accuracy >= 90 %",)).step(), "how many epochs"),
        (lambda: StepSketch("Title", "Words.", goals=("test acuracy >= 90 %",), show=TRAINS).step(), "did you mean"),
        (lambda: StepSketch("Title", "Words.", predict=CHOICE).step(), "has a goal"),
        (lambda: shown_by(None, 3, Solution(weights={"weight 1 of unit 1 in the output": 2.0})), "nothing is trained"),
        (lambda: LessonDraft().lesson("mine"), "needs a title"),
        (lambda: LessonDraft("Title").lesson("mine"), "a sentence"),
        (lambda: LessonDraft("Title", "About.").lesson("mine"), "no step"),
        (lambda: lesson_text(LessonDraft("T", "A.", 5).added(StepSketch("T", "## x").step()).lesson("mine")), "##"),
    ],
)
def test_what_is_missing_is_said(make, said):
    with pytest.raises(LessonError, match=said):
        make()


def test_locks_name_what_an_edit_touches():
    other = change_training(first_document(), learning_rate=0.5)
    assert touched(other, other) == ()
    assert touched(other, change_training(other, learning_rate=0.1)) == ("training",)
    assert touched(other, add_points(other, [[0.0, 0.0]], 0, 0)) == ("data",)
    assert touched(other, toggle_input(other, "x2")) == ("network",)
    assert locked_words(()) == ""
    assert locked_words(("network",)) == "This lesson keeps the network as it is."
    assert locked_words(("training", "data")) == "This lesson keeps the data and the settings of training as they are."


@pytest.mark.parametrize("text", ["nnplay:1:broken:", "no document", "nnplay:1:"])
def test_a_damaged_document_of_a_step_is_said(text):
    with pytest.raises(SettingsError, match="the document of the step"):
        with_step(first_document(), StepSettings(document=text))


def test_show_me_brings_the_screen_or_goes_on_with_what_it_did():
    brought = shown_by(DOCUMENT, 0)
    assert with_step(first_document(), brought).network == DOCUMENT.network
    assert shown_by(None, 7, Solution(hidden=(2,), epochs=3)) == Solution(hidden=(2,), epochs=7)
    assert StepSketch("T", "W.", goals=("hidden units = 3",), show=brought).step().show == brought
