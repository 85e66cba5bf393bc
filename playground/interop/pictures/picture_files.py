"""Single picture files, and folders with a folder for each class."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.domains.picture.sizes import MOST_PICTURES, USUAL_SIDE
from playground.interop.image_files import IMAGE_SUFFIXES, FoundImage, find_image
from playground.interop.pictures.picture_table import (
    LUMA,
    PictureTable,
    check_classes,
    fitted,
    has_light_ground,
)
from playground.interop.source_errors import SourceError
from playground.interop.tables.csv_layout import CsvError, listed, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playground.interop.tables.csv_layout import Progress

Floats = NDArray[np.float64]
FIRST_ALONE = "the first of several pictures in the file is taken, and the others are left out"
_OPAQUE = 255
_GREY_SPREAD, _LEAST_CONTRAST = 8, 1 / 255
_LIGHT = 127.5
_MOST_UNREADABLE = 20
"""After so many broken files among the first ones a folder is no folder of pictures."""


def read_picture_file(path: Path, side: int | None) -> PictureTable:
    """One picture, of the class of its file's name.

    Raises:
        SourceError: As `find_image`.
    """
    picture, notes = grey_picture(find_image(path), side or USUAL_SIDE)
    return PictureTable(picture[np.newaxis], np.zeros(1, np.int64), (shortened(path.stem),), None, notes)


def read_picture_folder(folder: Path, side: int | None, progress: Progress | None = None) -> PictureTable:
    """The pictures of a folder's folders, a class each, in the order of their names; of any sizes and colours.

    Hidden files and folders and what is no picture are passed over. Where the folder holds pictures itself and no
    folders, all are of one class.

    Args:
        folder: Where they are.
        side: Pixels along each side; None for 16.
        progress: Told how far the reading is, 0 to 1.

    Raises:
        CsvError: There are no pictures, more than `MOST_PICTURES`, too many classes, or none can be read.
        OSError: The folder cannot be read.
    """
    classes = _classes(folder)
    names = tuple(classes)
    made: list[Floats] = []
    labels: list[int] = []
    unreadable: list[str] = []
    changes: list[str] = []
    total = sum(map(len, classes.values()))
    for label, files in enumerate(classes.values()):
        for file in files:
            try:
                picture, said = grey_picture(find_image(file), side or USUAL_SIDE)
            except SourceError as error:
                unreadable.append(str(error))
                if not made and len(unreadable) >= _MOST_UNREADABLE:
                    words = f"none of its first {len(unreadable)} pictures can be read"
                    raise CsvError(f"{words}: {unreadable[0]}") from None
                continue
            made.append(picture)
            labels.append(label)
            changes.extend(said)
            if progress is not None:
                progress(len(made) / total)
    if not made:
        raise CsvError(f"none of its pictures can be read: {unreadable[0]}")
    notes = counted_notes(changes, len(made), unreadable)
    return PictureTable(np.stack(made), np.array(labels, np.int64), names, None, notes)


def grey_picture(image: FoundImage, side: int) -> tuple[Floats, tuple[str, ...]]:
    """A picture in colour as the network sees it, (1, side, side), and what was done to it.

    What is transparent is ground: light under dark ink, dark under light ink. A light ground becomes 0.

    Args:
        image: As it comes in.
        side: Of what is made.
    """
    pixels = image.pixels
    grey = pixels[..., :3] @ np.array(LUMA)
    opacity = pixels[..., 3] / 255.0
    notes = [FIRST_ALONE] if image.count > 1 else []
    if _has_colours(pixels):
        notes.append("colours became greys")
    if (pixels[..., 3] < _OPAQUE).any():
        weight = float(opacity.sum())
        # By what is opaque alone: the colour of transparent pixels is whatever the program that saved them left there.
        is_light_ink = weight > 0.0 and float((grey * opacity).sum()) / weight > _LIGHT
        grey = grey * opacity + (0.0 if is_light_ink else 255.0) * (1.0 - opacity)
    grey = grey[np.newaxis] / 255.0
    if has_light_ground(grey):
        grey = 1.0 - grey
        notes.append("light and dark were changed, as the ground is light")
    height, width = grey.shape[1:]
    if (height, width) != (side, side):
        notes.append(f"brought to {side} × {side}")
    made = fitted(grey, side)
    if float(np.ptp(made)) < _LEAST_CONTRAST:
        notes.insert(0, "it is empty: all its pixels are alike, so there is nothing to see on it")
    return made, tuple(notes)


def _has_colours(pixels: NDArray[np.uint8]) -> bool:
    """Whether what is not transparent has one; JPEG's greys are a little off."""
    seen = pixels[pixels[..., 3] > 0][:, :3]
    return bool(seen.size) and int(np.ptp(seen, axis=1).max()) > _GREY_SPREAD


def counted_notes(changes: Sequence[str], total: int, unreadable: Sequence[str]) -> tuple[str, ...]:
    """What was done to several pictures, each with how many of them, and what could not be read.

    Args:
        changes: The notes of `grey_picture` of all of them, one after the other.
        total: How many could be read.
        unreadable: Why the others could not.
    """
    notes = [_counted(change, changes.count(change), total) for change in dict.fromkeys(changes)]
    if unreadable:
        files = (
            "1 file cannot be read and is"
            if len(unreadable) == 1
            else f"{len(unreadable):,} files cannot be read and are"
        )
        notes.append(f"{files} left out: {listed(unreadable, 2)}")
    return tuple(notes)


def _counted(change: str, count: int, total: int) -> str:
    return f"{'all' if count == total else f'{count:,}'} of {total:,} pictures: {change}"


def _classes(folder: Path) -> dict[str, list[Path]]:
    """Picture files by the class that their folder names."""
    inside = sorted((one.name for one in _entries(folder) if one.is_dir() and one.name[0] != "."), key=_order)
    left = MOST_PICTURES
    classes: dict[str, list[Path]] = {}
    for one in [folder / name for name in inside] or [folder]:
        files = _pictures_in(one, left)
        left -= len(files)
        if files:
            classes[shortened(one.name)] = files
    check_classes(list(classes))
    if not classes:
        raise CsvError("there are no pictures in it: a folder for each class is looked for, with PNG or JPEG files")
    return classes


def _pictures_in(folder: Path, most: int) -> list[Path]:
    """Picture files of a folder by name, not looking further than there may be files."""
    names: list[str] = []
    for entry in _entries(folder):
        if entry.name.startswith(".") or Path(entry.name).suffix.lower() not in IMAGE_SUFFIXES or not entry.is_file():
            continue
        names.append(entry.name)
        if len(names) > most:
            raise CsvError(f"there are more than {MOST_PICTURES:,} pictures in it, the most that are read")
    return [folder / name for name in sorted(names, key=_order)]


def _entries(folder: Path) -> Iterable[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from entries


def _order(name: str) -> tuple[int, str]:
    """Numbers by their size, before names."""
    stem = Path(name).stem
    return (len(stem) if stem.isdecimal() else 10**6, name)
