"""Layer statistics: how the numbers of a network are spread, which units are dead, what error comes back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.plan import resolve
from playground.domains.sampling import sampled
from playground.methods.losses import LOSSES
from playground.operations.activations import ACTIVATIONS
from playground.training.probes.probe import READ_S, Allowance, Budget, Probe, has_points
from playground.training.probes.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor, nn

    from playground.layers.modules import Elementwise
    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.model import Network
    from playground.training.state.run import Run

LEVELS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Of the quantiles: all, nine tenths, half, and the middle."""
BINS = 32
MOST_VALUES = 4096
"""More numbers are represented by a sample of so many."""
DEAD_SLOPE, FLAT_SLOPE = 0.005, 0.05
"""Of the steepest slope of an activation; a leaky ReLU's 0.01 is alive."""


MOST_POINTS = 500
MOST_PRODUCTS, FEWEST_POINTS = 20_000_000, 20
"""A large network is measured at fewer points."""
LEARNED_ROLES = frozenset({"weight", "scale"})


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """How numbers are spread.

    Attributes:
        quantiles: At `LEVELS`, (7,).
        counts: In `BINS` bins of equal width between the least and the greatest, (32,).
        low, high: Ends of the bins.
    """

    quantiles: NDArray[np.float64]
    counts: NDArray[np.int64]
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class LayerSummary:
    """The statistics of one layer.

    Attributes:
        uid: The layer; 0 is the output.
        activations: Of what leaves it, over a sample of the training points; None where it is not finite.
        weights: Of its weights (of a normalization, its scales); None where it has none.
        gradients: Of log10 of the magnitudes of the loss's gradient by those weights, zeros left out; None where there
            is no other than zero.
        error: Root mean square over the points of the Euclidean norm of dL/dz: the error that comes back to what its
            activation is fed, or to what leaves it where it has none.
        dead: Share of units whose activation is flat at every point, so that nothing teaches them; nan without one.
        saturated: Share of (unit, point) pairs on the flat ends of a bounded activation; nan where it has no such ends.
    """

    uid: int
    activations: Distribution | None
    weights: Distribution | None
    gradients: Distribution | None
    error: float
    dead: float
    saturated: float


@dataclass(frozen=True, slots=True, eq=False)
class NetworkStatistics:
    """The statistics of all layers at one time, first to last, the output too.

    Attributes:
        epoch: With its fraction.
        points: How many training points were looked at.
        layers: At least the output.
    """

    epoch: float
    points: int
    layers: tuple[LayerSummary, ...]


@dataclass(frozen=True, slots=True)
class LayerStatistics(Request[NetworkStatistics]):
    """The statistics of all layers."""


