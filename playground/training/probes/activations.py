"""What every unit of the network answers to one sample: the feature maps of a picture, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.training.probes.color_scale import magnitude
from playground.training.probes.probe import Allowance, Budget, Probe
from playground.training.probes.request import Request
from playground.training.state.answers import answers
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from playground.training.state.run import Run

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class SampleActivations:
    """What a network makes of one sample.

    Attributes:
        sample: Which one, as it was asked for, (D,).
        layers: By uid, the inputs (−1) first, in the shape of each: (channels, height, width), or (units,); the
            output's are its sums.
        scales: By uid, the magnitude that gets full colour: one for all maps of a layer, so that strengths compare.
        answer: What the network says of it: probabilities of the classes, (K,), or the values, (O,).
    """

    sample: tuple[float, ...]
    layers: dict[int, Array]
    scales: dict[int, float]
    answer: Array


@dataclass(frozen=True, slots=True)
class Activations(Request[SampleActivations]):
    """The activations of one sample in every layer.

    Attributes:
        sample: Its numbers, (D,), as `Dataset.samples` has them.
    """

    OF_LAYERS = True

    sample: tuple[float, ...]


class ActivationsProbe(Probe[Activations, SampleActivations]):
    """One pass of one sample."""

    ALLOWANCE = Allowance(share=0.2)

    def can_take(self, run: Run, request: Activations) -> bool:
        """Where the network takes such samples."""
        return len(request.sample) == len(run.document.dataset.columns)

    def take(self, run: Run, request: Activations, budget: Budget) -> SampleActivations:
        """Every layer, in its shape."""
        del budget
        document, plan = run.document, resolve(run.document)
        sample = np.array([request.sample], dtype=np.float64)
        inputs = network_inputs(document, sample).astype(run.dtype)
        made = self._forward.layers(run, inputs, plan.stages)
        shapes = (plan.shape_in, *(one.shape_out for one in plan.layers))
        layers = {
            uid: np.ascontiguousarray(values[:, 0], dtype=np.float32).reshape(shape)
            for uid, values, shape in zip(plan.stages, made, shapes, strict=True)
        }
        scales = {uid: magnitude(values) for uid, values in layers.items()}
        answer = answers(layers[OUTPUT_UID][None], document)[0]
        return SampleActivations(request.sample, layers, scales, answer)
