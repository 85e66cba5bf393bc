"""A torch optimizer out of a kind's own update, for kinds that torch does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor, nn


class ByUpdate(torch.optim.Optimizer):
    """Calls the `update` of a kind on one flat parameter."""

    def __init__(self, kind: Any, settings: Any, parameter: nn.Parameter) -> None:
        super().__init__([parameter], {"lr": settings.learning_rate})
        self._kind, self._settings, self._parameter = kind, settings, parameter

    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """One update, at the rate of the parameter group; the gradient is there already, so no closure is called."""
        del closure
        kind, settings, parameter = self._kind, self._settings, self._parameter
        held: dict[str, Tensor] = self.state[parameter]
        numbers = kind.numbers(settings, self.param_groups[0]["lr"], int(held["step"]))
        given = torch.tensor(numbers, dtype=parameter.dtype, device=parameter.device).unbind()
        assert parameter.grad is not None  # noqa: S101  (torch's type allows None)
        rows = [held[name] for name in kind.rows]
        kind.update(parameter.detach(), parameter.grad, rows, given, kind.switches(settings))
        held["step"] += 1
