"""Values to colours: a table for each class, mixed in OKLab, and the pictures made by indexing them.

Hue says which class or sign; saturation says how sure. Confidence is the log-odds of the best class against
the runner-up, c = tanh(ln(p1 / p2) / 4), so 90 % is 0.50 and 99 % is 0.82: a trained network keeps a gradient
where |2p - 1| is flat. OKLab is Björn Ottosson's (2020); an RGB mix of a hue and a dark grey turns muddy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

STEPS = 256
SIGNED_EXPONENT = 0.85
LEVELS = 2047
"""Steps of a signed value on either side of 0."""
SHARE_SHIFT = 15
"""Bits of a share that do not count: 8 of its 23 binary places do."""
NO_SHARE = (int(np.float32(0.5).view(np.int32)) >> SHARE_SHIFT) + 1
"""One more than the upper bits of the largest share."""
TINY = 1e-30
SCORES, MOST_LOG_ODDS = 512, 20.0
"""Steps of a table by log-odds, and the log-odds at its end: there a colour is as strong as it gets."""
SURE = 1e-30
"""The least probability whose logarithm counts."""
_SRGB_TOE = 0.04045  # below it sRGB is linear (IEC 61966-2-1)

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.floating[Any]]
Packed = npt.NDArray[np.uint32]

_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LMS_TO_RGB = np.linalg.inv(_RGB_TO_LMS)
_LAB_TO_LMS = np.linalg.inv(_LMS_TO_LAB)


def hex_to_rgb(colour: str) -> Bytes:
    """The three bytes of "#RRGGBB".

    Raises:
        ValueError: Not six hexadecimal digits after a "#".
    """
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"not a colour: {colour!r}")
    return np.frombuffer(bytes.fromhex(colour[1:]), dtype=np.uint8)


def hex_to_oklab(colour: str) -> npt.NDArray[np.float64]:
    """Lightness, green to red, blue to yellow of "#RRGGBB"."""
    srgb = hex_to_rgb(colour) / 255.0
    linear = np.where(srgb <= _SRGB_TOE, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lab: npt.NDArray[np.float64] = _LMS_TO_LAB @ np.cbrt(_RGB_TO_LMS @ linear)
    return lab


def oklab_to_rgb(lab: Floats) -> Bytes:
    """Bytes of OKLab colours (..., 3); what sRGB cannot show is clipped."""
    linear = (lab @ _LAB_TO_LMS.T) ** 3 @ _LMS_TO_RGB.T
    linear = np.clip(linear, 0.0, 1.0)
    srgb = np.where(linear <= _SRGB_TOE / 12.92, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(srgb * 255.0).astype(np.uint8)


@lru_cache(maxsize=256)
def ramp(map0_hex: str, map_hex: str, steps: int = STEPS) -> Bytes:
    """Table (steps, 3) from "no opinion" to full confidence, read-only because it is shared.

    Args:
        map0_hex: The colour of index 0.
        map_hex: The colour of the last index.
        steps: How many rows.
    """
    start, end = hex_to_oklab(map0_hex), hex_to_oklab(map_hex)
    table = oklab_to_rgb(start + np.linspace(0.0, 1.0, steps)[:, None] * (end - start))
    table.flags.writeable = False
    return table


def confidence(probabilities: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """The most probable class and how sure it is.

    c = tanh(ln(p1 / p2) / 4) = (√p1 - √p2) / (√p1 + √p2), the form used here because it takes zeros.

    Args:
        probabilities: (..., K), K at least 1; they need not sum to 1.

    Returns:
        Class index (...) and c (...) in 0 to 1; c is 0 where a value is NaN or infinite, or all are 0.
    """
    # a class after the other, each in one piece: with 36 of them seven times as fast as across the samples
    planes = np.ascontiguousarray(np.moveaxis(probabilities, -1, 0), dtype=np.float32)
    first, total = np.array(planes[0]), np.array(planes[0])
    best, runner_up = np.zeros(first.shape, dtype=np.intp), np.zeros_like(first)
    is_better, lesser = np.empty(first.shape, dtype=np.bool_), np.empty_like(first)
    for k, value in enumerate(planes[1:], start=1):
        np.greater(value, first, out=is_better)
        np.copyto(best, k, where=is_better)
        np.maximum(runner_up, np.minimum(first, value, out=lesser), out=runner_up)
        np.maximum(first, value, out=first)
        with np.errstate(over="ignore", invalid="ignore"):
            total += value  # NaN and infinity go through the sum, whatever the comparisons made of them
    return best, _certainty(first, runner_up, total)


def class_map(probabilities: Floats, ramps: Bytes, *, discrete: bool = False) -> Packed:
    """Picture (H, W) of which class is where and how surely, in packed colours.

    Args:
        probabilities: (H, W, K), or (H, W) for two classes: the probability of the second.
        ramps: (K, 256, 3), or more classes than there are probabilities.
        discrete: Full colour everywhere, whatever the confidence.
    """
    if probabilities.ndim == 2:
        second = np.asarray(probabilities, dtype=np.float32)
        return _two_classes(1.0 - second, second, ramps, discrete=discrete)
    if probabilities.shape[-1] == 2:
        first, second = (np.asarray(probabilities[..., k], dtype=np.float32) for k in (0, 1))
        return _two_classes(first, second, ramps, discrete=discrete)
    best, certain = confidence(probabilities)
    if discrete:
        # A full colour would say that something is known.
        certain = np.where(np.isfinite(probabilities).all(axis=-1), np.float32(1.0), np.float32(0.0))
    index = (certain * (STEPS - 1) + 0.5).astype(np.intp)
    index += best * STEPS
    colours: Packed = np.take(pack(ramps).reshape(-1), index)
    return colours


def signed_map(
    values: Floats, scale: float, negative_ramp: Bytes, positive_ramp: Bytes, *, discrete: bool = False
) -> Packed:
    """Picture (...) of signed values in packed colours: hue by sign, strength |v / scale|^0.85.

    Args:
        values: (...), of any shape; NaN has the colour of "no opinion".
        scale: The magnitude shown at full strength; 0 or NaN shows the sign alone.
        negative_ramp: (256, 3).
        positive_ramp: (256, 3).
        discrete: Full colour everywhere but at 0 and NaN.
    """
    table = _signed_table(negative_ramp.tobytes(), positive_ramp.tobytes())
    shares = np.sign(values) if discrete or not scale > 0.0 else values
    with np.errstate(over="ignore", invalid="ignore"):
        place: npt.NDArray[Any] = shares * np.float32(LEVELS if shares is not values else LEVELS / max(scale, TINY))
    np.clip(place, -LEVELS, LEVELS, out=place)
    # One sum in place of a mask over the whole picture, which hardly ever has a NaN in it; a cast of NaN to an integer
    # is undefined, and on some machines the largest negative number.
    if np.isnan(place.sum()):
        np.nan_to_num(place, copy=False)
    # Half a step, as the cast below cuts off: together they round.
    place += np.float32(LEVELS + 0.5)
    colours: Packed = np.take(table, place.astype(np.intp))
    return colours


@lru_cache(maxsize=16)
def score_table(ramps: bytes, count: int) -> npt.NDArray[np.float32]:
    """Colours of the classes by log-odds, as `raster.Paint` looks them up; read-only because it is shared.

    Args:
        ramps: The bytes of the tables of the classes, (count, 256, 3).
        count: How many: with two, one score from −1 (the first) to 1; with more, one lead from 0 to 1 for each.

    Returns:
        (1023, 3) for two classes, (count * 512, 3) for more; a score of 1 stands for log-odds of `MOST_LOG_ODDS`.
    """
    colours = np.frombuffer(ramps, dtype=np.uint8).reshape(count, STEPS, 3).astype(np.float32)
    lead = np.linspace(0.0, MOST_LOG_ODDS, SCORES)
    strong = (np.tanh(lead / 4.0) * (STEPS - 1) + 0.5).astype(np.intp)
    if count == 2:
        table = np.concatenate((colours[0][strong[:0:-1]], colours[1][strong]))
    else:
        table = colours[:, strong].reshape(-1, 3)
    table.flags.writeable = False
    return table


@lru_cache(maxsize=16)
def value_table(negative: bytes, positive: bytes) -> npt.NDArray[np.float32]:
    """Colours of shares of a scale, −1 to 1, as `signed_map` has them: (1023, 3), read-only because it is shared."""
    strength = np.linspace(0.0, 1.0, SCORES) ** SIGNED_EXPONENT
    index = (strength * (STEPS - 1) + 0.5).astype(np.intp)
    below, above = (np.frombuffer(part, dtype=np.uint8).reshape(STEPS, 3) for part in (negative, positive))
    table = np.concatenate((below[index[:0:-1]], above[index])).astype(np.float32)
    table.flags.writeable = False
    return table


def class_scores(probabilities: Floats) -> npt.NDArray[np.float32]:
    """Log-odds as the scores of `score_table`: (S, 1) of two classes, (S, K) of more.

    Args:
        probabilities: (S, K), K at least 2.
    """
    logs = np.log(np.maximum(probabilities, SURE).astype(np.float64))
    scores = logs[:, 1:] - logs[:, :1] if probabilities.shape[1] == 2 else logs
    return np.asarray(scores / MOST_LOG_ODDS, dtype=np.float32)


def pack(rgb: Bytes) -> Packed:
    """Opaque colours (..., 3) as numbers (...) 0xAARRGGBB, in the order of bytes in which Qt paints fastest."""
    red, green, blue = (rgb[..., channel].astype(np.uint32) for channel in range(3))
    packed: Packed = np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue
    return packed


def rgb_of(packed: Packed) -> Bytes:
    """The colours (..., 3) of numbers (...) that `pack` makes."""
    shifts = np.array([16, 8, 0], dtype=np.uint32)
    return (packed[..., None] >> shifts).astype(np.uint8)


@lru_cache(maxsize=64)
def stack_ramps(map0_hex: str, map_hexes: tuple[str, ...]) -> Bytes:
    """The tables of several classes as one array (K, 256, 3), read-only because it is shared."""
    stacked = np.stack([ramp(map0_hex, colour) for colour in map_hexes])
    stacked.flags.writeable = False
    return stacked


# ---- tables that spare the formulas ----------------------------------------------------------------------------------


def _two_classes(first: Floats, second: Floats, ramps: Bytes, *, discrete: bool) -> Packed:
    """Colours by a table over the share of the less probable class, told apart by the bits of a float.

    Certainty is steep where that share is small, and floats are dense there.
    """
    total = first + second
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        share = np.minimum(first, second) / total
        share += total * np.float32(0.0)  # NaN where the total is infinite
    np.maximum(share, np.float32(0.0), out=share)
    share += np.float32(0.0)  # -0 has other bits
    place = share.view(np.int32) >> SHARE_SHIFT
    np.minimum(place, NO_SHARE, out=place)
    place += (second > first) * np.int32(NO_SHARE + 1)
    colours: Packed = np.take(_share_table(ramps[:2].tobytes(), discrete), place)
    return colours


@lru_cache(maxsize=16)
def _share_table(ramps: bytes, discrete: bool) -> Packed:
    """Packed colours by the upper bits of the runner-up's share, of the first class and then of the second.

    The last of either is that of NaN.
    """
    colours = pack(np.frombuffer(ramps, dtype=np.uint8).reshape(2, STEPS, 3))
    # The middle of the numbers that share these upper bits.
    middle = 1 << SHARE_SHIFT - 1
    bits = (np.arange(NO_SHARE, dtype=np.int32) << SHARE_SHIFT) + np.int32(middle)
    bits[0] = 0  # no share at all is full certainty
    share = np.minimum(bits.view(np.float32), np.float32(0.5))
    certain = np.ones_like(share) if discrete else _certainty(1.0 - share, share, share)
    index = np.append((certain * (STEPS - 1) + 0.5).astype(np.intp), 0)
    return np.concatenate([colours[0][index], colours[1][index]])


@lru_cache(maxsize=16)
def _signed_table(negative: bytes, positive: bytes) -> Packed:
    """Packed colours of -`LEVELS` to `LEVELS`, shares of the scale."""
    strength = (np.arange(LEVELS + 1) / LEVELS) ** SIGNED_EXPONENT
    index = (strength * (STEPS - 1) + 0.5).astype(np.intp)
    below, above = (pack(np.frombuffer(ramp, dtype=np.uint8).reshape(STEPS, 3)) for ramp in (negative, positive))
    return np.concatenate([below[index[:0:-1]], above[index]])


def _certainty(first: Floats, runner_up: Floats, total: Floats) -> npt.NDArray[np.float32]:
    """(√p1 - √p2) / (√p1 + √p2), 0 where it is undefined or `total` is not finite."""
    high = np.sqrt(np.maximum(first, np.float32(0.0)))
    low = np.sqrt(np.maximum(runner_up, np.float32(0.0)))
    below = high + low
    with np.errstate(divide="ignore", invalid="ignore"):
        certain: npt.NDArray[np.float32] = (high - low) / below
    return np.where((below > 0.0) & np.isfinite(total), certain, np.float32(0.0))
