"""Links of TensorFlow Playground, read as that page reads them. Nothing is fetched: a link holds all that it means."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from playground.document.dataset import MOST_SEED_TEXT, Dataset, DataSource, default_classes
from playground.document.edits_data import make_dataset
from playground.document.emulation import LinkError, LinkReading
from playground.document.model import Document
from playground.document.plan import resolve
from playground.document.problems import MOST_LAYERS, MOST_PARAMETERS
from playground.document.training import Training
from playground.domains.plane.generators import GENERATORS, generate
from playground.layers import Dense
from playground.layers.dense import MOST_UNITS
from playground.tasks import TASKS
from playground.tf_playground.fields import MOST_LISTED, LinkFields, shortened
from playground.tf_playground.lacking import ACTIVATION_NAMES
from playground.tf_playground.numbers import read_number, write_number

POINTS = {"classification": 500, "regression": 1200}
DATASETS = {"classification": ("circle", "xor", "gauss", "spiral"), "regression": ("reg-plane", "reg-gauss")}
DATASET_KEYS = {"classification": "dataset", "regression": "regDataset"}
INPUT_KEYS = {
    "x": "x",
    "y": "y",
    "x2": "xSquared",
    "y2": "ySquared",
    "xy": "xTimesY",
    "sin_x": "sinX",
    "sin_y": "sinY",
}
"""Our names of the inputs, in the order in which both programs feed them, and the page's."""
CONTROLS = (
    *("showTestData", "discretize", "playButton", "stepButton", "resetButton", "learningRate", "activation"),
    *("regularization", "regularizationRate", "problem", "dataset", "percTrainData", "noise", "batchSize"),
    "numHiddenLayers",
)
MEANT = frozenset(
    [
        *("activation", "regularization", "batchSize", "dataset", "regDataset", "learningRate", "regularizationRate"),
        *("noise", "networkShape", "seed", "percTrainData", "problem", "initZero", *INPUT_KEYS.values()),
    ]
)
WITHOUT_EFFECT = frozenset(
    [
        *("showTestData", "discretize", "cosX", "cosY", "collectStats", "tutorial", "hideText"),
        *(f"{name}_hide" for name in (*CONTROLS, *INPUT_KEYS.values(), "cosX", "cosY")),
    ]
)
"""What only changes the page's own controls; a hidden input alone is off."""
KNOWN = MEANT | WITHOUT_EFFECT
MOST_NOISE = 80.0
"""Percent; more counts as 50."""
USUAL_SEED = "0.50000"
"""For links without a seed, to which the page gives another one each time."""
MOST_CHARACTERS = 8_192
MOST_BATCH = 1_000_000

SITE = re.compile(r"(https?://)?(www\.)?playground\.tensorflow\.org(?![\w.-])", re.IGNORECASE)
OTHER_SITE = re.compile(r"https?://[^\s#]+#", re.IGNORECASE)
PAIR = re.compile(r"([A-Za-z_]+)=[^\s&]*")


def looks_like_link(text: str) -> bool:
    """Whether a text is a link of the page, of a copy of it, or the part from `#` on."""
    text = text.strip()
    if SITE.match(text):
        return True
    start = text[:MOST_CHARACTERS]
    if start.startswith("#"):
        meant = "=" in start or start[1:].partition("&")[0] in KNOWN
        return meant and not any(sign.isspace() for sign in start)
    other = OTHER_SITE.match(start)
    pairs = start[other.end() :] if other else start
    first = PAIR.match(pairs)
    if first is None or any(sign.isspace() for sign in pairs):
        return False
    return any(piece.partition("=")[0] in KNOWN for piece in pairs.split("&"))


def read_link(text: str) -> LinkReading:
    """The document that opening a link on the page gives.

    Args:
        text: As `looks_like_link` accepts it.

    Raises:
        LinkError: It cannot be a link, or asks for what no machine should try; one line says what.
    """
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        raise LinkError(f"the link has {len(text):,} characters; {MOST_CHARACTERS:,} are the most")
    _, sign, fragment = text.partition("#")
    fields = LinkFields(fragment if sign or SITE.match(text) else text, KNOWN)
    task = fields.name("problem", tuple(POINTS), "classification")
    inputs = tuple(name for name, key in INPUT_KEYS.items() if _is_on(fields, key))
    network = _network(fields)
    training = _training(fields, _training_points(fields, task))
    _refuse_giants(task, inputs, network, training)
    document = Document(task, _dataset(fields, task), inputs, network, training)
    return LinkReading(document, tuple(fields.notes))


def _is_on(fields: LinkFields, key: str) -> bool:
    return fields.flag(key, default=key in ("x", "y")) and fields.text(f"{key}_hide") != "true"


