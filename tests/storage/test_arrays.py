"""Arrays are written as the format's own library writes them, and end no process where memory is short."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from safetensors.numpy import load, save

from playground.storage.arrays import pack_arrays, unpack_arrays

KINDS = (np.bool_, np.int32, np.float32, np.int64, np.float64)
tables = st.dictionaries(
    st.text("abcé_.", min_size=1, max_size=5),
    st.sampled_from(KINDS).flatmap(
        lambda kind: arrays_of.arrays(kind, arrays_of.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
    ),
    min_size=1,
    max_size=6,
)


@given(tables)
def test_the_bytes_are_those_of_safetensors(table):
    packed = pack_arrays(table)
    assert packed == save(table)
    back, theirs = unpack_arrays(packed, "here"), load(packed)
    for name, values in table.items():
        assert back[name].dtype == theirs[name].dtype == values.dtype
        np.testing.assert_array_equal(back[name], values)


def test_other_orders_of_bytes_and_strides_are_written_as_they_are_read():
    values = np.arange(12, dtype=">f8").reshape(3, 4).T
    np.testing.assert_array_equal(unpack_arrays(pack_arrays({"a": values}), "here")["a"], values)


def test_what_a_project_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="float16"):
        pack_arrays({"a": np.zeros(3, np.float16)})


SHORT = """
import resource, numpy as np
from pathlib import Path
from playground.storage.arrays import pack_arrays
from playground.storage.container import pack_members

values = {"points": np.ones((4_000_000, 2)), "targets": np.ones(4_000_000)}
pages = int(Path("/proc/self/statm").read_text().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 60_000_000,) * 2)
try:
    pack_members({"data": pack_arrays(values)})
except MemoryError:
    print("no room")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory as Linux has them")
def test_too_little_memory_is_an_error_that_can_be_caught():
    run = subprocess.run(
        [sys.executable, "-c", SHORT], check=False, capture_output=True, text=True, env={**os.environ}, timeout=120
    )
    assert (run.returncode, run.stdout.strip()) == (0, "no room"), run.stderr[-500:]
