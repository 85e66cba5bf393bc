"""Some of the files of `tests.support.hostile_tables`: read, or refused in one line; nothing else is raised."""

from itertools import islice

import pytest

from playground.interop.tables.kinds import TABLE_SUFFIXES
from tests.support.hostile import nothing_runs
from tests.support.hostile_tables import mutations, outcome

QUICK = set(TABLE_SUFFIXES) - {".xlsx", ".ods", ".xls", ".parquet"}


@pytest.mark.parametrize("seed", range(4))
def test_hostile_tables_are_read_or_refused(tmp_path, seed):
    ends = set()
    for suffix, data in islice(mutations(seed), 150):
        if f".{suffix.rpartition('.')[2]}" not in QUICK:
            continue
        path = tmp_path / f"hostile{suffix}"
        path.write_bytes(data)
        ends.add(outcome(path))
    assert ends == {"opened", "refused"}


def test_nothing_in_an_array_is_run(tmp_path):
    calls = [(suffix, data) for suffix, data in islice(mutations(5), 400) if b"__import__" in data and suffix == ".npz"]
    path = tmp_path / "hostile.npz"
    path.write_bytes(calls[0][1] if calls else b"PK\x03\x04")
    outcome(path)  # what is loaded late is loaded now
    for _, data in calls:
        path.write_bytes(data)
        with nothing_runs():
            outcome(path)
