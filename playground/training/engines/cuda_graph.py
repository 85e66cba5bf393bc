"""The eager step, captured in CUDA graphs and replayed: the GPU is told of a whole batch in one call."""

from __future__ import annotations

from collections import Counter
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

import torch

from playground.document.plan import resolve
from playground.document.usual_network import augmentation_of
from playground.training.engines.batch_budget import BatchBudget
from playground.training.engines.batch_plan import plan_batches
from playground.training.engines.static_step import PLANNED_BATCHES, StaticStep, capture_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from playground.document.model import Document
    from playground.training.state.run import Run

WARM_UPS = 3
"""Batches of a size that run without a graph first, so that libraries load and allocate before the capture. They are
batches of the training like any other: a capture leaves nothing to be undone."""


class GraphBackend(Protocol):
    """The device, as far as capturing needs it.

    Attributes:
        device: Where tensors live.
    """

    device: torch.device

    def ordered(self) -> AbstractContextManager[object]:
        """All work inside is done in the order in which it was given, captured or not."""
        ...

    def capture(self, work: Callable[[], None]) -> Callable[[], None]:
        """Record what `work` does, without doing it.

        Returns:
            Does the same to the same memory.

        Raises:
            RuntimeError: It cannot be captured.
        """
        ...

    def wait(self) -> None:
        """Return when all work is done."""
        ...


class CudaGraphs:
    """`torch.cuda.graph` on a stream of its own: the default stream cannot be captured."""

    def __init__(self) -> None:
        self.device = torch.device("cuda", torch.cuda.current_device())
        self._stream = torch.cuda.Stream(self.device)  # type: ignore[no-untyped-call]

    def ordered(self) -> AbstractContextManager[object]:
        """The stream is the current one inside."""
        return torch.cuda.stream(self._stream)

    def capture(self, work: Callable[[], None]) -> Callable[[], None]:
        """Capture into a new graph.

        What other threads do with the device does not matter to it: "thread_local".
        """
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, stream=self._stream, capture_error_mode="thread_local"):
            work()
        return graph.replay

    def wait(self) -> None:
        """Wait for the stream."""
        self._stream.synchronize()


def covers(document: Document) -> str | None:
    """Why a document's step must not be captured, a sentence for the status bar; None when it can be.

    Layers that the table of operations does not describe may do something on the host that a graph would not repeat.
    """
    for one in resolve(document).layers:
        if one.operations is None:
            return f"CUDA graphs do not know {one.layer.title} layers: training with PyTorch."
    if document.training.keeps_zeros:
        return "CUDA graphs train all weights, and zeros are to stay: training with PyTorch."
    if document.training.adversarial > 0.0:
        return "CUDA graphs keep their inputs, and adversarial training steps them: training with PyTorch."
    if not augmentation_of(document).is_off:
        return "CUDA graphs keep their inputs, and pictures vary in every epoch: training with PyTorch."
    return None


