"""The challenges that come with the program: known solutions pass from fresh seeds, what they start from does not."""

from dataclasses import replace

import pytest

from playground.challenges.library import shipped_challenge, shipped_challenges, start_of
from playground.challenges.marking import mark
from playground.layers.flatten import Flatten
from playground.lessons.lesson import StepSettings
from playground.lessons.setting_up import with_step
from tests.support.challenges import solved

KEYS = tuple(shipped_challenges())
FURTHER = {
    "the-rate-that-diverges": ("size", StepSettings(knobs={"learning_rate": 0.31})),
    "smallest-for-xor": ("size", StepSettings(hidden=(3,), knobs={"learning_rate": 0.05, "layer1.activation": "silu"})),
    "a-heavy-ball": ("epochs", StepSettings(knobs={"momentum": 0.97})),
    "a-wave-of-few-units": ("size", StepSettings(hidden=(4,), knobs={"learning_rate": 0.03})),
    "yin-and-yang": ("size", StepSettings("", ("x", "y", "x2", "y2"), (4,), knobs={"learning_rate": 0.03})),
    "three-arms": ("size", StepSettings(hidden=(9,), knobs={"learning_rate": 0.03})),
    "spiral": ("size", StepSettings(hidden=(5, 4), knobs={"learning_rate": 0.02, "network.activation": "sine"})),
    "spiral-with-45": (
        "size",
        StepSettings(hidden=(4, 4), knobs={"learning_rate": 0.02, "network.activation": "sine"}),
    ),
    "two-spirals": (
        "epochs",
        StepSettings(hidden=(12, 12), knobs={"learning_rate": 0.015, "network.activation": "sine"}),
    ),
    "digits-on-a-diet": ("size", StepSettings(knobs={"learning_rate": 0.04})),
}
"""What reaches a goal beside the goal where the known solution does not."""


FURTHER_GOALS = {key: {name} for key, (name, _) in FURTHER.items()} | {"digits-on-a-diet": {"size", "epochs"}}


def test_there_are_challenges_enough():
    assert len(KEYS) >= 24


@pytest.mark.parametrize("key", KEYS)
def test_a_known_solution_passes_and_the_start_does_not(key):
    challenge = shipped_challenge(key)
    marks = mark(challenge, solved(challenge))
    assert not marks.broken
    assert marks.passed, marks
    open_goals = {name for name, is_met in marks.bonus.items() if not is_met}
    assert open_goals <= FURTHER_GOALS.get(key, set())
    assert not mark(challenge, start_of(challenge)).passed
    assert challenge.hints
    assert challenge.pass_rate >= challenge.needed / challenge.seeds


@pytest.mark.parametrize("key", FURTHER)
def test_every_goal_beside_the_goal_can_be_reached(key):
    challenge, (name, settings) = shipped_challenge(key), FURTHER[key]
    document = with_step(start_of(challenge), settings)
    if document.dataset.domain == "picture":
        document = replace(document, network=(Flatten(uid=1),))
    assert mark(challenge, document, seeds=range(20)).bonus[name]
