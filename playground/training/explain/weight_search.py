"""The smallest change of one single weight that makes a network answer a sample rightly."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch

from playground.document.plan import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from numpy.typing import NDArray
    from torch import Tensor, nn

    from playground.document.layout import Key, Slot
    from playground.training.explain.answer_function import AnswerFunction
    from playground.training.state.run import Run

    Floats = NDArray[np.float64]

LEAST_REACH, REACH = 10.0, 2.0
"""A weight is moved by so much at most, or by so many times the largest weight where that is more."""
STEPS, NEAREST, EVEN_STEPS, HALVINGS = 64, 1e-6, 16, 45
"""Changes that are tried of each: in equal ratios from the smallest, a part of the reach, to the whole; then in even
steps up to the best that is known; and how often the way to the first one that does it is halved."""
AT_ONCE, LEAST_AT_ONCE, WORK, MOST_NUMBERS = 1024, 16, 10_000_000, 2_000_000
"""Changed networks that are asked at once, at most and at least; multiplications that they take together; and numbers
that their changed parameters may have together."""
BEYOND = 1e-4
"""How far beyond the border the change ends, in its own size: there the floats that train see the answer as well."""


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """Parameters among which is searched.

    Attributes:
        lead: How far the class is ahead, (N,), with parameters by row, (N,), changed by so much, (N,).
        rows: Those that are tried.
        places: Where parameters stand in the flat array, by row.
        at_once: Networks that are asked at once.
    """

    lead: Callable[[NDArray[np.int64], Floats], Floats]
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    at_once: int

    def leads(self, rows: NDArray[np.int64], changes: Floats) -> Generator[None, None, Floats]:
        """What `lead` says, some networks at a time."""
        found = []
        for start in range(0, len(rows), self.at_once):
            part = slice(start, start + self.at_once)
            with torch.no_grad():
                found.append(self.lead(rows[part], changes[part]))
            yield None
        return np.concatenate(found) if found else np.empty(0)


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A change of one parameter.

    Attributes:
        key: The parameter.
        layer: The place of its layer among all.
        index: Which of its numbers.
        before, after: That number.
    """

    key: Key
    layer: int
    index: tuple[int, ...]
    before: float
    after: float


def smallest_weight(
    run: Run, function: AnswerFunction, inputs: Tensor, label: int
) -> Generator[None, None, WeightChange | None]:
    """The smallest change of one weight or bias after which a sample is answered by a class; None where none does it.

    Every parameter that training may move is tried, alone, to both sides. Of fully connected layers this costs a search
    a unit and not a weight: a weight changed by d shifts the unit's sum by d times what comes in through it, so that
    the smallest shift that does it, divided by the largest number that comes in, is the smallest change. Changes are
    tried in steps, then in finer ones below the best, whose first success is found by halving: windows narrower than
    a step, within which the answer turns and turns back, can be missed.

    Args:
        run: Names the parameters; its weights are those of the function.
        function: The network.
        inputs: Of the sample, (1, F), as the network is fed them.
        label: The class that is to be answered.

    Yields:
        None after each piece of work.
    """
    with torch.no_grad():  # nowhere over a yield: it is the whole thread's
        entering = function.entering(inputs)
    search = _Search(run, function, entering, label)
    for place in range(len(entering)):
        yield from search.of_units(place)
    for place in range(len(entering)):
        yield from search.of_weights(place)
    return search.found()


