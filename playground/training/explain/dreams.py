"""What a unit or a class looks like best: ascent on pixels, through a decoder, or within a box of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import torch

from playground.training.explain.answer_function import slopes

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from torch import Tensor

    from playground.operations.shape import Shape
    from playground.training.explain.autoencoder import Decoder

    Objective = Callable[[Tensor, Tensor], Tensor]
    """What is raised, (N,), of numbers, (N, D), and of which aim each row is, (N,)."""

GREY = 0.5
"""Ink of the picture that ascent on pixels begins with: it can add ink and take it away."""
STEPS, OVERSHOOT = 48, 2.5
"""Of an ascent on pixels, and how far its steps reach together, in the contrast."""
CODE_STEPS, CODE_STEP, STARTS, LEAST_STARTS, MOST_ROWS = 60, 0.15, 8, 2, 160
"""Of an ascent through a decoder: steps, the first one's length in that of a usual code, codes at random to begin with
for each aim, fewer of many aims, and rows at once."""
BOX_STEPS, BOX_STEP, LONGER, SHORTER, BOX_STARTS = 60, 0.05, 1.3, 0.4, 6
"""Of an ascent within a box: steps, the first one's length in the box, how it changes after a good step and a bad one,
and places to begin with for each aim."""
SPREAD = 2.0
"""Of a Gaussian that a kernel holds, in its deviation to either side."""


@dataclass(frozen=True, slots=True)
class Ascent:
    """How pixels are changed.

    Attributes:
        contrast: Root mean square of what a dream may differ from grey, up to 0.5: short dreams keep to what counts
            most.
        shift: Each step sees the picture moved at random by so many pixels: what hangs on a single pixel is averaged
            out. What leaves on one side comes in on the other.
        blur: Deviation of a Gaussian that smooths each step, in pixels.
        seed: Of the shifts.
    """

    contrast: float = 0.3
    shift: int = 0
    blur: float = 0.0
    seed: int = 0


def dreamt_pixels(objective: Objective, aims: int, shape: Shape, how: Ascent) -> Generator[None, None, Tensor]:
    """From grey along the gradient, held within ink and within the contrast (Simonyan and others, 2014), (aims, D).

    Of a linear network it is grey and the weights, to the factor that makes them as long as the contrast says, as long
    as that leaves all of them within ink.

    Args:
        objective: What is raised.
        aims: How many dreams there are.
        shape: Of a picture, (channels, height, width).
        how: Contrast, shifts and blur.

    Yields:
        None after each step.
    """
    size, rows = int(np.prod(shape)), torch.arange(aims)
    grey = torch.full((aims, size), GREY, dtype=torch.float64)
    most, random, at = how.contrast * size**0.5, np.random.default_rng(how.seed), grey
    for _ in range(STEPS):
        # Another shift with each step: what only holds for one alignment of pixels and pooling windows averages out.
        down, right = random.integers(-how.shift, how.shift + 1, 2).tolist()

        def moved(pixels: Tensor, by: tuple[int, int] = (down, right)) -> Tensor:
            return objective(pixels.reshape(-1, *shape).roll(by, (2, 3)).reshape(len(pixels), -1), rows)

        # Through the roll, so that the gradient comes back in the place of the unmoved picture.
        _, uphill = slopes(moved, at)
        uphill = _unit(_smoothed(uphill.reshape(-1, *shape), how.blur).reshape(aims, size))
        at = (grey + _within(at + (OVERSHOOT / STEPS) * most * uphill - grey, most)).clamp(0.0, 1.0)
        yield None
    return at


def dreamt_codes(objective: Objective, aims: int, decoder: Decoder) -> Generator[None, None, Tensor]:
    """The picture of the best code: from codes at random along the gradient by the code, (aims, D).

    Codes stay within the length that those of pictures have, so that what they decode to looks like one.

    Args:
        objective: What is raised.
        aims: How many dreams there are.
        decoder: Of pictures like those of the training set.

    Yields:
        None after each step.
    """
    starts = int(np.clip(MOST_ROWS // aims, LEAST_STARTS, STARTS))
    rows, most = torch.arange(aims).repeat_interleave(starts), decoder.size**0.5
    drawn = np.random.default_rng(0).standard_normal((starts, decoder.size))
    at = _within(torch.from_numpy(np.tile(drawn, (aims, 1))), most)

    def decoded(codes: Tensor) -> Tensor:
        return objective(decoder.pictures(codes), rows)

    for step in range(CODE_STEPS):
        _, uphill = slopes(decoded, at)
        # Steps get shorter to the end: of constant length they would circle the top.
        at = _within(at + CODE_STEP * most * (1.0 - step / CODE_STEPS) * _unit(uphill), most)
        yield None
    return decoder.pictures(_best(decoded, at, aims))


def best_within(
    objective: Objective, starts: Tensor, ends: tuple[Tensor, Tensor], aims: int
) -> Generator[None, None, Tensor]:
    """Where within a box an objective is largest, (aims, D): from the best of some places uphill.

    By the gradient's sign, which comes to corners soon, and by the gradient in turn; a step that does not rise is taken
    back and shortened.

    Args:
        objective: What is raised.
        starts: Places within the box, (M, D).
        ends: Of the box, the low one and the high one, (D,) each.
        aims: How many objectives there are.

    Yields:
        None after each step.
    """
    count, (low, high) = min(BOX_STARTS, len(starts)), ends
    firsts = []
    for aim in range(aims):
        with torch.no_grad():  # nowhere over a yield: it is the whole thread's
            values = objective(starts, torch.full((len(starts),), aim))
        firsts.append(starts[values.argsort(descending=True, stable=True)[:count]])
        yield None
    rows = torch.arange(aims).repeat_interleave(count)

    def valued(numbers: Tensor) -> Tensor:
        return objective(numbers, rows)

    at = torch.cat(firsts)
    values, uphill = slopes(valued, at)
    lengths = torch.full((len(at), 1), BOX_STEP, dtype=at.dtype)
    for step in range(BOX_STEPS):
        # In shares of the box: columns of a table have spreads that differ a thousandfold.
        across = uphill * (high - low)
        steepest = across.abs().amax(dim=1, keepdim=True).clamp_min(torch.finfo(at.dtype).tiny)
        way = uphill.sign() if step % 2 else across / steepest
        tried = torch.minimum(torch.maximum(at + lengths * (high - low) * way, low), high)
        found, there = slopes(valued, tried)
        rises = (found > values)[:, None]
        at, uphill = torch.where(rises, tried, at), torch.where(rises, there, uphill)
        values, lengths = torch.maximum(found, values), lengths * torch.where(rises, LONGER, SHORTER)
        yield None
    return _best(valued, at, aims)


# ---- inside ----------------------------------------------------------------------------------------------------------


def _best(function: Callable[[Tensor], Tensor], rows: Tensor, aims: int) -> Tensor:
    """Of the rows of each aim, as many of each, the one of the largest value, (aims, D)."""
    with torch.no_grad():
        places = function(rows).reshape(aims, -1).argmax(dim=1)
    return rows.reshape(aims, -1, rows.shape[1])[torch.arange(aims), places]


def _unit(uphill: Tensor) -> Tensor:
    """Gradients of length 1; 0 where they are 0."""
    straight: Tensor = uphill / uphill.norm(dim=1, keepdim=True).clamp_min(torch.finfo(uphill.dtype).tiny)
    return straight


def _within(step: Tensor, most: float) -> Tensor:
    """Rows no longer than that."""
    sizes = step.norm(dim=1, keepdim=True).clamp_min(torch.finfo(step.dtype).tiny)
    drawn: Tensor = step * (most / sizes).clamp_max(1.0)
    return drawn


def _smoothed(pictures: Tensor, blur: float) -> Tensor:
    """Pictures, (N, channels, height, width), seen through a Gaussian of this deviation; the rim goes on outwards."""
    if blur <= 0.0:
        return pictures
    reach = min(ceil(SPREAD * blur), *pictures.shape[2:])
    places = torch.arange(-reach, reach + 1, dtype=pictures.dtype)
    kernel = torch.exp(-(places**2) / (2.0 * blur**2))
    kernel = kernel / kernel.sum()
    flat = pictures.reshape(-1, 1, *pictures.shape[2:])
    # Zeros beyond the rim would pull the gradient down there, and dreams would stay away from it.
    padded = torch.nn.functional.pad(flat, (reach,) * 4, mode="replicate")
    across = torch.nn.functional.conv2d(padded, kernel[None, None, None, :])
    return torch.nn.functional.conv2d(across, kernel[None, None, :, None]).reshape(pictures.shape)
