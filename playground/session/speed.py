"""The speed slider: from one batch a second over one epoch a frame to all the machine gives."""

from __future__ import annotations

import math

from playground.training.loop.commands import SetSpeed

FRAMES_PER_SECOND = 60.0
ONE_EPOCH = 0.5
"""The slider's middle: one epoch a frame, which an eye can still follow."""
FASTEST_PACED = 0.95
MOST_EPOCHS_PER_FRAME = 1000.0
MOST_SPEED = math.inf
WHOLE_RATES = 10.0


def speed_at(position: float, batches_per_epoch: int) -> SetSpeed:
    """The speed at a place of the slider.

    Args:
        position: 0 to 1.
        batches_per_epoch: Of the document at hand; it decides how many batches a second are an epoch a frame.
    """
    if position < ONE_EPOCH - 1e-6:
        most = FRAMES_PER_SECOND * max(batches_per_epoch, 1)
        return SetSpeed(most ** (position / ONE_EPOCH), 0.0)
    if position > FASTEST_PACED:
        return SetSpeed(None, MOST_SPEED)
    share = (position - ONE_EPOCH) / (FASTEST_PACED - ONE_EPOCH)
    return SetSpeed(None, MOST_EPOCHS_PER_FRAME**share)


def position_of(speed: SetSpeed, batches_per_epoch: int) -> float:
    """Where the slider stands for a speed; the inverse of `speed_at`."""
    if speed.batches_per_second is not None:
        most = FRAMES_PER_SECOND * max(batches_per_epoch, 1)
        share = math.log(max(speed.batches_per_second, 1.0)) / math.log(max(most, 2.0))
        return ONE_EPOCH * min(share, 1.0)
    if math.isinf(speed.epochs_per_frame):
        return 1.0
    share = math.log(max(speed.epochs_per_frame, 1.0)) / math.log(MOST_EPOCHS_PER_FRAME)
    return ONE_EPOCH + min(share, 1.0) * (FASTEST_PACED - ONE_EPOCH)


def speed_text(speed: SetSpeed, batches_per_epoch: int) -> str:
    """The speed in epochs a second, as the status bar tells what comes of it: "0.05 epochs/s", "60 epochs/s", "Max"."""
    if speed.batches_per_second is not None:
        rate = max(speed.batches_per_second, 1.0) / max(batches_per_epoch, 1)
    elif math.isinf(speed.epochs_per_frame):
        return "Max"
    else:
        rate = speed.epochs_per_frame * FRAMES_PER_SECOND
    return f"{epochs_per_second(rate)} epochs/s"


def epochs_per_second(rate: float) -> str:
    """A rate with the digits that can be told apart: 0.05, 1.4, 60, 1,200."""
    decimals = 0 if rate >= WHOLE_RATES else 1 if rate >= 1.0 else 2
    return f"{rate:,.{decimals}f}"
