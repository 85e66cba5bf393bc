"""Which numbers of a sample the network's answer hangs on: the gradient of the winning class's sum by each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.color_scale import magnitude
from playground.training.probes.probe import OTHER_FRAME_S, Allowance, Budget, Probe
from playground.training.probes.request import Request
from playground.training.state.answers import answers
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from playground.training.state.run import Run


@dataclass(frozen=True, slots=True, eq=False)
class SampleSaliency:
    """How an answer would change with each number of one sample.

    Attributes:
        sample: Which one, as it was asked for, (D,).
        answer: Index of the class that wins, or of the value.
        gradient: Of its sum by the sample's numbers, in the sample's shape: (channels, height, width) of a picture. In
            classes above 0 where more of the number makes this one more likely.
        scale: The magnitude that gets full colour.
    """

    sample: tuple[float, ...]
    answer: int
    gradient: NDArray[np.float32]
    scale: float


@dataclass(frozen=True, slots=True)
class Saliency(Request[SampleSaliency]):
    """The class-gradient of one sample (Simonyan and others, "Deep inside convolutional networks", 2014).

    Attributes:
        sample: Its numbers, (D,), as `Dataset.samples` has them.
        value: Which of a regression's values is looked at.
    """

    sample: tuple[float, ...]
    value: int = 0


class SaliencyProbe(Probe[Saliency, SampleSaliency]):
    """A pass there and back by autograd, of one sample."""

    ALLOWANCE = Allowance(share=0.1, rest_s=OTHER_FRAME_S)

    def can_take(self, run: Run, request: Saliency) -> bool:
        """Where the network takes such samples as a whole, so that its inputs are their numbers."""
        data = run.document.dataset
        return len(request.sample) == len(data.columns) and len(data.shape) > 1

    def take(self, run: Run, request: Saliency, budget: Budget) -> SampleSaliency:
        """The winning class by the sums at hand, and its gradient."""
        del budget
        import torch

        document = run.document
        sample = np.array([request.sample], dtype=np.float64)
        fed = torch.from_numpy(network_inputs(document, sample).astype(run.dtype)).requires_grad_(True)
        sums = run.network(fed)
        said = answers(sums.detach().numpy(), document)[0]
        winner = int(said.argmax()) if document.dataset.classes else min(request.value, len(said) - 1)
        is_single = bool(document.dataset.classes) and sums.shape[1] == 1
        sign = -1.0 if is_single and winner == 0 else 1.0  # one sum speaks for the second class, and against the first
        (by_inputs,) = torch.autograd.grad(sign * sums[0, 0 if is_single else winner], fed)
        gradient = np.nan_to_num(by_inputs.numpy()).astype(np.float32).reshape(document.dataset.shape)
        return SampleSaliency(request.sample, winner, gradient, magnitude(gradient))
