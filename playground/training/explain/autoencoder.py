"""A small autoencoder of pictures: what it decodes from a few numbers looks like the pictures that it has seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, elu

from playground.document.training import Training
from playground.methods.optimizers import OPTIMIZERS

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

CODE, LEAST_PICTURES, MOST_PICTURES = 10, 20, 4000
"""Numbers of a code, and how many pictures it is learned from, at least and at most."""
STEPS, BATCH, FIRST_RATE, LAST_RATE = 800, 64, 5e-3, 1e-4
HIDDEN, WIDE_HIDDEN, WIDE = 64, 128, 400
"""Units between pixels and code; of pictures of more pixels than that, more."""
NOISE, PULL = 0.1, 1e-3
"""Of codes while it learns, so that what lies between two of them decodes to a picture too; what holds them short."""
RIDGE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Decoder:
    """From codes to pictures. Codes of pictures are standardised: each number has mean 0 and deviation 1.

    Attributes:
        weights: Of the decoder's two layers, weights and biases in turn.
        mean, spread: Of the codes as they were learned, (size,) and (size, size): what standardises them.
        error: Root mean square of what it gets wrong of a pixel of the pictures that it learned from.
    """

    weights: tuple[Tensor, ...]
    mean: Tensor
    spread: Tensor
    error: float

    @property
    def size(self) -> int:
        """Numbers of a code."""
        return len(self.mean)

    def pictures(self, codes: Tensor) -> Tensor:
        """The pictures, (N, D), of codes, (N, size): ink of 0 to 1."""
        return torch.sigmoid(_decoded(codes @ self.spread.T + self.mean, self.weights))


def learned_decoder(pictures: NDArray[Any]) -> Generator[float, None, Decoder]:
    """Train an autoencoder with one hidden layer each way (Hinton and Salakhutdinov, 2006) by Adam.

    Args:
        pictures: (N, D), ink of 0 to 1; at least `LEAST_PICTURES`, and of more than `MOST_PICTURES` the first ones.

    Yields:
        The share that is done, after each step.
    """
    seen = torch.from_numpy(np.array(pictures[:MOST_PICTURES], dtype=np.float32))
    random, settings = torch.Generator().manual_seed(0), Training()
    hidden = HIDDEN if seen.shape[1] <= WIDE else WIDE_HIDDEN
    sizes = (seen.shape[1], hidden, CODE, hidden, seen.shape[1])
    first = [one for pair in pairwise(sizes) for one in _layer(*pair, random)]
    shapes = [one.shape for one in first]
    flat = torch.cat([one.flatten() for one in first])
    adam, state = OPTIMIZERS["adam"], torch.zeros(2, len(flat)).unbind()  # torch's takes a second to load
    for step in range(STEPS):
        batch = seen[torch.randint(len(seen), (BATCH,), generator=random)]
        noise = NOISE * torch.randn((BATCH, CODE), generator=random)
        fed = flat.clone().requires_grad_(True)
        with torch.enable_grad():
            weights = _parts(fed, shapes)
            codes = _encoded(batch, weights[:4])
            wrong = binary_cross_entropy_with_logits(_decoded(codes + noise, weights[4:]), batch)
            # Without the pull codes grow, and the noise beside them means less and less.
            loss = wrong + PULL * codes.square().mean()
        (gradient,) = torch.autograd.grad(loss, fed)
        rate = FIRST_RATE + (LAST_RATE - FIRST_RATE) * step / STEPS
        numbers = [torch.tensor(one) for one in adam.numbers(settings, rate, step)]
        with torch.no_grad():
            adam.update(flat, gradient, state, numbers, adam.switches(settings))
        yield (step + 1) / STEPS
    weights = _parts(flat, shapes)
    return _standardised(seen, weights[:4], weights[4:])


def _standardised(seen: Tensor, encoder: list[Tensor], decoder: list[Tensor]) -> Decoder:
    with torch.no_grad():
        codes = _encoded(seen, encoder)
        error = float((torch.sigmoid(_decoded(codes, decoder)) - seen).square().mean().sqrt())
    found = codes.double()
    # A number of the code that the encoder never uses does not vary, and Cholesky would fail.
    covariance = torch.cov(found.T) + RIDGE * torch.eye(CODE, dtype=torch.float64)
    kept = tuple(one.detach().double() for one in decoder)
    return Decoder(kept, found.mean(dim=0), torch.linalg.cholesky(covariance), error)


def _layer(units_in: int, units: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """Weights at random, as large as keeps what passes through, and biases of 0."""
    drawn = torch.randn((units, units_in), generator=random) / units_in**0.5
    return drawn, torch.zeros(units)


def _parts(flat: Tensor, shapes: list[torch.Size]) -> list[Tensor]:
    """Weights and biases, views of one tensor."""
    pieces = torch.split(flat, [shape.numel() for shape in shapes])
    return [piece.view(shape) for piece, shape in zip(pieces, shapes, strict=True)]


def _encoded(pictures: Tensor, weights: list[Tensor]) -> Tensor:
    first, bias, second, shift = weights
    return elu(pictures @ first.T + bias) @ second.T + shift


def _decoded(codes: Tensor, weights: list[Tensor] | tuple[Tensor, ...]) -> Tensor:
    first, bias, second, shift = weights
    return elu(codes @ first.T + bias) @ second.T + shift
