"""A run as a moving picture: every view is brought to moment after moment, and one of them is photographed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import compress, decompress

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage

from playground.interop.animation import apng, gif, png
from playground.storage.atomic import atomic_write
from playground.training.timeline.recorder import nearest
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from playground.interop.animation import Frame
    from playground.session.session import Session
    from playground.training.snapshots.snapshot import Snapshot
    from playground.training.state.recorded_state import RecordedState

SUFFIXES = {"gif": ".gif", "apng": ".png", "series": ".png"}
PATIENCE_MS = 10_000
"""How long a picture of one moment may take, of a huge network."""
POLL_MS = 20
HELD_S = 1.0
"""The last frame is shown so long before it begins again."""


class FilmCancelledError(Exception):
    """The person does not want it any more."""


@dataclass(frozen=True, slots=True)
class FilmChoices:
    """What the person wants.

    Attributes:
        way: "gif", "apng" or "series".
        frames: How many, over log epochs.
        per_second: Frames a second.
        width: Of a frame, in pixels.
    """

    way: str = "gif"
    frames: int = 100
    per_second: int = 20
    width: int = 480


def moments_of(moments: tuple[RecordedState, ...], count: int) -> list[RecordedState]:
    """As many moments as wanted, or as there are, evenly over log epochs, first and last included."""
    if not moments or count < 1:
        return []
    places = np.linspace(moments[0].place, moments[-1].place, count)
    found = [moment for place in places if (moment := nearest(moments, float(place))) is not None]
    return list(dict.fromkeys([*found[:-1], moments[-1]]))


def photograph(session: Session, view: QWidget, choices: FilmChoices, tell: Callable[[float], bool]) -> list[bytes]:
    """Frames of a view, packed by `pack`. Training pauses meanwhile and what was shown is shown again.

    Args:
        session: Brought to every moment.
        view: What is photographed.
        choices: How many frames, and how wide.
        tell: Told how far it is, 0 to 1; false ends it.

    Raises:
        FilmCancelledError: `tell` said so.
    """
    was_playing, before = session.playing, session.time.shown
    session.pause()
    moments = moments_of(session.time.timeline.moments, choices.frames)
    found = []
    try:
        for index, moment in enumerate(moments):
            _bring(session, moment)
            found.append(pack(frame_of(view.grab().toImage(), choices.width)))
            if not tell((index + 1) / len(moments)):
                raise FilmCancelledError
    finally:
        session.time.show(before)
        if was_playing:
            session.play()
    return found


def encode(path: Path, packed: list[bytes], choices: FilmChoices, tell: Callable[[float], bool]) -> None:
    """Write the film on a thread, while the window goes on being painted.

    Raises:
        FilmCancelledError: `tell` said so; nothing is written of a single file, pictures of a series stay.
        OSError: It cannot be written.
    """
    done: list[int] = []
    stop: list[bool] = []

    def work() -> None:
        if choices.way == "series":
            _write_series(path, packed, done, stop)
        else:
            atomic_write(path, b"".join(_pieces(packed, choices, done, stop)))

    with ThreadPoolExecutor(1, thread_name_prefix="film") as threads:
        doing = threads.submit(work)
        while not doing.done():
            _rest(POLL_MS)
            if not tell(len(done) / max(len(packed), 1)):
                stop.append(True)
    doing.result()


def frame_of(image: QImage, width: int) -> Frame:
    """A picture at a width, (H, W, 3)."""
    scaled = image.scaledToWidth(max(width, 1), Qt.TransformationMode.SmoothTransformation)
    plain = scaled.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def pack(frame: Frame) -> bytes:
    """A frame in a fraction of its memory: height and width, then what zlib makes of it."""
    # The quickest level: hundreds of frames wait in memory while the window stands still.
    return np.array(frame.shape[:2], np.uint32).tobytes() + compress(frame.tobytes(), 1)


def unpack(packed: bytes) -> Frame:
    """The inverse of `pack`."""
    height, width = np.frombuffer(packed[:8], np.uint32).tolist()
    return np.frombuffer(decompress(packed[8:]), np.uint8).reshape(height, width, 3)


def _bring(session: Session, moment: RecordedState) -> None:
    """Wait until every view shows a moment."""
    loop = QEventLoop()
    patience = one_shot(None, PATIENCE_MS, loop.quit)

    def look(snapshot: Snapshot) -> None:
        if snapshot.moment is moment:
            loop.quit()

    session.snapshot_arrived.connect(look)
    session.time.show(moment)
    if session.snapshot is None or session.snapshot.moment is not moment:
        patience.start()
        loop.exec()
    session.snapshot_arrived.disconnect(look)
    patience.stop()
    _rest(0)  # what waits for its turn is drawn


def _rest(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _frames(packed: list[bytes], done: list[int], stop: list[bool]) -> Iterator[Frame]:
    for index, one in enumerate(packed):
        if stop:
            raise FilmCancelledError
        yield unpack(one)
        done.append(index)


def _pieces(packed: list[bytes], choices: FilmChoices, done: list[int], stop: list[bool]) -> Iterator[bytes]:
    """The last frame stands a second longer than the others, before the film begins anew."""
    delay = round(1000 / choices.per_second)
    delays = [delay] * (len(packed) - 1) + [delay + round(HELD_S * 1000)] * bool(packed)
    frames = _frames(packed, done, stop)
    return gif(frames, delays) if choices.way == "gif" else apng(frames, delays)


def _write_series(path: Path, packed: list[bytes], done: list[int], stop: list[bool]) -> None:
    """`name-001.png` and so on."""
    digits = len(str(len(packed)))
    for index, frame in enumerate(_frames(packed, done, stop)):
        atomic_write(path.with_name(f"{path.stem}-{index + 1:0{digits}}.png"), png(frame))
