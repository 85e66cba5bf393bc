"""IDX files: MNIST from either of its files, and each kind of damage in a sentence."""

import gzip
import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.interop.pictures import picture_table
from playground.interop.pictures.idx import array_of_idx
from playground.interop.pictures.reading import read_pictures
from playground.interop.tables.csv_layout import CsvError
from tests.support.pictures import idx, ink, refused


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("named", ["images-idx3", "labels-idx1"])
def test_mnist_is_read_from_either_of_its_files(tmp_path, packed, named):
    pictures, labels = ink(20, 28), np.arange(20, dtype=np.uint8) % 10
    end, pack = (".gz", gzip.compress) if packed else ("", bytes)
    (tmp_path / f"train-images-idx3-ubyte{end}").write_bytes(pack(idx(pictures)))
    (tmp_path / f"train-labels-idx1-ubyte{end}").write_bytes(pack(idx(labels)))
    table = read_pictures(tmp_path / f"train-{named}-ubyte{end}")
    assert table.labels.tolist() == labels.tolist()
    assert table.class_names == tuple("0123456789")
    assert table.pictures.shape == (20, 1, 28, 28)
    np.testing.assert_allclose(table.pictures[:, 0], pictures / 255.0)
    assert read_pictures(tmp_path / f"train-{named}-ubyte{end}", 16).pictures.shape == (20, 1, 16, 16)


def test_a_folder_with_mnists_files_says_which_test(tmp_path):
    for part, count in (("train", 20), ("t10k", 10)):
        (tmp_path / f"{part}-images-idx3-ubyte").write_bytes(idx(ink(count, 28)))
        (tmp_path / f"{part}-labels-idx1-ubyte").write_bytes(idx(np.arange(count, dtype=np.uint8) % 10))
    table = read_pictures(tmp_path)
    assert table.is_test.tolist() == [False] * 20 + [True] * 10


def test_more_than_fit_are_sampled_by_class_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr(picture_table, "MOST_PICTURES", 50)
    (tmp_path / "a-images.idx").write_bytes(idx(ink(200, 8)))
    (tmp_path / "a-labels.idx").write_bytes(idx(np.arange(200, dtype=np.uint8) % 10))
    table = read_pictures(tmp_path / "a-images.idx")
    assert np.bincount(table.labels).tolist() == [5] * 10
    assert any("50 of 200 pictures are taken" in note for note in table.notes)


def test_damaged_idx_files_are_refused_in_words(tmp_path):
    path, whole = tmp_path / "a-images.idx", idx(ink(4, 10))
    for data, words in (
        (whole[:-7], "cut off: 4 × 10 × 10 numbers need 400 bytes, and there are 393"),
        (whole + b"12", "longer than it says"),
        (b"\1\2\3\4" + whole[4:], "no IDX file: it begins with 01 02 03 04"),
        (b"\0\0\x55\3" + whole[4:], "no IDX file: it begins with 00 00 55 03"),
        (b"\0\0\x08\3\0\0", "cut off within its head"),
        (b"\0\0\x08\7" + bytes(40), "an array of 7 sides"),
        (b"", "no IDX file: it begins with nothing"),
        (b"\0\0\x08\3" + struct.pack(">3I", 2**31, 2**31, 2**31), "says that it holds .* 50,000,000 are the most"),
        (gzip.compress(whole)[:-9], "cut off"),
        (idx(np.zeros((0, 10, 10), np.uint8)), "there are no pictures in it"),
        (idx(np.zeros((3, 2, 2), np.uint8)), "2 × 2 pixels; 3 × 3 are the least"),
        (idx(np.zeros((30, 5), np.uint8)), "rows of numbers|sides"),
    ):
        path.write_bytes(data)
        refused(path, words)


def test_labels_without_pictures_and_wrong_counts_are_refused(tmp_path):
    labels = tmp_path / "train-labels-idx1-ubyte"
    labels.write_bytes(idx(np.zeros(5, np.uint8)))
    refused(labels, "holds labels, and there is no file of pictures beside it")
    images = tmp_path / "train-images-idx3-ubyte"
    images.write_bytes(idx(ink(4)))
    refused(images, "4 pictures and 5 labels")
    refused(labels, "4 pictures and 5 labels")
    images.write_bytes(idx(np.zeros(5, np.uint8)))
    refused(labels, "both files hold labels")
    refused(images, "holds labels, and there is no file of pictures beside it")
    images.write_bytes(idx(ink(4)))
    labels.write_bytes(idx(ink(4)))
    refused(images, "the file of its labels holds no labels")


def test_pictures_without_labels_are_one_class(tmp_path):
    (tmp_path / "a-images.idx").write_bytes(idx(ink(4)))
    table = read_pictures(tmp_path / "a-images.idx")
    assert table.class_names == ("a-images",)
    assert any("no labels" in note for note in table.notes)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 40))
def test_no_bytes_make_idx_fail_otherwise_than_in_words(noise, cut):
    whole = idx(ink(1, 5))
    for data in (noise, b"\0\0" + noise, whole[:cut] + noise):
        with suppress(CsvError):
            array_of_idx(data)
