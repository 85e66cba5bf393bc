"""One update of a run worked out by hand: all numbers of a small batch, forwards and backwards, in float64."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import inputs_of
from playground.document.plan import resolve
from playground.training.explain.by_hand.losses import LOSSES_BY_HAND
from playground.training.explain.by_hand.losses.base import Answered
from playground.training.explain.by_hand.operations import OPERATIONS_BY_HAND
from playground.training.explain.by_hand.operations.base import Passage, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    import torch

    from playground.document.layout import Layout
    from playground.document.model import Document
    from playground.document.plan import PlannedLayer
    from playground.training.state.run import Run

Array = NDArray[np.float64]
CLIP_EPSILON = 1e-6
"""As `torch.nn.utils.clip_grad_norm_` has it."""


@dataclass(frozen=True, slots=True, eq=False)
class HandUpdate:
    """All numbers of one update.

    Attributes:
        document: As it was trained.
        layout: Where each parameter lies.
        rows: The samples of the batch, by their rows in the dataset.
        passages: Every operation of every layer, first to last, with its way there and back.
        answered: The output's sums with their targets.
        loss: Of the batch, without regularization.
        weights: All parameters before the update, (P,).
        state: What the optimizer remembers before it, (3, P).
        raw: The gradient of the loss, (P,).
        gradient: The same regularized, without what is held, clipped.
        clipped: The factor of the clipping; 1 for none.
        held: True on parameters that do not learn, (P,).
        step: What the update adds to the parameters, (P,).
        rate: The learning rate of this update.
        steps: Updates done before.
    """

    document: Document
    layout: Layout
    rows: tuple[int, ...]
    passages: tuple[Passage, ...]
    answered: Answered
    loss: float
    weights: Array
    state: Array
    raw: Array
    gradient: Array
    clipped: float
    held: NDArray[np.bool_]
    step: Array
    rate: float
    steps: int

    def of_layer(self, uid: int) -> tuple[Passage, ...]:
        """The operations of one layer."""
        return tuple(one for one in self.passages if one.uid == uid)


def update_by_hand(run: Run, rows: tuple[int, ...]) -> HandUpdate:
    """Work out what one update on some samples does to a run; the run stays as it is.

    Random layers draw what the run's next update would draw for a batch of this size. Pictures are taken as they are,
    without augmentation.

    Args:
        run: With finite parameters, trained as no other program.
        rows: Of the dataset, at least one.

    Raises:
        ValueError: There is no such row.
    """
    document = run.document
    if not rows or min(rows) < 0 or max(rows) >= len(document.dataset.samples):
        raise ValueError(f"the dataset has no rows {rows}")
    fed, targets = batch_of(run, rows)
    forth = _forwards(run, fed)
    said = Answered(forth[-1].leaving, targets, resolve(document).head, document.training)
    loss, errors = _loss(document, said)
    passages = _backwards(run, forth, errors)
    raw = np.zeros(len(run.parameters))
    for passage in passages:
        for offset, gradient in zip(passage.slots, passage.gradients, strict=True):
            raw[offset : offset + gradient.size] += gradient.ravel()
    return _stepped(run, rows, passages, said, loss, raw)


# ---- there ---------------------------------------------------------------------------------------------------------


def _forwards(run: Run, fed: Array) -> list[Passage]:
    document, plan = run.document, resolve(run.document)
    known = inputs_of(document)
    names = (
        ()
        if any(known[name].is_whole for name in document.inputs)
        else tuple(known[name].label for name in document.inputs)
    )
    walk = Walk(document.training.seed, run.steps)
    entering, found = fed.reshape(len(fed), *plan.shape_in), list[Passage]()
    for planned in plan.layers:
        for passage in _through(run, planned, entering, walk):
            found.append(replace(passage, names=names))
            entering = passage.leaving
            names = names if is_settled(passage) else ()
    return found


def is_settled(passage: Passage) -> bool:
    """Whether what leaves is what entered, number by number and in the same places."""
    operation = passage.operation
    return operation is not None and OPERATIONS_BY_HAND[operation.name].settled and not operation.appends


def _through(run: Run, planned: PlannedLayer, entering: Array, walk: Walk) -> Iterator[Passage]:
    operations = planned.operations
    if operations is None or any(one.name not in OPERATIONS_BY_HAND for one in operations):
        yield _through_torch(run, planned, entering, walk)
        return
    learned = [run.layout.slot((planned.uid, one.name)) for one in planned.parameters]
    kept = [one for one in run.layout.buffers if one.key[0] == planned.uid]
    for operation in operations:
        slots = [learned.pop(0) for _ in operation.arrays]
        statistics = [kept.pop(0) for _ in operation.statistics]
        arrays = (
            *(one.view(run.parameters).astype(float) for one in slots if one is not None),
            *(one.view(run.buffers).astype(float) for one in statistics),
        )
        made, remembered = OPERATIONS_BY_HAND[operation.name].forward(operation, entering, arrays, walk)
        offsets = tuple(one.offset for one in slots if one is not None)
        yield Passage(planned.uid, operation, arrays, offsets, entering, made, remembered)
        entering = made


def batch_of(run: Run, rows: tuple[int, ...]) -> tuple[Array, Array]:
    """What the network is fed of samples, (N, F), and its targets, (N, O), as a run of its precision has them."""
    from playground.training.state.network_inputs import network_inputs
    from playground.training.state.targets import encode_targets

    document, chosen = run.document, list(rows)
    fed = network_inputs(document, document.dataset.samples[chosen]).astype(run.dtype)
    targets = encode_targets(document)[chosen].astype(run.dtype)
    return fed.astype(float), targets.astype(float)


def _loss(document: Document, said: Answered) -> tuple[float, Array]:
    """The loss and the errors at the output's sums: the kind's own arithmetic, else PyTorch's derivative."""
    kind = LOSSES_BY_HAND.get(resolve(document).loss)
    if kind is not None:
        return kind.total(said), kind.errors(said)
    import torch

    from playground.methods.losses import LOSSES

    sums = torch.from_numpy(said.sums.copy()).requires_grad_(True)
    with torch.enable_grad():
        loss = LOSSES[resolve(document).loss].build(said.head, said.settings)(sums, torch.from_numpy(said.targets))
    (errors,) = torch.autograd.grad(loss, sums)
    return float(loss.detach()), errors.numpy()


