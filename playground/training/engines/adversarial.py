"""Adversarial training: each batch is stepped to where its loss is larger, and learned there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from playground.document.model import domain_of, network_scaling
from playground.training.state.input_function import InputFunction

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from playground.document.model import Document
    from playground.training.state.model import Network
    from playground.training.state.run import Run

OVERSHOOT = 2.5
"""How far several steps reach together, in the strength."""


class Adversary:
    """Steps training samples along the sign of their gradient, each number by the strength at most.

    One step is the fast gradient sign method (Goodfellow and others, "Explaining and harnessing adversarial examples",
    2015); several are projected gradient descent from the sample itself (Madry and others, "Towards deep learning
    models resistant to adversarial attacks", 2018). What is stepped are a sample's numbers in the network's scaling,
    before inputs are made of them, within what its domain says of them. The gradient is that of the network outside
    training: nothing is left out at random, and batch norm has its running statistics, which stay.

    Args:
        run: Its document's `training.adversarial` is above 0.
        network: On the device where it trains.
        loss: Of its sums and targets.
        tensor: Brings an array there.
    """

    def __init__(
        self, run: Run, network: Network, loss: Callable[[Tensor, Tensor], Tensor], tensor: Callable[[Any], Tensor]
    ) -> None:
        training = run.document.training
        self._strength, self._steps = training.adversarial, training.adversarial_steps
        self._network, self._loss = network, loss
        self._fed = InputFunction(run.document)
        self._numbers = None if self._fed.is_whole else tensor(_numbers(run.document).astype(run.dtype))
        self._low, self._high = (tensor(end.astype(run.dtype)) for end in _bounds(run.document))

    def inputs(self, features: Tensor, chosen: Tensor, targets: Tensor) -> Tensor:
        """What the network is to learn from, (B, F).

        Args:
            features: Of all training samples as they are, (N, F).
            chosen: The batch, (B,).
            targets: Of the batch, (B, O).
        """
        numbers = features if self._numbers is None else self._numbers
        start = numbers.index_select(0, chosen)
        length = self._strength if self._steps == 1 else OVERSHOOT * self._strength / self._steps
        low = torch.maximum(start - self._strength, self._low)
        high = torch.minimum(start + self._strength, self._high)
        at = start
        self._network.eval()
        for _ in range(self._steps):
            at = torch.minimum(torch.maximum(at + length * self._uphill(at, targets).sign(), low), high)
        self._network.train()
        return self._fed(at)

    def _uphill(self, at: Tensor, targets: Tensor) -> Tensor:
        fed = at.detach().requires_grad_(True)
        with torch.enable_grad():
            loss = self._loss(self._network(self._fed(fed)), targets)
        (found,) = torch.autograd.grad(loss, fed)
        # Where the network is about to diverge a sample stays where it is.
        return torch.nan_to_num(found)


def _numbers(document: Document) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Of the training samples, (N, D), in the network's scaling."""
    data = document.dataset
    return np.asarray(network_scaling(document).samples_from_units(data.samples[~data.is_test]))


def _bounds(document: Document) -> np.ndarray[Any, np.dtype[np.float64]]:
    """What they may be at least and at most, (2, D)."""
    ends = np.array(domain_of(document).bounds)[:, None] * np.ones(len(document.dataset.columns))
    return np.asarray(network_scaling(document).samples_from_units(ends))
