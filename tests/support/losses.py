"""The losses that suit each task, from the table."""

from playground.methods.losses import LOSSES

CLASSIFICATION_LOSSES = tuple(LOSSES)
REGRESSION_LOSSES = tuple(name for name, loss in LOSSES.items() if not loss.needs_classes)
