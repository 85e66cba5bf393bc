"""The project file `.nnplay`: a stored zip of document, points, weights, history and a thumbnail. No code in it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from playground.document.atomic import atomic_write
from playground.document.codec import DocumentError, document_from_dict, document_to_dict
from playground.document.model import parameter_count
from playground.document.problems import MOST_PARAMETERS

if TYPE_CHECKING:
    from pathlib import Path

    from playground.document.model import Document

Arrays = dict[str, np.ndarray[Any, Any]]

SUFFIX = ".nnplay"
MOST_BYTES = 1 << 30
MEMBERS = ("document.json", "data.safetensors", "weights.safetensors", "history.safetensors", "thumbnail.png")
EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)
"""The same document gives the same bytes, so no member carries the time of saving."""


@dataclass(frozen=True, slots=True)
class Project:
    """A document with what training made of it.

    Attributes:
        document: What the person made.
        weights: A checkpoint's arrays by name; empty before training.
        history: The loss curve's columns by name; empty before training.
        thumbnail: A PNG, or nothing.
    """

    document: Document
    weights: Arrays = field(default_factory=dict)
    history: Arrays = field(default_factory=dict)
    thumbnail: bytes = b""


def write_project(path: Path, project: Project) -> None:
    """Write a project file, the old one staying whole until the new one is.

    Raises:
        OSError: The file cannot be written.
    """
    data = project.document.dataset
    points = {"points": data.points, "targets": data.targets, "is_test": data.is_test}
    text = msgspec.json.format(msgspec.json.encode(document_to_dict(project.document, inline_points=False)), indent=1)
    members = [text, save({name: np.ascontiguousarray(values) for name, values in points.items()})]
    members += [save(arrays) if arrays else b"" for arrays in (project.weights, project.history)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in zip(MEMBERS, [*members, project.thumbnail], strict=True):
            if content:
                archive.writestr(zipfile.ZipInfo(name, EPOCH_OF_ZIP), content)
    atomic_write(path, buffer.getvalue())


def read_project(path: Path) -> Project:
    """Read a project file, checking before building.

    Raises:
        DocumentError: It is no project, damaged, or out of range.
        OSError: It cannot be opened.
    """
    members = _members(path)
    if "document.json" not in members:
        raise DocumentError("document.json is missing from the file")
    points = _arrays(members, "data.safetensors")
    if points and set(points) != {"points", "targets", "is_test"}:
        raise DocumentError("data.safetensors: expected the arrays points, targets and is_test")
    document = document_from_dict(decode(members["document.json"]), points or None)
    weights = _arrays(members, "weights.safetensors")
    count = parameter_count(document)
    if count > MOST_PARAMETERS:
        raise DocumentError(f"network: {count:,} parameters are more than the {MOST_PARAMETERS:,} this program trains")
    if weights and weights.get("parameters", np.empty(0)).shape != (count,):
        raise DocumentError("weights.safetensors: the weights do not fit the network")
    return Project(document, weights, _arrays(members, "history.safetensors"), members.get("thumbnail.png", b""))


def read_document(path: Path) -> Document:
    """Read a plain `document.json` with its points inline.

    Raises:
        DocumentError: It is not JSON, or not a document.
        OSError: It cannot be opened.
    """
    if path.stat().st_size > MOST_BYTES:
        raise DocumentError("the file is larger than 1 GB")
    return document_from_dict(decode(path.read_bytes()))


def decode(text: bytes) -> object:
    """JSON to plain values.

    Raises:
        DocumentError: It is not JSON; the text says where.
    """
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DocumentError(f"not valid JSON: {error}") from None
    except RecursionError:
        raise DocumentError("not valid JSON: nested too deeply") from None


def _members(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_members(infos)
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise DocumentError(f"not a project file, or damaged ({error})") from None


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in infos]
    strange = [name for name in names if name not in MEMBERS]
    if strange:
        raise DocumentError(f"the file holds {strange[0]!r}, which does not belong in a project")
    if len(set(names)) != len(names):
        raise DocumentError("the file holds a member twice")
    if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
        raise DocumentError("a member is compressed; project files are stored as they are")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise DocumentError("the file unpacks to more than 1 GB")


def _arrays(members: dict[str, bytes], name: str) -> Arrays:
    if name not in members:
        return {}
    try:
        return load(members[name])
    except (SafetensorError, ValueError, KeyError) as error:
        raise DocumentError(f"{name}: damaged ({error})") from None
