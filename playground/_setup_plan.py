"""What a first start has to do, as pure functions: the state of the machine in, commands out.

Nothing here looks at the machine or changes it (``_setup`` does both), so that every case can be tested.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from playground._stamps import WAYLAND, X11

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Library:
    """A system library that Qt loads, and the package that brings it on each family of Linux."""

    file: str
    apt: str
    dnf: str
    pacman: str


ALWAYS = (
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
)
ON_X11 = (
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
)
ON_WAYLAND = (Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),)

_INSTALLERS = {
    "apt": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
}


@dataclass(frozen=True, slots=True)
class SetupState:
    """What the plan depends on.

    Attributes:
        platform: As ``sys.platform``.
        machine: Processor, as ``platform.machine()``.
        python: The interpreter that makes the environment.
        version: Its major and minor version.
        free_threaded: It is a build without the global lock.
        has_ensurepip: It can put pip into an environment.
        venv: The environment: none, one that cannot run pip for this Python, or one that can.
        venv_python: The environment's interpreter, whether it exists or not.
        directory: The environment's folder.
        constraints: The file of exact versions.
        requirements: What pip must install, as in pyproject; empty where only system libraries are missing.
        torch: torch's exact requirement, or nothing where torch is not to be installed.
        has_nvidia: An NVIDIA driver is loaded.
        missing: System libraries that do not load.
        root: What goes before a command to run it as root: nothing, ``sudo -n``, or None where neither works.
        has_apt: ``apt-get`` is there.
        warm_up: The module that compiles the training kernel, if there is one.
    """

    platform: str
    machine: str
    python: str
    version: tuple[int, int]
    free_threaded: bool
    has_ensurepip: bool
    venv: Literal["absent", "broken", "usable"]
    venv_python: str
    directory: str
    constraints: str
    requirements: tuple[str, ...]
    torch: str | None
    has_nvidia: bool
    missing: tuple[Library, ...]
    root: tuple[str, ...] | None
    has_apt: bool
    warm_up: str | None


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One command of a plan.

    Attributes:
        title: What is being done, for the person who waits.
        command: Program and arguments.
        otherwise: The command to try where the first one fails.
        advice: What the person can do where it fails.
        essential: Without it the program does not run.
    """

    title: str
    command: tuple[str, ...]
    otherwise: tuple[str, ...] | None = None
    advice: str = ""
    essential: bool = True


def libraries_for(needs: Sequence[str], platform: str) -> tuple[Library, ...]:
    """System libraries that Qt loads for these needs; none outside Linux, where its wheels bring all."""
    if platform != "linux":
        return ()
    return ALWAYS + (ON_X11 if X11 in needs else ()) + (ON_WAYLAND if WAYLAND in needs else ())


def refusal(state: SetupState) -> str | None:
    """Why this machine cannot be set up without its owner, in words; None where it can."""
    if state.free_threaded:
        return "Python without the global lock is not supported by Qt's packages; use an ordinary build"
    if (state.platform, state.machine) == ("darwin", "x86_64"):
        return "Macs with an Intel processor are not supported: PyTorch no longer has packages for them"
    by_hand = state.root is None or not state.has_apt
    if state.missing and by_hand:
        return missing_libraries_text(state.missing)
    if _needs_ensurepip(state) and by_hand:
        return f"Python's venv module is incomplete; install it and start again:  sudo {_venv_line(state)}"
    return None


def plan(state: SetupState) -> tuple[SetupStep, ...]:
    """The commands of the set-up, in order: cheap ones that may fail before long downloads."""
    return (*_system_steps(state), *_venv_steps(state), *_package_steps(state), *_warm_up_steps(state))


def missing_libraries_text(missing: Sequence[Library]) -> str:
    """Names the libraries and the line that installs them, for each family of Linux."""
    files = ", ".join(library.file for library in missing)
    lines = [f"Qt needs system libraries that are missing ({files}). Install them and start again:"]
    for manager, line in _INSTALLERS.items():
        names = dict.fromkeys(getattr(library, manager) for library in missing)
        lines.append(f"  sudo {line} {' '.join(names)}")
    return "\n".join(lines)


def _needs_ensurepip(state: SetupState) -> bool:
    return state.venv != "usable" and not state.has_ensurepip


def _venv_line(state: SetupState) -> str:
    return f"{_INSTALLERS['apt']} python{state.version[0]}.{state.version[1]}-venv"


def _system_steps(state: SetupState) -> tuple[SetupStep, ...]:
    lines = []
    if state.missing:
        names = dict.fromkeys(library.apt for library in state.missing)
        lines.append(("Installing Qt's system libraries", f"{_INSTALLERS['apt']} {' '.join(names)}"))
    if _needs_ensurepip(state):
        lines.append(("Installing Python's venv module", _venv_line(state)))
    if not lines or state.root is None:
        return ()
    as_root = (*state.root, "env", "DEBIAN_FRONTEND=noninteractive")
    update = SetupStep(
        "Updating the list of system packages",
        (*as_root, "apt-get", "update", "-q"),
        advice="; ".join(f"sudo {line}" for _, line in lines),
    )
    return (update, *(SetupStep(title, (*as_root, *line.split()), advice=f"sudo {line}") for title, line in lines))


