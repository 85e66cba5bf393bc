"""What of a worked-out update is read: numbers for units and connections, and how each came about. Numpy only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import inputs_of
from playground.document.plan import resolve
from playground.document.scaling import UNCHANGED
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.training.explain.by_hand.losses import LOSSES_BY_HAND
from playground.training.explain.by_hand.operations import OPERATIONS_BY_HAND
from playground.training.explain.by_hand.operations.skips import GateByHand
from playground.training.explain.by_hand.optimizers import OPTIMIZERS_BY_HAND
from playground.training.explain.by_hand.optimizers.base import WeightBefore
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine, number_words, plain_line

if TYPE_CHECKING:
    from playground.training.explain.by_hand.operations.base import Index, Passage
    from playground.training.explain.by_hand.update import HandUpdate

Array = NDArray[np.float64]
Lines = tuple[WrittenLine, ...]
NOT_TOLD = "This kind of layer does not write out its arithmetic: PyTorch worked out the number"
HELD = "it is held: the layer is frozen, or the weight is pruned"


# ---- numbers for a picture -----------------------------------------------------------------------------------------


def activations(update: HandUpdate, uid: int) -> Array:
    """What leaves each unit of a layer, (N, units)."""
    return update.of_layer(uid)[-1].leaving.reshape(len(update.rows), -1)


def inputs(update: HandUpdate) -> Array:
    """What the network was fed, (N, F)."""
    return update.passages[0].entering.reshape(len(update.rows), -1)


def errors(update: HandUpdate, uid: int) -> Array:
    """The error at each unit of a layer, (N, units): at its sum where it has an activation, else at what leaves it."""
    passages = update.of_layer(uid)
    left = passages[-1].error_out.reshape(len(update.rows), -1)
    bent = next((one for one in reversed(passages) if one.operation is not None and one.operation.bends), None)
    if bent is None:
        return left
    own = bent.error_in.reshape(len(update.rows), -1)
    return np.concatenate((own, left[:, own.shape[1] :]), axis=1)


# ---- forwards ------------------------------------------------------------------------------------------------------


def made_lines(update: HandUpdate, uid: int, sample: int, unit: int) -> Lines:
    """How a unit came by its activation: its sum, then what was done to that.

    Args:
        update: Worked out.
        uid: Of the layer.
        sample: Its place in the batch.
        unit: Counted over all that leaves the layer.
    """
    passages = update.of_layer(uid)
    index, found = _index(passages[-1], unit), list[WrittenLine]()
    for passage in reversed(passages):
        operation = passage.operation
        if operation is None:
            return (plain_line("a", float(passage.leaving[(sample, *index)]), NOT_TOLD),)
        if operation.appends and index[0] >= passage.entering.shape[1]:
            return (plain_line("a", float(passage.leaving[(sample, *index)]), "it skips the layer as it is"),)
        kind = OPERATIONS_BY_HAND[operation.name]
        line = kind.made(passage, sample, index)
        found += [] if line is None else [line]
        if kind.mixes:
            break
        index = kind.index_in(passage, index)
    gate = next((one for one in passages if one.operation is not None and one.operation.name == "gate"), None)
    if gate is not None:
        found.append(GateByHand().gate_line(gate, sample, unit))
    return tuple(reversed(found))


def loss_lines(update: HandUpdate) -> Lines:
    """What each sample costs, and their mean."""
    plan = resolve(update.document)
    kind = LOSSES_BY_HAND.get(plan.loss)
    if kind is None:
        return (plain_line("L", update.loss, f"{LOSSES[plan.loss].title}: {LOSSES[plan.loss].sentence}"),)
    return (kind.made(update.answered, LOSSES[plan.loss].title),)


def cost_words(update: HandUpdate, sample: int) -> tuple[str, ...]:
    """What one sample costs, output by output, as formulas with numbers; empty where the loss does not tell."""
    kind = LOSSES_BY_HAND.get(resolve(update.document).loss)
    if kind is None:
        return ()
    costs = kind.costs(update.answered)[sample]
    counted = [place for place in range(len(costs)) if costs[place] != 0.0] or [0]
    return tuple(kind.cost_words(update.answered, sample, place) for place in counted)


def input_line(update: HandUpdate, sample: int, unit: int) -> WrittenLine:
    """What the network is fed at one of its inputs, and what that is in a person's units where it was standardised."""
    document, fed = update.document, float(inputs(update)[sample, unit])
    if unit >= len(document.inputs) or len(update.passages[0].entering.shape) > 2:
        shape = update.passages[0].entering.shape[1:]
        place = ", ".join(str(int(one) + 1) for one in np.unravel_index(unit, shape))
        return plain_line(f"pixel {place}", fed, "as the network is fed (channel, row, column)")
    feature = inputs_of(document)[document.inputs[unit]]
    words = "as the network is fed"
    if feature.column is not None and document.scaling.column(feature.column) != UNCHANGED:
        written = float(document.dataset.places[update.rows[sample], feature.column])
        words = f"standardised for the network: {number_words(written)} in your units"
    return plain_line(feature.label, fed, words)


def answer_words(update: HandUpdate, sample: int) -> str:
    """What the network says of a sample in a person's units, and the target, where its values are standardised."""
    document = update.document
    if document.dataset.classes:
        return ""
    parts = []
    for place, name in enumerate(document.dataset.values):
        axis = document.scaling.value(place)
        if axis != UNCHANGED:
            said, wanted = (float(one[sample, place]) for one in update.answered[:2])
            in_units = number_words(float(axis.to_units(said))), number_words(float(axis.to_units(wanted)))
            parts.append(f"{name}: the network says {in_units[0]}, the target is {in_units[1]}")
    return f"Values are standardised for the network. In your units, {'; '.join(parts)}." if parts else ""


