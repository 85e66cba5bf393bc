"""Pictures through the one door for all that can be opened: folders, IDX, arrays, pixels; and out again."""

import gzip
import struct
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from playground.document.dataset import DataClass
from playground.document.edits_data import clear_points
from playground.document.presets import document_for
from playground.interop.exports.table import EXPORTS, ExportWork, obstacle
from playground.interop.pictures import reading
from playground.interop.pictures.picture_dataset import dataset_of, read_pictures_for
from playground.interop.pictures.reading import read_pictures
from playground.interop.source_errors import SourceError
from playground.interop.sources import is_of_pictures, open_source

SIDE, COUNT = 8, 12
KINDS = ("picture-sheet", "picture-arrays")


def pictures(count=COUNT, side=SIDE):
    """A bright square that wanders, on a dark ground."""
    made = np.zeros((count, side, side), np.uint8)
    for row in range(count):
        made[row, 2 + row % 3 : 5 + row % 3, 2:5] = 255
    return made


def labels(count=COUNT):
    return np.arange(count, dtype=np.uint8) % 3


def idx(array):
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.tobytes()


def of_named_pixels(folder):
    """As scikit-learn gives its digits: 64 columns, which could be a table's."""
    head = ",".join([f"pixel_{row}_{column}" for row in range(8) for column in range(8)] + ["target"])
    rows = [
        ",".join(map(str, (*picture.ravel(), label))) for label, picture in zip(labels(), pictures(side=8), strict=True)
    ]
    (folder / "named.csv").write_text("\n".join([head, *rows]))
    return folder / "named.csv"


def of_rows(folder):
    np.savez(folder / "rows.npz", images=pictures(side=8).reshape(-1, 64), labels=labels())
    return folder / "rows.npz"


def of_folders(folder):
    for name in ("ring", "bar"):
        (folder / name).mkdir(parents=True)
        for number, picture in enumerate(pictures(4)):
            Image.fromarray(picture).resize((20 + number, 30)).save(folder / name / f"{number}.png")
    return folder


def of_idx(folder):
    (folder / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(pictures())))
    (folder / "train-labels-idx1-ubyte").write_bytes(idx(labels()))
    return folder / "train-images-idx3-ubyte.gz"


def of_arrays(folder):
    np.savez(folder / "shapes.npz", images=pictures(), labels=labels())
    return folder / "shapes.npz"


def of_pixels(folder):
    rows = [
        ",".join(map(str, (label, *picture.ravel())))
        for label, picture in zip(labels(), pictures(side=10), strict=True)
    ]
    (folder / "pixels.csv").write_text("\n".join(rows))
    return folder / "pixels.csv"


@pytest.mark.parametrize("make", [of_folders, of_idx, of_arrays, of_pixels, of_named_pixels, of_rows])
def test_each_kind_is_told_and_becomes_a_dataset_of_pictures(tmp_path, make):
    path = make(tmp_path)
    assert is_of_pictures(str(path))
    made = dataset_of(read_pictures(path), path.name)
    assert made.domain == "picture"
    assert made.shape == (1, *made.shape[1:])
    assert len(made.columns) == made.samples.shape[1]
    assert made.samples.min() >= 0.0
    assert made.samples.max() <= 1.0
    assert 0 < made.test_count < len(made)
    assert not made.samples.flags.writeable


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("table.csv", "x,y,label\n1,2,a\n3,4,b\n"),
        ("wide.csv", ",".join(f"c{i}" for i in range(65)) + "\n" + ",".join(["1"] * 65) + "\n"),
        ("odd.csv", ",".join(["1"] * 75) + "\n"),
        ("named.csv", ",".join("ab"[i % 2] * (i + 1) for i in range(81)) + "\n" + (",".join(["1"] * 81) + "\n") * 3),
        ("counted.csv", ",".join(f"c{i}" for i in range(81)) + "\n" + (",".join(["0.5"] * 81) + "\n") * 3),
        ("below.csv", (",".join(["-2.5", "1", "-1.7"] * 27) + "\n") * 3),
        ("large.csv", (",".join(["1", "250000", "7"] * 27) + "\n") * 3),
        ("texts.csv", (",".join(["1", "house", "flat"] * 27) + "\n") * 3),
    ],
)
def test_tables_stay_tables(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    assert not is_of_pictures(str(tmp_path / name))


def test_a_wide_table_is_read_as_one(tmp_path):
    names = [f"{'ab'[i % 2] * (i + 1)}" for i in range(79)]
    rows = [",".join([str(row), str(row * row % 7), "uv"[row % 2], *["1"] * 78]) for row in range(20)]
    (tmp_path / "wide.csv").write_text("\n".join([",".join(["x", "y", "label", *names[:78]]), *rows]))
    document = open_source(str(tmp_path / "wide.csv")).document
    assert document.dataset.domain == "plane"
    assert document.dataset.counts() == [10, 10]


@pytest.mark.parametrize(
    "head", [[f"{y}x{x}" for y in range(1, 10) for x in range(1, 10)], [f"V{i}" for i in range(81)]]
)
def test_columns_that_are_counted_and_hold_bytes_are_pixels(tmp_path, head):
    rows = [
        ",".join(map(str, (label, *picture.ravel()))) for label, picture in zip(labels(), pictures(side=9), strict=True)
    ]
    (tmp_path / "a.csv").write_text("\n".join([",".join(["label", *head]), *rows]))
    assert is_of_pictures(str(tmp_path / "a.csv"))


def test_columns_of_an_array_are_no_pictures(tmp_path):
    np.savez(tmp_path / "points.npz", X=np.zeros((10, 2)), y=np.zeros(10))
    assert not is_of_pictures(str(tmp_path / "points.npz"))


def test_folders_are_classes_in_their_order_and_any_size_comes_to_sixteen(tmp_path):
    made = dataset_of(read_pictures(of_folders(tmp_path)), "folder")
    assert made.classes == (DataClass("bar", 0), DataClass("ring", 1))
    assert made.shape == (1, 16, 16)
    assert made.counts() == [4, 4]


def test_a_split_that_the_source_has_is_kept_and_a_share_takes_its_place(tmp_path):
    np.savez(tmp_path / "a.npz", x_train=pictures(9), y_train=labels(9), x_test=pictures(3), y_test=labels(3))
    table = read_pictures(tmp_path / "a.npz")
    assert dataset_of(table, "a").is_test.tolist() == [False] * 9 + [True] * 3
    assert dataset_of(table, "a", test=0.5).test_count == 6


def refused(path):
    with pytest.raises(SourceError) as error:
        open_source(str(path))
    return str(error.value)


def test_one_class_alone_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "only").mkdir()
    Image.fromarray(pictures()[0]).save(tmp_path / "only" / "a.png")
    said = refused(tmp_path)
    assert "its one picture is of one class, “only”" in said
    assert "a folder of its own" in said


