"""A window under the hands of a monkey: mouse and keys at random, on whatever is shown, dialogs and menus included.

`python -m tests.support.monkey 100000 7` does as many events from that seed, on whatever platform QT_QPA_PLATFORM names
(offscreen, or a virtual display). More words say what it begins with: a source or a set (`digits`, `wine`), and what is
open over it (`panel:explain`, `lesson:starts`, `challenge:spiral`). Every few hundred events the work is saved and read
back, and dialogs must have gone. It ends with status 1 where anything was complained of: an exception on any thread, a
warning of Qt, a file that does not read back, a window left over. Where the event loop stood still for too long is
told, and depends on the machine.
"""

import faulthandler
import logging
import os
import random
import sys
import tempfile
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, thread_time
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from playground._bootstrap import leave
from playground.app import questions
from playground.app.launch import make_app, make_window, open_window
from playground.app.recovery import keep_safe
from playground.app.reports import Reports
from playground.app.settings import Settings
from playground.interop.sources import open_source
from playground.session.speed import MOST_SPEED
from playground.storage.project import encode_head
from playground.training.loop.commands import SetSpeed
from playground.training.snapshots.snapshot import TrainerState
from tests.support.beginnings import harmless, opened, set_out
from tests.support.sampler import Sampler

MOST_WORK_S, MOST_GAP_S = 0.35, 5.0
"""Between two turns of the event loop: of its own processor time, whatever else the machine does, and of all."""
CHECK_EVERY = 400
MOST_DEPTH = 4
"""Menus and dialogs that may lie over each other; then the monkey lets go of them."""
BURST = 5
WATCH_MS = 1000
LAST_ACTS = 25
"""Told with a complaint."""
HARMLESS = ("This plugin does not support", "edit: editing failed", "QDragManager")
"""What Qt says of platforms and of gestures that no person makes."""
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789[]+-. "
KEYS = [
    *("Key_Return", "Key_Escape", "Key_Tab", "Key_Backtab", "Key_Backspace", "Key_Delete", "Key_Space", "Key_F1"),
    *("Key_Left", "Key_Right", "Key_Up", "Key_Down", "Key_Home", "Key_End", "Key_PageUp", "Key_PageDown", "Key_F2"),
]
BUTTONS = (Qt.MouseButton.LeftButton,) * 8 + (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
MODIFIERS = (Qt.KeyboardModifier.NoModifier,) * 6 + (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)


class Complaints(logging.Handler):
    """Keeps what was logged as a warning or worse, and tells after which acts it was."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.found = []
        self.last_acts = deque(maxlen=LAST_ACTS)

    def emit(self, record):
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.add(f"{record.getMessage()}\n{trace}".rstrip())

    def add(self, text):
        if not any(word in text for word in HARMLESS):
            self.found.append(text)
            acts = ", ".join(self.last_acts)
            print(f"COMPLAINT {text}\nAFTER {acts}", file=sys.stderr, flush=True)  # noqa: T201


class KeptOpen(QObject):
    """Nothing closes the window before the monkey is done."""

    def __init__(self, window):
        super().__init__(window)
        self.is_done = False

    def eventFilter(self, _watched, event):
        if event.type() is QEvent.Type.Close and not self.is_done:
            event.ignore()
            return True
        return False


class Monkey:
    """Acts in the event loop that is running, the window's own or that of a dialog over it."""

    def __init__(self, window, folder, events, seed, complaints):
        self.window, self.folder, self.events, self.complaints = window, folder, events, complaints
        self.chance = random.Random(seed)
        self.door = KeptOpen(window)
        window.installEventFilter(self.door)
        self.done = self.depth = self.saves = 0
        self.last_check = 0
        self.is_checking = False
        self.gap = self.worked = 0.0
        self.slow = []
        self.acts = []
        self.sampler = Sampler()
        self.watch = QTimer(window)
        self.watch.timeout.connect(self.look)
        self.mark()

    def begin_with(self, words):
        """Start as soon as there is a network, over what the words ask for."""

        def begin(snapshot):
            if snapshot.state is not TrainerState.LOADING:
                self.window.session.snapshot_arrived.disconnect(begin)
                try:
                    set_out(self.window, words)
                except KeyError as error:
                    self.complaints.add(f"there is no {error} to begin with")
                    QApplication.exit(1)
                else:
                    self.start()

        self.window.session.snapshot_arrived.connect(begin)

    def start(self):
        self.window.session.set_speed(SetSpeed(None, MOST_SPEED))
        self.window.session.play()
        self.mark()
        self.later()
        self.watch.start(WATCH_MS)

    def look(self):
        """Go on where a dialog's loop has swallowed the next tick, which Qt does now and then."""
        if monotonic() - self.last_tick > 2 * WATCH_MS / 1000:
            self.later()

    def mark(self):
        self.last_tick, self.last_work = monotonic(), thread_time()
        self.acts.clear()
        self.sampler.forget()

    def later(self):
        QTimer.singleShot(0, self.tick)

    def tick(self):
        """A few events; a dialog that one of them opens has its own loop, in which the next tick comes."""
        gap, worked = monotonic() - self.last_tick, thread_time() - self.last_work
        self.gap, self.worked = max(self.gap, gap), max(self.worked, worked)
        if worked > MOST_WORK_S or gap > MOST_GAP_S:
            acts, places = ", ".join(self.acts), self.sampler.told()
            self.slow.append(f"stood still for {gap:.2f} s, {worked:.2f} s of work: {acts}\n{places}")
        self.mark()
        if self.done >= self.events:
            self.finish()
            return
        self.later()
        self.depth += 1
        try:
            self.act()
        except RuntimeError as error:  # what one event of a burst closes, the next cannot hit
            if "already deleted" not in str(error):
                self.complaints.add(f"the monkey failed: {error!r}")
        finally:
            self.depth -= 1

    def act(self):
        if self.is_checking:
            return
        if self.depth > MOST_DEPTH:
            self.let_go()
        elif self.depth == 1 and self.done - self.last_check >= CHECK_EVERY:
            self.last_check = self.done
            self.check()
        else:
            for _ in range(BURST):
                self.done += 1
                self.chance.choices([self.press, self.drag, self.wheel, self.key, self.write, self.resize],
                                    [40, 12, 8, 20, 8, 0.5])[0]()  # fmt: skip

    def finish(self):
        if self.is_checking or self.door.is_done:  # saving turns the event loop, and the watch has seen no tick since
            return
        if self.let_go():
            self.later()
            return
        self.check()
        self.door.is_done = True
        self.watch.stop()
        self.sampler.is_done.set()
        self.window.lesson_desk.leave()
        self.window.challenge_desk.leave()
        self.window.session.undo_stack.setClean()
        QApplication.exit(0)

    def let_go(self):
        """Close the topmost menu or dialog; whether there was one."""
        app = QApplication.instance()
        over = app.activePopupWidget() or app.activeModalWidget()
        if over is not None:
            self.acted(f"closing {type(over).__name__}")
            over.close()
        return over is not None

    # ---- events ----------------------------------------------------------------------------------------------------

    def target(self):
        """A widget that a person could hit now, and a place in it."""
        app = QApplication.instance()
        over = app.activePopupWidget() or app.activeModalWidget() or self.window
        place = QPoint(self.chance.randrange(max(over.width(), 1)), self.chance.randrange(max(over.height(), 1)))
        if over is self.window and self.chance.random() < 0.5:  # small controls are hit as often as large pictures
            shown = [one for one in over.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
            widget = self.chance.choice(shown) if shown else over
            return widget, widget.rect().center()
        widget = over.childAt(place) or over
        return widget, widget.mapFrom(over, place)

    def note(self, act, widget):
        name = (widget.objectName() or widget.accessibleName()) if _lives(widget) else "(gone)"
        self.acted(f"{act} on {type(widget).__name__} {name}")

    def acted(self, text):
        self.acts.append(text)
        self.complaints.last_acts.append(text)

    def press(self):
        widget, place = self.target()
        self.note("press", widget)
        act = QTest.mouseDClick if self.chance.random() < 0.1 else QTest.mouseClick
        act(widget, self.chance.choice(BUTTONS), self.chance.choice(MODIFIERS), place)

    def drag(self):
        widget, place = self.target()
        self.note("drag", widget)
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, self.chance.choice(MODIFIERS), place)
        for _ in range(self.chance.randrange(6)):
            place += QPoint(self.chance.randint(-60, 60), self.chance.randint(-60, 60))
            if not _lives(widget):
                return
            QTest.mouseMove(widget, place)
        if _lives(widget):
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def wheel(self):
        widget, place = self.target()
        self.note("wheel", widget)
        turn = QPoint(0, self.chance.choice((-240, -120, 120, 240)))
        event = QWheelEvent(
            QPointF(place),
            QPointF(widget.mapToGlobal(place)),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            self.chance.choice(MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def key(self):
        widget = self.focus()
        key = getattr(Qt.Key, self.chance.choice(KEYS))
        self.note(f"{key.name}", widget)
        QTest.keyClick(widget, key, self.chance.choice(MODIFIERS))

    def write(self):
        widget = self.focus()
        letter = self.chance.choice(LETTERS)
        modifiers = self.chance.choice(MODIFIERS)
        self.note(f"{modifiers.name} {letter!r}", widget)
        QTest.keyClick(widget, letter, modifiers)

    def focus(self):
        app = QApplication.instance()
        return app.activePopupWidget() or app.focusWidget() or app.activeModalWidget() or self.window

    def resize(self):
        self.acted("resize")
        self.window.resize(self.chance.randint(1040, 1920), self.chance.randint(560, 1080))

    # ---- what must hold --------------------------------------------------------------------------------------------

    def check(self):
        """The work reads back, and nothing but the window is open once menus and dialogs are let go of."""
        path = self.folder / "work.nnplay"
        self.acted("saving")
        self.is_checking = True  # saving turns the event loop, and what is compared is to stay as it is
        with (  # the monkey cannot answer meanwhile
            patch.object(questions, "overwrite_or_reload", lambda *_: "save"),
            patch.object(questions, "may_save_without_weights", lambda *_: True),
        ):
            is_saved = self.window.documents.save_to(path)
        if is_saved:
            self.saves += 1
            if encode_head(open_source(str(path)).document) != encode_head(self.window.session.document):
                self.complaints.add("what was saved is not what is read back")
        self.is_checking = False
        if not self.window.isVisible():
            self.complaints.add("the window is gone")
        self.mark()
        print(f"{self.done:8,} events, {self.gaps()}", flush=True)  # noqa: T201

    def gaps(self):
        return f"{self.saves} saves read back, worst gap {self.gap:.2f} s, of which work {self.worked:.2f} s"


def _lives(widget):
    try:
        return widget.isVisible()
    except RuntimeError:  # its C++ part is deleted
        return False


def _is_over(widget):
    """Whether a window is a menu, or a dialog that waits for an answer; panels may float, and a lesson be written."""
    is_popup = widget.windowType() is Qt.WindowType.Popup
    return widget.isVisible() and (is_popup or widget.isModal() or widget.parentWidget() is None)


def run(events, seed, begins_with=()):
    """Let a monkey loose.

    Args:
        events: How many mouse and key events it makes.
        seed: What it does; the training beside it keeps its own time, so no run is quite like another.
        begins_with: As `beginnings` takes it.

    Returns:
        The monkey, and what was complained of.
    """
    complaints = Complaints()
    app = make_app()
    with tempfile.TemporaryDirectory() as name, ExitStack() as patches:
        folder = Path(name)
        for each in harmless(folder, random.Random(seed)):
            patches.enter_context(each)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, name)
        window = make_window(opened(begins_with), app, Settings())
        reports = Reports(window.toast, folder / "logs")
        reports.begin()
        faulthandler.enable(sys.stderr)  # not to a file of a folder that goes
        logging.getLogger("playground").addHandler(complaints)
        keep_safe(window, folder / "recovery")
        monkey = Monkey(window, folder, events, seed, complaints)

        monkey.begin_with(begins_with)
        open_window(window)
        app.exec()
        left = [type(one).__name__ for one in app.topLevelWidgets() if one is not window and _is_over(one)]
        if left:
            complaints.add(f"left open: {', '.join(left)}")
        with patch.object(questions, "save_or_discard", lambda *_: "discard"):  # a lesson may have been written
            window.close()
        reports.end()
        faulthandler.enable(sys.stderr)
        logging.getLogger("playground").removeHandler(complaints)
    return monkey, complaints.found


def main(events=2_000, seed=0, *begins_with):
    monkey, complaints = run(int(events), int(seed), begins_with)
    print(f"{monkey.done:,} events, {monkey.gaps()}")  # noqa: T201
    for text in monkey.slow:
        print(text)  # noqa: T201
    for text in dict.fromkeys(complaints):
        print(f"{complaints.count(text)} x {text}")  # noqa: T201
    return int(bool(complaints))


if __name__ == "__main__":
    leave(main(*sys.argv[1:]))  # as the program ends, and not under a thread that is still at work