# ---- backwards -----------------------------------------------------------------------------------------------------


def error_lines(update: HandUpdate, uid: int, sample: int, unit: int) -> Lines:
    """How the error of a unit came about: from what it goes to, and through the layer's own bend to its sum."""
    own = update.of_layer(uid)
    index = _index(own[-1], unit)
    first = max(place for place, one in enumerate(update.passages) if one.uid == uid) + 1
    found = list(reversed(_from_behind(update, first, sample, index)))
    if not any(one.operation is not None and one.operation.bends for one in own):
        return tuple(found)
    for passage in reversed(own):
        operation = passage.operation
        if operation is None or (operation.appends and index[0] >= passage.entering.shape[1]):
            break
        kind = OPERATIONS_BY_HAND[operation.name]
        index = kind.index_in(passage, index)
        line = kind.error(passage, sample, index)
        found += [] if line is None else [line]
        if operation.bends:
            break
    return tuple(found)


def _from_behind(update: HandUpdate, first: int, sample: int, index: Index) -> list[WrittenLine]:
    """From what leaves a layer on, up to the first operation that mixes, or to the loss."""
    found = list[WrittenLine]()
    for passage in update.passages[first:]:
        operation = passage.operation
        if operation is None:
            return [*found, plain_line("∂L/∂a", float(passage.error_in[(sample, *index)]), NOT_TOLD)]
        kind = OPERATIONS_BY_HAND[operation.name]
        line = kind.error(passage, sample, index)
        found += [] if line is None else [line]
        if kind.mixes:
            return found
        index = kind.index_out(passage, index)
    return [*found, _loss_error(update, sample, index)]


def _loss_error(update: HandUpdate, sample: int, index: Index) -> WrittenLine:
    plan = resolve(update.document)
    kind = LOSSES_BY_HAND.get(plan.loss)
    if kind is None:
        value = float(update.passages[-1].error_out[(sample, *index)])
        return plain_line("δ", value, f"the slope of {LOSSES[plan.loss].title}, worked out by PyTorch")
    return kind.error(update.answered, sample, index[0])


# ---- steps ---------------------------------------------------------------------------------------------------------


def step_lines(update: HandUpdate, place: int) -> Lines:
    """How one parameter comes by its step: gradient, regularization, the optimizer's arithmetic, the new number.

    Args:
        update: Worked out.
        place: In the flat array of all parameters.
    """
    slope = slope_line(update, place)
    if update.held[place]:
        return slope, plain_line("step", 0.0, HELD)
    lines = [slope, *_shaped(update, place, slope)]
    training = update.document.training
    kind, optimizer = OPTIMIZERS_BY_HAND.get(training.optimizer), OPTIMIZERS[training.optimizer]
    if kind is None:
        lines.append(plain_line("step", float(update.step[place]), f"{optimizer.title}: {optimizer.sentence}"))
    else:
        state = tuple(float(one) for one in update.state[:, place])
        weight, gradient = float(update.weights[place]), float(update.gradient[place])
        lines += kind.lines(WeightBefore(weight, gradient, state, update.rate, update.steps, training))
    return (*lines, _new(update, place, lines[-1].value))


def slope_line(update: HandUpdate, place: int) -> WrittenLine:
    """The gradient of the loss by one parameter, by its place in the flat array."""
    for passage in update.passages:
        for which, (offset, array) in enumerate(zip(passage.slots, passage.arrays, strict=False)):
            if offset <= place < offset + array.size:
                if passage.operation is None:
                    return plain_line("∂L/∂w", float(update.raw[place]), NOT_TOLD)
                index = tuple(int(one) for one in np.unravel_index(place - offset, array.shape))
                return OPERATIONS_BY_HAND[passage.operation.name].slope(passage, which, index)
    raise IndexError(place)


def _shaped(update: HandUpdate, place: int, slope: WrittenLine) -> list[WrittenLine]:
    """The gradient with weight decay, L1 and clipping; no line where there is nothing of them."""
    training, weight = update.document.training, float(update.weights[place])
    is_weight = bool(update.layout.mask(lambda slot: slot.role == "weight")[place])
    terms = [SumTerm((Factor(slope.name, slope.value, "the gradient of the loss"),), "the gradient of the loss")]
    formula = [slope.name]
    if is_weight and training.l2 > 0.0:
        decay = Factor("λ", training.l2, "the weight decay"), Factor("w", weight, "the weight itself")
        terms.append(SumTerm(decay, "the weight decay"))
        formula.append("λ · w")
    if is_weight and training.l1 > 0.0:
        sign = Factor("sign w", float(np.sign(weight)), "the sign of the weight")
        terms.append(SumTerm((Factor("L1", training.l1, "the L1"), sign), "the L1"))
        formula.append("L1 · sign w")
    factors = () if update.clipped == 1.0 else (Factor("clip", update.clipped, "the clipping"),)
    if len(terms) == 1 and not factors:
        return []
    body = " + ".join(formula)
    written = f"g = clip · ({body})" if factors else f"g = {body}"
    return [WrittenLine("g", written, tuple(terms), factors)]


def _new(update: HandUpdate, place: int, step: float) -> WrittenLine:
    terms = (
        SumTerm((Factor("w", float(update.weights[place]), "the weight as it was"),), "the weight as it was"),
        SumTerm((Factor("step", step, "the step"),), "the step"),
    )
    return WrittenLine("new w", "new w = w + step", terms)


def _index(last: Passage, unit: int) -> Index:
    return tuple(int(one) for one in np.unravel_index(unit, last.leaving.shape[1:]))
