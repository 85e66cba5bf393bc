"""Pictures as arrays and as columns of pixels, in and out; each bad input in a sentence."""

import gzip
import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from playground.interop.pictures.reading import read_pictures
from playground.interop.pictures.writing import picture_npz, picture_sheet
from playground.interop.source_errors import SourceError
from tests.support.pictures import ink, npz, refused


@pytest.mark.parametrize("shape", ["flat", "plain", "channel first", "channel last", "colours"])
def test_arrays_of_every_usual_shape(tmp_path, shape):
    pictures, labels = ink(6, 10), np.array([3, 3, 4, 4, 9, 9])
    given_as = {
        "flat": pictures.reshape(6, 100),
        "plain": pictures,
        "channel first": pictures[:, None],
        "channel last": pictures[..., None],
        "colours": np.repeat(pictures[..., None], 3, axis=3),
    }[shape]
    table = read_pictures(npz(tmp_path / "a.npz", x=given_as, y=labels))
    assert table.class_names == ("3", "4", "9")
    assert table.labels.tolist() == [0, 0, 1, 1, 2, 2]
    np.testing.assert_allclose(table.pictures[:, 0], pictures / 255.0, atol=1e-9)


def test_train_and_test_arrays_stay_apart(tmp_path):
    pictures, labels = ink(6), np.arange(6)
    path = npz(tmp_path / "a.npz", x_train=pictures[:4], y_train=labels[:4], x_test=pictures[4:], y_test=labels[4:])
    table = read_pictures(path)
    assert table.is_test.tolist() == [False] * 4 + [True] * 2
    assert table.labels.tolist() == labels.tolist()


def test_labels_may_be_texts_or_a_one_among_zeros_or_named(tmp_path):
    pictures = ink(4)
    texts = read_pictures(npz(tmp_path / "a.npz", images=pictures, labels=np.array(["b", "a", "b", "c"])))
    assert (texts.class_names, texts.labels.tolist()) == (("a", "b", "c"), [1, 0, 1, 2])
    ones = read_pictures(npz(tmp_path / "b.npz", images=pictures, labels=np.eye(4)))
    assert ones.labels.tolist() == [0, 1, 2, 3]
    named = {"labels": np.array([2, 0, 0, 2]), "class_names": np.array(["x", "y", "z"])}
    table = read_pictures(npz(tmp_path / "c.npz", images=pictures, **named))
    assert (table.class_names, table.labels.tolist()) == (("x", "y", "z"), [2, 0, 0, 2])


@pytest.mark.parametrize(("most", "kind"), [(1.0, np.float32), (16, np.int64), (255, np.uint8), (65535, np.uint16)])
def test_every_usual_range_of_ink_becomes_0_to_1(tmp_path, most, kind):
    pictures = (ink(3) / 255.0 * most).astype(kind)
    table = read_pictures(npz(tmp_path / "a.npz", pictures=pictures))
    assert table.pictures.max() == 1.0
    assert table.pictures.min() == 0.0


def test_a_light_ground_is_turned_round_and_said(tmp_path):
    table = read_pictures(npz(tmp_path / "a.npz", pictures=255 - ink(3)))
    np.testing.assert_allclose(table.pictures[:, 0], ink(3) / 255.0, atol=1e-9)
    assert any("light and dark were changed" in note for note in table.notes)


def test_pictures_that_are_not_square_are_put_into_a_square(tmp_path):
    pictures = np.full((2, 10, 20), 0.0)
    pictures[:, 3:7, 5:15] = 1.0
    table = read_pictures(npz(tmp_path / "a.npz", pictures=pictures), 10)
    assert table.pictures[:, 0, :2].max() == 0.0
    assert table.pictures[:, 0, 4:6, 3:7].min() == pytest.approx(1.0)
    assert any("20 × 10 were brought to 10 × 10" in note for note in table.notes)


def test_arrays_that_are_no_pictures_are_refused(tmp_path):
    path, pictures = tmp_path / "a.npz", ink(4)
    mixed = np.empty(2, object)
    mixed[:] = [pictures[0], pictures[0, :5]]
    for arrays, words in (
        ({"y": np.arange(5)}, "labels or columns .* no array of pictures"),
        ({"x": np.zeros((4, 50))}, "none of its arrays"),
        ({"x": pictures, "y": np.arange(5)}, "4 pictures and 5 labels"),
        ({"x": pictures, "y": np.ones((4, 3))}, "its labels have 3 columns"),
        ({"x": pictures.astype("U4"), "y": np.arange(4)}, "array 'x' holds texts; pictures are plain numbers"),
        ({"x": pictures + 1j, "y": np.arange(4)}, "array 'x' holds complex numbers"),
        ({"x": np.zeros((4, 10, 10, 3, 2))}, "array 'x' of 4 × 10 × 10 × 3 × 2 holds no pictures"),
        ({"x": np.zeros((4, 10, 10, 7))}, "7 channels|10 channels"),
        ({"x": np.full((4, 10, 10), np.nan)}, "picture 1 holds something that is no number"),
        ({"x": ink(40), "y": np.arange(40)}, "there are 40 classes .*36 are the most"),
        ({"x": ink(40), "y": np.linspace(0, 1, 40)}, "values rather than classes"),
        ({"x": pictures, "y": np.array([0.0, np.nan, 1.0, 1.0])}, "label of picture 2 is no number"),
        ({"x": np.zeros((0, 10, 10))}, "there are no pictures in it"),
        ({}, "there are no arrays|damaged"),
    ):
        npz(path, **arrays)
        refused(path, words)
    np.savez(path, pictures=mixed)
    refused(path, "Python objects, which are never loaded")
    path.write_bytes(b"PK\x03\x04 and no more")
    refused(path, "damaged")