def _venv_steps(state: SetupState) -> tuple[SetupStep, ...]:
    if state.venv == "usable":
        return ()
    clear = () if state.venv == "absent" else ("--clear",)
    return (SetupStep("Making the environment .venv", (state.python, "-m", "venv", *clear, state.directory)),)


def _package_steps(state: SetupState) -> tuple[SetupStep, ...]:
    """Torch alone first, so that its build is our choice; then the rest, with whatever torch needs."""
    pip = (state.venv_python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    # Nothing is built here: that takes a compiler, and ends in pages of messages where there is none.
    install = (*pip, "--only-binary", ":all:")
    steps = []
    if state.torch:
        first, *others = ((*install, "--no-deps", build) for build in torch_builds(state))
        steps.append(SetupStep("Installing PyTorch", first, others[0] if others else None))
    if state.requirements:
        exactly = (*install, "-c", state.constraints, *state.requirements)
        steps.append(SetupStep("Installing the other packages", exactly))
    return tuple(steps)


def torch_builds(state: SetupState) -> tuple[str, ...]:
    """The builds of torch to try in turn.

    On Linux the plain version is the CUDA build of several GB on the public index. So where no NVIDIA
    driver is loaded the CPU build comes first; it is found where pip is configured with an index that has it.
    """
    if not state.torch:
        return ()
    if state.platform != "linux" or state.has_nvidia:
        return (state.torch,)
    return (f"{state.torch}+cpu", state.torch)


def _warm_up_steps(state: SetupState) -> tuple[SetupStep, ...]:
    if state.warm_up is None or not state.torch:
        return ()
    command = (state.venv_python, "-m", state.warm_up)
    return (SetupStep("Compiling the training kernel", command, essential=False),)


_NO_CONNECTION = re.compile(
    "NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError|getaddrinfo failed|timed out|"
    "Failed to establish a new connection|name resolution|Network is unreachable|"
    "Connection (refused|reset|aborted|broken)"
)


def offline(errors: str) -> bool:
    """Whether pip's complaints come from an index that cannot be reached, rather than from its answer."""
    index_answered = re.search(r"from versions: (?!none)", errors)
    return index_answered is None and _NO_CONNECTION.search(errors) is not None


def failure_text(step: SetupStep, errors: str) -> str:
    """One line on why a step failed.

    Args:
        step: The step.
        errors: What its command wrote to its standard error.
    """
    if offline(errors):
        return (
            f"{step.title} failed: the package index cannot be reached. "
            "Check the network (or pip's proxy and index settings) and start again"
        )
    if "No space left on device" in errors:
        return f"{step.title} failed: the disk is full (about 1.6 GB are needed). Make room and start again"
    reasons = [line.strip() for line in errors.splitlines() if line.strip()]
    told = [line.removeprefix("ERROR: ") for line in reasons if line.startswith("ERROR: ")] or reasons
    reason = f": {told[-1]}" if told else ""
    return f"{step.title} failed{reason}" + (f". To do it by hand:  {step.advice}" if step.advice else "")


def satisfied(requirements: Sequence[str], version_of: Callable[[str], str | None]) -> bool:
    """Whether an environment already has everything.

    Args:
        requirements: As in pyproject, such as ``numpy>=1.26``.
        version_of: The installed version of a package, or None.
    """
    return all(_accepts(requirement, version_of) for requirement in requirements)


def _accepts(requirement: str, version_of: Callable[[str], str | None]) -> bool:
    name = re.split(r"[\s<>=!]", requirement, maxsplit=1)[0]
    version = version_of(name)
    limits = [limit.strip() for limit in requirement.removeprefix(name).split(",") if limit.strip()]
    return version is not None and all(_keeps(version, limit) for limit in limits)


_COMPARISONS: Mapping[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">=": tuple.__ge__,
    "<=": tuple.__le__,
    "!=": tuple.__ne__,
    "==": tuple.__eq__,
    ">": tuple.__gt__,
    "<": tuple.__lt__,
}


def _keeps(version: str, limit: str) -> bool:
    symbol = limit.rstrip("0123456789. ")
    return _COMPARISONS[symbol](_numbers(version), _numbers(limit.removeprefix(symbol)))


def _numbers(version: str) -> tuple[int, ...]:
    """Release numbers without trailing zeros: ``2.10.0+cpu`` is (2, 10)."""
    release = re.split(r"[^\d.]", version.strip(), maxsplit=1)[0]
    parts = [int(part) for part in release.split(".") if part]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
