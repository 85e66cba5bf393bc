"""Every kind of file that holds a table: arrays, workbooks, Parquet, packed text; what lies is refused in words."""

import gzip
import io
import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from playground.interop.source_errors import SourceError
from playground.interop.sources import is_table, open_source
from playground.interop.tables import native as table_native
from playground.interop.tables import native_reader
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.csv_points import read_points
from playground.interop.tables.kinds import TABLE_KINDS, TABLE_SUFFIXES, read_table
from playground.interop.tables.wishes import Wishes
from tests.support.workbooks import ROWS, parquet, workbook

POINTS = np.array(
    [(-2.5, 1.25), (-2, 0.75), (-1.5, 1.5), (-2.25, 2), (2.5, -1.25), (2, -0.75), (1.5, -1.5), (2.25, -2)]
)
LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 1])
TEXT = "x,y,label\n" + "".join(
    f"{x},{y},{'ab'[k]}\n" for (x, y), k in zip(POINTS.tolist(), LABELS.tolist(), strict=True)
)


def npz(**arrays):
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def read(tmp_path, data, name="t.npz", wishes=None):
    (tmp_path / name).write_bytes(data)
    return read_points(tmp_path / name, wishes=wishes or Wishes())


def assert_base(points):
    assert np.allclose(points.dataset.places, POINTS)
    assert points.dataset.targets.tolist() == LABELS.tolist()


# ---- arrays --------------------------------------------------------------------------------------------------------

ARRAYS = {
    "x, y and label": {"x": POINTS[:, 0], "y": POINTS[:, 1], "label": LABELS},
    "label first": {"label": LABELS, "x": POINTS[:, 0], "y": POINTS[:, 1]},
    "X and y": {"X": POINTS, "y": LABELS},
    "data and target": {"data": POINTS.astype(np.float32), "target": LABELS.astype(np.uint8)},
    "columns": {"X": POINTS, "y": LABELS[:, None]},
    "turned round": {"X": POINTS.T, "Y": LABELS[None]},
    "other bytes first": {"X": POINTS.astype(">f8"), "y": LABELS.astype(">i4")},
    "Fortran's order": {"X": np.asfortranarray(POINTS), "y": LABELS},
    "records": {
        "data": np.array(
            [(x, y, k) for (x, y), k in zip(POINTS.tolist(), LABELS.tolist(), strict=True)],
            dtype=[("x", "<f8"), ("y", "<f4"), ("label", "i1")],
        )
    },
    "words": {"X": POINTS, "y": np.array(["cat", "dog"])[LABELS]},
    "bytes": {"X": POINTS, "y": np.array([b"cat", b"dog"])[LABELS]},
    "scalars beside": {"X": POINTS, "y": LABELS, "n_classes": 2, "seed": np.int64(7), "title": "moons"},
    "names beside": {"X": POINTS, "y": LABELS, "feature_names": ["u", "v"], "target_names": ["cat", "dog"]},
    "pictures beside": {"X": POINTS, "y": LABELS, "images": np.zeros((8, 4, 4))},
    "one-hot": {"X": POINTS, "one_hot": np.eye(2)[LABELS][:, ::1]},
    "booleans": {"X": POINTS, "y": LABELS.astype(bool)},
}


@pytest.mark.parametrize("arrays", ARRAYS.values(), ids=ARRAYS)
def test_arrays_are_what_their_names_say(tmp_path, arrays):
    assert_base(read(tmp_path, npz(**arrays)))


def test_words_and_names_become_classes(tmp_path):
    for name in ("words", "bytes", "names beside"):
        classes = read(tmp_path, npz(**ARRAYS[name])).dataset.classes
        assert [one.name for one in classes] == ["cat", "dog"]


def test_train_and_test_stay_apart(tmp_path):
    arrays = {"X_train": POINTS, "y_train": LABELS, "X_test": POINTS[:3], "y_test": LABELS[:3]}
    for rename in (lambda key: key, lambda key: key.lower(), lambda key: "_".join(key.split("_")[::-1])):
        points = read(tmp_path, npz(**{rename(key): array for key, array in arrays.items()}))
        assert points.dataset.is_test.tolist() == [False] * 8 + [True] * 3
        assert np.allclose(points.dataset.places, np.concatenate([POINTS, POINTS[:3]]))
        assert "test says which points test: 3 of 11." in points.notes


