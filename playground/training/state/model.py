"""The network of a document as a torch module whose numbers live in flat memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from playground.document.plan import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.layout import Layout, Slot
    from playground.document.model import Document


class Network(nn.Module):
    """Hidden layers and output layer; every parameter and running statistic is a view into a flat tensor."""

    def __init__(self, document: Document, layout: Layout, parameters: Tensor, buffers: Tensor) -> None:
        """Build the modules and bind them.

        Args:
            document: The network.
            layout: Its layout.
            parameters: Shape (P,).
            buffers: Shape (B,).
        """
        super().__init__()
        plan = resolve(document)
        layers, self._shape_in = plan.layers, plan.shape_in
        # Without memory and without a draw: each array is a view of the flat ones in a moment.
        with torch.device("meta"):
            built = [one.layer.build(one.shape_in) for one in layers]
        self.layers = nn.ModuleList(built)
        by_uid = {one.uid: module for one, module in zip(layers, built, strict=True)}
        for slot in layout.parameters:
            module, name = _owner(by_uid[slot.key[0]], slot.key[1])
            setattr(module, name, nn.Parameter(_view(slot, parameters), requires_grad=False))
        for slot in layout.buffers:
            module, name = _owner(by_uid[slot.key[0]], slot.key[1])
            setattr(module, name, _view(slot, buffers))
        for module in self.modules():
            if "num_batches_tracked" in module._buffers:  # noqa: SLF001
                module.num_batches_tracked = None  # type: ignore[assignment]  # None: not counted
        self._slots = layout.parameters
        self._by_uid = by_uid

    def forward(self, x: Tensor) -> Tensor:
        """Logits (N, O) for inputs (N, F)."""
        x = self.shaped(x)
        for layer in self.layers:
            x = layer(x)
        return x

    def walk(self, x: Tensor) -> Iterator[Tensor]:
        """The inputs, what leaves each hidden layer, and the logits, (N, numbers) each, one at a time."""
        yield x
        x = self.shaped(x)
        for layer in self.layers:
            x = layer(x)
            flat = x.flatten(1)
            yield flat
            x = flat if x.dim() == flat.dim() else flat.view_as(x)  # so that what was handed out is on the way

    def shaped(self, x: Tensor) -> Tensor:
        """Inputs, (N, F), in the shape of a sample."""
        return x if len(self._shape_in) == 1 else x.reshape(x.shape[0], *self._shape_in)

    def forward_layers(self, x: Tensor) -> list[Tensor]:
        """All that `walk` gives, at once."""
        return list(self.walk(x))

    def learn(self) -> list[nn.Parameter]:
        """Let autograd follow the parameters from now on; they come in the order of the layout."""
        learned = [self._parameter(slot) for slot in self._slots]
        for parameter in learned:
            parameter.requires_grad_(True)
        return learned

    def collect_gradients(self, flat: Tensor) -> None:
        """From now on let `backward` add its gradients into a flat tensor (P,)."""
        for slot, parameter in zip(self._slots, self.learn(), strict=True):
            parameter.grad = _view(slot, flat)

    def _parameter(self, slot: Slot) -> nn.Parameter:
        module, name = _owner(self._by_uid[slot.key[0]], slot.key[1])
        return module.get_parameter(name)


def _owner(module: nn.Module, path: str) -> tuple[nn.Module, str]:
    prefix, _, name = path.rpartition(".")
    return module.get_submodule(prefix), name


def _view(slot: Slot, flat: Tensor) -> Tensor:
    return flat[slot.offset : slot.offset + slot.size].view(slot.shape)
