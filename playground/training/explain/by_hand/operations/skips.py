"""Skips and gates by hand: what goes round a layer, and the error that comes back round it."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.training.explain.by_hand.operations.affine import dense_slope, weighted_sum
from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class SkipSaveByHand(OperationByHand):
    """Where a skip begins: two ways out, so two errors come back and are added."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The same, which is remembered."""
        walk.saved.append(entering)
        return entering, ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """The sum of both."""
        over = walk.owed.pop()
        return error + over, (), over

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """Through the layer, and over the skip."""
        at = (sample, *index)
        through, over = float(passage.error_out[at]), float(passage.error_in[at] - passage.error_out[at])
        terms = (
            SumTerm((Factor("through", through, "the error through the layer"),), "the path through the layer"),
            SumTerm((Factor("over", over, "the error over the skip"),), "the path over the skip"),
        )
        return WrittenLine("∂L/∂a", "∂L/∂a = through the layer + over the skip", terms)


class SkipAddByHand(OperationByHand):
    """Where a skip ends: both are added, and the error goes both ways as it is."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """What entered the block added to what the block makes of it."""
        skipped = walk.saved.pop()
        return entering + skipped, (skipped,)

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """The same error twice."""
        walk.owed.append(error)
        return error, (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """What was made, and what came over the skip."""
        at = (sample, *index)
        terms = (
            SumTerm((Factor("made", float(passage.entering[at]), "what the layer makes"),), "what the layer makes"),
            SumTerm((Factor("skip", float(passage.kept[0][at]), "what skips the layer"),), "what skips the layer"),
        )
        return WrittenLine("a", "a = made here + what skips the layer", terms)


class ConcatByHand(OperationByHand):
    """A skip that ends beside the layer's own units: of the error each takes its part."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """What entered earlier and what enters now, side by side."""
        return np.concatenate((entering, walk.saved.pop()), axis=1), ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """The first part stays, the rest goes over the skip."""
        own = passage.entering.shape[1]
        walk.owed.append(error[:, own:])
        return error[:, :own], (), None


class GateByHand(OperationByHand):
    """g = sigmoid(G a + c), remembered for the mixture."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The same; the gate is remembered."""
        gate = 0.5 * (1.0 + np.tanh(0.5 * (entering @ arrays[0].T + arrays[1])))
        walk.saved.append(gate)
        return entering, (gate,)

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """Through the sigmoid and the gate's weights, on top of what comes through the layer."""
        (gate,) = passage.kept
        at_sums = walk.owed.pop() * gate * (1.0 - gate)
        slopes = at_sums.T @ passage.entering, at_sums.sum(axis=0)
        return error + at_sums @ passage.arrays[0], slopes, at_sums

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """Through the layer, and through the gate."""
        at = (sample, *index)
        through = float(passage.error_out[at])
        rest = float(passage.error_in[at] - passage.error_out[at])
        terms = (
            SumTerm((Factor("through", through, "the error through the layer"),), "the path through the layer"),
            SumTerm((Factor("gate", rest, "the error through the gate"),), "the path through the gate"),
        )
        return WrittenLine("∂L/∂a", "∂L/∂a = through the layer + Σ G · δ of the gate's sums", terms)

    def slope(self, passage: Passage, place: int, index: Index) -> WrittenLine:
        """Of the gate's own weights and biases."""
        assert passage.over is not None  # noqa: S101  (made on the way back; the type allows None)
        return dense_slope(passage, passage.over, place, index)

    def gate_line(self, passage: Passage, sample: int, unit: int) -> WrittenLine:
        """The gate of one unit, from its sum."""
        line = weighted_sum(passage, sample, unit, "g")
        gate = float(passage.kept[0][sample, unit])
        return WrittenLine("g", "g = σ(Σ G · a + c)", line.terms, function="σ", result=gate)


class MixByHand(OperationByHand):
    """x + g (a - x)."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """What entered and what the layer makes of it, mixed by the gate."""
        gate, skipped = walk.saved.pop(), walk.saved.pop()
        return skipped + gate * (entering - skipped), (gate, skipped)

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """Three ways: over the skip, to the gate, to what was made."""
        gate, skipped = passage.kept
        walk.owed.append(error * (1.0 - gate))
        walk.owed.append(error * (passage.entering - skipped))
        return error * gate, (), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The two with their shares."""
        at = (sample, *index)
        gate, skipped = (float(one[at]) for one in passage.kept)
        terms = (
            SumTerm((Factor("g", gate, "the gate"), Factor("made", float(passage.entering[at]), "what is made"))),
            SumTerm((Factor("1 − g", 1.0 - gate, "1 − g"), Factor("skip", skipped, "what passes on"))),
        )
        return WrittenLine("a", "a = g · made here + (1 − g) · what skips the layer", terms)

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The gate's share of the error."""
        at = (sample, *index)
        factors = (
            Factor("g", float(passage.kept[0][at]), "the gate"),
            Factor("∂L/∂a", float(passage.error_out[at]), "what comes back from behind"),
        )
        return WrittenLine("∂L/∂a", "∂L/∂made = g · ∂L/∂a", (SumTerm(factors),))
