"""The loss over time: columns that only grow, and are thinned where they are densest before they grow too long."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.training.messages import LossRecord

MOST_RECORDS = 200_000
"""28 bytes each, so that the whole history stays under 6 MB, and under 12 while it is being thinned."""
_FIRST_ROOM = 1024
_RECORD = np.dtype(
    [
        ("run", np.int32),
        ("epoch", np.float64),
        ("train_loss", np.float32),
        ("test_loss", np.float32),
        ("train_score", np.float32),
        ("test_score", np.float32),
    ]
)
COLUMNS = tuple(_RECORD.names or ())


class History:
    """Loss records in order of arrival, for one writer (the trainer thread) and any readers.

    What a reader got is never written to again, except that the newest record may be replaced: growing, thinning and
    clearing make new arrays.
    """

    def __init__(self, most_records: int = MOST_RECORDS) -> None:
        self._most = most_records
        self._lock = Lock()
        self._columns = _empty(_FIRST_ROOM)
        self._count = 0
        self.version = 0
        """Grows with every change, so that a view can tell whether to draw again."""

    def __len__(self) -> int:
        return self._count

    @property
    def last_epoch(self) -> float:
        """The epoch of the newest record; nan when there is none."""
        with self._lock:
            return float(self._columns["epoch"][self._count - 1]) if self._count else float("nan")

    def append(self, record: LossRecord) -> None:
        """Add a record at the end."""
        with self._lock:
            self._make_room()
            self._write(self._count, record)
            self._count += 1
            self.version += 1

    def replace_last(self, record: LossRecord) -> None:
        """Put a record in place of the newest one: the same moment, measured again after an edit.

        Raises:
            IndexError: There is none.
        """
        with self._lock:
            if self._count == 0:
                raise IndexError("the history is empty")
            self._write(self._count - 1, record)
            self.version += 1

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._columns, self._count = _empty(_FIRST_ROOM), 0
            self.version += 1

    def truncate(self, epoch: float) -> None:
        """Forget what came after an epoch: training goes on from there."""
        with self._lock:
            count = self._count
            kept = self._columns["epoch"][:count] <= epoch
            if kept.all():
                return
            self._columns = {name: column[:count][kept] for name, column in self._columns.items()}
            self._count = int(kept.sum())
            self.version += 1

    def columns(self, run: int | None = None) -> dict[str, NDArray[Any]]:
        """The records by column name: run, epoch, train_loss, test_loss, train_score, test_score.

        Args:
            run: Only those of this run; None for all.

        Returns:
            Read-only arrays of one length.
        """
        with self._lock:
            found = {name: column[: self._count] for name, column in self._columns.items()}
        if run is not None:
            mask = found["run"] == run
            found = {name: column[mask] for name, column in found.items()}
        for column in found.values():
            column.flags.writeable = False
        return found

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Copies of all columns, to be saved."""
        return {name: column.copy() for name, column in self.columns().items()}

    def load(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take saved columns in place of what is there.

        Raises:
            ValueError: A column is missing, or lengths differ.
        """
        missing = [name for name in COLUMNS if name not in arrays]
        if missing:
            raise ValueError(f"the history has no column {missing[0]!r}")
        columns = {name: np.array(arrays[name], dtype=_RECORD[name]).reshape(-1) for name in COLUMNS}
        if len({len(column) for column in columns.values()}) > 1:
            raise ValueError("the columns of the history have different lengths")
        with self._lock:
            self._columns, self._count = columns, len(columns["run"])
            while self._count >= self._most:
                self._thin()
            self.version += 1

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> History:
        """A history of saved columns.

        Raises:
            ValueError: A column is missing, or lengths differ.
        """
        history = cls()
        history.load(arrays)
        return history

    def _write(self, place: int, record: LossRecord) -> None:
        for name in COLUMNS:
            self._columns[name][place] = getattr(record, name)

    def _make_room(self) -> None:
        if self._count >= self._most:
            self._thin()
        room = len(self._columns["run"])
        if self._count >= room:
            grown = _empty(min(max(2 * room, _FIRST_ROOM), self._most))
            for name, column in self._columns.items():
                grown[name][: self._count] = column[: self._count]
            self._columns = grown

    def _thin(self) -> None:
        """Of every four neighbours keep those of least and greatest train loss, where records are densest in time.

        That is done to the half of the fours with the shortest span, the newest quarter staying as it is: so the start
        of a long run, where most happens, keeps its shape.
        """
        fours = (self._count * 3 // 4) // 4
        epochs = self._columns["epoch"][: 4 * fours].reshape(fours, 4)
        span = np.abs(epochs[:, 3] - epochs[:, 0])
        chosen = np.argsort(span, kind="stable")[: (fours + 1) // 2]
        loss = self._columns["train_loss"][: 4 * fours].reshape(fours, 4)[chosen]
        loss = np.nan_to_num(loss, nan=np.inf)
        kept = np.ones(self._count, dtype=np.bool_)
        window = kept[: 4 * fours].reshape(fours, 4)
        thinned = np.zeros((len(chosen), 4), dtype=np.bool_)
        rows = np.arange(len(chosen))
        low, high = loss.argmin(axis=1), loss.argmax(axis=1)
        high[low == high] = 3
        thinned[rows, low] = thinned[rows, high] = True
        window[chosen] = thinned
        self._columns = {name: column[: self._count][kept] for name, column in self._columns.items()}
        self._count = int(kept.sum())


def thinned(arrays: Mapping[str, NDArray[Any]], most_records: int) -> dict[str, NDArray[Any]]:
    """Saved columns with fewer records than that; the same arrays where they are so few already."""
    if len(arrays.get("epoch", ())) < most_records:
        return dict(arrays)
    history = History(most_records)
    history.load(arrays)
    return history.to_arrays()


def _empty(room: int) -> dict[str, NDArray[Any]]:
    return {name: np.empty(room, dtype=_RECORD[name]) for name in COLUMNS}
