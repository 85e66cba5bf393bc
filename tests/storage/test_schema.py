"""The shipped schema is the one that the code makes, and every example keeps to its names."""

import msgspec

from playground._resources import resource_path
from playground.interop.sources import example, example_names
from playground.storage.codec import document_to_dict
from playground.storage.schema import document_schema


def test_the_shipped_schema_is_up_to_date():
    """After a change of fields: write `document_schema()` to the file again."""
    shipped = msgspec.json.decode(resource_path("schema", "document.schema.json").read_bytes())
    assert shipped == msgspec.json.decode(msgspec.json.encode(document_schema()))


def test_examples_have_no_field_that_the_schema_lacks():
    schema = document_schema()["properties"]
    layers = {
        layer["properties"]["kind"]["const"]: layer["properties"] for layer in schema["network"]["items"]["oneOf"]
    }
    for name in example_names():
        raw = document_to_dict(example(name))
        assert set(raw) <= set(schema)
        assert set(raw["training"]) <= set(schema["training"]["properties"])
        assert set(raw["dataset"]) <= set(schema["dataset"]["properties"])
        for layer in raw["network"]:
            assert set(layer) <= set(layers[layer["kind"]])
