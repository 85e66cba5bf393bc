"""The planner over made-up machines: which commands, in which order, and when it refuses."""

from dataclasses import replace

import pytest

from playground import _setup_plan as planner
from playground._stamps import PACKAGES, WAYLAND, X11

BARE = planner.SetupState(
    platform="linux",
    machine="x86_64",
    python="python3",
    version=(3, 11),
    free_threaded=False,
    has_ensurepip=True,
    venv="absent",
    venv_python="/c/.venv/bin/python",
    directory="/c/.venv",
    constraints="/c/packaging/constraints.txt",
    requirements=("numpy>=1.26", "torch>=2.6"),
    torch="torch==2.13.0",
    has_nvidia=False,
    missing=(),
    root=None,
    has_apt=True,
    warm_up="package.warm",
)


def commands(state):
    return [" ".join(step.command) for step in planner.plan(state)]


def titles(state):
    return [step.title for step in planner.plan(state)]


def test_a_bare_machine_gets_everything_in_order():
    pip = "/c/.venv/bin/python -m pip install --disable-pip-version-check --no-input --only-binary :all:"
    assert planner.refusal(BARE) is None
    assert commands(BARE) == [
        "python3 -m venv /c/.venv",
        f"{pip} --no-deps torch==2.13.0+cpu",
        f"{pip} -c /c/packaging/constraints.txt numpy>=1.26 torch>=2.6",
        "/c/.venv/bin/python -m package.warm",
    ]


def test_a_stale_stamp_keeps_the_environment():
    assert titles(replace(BARE, venv="usable"))[0] == "Installing PyTorch"


def test_a_broken_environment_is_made_anew():
    assert commands(replace(BARE, venv="broken"))[0] == "python3 -m venv --clear /c/.venv"


def test_only_the_tests_packages_leave_torch_alone():
    state = replace(BARE, venv="usable", torch=None, requirements=("pytest>=8",))
    assert titles(state) == ["Installing the other packages"]


def test_only_missing_libraries_leave_pip_alone():
    state = replace(BARE, venv="usable", torch=None, requirements=(), missing=planner.ON_X11[:1], root=("sudo", "-n"))
    apt = "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get"
    assert commands(state) == [
        f"{apt} update -q",
        f"{apt} install -y --no-install-recommends libxcb-cursor0",
    ]


def test_root_installs_missing_libraries_before_the_long_downloads():
    state = replace(BARE, missing=planner.ALWAYS, root=())
    first = commands(state)[:3]
    assert first[0] == "env DEBIAN_FRONTEND=noninteractive apt-get update -q"
    assert first[1].endswith("libgl1 libegl1 libxkbcommon0 libfontconfig1 libglib2.0-0 libdbus-1-3")
    assert first[2] == "python3 -m venv /c/.venv"


@pytest.mark.parametrize("change", [{"root": None}, {"root": (), "has_apt": False}])
def test_without_root_or_apt_the_exact_lines_are_given(change):
    text = planner.refusal(replace(BARE, missing=planner.ON_X11, **change))
    assert text is not None
    assert "libxcb-cursor.so.0" in text
    assert "sudo apt-get install -y --no-install-recommends libxcb-cursor0 libxcb-icccm4" in text
    assert "sudo dnf install -y xcb-util-cursor xcb-util-wm" in text
    assert "sudo pacman -S --needed --noconfirm xcb-util-cursor" in text


def test_each_package_is_named_once():
    text = planner.missing_libraries_text(planner.ALWAYS)
    assert text.count("libglvnd ") == 1  # libGL and libEGL are one package on Arch


def test_a_python_without_ensurepip_gets_it_from_apt_or_says_how():
    state = replace(BARE, has_ensurepip=False)
    line = "apt-get install -y --no-install-recommends python3.11-venv"
    assert line in (planner.refusal(state) or "")
    assert commands(replace(state, root=()))[1].endswith(line)
    assert planner.refusal(replace(state, venv="usable")) is None


