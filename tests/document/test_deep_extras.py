"""A document whose unknown fields are nested deeply is refused, or can be written from anywhere in the program."""

import pytest

from playground.document.errors import DocumentError
from playground.document.presets import document_for
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.project import Project, pack_project


def deeper(levels, act):
    """Do something so many calls further down."""
    return act() if levels == 0 else deeper(levels - 1, act)


@pytest.mark.parametrize("depth", [10, 300, 600, 700, 800, 850, 900, 950, 990])
def test_what_is_read_can_be_written_deeper_in_the_program(depth):
    nested = 1
    for _ in range(depth):
        nested = {"a": nested}
    plain = document_to_dict(document_for("circle", (3,))) | {"strange": nested}
    refused = ""
    try:
        document = document_from_dict(plain)
    except DocumentError as error:
        refused = str(error)
    if refused:
        assert depth > 300
        assert "cannot be kept" in refused
    else:
        assert deeper(60, lambda: pack_project(Project(document)))
