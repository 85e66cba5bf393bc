"""Looks into a run by a pass there and back over a sample of its training points, as training itself does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.document.plan import resolve
from playground.layers.modules import Elementwise
from playground.methods.losses import LOSSES
from playground.training.probes.layer_statistics import (
    MOST_PUSHES,
    Inside,
    InsideLayer,
    dead_share,
    decades,
    distribution,
    saturated_share,
)
from playground.training.state.model import Network
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from playground.training.state.run import Run

MOST_POINTS = 500
MOST_PRODUCTS, FEWEST_POINTS = 20_000_000, 20
"""A large network is looked at through fewer points."""
STEP = 1e-4
"""Of the differences that stand for derivatives of the inputs by the place."""
LEARNED_ROLES = frozenset({"weight", "scale"})


@dataclass(frozen=True, slots=True, eq=False)
class Pushes:
    """Which way training points push the decision line.

    Attributes:
        points: Where they are, (M, 2).
        gradients: Of each one's own loss by its place, (M, 2).
    """

    points: NDArray[np.float32]
    gradients: NDArray[np.float32]


class InsideProbe:
    """Keeps a twin of the run's network: same memory, but autograd follows it, which evaluation is to be spared."""

    def __init__(self) -> None:
        self._twin_of: Network | None = None
        self._twin: _Twin | None = None

    def look(self, run: Run) -> Inside | None:
        """All layers now, in evaluation mode, by the loss without regularization; None without training points."""
        if len(run.features) == 0:
            return None
        if self._twin is None or self._twin_of is not run.network:
            self._twin_of, self._twin = run.network, _Twin(run)
        most = min(max(MOST_PRODUCTS // max(len(run.parameters), 1), FEWEST_POINTS), MOST_POINTS)
        return self._twin.look(run, run.document.dataset.sample(most, test=False))


class _Twin:
    def __init__(self, run: Run) -> None:
        flat = torch.from_numpy(run.parameters)
        self._gradient = torch.zeros_like(flat)
        self._network = Network(run.document, run.layout, flat, torch.from_numpy(run.buffers)).eval()
        self._network.collect_gradients(self._gradient)
        self._bent: dict[int, Tensor] = {}
        self._bends = [next((m for m in part.modules() if isinstance(m, Elementwise)), None) for part in self._parts()]
        for place, bend in enumerate(self._bends):
            if bend is not None:
                bend.register_forward_pre_hook(lambda _, args, place=place: self._bent.update({place: args[0]}))

    def look(self, run: Run, chosen: NDArray[np.int64]) -> Inside:
        self._gradient.zero_()
        left = list(self._network.walk(torch.from_numpy(run.features[chosen])))[1:]
        fed = [self._bent.get(place, values) for place, values in enumerate(left)]
        for values in fed:
            if values.requires_grad:
                values.retain_grad()
        _loss(run)(left[-1], torch.from_numpy(run.targets[chosen])).backward()
        gradient = self._gradient.numpy()
        layers = [
            self._layer(run, place, left[place].detach().numpy(), fed[place], gradient) for place in range(len(left))
        ]
        self._bent.clear()
        return Inside(run.position, len(chosen), tuple(layers))

    def _layer(
        self, run: Run, place: int, left: NDArray[Any], fed: Tensor, gradient: NDArray[np.floating[Any]]
    ) -> InsideLayer:
        layer, bend = resolve(run.document).layers[place].layer, self._bends[place]
        slots = [slot for slot in run.layout.parameters if slot.key[0] == layer.uid and slot.role in LEARNED_ROLES]
        weights, slopes_by_loss = (
            [slot.view(flat).reshape(-1) for slot in slots] for flat in (run.parameters, gradient)
        )
        # The loss is a mean over the points: each one's own error is as many times larger.
        error = 0.0 if fed.grad is None else len(left) ** 0.5 * float(fed.grad.double().norm())
        activation = layer.bend
        slopes = np.empty((0, 0)) if bend is None else _slopes(bend, fed)
        return InsideLayer(
            layer.uid,
            distribution(left),
            distribution(np.concatenate(weights)) if weights else None,
            decades(np.concatenate(slopes_by_loss)) if slopes_by_loss else None,
            error,
            dead_share(slopes, activation),
            saturated_share(slopes, activation),
        )

    def _parts(self) -> list[torch.nn.Module]:
        return list(self._network.layers)


def pushes(run: Run) -> Pushes | None:
    """The gradient of each training point's own loss by its place in the plane; None without training points.

    Where the network is on the point's side, going along it leads towards the decision line: it is the way in which
    the point pushes the line. Where it is on the wrong side, the line has to come over the point, the same way.
    """
    document = run.document
    if len(run.features) == 0:
        return None
    chosen = document.dataset.sample(MOST_PUSHES, test=False)
    points = document.dataset.points[~document.dataset.is_test][chosen].astype(np.float64)
    fed = torch.from_numpy(run.features[chosen]).requires_grad_(True)
    loss = len(chosen) * _loss(run)(run.network(fed), torch.from_numpy(run.targets[chosen]))
    (by_inputs,) = torch.autograd.grad(loss, fed)
    found = np.empty((len(chosen), 2))
    for axis, step in enumerate(np.eye(2) * STEP):
        ahead, behind = (network_inputs(document, points + side) for side in (step, -step))
        found[:, axis] = (by_inputs.numpy() * (ahead - behind)).sum(axis=1) / (2 * STEP)
    return Pushes(points.astype(np.float32), found.astype(np.float32))


def _loss(run: Run) -> Any:
    document = run.document
    return LOSSES[resolve(document).loss].build(resolve(document).head, document.training)


def _slopes(bend: Elementwise, fed: Tensor) -> NDArray[Any]:
    """Derivatives of an activation at what it was fed, (points, units)."""
    z = fed.detach().requires_grad_(True)
    bent = bend.function(z)
    if bent is z:
        return np.ones(tuple(z.shape))
    (slopes,) = torch.autograd.grad(bent.sum(), z)
    return np.asarray(slopes.numpy())
