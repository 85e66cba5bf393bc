"""Knobs of a document: everything of training, layers and data that an experiment can turn, by paths with a dot."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from math import inf, nan
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from playground.document import figures
from playground.document.data_operations.base import MOST_SEED
from playground.document.edits_network import change_training, next_uid
from playground.document.model import domain_of
from playground.document.training import AUGMENT, STOP
from playground.document.usual_network import with_flatten
from playground.domains import GENERATORS
from playground.experiments.data_knobs import SAMPLE_KNOBS, KnobError, with_data
from playground.methods.optimizers import OPTIMIZERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.model import Document
    from playground.experiments.variations import Settings, Value
    from playground.layers import Layer, OutputLayer

Changed = TypeVar("Changed", "Layer", "OutputLayer")
Kind = Literal["number", "whole", "choice", "switch"]
LAYER, NETWORK, OUTPUT, DATA = "layer", "network", "output", "data"
NOT_TURNED = frozenset({"seed", "device", "stepper", "as_tf_playground", "uid"})
"""Fields that are no knobs: the seeds are an experiment's own, and where it trains changes no answer."""
MOST_DEPTH = 50
SHARES = frozenset({"train_fraction", "flipped"})
RECIPE = "training.optimizer_and_rate"
USUAL_RATES = {"sgd": 0.1, "adam": 0.01, "adamw": 0.01, "rmsprop": 0.003, "adagrad": 0.1, "lion": 0.001}
"""Where these optimizers are usually begun with; another one begins with the rate at hand."""


@dataclass(frozen=True, slots=True)
class Knob:
    """Something of a document that an experiment can turn.

    Attributes:
        path: `learning_rate`, `layer1.units`, `network.depth`, `data.noise` ...
        label: For axes and tables.
        kind: What its values are.
        now: Its value in the document; None where several layers have it.
        least, most: Its range, for numbers.
        choices: What it can be, for choices.
        is_log: Whether its range is usually seen in its logarithm.
        unit: What stands behind its number: "°", "px" ...; nothing for most.
        is_share: Whether its number is a share of 0 to 1, written in percent.
    """

    path: str
    label: str
    kind: Kind
    now: Value | None = None
    least: float = -inf
    most: float = inf
    choices: tuple[Value, ...] = ()
    is_log: bool = False
    unit: str = ""
    is_share: bool = False

    def said(self, value: float) -> str:
        """A number of it as the window writes it: "10 %", "15°", "0.03"."""
        if self.is_share:
            return figures.share(value)
        plain = figures.signed(f"{value:,.0f}" if value == round(value) else f"{value:.3g}")
        gap = figures.GAP if self.unit and self.unit != "°" else ""
        return f"{plain}{gap}{self.unit}"


def knobs_of(document: Document) -> dict[str, Knob]:
    """All knobs of a document by their paths: those of training, of each layer, of all layers, of the data."""
    found = [*_of_fields("", document.training), _of_recipes(document)]
    for number, layer in enumerate(document.network, start=1):
        found += _of_fields(f"{LAYER}{number}.", layer, f"Layer {number}")
    found += _of_fields(f"{OUTPUT}.", document.output, "Output")
    found += _of_network(document)
    found += _of_data(document)
    return {knob.path: knob for knob in found}


def useful_knobs(document: Document) -> dict[str, Knob]:
    """The knobs that a sweep over the document can make a difference with, by their paths.

    Left out are settings that the chosen optimizer, loss or schedule does not use, ways to vary pictures where samples
    are none, and the stop rule, as an experiment says itself how long its runs train.
    """
    return {path: knob for path, knob in knobs_of(document).items() if "." in path or _is_used(document, path)}


def _is_used(document: Document, name: str) -> bool:
    """Whether a setting of training means something with the others as they are."""
    about = next(field.metadata for field in fields(document.training) if field.name == name)
    only = about.get("only")
    if only is not None and getattr(document.training, only[0]) not in only[1:]:
        return False
    return about["group"] != STOP and (about["group"] != AUGMENT or not domain_of(document).has_map)


