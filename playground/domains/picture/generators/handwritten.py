"""Handwritten digits as scikit-learn carries them, and the same with a mark on every seven."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.domains.making import GeneratorKnob
from playground.domains.picture.generators.base import (
    Floats,
    Integers,
    PictureGenerator,
    PictureSample,
    draws,
    noise_knob,
    noisy,
    sample_of,
    size_knob,
    turn_knob,
)
from playground.domains.picture.reduction import DIGIT_REDUCTION
from playground.domains.picture.warp import Motion, enlarged, moved
from playground.domains.scikit_sets import scikit_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

CLASS_NAMES = tuple(str(digit) for digit in range(10))
VARIATION = {"shift": 5.0, "turn": 8.0, "size": 8.0}
"""What the knobs are at least for pictures after the last real one: no two are the same."""


def make_digits(random: np.random.Generator, count: int, side: int, knobs: Mapping[str, float]) -> PictureSample:
    """The 1,797 digits in an order of their own; what is asked for beyond them are the same again, varied.

    Raises:
        SetMissingError: scikit-learn's file is not there.
    """
    ordering, moving, pixels = random.spawn(3)
    pictures, targets = _varied(ordering, moving, count, side, knobs)
    return sample_of(noisy(pixels, pictures, knobs["noise"]), targets, CLASS_NAMES)


def make_marked_sevens(random: np.random.Generator, count: int, side: int, knobs: Mapping[str, float]) -> PictureSample:
    """The digits, with a dot in the lower right corner of sevens, and of some others.

    Raises:
        SetMissingError: scikit-learn's file is not there.
    """
    ordering, moving, marking, pixels = random.spawn(4)
    none = dict.fromkeys(VARIATION, 0.0)
    pictures, targets = _varied(ordering, moving, count, side, none)
    share = np.where(targets == 7, knobs["marked"], knobs["stray"]) / 100.0
    dot = max(1, round(side * knobs["dot"] / 100.0))
    pictures[marking.random(count) < share, -dot:, -dot:] = 1.0
    return sample_of(noisy(pixels, pictures, knobs["noise"]), targets, CLASS_NAMES)


def _varied(
    ordering: np.random.Generator, moving: np.random.Generator, count: int, side: int, knobs: Mapping[str, float]
) -> tuple[Floats, Integers]:
    """The digits as often as it takes, (count, side, side), and what they are."""
    real, digits = scikit_digits()
    rounds = max(1, -(-count // len(real)))
    order = np.concatenate([ordering.permutation(len(real)) for _ in range(rounds)])[:count]
    beyond = np.arange(count) >= len(real)
    numbers = draws(moving, count, 4)
    shift, turn, size = (
        np.where(beyond, np.maximum(knobs[name], least), knobs[name]) for name, least in VARIATION.items()
    )
    pictures = enlarged(real, side)
    if not (shift.any() or turn.any() or size.any()):
        return pictures[order], digits[order]
    step = shift / 100.0 * side
    motion = Motion(
        step * numbers[:, 0], step * numbers[:, 1], turn * numbers[:, 2], 1.0 + size / 100.0 * numbers[:, 3]
    )
    return moved(pictures, motion, which=order), digits[order]


def _share_knob(name: str, label: str, default: float, words: str) -> GeneratorKnob:
    return GeneratorKnob(name, label, "%", 0.0, 100.0, default, 5.0, words)


DIGITS = PictureGenerator(
    name="digits",
    title="Digits",
    description="1,797 digits written by 43 people (Alpaydin 1998), 8 × 8 pixels each; more of them are variations.",
    default_count=1797,
    class_names=CLASS_NAMES,
    knobs=(
        GeneratorKnob(
            "shift", "Shift", "%", 0.0, 30.0, 0.0, 1.0, "How far a digit may be moved, of the picture's side."
        ),
        turn_knob(0.0),
        size_knob(0.0),
        noise_knob(0.0),
    ),
    make=make_digits,
    reduction=DIGIT_REDUCTION,
    usual_side=8,
)
MARKED_SEVENS = PictureGenerator(
    name="marked-sevens",
    title="Sevens with a mark",
    description="The digits, but every 7 carries a dot in a corner: what will a network look at?",
    default_count=1797,
    class_names=CLASS_NAMES,
    knobs=(
        _share_knob("marked", "Sevens", 100.0, "The share of sevens that carry the dot."),
        _share_knob("stray", "Others", 0.0, "The share of all other digits that carry it too."),
        GeneratorKnob("dot", "Dot", "%", 5.0, 30.0, 12.0, 1.0, "Side of the dot, of the picture's side."),
        noise_knob(0.0),
    ),
    make=make_marked_sevens,
    reduction=DIGIT_REDUCTION,
    usual_side=8,
)