# ---- and back ------------------------------------------------------------------------------------------------------


def _backwards(run: Run, forth: list[Passage], errors: Array) -> tuple[Passage, ...]:
    walk, found = Walk(run.document.training.seed, run.steps), list[Passage]()
    error = errors.reshape(forth[-1].leaving.shape)
    for passage in reversed(forth):
        if passage.operation is None:
            back, gradients, over = passage.kept[0](error)
        else:
            back, gradients, over = OPERATIONS_BY_HAND[passage.operation.name].backward(passage, error, walk)
        kept = () if passage.operation is None else passage.kept
        found.append(replace(passage, error_out=error, error_in=back, gradients=gradients, over=over, kept=kept))
        error = back
    return tuple(reversed(found))


def _through_torch(run: Run, planned: PlannedLayer, entering: Array, walk: Walk) -> Passage:
    """A layer that does not tell what it is made of: there and back by PyTorch, in float64."""
    import torch

    from playground.layers.modules import Keyed, set_keys
    from playground.training.state.model import Network

    # Whoever calls may be in inference mode, in which no graph is made.
    with torch.inference_mode(mode=False), torch.enable_grad():
        flat, statistics = (torch.from_numpy(one.astype(float)) for one in (run.parameters, run.buffers))
        network = Network(run.document, run.layout, flat, statistics).train()
        set_keys(network, run.document.training.seed, run.steps)
        network.learn()
        module: torch.nn.Module = network.layers[resolve(run.document).uids.index(planned.uid)]
        # Random layers are told apart by how many come before them: those behind this one draw as in training.
        walk.places += sum(isinstance(one, Keyed) for one in module.modules())
        slots = [slot for slot in run.layout.parameters if slot.key[0] == planned.uid]
        learned = [module.get_parameter(slot.key[1]) for slot in slots]
        fed = torch.from_numpy(entering.copy()).requires_grad_(True)
        left: torch.Tensor = module(fed)

    def back(error: Array) -> tuple[Any, ...]:
        wanted = (fed, *learned)
        # Zeros, and not None, for what the output does not depend on.
        by = torch.autograd.grad(left, wanted, torch.from_numpy(error.copy()), materialize_grads=True)
        by_input, *by_parameters = (one.numpy() for one in by)
        return by_input, tuple(by_parameters), None

    arrays = tuple(slot.view(run.parameters).astype(float) for slot in slots)
    offsets = tuple(slot.offset for slot in slots)
    return Passage(planned.uid, None, arrays, offsets, entering, left.detach().numpy().copy(), (back,))


# ---- the step ------------------------------------------------------------------------------------------------------


def _followed(run: Run, raw: Array, before: Array, held: NDArray[np.bool_]) -> tuple[Array, float]:
    """The gradient that the optimizer follows: regularized, held, clipped; and by what clipping has multiplied it."""
    training, is_weight = run.document.training, run.layout.mask(lambda slot: slot.role == "weight")
    gradient = raw + is_weight * (training.l2 * before + training.l1 * np.sign(before))
    gradient[held] = 0.0
    norm = float(np.linalg.norm(gradient))
    clipped = min(1.0, training.clip / (norm + CLIP_EPSILON)) if training.clip > 0.0 else 1.0
    return gradient * clipped, clipped


def _stepped(
    run: Run, rows: tuple[int, ...], passages: tuple[Passage, ...], said: Answered, loss: float, raw: Array
) -> HandUpdate:
    """Let the optimizer's kind step along the gradient, as `methods.losses.base.Loss` says."""
    import torch

    from playground.methods.optimizers import OPTIMIZERS
    from playground.methods.schedules import rate_at
    from playground.training.state.held import held_parameters

    document, layout, training = run.document, run.layout, run.document.training
    before, state = run.parameters.astype(float), run.slots.astype(float)
    held = held_parameters(document, layout, run.parameters)
    gradient, clipped = _followed(run, raw, before, held)
    kind, rate = OPTIMIZERS[training.optimizer], rate_at(training, run.position)
    after = torch.from_numpy(before.copy())
    numbers = torch.tensor(kind.numbers(training, rate, run.steps), dtype=torch.float64).unbind()
    rows_of_state = torch.from_numpy(state.copy()).unbind()
    kind.update(after, torch.from_numpy(gradient), rows_of_state, numbers, kind.switches(training))
    # Momentum, and decay that is no part of the gradient, would move what is held as well.
    step = np.where(held, 0.0, after.numpy() - before)
    return HandUpdate(
        document=document,
        layout=layout,
        rows=rows,
        passages=passages,
        answered=said,
        loss=loss,
        weights=before,
        state=state,
        raw=raw,
        gradient=gradient,
        clipped=clipped,
        held=held,
        step=step,
        rate=rate,
        steps=run.steps,
    )
