"""The reference stepper: torch's autograd and optimizers, any layer, any device."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from playground.document.plan import resolve
from playground.layers.modules import set_keys
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import rate_at
from playground.training.engines.adversarial import Adversary
from playground.training.state.held import held_parameters
from playground.training.state.model import Network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from playground.training.state.run import Run


class EagerStepper:
    """Advances a run batch by batch, as `methods.losses.base.Loss` says.

    On the CPU it works in the run's own memory. On another device it keeps copies there, and writes them back before
    `advance` returns, so that the run's arrays are the last good state should the device fail.
    """

    name = "PyTorch eager"

    def __init__(self, device: str = "cpu") -> None:
        self._device = torch.device(device)
        self._bound: _Bound | None = None

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Train until so many batches are done or the time is up; at least one batch.

        Returns:
            Batches done.
        """
        end = perf_counter() + budget_s
        place = run.steps, run.epoch, run.cursor
        try:
            bound = self._bound
            if bound is None or bound.is_stale(run):
                bound = self._bound = _Bound(run, self._device)
            done = 0
            while done == 0 or (done != batches and perf_counter() < end):
                bound.step(run)
                done += 1
            bound.write_back(run)
        # On another device the run's arrays are still those of the last `write_back`: the counters go back to them.
        except Exception:
            self._bound = None
            run.rewind(*place)
            raise
        return done


def update_on(run: Run, inputs: NDArray[Any], targets: NDArray[Any]) -> None:
    """One update of a run on a batch of any samples, on the CPU: the optimizer goes on, the pass stays where it is.

    Args:
        run: Changed in place: parameters, running statistics, optimizer state, and the count of updates.
        inputs: (N, F), as the network is fed.
        targets: (N, O), as `encode_targets` gives them.
    """
    bound = _Bound(run, torch.device("cpu"))
    fed, wanted = (torch.from_numpy(one.astype(run.dtype)) for one in (inputs, targets))
    bound.learn_once(fed, wanted, rate_at(run.document.training, run.position), run.steps)
    run.steps += 1
    run.stamp += 1


class _Bound:
    """Module, optimizer and data on the device for one state of a run."""

    def __init__(self, run: Run, device: torch.device) -> None:
        self._run, self._document, self._stamp = run, run.document, run.stamp
        self._away = device.type != "cpu"

        def tensor(array: object) -> Tensor:
            return torch.as_tensor(array, device=device)

        # On the CPU `as_tensor` shares numpy's memory: the optimizer writes into the run's own arrays, and nothing is
        # copied back.
        self._flat = nn.Parameter(tensor(run.parameters))
        self._flat.grad = torch.zeros_like(self._flat)
        self._slots, self._buffers = tensor(run.slots), tensor(run.buffers)
        self._tensor = tensor
        self._targets = tensor(run.targets)
        self._features, self._epoch = tensor(run.pass_features()), run.epoch
        self._network = Network(run.document, run.layout, self._flat.detach(), self._buffers).train()
        self._network.collect_gradients(self._flat.grad)
        training = run.document.training
        self._steps = self._began = run.steps
        self._loss = LOSSES[resolve(run.document).loss].build(resolve(run.document).head, training)
        adversary = Adversary(run, self._network, self._loss, tensor) if training.adversarial > 0.0 else None
        self._adversary = adversary
        self._weights = tensor(run.layout.mask(lambda slot: slot.role == "weight").astype(run.dtype))
        self._frozen = tensor(held_parameters(run.document, run.layout, run.parameters).nonzero()[0])

    @cached_property
    def _optimizer(self) -> torch.optim.Optimizer:
        """Torch's, whose first one takes a second to load: not made for a single update."""
        training = self._document.training
        return OPTIMIZERS[training.optimizer].resume(training, self._flat, self._slots, self._began)

    def is_stale(self, run: Run) -> bool:
        """Whether anything has changed but by this object's own steps."""
        here = run is self._run and run.document is self._document and run.stamp == self._stamp
        return not here or run.steps != self._steps

    def step(self, run: Run) -> None:
        """The next update of the pass."""
        rate, number = rate_at(run.document.training, run.position), run.steps
        if run.varies and run.epoch != self._epoch:
            self._features, self._epoch = self._tensor(run.pass_features()), run.epoch
        chosen = torch.from_numpy(run.take_batch()).to(self._flat.device)
        self._steps = run.steps
        targets = self._targets.index_select(0, chosen)
        if self._adversary is None:
            inputs = self._features.index_select(0, chosen)
        else:
            inputs = self._adversary.inputs(self._features, chosen, targets)
        self.learn(inputs, targets, rate, number)

    def learn(self, inputs: Tensor, targets: Tensor, rate: float, number: int) -> None:
        """One update on a batch, (N, F) and (N, O), at a rate; `number` were done before."""
        self._find_gradient(inputs, targets, number)
        self._optimizer.param_groups[0]["lr"] = rate
        with self._held():
            self._optimizer.step()

    def learn_once(self, inputs: Tensor, targets: Tensor, rate: float, number: int) -> None:
        """The same by the optimizer's own update of tensors."""
        gradient, training = self._find_gradient(inputs, targets, number), self._document.training
        kind = OPTIMIZERS[training.optimizer]
        numbers = torch.tensor(kind.numbers(training, rate, number), dtype=self._flat.dtype).unbind()
        with self._held():
            kind.update(self._flat.detach(), gradient, self._slots.unbind(), numbers, kind.switches(training))

    def _find_gradient(self, inputs: Tensor, targets: Tensor, number: int) -> Tensor:
        """Of the batch, regularized and clipped, (P,)."""
        training = self._document.training
        set_keys(self._network, training.seed, number)
        gradient = self._flat.grad
        assert gradient is not None  # noqa: S101  (made in __init__; torch's type allows None)
        gradient.zero_()
        self._loss(self._network(inputs), targets).backward()  # type: ignore[no-untyped-call]
        self._shape_gradient(gradient, training.l1, training.l2, training.clip)
        return gradient

    @contextmanager
    def _held(self) -> Iterator[None]:
        """What is frozen or pruned is as it was behind an update, whatever momentum or decay wanted."""
        kept = self._flat.detach()[self._frozen] if len(self._frozen) else None
        yield
        if kept is not None:
            self._flat.detach()[self._frozen] = kept

    def _shape_gradient(self, gradient: Tensor, l1: float, l2: float, clip: float) -> None:
        """Regularize, freeze, clip."""
        weights = self._flat.detach()
        if l2 > 0.0:
            gradient.add_(self._weights * weights, alpha=l2)
        if l1 > 0.0:
            gradient.add_(self._weights * weights.sign(), alpha=l1)
        if len(self._frozen):
            # Before clipping: what does not learn must not count in the norm.
            gradient[self._frozen] = 0.0
        if clip > 0.0:
            # One tensor: grouping by device and type, as foreach does, would cost more than the norm. One norm over all
            # parameters, as usual, since they are one flat tensor.
            nn.utils.clip_grad_norm_([self._flat], clip, foreach=False)

    def write_back(self, run: Run) -> None:
        """Copy the device's state into the run."""
        if self._away:
            pairs = ((run.parameters, self._flat), (run.slots, self._slots), (run.buffers, self._buffers))
            for array, values in pairs:
                array[...] = values.detach().cpu().numpy()
