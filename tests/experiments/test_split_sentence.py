"""Who is ahead on how many splits."""

from __future__ import annotations

from math import nan

from playground.experiments.split_sentence import split_sentence


def test_the_split_changes_the_answer() -> None:
    scores = {"Forest": [0.97, 0.98, 0.96], "SVM": [0.98, 0.97, 0.97], "Tree": [0.8, 0.8, 0.8]}
    assert split_sentence(scores) == "SVM is best on 2 of 3 splits, Forest on 1: the split changes the answer."


def test_one_is_ahead_on_each_of_them() -> None:
    assert split_sentence({"SVM": [0.9, 0.8], "Tree": [0.7, 0.7]}) == "SVM is best on each of 2 splits."


def test_those_that_are_level_are_both_named() -> None:
    said = split_sentence({"SVM": [0.9, 0.8], "Tree": [0.9, 0.7]})
    assert said == "SVM is best, alone or level, on 2 of 2 splits, Tree on 1."


def test_nothing_is_said_of_one_split_one_learner_or_what_is_not_known() -> None:
    assert not split_sentence({"SVM": [0.9], "Tree": [0.7]})
    assert not split_sentence({"SVM": [0.9, 0.8]})
    assert not split_sentence({"SVM": [0.9, 0.8], "Tree": [0.7, nan]})
