"""Folders of pictures and single files: sizes, colours, grounds, and what is refused before it is read."""

import os

import numpy as np
import pytest
from PIL import Image

from playground.interop.pictures import picture_files
from playground.interop.pictures.reading import read_pictures
from playground.interop.source_errors import SourceError
from tests.support.pictures import ink, refused, save


def test_a_folder_for_each_class_of_any_size_and_colour(tmp_path):
    save(tmp_path / "cat" / "1.png", np.full((40, 20), 0, np.uint8))
    save(tmp_path / "dog" / "2.jpg", np.zeros((64, 64, 3), np.uint8), "RGB")
    paper = np.full((32, 32, 3), 255, np.uint8)
    paper[12:20, 12:20] = (0, 0, 90)
    save(tmp_path / "dog" / "10.png", paper, "RGB")
    (tmp_path / "dog" / "notes.txt").write_text("no picture")
    (tmp_path / ".hidden").mkdir()
    table = read_pictures(tmp_path, 16)
    assert table.class_names == ("cat", "dog")
    assert table.labels.tolist() == [0, 1, 1]
    assert table.pictures.shape == (3, 1, 16, 16)
    blue = table.pictures[2, 0]  # 10.png comes after 2.jpg
    assert blue[:5].max() < 0.05
    assert blue[7:9, 7:9].min() > 0.9
    assert any("1 of 3 pictures: light and dark were changed" in note for note in table.notes)
    assert not table.pictures.flags.writeable


def test_a_folder_of_pictures_is_one_class(tmp_path):
    for name in "ab":
        save(tmp_path / f"{name}.png", ink(1, 20)[0])
    table = read_pictures(tmp_path)
    assert (table.class_names, table.pictures.shape) == ((tmp_path.name,), (2, 1, 16, 16))


def test_transparent_ground_is_ground_for_dark_and_for_light_ink(tmp_path):
    for level in (0, 255):
        drawn = np.zeros((20, 20, 4), np.uint8)
        drawn[8:12, 8:12] = (level, level, level, 255)
        save(tmp_path / "ink.png", drawn, "RGBA")
        picture = read_pictures(tmp_path / "ink.png", 20).pictures[0, 0]
        assert picture[9, 9] == pytest.approx(1.0)
        assert picture[0].max() == pytest.approx(0.0)


def test_what_is_done_to_pictures_is_said_of_those_alone_that_it_was_done_to(tmp_path):
    paper = np.zeros((16, 16), np.uint8)
    paper[4:12, 6:9] = 255
    red = np.zeros((16, 16, 3), np.uint8)
    red[4:12, 6:9] = (255, 0, 0)
    save(tmp_path / "one" / "grey.png", paper)
    save(tmp_path / "one" / "red.png", red, "RGB")
    frames = [Image.fromarray(np.roll(paper, step, 1)) for step in (0, 2, 4)]
    frames[0].save(tmp_path / "one" / "moves.gif", save_all=True, append_images=frames[1:])
    save(tmp_path / "one" / "clear.png", np.zeros((16, 16, 4), np.uint8), "RGBA")
    notes = " ".join(read_pictures(tmp_path, 16).notes)
    assert "1 of 4 pictures: colours became greys" in notes
    assert "1 of 4 pictures: the first of several pictures in the file is taken" in notes
    assert "1 of 4 pictures: it is empty: all its pixels are alike" in notes


def test_one_picture_is_a_class_of_its_name(tmp_path):
    save(tmp_path / "seven.png", ink(1, 32)[0])
    table = read_pictures(tmp_path / "seven.png", 8)
    assert (table.class_names, table.labels.tolist()) == (("seven",), [0])


def test_broken_pictures_among_others_are_left_out_and_said(tmp_path):
    for name in ("1", "2"):
        save(tmp_path / "one" / f"{name}.png", ink(1, 20)[0])
    (tmp_path / "one" / "3.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    table = read_pictures(tmp_path)
    assert len(table.labels) == 2
    assert any("1 file cannot be read" in note and "3.png" in note for note in table.notes)


def test_folders_without_pictures_are_refused(tmp_path):
    refused(tmp_path, "there are no pictures in it")
    (tmp_path / "cat").mkdir()
    refused(tmp_path, "there are no pictures in it")
    (tmp_path / "cat" / "1.png").write_text("not one")
    refused(tmp_path, "none of its pictures can be read")


def test_too_many_files_are_refused_before_any_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(picture_files, "MOST_PICTURES", 5)
    for name in range(6):
        (tmp_path / f"{name}.png").write_text("never read")
    refused(tmp_path, "there are more than 5 pictures in it")


def test_too_many_folders_are_refused_before_any_is_read(tmp_path):
    for name in range(37):
        (tmp_path / f"c{name}").mkdir()
        (tmp_path / f"c{name}" / "1.png").write_text("never read")
    refused(tmp_path, "there are 37 classes .*; 36 are the most")


def test_a_pipe_is_not_read(tmp_path):
    for name in ("digits.csv", "one.png"):
        os.mkfifo(tmp_path / name)
        refused(tmp_path / name, "no ordinary file")


def test_what_is_not_there_is_said(tmp_path):
    refused(tmp_path / "nothing.npz", "No such file")


@pytest.mark.parametrize("side", [7, 33])
def test_impossible_sides_are_refused(tmp_path, side):
    with pytest.raises(SourceError, match=f"from 8 to 32 pixels wide and high, not {side}"):
        read_pictures(tmp_path, side)