def test_unsupported_pythons_are_refused():
    assert "global lock" in (planner.refusal(replace(BARE, free_threaded=True)) or "")
    assert "Intel" in (planner.refusal(replace(BARE, platform="darwin")) or "")


@pytest.mark.parametrize(
    ("change", "builds"),
    [
        ({}, ("torch==2.13.0+cpu", "torch==2.13.0")),
        ({"has_nvidia": True}, ("torch==2.13.0",)),
        ({"platform": "darwin", "machine": "arm64"}, ("torch==2.13.0",)),
        ({"platform": "win32"}, ("torch==2.13.0",)),
        ({"torch": None}, ()),
    ],
)
def test_torch_builds(change, builds):
    assert planner.torch_builds(replace(BARE, **change)) == builds


def test_the_plain_build_is_what_the_cpu_build_falls_back_on():
    torch = next(step for step in planner.plan(BARE) if step.title == "Installing PyTorch")
    assert torch.otherwise is not None
    assert torch.otherwise[-1] == "torch==2.13.0"


def test_the_warm_up_may_fail_and_comes_only_with_torch():
    assert not planner.plan(BARE)[-1].essential
    assert "kernel" not in " ".join(titles(replace(BARE, torch=None)))
    assert "kernel" not in " ".join(titles(replace(BARE, warm_up=None)))


@pytest.mark.parametrize(
    ("needs", "platform", "count"),
    [
        ((PACKAGES,), "linux", 6),
        ((PACKAGES, X11), "linux", 11),
        ((PACKAGES, WAYLAND), "linux", 7),
        ((PACKAGES,), "win32", 0),
    ],
)
def test_libraries_for(needs, platform, count):
    assert len(planner.libraries_for(needs, platform)) == count


STEP = planner.SetupStep("Installing PyTorch", ("pip",), advice="sudo line")
UNREACHABLE = "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)'\n"
NONE_FOUND = "ERROR: Could not find a version that satisfies the requirement torch==2.13.0+cpu (from versions: "


def test_no_network_is_told_in_one_line():
    text = planner.failure_text(STEP, f"{UNREACHABLE}{NONE_FOUND}none)\nERROR: No matching distribution\n")
    assert "cannot be reached" in text
    assert "\n" not in text


def test_an_index_that_answered_is_not_called_unreachable():
    errors = f"{UNREACHABLE}{NONE_FOUND}2.12.0, 2.13.0)\nERROR: No matching distribution found for torch\n"
    assert not planner.offline(errors)
    assert planner.failure_text(STEP, errors) == (
        "Installing PyTorch failed: No matching distribution found for torch. To do it by hand:  sudo line"
    )


def test_a_full_disk_is_named():
    assert "disk is full" in planner.failure_text(STEP, "ERROR: [Errno 28] No space left on device")


def test_a_silent_failure_still_makes_a_sentence():
    assert planner.failure_text(replace(STEP, advice=""), "") == "Installing PyTorch failed"


@pytest.mark.parametrize(
    ("requirement", "version", "accepted"),
    [
        ("numpy>=1.26", "2.4.6", True),
        ("numpy>=1.26", "1.9", False),
        ("numpy>=1.26", None, False),
        ("pyqtgraph>=0.14,<0.15", "0.14.0", True),
        ("pyqtgraph>=0.14,<0.15", "0.15.0", False),
        ("PySide6-Essentials>=6.10.1,!=6.11.0,!=6.12.0", "6.12", False),
        ("PySide6-Essentials>=6.10.1,!=6.11.0,!=6.12.0", "6.10.3", True),
        ("torch == 2.13.0", "2.13.0+cpu", True),
        ("torch>=2.6", "2.6.0rc1", True),
        ("msgspec", "0.1", True),
    ],
)
def test_satisfied(requirement, version, accepted):
    assert planner.satisfied([requirement], lambda name: version) is accepted
