"""The kinds of code that the panel shows: the module of the network, and all code that can be exported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.interop.exports.table import EXPORTS, ExportError, ExportWork
from playground.interop.exports.torch_module import network_code
from playground.widgets.choice import Choice

if TYPE_CHECKING:
    from playground.session.session import Session

MODULE = "module"
MOST_CHARACTERS = 200_000
"""Longer code is not shown: nobody reads it, and laying it out takes a while."""
CODE = {key: one for key, one in EXPORTS.items() if one.group == "Code"}


def choices() -> tuple[Choice, ...]:
    """For the button of the panel."""
    module = Choice(MODULE, "PyTorch module", "The network as the class that the window trains.")
    return (module, *(Choice(key, one.title, one.explanation) for key, one in CODE.items()))


def title_of(kind: str) -> str:
    """What a kind is called."""
    return "PyTorch module" if kind == MODULE else CODE[kind].title


def has_weights(kind: str) -> bool:
    """Whether the code holds what was learned, so that it changes while the network trains."""
    return kind != MODULE and CODE[kind].needs_training


def code_of(kind: str, session: Session) -> tuple[str, str]:
    """The code of a kind for the network at hand, with the weights of the last measurement where it holds any.

    Returns:
        The code, and why there is none: one of them is empty.
    """
    checkpoint = session.trainer.last_finite() if has_weights(kind) else None
    work = ExportWork(session.document, session.name, checkpoint.to_arrays() if checkpoint is not None else {})
    try:
        text = network_code(work.document) if kind == MODULE else CODE[kind].make(work).decode()
    except ExportError as error:
        return "", str(error)
    if len(text) > MOST_CHARACTERS:
        return "", "This code is too long to be shown. File › Export code, model or report… writes it to a file."
    return text, ""
