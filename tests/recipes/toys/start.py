"""Runs a script of the toys, `start.py SCRIPT ARGUMENTS`, with compiled kernels kept where the program keeps them."""

import runpy
import sys
from pathlib import Path

from playground._numba_cache import use_user_cache

if __name__ == "__main__":
    use_user_cache()
    del sys.argv[0]
    runpy.run_path(str(Path(__file__).parent / sys.argv[0]), run_name="__main__")