def test_one_array_in_a_file_of_its_own(tmp_path):
    stream = io.BytesIO()
    np.save(stream, np.column_stack([POINTS, LABELS]))
    assert_base(read(tmp_path, stream.getvalue(), "t.npy"))
    np.save(stream := io.BytesIO(), np.arange(5.0))
    with pytest.raises(CsvError, match="one column; points need two"):
        read(tmp_path, stream.getvalue(), "t.npy")


def test_what_is_left_out_of_arrays_is_said(tmp_path):
    notes = read(tmp_path, npz(**ARRAYS["scalars beside"])).notes
    assert "'n_classes' is a single entry and is left out." in notes
    notes = read(tmp_path, npz(**ARRAYS["turned round"])).notes
    assert notes[0] == "Array 'X' of shape 2 × 8 has a column for each point and is turned round."


def with_header(header, version=1, length=None):
    width = 2 if version == 1 else 4
    size = len(header) if length is None else length
    member = b"\x93NUMPY" + bytes([version, 0]) + size.to_bytes(width, "little") + header
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("X.npy", member)
    return stream.getvalue()


def header(shape="(2, 3)", kind="'<f8'"):
    return f"{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()


def encrypted():
    data = bytearray(npz(X=POINTS))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at] |= 1
    return bytes(data)


def of_method(method):
    data = bytearray(npz(X=POINTS))
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.index(mark) + place
        data[at : at + 2] = struct.pack("<H", method)
    return bytes(data)


LIES = {
    "many arrays": (npz(**{f"a{i}": np.zeros(1) for i in range(300)}), "holds 300 arrays; 200 are the most"),
    "a long header": (with_header(b" " * 100_000, 2), "header of an array has 100,000 bytes; 16,384"),
    "a header that says so": (with_header(header(), 2, 2**32 - 1), "header of an array has 4,294,967,295 bytes"),
    "a huge shape": (with_header(header("(10**9, 3)".replace("10**9", "1000000000"))), "more than 50,000,000 numbers"),
    "a shape beyond all": (with_header(header(f"({2**70}, 2)")), "more than 50,000,000 numbers"),
    "a negative shape": (with_header(header("(-4, 2)")), "damaged|impossible"),
    "less than it says": (with_header(header("(1000, 2)")), "array 'X' is cut off"),
    "objects": (with_header(header(kind="'|O'")), "Python objects, which are never loaded"),
    "objects within": (with_header(header(kind="[('a', '<f8'), ('b', '|O')]")), "Python objects"),
    "no type": (with_header(header(kind="'nonsense'")), "damaged, or no .npz file"),
    "parentheses": (with_header(b"(" * 9_000 + b"\n"), "damaged, or no .npz file"),
    "a call": (with_header(b"__import__('os').system('true')\n"), "damaged, or no .npz file"),
    "huge entries": (with_header(header("(2,)", "'<U99999'")), "entries of 399,996 bytes; 4,096 are the most"),
    "a version to come": (with_header(header(), 9), "damaged|cut off"),
    "encrypted": (encrypted(), "protected by a password"),
    "an unknown method": (of_method(97), "packed in a way that is not read"),
    "a wrong method": (of_method(12), "damaged"),
    "no arrays": (npz(), "no vectors or matrices|unpack it first|nothing"),
    "cut in the middle": (npz(X=POINTS)[:200], "damaged"),
}


@pytest.mark.parametrize(("data", "words"), LIES.values(), ids=LIES)
def test_arrays_that_lie_are_refused_in_words(tmp_path, data, words):
    with pytest.raises(CsvError, match=words) as caught:
        read(tmp_path, data)
    assert "\n" not in str(caught.value)


def test_millions_of_rows_in_a_small_file_are_counted_not_read(tmp_path):
    stream = io.BytesIO()
    np.savez_compressed(stream, X=np.zeros((16_000_000, 2), np.int8), y=np.zeros(16_000_000, np.int8))
    with pytest.raises(CsvError, match="16,000,000 rows; 10,000,000 are the most"):
        read(tmp_path, stream.getvalue())


