"""The loss over time: as CSV, and as an event file for TensorBoard."""

from __future__ import annotations

import csv
import io
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.interop.exports import protobuf
from playground.interop.exports.torch_module import ExportError
from playground.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from playground.document.model import Document

MOST_EVENTS = 10_000
_CASTAGNOLI = 0x82F63B78
_MASK_DELTA = 0xA282EAD8


def history_csv(document: Document, history: Mapping[str, NDArray[Any]]) -> bytes:
    """The loss curve as a table: epoch, losses, and accuracy or R², a row for each measurement; no number, no text.

    Raises:
        ExportError: Nothing has been measured.
    """
    columns = _columns(document, history)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([f"{value:.9g}" if np.isfinite(value) else "" for value in row])
    return text.getvalue().encode()


def history_events(document: Document, history: Mapping[str, NDArray[Any]]) -> bytes:
    """An event file: one scalar for each column of the loss curve, its step the epoch.

    The format is TensorFlow's: records of length, masked CRC-32C of the length, content, masked CRC-32C of the content;
    each an `Event` of event.proto. Measurements within one epoch keep their order by the wall time, which is made up:
    the epoch in seconds, for no clock was kept. Of a long history every so-manieth record is taken, the last included;
    TensorBoard itself shows a thousand.

    Raises:
        ExportError: Nothing has been measured.
    """
    columns = _columns(document, history)
    count = len(columns["epoch"])
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_EVENTS)).round().astype(int))
    columns = {name: values[chosen] for name, values in columns.items()}
    records = [_record(protobuf.double(1, 0.0) + protobuf.text(3, "brain.Event:2"))]
    records += [_record(event) for event in _events(columns)]
    return b"".join(records)


def refuse_history(history: Mapping[str, NDArray[Any]]) -> None:
    """Raise ExportError where nothing has been measured."""
    if not history or len(history["epoch"]) == 0:
        raise ExportError("There is no history yet: train first.")


def _columns(document: Document, history: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    refuse_history(history)
    score = TASKS[document.task].score_key
    names = {"train_score": f"train_{score}", "test_score": f"test_{score}"}
    wanted = ("epoch", "train_loss", "test_loss", "train_score", "test_score")
    return {names.get(name, name): history[name] for name in wanted}


def _events(columns: dict[str, NDArray[Any]]) -> Iterator[bytes]:
    epochs = columns["epoch"]
    names = [name for name in columns if name != "epoch"]
    tags = {name: "/".join(reversed(name.split("_"))) for name in names}
    for place, epoch in enumerate(epochs.tolist()):
        values = [(tags[name], float(columns[name][place])) for name in names]
        summary = [
            protobuf.message(1, protobuf.text(1, tag), protobuf.single(2, value))
            for tag, value in values
            if np.isfinite(value)
        ]
        yield protobuf.double(1, epoch) + protobuf.whole(2, int(epoch)) + protobuf.message(5, *summary)


def _record(content: bytes) -> bytes:
    length = struct.pack("<Q", len(content))
    return b"".join((length, _masked(length), content, _masked(content)))


def _masked(content: bytes) -> bytes:
    crc = crc32c(content)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + _MASK_DELTA) & 0xFFFFFFFF)


def crc32c(content: bytes) -> int:
    """The CRC-32 with Castagnoli's polynomial (RFC 3720, appendix B.4)."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def _row(index: int) -> int:
    for _ in range(8):
        index = index >> 1 ^ (_CASTAGNOLI if index & 1 else 0)
    return index


_TABLE = [_row(index) for index in range(256)]
