"""Settings that several kinds share."""

from __future__ import annotations

from playground.methods.base import Setting

MOMENTUM = Setting("momentum", 0.0, "Momentum", "Share of the last step that goes on.", {"min": 0.0, "max": 0.999})
BETA1 = Setting("beta1", 0.9, "Beta 1", "Memory of the mean gradient.", {"min": 0.0, "max": 0.9999})
BETA2 = Setting("beta2", 0.999, "Beta 2", "Memory of the squared gradient.", {"min": 0.0, "max": 0.99999})
EPSILON = Setting("epsilon", 1e-8, "Epsilon", "Keeps the division finite.", {"min": 1e-12, "max": 0.1, "log": True})
DECOUPLED_DECAY = Setting(
    "decoupled_decay",
    0.01,
    "Decoupled decay",
    "Shrinks all parameters apart from the gradient.",
    {"min": 0.0, "max": 1.0},
)
SCHEDULE_EPOCHS = Setting(
    "schedule_epochs",
    100,
    "Schedule epochs",
    "How long the schedule, or one of its steps, lasts.",
    {"min": 1, "max": 10_000_000},
)
