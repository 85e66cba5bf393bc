"""The program starts, draws and trains whatever the language of the system is."""

import json
import os
import shutil
import subprocess
import sys

import pytest

LOCALES = ("tr_TR", "de_DE", "ar_EG", "fa_IR")


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """A folder with the locales compiled, which few machines have."""
    if shutil.which("localedef") is None:
        pytest.skip("localedef, which makes locales, is not installed")
    folder = tmp_path_factory.mktemp("locales")
    for name in LOCALES:
        made = subprocess.run(
            ["localedef", "-c", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0 and "cannot open" in made.stderr:
            pytest.skip(f"the sources of locales are not installed: {made.stderr.strip()}")
    return folder


@pytest.mark.parametrize("name", LOCALES)
def test_the_program_starts(locales, name):
    environment = os.environ | {
        "LOCPATH": str(locales),
        "LANG": f"{name}.UTF-8",
        "LC_ALL": f"{name}.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }
    started = subprocess.run(
        [sys.executable, "-m", "playground", "--self-test", "0.1"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert started.returncode == 0, started.stderr
    assert "Traceback" not in started.stderr
    assert "ready_s" in json.loads(started.stdout)
