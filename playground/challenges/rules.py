"""What a solution has changed that its challenge does not let it change, in sentences."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from playground.challenges.challenge import SETTINGS
from playground.document.model import same_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.challenges.challenge import Challenge
    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.layers import Layer

NEAR = 1e-5
"""Samples that lie no farther apart are the same: another machine may round otherwise."""


def broken_rules(challenge: Challenge, start: Document, document: Document) -> list[str]:
    """What is not allowed in a solution, a sentence each; empty where all is well.

    Args:
        challenge: Whose rules.
        start: The document it starts from.
        document: The solution.
    """
    return [
        *_of_data(challenge, start, document),
        *_of_network(challenge, start, document),
        *_of_training(challenge, start, document),
    ]


def changes_training(challenge: Challenge) -> frozenset[str]:
    """The settings of training that may be changed."""
    return SETTINGS if "training" in challenge.may_change else SETTINGS & set(challenge.may_change)


def _of_data(challenge: Challenge, start: Document, document: Document) -> Iterator[str]:
    if not same_problem(start, document):
        yield "The task is another one."
        return
    if "data" in challenge.may_change:
        return
    before, after = start.dataset, document.dataset
    if not _alike(before, after):
        yield "The data may not be changed here."
        return
    moved = np.abs(np.asarray(after.samples, float) - np.asarray(before.samples, float)).reshape(len(before), -1)
    farthest = moved.max(axis=1, initial=0.0)
    if "test data" not in challenge.may_change:
        if (farthest > NEAR).any():
            yield "The data may not be changed here."
    elif (farthest[~before.is_test] > NEAR).any():
        yield "Training samples may not be moved here, test samples alone."
    elif challenge.step and farthest.max(initial=0.0) > challenge.step + NEAR:
        yield f"A sample was moved by {farthest.max():.3f}; {challenge.step:g} is the most."


def _alike(before: Dataset, after: Dataset) -> bool:
    """Whether there are the same samples in the same order with the same answers, wherever they lie."""
    same = before.samples.shape == after.samples.shape and len(before.classes) == len(after.classes)
    return same and np.array_equal(before.is_test, after.is_test) and np.allclose(before.targets, after.targets)


def _of_network(challenge: Challenge, start: Document, document: Document) -> Iterator[str]:
    allowed = challenge.may_change
    if "inputs" not in allowed and start.inputs != document.inputs:
        yield "The inputs may not be changed here."
    over = [name for name in document.inputs if challenge.only_inputs and name not in challenge.only_inputs]
    if over:
        yield f"Only the inputs {', '.join(challenge.only_inputs)} may be used, and {', '.join(over)} is on."
    if "layers" not in allowed and _plain(start, allowed) != _plain(document, allowed):
        yield "The layers may not be changed here" + _but(allowed)


def _plain(document: Document, allowed: tuple[str, ...]) -> list[Layer]:
    """The layers without what may be changed of them, and without their uids."""
    free = {"units": "units", "activations": "activation"}
    plain = []
    for layer in (*document.network, document.output):
        known = {field.name for field in fields(layer)}
        same = {name: _usual(layer, name) for part, name in free.items() if part in allowed and name in known}
        plain.append(replace(layer, uid=0, **same))  # type: ignore[arg-type]
    return plain


def _usual(layer: Layer, name: str) -> object:
    return next(field.default for field in fields(layer) if field.name == name)


def _but(allowed: tuple[str, ...]) -> str:
    free = [part for part in ("units", "activations") if part in allowed]
    return f", but for their {' and '.join(free)}." if free else "."


def _of_training(challenge: Challenge, start: Document, document: Document) -> Iterator[str]:
    free = changes_training(challenge) | {"stop_epochs"}
    for field in fields(start.training):
        if field.name in SETTINGS - free and getattr(start.training, field.name) != getattr(
            document.training, field.name
        ):
            yield f"{field.metadata.get('label', field.name)} may not be changed here."