def knob_at(document: Document, path: str) -> Knob:
    """The knob of a path.

    Raises:
        KnobError: There is none; the text lists what there is.
    """
    known = knobs_of(document)
    if path in known:
        return known[path]
    raise KnobError(f"{path!r} is no knob; {_nearest(path, known)}")


def with_settings(document: Document, settings: Settings) -> Document:
    """The document with knobs turned, in their order, those of the data last.

    Raises:
        KnobError: A knob is not there any more, as when a layer is gone, or cannot be turned so; in words.
    """
    data = {path.removeprefix(f"{DATA}."): value for path, value in settings if path.startswith(f"{DATA}.")}
    for path, value in settings:
        if not path.startswith(f"{DATA}."):
            document = _with(document, path, value)
    return with_data(document, data) if data else document


# ---- what there is ---------------------------------------------------------------------------------------------------


def _of_fields(prefix: str, settings: Any, whose: str = "") -> list[Knob]:
    """A knob for each field that a form would show; pictures' own variations say that they are theirs."""
    found = []
    for field in fields(settings):
        about = field.metadata
        if field.name in NOT_TURNED or "label" not in about:
            continue
        now = getattr(settings, field.name)
        choices = tuple(about.get("choices", ()))
        kind = _kind_of(now, choices)
        limits = about.get("min", -inf), about.get("max", inf)
        owner = AUGMENT if about.get("group") == AUGMENT else whose
        label = _labelled(owner, about["label"])
        unit = about.get("unit", "")
        shown = {"unit": "" if unit == "%" else unit, "is_share": unit == "%"}
        found.append(
            Knob(prefix + field.name, label, kind, now, *limits, choices, bool(about.get("log", False)), **shown)
        )
    return found


def _labelled(owner: str, label: str) -> str:
    """A label that says whose it is, "Layer 2: units"; as it is where nobody owns it."""
    if not owner:
        return label
    is_word = label[1:2].islower() or len(label) == 1
    return f"{owner}: {label[:1].lower() if is_word else label[:1]}{label[1:]}"


def _kind_of(value: Value, choices: tuple[Value, ...]) -> Kind:
    if choices:
        return "choice"
    if isinstance(value, bool):
        return "switch"
    return "whole" if isinstance(value, int) else "number"


def _of_recipes(document: Document) -> Knob:
    """Every optimizer at a rate of its own: one learning rate for all says little about them."""
    training = document.training
    rates = USUAL_RATES | {training.optimizer: training.learning_rate}
    choices = tuple(recipe(name, rates.get(name, training.learning_rate)) for name in OPTIMIZERS)
    now = recipe(training.optimizer, training.learning_rate)
    return Knob(RECIPE, "Optimizer and rate", "choice", now, choices=choices)


def _of_network(document: Document) -> list[Knob]:
    """The depth, and what several layers have in common."""
    found = [Knob(f"{NETWORK}.depth", "Hidden layers", "whole", len(document.network), 0, MOST_DEPTH)]
    seen: dict[str, Knob] = {}
    for layer in document.network:
        for knob in _of_fields("", layer):
            label = _labelled("All layers", knob.label)
            seen.setdefault(knob.path, replace(knob, path=f"{NETWORK}.{knob.path}", label=label))
    return [*found, *(replace(knob, now=None) for knob in seen.values())]


