"""Torch's optimizers over one flat parameter, their state in memory that other steppers share.

Which row of `Run.slots` (3, P) holds what; rows that an optimizer does not name are left as they are:

| optimizer | row 0 | row 1 | update (torch's own) |
|---|---|---|---|
| sgd, momentum 0 | | | w -= r g |
| sgd | velocity | | v = m v + g; w -= r v, or with Nesterov w -= r (g + m v) |
| adam | mean | square | Kingma and Ba 2015, bias corrections by `Run.steps` + 1 |
| adamw | mean | square | first w -= r decay w, on every parameter that is not frozen; then adam |
| rmsprop | square | velocity | s = a s + (1 - a) g²; v = m v + g / (sqrt(s) + eps), v untouched if m = 0; w -= r v |
| adagrad | sum | | s += g²; w -= r g / (sqrt(s) + eps) |

A change of the optimizer clears the rows and sets `Run.steps` to 0 (`Run.adopt`), so that the bias corrections of Adam
fit its state. Nesterov without momentum is plain descent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from playground.document.training import Training

SECOND_MOMENT_ROW = {"adam": 1, "adamw": 1, "rmsprop": 0, "adagrad": 0}
"""The row of averaged squared gradients, where an optimizer keeps one."""


def build_optimizer(training: Training, parameter: nn.Parameter, slots: Tensor, steps: int) -> torch.optim.Optimizer:
    """The optimizer of the settings, going on from a state.

    Args:
        training: The settings.
        parameter: All parameters, flat (P,).
        slots: State (3, P), written in place.
        steps: Updates done.
    """
    rate, betas = training.learning_rate, (training.beta1, training.beta2)
    optimizer: torch.optim.Optimizer
    state: dict[str, Tensor]
    match training.optimizer:
        case "adam":
            optimizer = torch.optim.Adam([parameter], rate, betas, training.epsilon, foreach=False)
            state = {"exp_avg": slots[0], "exp_avg_sq": slots[1]}
        case "adamw":
            decay = training.decoupled_decay
            optimizer = torch.optim.AdamW([parameter], rate, betas, training.epsilon, weight_decay=decay, foreach=False)
            state = {"exp_avg": slots[0], "exp_avg_sq": slots[1]}
        case "rmsprop":
            optimizer = torch.optim.RMSprop(
                [parameter], rate, training.rho, training.epsilon, momentum=training.momentum, foreach=False
            )
            state = {"square_avg": slots[0], "momentum_buffer": slots[1]}
        case "adagrad":
            optimizer = torch.optim.Adagrad([parameter], rate, eps=training.epsilon, foreach=False)
            state = {"sum": slots[0]}
        case _:
            nesterov = training.nesterov and training.momentum > 0.0
            optimizer = torch.optim.SGD([parameter], rate, training.momentum, nesterov=nesterov, foreach=False)
            state = {"momentum_buffer": slots[0]}
    optimizer.state[parameter] = {"step": torch.tensor(float(steps)), **state}
    return optimizer