def test_npy_is_read_as_pictures_of_one_class(tmp_path):
    np.save(tmp_path / "shapes.npy", ink(4))
    assert read_pictures(tmp_path / "shapes.npy").class_names == ("shapes",)


def lines(pictures, labels, separator=",", place=0, head=False):
    rows = []
    for picture, label in zip(pictures, labels, strict=True):
        fields = [str(value) for value in picture.ravel()]
        fields.insert(0 if place == 0 else len(fields), str(label))
        rows.append(separator.join(fields))
    names = [f"pixel{index}" for index in range(pictures[0].size)]
    names.insert(0 if place == 0 else len(names), "label")
    return "\n".join([separator.join(names), *rows] if head else rows)


@pytest.mark.parametrize("head", [False, True])
@pytest.mark.parametrize("place", [0, -1])
@pytest.mark.parametrize("separator", [",", ";", "\t", " "])
@pytest.mark.parametrize("labels", [[7, 0, 10, 7], ["b", "a", "b", "a"]])
def test_a_column_a_pixel_with_the_label_before_or_behind(tmp_path, head, place, separator, labels):
    pictures = ink(4, 8)
    (tmp_path / "a.csv").write_text(lines(pictures, labels, separator, place, head))
    table = read_pictures(tmp_path / "a.csv")
    assert [table.class_names[label] for label in table.labels] == [str(label) for label in labels]
    assert table.class_names == (("0", "7", "10") if labels[0] == 7 else ("a", "b"))
    np.testing.assert_allclose(table.pictures[:, 0], pictures / 255.0, atol=1e-9)


@pytest.mark.parametrize("begin", [0, 1])
@pytest.mark.parametrize("place", [0, -1])
def test_a_head_that_counts_the_columns_is_no_picture(tmp_path, begin, place):
    names = [str(begin + index) for index in range(64)]
    names.insert(0 if place == 0 else len(names), "label")
    text = lines(ink(4, 8), [7, 0, 10, 7], place=place)
    (tmp_path / "a.csv").write_text("\n".join([",".join(names), text]))
    table = read_pictures(tmp_path / "a.csv")
    assert len(table.pictures) == 4
    assert table.class_names == ("0", "7", "10")


def test_packed_columns_and_columns_without_labels_are_read(tmp_path):
    text = "\n".join(",".join(map(str, picture.ravel())) for picture in ink(4, 8))
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert read_pictures(tmp_path / "a.csv.gz").class_names == ("a",)


def test_texts_that_are_no_pictures_are_refused_with_the_line(tmp_path):
    path, rows = tmp_path / "a.csv", lines(ink(4, 8), [1, 2, 3, 4]).split("\n")
    for text, words in (
        ("", "it is empty"),
        ("1,2,3\n4,5,6\n", "3 columns, which are no square pictures"),
        ("\n".join([*rows[:2], rows[2] + ",5", rows[3]]), "line 3 has 66 columns where others have 65"),
        ("\n".join([*rows[:3], rows[3][:-1] + "x"]), "line 4 has “.*x” where a pixel's number"),
        ("\n".join([*rows[:3], rows[3][:-1]]), "line 4 has nothing where a pixel's number"),
        (",".join(f"pixel{index}" for index in range(64)), "names of columns and no pictures"),
    ):
        path.write_text(text)
        refused(path, words)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
def test_no_text_fails_otherwise_than_in_words(tmp_path, text):
    (tmp_path / "any.csv").write_text(text, encoding="utf-8", errors="replace")
    with suppress(SourceError):
        read_pictures(tmp_path / "any.csv")


@pytest.mark.parametrize("split", [False, True])
def test_written_arrays_are_read_back(tmp_path, split):
    pictures, labels = ink(6)[:, None] / 255.0, np.array([1, 0, 2, 1, 0, 2])
    is_test = np.arange(6) >= 4 if split else None
    (tmp_path / "a.npz").write_bytes(picture_npz(pictures, labels, ("x", "y", "z"), is_test))
    table = read_pictures(tmp_path / "a.npz")
    np.testing.assert_allclose(table.pictures, pictures, atol=1e-6)
    assert table.labels.tolist() == labels.tolist()
    assert table.class_names == ("x", "y", "z")
    assert (table.is_test is None) != split


def test_a_sheet_shows_every_picture_class_by_class():
    pictures = np.zeros((5, 1, 8, 8))
    pictures[np.arange(5), 0, 4, 4] = [1.0, 0.8, 0.6, 0.4, 0.2]
    sheet = np.asarray(Image.open(io.BytesIO(picture_sheet(pictures, np.array([1, 0, 1, 0, 0])))).convert("L"))
    cell = 4 * 8 + 1
    assert sheet.shape == (2 * cell + 1, 3 * cell + 1)
    middles = [sheet[row * cell + 1 + 18, column * cell + 1 + 18] for row in (0, 1) for column in (0, 1, 2)]
    np.testing.assert_allclose(middles[:5], 255 * (1 - np.array([0.8, 0.4, 0.2, 1.0, 0.6])), atol=1)


def test_sheets_of_nothing_and_of_far_too_much_are_refused():
    with pytest.raises(ValueError, match="no pictures"):
        picture_sheet(np.zeros((0, 1, 8, 8)), np.zeros(0, np.int64))
    with pytest.raises(ValueError, match="too large"):
        picture_sheet(np.broadcast_to(np.zeros(1), (70_000, 1, 32, 32)), np.zeros(70_000, np.int64))
