"""Products of matrices take one thread, from the first start on, unless a person says otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from playground._threads import VARIABLES

STARTED = """
import sys
from playground._bootstrap import main
main(("examples",))
import numpy
from threadpoolctl import threadpool_info
print(max(found["num_threads"] for found in threadpool_info() if found["user_api"] == "blas"))
"""


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="there is one processor")
@pytest.mark.parametrize(("said", "threads"), [({}, "1"), ({"OMP_NUM_THREADS": "2"}, "2")])
def test_the_program_computes_products_on_one_thread(said: dict[str, str], threads: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES} | said
    done = subprocess.run(
        [sys.executable, "-c", STARTED], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == threads
