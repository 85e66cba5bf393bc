"""Small manners of the command line: nothing is replaced that nobody has named, what is odd is said."""

import importlib
from pathlib import Path

import pytest

from playground import __version__
from playground.app import cli, offscreen
from playground.app.commands import window as window_command
from playground.app.settings import Settings
from playground.interop.sources import open_source


@pytest.fixture
def without_display(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    def render(opened, wanted, target, progress):
        path = tmp_path / target
        path.write_text("a picture")
        return offscreen.Rendered(path)

    monkeypatch.setattr(offscreen, "render", render)
    return tmp_path


def test_a_picture_that_nobody_has_named_replaces_no_file(without_display, capsys):
    (without_display / window_command.PICTURE).write_text("precious")
    for name in ("playground-2.png", "playground-3.png"):
        assert cli.main(["circle"]) == 0
        assert name in capsys.readouterr().out
    assert (without_display / window_command.PICTURE).read_text() == "precious"


def test_a_picture_that_was_named_is_replaced(without_display):
    for _ in range(2):
        assert cli.main(["circle", "--screenshot", "a.png"]) == 0
    assert [path.name for path in without_display.iterdir()] == ["a.png"]


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version(capsys, option):
    with pytest.raises(SystemExit) as ended:
        cli.main([option])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"playground {__version__}\n"


def test_info_names_the_program_and_where_kernels_are_kept(capsys):
    assert cli.main(["info"]) == 0
    told = capsys.readouterr().out
    assert f"Playground          {__version__}\n" in told
    assert "compiled kernels" in told


def test_a_folder_does_not_hide_an_example(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle").mkdir()
    assert open_source("circle").name == "Circle"


def test_an_installed_program_offers_no_commands_of_a_checkout(monkeypatch, capsys):
    monkeypatch.setattr(cli, "is_checkout", lambda: False)
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert "run the tests" not in capsys.readouterr().out
    assert cli.meant_command("window", ["tset"]) == ""


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("#noise=2000&seed=1", "noise: the page takes 50 % in place of 2000 %."),
        ("#noise=-7&seed=1", "noise: the page takes 0 % in place of -7 %."),
        ("#networkShape=4%2C2&seed=1", "“4%2C2” is no number of neurons"),
        ("#networkShape=3,,2&seed=1", "“” is no number of neurons"),
        ("#batchSize=1e20&percTrainData=0&seed=0.5", "batchSize: with 1e20"),
    ],
)
def test_what_a_link_means_otherwise_is_said(link, words):
    opened = open_source(link)
    assert any(words in note for note in opened.notes)
    assert len(opened.notes) == 1


def test_a_diverging_run_is_said_and_has_a_status_of_its_own(tmp_path, qapp, capsys):
    link = "#learningRate=10&activation=linear&networkShape=8,8,8&seed=1&problem=regression&batchSize=1"
    out = tmp_path / "a.png"
    assert cli.main(["render", link, "--epochs", "50", "--view", "loss", "--out", str(out)]) == 1
    assert "stopped being a number" in capsys.readouterr().err
    assert out.exists()


def test_the_theme_follows_the_system_unless_one_is_chosen():
    settings = Settings()
    assert settings.theme == "auto"
    for choice in ("dark", "light", "auto"):
        settings.theme = choice
        assert Settings().theme == choice


def test_the_theme_is_chosen_in_the_menu(window):
    action = next(one for one in window.actions() if one.objectName() == "theme_light")
    action.trigger()
    assert window.settings.theme == "light"
    next(one for one in window.actions() if one.objectName() == "theme_auto").trigger()
    assert window.settings.theme == "auto"


TABLE = "x,y,label\n1,2,a\n3,4,b\n2,1,a\n"


