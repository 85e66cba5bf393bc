"""What the page does not have of a document: one table for the status bar and for "Copy as link"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.plan import resolve
from playground.domains import DOMAINS
from playground.layers import Dense
from playground.methods.initializations import INITIALIZATIONS
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES
from playground.operations.activations import ACTIVATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.document.training import Training
    from playground.layers import Layer

ACTIVATION_NAMES = ("tanh", "relu", "sigmoid", "linear")
INITIALIZATION_NAMES = ("tf-playground", "zeros")
TWO_CLASSES = 2


def lacking(document: Document) -> tuple[str, ...]:
    """What of a document the page does not have, each a few words; empty when it has everything."""
    found = dict.fromkeys(part for one in resolve(document).layers for part in _of_layer(document, one.layer))
    return (*_of_task(document), *found, *_of_training(document.training))


def initialization_of(document: Document, layer: Layer) -> str:
    """How the weights of a dense layer are drawn; the document's own way where the layer does not say."""
    chosen = layer.init if isinstance(layer, Dense) else "auto"
    return document.training.initialization if chosen == "auto" else chosen


def _of_task(document: Document) -> Iterator[str]:
    data, count = document.dataset, len(document.dataset.classes)
    if not DOMAINS[data.domain].is_drawn:
        yield f"a table of {len(data.columns)} columns"
    if count > TWO_CLASSES:
        yield f"data of {count} classes"
    if not count and len(document.dataset.values) > 1:
        yield f"data of {len(document.dataset.values)} values"
    if not document.scaling.is_identity:
        yield "standardised inputs"


def _of_layer(document: Document, layer: Layer) -> Iterator[str]:
    if not isinstance(layer, Dense):
        yield f"{layer.title} layer"
        return
    if layer.activation not in ACTIVATION_NAMES:
        yield f"activation {ACTIVATIONS[layer.activation].title}"
    if layer.dropout > 0.0:
        yield "dropout"
    if not layer.bias:
        yield "layer without bias"
    if layer.skip:
        yield "skips"
    if layer.frozen:
        yield "frozen layer"
    if initialization_of(document, layer) not in INITIALIZATION_NAMES:
        yield f"initialization {INITIALIZATIONS[initialization_of(document, layer)].title}"


def _of_training(training: Training) -> Iterator[str]:
    if training.loss != "half_squared":
        yield f"loss {LOSSES[training.loss].title}"
    if training.optimizer != "sgd":
        yield f"optimizer {OPTIMIZERS[training.optimizer].title}"
    elif training.momentum > 0.0:
        yield "momentum"
    if training.bias_spread > 0.0:
        yield "spread of the biases"
    if training.schedule != "constant":
        yield f"schedule {SCHEDULES[training.schedule].title}"
    for is_asked, what in (
        (training.keeps_zeros, "zeros that stay"),
        (training.clip > 0.0, "gradient clipping"),
        (training.adversarial > 0.0, "adversarial training"),
        (training.l1 > 0.0 and training.l2 > 0.0, "L1 together with L2"),
    ):
        if is_asked:
            yield what
