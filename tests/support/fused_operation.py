"""One operation's fused code by itself, in float64, without the kernel and a network around it."""

import numpy as np
from numba import njit

from playground.operations.places import padded, pitch_of
from playground.operations.shape import PICTURE_AXES
from playground.training.engines.fused import linking, passes
from playground.training.engines.fused.records import OPERATION

KEY = np.uint64(0)


class Bench:
    """A workspace with room for one operation, a batch at a time."""

    is_evaluation = False

    def __init__(self, op, count):
        self.op, self.count = op, count
        self.pitch, self.tile, self.size, self.saved = pitch_of(count), count, 0, []
        widest = max(op.size_in, op.size_out)
        self._deltas = [self.take(widest * self.pitch), self.take(widest * self.pitch)]
        self.records = np.zeros(1, dtype=OPERATION)
        record = self.records[0]
        record["inputs"], record["units"], record["pass_on"] = op.size_in, op.size_out, 1
        for end, shape in (("in", op.shape_in), ("out", op.shape_out)):
            if len(shape) == PICTURE_AXES:
                record[f"channels_{end}"], record[f"height_{end}"], record[f"width_{end}"] = shape
        record["delta_in"] = record["delta_out"] = self._deltas[0]
        record["source"] = self.take(op.size_in * self.pitch)
        record["target"] = self.take(op.size_out * self.pitch) if op.writes else record["source"]
        op.fill(record, self)
        self.work = np.full(0, 0.0)

    def take(self, count):
        place = self.size
        self.size += padded(count)
        return place

    def other_delta(self):
        self._deltas.reverse()
        return self._deltas[0]

    def random_place(self):
        return 0

    def passes(self, rows, arrays, delta):
        """What leaves the operation, and the gradients by its parameters and by what enters it.

        Args:
            rows: Activations, (N, *shape_in).
            arrays: Its parameters.
            delta: The gradient by what leaves it, (N, *shape_out).
        """
        linking.link(self.records, (self.op.name,), "float64")
        params = np.concatenate([np.zeros(0), *(one.ravel() for one in arrays)])
        gradient = self.take(params.size + 8)
        # what stands behind the last sample of a row is not zero in the kernel either
        self.work = np.full(self.size, 0.5)
        self.work[gradient : gradient + params.size] = 0.0
        record, buffers = self.records[0], np.zeros(0)
        self._rows(record["source"], rows[0].size)[...] = rows.reshape(len(rows), -1).T
        go(self.records, params, buffers, self.work, self.count, self.pitch)
        made = self._rows(record["target"], delta[0].size).T.reshape(delta.shape).copy()
        self._rows(record["delta_out"], delta[0].size)[...] = delta.reshape(len(delta), -1).T
        back(self.records, params, self.work, gradient, self.count, self.pitch)
        by_inputs = self._rows(record["delta_in"], rows[0].size).T.reshape(rows.shape).copy()
        return made, self.work[gradient : gradient + params.size].copy(), by_inputs

    def _rows(self, place, units):
        whole = self.work[int(place) : int(place) + units * self.pitch].reshape(units, self.pitch)
        return whole[:, : self.count]


@njit(error_model="numpy", _nrt=False)
def go(records, params, buffers, work, count, pitch):
    """The forward pass."""
    passes.forward(records, params, buffers, work, KEY, 0, count, pitch)


@njit(error_model="numpy", _nrt=False)
def back(records, params, work, gradient, count, pitch):
    """The backward pass."""
    passes.backward(records, params, work, gradient, count, pitch)
