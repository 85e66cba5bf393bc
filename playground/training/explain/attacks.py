"""Fooling a network: small steps of a sample that change its answer, in the largest number or in length."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import torch

from playground.training.explain.answer_function import slopes

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from numpy.typing import NDArray
    from torch import Tensor

    from playground.training.explain.answer_function import AnswerFunction

Norm = Literal["linf", "l2"]
STEPS, OVERSHOOT = 20, 2.5
"""Of a projected gradient descent, and how far its steps reach together, in the strength."""
GRID, ROUNDS, HALVINGS, BEYOND = 12, 3, 20, 2e-5
"""Strengths that are tried at once in the search for the smallest step, rounds of it, halvings of the way at last, and
how far beyond the border the step ends, in its length: there the floats that train see the other answer as well."""
ASCENT, MOST_ASCENT = 0.01, 400
"""Of the way to certainty: root mean square of a step, in the bounds, and steps at most."""
RAYS, ALONG, TURNS = 120, 80, 3
"""Of a plane's search: directions, places along each, and how often the directions are drawn closer."""


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """What numbers may be: of pictures 0 and 1, else without end.

    Attributes:
        low, high: Of each number, (D,).
    """

    low: Tensor
    high: Tensor

    def held(self, numbers: Tensor) -> Tensor:
        """The nearest numbers within."""
        return torch.minimum(torch.maximum(numbers, self.low), self.high)


@dataclass(frozen=True, slots=True, eq=False)
class Threat:
    """What is to be fooled, how steps are measured, and what they are to bring about.

    Attributes:
        function: The network.
        norm: By the largest number of a step, or by its length.
        bounds: Of the numbers.
        answers: What steps lead away from, or to, (N,).
        towards: Whether they lead to them.
    """

    function: AnswerFunction
    norm: Norm
    bounds: Bounds
    answers: Tensor
    towards: bool = False

    def repeated(self, count: int) -> Threat:
        """The same for so many rows, of one."""
        return replace(self, answers=self.answers.expand(count))

    def sums(self, numbers: Tensor) -> Tensor:
        """The output's sums, (N, O), of numbers (N, D)."""
        return self.function.sums(self.function.inputs(numbers))

    def odds(self, numbers: Tensor) -> Tensor:
        """What one step raises, (N,): log-odds."""
        return self._sign * self.function.log_odds(self.sums(numbers), self.answers)

    def lead(self, numbers: Tensor) -> Tensor:
        """What several steps raise, (N,): above 0 it is brought about."""
        return self._sign * self.function.margin(self.sums(numbers), self.answers)

    def is_done(self, numbers: Tensor) -> NDArray[np.bool_]:
        """Where it is brought about, (N,)."""
        with torch.no_grad():
            best = self.function.best(self.sums(numbers))
        return np.asarray(((best == self.answers) == self.towards).numpy())

    @property
    def _sign(self) -> float:
        return 1.0 if self.towards else -1.0


def length(step: Tensor, norm: Norm) -> Tensor:
    """How long steps are, (N,): their largest number, or the root of the sum of squares."""
    return step.abs().amax(dim=1) if norm == "linf" else step.norm(dim=1)


def fast_step(threat: Threat, start: Tensor, strength: Tensor) -> Tensor:
    """One step along the gradient's sign, or along the gradient (Goodfellow and others, 2015), (N, D).

    Args:
        threat: What it is to bring about.
        start: Numbers of samples, (N, D).
        strength: How long the step is, (N,).
    """
    _, uphill = slopes(threat.odds, start)
    return threat.bounds.held(start + strength[:, None] * _direction(uphill, threat.norm))


def projected_steps(threat: Threat, start: Tensor, strength: Tensor) -> Generator[None, None, Tensor]:
    """Several steps along the gradient, each held within the strength (Madry and others, 2018), (N, D).

    The best of all places is kept, so that more steps never do worse. Args are those of `fast_step`.

    Yields:
        None after each step.
    """
    at, best = start.clone(), start.clone()
    best_lead = torch.full((len(start),), -torch.inf, dtype=start.dtype)
    for step in range(STEPS + 1):
        lead, uphill = slopes(threat.lead, at)
        better = lead > best_lead
        best[better], best_lead = at[better], torch.maximum(lead, best_lead)
        if step < STEPS:
            at = at + (OVERSHOOT / STEPS) * strength[:, None] * _direction(uphill, threat.norm)
            at = threat.bounds.held(start + _within(at - start, strength, threat.norm))
            yield None
    return best


