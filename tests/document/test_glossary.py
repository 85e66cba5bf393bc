"""Every choice of a training setting and every engine has a sentence, and no sentence is too long for a menu."""

import pytest

from playground.document.glossary import GLOSSARY, explain, tip
from playground.document.training import CHOICES, DEVICES, STEPPERS
from playground.training.emulations import EMULATIONS
from playground.training.engines.eager import EagerStepper
from playground.training.engines.emulated import EmulationStepper
from playground.training.engines.fused.stepper import FusedStepper

TABLES = (*CHOICES.values(), DEVICES, STEPPERS)


@pytest.mark.parametrize("title", sorted({title for table in TABLES for title in table.values()}))
def test_every_choice_is_explained(title):
    assert explain(title)


@pytest.mark.parametrize(
    "stepper", [EagerStepper(), FusedStepper(), *map(EmulationStepper, EMULATIONS)], ids=lambda one: one.name
)
def test_what_the_status_bar_calls_an_engine_is_explained(stepper):
    assert explain(stepper.name)
    assert tip(stepper.name) == f"{stepper.name}\n{explain(stepper.name)}"


def test_sentences_are_short_and_one():
    for term, sentence in GLOSSARY.items():
        assert 10 < len(sentence) <= 110, term
        assert not sentence.endswith("."), term
    assert tip("nothing of the kind") == "nothing of the kind"