def test_texts_that_no_text_may_hold_are_replaced(tmp_path):
    bad = np.array(["ab", "cd"] * 4)
    bad.view(np.uint32)[1] = 0x110000
    bad.view(np.uint32)[3] = 0xD800
    names = [one.name for one in read(tmp_path, npz(X=POINTS, label=bad)).dataset.classes]
    assert "a\ufffd" in names
    assert "".join(names).encode()


# ---- workbooks and Parquet -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_is_a_table(tmp_path, kind):
    points = read(tmp_path, workbook(kind), f"t.{kind}")
    assert np.allclose(points.dataset.places, [row[:2] for row in ROWS[1:]])
    assert [one.name for one in points.dataset.classes] == ["a", "b"]
    assert points.notes == ()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_first_sheet_with_something_is_read_and_the_others_are_named(tmp_path, kind):
    other = [["x", "y", "label"], [5.5, 6.25, "c"], [7.5, 8.25, "d"]]
    data = workbook(kind, {"Empty": [], "Rows": ROWS, "Other": other})
    points = read(tmp_path, data, f"t.{kind}")
    assert len(points.dataset) == len(ROWS) - 1
    assert points.notes[0] == "Sheet Rows is read; there are also: Other."
    chosen = read(tmp_path, data, f"t.{kind}", Wishes(sheet="Other"))
    assert chosen.dataset.places.tolist() == [[5.5, 6.25], [7.5, 8.25]]
    with pytest.raises(CsvError, match="no sheet is called q; there are: Empty, Rows, Other"):
        read(tmp_path, data, f"t.{kind}", Wishes(sheet="q"))


def test_a_workbook_with_titles_units_and_gaps(tmp_path):
    rows = [["Measured in May"], [], ["id", "len", "wid", "kind"], [None, "cm", "cm", None]]
    rows += [[i + 1, float(x), float(y), "ab"[k]] for i, ((x, y), k) in enumerate(zip(POINTS, LABELS, strict=True))]
    points = read(tmp_path, workbook(sheets={"S": rows}), "t.xlsx")
    assert_base(points)
    assert any("is taken for units" in note for note in points.notes)
    assert any("Measured in May" in note for note in points.notes)


def test_parquet_keeps_numbers_and_words(tmp_path):
    columns = {"x": POINTS[:, 0].tolist(), "y": POINTS[:, 1].tolist(), "kind": ["ab"[k] for k in LABELS]}
    assert_base(read(tmp_path, parquet(columns), "t.parquet"))
    numbers = {"n": list(range(8)), **{key: columns[key] for key in ("x", "y")}, "label": LABELS.tolist()}
    assert_base(read(tmp_path, parquet(numbers), "t.parquet"))


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".parquet", ".xls"])
def test_damaged_workbooks_end_another_process_at_most(tmp_path, suffix):
    whole = {".xlsx": workbook(), ".ods": workbook("ods"), ".parquet": parquet(), ".xls": b"\xd0\xcf\x11\xe0" * 200}[
        suffix
    ]
    chance = np.random.default_rng(0)
    for share in (0.2, 0.7):
        damaged = bytearray(whole[: int(len(whole) * share) + 8])
        for place in chance.integers(8, len(damaged), 8):
            damaged[place] ^= 0x55
        with pytest.raises(CsvError, match=r"damaged|unpack it first|named"):
            read(tmp_path, bytes(damaged), f"t{suffix}")


def test_a_sheet_that_claims_all_cells_is_refused(tmp_path):
    rows = [["x", "y", "label"], *ROWS[1:]]
    data = workbook(sheets={"S": rows})
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, content.replace(b'r="B21"', b'r="XFD1048576"'))
    with pytest.raises(CsvError, match=r"more than|memory|damaged"):
        read(tmp_path, made.getvalue(), "t.xlsx")


def test_a_reader_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(table_native, "LONGEST_S", 0.0)
    with pytest.raises(CsvError, match="takes longer than 0 seconds"):
        read(tmp_path, workbook(), "t.xlsx")


