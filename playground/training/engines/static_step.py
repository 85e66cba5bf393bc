"""One update on tensors that stay where they are and ask nothing of the host, so that a graph can capture it.

A captured step repeats the same kernels on the same addresses. So whatever may change without another capture (points,
weights, rate, strength of the regularization, random keys) is read from buffers, and only what `CaptureKey` names is
built in. The formulas are those of `methods`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from playground.document.plan import resolve
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.training.engines.device_noise import draw_on_device, random_modules
from playground.training.state.model import Network

if TYPE_CHECKING:
    from playground.document.layout import Layout
    from playground.layers import Layer
    from playground.methods.losses import OutputHead
    from playground.training.engines.batch_plan import BatchPlan
    from playground.training.state.run import Run

PLANNED_BATCHES = 1024
"""Batches of one plan."""
PLANNED_POINTS = 2**20
"""Points of one plan: 8 MB; more only where one batch has more."""
LEAST_POINTS = 256
CLIP_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class CaptureKey:
    """All that a captured step has built in; where two are equal, the graphs of one serve the other.

    Attributes:
        network: Hidden layers.
        layout: Of the parameters.
        output: The output layer.
        dtype: Of all floating numbers.
        columns: Numbers of one point.
        capacity: Points that the buffers hold; points come and go without another capture up to that.
        batch: Points of a whole batch.
        loss: The one that trains.
        loss_settings: The settings that it uses.
        optimizer: Its name.
        switches: What decides which operations the optimizer does.
        l1, l2, clip: Whether they are on.
    """

    network: tuple[Layer, ...]
    layout: Layout
    output: OutputHead
    dtype: str
    columns: int
    capacity: int
    batch: int
    loss: str
    loss_settings: tuple[float, ...]
    optimizer: str
    switches: tuple[bool, ...]
    l1: bool
    l2: bool
    clip: bool


def capture_key(run: Run) -> CaptureKey:
    """The key of a run as it is now."""
    training, loss = run.document.training, resolve(run.document).loss
    return CaptureKey(
        network=run.document.network,
        layout=run.layout,
        output=resolve(run.document).head,
        dtype=run.dtype.name,
        columns=run.features.shape[1],
        # The next power of two: a stroke that adds points asks for another capture only when their number has doubled.
        capacity=max(LEAST_POINTS, 1 << (len(run.features) - 1).bit_length()),
        batch=run.batch_size,
        loss=loss,
        loss_settings=tuple(getattr(training, one.name) for one in LOSSES[loss].settings),
        optimizer=training.optimizer,
        switches=OPTIMIZERS[training.optimizer].switches(training),
        l1=training.l1 > 0.0,
        l2=training.l2 > 0.0,
        clip=training.clip > 0.0,
    )


class StaticStep:
    """A run's state on a device, and the update of it.

    Attributes:
        key: What is built in.
        random_modules: How many of the network's modules draw numbers.
        planned_points: The most points that one plan may have.
    """

    def __init__(self, run: Run, key: CaptureKey, device: torch.device) -> None:
        """Allocate; `load` fills it."""
        self.key = key

        def zeros(*shape: int, dtype: torch.dtype | None = None) -> Tensor:
            kind = torch.from_numpy(run.parameters).dtype if dtype is None else dtype
            return torch.zeros(shape, dtype=kind, device=device)

        self._weights, self._slots = zeros(*run.parameters.shape), zeros(*run.slots.shape)
        self._buffers = zeros(*run.buffers.shape)
        self._features, self._targets = zeros(key.capacity, key.columns), zeros(key.capacity, key.output.units)
        self._network = Network(run.document, run.layout, self._weights, self._buffers).train()
        self._learned = self._network.learn()
        training = run.document.training
        self._loss, self._optimizer = LOSSES[key.loss].build(key.output, training), OPTIMIZERS[key.optimizer]
        self.random_modules = random_modules(self._network)
        self._drawn = zeros(self.random_modules, dtype=torch.int64)
        draw_on_device(self._network, self._drawn.unbind())
        weights = run.layout.mask(lambda slot: slot.role == "weight")
        self._regularized = torch.as_tensor(weights.astype(run.dtype), device=device)
        frozen = run.layout.mask(lambda slot: slot.frozen)
        self._frozen = torch.as_tensor(frozen, device=device) if frozen.any() else None
        self._strengths = zeros(3)
        self.planned_points = max(key.batch, min(PLANNED_POINTS, PLANNED_BATCHES * key.batch))
        self._picks, self._places = (
            zeros(self.planned_points, dtype=torch.int64),
            torch.arange(key.batch, device=device),
        )
        self._steps = zeros(PLANNED_BATCHES, len(self._optimizer.numbers(training, 0.0, 0)))
        self._keys = zeros(PLANNED_BATCHES, self.random_modules, dtype=torch.int64)
        self._row, self._offset = zeros(1, dtype=torch.int64), zeros(1, dtype=torch.int64)

    # ---- to and from the host --------------------------------------------------------------------------------------

    def load(self, run: Run) -> None:
        """Take over weights, state, points and settings."""
        training = run.document.training
        strengths = np.array([training.l1, training.l2, training.clip])
        count = len(run.features)
        for tensor, array in (
            (self._weights, run.parameters),
            (self._slots, run.slots),
            (self._buffers, run.buffers),
            (self._features[:count], run.features),
            (self._targets[:count], run.targets),
            (self._strengths, strengths.astype(run.dtype)),
        ):
            tensor.copy_(torch.from_numpy(array))

    def load_plan(self, plan: BatchPlan, dtype: np.dtype[Any]) -> None:
        """Take over a plan; the next update is its first."""
        batches = len(plan.sizes)
        self._picks[: len(plan.picks)].copy_(torch.from_numpy(plan.picks))
        self._steps[:batches].copy_(torch.from_numpy(plan.steps.astype(dtype)))
        self._keys[:batches].copy_(torch.from_numpy(plan.keys))
        self._row.zero_()
        self._offset.zero_()

    def write_back(self, run: Run) -> None:
        """Copy the state into the run: all of it, or nothing where the device fails."""
        rows = len(self._optimizer.rows)
        pairs = (
            (run.parameters, self._weights),
            (run.slots[:rows], self._slots[:rows]),
            (run.buffers, self._buffers),
        )
        # All of them before the first is written: a device that fails in between must not leave weights of now beside a
        # state of then.
        fetched = [(array, tensor.cpu().numpy()) for array, tensor in pairs]
        for array, values in fetched:
            array[...] = values

    # ---- the update ------------------------------------------------------------------------------------------------

    def update(self, size: int) -> None:
        """Do the next planned update, of a batch of so many points. Only `size` comes from the host."""
        chosen = self._picks.index_select(0, self._places[:size] + self._offset)
        if self.random_modules:
            self._drawn.copy_(self._keys.index_select(0, self._row)[0])
        logits = self._network(self._features.index_select(0, chosen))
        loss = self._loss(logits, self._targets.index_select(0, chosen))
        # grad and not backward: there are no `.grad` tensors whose addresses and zeroing the graph would have to know.
        # Zeros in place of None, so that what nothing leads to has its place in the flat gradient.
        found = torch.autograd.grad(loss, self._learned, materialize_grads=True)
        with torch.no_grad():
            gradient = self._shaped(torch.cat([one.reshape(-1) for one in found]))
            # All of them, to be put back by `where`: an assignment through a mask asks the host how many there are.
            kept = None if self._frozen is None else self._weights.clone()
            numbers = self._steps.index_select(0, self._row)[0].unbind()
            self._optimizer.update(self._weights, gradient, self._slots.unbind(), numbers, self.key.switches)
            if self._frozen is not None and kept is not None:
                self._weights.copy_(torch.where(self._frozen, kept, self._weights))
            self._row.add_(1)
            self._offset.add_(size)

    def _shaped(self, gradient: Tensor) -> Tensor:
        """Regularize, freeze, clip."""
        l1, l2, clip = self._strengths.unbind()
        if self.key.l2:
            gradient = gradient + self._regularized * self._weights * l2
        if self.key.l1:
            gradient = gradient + self._regularized * self._weights.sign() * l1
        if self._frozen is not None:
            gradient = gradient.masked_fill(self._frozen, 0.0)
        if self.key.clip:
            norm = torch.linalg.vector_norm(gradient)
            # As `clip_grad_norm_` has it: its epsilon, and a clamp in place of a branch, which the host would have to
            # decide.
            gradient = gradient * (clip / (norm + CLIP_EPSILON)).clamp_max(1.0)
        return gradient
