"""A lesson of three steps: a number is guessed and training meets the goals, a network is changed, and it ends."""

from playground.lessons.reading import parse_lesson

WAIT_MS = 60_000
LESSON = """\
+++
title = "A line"
about = "What one unit does."
minutes = 4
+++

## First

Press **Play**.

```toml
goals = ["training accuracy >= 90 %", "epochs >= 3"]
hints = ["One.", "Two."]

[begin]
source = "gauss"
hidden = []
knobs = { learning_rate = 0.1, batch_size = 10 }

[show]
epochs = 5

[predict]
kind = "number"
ask = "How many?"
of = "training accuracy"
near = 0.2
why = "So it is."
```

## Second

Two units.

```toml
goals = ["hidden units = 2", "separability of layer 1 >= 50 %"]

[begin]
source = "xor"
hidden = [3]

[show]
hidden = [2]

[predict]
kind = "choice"
ask = "Which?"
choices = ["This", "That"]
right = 2
why = "It is."
```

## Third

The end.
"""
_PREDICT = """\
[predict]
kind = "number"
ask = "How many?"
of = "training accuracy"
near = 0.2
why = "So it is."
"""


def a_lesson():
    return parse_lesson(LESSON, "a-line", "a-line.md")


def with_prediction(kind, more=""):
    """The same with a prediction of another kind at its first step."""
    asked = f'[predict]\nkind = "{kind}"\nask = "Where?"\nwhy = "So it is."\n{more}\n'
    return parse_lesson(LESSON.replace(_PREDICT, asked), "a-line", "a-line.md")


def reached(course, qtbot):
    """Wait until the goals of the step at hand are met."""
    qtbot.waitUntil(lambda: course.state.is_reached, timeout=WAIT_MS)
