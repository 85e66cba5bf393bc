"""What readme and help say of the command line is so: every option is there, every line that stands there works."""

import argparse
import inspect
import re
import shlex
from pathlib import Path

import pytest

from playground.app import bench_gui
from playground.app.cli import _parser, main
from playground.app.commands import COMMANDS
from playground.layers import LayerNorm

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:^ {4}\S.*\n(?:^ {4}.*\n)*)", README, re.MULTILINE)
PROGRAM = re.compile(r" {4}(?:python3 -m )?playground\b")
PLACEHOLDER = re.compile(r"[\[\]|]|\b(SOURCE|FILE|VIEW)\b")
SHORTENED = {
    "train": ["--epochs", "3"],
    "render": ["--epochs", "2"],
    "bench": ["--seconds", "0.01"],
}
"""Added to a line, so that it takes no longer than it must."""


def lines_of(blocks):
    """Command lines in blocks of the readme; what stands further to the right goes on with the line above."""
    lines = []
    for line in "".join(blocks).splitlines():
        if PROGRAM.match(line):
            lines.append(line)
        elif lines and line.startswith(" " * 8):
            lines[-1] += line
    return [re.sub(r" {2,}", " ", line.strip()).removeprefix("python3 -m ") for line in lines]


LINES = lines_of(block for block in BLOCKS if PROGRAM.match(block))
USAGES = [line for line in LINES if PLACEHOLDER.search(line)]
PLAIN = [line for line in LINES if not PLACEHOLDER.search(line) and line.split()[1:2] not in (["test"], ["lint"])]
EXAMPLES = [f"playground {example}" for command in COMMANDS.values() for example in command.examples]


def split(line):
    """The command of a line and its arguments."""
    words = shlex.split(line, comments=True)[1:]
    return (words[0], words[1:]) if words and words[0] in COMMANDS else ("window", words)


def options_of(name):
    return {option: action for action in _parser(name, COMMANDS[name])._actions for option in action.option_strings}


def test_there_are_lines_of_both_kinds():
    assert len(USAGES) >= 7
    assert len(PLAIN) >= 7
    assert {split(line)[0] for line in LINES} == set(COMMANDS)


@pytest.mark.parametrize("usage", USAGES)
def test_every_option_that_the_readme_names_is_there(usage):
    name = usage.split()[1] if usage.split()[1] in COMMANDS else "window"
    options = options_of(name)
    for option, values in re.findall(r"(--[a-z-]+)(?: ([a-z0-9|-]+\|[a-z0-9|-]+))?", usage):
        assert option in options
        if values:
            assert set(values.split("|")) == {str(choice) for choice in options[option].choices}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_option_of_its_own(name):
    told = " ".join(line for line in LINES if split(line)[0] == name)
    groups = _parser(name, COMMANDS[name])._action_groups
    tables = {action.dest for group in groups if group.title == "tables" for action in group._group_actions}
    for option, action in options_of(name).items():
        if option in {"-h", "--help", "-V", "--quiet"} or action.dest in tables or action.help == argparse.SUPPRESS:
            continue
        assert option in told


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text("x,y,label\n0,0,Blue\n4,4,Orange\n")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("playground.app.commands.window.OFFSCREEN_EPOCHS", 2)
    monkeypatch.setattr("playground.training.bench.CASES", {})
    monkeypatch.setattr(bench_gui, "gui_table", lambda seconds, tell: {})
    return tmp_path


def run_all(lines, capsys):
    for line in lines:
        name, words = split(line)
        command = [] if name == "window" else [name]
        if "--version" in words:
            with pytest.raises(SystemExit) as ended:
                main([*command, *words])
            status = ended.value.code
        else:
            status = main([*command, *words, *SHORTENED.get(name, [])])
        assert (status, line) == (0, line), capsys.readouterr().err


def test_every_line_of_the_readme_works(folder, qapp, capsys):
    run_all(PLAIN, capsys)
    assert (folder / "spiral.svg").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_of_the_help_works(folder, qapp, capsys, name):
    run_all([f"playground {example}" for example in COMMANDS[name].examples], capsys)


def test_the_help_shows_the_examples(capsys):
    for name, command in COMMANDS.items():
        with pytest.raises(SystemExit):
            main(["--help"] if name == "window" else [name, "--help"])
        shown = capsys.readouterr().out
        assert all(f"playground {example}".rstrip() in shown for example in command.examples)


def test_folders_that_the_readme_tests_are_there():
    for words in re.findall(r"playground test (tests/\S+)", README):
        assert (ROOT / words).exists()


def test_the_recipe_of_the_readme_is_the_code():
    assert re.findall(r"```python\n(.*?)```", README, re.DOTALL) == [inspect.getsource(LayerNorm)]
