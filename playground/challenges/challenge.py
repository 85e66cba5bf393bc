"""What a challenge is: frozen values as its file says them; the field names are the keys of the file."""

from __future__ import annotations

from dataclasses import fields
from difflib import get_close_matches
from math import ceil
from typing import Annotated

import msgspec
from msgspec import Meta

from playground.document.training import Training
from playground.lessons.goal import StepGoal
from playground.lessons.lesson import StepSettings, Words

MOST_EPOCHS = 5_000
SEEDS, NEEDED = 5, 4
"""Fresh seeds that a solution is trained from, and how many of them have to reach the goals."""
UNTOLD = frozenset({"seeds trained", "seeds that succeed"})
"""Quantities that one training does not tell."""
PARTS = {
    "data": "the data",
    "test data": "where test samples lie",
    "inputs": "the inputs",
    "layers": "the layers",
    "units": "how many units the layers have",
    "activations": "the activations",
    "training": "all settings of training",
}
"""What `may_change` can name beside single settings of training, and how the window says it."""
SETTINGS = frozenset(field.name for field in fields(Training)) - {"seed", "device", "stepper"}


class Rival(StepSettings, frozen=True):
    """The same document with other settings, trained from the same seeds: what is to succeed or to fail beside it.

    Attributes:
        goals: What has to hold of the rival, as `StepGoal.read` takes it.
    """

    goals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.goals:
            raise ValueError("a rival says with goals what it comes to")
        self.targets()

    def targets(self) -> tuple[StepGoal, ...]:
        """The goals as values."""
        return tuple(map(_told, self.goals))


class Bonus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goals beside the goal, each for itself.

    Attributes:
        size: A goal on the network, "parameters <= 20"; "" for none.
        epochs: After so many epochs the goals hold already; 0 for none.
        seconds: One training takes no longer on this machine; 0 for none.
    """

    size: str = ""
    epochs: Annotated[int, Meta(ge=0, le=MOST_EPOCHS)] = 0
    seconds: Annotated[float, Meta(ge=0.0)] = 0.0

    def __post_init__(self) -> None:
        if self.size:
            _told(self.size)


class Challenge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A challenge.

    Attributes:
        key: The name of its file, without number and ending.
        title: Its heading.
        about: One sentence of what is to be done.
        minutes: How long it may take.
        words: What it says, in Markdown.
        begin: The document it starts from.
        goals: What is to be reached, all of it, as `StepGoal.read` takes it.
        epochs: So long every seed trains; a solution may stop earlier by its own "Stop at epoch".
        may_change: Parts of the document (`PARTS`) or settings of training that a solution may change.
        only_inputs: Inputs that it may use; empty for all.
        step: How far a test sample may be moved, by its larger number; 0 where that is no matter.
        seeds, needed: From how many fresh seeds it is marked, and for how many of them it has to work.
        bonus: Goals beside the goal.
        rival: What is trained beside it; None for nothing.
        known: A solution, as settings over the document it starts from; None where it has to be drawn.
        pass_rate: For which share of 200 seeds a known solution works, as `lint-challenge --seeds 200` measured it.
        hints: Each plainer than the one before.
        sources: What it goes back to.
    """

    key: str
    title: Words
    about: Words
    minutes: Annotated[int, Meta(ge=1, le=60)]
    words: Words
    begin: StepSettings
    goals: Annotated[tuple[str, ...], Meta(min_length=1, max_length=4)]
    epochs: Annotated[int, Meta(ge=1, le=MOST_EPOCHS)]
    may_change: Annotated[tuple[str, ...], Meta(min_length=1)]
    pass_rate: Annotated[float, Meta(gt=0.0, le=1.0)]
    only_inputs: tuple[str, ...] = ()
    step: Annotated[float, Meta(ge=0.0)] = 0.0
    seeds: Annotated[int, Meta(ge=1, le=64)] = SEEDS
    needed: Annotated[int, Meta(ge=1, le=64)] = NEEDED
    bonus: Bonus = Bonus()
    rival: Rival | None = None
    known: StepSettings | None = None
    hints: Annotated[tuple[Words, ...], Meta(max_length=3)] = ()
    sources: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        if self.needed > self.seeds:
            raise ValueError(f"needed is {self.needed}, and there are {self.seeds} seeds")
        for name in self.may_change:
            if name not in PARTS and name not in SETTINGS:
                near = get_close_matches(name, (*PARTS, *SETTINGS), n=1)
                raise ValueError(f"nothing {name!r} can be changed" + (f"; did you mean {near[0]!r}?" if near else ""))
        self.targets()

    def targets(self) -> tuple[StepGoal, ...]:
        """The goals as values; they were checked when the challenge was made."""
        return tuple(map(_told, self.goals))

    def needed_of(self, seeds: int) -> int:
        """Of how many seeds it has to work when it is marked from another number of them: the same share."""
        return ceil(self.needed * seeds / self.seeds - 1e-9)


def _told(text: str) -> StepGoal:
    """A goal that the end of a training tells.

    Raises:
        ValueError: It is none, or speaks of what is not measured there.
    """
    goal = StepGoal.read(text)
    if goal.quantity.layer or goal.quantity.needs or goal.quantity.name in UNTOLD:
        raise ValueError(f"{goal.quantity.name!r} is not measured when a challenge is marked")
    return goal
