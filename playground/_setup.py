"""Does a first start's set-up: looks at the machine, runs the plan, stamps what is ready.

Everything is told on standard error, so that the output of a command that started it stays clean.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from playground import _setup_plan as planner
from playground import _stamps as stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WARM_UP = "playground.training.engines.fused.warm"
_STANDARD_ERROR = 2


class SetupError(Exception):
    """The set-up cannot go on; the message says why and what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"playground: {text}\n")
    sys.stderr.flush()


def prepare(checkout: Path, needs: Sequence[str]) -> Path:
    """Make the environment fit for the needs.

    Args:
        checkout: Where ``pyproject.toml`` is.
        needs: As ``needs_of`` gives them.

    Returns:
        The Python to go on with: the running one where it has everything, else that of ``.venv``.

    Raises:
        SetupError: Something is missing that the set-up may not or could not install.
    """
    lists = _requirement_lists(checkout)
    if planner.satisfied(_requirements(lists, needs), _installed_version):
        return Path(sys.executable)
    with one_at_a_time(checkout / "pyproject.toml"):
        wanted = stamps.fingerprint(checkout)  # before the lists: where they change meanwhile, the stamp is out of date
        stale = stamps.stale_needs(checkout, needs)  # another start may have done it in the meantime
        if stale:
            _set_up(look(checkout, stale, _requirement_lists(checkout)), checkout)
            for need in stale:
                stamps.stamp_file(checkout, need).write_text(wanted, encoding="utf-8")
    return stamps.venv_python(checkout)


def look(checkout: Path, needs: Sequence[str], lists: dict[str, list[str]]) -> planner.SetupState:
    """The state of this machine and checkout."""
    warm_up = checkout.joinpath(*_WARM_UP.split(".")).with_suffix(".py").is_file()
    return planner.SetupState(
        platform=sys.platform,
        machine=platform.machine(),
        python=getattr(sys, "_base_executable", sys.executable),
        version=sys.version_info[:2],
        free_threaded=bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        has_ensurepip=importlib.util.find_spec("ensurepip") is not None,
        venv=_venv_condition(stamps.venv_python(checkout)),
        venv_python=str(stamps.venv_python(checkout)),
        directory=str(checkout / ".venv"),
        constraints=str(checkout / "packaging" / "constraints.txt"),
        requirements=_requirements(lists, needs),
        torch=_torch_pin(checkout) if stamps.PACKAGES in needs else None,
        has_nvidia=Path("/proc/driver/nvidia/version").exists(),
        missing=_missing(planner.libraries_for(needs, sys.platform)),
        root=_root_prefix(),
        has_apt=shutil.which("apt-get") is not None,
        warm_up=_WARM_UP if warm_up else None,
    )


def _set_up(state: planner.SetupState, checkout: Path) -> None:
    refusal = planner.refusal(state)
    if refusal:
        raise SetupError(refusal)
    forget_half_installed(checkout / ".venv")
    steps = planner.plan(state)
    if state.torch:
        say("first start: setting up .venv (a few minutes, 1.6 GB on disk; done once)")
    for number, step in enumerate(steps, start=1):
        say(f"[{number}/{len(steps)}] {step.title}")
        _run(step, checkout)
    still_missing = _missing(state.missing)
    if still_missing:
        raise SetupError(planner.missing_libraries_text(still_missing))


def _run(step: planner.SetupStep, checkout: Path) -> None:
    errors = ""
    for command in filter(None, (step.command, step.otherwise)):
        # What a program prints at work goes to our standard error; its complaints are kept for the end.
        with subprocess.Popen(command, cwd=checkout, stdout=_STANDARD_ERROR, stderr=subprocess.PIPE) as process:
            errors = process.communicate()[1].decode(errors="replace")
        if process.returncode == 0:
            return
        if planner.offline(errors):
            break
    text = planner.failure_text(step, errors)
    if step.essential:
        raise SetupError(text)
    say(text)


@contextlib.contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Hold a lock on the file, so that two first starts do not write into one environment.

    Raises:
        SetupError: The checkout cannot be written to.
    """
    try:
        handle = file.open("r+b")
    except OSError as error:
        raise SetupError(
            f".venv cannot be made in {file.parent} ({error.strerror}): copy the checkout to a folder of your own, "
            "or install it with pip"
        ) from None
    with handle:
        if not try_lock(handle):
            say("another start is setting up .venv; waiting for it")
            while not try_lock(handle):
                time.sleep(0.5)
        yield


def try_lock(handle: IO[bytes]) -> bool:
    """Lock an open file for this process; whether that was possible. It is let go when the file is closed."""
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(1 << 30)  # Windows forbids others to read what is locked: lock behind the end
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _requirement_lists(checkout: Path) -> dict[str, list[str]]:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {stamps.PACKAGES: project["dependencies"], **project["optional-dependencies"]}


def _requirements(lists: dict[str, list[str]], needs: Sequence[str]) -> tuple[str, ...]:
    return tuple(requirement for need in needs for requirement in lists.get(need, ()))


def _torch_pin(checkout: Path) -> str:
    lines = (checkout / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return next(line.strip() for line in lines if line.startswith("torch=="))


def _installed_version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _venv_condition(python: Path) -> Literal["absent", "broken", "usable"]:
    if not python.parent.parent.exists():
        return "absent"
    ask = "import sys, pip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "broken"
    return "usable" if answer.split() == [str(number) for number in sys.version_info[:2]] else "broken"


def forget_half_installed(venv: Path) -> None:
    """Drop the metadata of packages whose installation was cut off, or pip would take them for complete."""
    for pattern in ("lib/python3*/site-packages/*.dist-info", "Lib/site-packages/*.dist-info"):
        for metadata in venv.glob(pattern):
            if not (metadata / "RECORD").is_file():  # pip writes it last
                shutil.rmtree(metadata, ignore_errors=True)


def _missing(libraries: Sequence[planner.Library]) -> tuple[planner.Library, ...]:
    return tuple(library for library in libraries if not _loads(library.file))


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _root_prefix() -> tuple[str, ...] | None:
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return ()
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return (sudo, "-n")
    return None
