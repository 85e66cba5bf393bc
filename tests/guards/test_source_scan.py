"""What the source must not contain: ways to run what a file says, files too long to read, heavy imports."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = sorted((ROOT / "playground").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

BANNED_MODULES = {"pickle", "cPickle", "cloudpickle", "marshal", "shelve", "joblib", "dill"}
BANNED_CALLS = {"eval", "exec", "torch.load", "yaml.load", "os.system", "os.popen"}
BANNED_ARGUMENTS = {"allow_pickle", "shell"}


def offences(source):
    """Every use of a banned thing, as ``line: what``."""
    return [f"{node.lineno}: {what}" for node in ast.walk(ast.parse(source)) for what in banned_in(node)]


def banned_in(node):
    match node:
        case ast.Import(names=names):
            return [name.name for name in names if name.name.split(".")[0] in BANNED_MODULES]
        case ast.ImportFrom(module=str(module), names=names):
            found = [f"{module}.{name.name}" for name in names]
            return [name for name in found if name.split(".")[0] in BANNED_MODULES or name in BANNED_CALLS]
        case ast.Call(func=function, args=arguments, keywords=keywords):
            called = ast.unparse(function)
            loaded = [value.value for value in arguments if isinstance(value, ast.Constant)]
            return [
                *([called] if called in BANNED_CALLS else []),
                *(key.arg for key in keywords if key.arg in BANNED_ARGUMENTS and not is_false(key.value)),
                *(name for name in loaded if called in IMPORTERS and name in BANNED_MODULES),
            ]
    return []


IMPORTERS = {"__import__", "import_module", "importlib.import_module"}


def is_false(node):
    return isinstance(node, ast.Constant) and node.value is False


@pytest.mark.parametrize(
    "bad",
    [
        "import pickle",
        "import numpy, joblib.memory",
        "from marshal import loads",
        "from torch import load",
        "def f():\n    import dill as d",
        "torch.load('x')",
        "yaml.load(text)",
        "np.load(f, allow_pickle=True)",
        "np.load(f, allow_pickle=flag)",
        "eval('1')",
        "exec(code)",
        "os.system('ls')",
        "subprocess.run('ls', shell=True)",
        "importlib.import_module('shelve')",
        "__import__('pickle')",
    ],
)
def test_the_scan_finds(bad):
    assert offences(bad)


def test_the_scan_lets_pass():
    assert not offences("dialog.exec()\nnp.load(f, allow_pickle=False)\nmodel.eval()\nfrom safetensors import load")


@pytest.mark.parametrize("file", PACKAGE, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_in_the_package_runs_what_a_file_says(file):
    assert offences(file.read_text(encoding="utf-8")) == []


MODES = ("no_grad", "enable_grad", "inference_mode", "set_grad_enabled")


def modes_held(source):
    """Lines where autograd's mode, which is the whole thread's, is held over a yield: others run meanwhile."""
    blocks = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.With)]
    of_modes = [one for one in blocks if any(mode in ast.unparse(item) for mode in MODES for item in one.items)]
    yields = ast.Yield | ast.YieldFrom
    return [one.lineno for one in of_modes if any(isinstance(each, yields) for each in ast.walk(one))]


def test_no_mode_of_autograd_is_held_over_a_yield():
    assert modes_held("def f():\n    with torch.no_grad():\n        for x in y:\n            yield x") == [2]
    assert modes_held("def f():\n    with torch.no_grad():\n        x = y()\n    yield x") == []
    found = {file.name: modes_held(file.read_text(encoding="utf-8")) for file in PACKAGE}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_file_is_over_400_lines():
    lengths = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in PACKAGE + TESTS}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


IMPORT_ALL = """
import importlib, pkgutil, sys
import playground
upper = tuple(f"playground.{name}" for name in ("app", "views", "session", "widgets"))
for module in pkgutil.walk_packages(playground.__path__, "playground."):
    if module.name.startswith(upper):
        importlib.import_module(module.name)
print(sorted({"torch", "numba", "sklearn"} & set(sys.modules)))
"""


WRITTEN = {".md", ".py", ".toml", ".json", ".txt", ".yml"}
CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7}) ", re.MULTILINE)


def test_no_line_is_kept_free_for_words_that_are_not_there():
    """The text of a rich label is never empty: who hides one asks its words."""
    asked = re.compile(r"setVisible\(bool\([\w.]+\.text\(\)\)\)")
    assert not [str(file) for file in PACKAGE if asked.search(file.read_text(encoding="utf-8"))]


def test_no_merge_is_left_half_done():
    tops = ("playground", "resources", "tests", "packaging")
    files = [*ROOT.glob("*.*"), *(file for top in tops for file in (ROOT / top).rglob("*"))]
    texts = [file for file in files if file.suffix in WRITTEN and file.is_file()]
    assert len(texts) > 1000
    assert [file.name for file in texts if CONFLICT.search(file.read_text(encoding="utf-8", errors="replace"))] == []


def test_the_window_loads_without_torch_numba_and_sklearn():
    run = subprocess.run([sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "[]\n"