@pytest.mark.parametrize(
    "command",
    [
        "train circle --save {}.nnplay",
        "export circle --as numpy --out {}",
        "evaluate circle --points table.csv --out {}",
        "render circle --view loss --out {}.png",
        "render circle --view loss --film gif --out {}.gif",
        "sweep circle --over l2=0,1 --out {}.npz",
        "hunger circle --out {}.csv",
        "mark . --challenge spiral --out {}",
    ],
)
def test_a_file_that_cannot_be_written_is_told_before_the_work(capsys, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text(TABLE)
    command, _, suffix = command.partition("{}")
    (tmp_path / f"taken{suffix}").mkdir()
    monkeypatch.setattr("playground.app.training_watch.Watch.wait", None)
    monkeypatch.setattr(offscreen, "_trained", None)
    for name, words in ((f"none/a{suffix}", "there is no folder none"), (f"taken{suffix}", "this is a folder")):
        assert cli.main([*command.split(), name]) == 2
        assert capsys.readouterr().err.startswith(f"playground: {name}: {words}")
    assert cli.main([*command.split(), ""]) == 2
    assert capsys.readouterr().err == "playground: the file that is to be written has no name\n"
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as one who may write everywhere
    assert cli.main([*command.split(), f"a{suffix}"]) == 2
    assert "nothing may be written into the folder" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({"table.csv", f"taken{suffix}"})


@pytest.mark.parametrize(
    "command",
    [
        "export table.csv --as csv --out ./table.csv",
        "evaluate circle --points table.csv --out table.csv",
        "sweep table.csv --over l2=0,1 --out table.csv",
        "hunger table.csv --out table.csv",
        "mark . --challenge table.csv --out table.csv",
    ],
)
def test_what_is_read_is_not_replaced(capsys, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text(TABLE)
    assert cli.main(command.split()) == 2
    assert capsys.readouterr().err
    assert (tmp_path / "table.csv").read_text() == TABLE


@pytest.mark.parametrize(
    ("command", "most"),
    [
        ("train circle --seeds", "10,000"),
        ("sweep circle --over l2=0,1 --out a.csv --seeds", "10,000"),
        ("hunger circle --seeds", "10,000"),
        ("mark . --challenge spiral --seeds", "10,000"),
        ("lint-challenge spiral --seeds", "10,000"),
        ("lint-lesson a-neuron-is-a-line --seeds", "10,000"),
        ("hunger circle --sizes", "1,000"),
        ("compare circle --splits", "1,000"),
        ("train circle --epochs", "100,000,000"),
        ("sweep circle --over l2=0,1 --out a.csv --epochs", "100,000,000"),
        ("hunger circle --epochs", "100,000,000"),
        ("compare circle --epochs", "100,000,000"),
        ("doctor circle --epochs", "100,000,000"),
        ("export circle --as onnx --out a.onnx --epochs", "100,000,000"),
        ("render circle --view loss --out a.png --epochs", "100,000,000"),
    ],
)
def test_numbers_that_nobody_lives_to_see_are_refused(capsys, command, most):
    with pytest.raises(SystemExit):
        cli.main([*command.split(), "99999999999999999999999"])
    assert f"are too many, {most} are the most" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("train circle --threshold 0.5", "say how many with --seeds"),
        ("train circle --adversarial-steps 3", "say how far with that"),
        ("train circle --adversarial 0 --adversarial-steps 3", "say how far with that"),
        ("render circle --view loss --out a.png --frames 3", "are of a film"),
        ("train circle --seeds 2 --device cuda", "CUDA is not to be had here"),
        ("lint-lesson a-neuron-is-a-lin", "neither a lesson that comes with the program nor a file; did you mean"),
        ("lint-challenge spiraal", "neither a challenge that comes with the program nor a file; did you mean"),
    ],
)
def test_what_would_do_nothing_is_refused(capsys, tmp_path, monkeypatch, command, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert cli.main(command.split()) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "writes", "name"),
    [
        ("train circle --epochs 2 --save", "playground.app.commands.train.write_project", "a.nnplay"),
        ("export circle --as numpy --epochs 2 --out", "playground.app.commands.export.export_to", "a.py"),
        ("mark hands --challenge spiral --out", "playground.app.commands.mark.atomic_write", "a.csv"),
    ],
)
def test_what_took_long_is_written_elsewhere_where_the_disk_is_full(
    capsys, tmp_path, monkeypatch, command, writes, name
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hands").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    write = import_string(writes)

    def full(path, *rest):
        if path.name == str(path):
            raise OSError(28, "No space left on device", str(path))
        return write(path, *rest)

    monkeypatch.setattr(writes, full)
    assert cli.main([*command.split(), name]) == 2
    (kept,) = tmp_path.glob(f"playground-*/{name}")
    told = capsys.readouterr()
    assert f"playground: {name}: No space left on device; " in told.err
    assert told.err.endswith(f" is in {kept}\n")
    if name == "a.nnplay":
        assert "accuracy" in told.out
        assert open_source(str(kept)).weights


def import_string(name):
    """What stands under a dotted name."""
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_behind_standard_output_is_one_line(capsys, monkeypatch):
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        assert cli.main(["examples"]) == 2
        assert capsys.readouterr().err.startswith("playground: what is printed cannot be written: No space left")
