"""What is said of classes and pictures in words."""

from __future__ import annotations

import pytest

from playground.widgets.answer_words import with_article


@pytest.mark.parametrize(
    "said",
    [
        "a 7",
        "an 8",
        "an A",
        "a B",
        "a circle",
        "an arrow",
        "a cross",
        "cats",
        "Class 11",
        "I with bars",
        "horizontal bars",
    ],
)
def test_classes_have_the_article_that_a_person_would_say(said: str) -> None:
    name = said.removeprefix("an ").removeprefix("a ")
    assert with_article(name) == said
