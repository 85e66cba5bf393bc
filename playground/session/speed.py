"""The speed slider: from one batch a second over one epoch a frame to all the machine gives."""

from __future__ import annotations

import math

from playground.training.messages import SetSpeed

FRAMES_PER_SECOND = 60.0
ONE_EPOCH = 0.5
"""The slider's middle: one epoch a frame, what TF Playground's page shows at its best."""
FASTEST_PACED = 0.95
MOST_EPOCHS_PER_FRAME = 1000.0
MOST_SPEED = math.inf


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


def speed_text(speed: SetSpeed) -> str:
    """The speed in words, short enough for the tool bar."""
    if speed.batches_per_second is not None:
        count = max(round(speed.batches_per_second), 1)
        return "1 batch/s" if count == 1 else f"{count:,} batches/s"
    if math.isinf(speed.epochs_per_frame):
        return "Max"
    rate = round(speed.epochs_per_frame * FRAMES_PER_SECOND)
    return f"{rate:,} epochs/s"
