"""`playground export`: every format from the command line, and one line for a mistake."""

import pytest

from playground.app.cli import main
from playground.interop.exports.table import EXPORTS

OF_ALL_DATA = [kind for kind, one in EXPORTS.items() if not one.needs_pictures and one.group != "Data"]
OF_PICTURES = [kind for kind, one in EXPORTS.items() if one.group == "Data"]


@pytest.mark.parametrize("kind", OF_ALL_DATA)
def test_every_format_is_written(kind, tmp_path, capsys):
    file = tmp_path / f"circle{EXPORTS[kind].suffix}"
    assert main(["export", "circle", "--as", kind, "--epochs", "2", "--out", str(file)]) == 0
    assert EXPORTS[kind].title in capsys.readouterr().out
    assert file.stat().st_size > 100


@pytest.mark.parametrize("kind", OF_PICTURES)
def test_formats_of_pictures_are_refused_of_points(kind, tmp_path, capsys):
    assert main(["export", "circle", "--as", kind, "--out", str(tmp_path / "no")]) == 2
    assert "no pictures" in capsys.readouterr().err
    assert not (tmp_path / "no").exists()


def test_the_name_tells_the_format(tmp_path):
    file = tmp_path / "curve.csv"
    assert main(["export", "circle", "--epochs", "3", "--out", str(file)]) == 0
    assert [line.split(",")[0] for line in file.read_text().splitlines()] == ["epoch", "0", "1", "2", "3"]


@pytest.mark.parametrize("kind", ["csv", "numpy", "safetensors"])
def test_a_dash_is_standard_output(kind, tmp_path, capfdbinary, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["export", "circle", "--as", kind, "--epochs", "2", "--out", "file"]) == 0
    capfdbinary.readouterr()
    assert main(["export", "circle", "--as", kind, "--epochs", "2", "--out", "-", "--quiet"]) == 0
    assert capfdbinary.readouterr().out == (tmp_path / "file").read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_dash_tells_no_format(capsys):
    assert main(["export", "circle", "--out", "-"]) == 2
    assert "say it with --as" in capsys.readouterr().err


def test_saved_weights_go_out_as_they_are(tmp_path, capsys):
    saved, points, out, code = (tmp_path / name for name in ("a.nnplay", "p.csv", "o.csv", "a.py"))
    points.write_text("x,y\n0,0\n4,4\n-3,1\n")
    assert main(["train", "circle", "--epochs", "20", "--save", str(saved)]) == 0
    assert main(["evaluate", str(saved), "--points", str(points), "--out", str(out)]) == 0
    assert main(["export", str(saved), "--as", "numpy", "--out", str(code)]) == 0
    names = {"__name__": "exported"}
    exec(code.read_text(), names)
    expected = [float(line.split(",")[4]) for line in out.read_text().splitlines()[1:]]
    assert names["answers"]([[0, 0], [4, 4], [-3, 1]]) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["circle", "--out", "a.txt"], "say it with --as"),
        (["circl", "--out", "a.py"], "did you mean"),
        (["normalised", "--as", "scikit-learn", "--out", "a.py"], "has no Batch norm layer"),
        (["circle", "--out", "no/such/folder/a.py"], "no/such/folder/a.py"),
    ],
)
def test_mistakes_are_one_line(arguments, words, capsys):
    assert main(["export", *arguments]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_report_is_one_page_with_pictures(tmp_path, qapp):
    file = tmp_path / "report.html"
    assert main(["export", "normalised", "--epochs", "2", "--out", str(file)]) == 0
    page = file.read_text()
    assert page.count("data:image/png;base64,") == 4
    assert "nn.BatchNorm1d(" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
