"""The documents that the program begins with."""

from __future__ import annotations

from dataclasses import replace

from playground.document.dataset import DataSource, default_classes
from playground.document.edits_data import make_dataset
from playground.document.model import Document
from playground.document.training import Training
from playground.domains.plane.generators import GENERATORS, generate
from playground.layers import Dense
from playground.tasks import TASKS


def first_document() -> Document:
    """Two spirals for a 2-8-8-1 network: what the first start shows.

    With this seed the network winds itself into both arms (test accuracy 1.00 after 1200 epochs, 20 s at an epoch a
    frame); with others tanh layers of 8 often stay stuck, which is a lesson, but not for a first look.
    """
    document = document_for("spiral", (8, 8), noise=0.05, count=280)
    training = replace(document.training, learning_rate=0.02, batch_size=20, l2=0.0003, seed=5)
    return replace(document, training=training)


def document_for(
    generator: str,
    units: tuple[int, ...],
    noise: float | None = None,
    count: int | None = None,
    parameter: int | None = None,
) -> Document:
    """A document around a generator with tanh layers of these sizes.

    Args:
        generator: A key of `GENERATORS`.
        units: Neurons of each hidden layer.
        noise: Fraction; the generator's own when None.
        count: Points; the generator's own when None.
        parameter: Arms, blobs or cells; the generator's own when None.
    """
    made = GENERATORS[generator]
    source = DataSource(
        generator, count or made.default_count, made.default_noise if noise is None else noise, 0, parameter
    )
    sample = generate(source.generator, source.count, source.noise, source.seed, source.parameter)
    task = TASKS[made.task]
    classes = default_classes(max(sample.class_count, 2)) if task.has_classes else ()
    dataset = make_dataset(sample.points, sample.targets, classes, source=source)
    network = tuple(Dense(uid=i + 1, units=n) for i, n in enumerate(units))
    return Document(made.task, dataset, ("x", "y"), network, Training(loss=task.usual_loss, restore_best=True))
