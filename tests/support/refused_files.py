"""Files of lessons and challenges that are refused."""

import pytest

from playground.lessons.front_matter import LessonError


def refusal(parse, text):
    """What is said of a text that is none: one line."""
    with pytest.raises(LessonError) as caught:
        parse(text)
    message = str(caught.value)
    assert "\n" not in message
    return message
