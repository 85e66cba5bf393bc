"""Files that lie: mutations of project files, pictures and texts, and a watch over what reading them may do.

Run by itself it reads as many as it is told: `python -m tests.support.hostile 10000`.
"""

import random
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import gettempdir

import msgspec
import numpy as np

from playground.document.edits_network import insert_layer
from playground.document.errors import DocumentError
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.domains.arc4 import Arc4
from playground.layers import LAYER_KINDS
from playground.storage.arrays import pack_arrays
from playground.storage.container import pack_members, unpack_members
from playground.storage.png import project_in, with_project
from playground.storage.project import (
    ALL_MEMBERS,
    DATA,
    DOCUMENT,
    HISTORY_KINDS,
    Project,
    pack_project,
    unpack_project,
)
from playground.storage.runs import RUNS_HEAD, SavedRun
from playground.storage.saved_results import RESULTS_HEAD, SavedResults
from playground.storage.text import from_text, to_text

ODD = [
    *(None, True, False, 0, -1, 1, 2, 3.5, 1e308, -1e308, 1e-320, 2**31, 2**53, 2**63, 2**64, 10**400),
    *("", "x", "dense", "\0", "\u202e", "a" * 10_000, "__class__", "eval('1')", "file:///etc/passwd"),
    *("<img src='file:///etc/passwd'>", "!!python/object/apply:os.system [id]", "cos\nsystem\n(S'id'\ntR."),
    *([], [[]], [1, 2], [None] * 300, {}, {"kind": "dense"}, {"__reduce__": ["os.system", "id"]}),
    *([0] * 5, "1e999", {"a": {"b": {"c": {}}}}, [[0.0, 0.0, 0.0]], [["x", "y", "z"]]),
]
TINY_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000b49444154789c6360000200000500017a5eab3f"
    "0000000049454e44ae426082"
)
WRITING = ("w", "a", "x", "+")
FORBIDDEN = (
    "exec",
    "import",
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "ctypes.",
)


def sample_project(kinds=tuple(LAYER_KINDS)):
    """A project with every member and every layer kind, or those that there were at a time."""
    document = document_for("spirals", (3,), count=60)
    for kind in kinds:
        document = insert_layer(document, 0, LAYER_KINDS[kind]())
    size, rows = resolve(document).parameter_count, np.arange(1.0, 4.0)
    weights = {
        "parameters": np.linspace(-1, 1, size, dtype=np.float32),
        "buffers": np.ones(resolve(document).buffer_count, np.float32),
        "slots": np.zeros((3, size), np.float32),
        "counters": np.array([5, 1, 2]),
    }
    history = {name: rows.astype(np.int32 if kind == "i" else np.float32) for name, kind in HISTORY_KINDS.items()}
    return Project(document, weights, history, TINY_PNG, sample_runs(document, history), {}, sample_results(document))


def sample_runs(document, history):
    """Two runs of two and one moments, the second of another network."""
    other = document_for("spirals", (2,), count=60)
    return (
        SavedRun(2, "Run 2", document, sample_moments(document, 2)),
        SavedRun(1, "Run 1", other, sample_moments(other, 1), history),
    )


def sample_results(document):
    """Two results of experiments, on the project's samples and on others."""
    other = document_for("circle", (2,), count=20)
    arrays = {"verdict": np.arange(3, dtype=np.int32), "maps": np.zeros(8, np.int32)}
    about = {"axes": [], "seeds": 3, "refusals": {"1": "There are too few."}}
    return tuple(SavedResults("seeds", "Seeds 12:00", 1e9, one, about, arrays) for one in (document, other))


def sample_moments(document, count):
    """Arrays as they are stored."""
    size, numbers = resolve(document).parameter_count, np.arange(count)
    return {
        "parameters": np.full((count, size), 0.5, np.float32),
        "buffers": np.ones((count, resolve(document).buffer_count), np.float32),
        "slots": np.ones((count, 3, size), np.float32),
        "counters": np.stack([numbers, numbers, numbers], axis=1),
        "positions": numbers.astype(np.float64),
    }


def read_honestly():
    """Load what is loaded late, when a first file is read: annotations that msgspec evaluates, a codec of Python's."""
    unpack_project(pack_project(sample_project()))
    Arc4("a")


def mutations(seed):
    """Endless hostile variants of a good project, each with the function that reads it."""
    chance = random.Random(seed)
    good = pack_project(sample_project())
    picture, text = with_project(TINY_PNG, good), to_text(sample_project().document).encode()
    kinds = [_flipped, _cut, _doubled, _spliced]
    for number in count():
        match number % 4:
            case 0:
                yield unpack_project, chance.choice(kinds)(chance, good)
            case 1:
                yield unpack_project, _with_odd_value(chance, good)
            case 2:
                yield unpack_project, _with_odd_arrays(chance, good)
            case _ if number % 8 == 3:
                yield read_picture, chance.choice(kinds)(chance, picture)
            case _:
                yield read_text, chance.choice(kinds)(chance, text)


