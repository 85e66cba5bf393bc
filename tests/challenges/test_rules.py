"""What a solution may change: anything else is said in a sentence."""

from dataclasses import replace

import msgspec
import pytest

from playground.challenges.library import shipped_challenge, start_of
from playground.challenges.marking import fresh_seeds, mark
from playground.challenges.rules import broken_rules
from playground.document.edits_data import clear_points
from playground.lessons.lesson import StepSettings
from playground.lessons.setting_up import with_step
from tests.support.challenges import fooled


def broken(key, changed=None, **rules):
    challenge = msgspec.structs.replace(shipped_challenge(key), **rules)
    start = start_of(challenge)
    document = changed(start) if callable(changed) else with_step(start, changed)
    return " ".join(broken_rules(challenge, start, document))


@pytest.mark.parametrize(
    ("key", "settings", "said"),
    [
        ("cut-the-two-blobs", StepSettings(knobs={"optimizer": "adam"}), "Optimizer may not be changed"),
        ("cut-the-two-blobs", StepSettings(hidden=(2,)), "The layers may not be changed here."),
        ("cut-the-two-blobs", StepSettings(inputs=("x",)), "The inputs may not"),
        ("cut-the-two-blobs", StepSettings(knobs={"data.noise": 0.0}), "The data may not"),
        ("cut-the-two-blobs", clear_points, "The data may not"),
        ("any-bend-will-do", StepSettings(hidden=(4,)), "but for their activations"),
        ("any-bend-will-do", StepSettings(knobs={"layer1.activation": "relu"}), ""),
        ("three-lines-for-a-disc", StepSettings(hidden=(3,), knobs={"learning_rate": 0.1}), ""),
        ("three-lines-for-a-disc", StepSettings(hidden=(3, 3)), "but for their units"),
        ("smallest-for-xor", StepSettings(inputs=("x", "xy")), "and xy is on"),
        ("stop-in-time", StepSettings(knobs={"stop_epochs": 7}), ""),
        ("where-a-line-fails", StepSettings(knobs={"data.noise": 0.4}), ""),
        ("where-a-line-fails", StepSettings(source="hills"), "The task is another one."),
        ("fool-it", lambda start: fooled(start, 0.3), ""),
        ("fool-it", lambda start: fooled(start, 0.5), "0.3 is the most"),
    ],
)
def test_what_may_not_be_changed_is_said(key, settings, said):
    found = broken(key, settings)
    assert said in found
    assert bool(found) == bool(said)


def test_training_samples_stay_where_they_are():
    def moved(start):
        data = start.dataset
        return replace(start, dataset=replace(data, samples=data.samples + 0.1))

    assert "Training samples" in broken("fool-it", moved)


def test_seed_and_device_are_free_and_make_no_other_seeds():
    challenge = shipped_challenge("any-bend-will-do")
    start = start_of(challenge)
    other = replace(start, training=replace(start.training, seed=9), extras={"": {"mine": 1}})
    assert not broken_rules(challenge, start, replace(other, training=replace(other.training, stepper="eager")))
    assert fresh_seeds(start, 5) == fresh_seeds(other, 5)
    assert fresh_seeds(with_step(start, StepSettings(hidden=(2,))), 5) != fresh_seeds(start, 5)


def test_what_breaks_a_rule_is_not_trained():
    challenge = shipped_challenge("cut-the-two-blobs")
    marks = mark(challenge, with_step(start_of(challenge), StepSettings(hidden=(2,))))
    assert not marks.passed
    assert marks.broken
    assert marks.count == 0
