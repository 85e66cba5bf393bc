"""The loss over time: columns that only grow, and are thinned where they are densest before they grow too long."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True, slots=True)
class LossRecord:
    """Loss and score over both sets at a moment; nan where a set is empty.

    Attributes:
        epoch: With its fraction.
        train_score: Accuracy for classification, R² for regression.
    """

    run: int
    epoch: float
    train_loss: float
    test_loss: float
    train_score: float
    test_score: float


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """The records at one time, which nobody writes to any more; no copy of them.

    Attributes:
        columns: By name; the first `count` rows of each are the curve's.
        count: How many records there are.
    """

    columns: dict[str, NDArray[Any]]
    count: int

    @property
    def nbytes(self) -> int:
        """What the arrays hold in memory, which curves of one history share."""
        return sum(column.nbytes for column in self.columns.values())


class History:
    """Loss records in order of arrival, for one writer (the trainer thread) and any readers.

    What a reader got is never written to again, except that the newest record may be replaced: growing, thinning and
    clearing make new arrays. Not even that one is replaced in a `LossCurve`.
    """

    def __init__(self, most_records: int = MOST_RECORDS) -> None:
        self._most = most_records
        self._lock = Lock()
        self._columns = _empty(_FIRST_ROOM)
        self._count = 0
        self._fixed = 0  # so many rows are a curve's
        self._is_shared = False  # rows behind the last one may be another curve's
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

    def put(self, record: LossRecord) -> None:
        """Add a record, in place of the newest where that is of the same epoch: measured again after an edit.

        Where a curve was taken before the edit, both stay, and the line steps up or down at that epoch, unless the
        numbers are the same. At epoch 0 nothing was learned yet: the curve begins with the newest. What was measured of
        later epochs goes: the run has been put back.
        """
        if record.epoch < self.last_epoch:
            self.truncate(record.epoch)
        if self._is_newest(record):
            return
        if record.epoch == 0.0:
            self.clear()
        if self._count > self._fixed and record.epoch == self.last_epoch:
            with self._lock:
                self._write(self._count - 1, record)
                self.version += 1
        else:
            self.append(record)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._take(_empty(_FIRST_ROOM), 0)

    def curve(self) -> LossCurve:
        """The records of now, to come back to."""
        with self._lock:
            self._fixed = self._count
            return LossCurve(self._columns, self._count)

    def come_back(self, curve: LossCurve) -> None:
        """Be as it was when a curve was taken."""
        with self._lock:
            self._take(curve.columns, curve.count)
            self._fixed, self._is_shared = curve.count, True

    def truncate(self, epoch: float) -> None:
        """Forget what came after an epoch: training goes on from there."""
        with self._lock:
            count = self._count
            kept = self._columns["epoch"][:count] <= epoch
            if kept.all():
                return
            self._take({name: column[:count][kept] for name, column in self._columns.items()}, int(kept.sum()))

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
            # These are views of the history's own arrays.
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
            self._take(columns, len(columns["run"]))
            while self._count >= self._most:
                self._thin()

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> History:
        """A history of saved columns.

        Raises:
            ValueError: A column is missing, or lengths differ.
        """
        history = cls()
        history.load(arrays)
        return history

    def _take(self, columns: dict[str, NDArray[Any]], count: int) -> None:
        self._columns, self._count = columns, count
        self._fixed, self._is_shared = 0, False
        self.version += 1

    def _is_newest(self, record: LossRecord) -> bool:
        """Whether the newest record says the same, of whatever run: undo gives a run another number."""
        with self._lock:
            newest = {name: column[self._count - 1 : self._count] for name, column in self._columns.items()}
        said = {name: np.array([getattr(record, name)], _RECORD[name]) for name in COLUMNS if name != "run"}
        return all(np.array_equal(newest[name], value, equal_nan=True) for name, value in said.items())

    def _write(self, place: int, record: LossRecord) -> None:
        for name in COLUMNS:
            self._columns[name][place] = getattr(record, name)

    def _make_room(self) -> None:
        if self._count >= self._most:
            self._thin()
        # Rows behind the last one may be those of a curve that undo keeps: writing there would change the past.
        if self._count >= len(self._columns["run"]) or self._is_shared:
            grown = _empty(min(max(2 * self._count, _FIRST_ROOM), self._most))
            for name, column in self._columns.items():
                grown[name][: self._count] = column[: self._count]
            self._columns, self._is_shared = grown, False

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
        # A loss that is no number is a peak worth keeping; argmax would give NaN's place, but argmin, too.
        loss = np.nan_to_num(loss, nan=np.inf)
        kept = np.ones(self._count, dtype=np.bool_)
        window = kept[: 4 * fours].reshape(fours, 4)
        thinned = np.zeros((len(chosen), 4), dtype=np.bool_)
        rows = np.arange(len(chosen))
        low, high = loss.argmin(axis=1), loss.argmax(axis=1)
        # Four equal ones: the first and the last, so that a level stretch keeps both of its ends.
        high[low == high] = 3
        thinned[rows, low] = thinned[rows, high] = True
        window[chosen] = thinned
        self._take({name: column[: self._count][kept] for name, column in self._columns.items()}, int(kept.sum()))


def thinned(arrays: Mapping[str, NDArray[Any]], most_records: int) -> dict[str, NDArray[Any]]:
    """Saved columns with fewer records than that; the same arrays where they are so few already."""
    if len(arrays.get("epoch", ())) < most_records:
        return dict(arrays)
    history = History(most_records)
    history.load(arrays)
    return history.to_arrays()


def _empty(room: int) -> dict[str, NDArray[Any]]:
    return {name: np.empty(room, dtype=_RECORD[name]) for name in COLUMNS}