def test_what_raises_while_waiting_ends_the_reader(tmp_path):
    (tmp_path / "t.xlsx").write_bytes(workbook())

    def stop(share):
        raise KeyError("enough")

    with pytest.raises(KeyError):
        read_table(tmp_path / "t.xlsx", stop)


def test_the_reader_knows_nothing_of_this_program():
    text = Path(native_reader.__file__).read_text(encoding="utf-8")
    assert "playground" not in text.split('"""', 2)[2]


# ---- packed, piped, misnamed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["t.csv.gz", "t.gz", "t.csv", "t.CSV.GZ"])
def test_gzip_is_unpacked_whatever_the_name_says(tmp_path, name):
    assert_base(read(tmp_path, gzip.compress(TEXT.encode()), name))


def test_gzip_of_other_kinds_and_in_members(tmp_path):
    assert_base(read(tmp_path, gzip.compress(npz(X=POINTS, y=LABELS)), "t.npz.gz"))
    half = len(TEXT) // 2
    both = gzip.compress(TEXT[:half].encode()) + gzip.compress(TEXT[half:].encode())
    assert_base(read(tmp_path, both, "t.csv.gz"))


def test_gzip_that_lies_is_refused(tmp_path, monkeypatch):
    from playground.interop.tables import file_bytes

    packed = gzip.compress(TEXT.encode())
    for data, words in [(packed[:-20], "cut off"), (packed[:12] + b"\xff\xff" + packed[14:], "damaged")]:
        with pytest.raises(CsvError, match=words):
            read(tmp_path, data, "t.csv.gz")
    monkeypatch.setattr(file_bytes, "MOST_BYTES", 1000)
    with pytest.raises(CsvError, match="unpacks to more than"):
        read(tmp_path, gzip.compress(bytes(10_000)), "t.csv.gz")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (npz(X=POINTS), "t.csv", "this is no .csv file; by what is in it, it should be named .npz"),
        (workbook(), "t.csv", "it should be named .xlsx or .ods"),
        (b"\xd0\xcf\x11\xe0" + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "t.xlsx", "protected by a password"),
        (workbook(), "t.npz", "damaged, or holds something else"),
        (parquet(), "t.xlsx", "it should be named .parquet"),
        (TEXT.encode(), "t.npz", "this is text, no .npz file: name it .csv"),
        (b"<html><table><tr><td>1</td></tr></table>", "t.xls", "a web page or XML, no .xls file"),
        (b"", "t.parquet", "there is nothing in it"),
        (b"%PDF-1.4", "t.xlsx", "a PDF, not a table"),
    ],
)
def test_a_wrong_name_is_told_with_the_right_one(tmp_path, data, name, words):
    with pytest.raises(CsvError) as caught:
        read(tmp_path, data, name)
    assert words in str(caught.value)


def test_standard_input_is_a_table(monkeypatch):
    for data in (TEXT.encode(), gzip.compress(TEXT.encode()), npz(X=POINTS, y=LABELS), parquet()):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert len(open_source("-").document.dataset) in {8, 20}
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"hello\n")))
    with pytest.raises(SourceError, match="standard input: there is only one column"):
        open_source("-")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names there")
@pytest.mark.parametrize("suffix", [".csv", ".npz", ".tab", ".xlsx", ".gz"])
def test_pipes_and_devices_are_refused_before_they_are_read(tmp_path, suffix):
    os.mkfifo(tmp_path / f"pipe{suffix}")
    (tmp_path / f"zero{suffix}").symlink_to("/dev/zero")
    for name in (f"pipe{suffix}", f"zero{suffix}"):
        with pytest.raises(SourceError, match=f"{name}: it is no ordinary file"):
            open_source(str(tmp_path / name))


def test_a_folder_of_nobody_is_said():
    with pytest.raises(SourceError, match="there is no such user"):
        open_source("~nobodyofthisname/x.csv")


def test_kinds_are_told_apart_by_their_names():
    suffixes = [suffix for kind in TABLE_KINDS for suffix in kind.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(is_table(f"a{suffix}") and is_table(f"a{suffix.upper()}") for suffix in TABLE_SUFFIXES)
    assert not is_table("a.nnplay")
