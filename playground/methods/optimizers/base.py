"""What every optimizer is: torch's own class, the same update on tensors without the host, and fused code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from playground.methods.base import Method

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import Tensor, nn

STATE_ROWS = 3
"""Rows of `Run.slots`, the optimizer state: the most that an optimizer may use."""


class Optimizer(Method):
    """How gradients become steps.

    Whatever trains keeps the state in the same memory, `Run.slots` (3, P), so that each can go on where another
    stopped. A change of the optimizer clears it and sets `Run.steps` to 0.

    `fused` gives `(plan, rate, steps, params, slots, work, first, end)`: one update of the parameters from `first` to
    before `end`, their gradient in `work` from `plan.gradient` on, row k of the state in `slots` from
    k · params.size on; `steps` were done before.

    Attributes:
        rows: Under which names the torch optimizer keeps the rows of the state that it uses, from row 0 on.
        second_moment_row: The row of averaged squared gradients, where there is one.
    """

    rows: ClassVar[tuple[str, ...]] = ()
    second_moment_row: ClassVar[int | None] = None

    def build(self, settings: Any, parameter: nn.Parameter) -> torch.optim.Optimizer:
        """Torch's optimizer with the document's settings; `update` as one where torch has none.

        Args:
            settings: The document's `Training`.
            parameter: All parameters, flat (P,).
        """
        from playground.methods.optimizers.by_update import ByUpdate

        return ByUpdate(self, settings, parameter)

    def resume(self, settings: Any, parameter: nn.Parameter, state: Tensor, steps: int) -> torch.optim.Optimizer:
        """Torch's optimizer, going on from a state.

        Args:
            settings: The document's `Training`.
            parameter: All parameters, flat (P,).
            state: (3, P), written in place.
            steps: Updates done.
        """
        import torch

        optimizer = self.build(settings, parameter)
        held = dict(zip(self.rows, state, strict=False))
        optimizer.state[parameter] = {"step": torch.tensor(float(steps)), **held}
        return optimizer

    def numbers(self, settings: Any, rate: float, steps: int) -> tuple[float, ...]:
        """What one `update` needs of settings and counters, in float64.

        Args:
            settings: The document's `Training`.
            rate: The learning rate, its schedule applied.
            steps: Updates done before.
        """
        raise NotImplementedError

    def switches(self, settings: Any) -> tuple[bool, ...]:
        """What decides which operations `update` does."""
        return ()

    def update(
        self,
        weights: Tensor,
        gradient: Tensor,
        state: Sequence[Tensor],
        numbers: Sequence[Tensor],
        switches: tuple[bool, ...],
    ) -> None:
        """One update in place, of tensors alone: a CUDA graph captures it.

        Args:
            weights: All parameters, (P,).
            gradient: Likewise.
            state: Its rows, (P,) each.
            numbers: As `numbers` gives them, each a tensor without axes.
            switches: As `switches` gives them.
        """
        raise NotImplementedError

    def code(self, settings: Any) -> str:
        """The optimizer of the parameters `learned` in an exported script, an expression; `LEARNING_RATE` is there."""
        raise NotImplementedError(f"{self.title} has no source text")

    def definitions(self) -> str:
        """What `code` needs and torch does not have, as text; usually nothing."""
        return ""

    def sklearn(self, settings: Any, factor: float) -> dict[str, Any] | None:
        """The arguments of scikit-learn's networks that stand for it; None where they have no such optimizer.

        Args:
            settings: The document's `Training`.
            factor: How much longer the gradient is here than there.
        """
        return None


def call(name: str, settings: Any, arguments: dict[str, tuple[str, float]]) -> str:
    """The text of a call of a class of `torch.optim`; what torch does anyway is left out.

    Args:
        name: Of the class.
        settings: The document's `Training`.
        arguments: Torch's name for each, the field that holds it, and torch's own default.
    """
    given = {argument: (getattr(settings, field), usual) for argument, (field, usual) in arguments.items()}
    texts = [f"{argument}={value!r}" for argument, (value, usual) in given.items() if value != usual]
    return f"torch.optim.{name}({', '.join(['learned', 'lr=LEARNING_RATE', *texts])})"
