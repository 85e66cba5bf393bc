"""The structured arrays that the kernel reads: their fields are attributes both in numpy records and in compiled code.

Places are indices into the workspace, one flat array.
"""

from __future__ import annotations

import numpy as np

from playground.methods.base import settings_of
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES

_INTEGER, _FLOAT = np.int64, np.float64

OPERATION = np.dtype(
    [
        ("forward", _INTEGER),  # address of the machine code of its kind, as `linking.link` writes it
        ("backward", _INTEGER),  # likewise
        ("inputs", _INTEGER),  # units before
        ("units", _INTEGER),  # units after
        ("channels_in", _INTEGER),  # of the picture before; 0, as height and width, where numbers stand in a row
        ("height_in", _INTEGER),
        ("width_in", _INTEGER),
        ("channels_out", _INTEGER),  # of the picture after, likewise
        ("height_out", _INTEGER),
        ("width_out", _INTEGER),
        ("kernel", _INTEGER),  # convolution, pooling: side of the window
        ("stride", _INTEGER),  # how far apart windows lie
        ("padding", _INTEGER),  # rows and columns around the picture
        ("depthwise", _INTEGER),  # convolution: 1 where every channel has a kernel of its own
        ("maps", _INTEGER),  # convolution: place of a copy of what enters, its maps further apart
        ("maps_pitch", _INTEGER),  # how far
        ("delta_maps", _INTEGER),  # place of such a copy of the gradient by what leaves
        ("delta_maps_pitch", _INTEGER),
        ("sums", _INTEGER),  # convolution: the gradient by the weight, a vector for each number
        ("option", _INTEGER),  # affine: 1 with a bias; activation: its code
        ("value", _FLOAT),  # dropout: its rate; noise: its deviation; batch normalization: its momentum
        ("parameter", _INTEGER),  # first of the operation's own among all parameters
        ("buffer", _INTEGER),  # first of its running statistics
        ("source", _INTEGER),  # place of the activations before, units x samples
        ("target", _INTEGER),  # place of the activations after
        ("delta_in", _INTEGER),  # place of the gradient by the activations before
        ("delta_out", _INTEGER),  # by those after; the same place unless the operation is affine
        ("turned", _INTEGER),  # affine: place of its inputs transposed, samples x units
        ("turned_pitch", _INTEGER),  # distance between the rows of these
        ("weight_turned", _INTEGER),  # affine: place of a transposed weight, -1 for none
        ("weight_turned_pitch", _INTEGER),
        ("kept", _INTEGER),  # what forward leaves to backward: dropout's mask, a normalization's x̂; the skip's gradient
        ("scales", _INTEGER),  # normalization: place of 1 / deviation
        ("saved", _INTEGER),  # skip: place of the activations it adds
        ("gate", _INTEGER),  # gated skip: place of the gate
        ("gate_delta", _INTEGER),  # place of the gradient by it
        ("place", _INTEGER),  # which random module of the network this is
        ("pass_on", _INTEGER),  # 1 where something before it learns, so that the gradient by its input is needed
    ],
    align=True,
)
"""One step of the network, forwards and backwards."""

METHOD_SETTINGS = settings_of(OPTIMIZERS, LOSSES, SCHEDULES)
"""What the methods' fused code reads from the plan; switches are 0 or 1."""

PLAN = np.dtype(
    [
        ("batch", _INTEGER),  # points of one update
        ("tile", _INTEGER),  # samples that pass through the network together
        ("pitch", _INTEGER),  # distance between the rows of units x samples
        ("outputs", _INTEGER),  # units of the output layer
        ("inputs", _INTEGER),  # place of the network's inputs
        ("wanted", _INTEGER),  # place of the targets, outputs x samples
        ("logits", _INTEGER),  # place of the logits
        ("delta", _INTEGER),  # place of the gradient by the logits
        ("gradient", _INTEGER),  # place of the gradient by all parameters
        ("loss", _INTEGER),  # as `methods.base.codes` numbers its kinds
        ("squashed", _INTEGER),  # 1 where tanh of the logits is compared with the targets
        ("seed", _INTEGER),
        ("l2", _FLOAT),
        ("l1", _FLOAT),
        ("clip", _FLOAT),
        ("learning_rate", _FLOAT),
        ("optimizer", _INTEGER),  # as `methods.base.codes` numbers its kinds
        ("schedule", _INTEGER),  # likewise
        *((one.name, _FLOAT if isinstance(one.default, float) else _INTEGER) for one in METHOD_SETTINGS),
    ],
    align=True,
)
"""What holds for the whole network, and how it learns; an array of one."""

PROGRESS = np.dtype([("epoch", _INTEGER), ("cursor", _INTEGER), ("steps", _INTEGER)], align=True)
"""Where training is, as in `Run`; an array of one."""
