"""Shapes of samples and of what layers make of them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.plan import resolve

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.operations.shape import Shape


def shape_in_words(shape: Shape) -> str:
    """A shape as networks of pictures are described: "8@16×16", "256 numbers"."""
    if len(shape) > 1:
        return f"{shape[0]}@{'×'.join(map(str, shape[1:]))}"
    return f"{shape[0]:,} number{'' if shape[0] == 1 else 's'}"


def widths_in_words(document: Document) -> list[str]:
    """What enters the network and what leaves each of its layers: "2", "8", of pictures "1@8×8", "8@4×4", "64"."""
    plan = resolve(document)
    if len(plan.shape_in) == 1:
        return [str(width) for width in plan.own_units]
    shapes = (plan.shape_in, *(one.shape_out for one in plan.layers))
    return [shape_in_words(shape) if len(shape) > 1 else str(shape[0]) for shape in shapes]
