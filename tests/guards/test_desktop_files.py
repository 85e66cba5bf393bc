"""What a Linux desktop needs to open projects and lessons with a double click: valid, and of the names in the code."""

import configparser
import os
import plistlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from playground.lessons import files
from playground.storage import project

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "packaging" / "linux"
SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"
CLASSES = r"HKEY_CURRENT_USER\Software\Classes"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture
def types():
    """The types by the endings of their files."""
    found = ET.parse(FOLDER / "playground.xml").getroot().findall(f"{SPACE}mime-type")
    return {one.find(f"{SPACE}glob").get("pattern"): one for one in found}


@pytest.fixture
def entry():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(FOLDER / "playground.desktop", "utf-8")
    return parser["Desktop Entry"]


def test_projects_and_lessons_have_a_type_each(types):
    assert types.keys() == {f"*{project.SUFFIX}", f"*{files.SUFFIX}"}
    for one in types.values():
        assert one.find(f"{SPACE}comment").text
        assert one.find(f"{SPACE}sub-class-of").get("type") in {"application/zip", "text/markdown"}


def test_the_entry_of_the_menu_opens_them_with_the_command_that_there_is(types, entry):
    assert entry["Type"] == "Application"
    command, argument = entry["Exec"].split()
    assert command == entry["TryExec"]
    assert command in PYPROJECT["project"]["scripts"]
    assert argument == "%f", "one file a window"
    assert entry["MimeType"].rstrip(";").split(";") == [one.get("type") for one in types.values()]
    assert entry["Comment"] == PYPROJECT["project"]["description"]
    assert all(entry[name].endswith(";") for name in ("Categories", "Keywords", "MimeType"))


def test_a_wheel_carries_them_to_where_desktops_look():
    data = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert all((ROOT / name).is_file() for name in data)
    assert set(data.values()) == {"share/applications/playground.desktop", "share/mime/packages/playground.xml"}


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="shared-mime-info is not here")
def test_the_database_of_types_knows_the_endings(tmp_path):
    (tmp_path / "mime" / "packages").mkdir(parents=True)
    shutil.copy(FOLDER / "playground.xml", tmp_path / "mime" / "packages")
    said = subprocess.run(["update-mime-database", tmp_path / "mime"], check=True, capture_output=True, text=True)
    assert "playground.xml" not in said.stderr
    ask = (
        "from PySide6.QtCore import QMimeDatabase as D\n"
        "for name in ('a.nnplay', 'a.nnlesson'): print(D().mimeTypeForFile(name, D.MatchMode.MatchExtension).name())"
    )
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    asked = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True, env=environment)
    assert asked.stdout.split() == ["application/x-nnplay", "application/x-nnlesson"]


def test_windows_and_macos_are_told_the_same_types_and_commands(types):
    named = {
        glob.removeprefix("*."): (one.get("type"), one.find(f"{SPACE}comment").text) for glob, one in types.items()
    }
    registry = (ROOT / "packaging" / "windows" / "playground.reg").read_text(encoding="ascii")
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(registry.partition("\n")[2])
    declared = plistlib.loads((ROOT / "packaging" / "macos" / "Info.plist").read_bytes())
    uniform = {one["UTTypeIdentifier"]: one for one in declared["UTExportedTypeDeclarations"]}
    assert [one["LSItemContentTypes"] for one in declared["CFBundleDocumentTypes"]] == [[name] for name in uniform]
    found = {}
    for one, kind in zip(uniform.values(), declared["CFBundleDocumentTypes"], strict=True):
        (ending,) = one["UTTypeTagSpecification"]["public.filename-extension"]
        (mime,) = one["UTTypeTagSpecification"]["public.mime-type"]
        found[ending] = mime, one["UTTypeDescription"]
        assert kind["CFBundleTypeName"] == one["UTTypeDescription"]
    assert found == named
    for ending, (mime, words) in named.items():
        begins = parser[f"{CLASSES}\\.{ending}"]
        program = begins["@"].strip('"')
        assert begins['"Content Type"'] == f'"{mime}"'
        assert parser[f"{CLASSES}\\{program}"]["@"] == f'"{words}"'
        command = parser[f"{CLASSES}\\{program}\\shell\\open\\command"]["@"]
        assert command == r'"playground-window.exe \"%1\""'
    assert "playground-window" in PYPROJECT["project"]["gui-scripts"]
