"""The losses, and what the logits mean as answers.

The contract that every stepper keeps, with z the logits (batch, O), t the targets of `targets.encode_targets`,
B the size of the batch:

| loss | value |
|---|---|
| cross_entropy, O = 1 | mean over the batch of softplus(z) - t z (t is 0 or 1) |
| cross_entropy, O = K | mean over the batch of logsumexp(z) - z[class] |
| binary_cross_entropy | mean over batch and outputs of softplus(z) - t z |
| hinge | mean over batch and outputs of max(0, 1 - t z) (t is -1 or 1) |
| mse | mean over batch and outputs of (o - t)² |
| half_squared | mean over the batch of the sum over outputs of (o - t)² / 2 |
| huber | mean over batch and outputs of e²/2 where abs(e) <= d, else d (abs(e) - d/2); e = o - t, d = `huber_delta` |

where o = z for regression and o = tanh(z) for classification. A last, smaller batch is averaged over its own size.

One update, with g the gradient of the loss by the flat parameters w:

1. g += l2 w + l1 sign(w) on slots of the role "weight" (biases, scales and shifts are not regularized); sign(0) = 0.
2. g = 0 on frozen slots.
3. Where clip > 0: g *= min(1, clip / (norm(g) + 1e-6)), the Euclidean norm over everything.
4. The optimizer (`optimizers.py`) with the rate of `schedules.rate_at(training, epoch + cursor / N)`.
5. Frozen slots keep the value they had, whatever momentum or decay wanted.

The loss that is shown has no regularization in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import OutputHead


def loss_function(loss: str, head: OutputHead, huber_delta: float) -> Callable[[Tensor, Tensor], Tensor]:
    """The loss as a function of logits (batch, O) and targets (batch, O).

    Args:
        loss: A key of `LOSSES`, suited to the task (`targets.effective_loss`).
        head: The output layer.
        huber_delta: Where Huber's loss turns straight.
    """
    out = torch.tanh if head.kind == "tanh" else _same
    match loss:
        case "cross_entropy" if head.units > 1:
            return functional.cross_entropy
        case "cross_entropy" | "binary_cross_entropy":
            return functional.binary_cross_entropy_with_logits
        case "hinge":
            return lambda z, t: (1.0 - t * z).clamp_min(0.0).mean()
        case "half_squared":
            return lambda z, t: 0.5 * (out(z) - t).square().sum(dim=1).mean()
        case "huber":
            return lambda z, t: functional.huber_loss(out(z), t, delta=huber_delta)
        case _:
            return lambda z, t: functional.mse_loss(out(z), t)


def _same(z: Tensor) -> Tensor:
    return z
