"""What importing the trainer must not load, and how torch is loaded beside a live window."""

import subprocess
import sys


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout


def test_importing_the_trainer_loads_no_torch_and_no_numba():
    heavy = "('torch', 'numba', 'sklearn')"
    code = f"import sys, playground.training.loop.trainer; print([m for m in {heavy} if m in sys.modules])"
    assert python(code).strip() == "[]"


def test_preloading_imports_nothing_and_torch_works_afterwards():
    code = (
        "import sys; from playground.training.engines.preload import preload_torch; preload_torch(); "
        "print('torch' in sys.modules); import torch; print(float(torch.ones(3).sum()))"
    )
    assert python(code).split() == ["False", "3.0"]
