"""Undo keeps no more points than memory allows, and nobody notices when it drops the oldest steps."""

from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from playground.document.dataset import default_classes
from playground.document.edits_data import add_points, make_dataset, set_dataset
from playground.document.presets import first_document
from playground.session.commands import DocumentCommand, TrainerCommand
from playground.session.undo import UndoStack, bytes_held
from playground.training.timeline.commands import EditBranch

POINTS = 200_000
STEP_BYTES = POINTS * (16 + 8 + 1)


@pytest.fixture
def editor(qapp):
    """A stack that has room for ten versions of the points, and what it shows."""
    random = np.random.default_rng(0)
    data = make_dataset(random.normal(size=(POINTS, 2)), random.integers(0, 2, POINTS), default_classes(2))
    found = SimpleNamespace(stack=UndoStack(most_bytes=10 * STEP_BYTES), shown=set_dataset(first_document(), data))
    found.calls = 0

    def show(document):
        found.shown = document
        found.calls += 1

    def revisit(document, number, *, is_undo):
        found.shown = document
        found.revisited.append((number, is_undo))

    def edit(text, gesture=None):
        after = add_points(found.shown, np.zeros((1, 2)), 0)
        number = next(numbers)
        found.stack.add(DocumentCommand(text, found.shown, after, show, revisit, gesture=gesture, number=number))

    numbers, found.revisited = count(), []

    found.edit = edit
    return found


def held(stack):
    return bytes_held(stack.command(index) for index in range(stack.count()))


def test_memory_stays_bounded_and_the_newest_steps_remain(editor):
    for number in range(40):
        editor.edit(f"Edit {number}")
        assert held(editor.stack) <= 10.1 * STEP_BYTES
    assert editor.calls == 40
    assert 5 <= editor.stack.count() < 10
    assert editor.stack.undoText() == "Edit 39"
    size = len(editor.shown.dataset)
    steps = editor.stack.count()
    for left in range(steps):
        assert editor.stack.undoText() == f"Edit {39 - left}"
        editor.stack.undo()
        assert len(editor.shown.dataset) == size - left - 1
    assert not editor.stack.canUndo()
    for _ in range(steps):
        editor.stack.redo()
    assert len(editor.shown.dataset) == size
    assert not editor.stack.canRedo()
    back = [(39 - left, True) for left in range(steps)]
    assert editor.revisited == back + [(number, False) for number, _ in reversed(back)], "each by its own number"


def test_whether_the_document_is_saved_is_not_forgotten(editor):
    for number in range(8):
        editor.edit(f"Edit {number}")
    editor.stack.setClean()
    steps = editor.stack.count()
    editor.edit("Dropping")
    editor.edit("More")
    assert editor.stack.count() < steps
    assert not editor.stack.isClean()
    editor.stack.undo()
    editor.stack.undo()
    assert editor.stack.isClean()
    editor.stack.undo()
    assert not editor.stack.isClean()


def test_a_saved_state_that_is_dropped_cannot_be_come_back_to(editor):
    assert editor.stack.isClean()
    for number in range(12):
        editor.edit(f"Edit {number}")
    while editor.stack.canUndo():
        editor.stack.undo()
        assert not editor.stack.isClean()


def test_a_stroke_goes_on_as_one_step_over_a_drop(editor):
    for number in range(9):
        editor.edit(f"Edit {number}")
    before = len(editor.shown.dataset)
    for _ in range(5):
        editor.edit("Stroke", gesture="stroke")
    assert editor.stack.count() < 10
    editor.stack.undo()
    assert len(editor.shown.dataset) == before


def test_a_step_larger_than_all_memory_can_still_be_undone(editor):
    editor.stack.most_bytes = STEP_BYTES
    editor.edit("One")
    editor.edit("Two")
    assert editor.stack.count() == 1
    editor.stack.undo()
    assert len(editor.shown.dataset) == POINTS + 1


def test_what_the_trainer_was_told_is_kept_in_its_place(editor):
    sent = []
    before, after = EditBranch(1, "Run 1", is_named=False), EditBranch(1, "Slow")
    for number in range(8):
        editor.edit(f"Edit {number}")
    editor.stack.add(TrainerCommand("Rename", before, after, sent.append))
    for number in range(3):
        editor.edit(f"More {number}")
    assert editor.stack.count() < 12
    assert sent == [after]
    while editor.stack.canUndo():
        editor.stack.undo()
    assert sent == [after, before]
    editor.stack.redo()


def test_what_an_edit_merges_into_is_known_before(editor):
    stack = editor.stack
    assert stack.merging("stroke") is None
    editor.edit("Stroke", gesture="stroke")
    assert stack.merging("stroke") is stack.command(0)
    assert stack.merging("another") is None
    assert stack.merging(None) is None
    stack.setClean()
    assert stack.merging("stroke") is None, "a saved document stays as it is"
    editor.edit("Stroke", gesture="stroke")
    assert stack.count() == 2


def test_small_documents_keep_all_steps(editor):
    stack = UndoStack()
    document = first_document()
    for _ in range(600):
        after = add_points(document, np.zeros((1, 2)), 0)
        stack.add(DocumentCommand("Add", document, after, lambda _: None, lambda *_, **__: None))
        document = after
    assert stack.count() == 500
