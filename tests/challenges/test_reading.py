"""Challenges from files: what can stand there, and one line that says what is wrong and on which line."""

import pytest

from playground.challenges.library import shipped_challenges
from playground.challenges.reading import is_meant_as_challenge, parse_challenge
from playground.lessons.library import shipped_lessons
from tests.support.refused_files import refusal

CHALLENGE = """\
+++
title = "A line"
about = "Two clouds."
minutes = 2
goals = ["test accuracy >= 95 %"]
epochs = 20
may_change = ["learning_rate"]
pass_rate = 1.0

[begin]
source = "gauss"
hidden = []

[bonus]
size = "parameters <= 3"

[rival]
hidden = [2]
goals = ["test accuracy >= 90 %"]
+++

Cut **them**.
"""


def parse(text=CHALLENGE):
    return parse_challenge(text, "a-line", "01-a-line.md")


def test_a_challenge_has_what_its_file_says():
    challenge = parse()
    assert (challenge.key, challenge.title, challenge.words) == ("a-line", "A line", "Cut **them**.")
    assert (challenge.seeds, challenge.needed, challenge.epochs) == (5, 4, 20)
    assert challenge.rival.targets()[0].quantity.name == "test accuracy"
    assert [challenge.needed_of(count) for count in (1, 5, 10, 20)] == [1, 4, 8, 16]


WRONG = {
    "no words": (CHALLENGE.replace("Cut **them**.\n", ""), 21, "says in words"),
    "setting": (CHALLENGE.replace('["learning_rate"]', '["learning_rat"]'), 7, "did you mean 'learning_rate'?"),
    "goal": (CHALLENGE.replace(">= 95 %", "is 95 %"), 5, "is no goal"),
    "space": (CHALLENGE.replace("test accuracy >= 95 %", "separability of layer 1 >= 95 %"), 5, "is not measured"),
    "rival": (CHALLENGE.replace('goals = ["test accuracy >= 90 %"]\n', ""), 17, "a rival says with goals"),
    "bonus": (CHALLENGE.replace("parameters <= 3", "parmeters <= 3"), 14, "did you mean 'parameters'?"),
    "needed": (CHALLENGE.replace("epochs = 20", "epochs = 20\nneeded = 9"), 7, "needed is 9"),
    "unknown": (CHALLENGE.replace("epochs = 20", "epochs = 20\nauthor = 1"), 7, "unknown field `author`"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_line_with_its_number(name):
    text, line, said = WRONG[name]
    message = refusal(parse, text)
    assert said in message
    assert message.startswith(f"01-a-line.md, line {line}: ") or name in {"rival", "needed"}, message


DAMAGED = {
    "no value": CHALLENGE.replace("epochs = 20", "epochs ="),
    "never closed": CHALLENGE.replace("]\n+++\n", "]\n"),
    "text without its end": CHALLENGE.replace('"A line"', '"A line'),
    "a comment first": CHALLENGE.replace("title", "# mine\ntitle", 1).replace("epochs = 20", "epochs ="),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_challenge_with_a_damaged_head_is_still_told(name):
    assert is_meant_as_challenge(DAMAGED[name])


def test_no_lesson_is_taken_for_a_challenge():
    assert not any(is_meant_as_challenge(path.read_text()) for path in shipped_lessons().values())
    never_closed = '+++\ntitle = "A"\nminutes = 2\n\n## One\n\nWords.\n\n```toml\ngoals = ["epochs >= 1"]\n```\n'
    assert not is_meant_as_challenge(never_closed)
    assert all(is_meant_as_challenge(path.read_text()) for path in shipped_challenges().values())