def read_picture(data):
    found = project_in(data)
    return None if found is None else unpack_project(found)


def read_text(data):
    return from_text(data.decode("utf-8", "replace"))


def outcome(read, data):
    """ "opened", or the words of a clear error; anything else is raised."""
    try:
        found = read(data)
    except DocumentError as error:
        words = str(error)
        assert 0 < len(words) < 600, words[:1000]
        assert "\n" not in words
        return words
    if isinstance(found, Project):  # what was opened can be saved, and is then the same
        again = pack_project(found)
        assert pack_project(unpack_project(again)) == again
    return "opened"


def _flipped(chance, data):
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance, data):
    return data[: chance.randrange(len(data))]


def _doubled(chance, data):
    a, b = sorted(chance.sample(range(len(data)), 2))
    return data[:b] + data[a:]


def _spliced(chance, data):
    a, b, length = chance.randrange(len(data)), chance.randrange(len(data)), chance.randrange(1, 400)
    return data[:a] + data[b : b + length] + data[a + length :]


def _with_odd_value(chance, data):
    """One value of the JSON, anywhere in the tree, is another or gone; checksums are right."""
    members = {name: bytes(content) for name, content in unpack_members(data, ALL_MEMBERS).items()}
    changed = chance.choice((DOCUMENT, DOCUMENT, RUNS_HEAD, RESULTS_HEAD))
    raw = msgspec.json.decode(members[changed])
    if chance.random() < 0.3:
        members.pop(DATA)
    place, parents = raw, []
    while isinstance(place, dict | list) and place and (not parents or chance.random() < 0.8):
        key = chance.choice(list(place)) if isinstance(place, dict) else chance.randrange(len(place))
        parents.append((place, key))
        place = place[key]
    parent, key = parents[-1]
    if chance.random() < 0.2:
        del parent[key]
    else:
        parent[key] = chance.choice(ODD)
    members[changed] = _json(raw)
    return pack_members(members)


def _json(raw):
    import json

    return json.dumps(raw).encode()


def _with_odd_arrays(chance, data):
    """An array of another type, shape or size, or in another's place; checksums are right."""
    members = {name: bytes(content) for name, content in unpack_members(data, ALL_MEMBERS).items()}
    names = [name for name in ALL_MEMBERS if name.endswith(".safetensors")]
    chosen = chance.choice(names)
    if chance.random() < 0.2:
        members[chosen] = members[chance.choice(names)]
        return pack_members(members)
    if chance.random() < 0.3:
        members[chosen] = chance.choice((_flipped, _cut, _spliced))(chance, members[chosen])
        return pack_members(members)
    from playground.storage.arrays import unpack_arrays

    arrays = unpack_arrays(members[chosen], chosen)
    name = chance.choice(list(arrays))
    old = arrays[name]
    arrays[name] = chance.choice(
        [
            lambda: old[:-1],
            lambda: old.reshape(-1),
            lambda: old.astype(np.float64) * np.nan,
            lambda: old.astype(np.float64) + 1e300,
            lambda: old.astype(np.int64) - 2**40,
            lambda: np.zeros(0),
            lambda: old.astype(bool),
            lambda: np.zeros((1, 1, 1, 1), np.float32),
        ]
    )()
    if chance.random() < 0.2:
        arrays[f"{name}2"] = arrays.pop(name)
    with np.errstate(all="ignore"):
        members[chosen] = pack_arrays(arrays)
    return pack_members(members)


_watching = []


def _watch(event, arguments):
    if not _watching:
        return
    opens_to_write = event == "open" and isinstance(arguments[1], str) and any(c in arguments[1] for c in WRITING)
    if opens_to_write or event.startswith(FORBIDDEN):
        _watching[-1].append(f"{event} {arguments!r:.200}")


@contextmanager
def nothing_runs():
    """Fails when code is run or loaded, a process or connection begun, or a file opened to be written."""
    if not hasattr(sys, "_playground_watch"):
        sys.addaudithook(_watch)
        sys._playground_watch = True
    seen = []
    _watching.append(seen)
    try:
        yield
    finally:
        _watching.pop()
    assert not seen, seen


def main(number, seed):
    """Read so many; tell how they ended."""
    opened, slowest = 0, 0.0
    read_honestly()
    for place, (read, data) in zip(range(number), mutations(seed), strict=False):
        begun = time.perf_counter()
        try:
            with nothing_runs():
                opened += outcome(read, data) == "opened"
        except BaseException:
            Path(gettempdir(), "hostile.bin").write_bytes(data)
            sys.stderr.write(f"number {place} of seed {seed}, by {read.__name__}; it is in {gettempdir()}\n")
            raise
        slowest = max(slowest, time.perf_counter() - begun)
    refused = number - opened
    sys.stdout.write(f"{number} read: {opened} opened, {refused} refused in words; slowest {slowest:.3f} s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
