"""What a network says of a sample at once, on whatever thread asks, by the weights that a snapshot holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.plan import resolve
from playground.training.probes.layer_spaces.pre_activations import LARGEST, knows, walk
from playground.training.state.answers import answers
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.training.snapshots.snapshot import Snapshot

MOST_WORK = 20_000_000
"""Multiply-adds that numpy does in a third of a frame; a larger network's answer would hold up whoever asks."""


def answer_of(snapshot: Snapshot, sample: NDArray[np.float64]) -> NDArray[np.float32] | None:
    """What the network of a snapshot says of one sample, worked out in numpy: nobody waits for the trainer.

    Args:
        snapshot: Its weights are those of a moment ago; training may have changed the network since.
        sample: Its numbers, (D,), as `Dataset.samples` has them.

    Returns:
        As `SampleActivations.answer`: probabilities of the classes, (K,), or the values, (O,). None where the snapshot
        has no weights, its network takes no such samples, has no form in numpy, or takes more than `MOST_WORK`.
    """
    document = snapshot.document
    plan, numbers = resolve(document), snapshot.parameters | snapshot.buffers
    if len(sample) != len(document.dataset.columns) or not all(knows(layer, numbers) for layer in plan.layers):
        return None
    if sum(one.layer.multiply_adds(one.shape_in) for one in plan.layers) > MOST_WORK:
        return None
    rows = network_inputs(document, sample[None])
    with np.errstate(all="ignore"):  # a network on its way to overflow is still shown
        for layer in plan.layers:
            *_, rows = rows, *(step.rows for step in walk(layer, numbers, rows))
    said: NDArray[np.float32] = answers(np.clip(np.nan_to_num(rows), -LARGEST, LARGEST), document)[0]
    return said
