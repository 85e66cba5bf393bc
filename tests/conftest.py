"""Guards around every test: nothing left behind, nothing written at home, nothing sent over the network.

Warnings are errors and Qt messages fail a test by the settings in pyproject.toml; pytest-qt fails a test
for an exception in a slot or a paint event. ``tests/guards/test_guards.py`` shows each of them working.
"""

import gc
import os
import socket
import sys
import threading
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, settings

from playground._numba_cache import use_user_cache
from playground._qt_overrides import survive_errors_in_overrides

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")
use_user_cache()  # before the user's folders are moved: compiled kernels are worth keeping
survive_errors_in_overrides()  # so that an error in a view fails one test and not the whole run

# The same examples at every run, however slow the machine: no run fails by chance.
settings.register_profile("playground", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("playground")

_FAILED = pytest.StashKey[bool]()
_homes = count()
PATIENCE_MS = 60_000
"""How long to wait for what is to come, on the busiest of machines."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(autouse=True)
def nothing_left_behind(request):
    """Fails a test that leaves a thread running, a timer ticking or a window open.

    Freezing the garbage collector's lists lets a collection cover the test's own objects only. They are never thawed:
    what pytest itself still holds at a test's end, as its window, is collected before the next one freezes the rest.
    """
    gc.collect()
    gc.freeze()
    threads, windows, active = set(threading.enumerate()), set(_windows()), set(_active())
    yield
    leaks = _running_threads(threads)
    if _FAILED not in request.node.stash:  # the traceback of a failed test keeps its objects
        leaks += _qt_leaks(windows, active)
    if leaks:
        pytest.fail("left behind: " + ", ".join(leaks), pytrace=False)


def _running_threads(before):
    suspects = [thread for thread in threading.enumerate() if thread not in before]
    suspects = [thread for thread in suspects if not thread.daemon or "trainer" in thread.name.lower()]
    for thread in suspects:
        thread.join(timeout=10.0)  # one that is about to end may do so
    return [f"thread {thread.name!r}" for thread in suspects if thread.is_alive()]


def _qt_leaks(windows_before, active_before):
    app = _application()
    if app is None:
        return []
    from PySide6.QtCore import QEvent

    gc.collect()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    windows, active = _windows(), _active()
    leaks = [windows[pointer] for pointer in windows.keys() - windows_before]
    found = [active[pointer] for pointer in active.keys() - active_before]
    return [f"window {name}" for name in sorted(leaks)] + sorted(found)


def _active():
    """Timers that tick and Qt threads that run, by address.

    Asked of Shiboken, not of the garbage collector: `gc.get_objects` also hands out tuples that another thread is
    still filling, and filling them then fails, as it did in the thread that compiles kernels.
    """
    if _application() is None:
        return {}
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import getAllValidWrappers, getCppPointer

    found = {}
    for thing in getAllValidWrappers():
        if issubclass(type(thing), QTimer) and thing.isActive():
            words = f"active timer {thing.objectName() or 'without a name'} of {thing.parent()}"
        elif issubclass(type(thing), QThread) and thing.isRunning():
            words = f"running {type(thing).__name__}"
        else:
            continue
        found[getCppPointer(thing)[0]] = words
    return found


def _application():
    core = sys.modules.get("PySide6.QtCore")
    return core and core.QCoreApplication.instance()


def _windows():
    """Top-level widgets that belong to no other, by address; Qt keeps the tooltip's for itself."""
    app = _application()
    if not hasattr(app, "topLevelWidgets"):
        return {}
    from shiboken6 import getCppPointer

    return {
        getCppPointer(widget)[0]: f"{type(widget).__name__} {widget.objectName()!r}"
        for widget in app.topLevelWidgets()
        if widget.parent() is None and widget.metaObject().className() != "QTipLabel"
    }


@pytest.fixture
def qtbot(qtbot):
    """pytest-qt's, with more patience than five seconds: a busy machine fails no test."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Settings, data and caches of each test go to a folder of its own."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_homes)}"
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:
        for kind in (core.QSettings.Format.IniFormat, core.QSettings.Format.NativeFormat):
            core.QSettings.setPath(kind, core.QSettings.Scope.UserScope, str(home / "config"))


@pytest.fixture(autouse=True, scope="session")
def no_clipboard_at_the_end():
    """Qt deletes what is left on it after Python has ended: what a test has put there would kill the process."""
    yield
    app = _application()
    if hasattr(app, "clipboard") and app.platformName() == "offscreen":
        app.clipboard().clear()


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Fails a test that opens a connection to anything but a local socket file."""

    def guarded(connect):
        def local_only(self, address):
            if self.family != getattr(socket, "AF_UNIX", None):
                pytest.fail(f"a test may not connect to {address}")
            return connect(self, address)

        return local_only

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        yield
