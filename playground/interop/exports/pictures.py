"""The pictures of a dataset as a sheet and as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.domains import DOMAINS
from playground.interop.exports.torch_module import ExportError
from playground.interop.pictures.writing import picture_npz, picture_sheet, zoom_of

if TYPE_CHECKING:
    from playground.document.model import Document


def refuse_pictures(document: Document) -> None:
    """Refuse what holds no pictures with classes.

    Raises:
        ExportError: In a sentence.
    """
    data = document.dataset
    domain = DOMAINS[data.domain]
    if len(data.shape) == 1:
        raise ExportError(f"The samples are {domain.samples} and no pictures.")
    if not len(data):
        raise ExportError("There are no pictures yet.")
    if not data.classes:
        raise ExportError("The pictures have values in place of classes, by which they would be ordered.")


def refuse_sheet(document: Document) -> None:
    """Refuse what holds no pictures with classes, or too many for one sheet.

    Raises:
        ExportError: In a sentence.
    """
    refuse_pictures(document)
    try:
        zoom_of(len(document.dataset), document.dataset.shape[-1])
    except ValueError as error:
        text = str(error)
        raise ExportError(f"{text[:1].upper()}{text[1:]}.") from None


def sheet_of(document: Document) -> bytes:
    """All pictures on a sheet, class after class: the bytes of a PNG.

    Raises:
        ExportError: As `refuse_sheet`.
    """
    refuse_sheet(document)
    return picture_sheet(document.dataset.shaped, document.dataset.targets)


def arrays_of(document: Document) -> bytes:
    """Pictures, labels, class names and split: the bytes of an .npz.

    Raises:
        ExportError: As `refuse_pictures`.
    """
    refuse_pictures(document)
    data = document.dataset
    return picture_npz(data.shaped, data.targets, tuple(one.name for one in data.classes), data.is_test)