def _of_data(document: Document) -> list[Knob]:
    """What makes the samples, and what is done to them."""
    data, found = document.dataset, []
    if data.source is not None:
        made = GENERATORS[data.source.generator]
        found.append(Knob("data.noise", "Noise", "number", data.source.noise, 0.0, inf, is_share=True))
        found.append(Knob("data.count", "Samples made", "whole", data.source.count, 0, inf))
        if made.parameter is not None:
            own, now = made.parameter, data.source.parameter
            value = own.default if now is None else now
            found.append(Knob("data.parameter", own.label, "whole", value, own.minimum, own.maximum))
        given = dict(data.source.knobs)
        for one in made.knobs:
            now_at = given.get(one.name, one.default)
            limits_of = one.minimum, one.maximum
            found.append(Knob(f"data.{one.name}", one.label, "number", now_at, *limits_of, unit=one.unit))
    seed = 0 if data.source is None else data.source.seed
    at_first = {"seed": seed, "split": data.split_seed, "train_fraction": data.train_fraction}
    at_first |= {"samples": len(data) - data.test_count, "flipped": 0.0}
    limits = {"seed": (0, MOST_SEED), "split": (0, MOST_SEED), "train_fraction": (0.0, 1.0)}
    limits |= {"samples": (1, len(data)), "flipped": (0.0, 1.0)}
    for name, label in SAMPLE_KNOBS.items():
        if name != "flipped" or data.classes:
            kind, is_share = _kind_of(at_first[name], ()), name in SHARES
            found.append(Knob(f"data.{name}", label, kind, at_first[name], *limits[name], is_share=is_share))
    return [replace(knob, label=_labelled("Data", knob.label)) for knob in found]


def _nearest(path: str, known: Mapping[str, Knob]) -> str:
    """The knob that was probably meant, else those of the same group, else all groups."""
    group, dot, _ = path.partition(".")
    fellows = [one for one in known if dot and one.startswith(f"{group}.")]
    near = get_close_matches(path, fellows or known, n=1, cutoff=0.85)
    if near:
        return f"did you mean {near[0]!r}?"
    if fellows:
        return f"there are {', '.join(fellows)}"
    groups = dict.fromkeys(one.partition(".")[0] for one in known if "." in one)
    training = [one for one in known if "." not in one]
    return f"there are {', '.join(training)}; and those of {', '.join(f'{one}.' for one in groups)}"


# ---- turning ---------------------------------------------------------------------------------------------------------


def recipe(optimizer: str, rate: float) -> str:
    """An optimizer with its learning rate, as a value of the knob `RECIPE`: "adam 0.01"."""
    return f"{optimizer} {rate:.12g}"


def _with_recipe(document: Document, value: str) -> Document:
    optimizer, _, rate = value.partition(" ")
    try:
        number = float(rate)
    except ValueError:
        number = nan
    if optimizer not in OPTIMIZERS or not number > 0.0:
        raise KnobError(f"{value!r} is no optimizer with a learning rate, as {recipe('adam', 0.01)!r} is one.")
    return change_training(document, optimizer=optimizer, learning_rate=number)


def _with(document: Document, path: str, value: Value) -> Document:
    if path == RECIPE:
        return _with_recipe(document, str(value))
    group, dot, name = path.partition(".")
    if not dot:
        if path not in {field.name for field in fields(document.training)}:
            raise KnobError(f"{path!r} is no knob of training.")
        return change_training(document, **{path: value})
    if group == NETWORK:
        return _with_depth(document, int(value)) if name == "depth" else _with_all(document, name, value)
    if group == OUTPUT:
        return replace(document, output=_changed(document.output, name, value))
    number = int(group.removeprefix(LAYER))
    if number > len(document.network):
        raise KnobError(f"There is no layer {number}: the network has {len(document.network)} hidden layers.")
    layers = list(document.network)
    layers[number - 1] = _changed(layers[number - 1], name, value)
    return replace(document, network=tuple(layers))


def _with_all(document: Document, name: str, value: Value) -> Document:
    """The field of every layer that has it."""
    return replace(document, network=tuple(_changed(layer, name, value) for layer in document.network))


def _changed(layer: Changed, name: str, value: Value) -> Changed:
    """The layer with a field changed; the same one where it has no such field."""
    has_it = name in {field.name for field in fields(layer)}
    changed: dict[str, Any] = {name: value}
    return replace(layer, **changed) if has_it else layer


def _with_depth(document: Document, depth: int) -> Document:
    """The first so many hidden layers; where there are fewer, copies of the last one follow."""
    network = document.network[:depth]
    if len(network) < depth and not network:
        raise KnobError("A network without hidden layers has none to be repeated: add one.")
    uid = next_uid(document)
    more = range(depth - len(network))
    return with_flatten(replace(document, network=(*network, *(replace(network[-1], uid=uid + i) for i in more))))
