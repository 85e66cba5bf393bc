"""Lessons from files: what can stand there, and one line that says what is wrong and on which line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.lessons.library import shipped_lessons
from playground.lessons.reading import LessonError, parse_lesson, read_lesson
from tests.support.refused_files import refusal

LESSON = """\
+++
title = "A line"
about = "What one unit does."
minutes = 4
+++

## First

Press **Play**.

```toml
look_at = ["output"]
goals = ["test accuracy >= 95 %"]
hints = ["Space does it."]

[begin]
source = "gauss"
hidden = []
knobs = { learning_rate = 0.03 }

[show]
epochs = 30
```

## Second

Words alone, and more

of them.
"""


def parse(text=LESSON):
    return parse_lesson(text, "a-line", "01-a-line.md")


def test_a_lesson_has_what_its_file_says():
    lesson = parse()
    assert (lesson.key, lesson.title, lesson.minutes, len(lesson.steps)) == ("a-line", "A line", 4, 2)
    first, second = lesson.steps
    assert (first.title, first.words, first.look_at) == ("First", "Press **Play**.", ("output",))
    assert (first.begin.source, first.begin.hidden, first.show.epochs) == ("gauss", (), 30)
    assert [goal.words for goal in first.targets()] == ["test accuracy: at least 95\N{NARROW NO-BREAK SPACE}%"]
    assert (second.words, second.goals) == ("Words alone, and more\n\nof them.", ())


WRONG = {
    "no front": (LESSON[4:], 1, "begins with a line of +++"),
    "front open": (LESSON.replace("+++", "", 2).replace("", "+++", 1), 1, "never closed"),
    "no toml": (LESSON.replace("minutes = 4", "minutes ="), 4, "invalid value"),
    "minutes": (LESSON.replace("minutes = 4", 'minutes = "four"'), 4, "expected `int`"),
    "unknown": (LESSON.replace("minutes = 4", "minutes = 4\nauthor = 1"), 5, "unknown field `author`"),
    "no title": (LESSON.replace('title = "A line"\n', ""), 2, "missing required field `title`"),
    "before": (LESSON.replace("## First", "Hello\n\n## First"), 7, "words before the first step"),
    "no step": (LESSON[: LESSON.index("## First")], 2, "length >= 1"),
    "no words": (LESSON.replace("Press **Play**.", ""), 12, "length >= 1"),
    "block open": (LESSON[: LESSON.index("epochs = 30")], 11, "never closed"),
    "goal": (LESSON.replace(">= 95 %", "is 95 %"), 13, "is no goal"),
    "quantity": (LESSON.replace("test accuracy >=", "test acuracy >="), 13, "did you mean 'test accuracy'?"),
    "percent": (LESSON.replace("95 %", "0.95"), 13, "is in percent"),
    "setting": (LESSON.replace("source =", "sauce ="), 17, "unknown field `sauce`"),
    "units": (LESSON.replace("hidden = []", "hidden = [0]"), 18, "`int` >= 1"),
    "no weight": (LESSON.replace("epochs = 30", 'weights = { "weight 1" = 2.0 }'), 21, "is no weight"),
    "weights trained": (
        LESSON.replace("epochs = 30", 'epochs = 30\nweights = { "bias of unit 1 in the output" = 2.0 }'),
        21,
        "where nothing is trained",
    ),
    "no way": (LESSON.replace("[show]\nepochs = 30", ""), 12, "says with show how"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_line_with_its_number(name):
    text, line, said = WRONG[name]
    message = refusal(parse, text)
    assert message.startswith(f"01-a-line.md, line {line}: "), message
    assert said in message


def test_files_that_cannot_be_read_are_told_of(tmp_path):
    with pytest.raises(LessonError, match=r"none\.md: No such file"):
        read_lesson(tmp_path / "none.md")
    (tmp_path / "bytes.md").write_bytes(b"+++\nabc\n\xff\n")
    with pytest.raises(LessonError, match=r"bytes\.md, line 3: not UTF-8"):
        read_lesson(tmp_path / "bytes.md")
    (tmp_path / "long.md").write_bytes(b"+" * 9_000_000)
    with pytest.raises(LessonError, match=r"long\.md"):
        read_lesson(tmp_path / "long.md")


@given(st.data())
def test_no_damage_is_more_than_a_line(data):
    text = next(iter(shipped_lessons().values())).read_text()
    at = data.draw(st.integers(0, len(text)))
    drop = data.draw(st.integers(0, 40))
    put = data.draw(st.text(max_size=6))
    damaged = text[:at] + put + text[at + drop :]
    said = ""
    try:
        parse(damaged)
    except LessonError as error:
        said = str(error)
    assert not said or said.startswith("01-a-line.md, line ")
    assert len(said.splitlines()) <= 1
