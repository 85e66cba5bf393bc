"""One file for each operation that layers are made of, in every form it has. A new kind is one file and one line."""

from playground.operations.activation import ActivationOp
from playground.operations.affine import AffineOp
from playground.operations.avg_pool import AveragePoolOp
from playground.operations.base import Operation, by_name
from playground.operations.batch_norm import BatchNormOp
from playground.operations.concat import ConcatOp
from playground.operations.conv_transpose import ConvTransposeOp
from playground.operations.convolve import ConvolveOp
from playground.operations.dropout import DropoutOp
from playground.operations.flatten import FlattenOp
from playground.operations.fourier import FourierOp
from playground.operations.gate import GateOp, MixOp
from playground.operations.layer_norm import LayerNormOp
from playground.operations.max_pool import MaxPoolOp
from playground.operations.noise import NoiseOp
from playground.operations.skip import SkipAddOp, SkipSaveOp
from playground.operations.upsample import UpsampleOp

OPERATIONS = by_name(
    AffineOp,
    ActivationOp,
    SkipAddOp,
    DropoutOp,
    NoiseOp,
    LayerNormOp,
    BatchNormOp,
    SkipSaveOp,
    GateOp,
    MixOp,
    ConcatOp,
    FourierOp,
    ConvolveOp,
    ConvTransposeOp,
    MaxPoolOp,
    AveragePoolOp,
    UpsampleOp,
    FlattenOp,
)
"""Every kind by name; in this order the fused kernel is made ready for them."""

__all__ = ["OPERATIONS", "Operation"]
