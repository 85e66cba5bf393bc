"""Each kind of operation by hand, by its name. A kind without a row is told in words, with PyTorch's derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.training.explain.by_hand.operations.activation import ActivationByHand
from playground.training.explain.by_hand.operations.affine import AffineByHand
from playground.training.explain.by_hand.operations.convolve import ConvolveByHand, ConvTransposeByHand
from playground.training.explain.by_hand.operations.fourier import FourierByHand
from playground.training.explain.by_hand.operations.normalization import BatchNormByHand, LayerNormByHand
from playground.training.explain.by_hand.operations.pooling import AveragePoolByHand, MaxPoolByHand, UpsampleByHand
from playground.training.explain.by_hand.operations.random import DropoutByHand, NoiseByHand
from playground.training.explain.by_hand.operations.shape import FlattenByHand
from playground.training.explain.by_hand.operations.skips import (
    ConcatByHand,
    GateByHand,
    MixByHand,
    SkipAddByHand,
    SkipSaveByHand,
)

if TYPE_CHECKING:
    from playground.training.explain.by_hand.operations.base import OperationByHand

OPERATIONS_BY_HAND: dict[str, OperationByHand] = {
    "affine": AffineByHand(),
    "activation": ActivationByHand(),
    "skip_save": SkipSaveByHand(),
    "skip_add": SkipAddByHand(),
    "concat": ConcatByHand(),
    "gate": GateByHand(),
    "mix": MixByHand(),
    "dropout": DropoutByHand(),
    "noise": NoiseByHand(),
    "layer_norm": LayerNormByHand(),
    "batch_norm": BatchNormByHand(),
    "fourier": FourierByHand(),
    "convolve": ConvolveByHand(),
    "conv_transpose": ConvTransposeByHand(),
    "max_pool": MaxPoolByHand(),
    "avg_pool": AveragePoolByHand(),
    "upsample": UpsampleByHand(),
    "flatten": FlattenByHand(),
}
