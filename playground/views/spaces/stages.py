"""The stages of a network as words: what they are called, and what their spaces tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.figures import share
from playground.document.glossary import explain
from playground.document.model import INPUT_UID, OUTPUT_UID, domain_of
from playground.document.plan import resolve
from playground.tasks import TASKS
from playground.training.probes.addresses import pre_activation_uid
from playground.training.probes.layer_spaces.pre_activations import steps_to_sums
from playground.training.probes.layer_spaces.shown import is_held_out
from playground.widgets.format import percent, significant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playground.document.model import Document
    from playground.session.session import Session
    from playground.training.probes.layer_spaces.morph import Bridge
    from playground.training.probes.layer_spaces.space import Space

OTHER_CLASSES = "The {samples} had other classes, or other columns, then"
LEAST_FOLD = 0.005
BINARY = 2
OF_VARIANCE = " of the variance"
"""Said where there is room."""
_VIEW_TEXTS = {
    "plane": "the plane you drew",
    "units": "two neurons",
    "units3": "three neurons",
    "space": "three neurons",
    "pca3": "PCA in 3-D",
    "lda": "separating",
    "pca": "PCA",
    "readout": "read-out view",
    "triangle": "a corner for each class",
    "logits": "PCA of the outputs",
}
_WAY = " of the way to "
_LEG_TEXTS = {
    "linear": "through the weights",
    "bias": "adding the bias",
    "convolution": "through the kernels",
    "pooling": "pooling windows",
    "up-sampling": "up-sampling the maps",
    "flattening": "laying the maps out in a row",
    "activation": "through the activation",
    "skip": "adding what skips the layer",
    "features": "through sines and cosines",
    "gate": "letting the gates choose",
    "normalization": "normalizing",
    "unfold": "from the projection to all neurons",
    "picture": "turning to the next view",
}


@dataclass(frozen=True, slots=True)
class MorphStop:
    """One place on the way through the network.

    Attributes:
        title: "Input", "Layer 2 sums", "Layer 2", "Output".
        after: The end of "... of the points".
        units: Numbers of one sample there.
        short: The title where there is little room, "Sums 2".
    """

    uid: int
    title: str
    after: str
    units: int
    short: str = ""

    @property
    def titles(self) -> tuple[str, str]:
        """In full and short."""
        return self.title, self.short or self.title

    @property
    def is_sums(self) -> bool:
        """Whether it lies before an activation."""
        return self.uid < INPUT_UID


def stages_of(document: Document, *, with_sums: bool = False) -> tuple[MorphStop, ...]:
    """Input, every hidden layer, output; in front of the layers that bend their sums these, if they are wanted.

    A layer that only lays out its numbers otherwise has no space of its own.
    """
    layers = []
    *hidden, output = resolve(document).layers
    for number, layer in enumerate(hidden, start=1):
        if layer.is_reshaping:
            continue
        if with_sums and steps_to_sums(layer):
            uid, title = pre_activation_uid(layer.uid), f"Layer {number} sums"
            layers.append(MorphStop(uid, title, f"in the sums of layer {number}", layer.units, f"Sums {number}"))
        layers.append(MorphStop(layer.uid, f"Layer {number}", f"after layer {number}", layer.units))
    first = MorphStop(INPUT_UID, "Input", before_words(document), document.dataset.samples.shape[1])
    return (first, *layers, MorphStop(OUTPUT_UID, "Output", "at the output", output.units))


def before_words(document: Document) -> str:
    """Where samples are before any layer, the end of "... of the points"."""
    domain = domain_of(document)
    if not domain.has_map:
        return "as they are"
    return "in the plane you drew" if domain.is_drawn else "in the table"


def default_stage(stages: Sequence[MorphStop]) -> int:
    """The last hidden layer; without any, the plane."""
    return max(len(stages) - 2, 0)


def stage_of(document: Document, stages: Sequence[MorphStop], uid: int | None) -> int:
    """Where the space of a layer stands, of one that has none of its own that of what enters it; else the usual one.

    Args:
        document: Whose layers.
        stages: All that there are.
        uid: Of the layer, or of its sums; None where none was chosen.
    """
    places = {stage.uid: place for place, stage in enumerate(stages)}
    order = resolve(document).stages
    while uid not in places and uid in order[1:]:
        uid = order[order.index(uid) - 1]
    return places.get(uid, default_stage(stages)) if uid is not None else default_stage(stages)


def linear_text(document: Document, space: Space | None) -> str:
    """What a straight cut, or slope, does at a stop of the slider: "54 % right", "54 % explained"."""
    if space is None or not len(space.points):
        return ""
    return f"{share(space.separability)} {TASKS[document.task].linear_word}"


def linear_tip(document: Document, space: Space | None) -> str:
    """The same as a sentence; empty without points."""
    if space is None or not len(space.points):
        return ""
    return f"{_subject(document)} {share(space.separability)} {_objects(document)}"


def bend_text(document: Document, stage: MorphStop, space: Space | None) -> str:
    """What a stage does to the plane, line by line: how straight a cut separates there, folds, and stretch."""
    title = f"{stage.title}, before the activation" if stage.is_sums else stage.title
    if space is None:
        return title
    lines = [title, *filter(None, [linear_tip(document, space)])]
    if space.uid == INPUT_UID or not domain_of(document).has_map:
        return "\n".join(lines)
    if space.folded is not None:
        is_folded = space.folded >= LEAST_FOLD
        lines.append(f"{share(space.folded)} of the plane is folded over" if is_folded else "nothing is folded over")
    lines.append(f"stretched up to \N{MULTIPLICATION SIGN} {significant(space.stretch, 2)}")
    return "\n".join(lines)


def leg_text(bridge: Bridge, moment: float) -> str:
    """What happens at a moment of the way through a layer."""
    index, _ = bridge.place(moment)
    leg = bridge.legs[index]
    if leg.is_mirrored:
        return "turning over"
    return _LEG_TEXTS.get(leg.name, leg.name)


def guess_share(document: Document) -> float:
    """What always naming the largest class gets right; 0 for regression and without points."""
    counts = document.dataset.counts() if TASKS[document.task].has_classes else []
    return max(counts) / sum(counts) if sum(counts) else 0.0


def caption(document: Document, stages: Sequence[MorphStop], spaces: Mapping[int, Space], chosen: int) -> str:
    """One sentence on what the layers do to the points, with the numbers in bold.

    Args:
        document: What is trained.
        stages: All of them.
        spaces: By uid, as far as they are known.
        chosen: Index of the stage to tell of; the plane is compared with it.
    """
    domain = domain_of(document)
    if len(document.dataset) == 0:
        verb = "Draw" if domain.is_drawn else "Add"
        return f"{verb} some {domain.marks} to see how the layers bend them apart."
    if TASKS[document.task].has_classes and np.count_nonzero(document.dataset.counts()) < BINARY:
        return f"All {domain.marks} are of one class: there is nothing to separate yet."
    compared = stages[chosen] if chosen > 0 else stages[default_stage(stages)]
    first, other = spaces.get(INPUT_UID), spaces.get(compared.uid)
    if first is None or other is None:
        return ""
    start = f"{_subject(document)} <b>{share(first.separability)}</b> {_objects(document)} {before_words(document)}"
    if compared.uid == INPUT_UID:
        return f"{start}; a hidden layer can bend it first."
    return f"{start} and <b>{share(other.separability)}</b> {compared.after}."


def _subject(document: Document) -> str:
    if not TASKS[document.task].has_classes:
        return "A straight slope explains"
    return "A straight line gets" if len(document.dataset.classes) <= BINARY else "Straight lines get"


def _objects(document: Document) -> str:
    kept_back = "test " if is_held_out(document) else ""
    return TASKS[document.task].linear_words.format(samples=kept_back + domain_of(document).marks)


def chip_text(stages: Sequence[MorphStop], position: float, space: Space | None) -> tuple[str, str]:
    """Name and detail of what the large space shows.

    Args:
        stages: All of them.
        position: On the slider, 0 to the number of stages less one.
        space: The one that the slider stands on, or has left to the right.
    """
    left = min(int(position), len(stages) - 1)
    part = position - left
    if part == 0.0:
        return stages[left].title, "" if space is None else view_text(space)
    first, second = stages[left].title, stages[left + 1].title
    if first.startswith("Layer") and second.startswith("Layer") and not any(s.is_sums for s in stages[left : left + 2]):
        second = second.removeprefix("Layer ")
    way = "" if space is None or space.bridge is None else f": {leg_text(space.bridge, part)}"
    target = stages[left + 1].title
    return f"{first} \N{RIGHTWARDS ARROW} {second}", f"{percent(part)}{_WAY}{target[:1].lower()}{target[1:]}{way}"


def shorter(about: str) -> str:
    """A detail of `chip_text` where there is little room for it."""
    start, way, rest = about.removesuffix(OF_VARIANCE).partition(_WAY)
    _, colon, leg = rest.partition(":")
    return f"{start}{colon}{leg}" if way else start


def axis_names(space: Space | None, units: Sequence[int]) -> tuple[str, ...]:
    """What the three axes of the large space stand for; a flat one has the first two.

    Args:
        space: The one that is shown.
        units: The neurons that were chosen for the views of two and of three.
    """
    if space is not None and space.view == "pca3":
        return tuple(f"component {place}" for place in (1, 2, 3))
    is_chosen = space is not None and len(units) == space.sheet.shape[-1] and max(units) < space.width
    chosen = (*units, *range(len(units), 3)) if is_chosen else range(3)
    return tuple(f"neuron {unit + 1}" for unit in chosen)


def document_shown(session: Session) -> Document:
    """Whose layers are shown: those of the moment that is looked at, unless its classes were others."""
    here, shown = session.document, session.time.shown
    if (
        shown is None
        or resolve(shown.document).structure == resolve(here).structure
        or resolve(shown.document).meaning != resolve(here).meaning
    ):
        return here
    return shown.document


def why_empty(session: Session) -> str:
    """Why there is no space to show; empty before the first one comes."""
    problems, time = session.problems, session.time
    if problems:
        return problems[0].text
    fits = time.shown is None or resolve(time.shown.document).meaning == resolve(session.document).meaning
    return "" if fits else OTHER_CLASSES.format(samples=domain_of(session.document).marks)


def view_tip(words: str) -> str:
    """What the words of `view_text` mean, line by line; empty for those that need no explanation."""
    name, _, rest = words.partition(", ")
    term = next((one for one in (name, name.partition(" ")[0]) if explain(one)), "")
    terms = [term] if term else []
    if rest.endswith(OF_VARIANCE):
        terms.append("Explained variance")
    return "\n".join(f"{one[:1].upper()}{one[1:]}: {explain(one)}." for one in terms)


def view_text(space: Space) -> str:
    """How a space is seen."""
    if space.view == "histogram":
        return "one value" if space.uid == OUTPUT_UID else "one neuron"
    kept = f", {share(space.explained_variance)}{OF_VARIANCE}" if space.view in {"pca", "pca3", "lda", "logits"} else ""
    return _VIEW_TEXTS[space.view] + kept