class LayerStatisticsProbe(Probe[LayerStatistics, NetworkStatistics]):
    """Keeps a twin of the run's network: same memory, but autograd follows it, which evaluation is to be spared."""

    ALLOWANCE = Allowance(share=0.05, budget_s=0.004, rest_s=READ_S)
    IS_READ = True

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._twin_of: Network | None = None
        self._twin: _Twin | None = None

    def key(self, run: Run, request: LayerStatistics) -> tuple[object, ...]:
        """They depend on nothing that a view chooses."""
        del request
        return (run.document,)

    def can_take(self, run: Run, request: LayerStatistics) -> bool:
        """Where there are points to feed the network."""
        del request
        return has_points(run)

    def pieces(self, run: Run, request: LayerStatistics, budget: Budget) -> Iterator[NetworkStatistics | None]:
        """All layers, in evaluation mode, by the loss without regularization, of the weights at the beginning.

        First the pass there and back, then a layer at a time; nothing without training points.
        """
        del request, budget
        if len(run.features) == 0:
            return
        if self._twin is None or self._twin_of is not run.network:
            self._twin_of, self._twin = run.network, _Twin(run)
        most = min(max(MOST_PRODUCTS // max(len(run.parameters), 1), FEWEST_POINTS), MOST_POINTS)
        yield from self._twin.look(run, run.document.dataset.sample(most, test=False))


def distribution(values: NDArray[Any]) -> Distribution | None:
    """How numbers of any shape are spread; None for none, or where one is not finite.

    Of more than `MOST_VALUES` a sample is looked at, beside the least and the greatest of all. Numbers that are all
    the same lie in the middle bin.
    """
    flat = values.reshape(-1)
    ends = [float(flat.min()), float(flat.max())] if len(flat) else [np.nan]
    if not np.isfinite(ends).all():
        return None
    ordered = np.sort(flat[sampled(len(flat), MOST_VALUES)]).astype(np.float64)
    ordered[[0, -1]] = ends
    places = np.array(LEVELS) * (len(ordered) - 1)
    below = np.floor(places).astype(np.int64)
    above = np.minimum(below + 1, len(ordered) - 1)
    quantiles = ordered[below] + (places - below) * (ordered[above] - ordered[below])
    low, high = float(ordered[0]), float(ordered[-1])
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-30):
        half = max(abs(low), 1.0) / 2
        low, high = low - half, high + half
    inner = np.searchsorted(ordered, np.linspace(low, high, BINS + 1)[1:-1], side="left")
    counts = np.diff(np.concatenate(([0], inner, [len(ordered)])))
    return Distribution(quantiles, counts.astype(np.int64), low, high)


def decades(gradients: NDArray[Any]) -> Distribution | None:
    """How log10 of the magnitudes is spread, zeros left out."""
    magnitudes = np.abs(gradients.reshape(-1)).astype(np.float64)
    return distribution(np.log10(magnitudes[magnitudes > 0.0]))


def dead_share(slopes: NDArray[Any], activation: str) -> float:
    """Share of units that are flat at every point; nan for a linear layer.

    Args:
        slopes: Derivatives of the activation, (points, units).
        activation: A key of `ACTIVATIONS`.
    """
    if activation == "linear" or slopes.size == 0:
        return float("nan")
    return float((np.abs(slopes).max(axis=0) < DEAD_SLOPE * steepest(activation)).mean())


def saturated_share(slopes: NDArray[Any], activation: str) -> float:
    """Share of (point, unit) pairs on the flat ends of tanh or sigmoid; nan for activations without such ends."""
    if not saturates(activation) or slopes.size == 0:
        return float("nan")
    return float((np.abs(slopes) < FLAT_SLOPE * steepest(activation)).mean())


@cache
def steepest(activation: str) -> float:
    """The largest slope of an activation."""
    return float(np.abs(_curve_slopes(activation)).max())


@cache
def saturates(activation: str) -> bool:
    """Whether it climbs from one level to another, as tanh and sigmoid do."""
    return ACTIVATIONS[activation].bound is not None and bool((_curve_slopes(activation) >= 0.0).all())


def _curve_slopes(activation: str) -> NDArray[np.float64]:
    z = np.linspace(-6.0, 6.0, 4801)
    return np.asarray(np.diff(ACTIVATIONS[activation].curve(z)) / np.diff(z))


class _Twin:
    def __init__(self, run: Run) -> None:
        import torch

        from playground.layers.modules import Elementwise
        from playground.training.state.model import Network

        flat = torch.from_numpy(run.parameters)
        self._gradient = torch.zeros_like(flat)
        self._network = Network(run.document, run.layout, flat, torch.from_numpy(run.buffers)).eval()
        self._network.collect_gradients(self._gradient)
        self._bent: dict[int, Tensor] = {}
        self._bends = [next((m for m in part.modules() if isinstance(m, Elementwise)), None) for part in self._parts()]
        for place, bend in enumerate(self._bends):
            if bend is not None:
                bend.register_forward_pre_hook(lambda _, args, place=place: self._bent.update({place: args[0]}))

    def look(self, run: Run, chosen: NDArray[np.int64]) -> Iterator[NetworkStatistics | None]:
        import torch

        position, parameters = run.position, run.parameters.copy()
        # The twin gathers into one flat array, and autograd adds to what is there.
        self._gradient.zero_()
        left = list(self._network.walk(torch.from_numpy(run.features[chosen])))[1:]
        fed = [self._bent.get(place, values) for place, values in enumerate(left)]
        for values in fed:
            # What leaves a layer that nothing learned leads to, as the first of a frozen network, has no gradient to
            # keep.
            if values.requires_grad:
                values.retain_grad()
        loss_of(run)(left[-1], torch.from_numpy(run.targets[chosen])).backward()
        self._bent.clear()
        flat, layers = (parameters, self._gradient.numpy().copy()), []
        for place, values in enumerate(left):
            yield None
            layers.append(self._layer(run, place, values.detach().numpy(), fed[place], flat))
        yield NetworkStatistics(position, len(chosen), tuple(layers))

    def _layer(
        self, run: Run, place: int, left: NDArray[Any], fed: Tensor, flat: tuple[NDArray[Any], NDArray[Any]]
    ) -> LayerSummary:
        layer, bend = resolve(run.document).layers[place].layer, self._bends[place]
        slots = [slot for slot in run.layout.parameters if slot.key[0] == layer.uid and slot.role in LEARNED_ROLES]
        weights, slopes_by_loss = ([slot.view(numbers).reshape(-1) for slot in slots] for numbers in flat)
        # The loss is a mean over the points: each one's own error is as many times larger.
        error = 0.0 if fed.grad is None else len(left) ** 0.5 * float(fed.grad.double().norm())
        activation = layer.bend
        slopes = np.empty((0, 0)) if bend is None else _slopes(bend, fed)
        return LayerSummary(
            layer.uid,
            distribution(left),
            distribution(np.concatenate(weights)) if weights else None,
            decades(np.concatenate(slopes_by_loss)) if slopes_by_loss else None,
            error,
            dead_share(slopes, activation),
            saturated_share(slopes, activation),
        )

    def _parts(self) -> list[nn.Module]:
        return list(self._network.layers)


def loss_of(run: Run) -> Any:
    """The loss that a run is trained by, without regularization: from logits and targets to their mean."""
    document = run.document
    return LOSSES[resolve(document).loss].build(resolve(document).head, document.training)


def _slopes(bend: Elementwise, fed: Tensor) -> NDArray[Any]:
    """Derivatives of an activation at what it was fed, (points, units)."""
    import torch

    z = fed.detach().requires_grad_(True)
    bent = bend.function(z)
    if bent is z:
        return np.ones(tuple(z.shape))
    (slopes,) = torch.autograd.grad(bent.sum(), z)
    return np.asarray(slopes.numpy())
