"""A step whose goal needs training says so: nobody has to guess that Play is to be pressed."""

import re

import pytest

from playground.lessons.library import shipped_lesson, shipped_lessons

SAYS_SO = re.compile(r"\b(Play|Space|[Tt]rain)\b")


@pytest.mark.parametrize("key", tuple(shipped_lessons()))
def test_a_step_that_needs_training_says_so_or_the_one_before_does(key):
    said = ""
    for step in shipped_lesson(key).steps:
        if step.show is not None and step.show.epochs:
            assert SAYS_SO.search(said + step.words), step.title
        said = step.words
