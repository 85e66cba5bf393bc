"""Runs in words: each is named by what differs from the others, and runs that do not compare say why.

A run knows its points by a mark only: a digest to tell them from others by, and words for people.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal

from playground.document.model import inputs_of
from playground.document.training import START, STOP, WHERE
from playground.domains import DOMAINS, GENERATORS
from playground.layers import Dense
from playground.methods.losses import LOSSES
from playground.operations.activations import ACTIVATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.document.training import Training

MOST_PARTS = 2
"""Differences in a name; the tooltip has them all."""
MOST_LAYERS = 4
MOST_INPUTS = 3
NO_DIFFERENCE = (START, STOP, WHERE)
"""Groups of settings that do not make another experiment."""
SHORT = {"learning_rate": "rate", "l2": "weight decay", "batch_size": "batch"}


@dataclass(frozen=True, slots=True)
class DataMark:
    """What a run keeps of its points.

    Attributes:
        digest: Of points, answers and split; empty where nobody knows.
        words: "Two spirals", "317 points".
    """

    digest: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run, to be named.

    Attributes:
        name: Its own: a person's, or "Run 3".
        is_named: Whether a person chose it.
        document: Its network and settings.
        data: Its points.
    """

    name: str
    is_named: bool
    document: Document
    data: DataMark


def data_mark(dataset: Dataset) -> DataMark:
    """The mark of some points."""
    digest = blake2b(digest_size=12)
    for array in (dataset.samples, dataset.targets, dataset.is_test):
        digest.update(array.tobytes())
    digest.update(repr([one.color for one in dataset.classes]).encode())
    source = dataset.source
    words = (
        f"{len(dataset):,} {DOMAINS[dataset.domain].samples}" if source is None else GENERATORS[source.generator].title
    )
    return DataMark(digest.hexdigest(), words)


def run_names(runs: Sequence[RunFacts]) -> list[str]:
    """What each is called beside the others: "no hidden layer", "rate 0.3"; "Run 3" where nothing differs.

    What most of them have is not said of any, nor what some have no such thing of (no layers: no activation).
    """
    facts = [_facts(run.document, run.data) for run in runs]
    topics = [key for key in facts[0] if all(one.get(key) for one in facts)]
    usual = {key: _usual([one[key] for one in facts]) for key in topics}
    own = [[one[key] for key in topics if one[key] != usual[key]] for one in facts]
    names = [
        run.name if run.is_named or not differences else ", ".join(differences[:MOST_PARTS])
        for run, differences in zip(runs, own, strict=True)
    ]
    shared = Counter(names)
    return [
        f"{name} ({run.name})" if shared[name] > 1 and name != run.name else name
        for name, run in zip(names, runs, strict=True)
    ]


def run_in_words(document: Document, data: DataMark) -> str:
    """Points, network and loss: "Two spirals; 8-8 units, tanh; Cross-entropy"."""
    facts = _facts(document, data)
    network = ", ".join(filter(None, (facts["layers"], facts["activation"])))
    return "; ".join(filter(None, (data.words, network, LOSSES[document.training.loss].title)))


def why_apart(page: Literal["loss", "score"], here: RunFacts, other: RunFacts) -> str:
    """Why the curve of another run does not belong on the axis of this one; empty where it does."""
    if here.document.task != other.document.task:
        return f"it is {other.document.task}"
    if other.data.digest and other.data.digest != here.data.digest:
        return f"its points are others ({other.data.words})"
    mine, its = _loss(here.document.training), _loss(other.document.training)
    return f"its loss is {its}" if page == "loss" and mine != its else ""


def _loss(training: Training) -> str:
    name = LOSSES[training.loss].title
    return f"{name} of delta {training.huber_delta:g}" if training.loss == "huber" else name


def _usual(values: list[str]) -> str | None:
    """What more than half of them have, or all; None where there is no such."""
    value, count = Counter(values).most_common(1)[0]
    return value if 2 * count > len(values) else None


def _facts(document: Document, data: DataMark) -> dict[str, str]:
    """What tells a run from others, in words by topic, the most telling first; empty or missing for what it lacks."""
    return {
        "data": data.words,
        "layers": _layers(document),
        "activation": _activation(document),
        "inputs": _inputs(document),
        **_settings(document.training),
        "dropout": _dropout(document),
    }


def _layers(document: Document) -> str:
    layers = document.network
    if not layers:
        return "no hidden layer"
    if len(layers) > MOST_LAYERS:
        return f"{len(layers)} layers"
    dense = [layer for layer in layers if isinstance(layer, Dense)]
    parts = [str(layer.units) if isinstance(layer, Dense) else layer.title.lower() for layer in layers]
    ending = " with skips" if any(layer.skip for layer in dense) else ""
    if len(dense) < len(layers):
        return f"{', '.join(parts)}{ending}"
    return f"{'-'.join(parts)} unit{'' if parts == ['1'] else 's'}{ending}"


def _activation(document: Document) -> str:
    found = dict.fromkeys(layer.bend for layer in document.network if layer.short_title != layer.title)
    titles = [ACTIVATIONS[name].title for name in found]
    return " and ".join(titles) if len(titles) <= MOST_PARTS else "several activations"


def _inputs(document: Document) -> str:
    labels = [inputs_of(document)[name].label for name in document.inputs]
    return f"inputs {' '.join(labels)}" if len(labels) <= MOST_INPUTS else f"{len(labels)} inputs"


def _dropout(document: Document) -> str:
    rates = [getattr(layer, "dropout", 0.0) or getattr(layer, "rate", 0.0) for layer in document.network]
    return f"dropout {max(rates):.0%}" if any(rates) else "no dropout" if rates else ""


def _settings(training: Training) -> dict[str, str]:
    """The settings of training that are in use."""
    found = {}
    for one in fields(training):
        only = one.metadata.get("only")
        if one.metadata["group"] not in NO_DIFFERENCE and (only is None or _holds(training, only)):
            found[one.name] = _setting(one.name, getattr(training, one.name), one.metadata)
    return found


def _holds(training: Training, only: tuple[str, ...]) -> bool:
    name, *values = only
    return getattr(training, name) in values


def _setting(name: str, value: Any, metadata: Mapping[str, Any]) -> str:
    label = SHORT.get(name, str(metadata["label"]).lower())
    if "choices" in metadata:
        title = str(metadata["choices"][value])
        return title if name in ("optimizer", "loss") else f"{title.lower()} {label}"
    if isinstance(value, bool):
        return label if value else f"no {label}"
    if value == 0:
        return f"no {label}" if name != "batch_size" else "all points in a batch"
    return f"{label} {value:g}"
