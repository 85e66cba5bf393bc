"""A toy probe, as the recipe in `playground/README.md` asks for it: one file, and one line in the table."""

from dataclasses import dataclass
from threading import current_thread

import numpy as np

from playground.training.probes.probe import READ_S, Allowance, Probe
from playground.training.probes.request import Request


@dataclass(frozen=True, slots=True)
class Norms:
    """How long weights are, and who measured it.

    Attributes:
        values: One for each order, by order.
        thread: Name of the thread.
    """

    values: dict[int, float]
    thread: str


@dataclass(frozen=True, slots=True)
class WeightNorms(Request[Norms]):
    """The norms of all weights together, of some orders."""

    orders: tuple[int, ...] = (2,)

    def merged(self, other: "WeightNorms") -> "WeightNorms":
        return WeightNorms(tuple(sorted({*self.orders, *other.orders})))


class WeightNormsProbe(Probe[WeightNorms, Norms]):
    """Read ten times a second."""

    ALLOWANCE = Allowance(share=0.1, rest_s=READ_S)
    taken = 0

    def take(self, run, request, budget):
        WeightNormsProbe.taken += 1
        values = {order: float(np.linalg.norm(run.parameters, order)) for order in request.orders}
        return Norms(values, current_thread().name)
