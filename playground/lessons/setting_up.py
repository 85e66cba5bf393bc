"""What a step sets: document in, document out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playground.document.edits_network import change_training
from playground.document.model import inputs_of
from playground.document.network_presets import NETWORK_PRESETS, with_preset
from playground.domains import GENERATORS
from playground.experiments.data_knobs import KnobError
from playground.experiments.knobs import knob_at, with_settings
from playground.interop.sources import example_names, open_source
from playground.layers import Dense
from playground.storage.checks import unknown

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.lessons.lesson import StepSettings


class SettingsError(ValueError):
    """What a step sets cannot be; the text is for a person."""


def with_step(document: Document, settings: StepSettings) -> Document:
    """The document as a step wants it; the same one where it sets nothing.

    Raises:
        SettingsError: There is no such example, input, preset or knob; in words.
    """
    if settings.source:
        document = _opened(settings.source)
    if settings.inputs:
        document = _with_inputs(document, settings.inputs)
    if settings.hidden is not None:
        layers = tuple(Dense(uid=place, units=units) for place, units in enumerate(settings.hidden, start=1))
        document = replace(document, network=layers)
    if settings.preset:
        document = _with_preset(document, settings.preset)
    if settings.seed is not None:
        document = change_training(document, seed=settings.seed)
    try:
        for path in settings.knobs:
            knob_at(document, path)
        return with_settings(document, tuple(settings.knobs.items()))
    except KnobError as error:
        raise SettingsError(str(error)) from None


def _opened(source: str) -> Document:
    """An example or what a generator makes; a lesson opens no file of the person's."""
    known = dict.fromkeys((*example_names(), *GENERATORS))
    if source not in known:
        raise SettingsError(unknown(source, known))
    return open_source(source).document


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
