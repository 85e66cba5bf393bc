"""Runs the program from a bare checkout: sets up ``.venv`` once, afterwards only checks a stamp.

Every start from a checkout passes through here, so this file imports next to nothing. The work of a
first start is in ``_setup`` (does it) and ``_setup_plan`` (decides it), both loaded only then.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from playground import __version__
from playground._interrupt import INTERRUPTED, end_at_once
from playground._numba_cache import use_user_cache
from playground._stamps import CHECKOUT, is_checkout, needs_of, stale_needs, venv_python
from playground._threads import use_one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEST_ENVIRONMENT = {
    "QT_QPA_PLATFORM": "offscreen",
    "OMP_NUM_THREADS": "1",
    "QT_API": "pyside6",
    "PYTEST_QT_API": "pyside6",
}
OF_SIGNALS = 128
"""Statuses above it say that a signal has ended the program."""
_ALL_TESTS = ("-n", "auto", "--dist", "worksteal")
"""Shared among the processors; a person who names tests wants to see them in order, in one process."""
_CHECKS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
)


def console() -> NoReturn:
    """Entry point of the installed commands."""
    end_at_once()
    use_user_cache()
    use_one_thread()
    leave(_run_installed(tuple(sys.argv[1:])))


def leave(status: int) -> NoReturn:
    """End with a status; at once after a signal, and where a thread is still at work.

    The interpreter's own end would pull the ground from under that thread: from a kernel that is being compiled, say.
    And it takes a second and more once PyTorch is loaded, while whoever has pressed Ctrl+C waits.
    """
    import threading

    if status > OF_SIGNALS or any(thread is not threading.main_thread() for thread in threading.enumerate()):
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up if anything is missing, then run the command line.

    Returns:
        The exit status: 2 where the set-up was refused or failed.
    """
    arguments = tuple(sys.argv[1:] if arguments is None else arguments)
    if arguments in {("-V",), ("--version",)}:  # said without installing anything
        sys.stdout.write(f"playground {__version__}\n")
        return 0
    use_user_cache()
    use_one_thread()
    if not is_checkout():
        return _run_installed(arguments)
    needs = needs_of(arguments, os.environ, sys.platform)
    if stale_needs(CHECKOUT, needs):
        from playground import _setup

        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            python = _setup.prepare(CHECKOUT, needs)
        except _setup.SetupError as error:
            _setup.say(str(error))
            return 2
        except KeyboardInterrupt:
            _setup.say("set-up interrupted; the next start goes on with it")
            return INTERRUPTED
    else:
        python = venv_python(CHECKOUT)
    end_at_once()
    return _start(arguments, python)


def _start(arguments: tuple[str, ...], python: Path) -> int:
    command, rest = arguments[:1], arguments[1:]
    if command == ("test",):
        os.environ.update(_TEST_ENVIRONMENT)
        os.chdir(CHECKOUT)
        return _become(python, "-m", "pytest", *(rest or _ALL_TESTS))
    if command == ("lint",):
        return _run_checks(python)
    if python == Path(sys.executable) or Path(sys.prefix).samefile(CHECKOUT / ".venv"):
        return _run_here(arguments)
    return _become(python, "-m", "playground", *arguments)


def _run_here(arguments: tuple[str, ...]) -> int:
    from playground.app.cli import main as run

    return run(list(arguments))


def _run_installed(arguments: tuple[str, ...]) -> int:
    if arguments[:1] in {("test",), ("lint",)}:
        sys.stderr.write(f"playground: {arguments[0]} works in a checkout of the source only\n")
        return 2
    return _run_here(arguments)


def _run_checks(python: Path) -> int:
    import subprocess

    failed = []
    for check in _CHECKS:
        name = " ".join(check[1:]) if check[0] == "-m" else "lint-imports"
        sys.stderr.write(f"playground: {name}\n")
        if subprocess.call([python, *check], cwd=CHECKOUT):
            failed.append(name)
    if failed:
        sys.stderr.write(f"playground: failed: {', '.join(failed)}\n")
    return 1 if failed else 0


def _become(python: Path, *arguments: str) -> NoReturn:
    """Go on as the environment's Python: in this process, or on Windows (no real exec) in a child."""
    os.environ.pop("__PYVENV_LAUNCHER__", None)  # macOS: would tell the new Python that it is the old one
    command = [str(python), *arguments]
    if sys.platform == "win32":
        sys.exit(_wait_for_child(command))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


def _wait_for_child(command: Sequence[str]) -> int:
    """Run a child to its end; Ctrl+C is meant for it, which hears it as well and says with its status what it did."""
    import subprocess

    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.Popen(command).wait()
    finally:
        signal.signal(signal.SIGINT, before)
