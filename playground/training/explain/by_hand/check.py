"""Whether a number that a person has worked out is right, and if not, what is missing from it."""

from __future__ import annotations

from math import isfinite, prod
from typing import TYPE_CHECKING, NamedTuple

from playground.training.explain.by_hand.written import number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playground.training.explain.by_hand.written import WrittenLine

CLOSE = 5e-3
"""How far, as a share of the number, a sum may be off for its rounding."""
CLOSER = 1e-3
"""The same for a slip: what is guessed has to fit better than what is right."""
LEAST_DIGITS = 2
"""Significant digits from which on a number that was typed may stand for all that round to it."""


class Checked(NamedTuple):
    """What is said of a number.

    Attributes:
        is_right: Whether it is the one asked for.
        words: A sentence or two.
    """

    is_right: bool
    words: str


def check(typed: str, given: float, lines: Sequence[WrittenLine], batch: int) -> Checked:
    """Compare a person's number with the last of some lines.

    Args:
        typed: As it was typed; its digits say how precise it is meant.
        given: The same as a number.
        lines: The arithmetic, line by line, at least one; the number asked for is that of the last.
        batch: Samples of it, whose mean divides what comes back from the loss.
    """
    line = lines[-1]
    value = line.value
    if not isfinite(given):
        return Checked(False, "That is no number.")
    if _is_near(given, value, _precision(typed, value)):
        return Checked(True, f"Right: {line.name} = {number_words(value)}.")
    for candidate, words in _slips(lines, batch):
        allowed = max(CLOSER * abs(candidate), _half_unit(typed))
        # A slip that hardly changes the number is none: the factor that it forgets was nearly 1.
        if isfinite(candidate) and not _is_near(candidate, value, CLOSE * abs(value)):
            if _is_near(given, candidate, allowed):
                return Checked(False, words)
            if candidate != 0.0 and _is_near(given, -candidate, allowed):
                return Checked(False, f"{words} And the sign is the other one.")
    return Checked(False, _how_far(given, value))


def _slips(lines: Sequence[WrittenLine], batch: int) -> Iterator[tuple[float, str]]:
    """Numbers that come of one thing forgotten, the likeliest first, and what is said of each."""
    line = lines[-1]
    yield -line.value, "The size is right, the sign is the other one."
    if line.result is not None and line.function:
        yield line.inner, f"That is the sum: {line.function} of it is still to be taken."
    yield from _of_factors(line)
    yield from _of_terms(line)
    if batch > 1:
        yield line.value * batch, f"1 / N is missing: the loss is the mean over the {batch} samples of the batch."
        yield line.value / batch, f"1 / N is in it twice: the errors have it already, of {batch} samples."
    for before in reversed(lines[:-1]):
        yield before.value, f"That is {before.name}, a step before: {line.formula or line.name}."


def _of_factors(line: WrittenLine) -> Iterator[tuple[float, str]]:
    """One factor forgotten: of the whole sum, or of each product."""
    for factor in line.factors:
        told = f"Something is missing: the factor {number_words(factor.value)}, {factor.role}."
        yield _without_outer(line, factor.name), told
    for kind, role, shown in _inner_factors(line):
        yield _without_inner(line, kind), f"A factor is missing: {role}{shown}."


def _of_terms(line: WrittenLine) -> Iterator[tuple[float, str]]:
    """One part of the sum forgotten, or with the other sign."""
    outer = prod(one.value for one in line.factors)
    parts = [(outer * one.value, one) for one in line.terms if one.role]
    for value, term in parts:
        yield line.inner - value, f"A part of the sum is missing: {term.role}, {number_words(term.value)}."
    for value, term in parts if len(line.terms) > 1 else ():
        yield line.inner - 2.0 * value, f"The sign of one part is the other one: {term.role}."


def _inner_factors(line: WrittenLine) -> list[tuple[str, str, str]]:
    """Factors that every product of a kind has, by the first letter of their names: w of each, δ of each."""
    found: dict[str, tuple[str, str, str]] = {}
    for term in line.terms:
        if len(term.factors) > 1:
            for factor in term.factors:
                kind = _kind(factor.name)
                alone = len(line.terms) == 1
                shown = f", {number_words(factor.value)}" if alone else " of each product"
                role = factor.role if alone else f"{kind}, {_general(factor.role)}"
                found.setdefault(kind, (kind, role, shown))
    return list(found.values())


def _kind(name: str) -> str:
    """δ3 and δ4 are of a kind, and so are a1 and a2; "1 − a²" is one by itself."""
    return name.rstrip("0123456789,") or name


def _general(role: str) -> str:
    """What all of a kind are: "the weight to unit 3" without the unit."""
    for mark in (" to ", " from ", " at ", " for ", " ("):
        role = role.partition(mark)[0]
    return role


def _without_inner(line: WrittenLine, kind: str) -> float:
    total = sum(
        prod(one.value for one in term.factors if len(term.factors) == 1 or _kind(one.name) != kind)
        for term in line.terms
    )
    return prod(one.value for one in line.factors) * total


def _without_outer(line: WrittenLine, name: str) -> float:
    return prod(one.value for one in line.factors if one.name != name) * sum(one.value for one in line.terms)


def _is_near(one: float, other: float, allowed: float) -> bool:
    return abs(one - other) <= max(allowed, 1e-12)


def _precision(typed: str, value: float) -> float:
    """How far the number may be off: a little, or as much as its own rounding where it has digits enough."""
    digits = len(typed.lower().split("e")[0].replace(".", "").replace(",", "").strip("+-−0 "))
    rounded = _half_unit(typed) if digits >= LEAST_DIGITS else 0.0
    return max(CLOSE * abs(value), rounded)


def _half_unit(typed: str) -> float:
    """Half a unit of the last digit that was typed, and a little more for the rounding of halves."""
    mantissa, _, exponent = typed.lower().replace(",", ".").replace("−", "-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    power = int(exponent) if exponent.lstrip("+-").isdigit() else 0
    return 0.5001 * 10.0 ** (power - decimals) if decimals else 0.0


def _how_far(given: float, value: float) -> str:
    if value == 0.0:
        return "It is 0."
    if given == 0.0:
        return "It is not 0."
    if (given < 0.0) != (value < 0.0):
        return "Already the sign is the other one."
    share = given / value
    words = "much too large" if share > 3.0 else "too large" if share > 1.0 else "too small" if share > 1 / 3 else ""  # noqa: PLR2004
    return f"Yours is {words or 'much too small'}. The sign is right."
