"""Files that lie are refused in words, before they cost memory, and run nothing."""

import io
import json
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile

import numpy as np
import pytest

from playground.document.errors import DocumentError
from playground.storage.arrays import pack_arrays, unpack_arrays
from playground.storage.container import pack_members, unpack_members
from playground.storage.project import (
    ALL_MEMBERS,
    DATA,
    DOCUMENT,
    pack_project,
    read_document,
    read_project,
    unpack_project,
)
from tests.support.hostile import (
    mutations,
    nothing_runs,
    outcome,
    read_honestly,
    read_picture,
    read_text,
    sample_project,
)

COUNT = 600
MOST_EXTRA = 100_000_000
MOST_SECONDS = 2.0


@pytest.fixture(scope="module", autouse=True)
def one_honest_file_was_read():
    """What is loaded late is loaded; no file has a part in that."""
    read_honestly()


@pytest.mark.parametrize("seed", range(4))
def test_mutations_open_or_are_refused_in_words(seed):
    ends = set()
    for _, (read, data) in zip(range(COUNT // 4), mutations(seed), strict=False):
        with nothing_runs():
            ends.add(outcome(read, data) == "opened")
    assert ends == {True, False}


def test_the_mutations_reach_every_reader():
    readers = {read for _, (read, _data) in zip(range(16), mutations(0), strict=False)}
    assert readers == {unpack_project, read_picture, read_text}


@pytest.mark.parametrize(
    "act",
    [
        lambda path: exec("1"),
        lambda path: path.write_text("x"),
        lambda path: subprocess.run([sys.executable, "-c", ""], check=True),
    ],
)
def test_the_watch_sees_what_it_forbids(tmp_path, act):
    with pytest.raises(AssertionError), nothing_runs():
        act(tmp_path / "a")


def test_the_watch_lets_reading_pass(tmp_path):
    (tmp_path / "a").write_text("x")
    with nothing_runs():
        assert (tmp_path / "a").read_text() == "x"


def stored(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def deflated():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, b"\0" * 50_000_000)
    return buffer.getvalue()


def many_members():
    return stored(**{f"{number}.json": b"" for number in range(5000)})


def overlapping():
    """Two entries of the table of contents that name the same bytes."""
    data = bytearray(pack_members({DOCUMENT: b"{}" * 100, DATA: b"x" * 200}))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(data)


def huge_size():
    """A member that says it has 4 GB."""
    data = bytearray(pack_members({DOCUMENT: b"{}"}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 20 : entry + 28] = struct.pack("<2L", 0xFFFFFFF0, 0xFFFFFFF0)
    return bytes(data)


def huge_array(shape=(10**12,), size=8 * 10**12):
    header = json.dumps({"points": {"dtype": "F64", "shape": shape, "data_offsets": [0, size]}}).encode()
    return pack_members({DOCUMENT: b"{}", DATA: struct.pack("<Q", len(header)) + header})


def huge_header():
    return pack_members({DOCUMENT: b"{}", DATA: struct.pack("<Q", 2**40) + b"{}"})


def huge_text():
    return pack_members({DOCUMENT: b'{"task": "' + b"a" * 20_000_000 + b'"}'})


BOMBS = [
    (deflated(), "compressed"),
    (many_members(), "table of contents"),
    (overlapping(), "not where it should be"),
    (huge_size(), "not where it should be"),
    (huge_array(), "damaged"),
    (huge_array((0, 10**12), 0), "expected the arrays"),
    (huge_array((2**63, 2), 0), "impossible"),
    (huge_array((-1, -1), 8), "damaged"),
    (huge_header(), "header does not fit"),
    (huge_text(), "document.json: more than 8 MB"),
    (pack_members({DOCUMENT: b"[" * 100_000}), "nested too deeply"),
    (pack_members({DOCUMENT: b'{"x": ' + b"1" * 4_000_000 + b"}"}), "not valid JSON"),
    (pack_members({DOCUMENT: b'{"network": [' + b"{}," * 300_000 + b"{}]}"}), "layers are more"),
    (stored(**{"../evil.py": "print()"}), "does not belong"),
    (stored(**{"/etc/passwd": "x"}), "does not belong"),
    (stored(**{"document.json/../x": "x"}), "does not belong"),
    (stored(**{"inner.nnplay": stored(a="b")}), "does not belong"),
    (stored(**{"n" * 190: "x"}), f"'{'n' * 40}'"),
    (b"PK\x05\x06" + b"\0" * 18, "missing"),
    (b"\x80\x04\x95" + b"\0" * 100, "not a project file"),
    (b"", "too short"),
]


@pytest.mark.parametrize(("data", "words"), BOMBS, ids=lambda value: value if isinstance(value, str) else "")
def test_bombs_are_refused_before_they_cost_memory(data, words):
    tracemalloc.start()
    begun = time.thread_time()
    try:
        with pytest.raises(DocumentError, match=words), nothing_runs():
            unpack_project(data)
        assert tracemalloc.get_traced_memory()[1] < MOST_EXTRA
    finally:
        tracemalloc.stop()
    assert time.thread_time() - begun < MOST_SECONDS * 10  # tracing is slow; its own work, whatever else runs


def test_a_network_too_large_to_train_is_refused():
    members = {
        name: bytes(content) for name, content in unpack_members(pack_project(sample_project()), ALL_MEMBERS).items()
    }
    raw = json.loads(members[DOCUMENT])
    raw["network"] = [{"kind": "dense", "units": 1024}] * 60
    members[DOCUMENT] = json.dumps(raw).encode()
    with pytest.raises(DocumentError, match="parameters are more"):
        unpack_project(pack_members(members))


@pytest.mark.parametrize("read", [read_project, read_document])
def test_what_never_ends_is_not_read(tmp_path, read):
    import os
    from pathlib import Path

    with pytest.raises(DocumentError, match="no ordinary file"):
        read(Path("/dev/zero"))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DocumentError, match="no ordinary file"):
        read(tmp_path / "pipe")


@pytest.mark.parametrize(
    "arrays",
    [
        {},
        {"a": np.zeros((0, 2)), "b": np.arange(3), "c": np.array([True, False])},
        {"b": np.ones((3, 1), np.float32), "a": np.full((2, 2, 2), np.nan)},
        {"n": np.arange(4, dtype=np.int32)[::2]},
    ],
)
def test_arrays_come_back(arrays):
    found = unpack_arrays(pack_arrays(arrays), "here")
    assert found.keys() == arrays.keys()
    for name, values in arrays.items():
        assert found[name].dtype == values.dtype
        assert np.array_equal(found[name], values, equal_nan=values.dtype.kind == "f")
