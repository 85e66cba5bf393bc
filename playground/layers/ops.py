"""The operations that the fused training kernel knows: the common language of layer kinds and kernel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.layers.shape import Shape


class OpCode(IntEnum):
    """What one step of the kernel's table does to a batch of activations."""

    AFFINE = 0
    """z = W a + b; `option` is 1 with a bias. Parameters: weight (out, in), then bias (out,)."""
    ACTIVATION = 1
    """Elementwise; `option` is the code of the activation (`activations.ACTIVATIONS[name].code`)."""
    DROPOUT = 2
    """Zero with probability `value`, scale the rest by 1 / (1 - value), in training only."""
    BATCH_NORM = 3
    """Normalize every unit over the batch (`value`: momentum). Parameters: scale, shift. Buffers: mean, variance."""
    LAYER_NORM = 4
    """Normalize each sample over its units. Parameters: scale, shift."""
    NOISE = 5
    """Add normal noise of standard deviation `value`, in training only."""
    SKIP_SAVE = 6
    """Remember the activations for the SKIP_ADD that follows; skips do not nest."""
    SKIP_ADD = 7
    """Add what SKIP_SAVE remembered."""


@dataclass(frozen=True, slots=True)
class Op:
    """One row of the kernel's table."""

    code: OpCode
    shape_in: Shape
    shape_out: Shape
    option: int = 0
    value: float = 0.0

    @property
    def width_in(self) -> int:
        """Numbers of one sample that enter."""
        return prod(self.shape_in)

    @property
    def width_out(self) -> int:
        """Numbers of one sample that leave."""
        return prod(self.shape_out)


NORM_EPSILON = 1e-5
"""Added to a variance before its root, as torch's normalization layers do by default."""
