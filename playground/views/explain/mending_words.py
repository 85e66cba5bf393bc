"""What the panel says of what would mend a wrong answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.figures import share
from playground.document.model import INPUT_UID, OUTPUT_UID, domain_of, inputs_of
from playground.document.plan import resolve
from playground.views.explain.retraining_words import epochs_words
from playground.views.explain.words import answer_name
from playground.widgets.format import count, significant, with_sign

if TYPE_CHECKING:
    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.experiments.retraining import RetrainedAnswer
    from playground.training.probes.least_change import ChangedWeights
    from playground.training.probes.mending_weight import MendedWeight

MOST_NAMED = 4
"""Samples that are told by their numbers."""


def weight_name(document: Document, key: Key, index: tuple[int, ...]) -> str:
    """Which number of the network a parameter's is: "layer 2, unit 3, from unit 5", "output for 7, from unit 2".

    Args:
        document: Has the network.
        key: The parameter.
        index: Which of its numbers.
    """
    slot = resolve(document).layout.slot(key)
    uids = [layer.uid for layer in document.network]
    title = "output" if key[0] == OUTPUT_UID else f"layer {uids.index(key[0]) + 1}" if key[0] in uids else ""
    if slot is None or not title:
        return ""
    if len(index) == 1:
        return f"{title}, {slot.role} of {_unit(document, key[0], index[0])}"
    row, column = (index[1], index[0]) if slot.turned else index[:2]
    if len(index) > len("rc"):
        return f"{title}, kernel of {_unit(document, key[0], row)}, channel {column + 1}"
    before, unit = resolve(document).source(key[0], column)
    gate = "gate of " if key[1].startswith("gate") else ""
    to, source = _unit(document, key[0], row), _unit(document, before, unit)
    if key[0] == OUTPUT_UID and not to.startswith("unit "):
        return f"{title} for {to}, from {source}"
    return f"{title}, {gate}{to}, from {source}"


def _unit(document: Document, uid: int, unit: int) -> str:
    if uid == INPUT_UID:
        names = document.inputs
        return inputs_of(document)[names[unit]].label if unit < len(names) else f"input {unit + 1}"
    classes = document.dataset.classes
    if uid == OUTPUT_UID and resolve(document).head.units == len(classes) > 1:
        return classes[unit].name
    return f"unit {unit + 1}"


def weight_words(document: Document, found: MendedWeight | None, *, trains: bool) -> str:
    """Which weight alone would mend an answer, and what that costs.

    Args:
        document: Has the network.
        found: The weight; None where that is not known yet.
        trains: Whether the network is learning, so that nothing is looked for.
    """
    if trains:
        return "Pause to see which single weight would mend it."
    if found is None:
        return "Looking for the single weight that would mend it \N{HORIZONTAL ELLIPSIS}"
    if found.key is None:
        return "No change of one single weight mends it."
    name = weight_name(document, found.key, found.index).replace("&", "&amp;").replace("<", "&lt;")
    parts = document.dataset
    cost = ""
    if not bool(parts.is_test.all()):
        samples = domain_of(document).samples
        cost = f" Training {samples} right: {share(found.right_before, 1)}, then {share(found.right_after, 1)}."
    step = f"{with_sign(found.before)} \N{RIGHTWARDS ARROW} {with_sign(found.after)}"
    return f"One weight would do, the smallest change of {found.count:,}: <b>{name}</b>, {step}.{cost}"


def labels_words(document: Document, label: int, wrong: int, found: tuple[RetrainedAnswer, ...], epochs: int) -> str:
    """How many labels of its neighbours would mend an answer, as far as trainings have told.

    Args:
        document: Names the classes.
        label: What the sample is.
        wrong: What its neighbours are whose labels were changed.
        found: What was tried, in that order.
        epochs: How long each was trained.
    """
    if not found:
        return ""
    samples, own, other = domain_of(document).samples, answer_name(document, label), answer_name(document, wrong)
    mended = [one.trial for one in found if int(one.answer.argmax()) == label]
    most = max(one.trial.changed for one in found)
    seeded = f"trained again from the same seed for {epochs_words(epochs)}"
    if not mended:
        which = f"the nearest {other}" if most == 1 else f"the {most} nearest {other} {samples}"
        return f"Even with {which} called {own} it is not answered {own}, {seeded}: labels do not mend it."
    least = min(mended, key=lambda trial: trial.changed)
    rows = _changed_rows(document, least.document)
    named = f" ({', '.join(str(row + 1) for row in rows)})" if len(rows) <= MOST_NAMED else ""
    which = f"the nearest {other} one" if least.changed == 1 else f"the <b>{least.changed} nearest</b> {other} ones"
    return f"With {which}{named} called {own}, it is answered <b>{own}</b>, {seeded}."


def change_words(document: Document, found: ChangedWeights | None) -> str:
    """The least change of weights that does what was asked, and what it costs.

    Args:
        document: Has the network.
        found: The change; None where that is not known yet.
    """
    if found is None:
        return "Looking for the least change of weights \N{HORIZONTAL ELLIPSIS}"
    if found.weights is None:
        return "Nothing here may change." if not found.count else "No change of these weights was found that does it."
    if not found.squares:
        return "That is what it is answered already."
    words = (
        f"The least change of {count(found.count, 'number')}: sum of squares <b>{significant(found.squares, 3)}</b>."
    )
    return f"{words} {rights_words(document, found)}".strip()


def rights_words(document: Document, found: ChangedWeights) -> str:
    """How many samples are right before a change and after it: "Right of training: 97.9 %, then 96.4 %; ..."."""
    told = []
    for name, (before, after) in zip(("training", "test"), found.right or (), strict=False):
        if before is not None and after is not None:
            told.append(f"{name} {share(before, 1)}, then {share(after, 1)}")
    return f"{domain_of(document).samples.capitalize()} right: {'; '.join(told)}." if told else ""


def _changed_rows(document: Document, changed: Document) -> list[int]:
    targets: list[int] = (document.dataset.targets != changed.dataset.targets).nonzero()[0].tolist()
    return targets
