"""What a network is fed, as a function of a sample's numbers that autograd follows back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from playground.document.model import domain_of, inputs_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from playground.document.model import Document
    from playground.domains.base import InputFeature

OPERATORS: dict[str, Callable[..., Tensor]] = {"Mul": torch.mul, "Sin": torch.sin}
"""What inputs that bend are made by, as `InputFeature.onnx` names them."""


class InputFunction:
    """The inputs that are on, of numbers in the network's scaling, before inputs are made of them.

    Args:
        document: Says which inputs are on.
    """

    def __init__(self, document: Document) -> None:
        known = inputs_of(document)
        self._inputs = tuple(known[name] for name in document.inputs)
        self._keys = domain_of(document).keys(len(document.dataset.columns))

    @property
    def is_whole(self) -> bool:
        """Whether the network is fed the numbers themselves, all of them in their order."""
        return any(one.is_whole for one in self._inputs)

    def __call__(self, numbers: Tensor) -> Tensor:
        """What the network is fed, (N, F), of numbers (N, D)."""
        if self.is_whole:
            return numbers
        return torch.stack([self._input(one, numbers) for one in self._inputs], dim=1)

    def _input(self, one: InputFeature, numbers: Tensor) -> Tensor:
        if one.column is not None or one.onnx is None:
            return numbers[:, one.column or 0]
        operator, columns = one.onnx
        return OPERATORS[operator](*(numbers[:, self._keys.index(name)] for name in columns))
