"""Every shipped example opens, can be trained, and learns what it shows."""

import pytest

from playground.document.problems import problems
from playground.interop.source_errors import SourceError
from playground.interop.sources import example, example_names, open_source
from playground.training.engines.fused import prepare
from playground.training.headless import train

LEARNED = {"circle": 0.95, "xor": 0.95, "gauss": 0.95, "spiral": 0.95, "moons": 0.95, "five-arms": 0.9}
"""Test accuracy after 100 epochs."""


def test_there_are_enough_examples_of_both_tasks():
    tasks = [example(name).task for name in example_names()]
    assert len(tasks) >= 8
    assert {"classification", "regression"} <= set(tasks)


@pytest.mark.parametrize("name", example_names())
def test_an_example_can_be_trained(name):
    assert problems(example(name)) == ()


@pytest.mark.parametrize("name", LEARNED)
def test_an_example_is_learned_in_100_epochs(name):
    prepare()
    assert train(example(name), epochs=100).test_accuracy >= LEARNED[name]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("cirle", "did you mean 'circle'"),
        ("missing.csv", "no such file"),
        ("folder/missing.nnplay", "no such file"),
        (".", ".: there are no pictures in it"),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_line(source, words):
    with pytest.raises(SourceError, match=words) as caught:
        open_source(source)
    assert "\n" not in str(caught.value)
