"""Files that commands are to write, looked at before the work that a mistake in their names would cost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playground.interop.source_errors import SourceError
from playground.storage.atomic import resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def destination(name: str, suffixes: Collection[str] = (), kind: str = "", *, read: Collection[str] = ()) -> Path:
    """Where a command writes its result.

    Args:
        name: As it was typed; `~` is the person's folder.
        suffixes: Endings that it may have; none: any.
        kind: What such files are, for whoever gave another ending: "project files end in .nnplay".
        read: What the command reads, as it was typed: a result does not take its place.

    Raises:
        SourceError: Nothing can be written there; the text says why, beginning with the name.
        OSError: Its links lead back to themselves, or it cannot be looked at.
    """
    if not name.strip():
        raise SourceError("the file that is to be written has no name")
    path = Path(name).expanduser()
    if suffixes and path.suffix.lower() not in suffixes:
        raise SourceError(f"{name}: {kind}")
    why = _obstacle(resolved(path), path, read)
    if why:
        raise SourceError(f"{name}: {why}")
    return path


def write_or_rescue(path: Path, write: Callable[[Path], object], said: str) -> None:
    """Write a result that took long; where that fails, write it beside other temporary files.

    Args:
        path: Of `destination`.
        write: Writes it into a file of that name.
        said: What is there then, for people, with "{}" for the file.

    Raises:
        SourceError: It could not be written where it was to be; the text says where it is.
    """
    try:
        write(path)
    except OSError as error:
        reason = f"{path}: {error.strerror or error}"
        try:
            other = Path(tempfile.mkdtemp(prefix="playground-")) / path.name
            write(other)
        except OSError as second:
            where = second.filename or tempfile.gettempdir()
            raise SourceError(f"{reason}; nor could {where} be written ({second.strerror or second})") from None
        raise SourceError(f"{reason}; {said.format(other)}") from None


def _obstacle(target: Path, path: Path, read: Collection[str]) -> str:
    """Why a file cannot be written, in words; "" where it probably can."""
    if not target.parent.is_dir():
        return f"there is no folder {path.parent}"
    if target.is_dir():
        return "this is a folder; name a file in it"
    if target.exists() and not target.is_file():
        return "it is no ordinary file"
    if not os.access(target.parent, os.W_OK | os.X_OK):  # a file is written beside the old one, then takes its name
        return f"nothing may be written into the folder {path.parent}"
    if target.exists() and any(_is_same(target, other) for other in read):
        return "it is what is read here, and would be lost; give the result another name"
    return ""


def _is_same(target: Path, other: str) -> bool:
    try:
        return target.samefile(Path(other).expanduser())
    except (OSError, ValueError):  # an example, a link, standard input ...
        return False
