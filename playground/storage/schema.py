"""The JSON Schema of `document.json`, made from the same field metadata that forms and checks use."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from playground.document.dataset import MOST_CLASSES, MOST_SEED_TEXT, MOST_VALUES
from playground.document.scaling import FARTHEST_CENTRE, LARGEST_SCALE, LEAST_SCALE
from playground.document.training import Training
from playground.domains import DOMAINS, GENERATORS
from playground.domains.picture.domain import PICTURE
from playground.domains.picture.sizes import LEAST_SIDE, MOST_SIDE
from playground.domains.plane.inputs import INPUTS
from playground.layers import LAYER_KINDS, OutputLayer
from playground.storage.codec import MOST_GENERATED, SCHEMA
from playground.tasks import TASKS

TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}


def document_schema() -> dict[str, Any]:
    """The schema, as draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Playground document",
        "type": "object",
        "properties": {
            "schema": {"type": "integer", "minimum": 1, "maximum": SCHEMA},
            "task": {"enum": list(TASKS)},
            "dataset": _dataset(),
            "inputs": {"type": "array", "items": {"anyOf": [{"enum": [*INPUTS, PICTURE]}, {"pattern": "^c[0-9]+$"}]}},
            "network": {"type": "array", "items": {"oneOf": [_layer(kind) for kind in LAYER_KINDS.values()]}},
            "output": {"type": "object", "properties": _properties(OutputLayer, without="uid")},
            "training": {"type": "object", "properties": _properties(Training)},
            "scaling": _scaling("The numbers of the network: unit = centre + scale * number. Absent or null: units."),
        },
    }


def _dataset() -> dict[str, Any]:
    name = {"type": "string", "minLength": 1, "maxLength": 64}
    color = {"type": "integer", "minimum": 0, "maximum": MOST_CLASSES - 1}
    one_class = {"type": "object", "properties": {"name": name, "color": color}, "required": ["name", "color"]}
    source = {
        "generator": {"enum": list(GENERATORS)},
        "count": {"type": "integer", "minimum": 0, "maximum": MOST_GENERATED},
        "noise": {"type": "number", "minimum": 0, "maximum": 1},
        "seed": {"type": "integer", "minimum": 0},
        "parameter": {"type": ["integer", "null"]},
        "side": {"type": ["integer", "null"], "minimum": LEAST_SIDE, "maximum": MOST_SIDE},
        "knobs": {"type": "object", "additionalProperties": {"type": "number"}},
        "stream": {"type": ["string", "null"], "minLength": 1, "maxLength": MOST_SEED_TEXT},
    }
    most = max(domain.most_columns for domain in DOMAINS.values())
    row = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": most + MOST_VALUES + 1}
    properties = {
        "classes": {"type": "array", "items": one_class, "maxItems": MOST_CLASSES},
        "train_fraction": {"type": "number", "minimum": 0, "maximum": 1},
        "split_seed": {"type": "integer", "minimum": 0},
        "source": {
            "type": ["object", "null"],
            "properties": source,
            "required": ["generator", "count", "noise", "seed"],
        },
        "points": {
            "type": "array",
            "items": row,
            "description": "Rows: the numbers of a sample, its class or values, 1 for a test.",
        },
        "domain": {"enum": list(DOMAINS), "default": "plane"},
        "columns": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": most},
        "shape": {"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 3},
        "values": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_VALUES},
        "units": _scaling("What the plane's numbers and values stand for: unit = centre + scale * number."),
    }
    return {"type": "object", "properties": properties}


def _scaling(description: str) -> dict[str, Any]:
    axis = {
        "centre": {"type": "number", "minimum": -FARTHEST_CENTRE, "maximum": FARTHEST_CENTRE, "default": 0.0},
        "scale": {"type": "number", "minimum": LEAST_SCALE, "maximum": LARGEST_SCALE, "default": 1.0},
    }
    one = {"type": ["object", "null"], "properties": axis}
    axes = {"properties": dict.fromkeys(("x", "y", "value"), one), "patternProperties": {"^(c|value)[0-9]+$": one}}
    return {"type": ["object", "null"], "description": description, **axes}


def _layer(kind: type[Any]) -> dict[str, Any]:
    properties = {"kind": {"const": kind.kind}, **_properties(kind)}
    return {"type": "object", "title": kind.title, "properties": properties, "required": ["kind"]}


def _properties(spec: type[Any], without: str = "") -> dict[str, Any]:
    shown = [field for field in fields(spec) if field.name != without]
    return {field.name: _field(field.default, dict(field.metadata)) for field in shown}


def _field(default: Any, metadata: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"type": TYPES[type(default)]}
    if default is not MISSING:
        made["default"] = default
    if "choices" in metadata:
        made["enum"] = list(metadata["choices"])
    for key, name in (("min", "minimum"), ("max", "maximum"), ("help", "description")):
        if key in metadata:
            made[name] = metadata[key]
    return made
