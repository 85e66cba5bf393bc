"""The network of a run as a function of a sample's numbers, as autograd follows it back to them."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from playground.document.model import OUTPUT_UID, network_scaling
from playground.document.plan import resolve
from playground.layers.modules import Beside, Chain, Elementwise
from playground.training.state.input_function import InputFunction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from torch import nn

    from playground.training.state.run import Run


class AnswerFunction:
    """A network with the weights that it has now, in float64; it stays as it is while the run trains on.

    A sample's numbers are here those of the network's scaling, before inputs are made of them: x and y of a point, the
    columns of a row in standard deviations where the document standardises them, the pixels of a picture. Answers are
    compared by their log-odds: the sum that speaks for a class, less log Σ exp of the sums for all others. Of a
    cross-entropy loss they have the same gradient but for a factor above 0, which does not vanish where the network is
    sure. For a value they are the value itself.

    Args:
        run: With finite parameters.
    """

    def __init__(self, run: Run) -> None:
        document = run.document
        self.has_classes = bool(document.dataset.classes)
        self._scaling = network_scaling(document)
        self._network = run.network
        held = dict(self._network.named_parameters()) | dict(self._network.named_buffers())
        # Copies: the run trains on in the same memory. Double precision, as borders are looked for by halving and
        # differences of answers are summed.
        self._held = {name: values.detach().to(torch.float64, copy=True) for name, values in held.items()}
        self._fed = InputFunction(document)
        self._places = {uid: place for place, uid in enumerate(resolve(document).uids)}

    def numbers_of(self, samples: NDArray[np.float64]) -> Tensor:
        """The numbers of samples as `Dataset.samples` has them, both (N, D)."""
        return torch.from_numpy(np.array(self._scaling.samples_from_units(samples), dtype=np.float64))

    def samples_of(self, numbers: Tensor) -> NDArray[np.float64]:
        """The samples of numbers, both (N, D)."""
        return np.array(self._scaling.samples_to_units(numbers.detach().numpy()), dtype=np.float64)

    def by_sample(self, by_number: Tensor) -> NDArray[np.float64]:
        """Slopes by the samples as `Dataset.samples` has them, of those by their numbers, both (N, D)."""
        ends = np.stack([np.zeros(by_number.shape[1]), np.ones(by_number.shape[1])])
        low, high = self._scaling.samples_to_units(ends)
        return np.asarray(by_number.numpy() / (high - low))

    def inputs(self, numbers: Tensor) -> Tensor:
        """What the network is fed, (N, F), of numbers (N, D)."""
        return self._fed(numbers)

    def sums(self, inputs: Tensor) -> Tensor:
        """The output's sums, (N, O), of inputs (N, F)."""
        made: Tensor = torch.func.functional_call(self._network, self._held, (inputs,))
        return made

    def unit_sums(self, inputs: Tensor, uid: int) -> tuple[Tensor, Tensor]:
        """What the units of a layer add up to before its activation, and what they answer, both (N, units).

        Of feature maps it is the mean over each. Where a layer ends with no activation, or something stands between
        that and its answers, as in a skip that adds, both are the answers. Of the output, the sums for each class, of
        which a single one speaks for the second class and against the first.

        Args:
            inputs: Of samples, (N, F).
            uid: Of a layer of the network, or `OUTPUT_UID`.

        Raises:
            KeyError: There is no such layer.
        """
        if uid == OUTPUT_UID:
            sums = self.sums(inputs)
            sums = torch.cat([-sums, sums], dim=1) if self.has_classes and sums.shape[1] == 1 else sums
            return sums, sums
        layer, caught = self._network.layers[self._places[uid]], dict[str, Tensor]()
        bend = _last_bend(layer)
        handles = [layer.register_forward_hook(lambda _module, _args, made: caught.update(made=made))]
        if bend is not None:
            handles.append(bend.register_forward_pre_hook(lambda _module, args: caught.update(sums=args[0])))
        try:
            self.sums(inputs)
        finally:
            for handle in handles:
                handle.remove()
        made = _by_unit(caught["made"])
        if "sums" not in caught:
            return made, made
        before = _by_unit(caught["sums"])
        return torch.cat([before, made[:, before.shape[1] :]], dim=1), made

    def entering(self, inputs: Tensor) -> list[Tensor]:
        """What enters each layer, the output layer last, of inputs (N, F), in the shapes that layers take."""
        found = [self._network.shaped(inputs)]
        for place in range(len(self._network.layers) - 1):
            found.append(self.layer(place, found[-1]))
        return found

    def layer(self, place: int, entering: Tensor, own: Mapping[str, Tensor] | None = None) -> Tensor:
        """What a layer makes of what enters it, by its place; `own` stands in for some of its numbers, by name."""
        made: Tensor = torch.func.functional_call(
            self._network.layers[place], {**self.numbers_at(place), **(own or {})}, (entering,)
        )
        return made

    def sums_from(self, place: int, entering: Tensor) -> Tensor:
        """The output's sums, (N, O), of what enters a layer, by its place; past the last one they are that."""
        for at in range(place, len(self._network.layers)):
            entering = self.layer(at, entering)
        return entering

    def numbers_at(self, place: int) -> dict[str, Tensor]:
        """The parameters and buffers of a layer, by their names in it."""
        start = f"layers.{place}."
        return {name.removeprefix(start): one for name, one in self._held.items() if name.startswith(start)}

    def with_number(self, place: int, name: str, index: tuple[int, ...], value: float) -> AnswerFunction:
        """The same with another number in a layer, by its place, the parameter's name in it, and the index there."""
        numbers = self.numbers_at(place)[name].clone()
        numbers[index] = value
        return self.with_numbers({(place, name): numbers})

    def with_numbers(self, changed: Mapping[tuple[int, str], Tensor]) -> AnswerFunction:
        """The same with other parameters, by the places of their layers and their names in them."""
        made = copy(self)
        others = {f"layers.{place}.{name}": numbers for (place, name), numbers in changed.items()}
        made._held = self._held | others  # noqa: SLF001 - one of its own kind
        return made

    def module(self, place: int) -> nn.Module:
        """The module of a layer, by its place; its own numbers are those of the run, in the run's dtype."""
        return self._network.layers[place]

    def best(self, sums: Tensor) -> Tensor:
        """The class that is answered, (N,)."""
        return (sums[:, 0] > 0).long() if sums.shape[1] == 1 else sums.argmax(dim=1)

    def log_odds(self, sums: Tensor, answers: Tensor) -> Tensor:
        """How much speaks for one answer rather than all others, (N,), by its index, (N,); of a value its sum."""
        for_it, others = self._parts(sums, answers)
        return for_it if others is None else for_it - others.logsumexp(dim=1)

    def margin(self, sums: Tensor, answers: Tensor) -> Tensor:
        """How far one answer is before the best of the others, (N,): below 0 another one wins."""
        for_it, others = self._parts(sums, answers)
        return for_it if others is None else for_it - others.amax(dim=1)

    def _parts(self, sums: Tensor, answers: Tensor) -> tuple[Tensor, Tensor | None]:
        if self.has_classes and sums.shape[1] == 1:
            return torch.where(answers == 1, sums[:, 0], -sums[:, 0]), None
        for_it = sums.gather(1, answers[:, None])[:, 0]
        if not self.has_classes:
            return for_it, None
        # Masked with -inf and not taken out: rows have different answers, and a tensor cannot have holes.
        own = torch.nn.functional.one_hot(answers, sums.shape[1]).bool()
        return for_it, sums.masked_fill(own, -torch.inf)


def _last_bend(layer: nn.Module) -> Elementwise | None:
    """The activation that ends a layer; None where something follows that does more than leave units out."""
    if isinstance(layer, Elementwise):
        return layer
    ends = type(layer) in {Chain, Beside}
    return next((part for part in layer.children() if isinstance(part, Elementwise)), None) if ends else None


def _by_unit(made: Tensor) -> Tensor:
    """A number for each unit, (N, units); of maps, (N, channels, height, width), the means."""
    return made.flatten(2).mean(dim=2) if made.dim() > 2 else made


def slopes(function: Callable[[Tensor], Tensor], at: Tensor) -> tuple[Tensor, Tensor]:
    """The values of a function of rows, (N,), and their gradients by the rows, of the shape of `at`, (N, ...)."""
    fed = at.detach().requires_grad_(True)
    with torch.enable_grad():
        values = function(fed)
        (by_row,) = torch.autograd.grad(values.sum(), fed)
    # A network that is about to diverge has gradients that are no numbers; no step at all is better than a step to
    # nowhere.
    return values.detach(), torch.nan_to_num(by_row)
