"""A document as a link of TensorFlow Playground, where one can hold it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.document.dataset import default_classes
from playground.document.emulation import LinkError
from playground.document.plan import resolve
from playground.domains.plane.generators import GENERATORS, generate
from playground.layers import Dense
from playground.tf_playground.fields import escape
from playground.tf_playground.lacking import initialization_of, lacking
from playground.tf_playground.link import DATASET_KEYS, DATASETS, INPUT_KEYS, POINTS
from playground.tf_playground.numbers import write_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.dataset import DataSource
    from playground.document.model import Document

ADDRESS = "https://playground.tensorflow.org/#"
MOST_NOISE = 0.8


def write_link(document: Document) -> str:
    """The link that opens as this document; trained weights are in no link.

    Raises:
        LinkError: There is none; the text lists everything that a link cannot hold.
    """
    parts = inexpressible(document)
    source = document.dataset.source
    if parts or source is None:
        raise LinkError(f"A TensorFlow Playground link cannot hold: {', '.join(parts)}.")
    return ADDRESS + "&".join(f"{key}={value}" for key, value in _pairs(document, source))


def inexpressible(document: Document) -> tuple[str, ...]:
    """What of a document a link cannot hold, each a few words; empty when it can hold everything."""
    return (*_data_parts(document), *lacking(document), *_uneven_parts(document))


def _data_parts(document: Document) -> Iterator[str]:
    data, source = document.dataset, document.dataset.source
    if data.classes and data.classes != default_classes(len(data.classes)):
        yield "the names or colours of the classes"
    if source is None:
        yield "points of your own"
    elif source.generator not in DATASETS[document.task]:
        yield f"the data set {GENERATORS[source.generator].title}"
    elif source.stream is None:
        yield "points that do not come from a link's seed text"
    elif source.count != POINTS[document.task]:
        yield f"{source.count:,} points (it always has {POINTS[document.task]:,})"
    elif source.noise > MOST_NOISE or not _is_plain(source.stream):
        yield "this noise or seed text"
    else:
        yield from _changed_points(document, source)


def _changed_points(document: Document, source: DataSource) -> Iterator[str]:
    data = document.dataset
    made = generate(source.generator, source.count, source.noise, source.seed, stream=source.stream)
    same = np.array_equal(data.samples, made.points) and np.array_equal(data.target(), made.targets)
    if not same:
        yield "points added, moved or taken away by hand"
    elif (np.diff(data.is_test.astype(np.int8)) < 0).any():
        yield "test points chosen in another way than by place"


def _uneven_parts(document: Document) -> Iterator[str]:
    dense = [layer for layer in document.network if isinstance(layer, Dense)]
    if len({layer.activation for layer in dense}) > 1:
        yield "different activations in one network"
    if len({initialization_of(document, one.layer) for one in resolve(document).layers}) > 1:
        yield "different initializations in one network"
    if document.training.as_tf_playground and document.training.seed:
        yield f"weights of the training seed {document.training.seed:,}"


def _is_plain(seed: str) -> bool:
    return escape(seed) == seed and bool(seed.strip()) and not set(seed) & {"&", "="}


def _pairs(document: Document, source: DataSource) -> Iterator[tuple[str, str]]:
    """Keys and values in the page's own order."""
    training = document.training
    sets = {key: DATASETS[task][0] for task, key in DATASET_KEYS.items()}
    sets[DATASET_KEYS[document.task]] = source.generator
    dense = [layer for layer in document.network if isinstance(layer, Dense)]
    trained = len(document.dataset) - document.dataset.test_count
    yield "activation", dense[0].activation if dense else "tanh"
    if training.l1 or training.l2:
        yield "regularization", "L1" if training.l1 else "L2"
    yield "batchSize", write_number(min(training.batch_size or trained, trained) or 1)
    yield "dataset", sets["dataset"]
    yield "regDataset", sets["regDataset"]
    yield "learningRate", write_number(training.learning_rate)
    yield "regularizationRate", write_number(training.l1 or training.l2)
    yield "noise", write_number(_percent(source.noise))
    yield "networkShape", ",".join(str(layer.units) for layer in dense)
    yield "seed", source.stream or ""
    yield from (("showTestData", "false"), ("discretize", "false"))
    yield "percTrainData", write_number(_share(trained, source.count))
    for key in ("x", "y", "xTimesY", "xSquared", "ySquared", "cosX", "sinX", "cosY", "sinY"):
        yield key, _flag(any(INPUT_KEYS[name] == key for name in document.inputs))
    yield from (("collectStats", "false"), ("problem", document.task))
    yield "initZero", _flag(initialization_of(document, resolve(document).layers[-1].layer) == "zeros")
    yield "hideText", "false"


def _percent(noise: float) -> float:
    """The percentage that reads as this fraction."""
    rounded = round(noise * 100.0, 10)
    return rounded if rounded / 100.0 == noise else noise * 100.0


def _share(trained: int, count: int) -> float:
    """The percentage that lets so many points train."""
    share = round(100.0 * trained / count, 10)
    return share if math.floor(count * share / 100.0) == trained else share + 1e-9


def _flag(value: bool) -> str:
    return "true" if value else "false"
