"""What a step sets: document in, document out."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.edits_data import add_points
from playground.document.edits_network import change_training
from playground.document.errors import DocumentError
from playground.document.limits import excess
from playground.document.model import domain_of, inputs_of
from playground.document.network_presets import NETWORK_PRESETS, with_preset
from playground.domains import GENERATORS
from playground.domains.plane.brushes import Nib, Trail, paint_along
from playground.experiments.data_knobs import KnobError
from playground.experiments.knobs import knob_at, with_settings
from playground.interop.sources import example_names, open_source
from playground.layers import LAYER_KINDS, Dense
from playground.storage.checks import unknown
from playground.storage.text import from_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.model import Document
    from playground.layers import Layer
    from playground.lessons.lesson import PaintedStroke, StepSettings


_LAYERS = re.compile(r"(?:(?P<times>\d{1,2}) x )?(?P<kind>[a-z_0-9]+)(?: (?P<units>\d{1,3}))?")
MOST_LAYERS, MOST_UNITS = 32, 128
BRUSH_RADIUS, BRUSH_DENSITY = 0.8, 5.0
"""As the tool begins with them."""


class SettingsError(ValueError):
    """What a step sets cannot be; the text is for a person."""


def with_step(document: Document, settings: StepSettings) -> Document:
    """The document as a step wants it; the same one where it sets nothing.

    Raises:
        SettingsError: There is no such example, input, preset or knob; in words.
    """
    if settings.source or settings.document:
        opened = _read(settings.document) if settings.document else _opened(settings.source)
        document = replace(document, dataset=opened.dataset, task=opened.task) if settings.keeps else opened
    if settings.inputs:
        document = _with_inputs(document, settings.inputs)
    network = _network(settings)
    if network is not None:
        document = replace(document, network=network)
    if settings.preset:
        document = _with_preset(document, settings.preset)
    if settings.seed is not None:
        document = change_training(document, seed=settings.seed)
    try:
        for path in settings.knobs:
            knob_at(document, path)
        document = with_settings(document, tuple(settings.knobs.items()))
    except KnobError as error:
        raise SettingsError(str(error)) from None
    return reduce(_painted, settings.paint, document)


def _painted(document: Document, stroke: PaintedStroke) -> Document:
    """The document with the points of a stroke, as the brush puts them when nobody has set it otherwise."""
    if not domain_of(document).is_drawn or stroke.as_class > len(document.dataset.classes):
        raise SettingsError(f"there is no class {stroke.as_class} to paint points of")
    random, trail, found = np.random.default_rng(len(document.dataset)), Trail(), []
    for start, end in pairwise((stroke.along[0], *stroke.along)):
        points, trail = paint_along(random, start, end, Nib(BRUSH_RADIUS, BRUSH_DENSITY), trail)
        found.append(points)
    return add_points(document, np.concatenate(found), stroke.as_class - 1)


def _network(settings: StepSettings) -> tuple[Layer, ...] | None:
    """The hidden layers that a step names; None where it leaves them."""
    if settings.layers is not None:
        return layers_of(settings.layers)
    if settings.hidden is None:
        return None
    return tuple(Dense(uid=place, units=units) for place, units in enumerate(settings.hidden, start=1))


def layers_of(words: Sequence[str]) -> tuple[Layer, ...]:
    """Hidden layers as a step names them: "dense 8", "batch_norm", "conv2d 16", "7 x residual".

    Raises:
        SettingsError: There is no such kind, or it takes no units; in words.
    """
    made: list[Layer] = []
    for text in words:
        found = _LAYERS.fullmatch(text.strip())
        if found is None:
            raise SettingsError(f"{text!r} is no layer: say it like 'dense 8' or '7 x residual'")
        kind = LAYER_KINDS.get(found["kind"])
        if kind is None:
            raise SettingsError(unknown(found["kind"], LAYER_KINDS))
        given: dict[str, Any] = {} if found["units"] is None else {"units": int(found["units"])}
        if given and "channels" in kind.__dataclass_fields__:
            given = {"channels": given["units"]}
        elif given and not ("units" in kind.__dataclass_fields__ and 1 <= given["units"] <= MOST_UNITS):
            raise SettingsError(f"{text!r}: {kind.title} cannot have {found['units']} units")
        made += [kind(**given) for _ in range(int(found["times"] or 1))]
    if len(made) > MOST_LAYERS:
        raise SettingsError(f"{len(made)} layers are more than {MOST_LAYERS}")
    return tuple(replace(layer, uid=place) for place, layer in enumerate(made, start=1))


def _opened(source: str) -> Document:
    """An example or what a generator makes; a lesson opens no file of the person's."""
    known = dict.fromkeys((*example_names(), *GENERATORS))
    if source not in known:
        raise SettingsError(unknown(source, known))
    return open_source(source).document


def _read(text: str) -> Document:
    """The document that a lesson's file holds itself."""
    try:
        document = from_text(text)
    except DocumentError as error:
        raise SettingsError(f"the document of the step: {error}") from None
    if reason := excess(document):
        raise SettingsError(f"the document of the step: {reason}")
    return document


def _with_inputs(document: Document, inputs: tuple[str, ...]) -> Document:
    known = inputs_of(document)
    for name in inputs:
        if name not in known:
            raise SettingsError(f"there is no input {name!r}; there are {', '.join(known)}")
    return replace(document, inputs=tuple(name for name in known if name in inputs))


def _with_preset(document: Document, name: str) -> Document:
    if name not in NETWORK_PRESETS:
        raise SettingsError(f"there is no network {name!r}; there are {', '.join(NETWORK_PRESETS)}")
    return with_preset(document, NETWORK_PRESETS[name])