def _network(fields: LinkFields) -> tuple[Dense, ...]:
    shape = fields.raw.get("networkShape", "4,2")
    if shape is None:
        raise LinkError("networkShape has no value")
    activation = fields.name("activation", ACTIVATION_NAMES, "tanh")
    counts = [_units(item) for item in shape.split(",")] if shape.strip() else []
    left_out = [shortened(item.strip()) for item, count in zip(shape.split(","), counts, strict=False) if count == 0]
    if left_out:
        more = f" and {len(left_out) - MOST_LISTED} more" if len(left_out) > MOST_LISTED else ""
        words = ", ".join(f"“{item}”" for item in left_out[:MOST_LISTED])
        escaped = " Commas separate layers; the page reads %2C as it stands." if "%2c" in shape.lower() else ""
        fields.notes.append(f"networkShape: {words}{more} is no number of neurons and makes no layer.{escaped}")
    counts = [count for count in counts if count]
    if len(counts) > MOST_LAYERS:
        raise LinkError(f"networkShape: {len(counts):,} layers are more than the {MOST_LAYERS} allowed")
    return tuple(Dense(uid=i, units=count, activation=activation) for i, count in enumerate(counts, start=1))


def _units(item: str) -> int:
    """Neurons of a layer: the number rounded up; 0 for what is none."""
    value = read_number(item)
    if value > MOST_UNITS:
        raise LinkError(
            f"networkShape: {item.strip()[:20]} neurons in a layer are more than the {MOST_UNITS:,} allowed"
        )
    return math.ceil(value) if value > 0.0 else 0


def _training_points(fields: LinkFields, task: str) -> int:
    """How many points train; a share below zero leaves out so many at the end, as a slice does."""
    share = fields.number("percTrainData", 50.0)
    count = POINTS[task]
    trained = math.floor(count * max(min(share, 1e6), -1e6) / 100.0)
    return min(trained, count) if trained >= 0 else max(count + trained, 0)


def _training(fields: LinkFields, points: int) -> Training:
    rate = fields.number("learningRate", 0.03, least=1e-6, most=10.0)
    strength = fields.number("regularizationRate", 0.0, least=0.0, most=10.0)
    kind = fields.name("regularization", ("none", "L1", "L2"), "none")
    return Training(
        optimizer="sgd",
        learning_rate=rate,
        batch_size=_batch(fields, points),
        loss="half_squared",
        l1=strength if kind == "L1" else 0.0,
        l2=strength if kind == "L2" else 0.0,
        initialization="zeros" if fields.flag("initZero", default=False) else "tf-playground",
        as_tf_playground=True,
    )


def _batch(fields: LinkFields, points: int) -> int:
    """Points of an update.

    The page updates after each sample whose number the batch size divides, so that 2.5 works like 5 and -10 like 10.
    """
    size = abs(Fraction(fields.number("batchSize", 10.0))).numerator
    if 0 < size <= points or (points == 0 and size <= MOST_BATCH):
        return max(size, 1)
    asked = shortened(fields.text("batchSize")) or "10"
    fields.notes.append(
        f"batchSize: with {asked} the page never learns from {points:,} points; here a batch is all of them."
    )
    return max(points, 1)


def _dataset(fields: LinkFields, task: str) -> Dataset:
    names = DATASETS[task]
    generator = fields.name(DATASET_KEYS[task], names, names[0])
    noise = fields.number("noise", 0.0)
    if not 0.0 <= noise <= MOST_NOISE:
        asked, noise = noise, 50.0 if noise > MOST_NOISE else 0.0
        fields.notes.append(f"noise: the page takes {write_number(noise)} % in place of {write_number(asked)} %.")
    seed = fields.text("seed")
    if len(seed) > MOST_SEED_TEXT:
        raise LinkError(f"the seed has {len(seed):,} characters; {MOST_SEED_TEXT:,} are the most")
    if not seed:
        fields.notes.append(f"The link names no seed: this is what {USUAL_SEED} gives.")
    source = DataSource(generator, POINTS[task], noise / 100.0, 0, stream=seed or USUAL_SEED)
    sample = generate(generator, source.count, source.noise, 0, stream=source.stream)
    classes = default_classes(GENERATORS[generator].classes)
    share = _training_points(fields, task) / source.count
    return make_dataset(sample.points, sample.targets, classes, share, source=source)


def _refuse_giants(task: str, inputs: tuple[str, ...], network: tuple[Dense, ...], training: Training) -> None:
    nothing = make_dataset([], [], default_classes(2) if TASKS[task].has_classes else ())
    count = resolve(Document(task, nothing, inputs, network, training)).parameter_count
    if count > MOST_PARAMETERS:
        raise LinkError(f"networkShape: {count:,} parameters are more than the {MOST_PARAMETERS:,} this program trains")
