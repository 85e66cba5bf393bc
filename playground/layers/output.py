"""The output layer: what of it a person chooses. Units and activation follow from task, classes and loss."""

from __future__ import annotations

from dataclasses import dataclass

from playground.layers.base import Layer, setting
from playground.layers.dense import INITIALIZATION_TITLES, Dense


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputLayer(Layer):
    """Not of the table of kinds: every network has one, and it is the last."""

    kind = "output"
    title = "Output"
    summary = "Reads the answer off the last layer."

    init: str = setting(
        "auto",
        "Init",
        "How the weights are drawn before training.",
        choices=INITIALIZATION_TITLES,
        training_only=True,
    )
    bias: bool = setting(True, "Bias", "Lets the output lean to one answer where all units are 0.")

    def as_dense(self, units: int) -> Dense:
        """The layer that is built; the loss applies what the head names to its sums."""
        return Dense(uid=self.uid, units=units, activation="linear", init=self.init, bias=self.bias, frozen=self.frozen)