class _Search:
    """Keeps the best change so far: nothing larger is looked at any more."""

    def __init__(self, run: Run, function: AnswerFunction, entering: list[Tensor], label: int) -> None:
        self.function, self.entering = function, entering
        self.best: tuple[int, float] | None = None
        self._layout = run.layout
        self._label = torch.tensor([label])
        parameters = run.parameters.astype(np.float64)
        self._reach = max(LEAST_REACH, REACH * float(np.abs(parameters).max(initial=0.0)))
        layers = resolve(run.document).layers
        work = sum(one.layer.multiply_adds(one.shape_in) for one in layers)
        self._at_once = int(np.clip(WORK // max(work, 1), LEAST_AT_ONCE, AT_ONCE))
        self._places = places = {one.uid: place for place, one in enumerate(layers)}
        self._slots: list[dict[str, Slot]] = [{} for _ in entering]
        for slot in run.layout.parameters:
            self._slots[places[slot.key[0]]][slot.key[1]] = slot
        self._may_move = ~run.layout.mask(lambda slot: slot.frozen)
        if run.document.training.keeps_zeros:
            # A pruned weight is told by being 0, and is to stay so.
            self._may_move &= (parameters != 0.0) | ~run.layout.mask(lambda slot: slot.role == "weight")

    def found(self) -> WeightChange | None:
        """The best change, a little beyond the border, as a float that trains."""
        if self.best is None:
            return None
        place, size = self.best
        slot = next(one for one in self._layout.parameters if 0 <= place - one.offset < one.size)
        index, layer = np.unravel_index(place - slot.offset, slot.shape), self._places[slot.key[0]]
        at = tuple(int(one) for one in index)
        before = float(self.function.numbers_at(layer)[slot.key[1]][at])
        return WeightChange(slot.key, layer, at, before, float(np.float32(before + size * (1.0 + BEYOND))))

    def of_units(self, place: int) -> Generator[None, None, None]:
        """Try weights and biases of a layer's linear maps, by shifts of their units' sums."""
        for name, linear in _linear_maps(self.function.module(place)):
            weight = self._slots[place].get(f"{name}.weight")
            coming_in = self._coming_in(place, linear)
            if weight is not None and coming_in is not None:
                moves, places = self._strongest(weight, self._slots[place].get(f"{name}.bias"), coming_in)
                lead = partial(self._lead_of_units, place, linear, moves)
                yield from self._searched(_Candidates(lead, np.flatnonzero(moves), places, self._at_once))

    def of_weights(self, place: int) -> Generator[None, None, None]:
        """Try all other parameters of a layer, one by one."""
        done = {
            f"{name}.{part}" for name, _ in _linear_maps(self.function.module(place)) for part in ("weight", "bias")
        }
        for name, slot in self._slots[place].items():
            if name not in done:
                places = np.arange(slot.offset, slot.offset + slot.size)
                at_once = max(min(self._at_once, MOST_NUMBERS // slot.size), 1)
                lead = partial(self._lead_of_weights, place, slot)
                rows = np.flatnonzero(self._may_move[places])
                yield from self._searched(_Candidates(lead, rows, places, at_once))

    # ---- how far the class is ahead --------------------------------------------------------------------------------

    def _lead_of_units(
        self, place: int, linear: nn.Module, moves: NDArray[np.float64], rows: NDArray[np.int64], changes: Floats
    ) -> Floats:
        shift = torch.zeros((len(rows), len(moves)), dtype=torch.float64)
        shift[np.arange(len(rows)), rows] = torch.from_numpy(changes * moves[rows])
        entering = self.entering[place]
        with _shifted(linear, shift):
            made = self.function.layer(place, entering.expand(len(rows), *entering.shape[1:]))
        return self._lead(place, made)

    def _lead_of_weights(self, place: int, slot: Slot, rows: NDArray[np.int64], changes: Floats) -> Floats:
        name = slot.key[1]
        changed = self.function.numbers_at(place)[name].reshape(1, -1).repeat(len(rows), 1)
        changed[np.arange(len(rows)), rows] += torch.from_numpy(changes)

        def made_with(numbers: Tensor) -> Tensor:
            return self.function.layer(place, self.entering[place], {name: numbers})

        made: Tensor = torch.func.vmap(made_with)(changed.reshape(-1, *slot.shape))
        return self._lead(place, made.flatten(0, 1))

    def _lead(self, place: int, made: Tensor) -> Floats:
        sums = self.function.sums_from(place + 1, made)
        return np.asarray(self.function.margin(sums, self._label.expand(len(sums))).numpy())

    def _coming_in(self, place: int, linear: nn.Module) -> Floats | None:
        """What enters a linear map of a layer, (units,); None where it is not one row of numbers, once."""
        seen: list[Tensor] = []
        with torch.no_grad(), _watched(linear, seen):
            self.function.layer(place, self.entering[place])
        return seen[0][0].numpy() if len(seen) == 1 and seen[0].dim() == 2 else None

    def _strongest(self, weight: Slot, bias: Slot | None, coming_in: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """How far each unit's sum moves with a step of 1 of the parameter that moves it most, and which that is.

        Returns:
            With its sign, (units,), 0 where none may move; places in the flat array, (units,).
        """
        places = np.arange(weight.offset, weight.offset + weight.size).reshape(weight.shape)
        moves = np.tile(coming_in, (len(places), 1))
        if bias is not None:
            places = np.concatenate([places, np.arange(bias.offset, bias.offset + bias.size)[:, None]], axis=1)
            moves = np.concatenate([moves, np.ones((len(moves), 1))], axis=1)
        moves = np.where(self._may_move[places], moves, 0.0)
        most, rows = np.abs(moves).argmax(axis=1), np.arange(len(moves))
        return moves[rows, most], places[rows, most]

    # ---- the search ------------------------------------------------------------------------------------------------

    def _searched(self, among: _Candidates) -> Generator[None, None, None]:
        if self.best is None:
            yield from self._tried(among, self._reach * np.geomspace(NEAREST, 1.0, STEPS))
        if self.best is not None:
            yield from self._tried(among, abs(self.best[1]) * np.linspace(0.0, 1.0, EVEN_STEPS + 1)[1:])

    def _tried(self, among: _Candidates, steps: Floats) -> Generator[None, None, None]:
        """Take steps to both sides with each parameter; where some do it, find the first place that does."""
        signed = np.concatenate([steps, -steps])
        each = max(among.at_once // len(signed), 1)
        for start in range(0, len(among.rows), each):
            part = among.rows[start : start + each]
            leads = yield from among.leads(np.repeat(part, len(signed)), np.tile(signed, len(part)))
            done = (leads > 0.0).reshape(2 * len(part), len(steps))
            which = np.flatnonzero(done.any(axis=1))
            # The first success by size, for answers turn back: a weight that does it at 1 may not do it at 2.
            first = done[which].argmax(axis=1)
            low = np.where(first > 0, steps[first - 1], 0.0)
            yield from self._halved(among, part[which // 2], np.where(which % 2, -1.0, 1.0), low, steps[first])

    def _halved(
        self, among: _Candidates, rows: NDArray[np.int64], sign: Floats, low: Floats, high: Floats
    ) -> Generator[None, None, None]:
        """Bring changes down to the border, and keep the smallest; those that cannot be that are let go."""
        for _ in range(HALVINGS):
            least = min(high.min(initial=np.inf), np.inf if self.best is None else abs(self.best[1]))
            # What is larger already than the best can never be the best: it is let go, and the others are halved at a
            # lower price.
            near = low < least
            rows, sign, low, high = rows[near], sign[near], low[near], high[near]
            if not len(rows):
                return
            middle = (low + high) / 2.0
            leads = yield from among.leads(rows, sign * middle)
            low, high = np.where(leads > 0.0, low, middle), np.where(leads > 0.0, middle, high)
        best = int(high.argmin())
        if self.best is None or high[best] < abs(self.best[1]):
            self.best = int(among.places[rows[best]]), float(sign[best] * high[best])


def _linear_maps(layer: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    return ((name, one) for name, one in layer.named_modules() if isinstance(one, torch.nn.Linear))


@contextmanager
def _shifted(linear: nn.Module, shift: Tensor) -> Iterator[None]:
    """Add a shift to what a module gives, as long as this holds."""
    hook = linear.register_forward_hook(lambda _module, _args, made: made + shift)
    try:
        yield
    finally:
        hook.remove()


@contextmanager
def _watched(linear: nn.Module, seen: list[Tensor]) -> Iterator[None]:
    """Keep what enters a module, as long as this holds."""
    hook = linear.register_forward_pre_hook(lambda _module, args: seen.append(args[0]))
    try:
        yield
    finally:
        hook.remove()