class CudaGraphStepper:
    """Advances a run batch by batch, as `losses.py` says, on copies in the device's memory.

    Whole batches and the last one of a pass have a graph each. The copies are written back before `advance` returns,
    so that the run's arrays are the last good state should the device fail.
    """

    def __init__(self, backend: Callable[[], GraphBackend] = CudaGraphs) -> None:
        """Nothing touches the device before the first batch."""
        self._make_backend = backend
        self._backend: GraphBackend | None = None
        self._captured: _Captured | None = None
        self._ration = BatchBudget()

    @property
    def refusal(self) -> str:
        """Why the step could not be captured, a sentence; empty while it can."""
        return "" if self._captured is None else self._captured.refusal

    @property
    def name(self) -> str:
        """What trains, as the status bar says."""
        return "PyTorch eager" if self.refusal else "CUDA graph"

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Train until so many batches are done or the time is up; at least one batch.

        Returns:
            Batches done.
        """
        end = perf_counter() + budget_s
        place = run.steps, run.epoch, run.cursor
        try:
            if self._backend is None:
                self._backend = self._make_backend()
            with self._backend.ordered():
                captured = self._follow(run, self._backend)
                done = 0
                while done == 0 or (done != batches and self._ration.fits(end - perf_counter())):
                    done += self._call(run, None if batches is None else batches - done, end)
                captured.step.write_back(run)
        except Exception:
            self._captured = None
            run.rewind(*place)
            raise
        return done

    def _follow(self, run: Run, backend: GraphBackend) -> _Captured:
        """The state of the run on the device; graphs stay where they still serve."""
        captured = self._captured
        if captured is not None and captured.is_current(run):
            return captured
        key = capture_key(run)
        if captured is None or captured.step.key != key:
            captured = self._captured = None  # gives the memory back before more is taken
            captured = self._captured = _Captured(StaticStep(run, key, backend.device), backend)
        captured.take(run)
        self._ration = BatchBudget()
        return captured

    def _call(self, run: Run, limit: int | None, end: float) -> int:
        """As many batches as the time allows, without a word between them."""
        captured, backend = self._captured, self._backend
        assert captured is not None and backend is not None  # noqa: S101, PT018  (`advance` has made them)
        if captured.capture():
            self._ration = BatchBudget()
        most = captured.most_batches(run)
        limit = most if limit is None else min(limit, most)
        start = perf_counter()
        done = captured.train(run, self._ration.batches(end - start, limit))
        backend.wait()
        self._ration.learn((perf_counter() - start) / done)
        return done


class _Captured:
    """A step with its graphs, by the size of the batch.

    Attributes:
        step: The state on the device, and its update.
        refusal: Why it could not be captured; empty while it can.
    """

    def __init__(self, step: StaticStep, backend: GraphBackend) -> None:
        self.step, self.refusal = step, ""
        self._backend = backend
        self._graphs: dict[int, Callable[[], None]] = {}
        self._uses: Counter[int] = Counter()
        self._run: Run | None = None
        self._document: Document | None = None
        self._place = (0, 0)

    def is_current(self, run: Run) -> bool:
        """Whether nothing has changed but by this object's own steps."""
        same = run is self._run and run.document is self._document
        return same and self._place == (run.stamp, run.steps)

    def take(self, run: Run) -> None:
        """Take over a run's state; forget graphs of sizes that no longer come."""
        self.step.load(run)
        sizes = {run.batch_size, len(run.features) % run.batch_size}
        self._graphs = {size: graph for size, graph in self._graphs.items() if size in sizes}
        self._uses = Counter({size: uses for size, uses in self._uses.items() if size in sizes})
        self._run, self._document, self._place = run, run.document, (run.stamp, run.steps)

    def most_batches(self, run: Run) -> int:
        """How many to do before it is worth looking again for sizes to capture."""
        whole, rest = run.batch_size, len(run.features) % run.batch_size
        if self.refusal:
            return PLANNED_BATCHES
        if whole not in self._graphs:
            return WARM_UPS
        return PLANNED_BATCHES if rest == 0 or rest in self._graphs else WARM_UPS * run.batches_per_epoch

    def capture(self) -> bool:
        """Capture the sizes that have proved to come again; whether there were any."""
        # A size that came once, as the rest of a pass while points are drawn, is not worth a capture.
        due = [size for size, uses in self._uses.items() if uses >= WARM_UPS and size not in self._graphs]
        if self.refusal or not due:
            return False
        try:
            for size in due:
                self._graphs[size] = self._backend.capture(partial(self.step.update, size))
        except RuntimeError as error:
            told = str(error).strip().splitlines() or [type(error).__name__]
            self.refusal = f"CUDA refused to capture the step ({told[0]}): training with PyTorch."
            self._graphs.clear()
        return True

    def train(self, run: Run, batches: int) -> int:
        """Give the device the next batches, as many as one plan holds; moves the run's counters. How many."""
        step = self.step
        plan = plan_batches(run, min(batches, PLANNED_BATCHES), step.planned_points, step.random_modules)
        # The whole plan in a few copies: one for each batch would wait for the device between batches, which is what
        # the graph is there to avoid.
        step.load_plan(plan, run.dtype)
        for size in plan.sizes:
            replay = self._graphs.get(size)
            if replay is not None:
                replay()
            else:
                self._uses[size] += 1
                step.update(size)
        self._place = run.stamp, run.steps
        return len(plan.sizes)