def test_pictures_without_labels_are_refused_with_where_labels_are_looked_for(tmp_path):
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx(pictures()))
    assert "no labels; those of an IDX file stand in another one beside it" in refused(
        tmp_path / "train-images-idx3-ubyte"
    )


def test_a_folder_with_training_files_alone_is_split_as_the_file_is(tmp_path):
    file = of_idx(tmp_path)
    whole, alone = (dataset_of(read_pictures(path), "a") for path in (tmp_path, file))
    assert whole.test_count == alone.test_count > 0


def test_an_empty_folder_says_what_is_looked_for(tmp_path):
    assert "a folder for each class is looked for" in refused(tmp_path)


def test_a_truncated_idx_and_wrong_counts_are_refused(tmp_path):
    whole = idx(pictures())
    (tmp_path / "train-images-idx3-ubyte").write_bytes(whole[:-10])
    assert "it is cut off" in refused(tmp_path / "train-images-idx3-ubyte")
    (tmp_path / "train-images-idx3-ubyte").write_bytes(whole)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(labels(5)))
    assert "12 pictures and 5 labels" in refused(tmp_path / "train-images-idx3-ubyte")


def test_too_many_files_are_refused_before_any_is_read(tmp_path, monkeypatch):
    from playground.interop.pictures import picture_files

    monkeypatch.setattr(picture_files, "MOST_PICTURES", 5)
    monkeypatch.setattr(picture_files, "find_image", None)
    assert "more than 5 pictures" in refused(of_folders(tmp_path))


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp"])
def test_a_picture_alone_says_what_to_do(tmp_path, name):
    Image.fromarray(pictures()[0]).save(tmp_path / name)
    said = refused(tmp_path / name)
    assert said.startswith(f"{name}: ")
    assert "a folder of pictures for each class" in said


def test_what_a_network_is_asked_comes_in_its_side_and_with_labels_that_it_knows(tmp_path):
    network = dataset_of(read_pictures(of_arrays(tmp_path)), "a")
    found = read_pictures_for(of_folders(tmp_path / "other"), network)
    assert found.points.shape == (8, SIDE * SIDE)
    assert [one.name for one in found.dataset.classes] == ["bar", "ring"]
    Image.fromarray(pictures()[0]).save(tmp_path / "seven.png")
    assert read_pictures_for(tmp_path / "seven.png", network).dataset is None


# ---- out ------------------------------------------------------------------------------------------------------------


def picture_work(folder):
    document = document_for("circle", ())
    data = dataset_of(read_pictures(of_arrays(folder)), "a")
    return ExportWork(replace(document, dataset=data, inputs=("picture",), network=()), "shapes")


def test_arrays_that_go_out_come_in_again_as_they_were(tmp_path):
    work = picture_work(tmp_path)
    (tmp_path / "out.npz").write_bytes(EXPORTS["picture-arrays"].make(work))
    again = dataset_of(reading.read_pictures(tmp_path / "out.npz"), "out")
    before = work.document.dataset
    assert again.shape == before.shape
    assert again.classes == before.classes
    assert again.test_count == before.test_count
    both = [np.sort(one.samples[one.is_test], axis=0) for one in (before, again)]
    assert np.allclose(*both, atol=1e-6)


def test_the_sheet_is_a_picture_with_all_of_them(tmp_path):
    (tmp_path / "out.png").write_bytes(EXPORTS["picture-sheet"].make(picture_work(tmp_path)))
    with Image.open(tmp_path / "out.png") as sheet:
        assert min(sheet.size) >= 3 * SIDE


@pytest.mark.parametrize("kind", KINDS)
def test_other_data_is_refused_in_words(tmp_path, kind):
    work = picture_work(tmp_path)
    assert obstacle(kind, work) == ""
    assert obstacle(kind, ExportWork(document_for("circle", ()), "a")) == "The samples are points and no pictures."
    assert obstacle(kind, ExportWork(clear_points(work.document), "a")) == "There are no pictures yet."
