"""The loss of a set of samples at many weights of one network."""

from __future__ import annotations

from time import thread_time
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from numpy.typing import NDArray

from playground.document.plan import resolve
from playground.training.probes.forward import Forward
from playground.training.state.losses import losses_of
from playground.training.state.model import Network

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.document.model import Document
    from playground.training.state.run import Run

Floats = NDArray[np.floating[Any]]
SMOOTHING = 0.3


class _Weights:
    """What `Forward` asks of a run: a network whose weights are anybody's, and no data, order or optimizer."""

    def __init__(self, document: Document, buffers: Floats) -> None:
        self.document, self.dtype = document, buffers.dtype
        self.layout = resolve(document).layout
        self.parameters = np.zeros(self.layout.parameter_size, dtype=buffers.dtype)
        self.buffers = buffers.copy()
        self._network: Network | None = None

    @property
    def network(self) -> Network:
        """The module of the weights; made where the compiled kernel does not know the network."""
        if self._network is None:
            flat, statistics = torch.from_numpy(self.parameters), torch.from_numpy(self.buffers)
            self._network = Network(self.document, self.layout, flat, statistics).eval()
        return self._network


class SetLosses:
    """The loss of one set of samples, in evaluation mode and without regularization, as losses are measured.

    Running statistics are held at those that it is given.

    Attributes:
        document: Says network and loss.
        points: How many samples are looked at.
        cost_s: Seconds for one loss, smoothed; 0 before the first.
    """

    def __init__(self, document: Document, buffers: Floats, features: Floats, targets: Floats) -> None:
        """Make ready.

        Args:
            document: Of the network.
            buffers: Its running statistics, (B,), in the dtype of the run.
            features: What the network is fed, (N, F), N at least 1.
            targets: As `encode_targets` gives them, (N, O).
        """
        self.document, self.points = document, len(features)
        self._features, self._targets = np.ascontiguousarray(features), targets
        self._weights, self._forward = _Weights(document, buffers), Forward()
        self.cost_s = 0.0

    def hold(self, buffers: Floats) -> None:
        """Take other running statistics, (B,)."""
        self._weights.buffers[...] = buffers

    def at(self, vectors: Iterable[Floats]) -> NDArray[np.float32]:
        """The losses at some weights, each (P,): (M,)."""
        start, run = thread_time(), cast("Run", self._weights)
        sums = []
        for vector in vectors:
            self._weights.parameters[...] = vector
            sums.append(self._forward.logits(run, self._features))
        # All losses in one call: torch's overhead for each would add up.
        found = losses_of(self.document, np.stack(sums), self._targets)
        cost = (thread_time() - start) / max(len(found), 1)
        self.cost_s += (SMOOTHING if self.cost_s else 1.0) * (cost - self.cost_s)
        return found
