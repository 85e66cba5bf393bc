"""The gradient of each training point's own loss by its place: which way it pushes the decision boundary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.layer_statistics import loss_of
from playground.training.probes.probe import READ_S, Allowance, Budget, Probe, has_points
from playground.training.probes.request import Request
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from playground.domains.section import Section
    from playground.training.state.run import Run

MOST_POINTS = 300
"""Training points whose gradients are told; of more, a sample of so many."""
STEP = 1e-4
"""Of the differences that stand for derivatives of the inputs by the place."""


@dataclass(frozen=True, slots=True, eq=False)
class PointGradients:
    """Which way training points push the decision boundary.

    Attributes:
        points: Where they are, (M, 2).
        gradients: Of each one's own loss by its place, (M, 2).
    """

    points: NDArray[np.float32]
    gradients: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class InputGradients(Request[PointGradients]):
    """The gradients of at most `MOST_POINTS` training points.

    Attributes:
        section: The plane of samples; None for that of the first two columns.
    """

    section: Section | None = None


class InputGradientsProbe(Probe[InputGradients, PointGradients]):
    """A pass there and back by autograd."""

    ALLOWANCE = Allowance(share=0.05, rest_s=READ_S)
    IS_READ = True

    def can_take(self, run: Run, request: InputGradients) -> bool:
        """Where there are points to take them at."""
        del request
        return has_points(run)

    def take(self, run: Run, request: InputGradients, budget: Budget) -> PointGradients | None:
        """None without training points."""
        del budget
        return input_gradients(run, request.section)


def input_gradients(run: Run, section: Section | None = None) -> PointGradients | None:
    """The gradient of each training point's own loss by its place in the plane; None without training points.

    Where the network is on the point's side, going along it leads towards the decision boundary: it is the way in which
    the point pushes the boundary. Where it is on the wrong side, the boundary has to come over the point, the same way.
    """
    import torch

    document = run.document
    if len(run.features) == 0:
        return None
    chosen = document.dataset.sample(MOST_POINTS, test=False)
    section = document.dataset.section_for(section)
    samples = document.dataset.samples[~document.dataset.is_test][chosen].astype(np.float64)
    fed = torch.from_numpy(run.features[chosen]).requires_grad_(True)
    # The loss is a mean over the points: times their number, each has the gradient of its own.
    loss = len(chosen) * loss_of(run)(run.network(fed), torch.from_numpy(run.targets[chosen]))
    (by_inputs,) = torch.autograd.grad(loss, fed)
    found = np.empty((len(chosen), 2))
    for axis, column in enumerate((section.across, section.up)):
        step = np.zeros(samples.shape[1])
        step[column] = STEP
        # Inputs are functions of the place, made by numpy: no autograd there.
        ahead, behind = (network_inputs(document, samples + side) for side in (step, -step))
        found[:, axis] = (by_inputs.numpy() * (ahead - behind)).sum(axis=1) / (2 * STEP)
    return PointGradients(section.places(samples).astype(np.float32), found.astype(np.float32))
