"""Goals in the words of the window: a weight by what it joins, a knob by its label, two bounds of one number as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.document.model import domain_of, inputs_of
from playground.document.plan import resolve
from playground.experiments.knobs import knobs_of
from playground.lessons.goal import RELATIONS
from playground.lessons.network_quantities import weight_numbers
from playground.lessons.quantities import QUANTITIES, region_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.model import Document
    from playground.lessons.goal import StepGoal
    from playground.lessons.quantities import Quantity

LEAST, MOST = ">=", "<="
FACTS = {"divergence": "the loss diverges"}
"""Quantities that are so or not, as sentences."""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """What a person reads of one goal, or of two that hold the same number between two bounds.

    Attributes:
        words: "Weight of y to the output: between −0.1 and 0.1".
        goals: One, or two.
    """

    words: str
    goals: tuple[StepGoal, ...]


def goal_lines(goals: Sequence[StepGoal], document: Document) -> list[GoalLine]:
    """A line for each goal; two that follow each other and hold one quantity between bounds have one line.

    Args:
        goals: Of a step or a challenge, in their order.
        document: Whose words are used.
    """
    lines: list[GoalLine] = []
    for goal in goals:
        before = lines[-1].goals[0] if lines and len(lines[-1].goals) == 1 else None
        if before is not None and _is_other_bound(before, goal):
            least, most = sorted((before, goal), key=lambda one: one.relation != LEAST)
            low, high = (said_in(one.quantity, one.value, document) for one in (least, most))
            name = name_in(goal.quantity.name, document)
            lines[-1] = GoalLine(_capital(f"{name}: between {low} and {high}"), (before, goal))
        else:
            lines.append(GoalLine(_capital(words_in(goal, document)), (goal,)))
    return lines


def words_in(goal: StepGoal, document: Document) -> str:
    """A goal in the words of a document: "weight of y to the output: at least −0.1"."""
    name = name_in(goal.quantity.name, document)
    if goal.quantity.is_fact:
        return name if goal.value else f"{name}: {goal.bound}"
    return f"{name}: {RELATIONS[goal.relation][0]} {said_in(goal.quantity, goal.value, document)}"


def said_in(quantity: Quantity, value: float, document: Document) -> str:
    """A value of a quantity as the window writes it: that of a knob with its unit.

    Args:
        quantity: Whose value it is.
        value: Shares between 0 and 1.
        document: Which has the knob.
    """
    knob = None if quantity.name in QUANTITIES else knobs_of(document).get(quantity.name)
    return quantity.said(value) if knob is None else knob.said(value)


def name_in(name: str, document: Document) -> str:
    """What the window calls a quantity in a document.

    Samples are called as their kind of data calls them ("test points"), a knob by its label ("Layer 2, units"), a
    weight by what it joins ("weight of y to the output", "weight of unit 2 to unit 1 of layer 2"), regions by the name
    of their class.

    Args:
        name: As goals name it.
        document: Whose words are used.
    """
    if name in QUANTITIES:
        return FACTS.get(name, name.replace("samples", domain_of(document).samples))
    number = region_class(name)
    if 0 < number <= len(document.dataset.classes):
        return f"regions of {document.dataset.classes[number - 1].name}"
    numbers = weight_numbers(name)
    if numbers is not None:
        return _weight_name(name, numbers, document)
    knob = knobs_of(document).get(name)
    return name if knob is None else knob.label.replace(": ", ", ")


def _weight_name(name: str, numbers: tuple[int, int, int], document: Document) -> str:
    weight, unit, layer = numbers
    hidden = len(document.network)
    if layer > hidden:
        return name
    outputs = resolve(document).own_units[-1]
    target = (
        f"unit {unit} of layer {layer}" if layer else "the output" if outputs == 1 else f"unit {unit} of the output"
    )
    if not weight:
        return f"bias of {target}"
    source = source_name(weight, (layer or hidden + 1) - 1, document)
    return name if source is None else f"weight of {source} to {target}"


def source_name(weight: int, before: int, document: Document) -> str | None:
    """What enters by a weight: an input's label, or a unit of the hidden layer before; None for what skips that.

    Args:
        weight: From 1.
        before: The hidden layer that comes before, from 1; 0 where the inputs do.
        document: Whose network.
    """
    if not before:
        known = inputs_of(document)
        return known[document.inputs[weight - 1]].label if weight <= len(document.inputs) else None
    if weight > resolve(document).own_units[before]:
        return None
    return f"unit {weight}" if before == len(document.network) == 1 else f"unit {weight} of layer {before}"


def _is_other_bound(one: StepGoal, other: StepGoal) -> bool:
    return one.quantity.name == other.quantity.name and {one.relation, other.relation} == {LEAST, MOST}


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