def smallest_step(threat: Threat, start: Tensor, reach: float) -> Generator[None, None, Tensor | None]:
    """The sample after the smallest step found that does it, (1, D); None where none does within reach.

    By the gradient's sign and by the gradient itself, since either may end where units are saturated; of two numbers
    along the rays around as well. The way to the best place is halved at last.

    Args:
        threat: What it is to bring about, of one row.
        start: A sample's numbers, (1, D).
        reach: The longest step that is tried.

    Yields:
        None after each piece of work.
    """
    if threat.is_done(start)[0]:
        return start
    found = yield from _searched(threat, start, reach)
    other: Norm = "l2" if threat.norm == "linf" else "linf"
    root = float(np.sqrt(start.shape[1]))
    found += yield from _searched(replace(threat, norm=other), start, reach * root if other == "l2" else reach / root)
    if start.shape[1] == 2:
        ray = yield from _by_rays(threat, start, reach)
        found += [] if ray is None else [ray]
    within = [one for one in found if float(length(one - start, threat.norm)[0]) <= reach]
    return min(within, key=lambda one: float(length(one - start, threat.norm)[0]), default=None)


def ascent(threat: Threat, start: Tensor, is_enough: Callable[[Tensor], bool]) -> Generator[None, None, Tensor]:
    """From a start along the gradient until the network is sure enough of an answer, (1, D).

    Args:
        threat: What it is to bring about.
        start: Numbers of one sample, (1, D).
        is_enough: Whether sums, (1, O), are.

    Yields:
        None after each step.
    """
    at, size = start, ASCENT * float(np.sqrt(start.shape[1]))
    for _ in range(MOST_ASCENT):
        with torch.no_grad():
            if is_enough(threat.sums(at)):
                break
        _, uphill = slopes(threat.odds, at)
        at = threat.bounds.held(at + size * _direction(uphill, "l2"))
        yield None
    return at


# ---- inside ----------------------------------------------------------------------------------------------------------


def _direction(uphill: Tensor, norm: Norm) -> Tensor:
    """The step of length 1 that rises most."""
    if norm == "linf":
        return uphill.sign()
    # No gradient gives no step, in place of NaN.
    straight: Tensor = uphill / uphill.norm(dim=1, keepdim=True).clamp_min(torch.finfo(uphill.dtype).tiny)
    return straight


def _within(step: Tensor, strength: Tensor, norm: Norm) -> Tensor:
    """Steps drawn back to the strength."""
    most = strength[:, None]
    if norm == "linf":
        return torch.maximum(torch.minimum(step, most), -most)
    sizes = step.norm(dim=1, keepdim=True).clamp_min(torch.finfo(step.dtype).tiny)
    within: Tensor = step * (most / sizes).clamp_max(1.0)
    return within


def _searched(threat: Threat, start: Tensor, reach: float) -> Generator[None, None, list[Tensor]]:
    """Samples after ever smaller steps that do it, (1, D) each.

    Projected steps of a dozen strengths at once, those between the largest that fails and the smallest that does it
    once more, and so on.
    """
    found: list[Tensor] = []
    # Even in their ratios first, as nobody knows how far it is; then evenly between the last that failed and the first
    # that did it.
    low, strengths = 0.0, np.geomspace(reach / 2 ** (GRID - 1), reach, GRID)
    for _ in range(ROUNDS):
        tried = yield from projected_steps(threat.repeated(GRID), start.expand(GRID, -1), torch.from_numpy(strengths))
        done = np.flatnonzero(threat.is_done(tried))
        if not len(done):
            break
        first = int(done[0])
        found.append(_shortened(threat, start, tried[first : first + 1]))
        low = float(strengths[first - 1]) if first else low
        strengths = np.linspace(low, float(length(found[-1] - start, threat.norm)[0]), GRID + 1)[1:]
    return found


def _shortened(threat: Threat, start: Tensor, end: Tensor) -> Tensor:
    """The first place on the way to one that does it, as near as halving tells."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if threat.is_done(start + middle * (end - start))[0]:
            high = middle
        else:
            low = middle
    return start + min(high * (1.0 + BEYOND), 1.0) * (end - start)


def _by_rays(threat: Threat, start: Tensor, reach: float) -> Generator[None, None, Tensor | None]:
    """The nearest place on rays all around a point of the plane, then on rays closer to the best."""
    angles, most, best = np.linspace(0.0, 2.0 * np.pi, RAYS, endpoint=False), reach, None
    for turn in range(TURNS):
        ways = torch.from_numpy(np.stack([np.cos(angles), np.sin(angles)], axis=1))
        ways = ways / length(ways, threat.norm)[:, None]
        far = torch.linspace(0.0, most, ALONG + 1, dtype=torch.float64)[1:]
        places = threat.bounds.held((start + far[None, :, None] * ways[:, None, :]).reshape(-1, 2))
        done = threat.is_done(places).reshape(RAYS, ALONG)
        yield None
        if not done.any():
            break
        ray = int(np.where(done.any(axis=1), done.argmax(axis=1), ALONG).argmin())
        end = places.reshape(RAYS, ALONG, 2)[ray, int(done[ray].argmax())][None]
        best = _shortened(threat, start, end)
        most = float(length(best - start, threat.norm)[0])
        angles = angles[ray] + np.linspace(-1.0, 1.0, RAYS) * (4.0 * np.pi / RAYS ** (turn + 1))
    return best
