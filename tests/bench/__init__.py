"""What every bench begins with, before numpy and numba are loaded: one thread, as in the program, and kept kernels."""

import os

from playground._numba_cache import use_user_cache

os.environ.setdefault("OMP_NUM_THREADS", "1")
use_user_cache()
