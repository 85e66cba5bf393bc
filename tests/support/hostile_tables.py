"""Tables and pictures that lie: mutations of good ones through the one door, and a watch over time and memory.

Run by itself it reads as many as it is told: `python -m tests.support.hostile_tables 100000 [SEED]`.
"""

import gzip
import io
import os
import random
import signal
import sys
import time
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import numpy as np

from playground.interop.source_errors import SourceError
from playground.interop.sources import open_source
from tests.support.workbooks import parquet, workbook

LONGEST_S = 2.0
HANGS_S = 60
MOST_MEMORY = 4 * 2**30
EVERY_NATIVE = 400
"""One in so many is of a kind that another process reads, which takes a third of a second to begin."""
TEXT_BITS = (
    *(",", ";", "\t", "|", " ", "\n", "\r", "\r\n", '"', "'", '""', "#", "%", "//", "@", "@data\n", "sep=,\n", "\0"),
    *(
        "1.234",
        "1,234",
        "1.234.567,8",
        "1\u00a0234,5",
        "1e400",
        "-1e-320",
        "1D+05",
        "nan",
        "inf",
        "?",
        "",
        "01067",
        "9" * 400,
    ),
    *(
        "$1,200",
        "10 %",
        "5 cm",
        "x",
        "y",
        "label",
        "value",
        "split",
        "train",
        "test",
        "класс",
        "\u202e",
        "\ud7ff",
        "\ufeff",
    ),
    *("@relation a\n", "@attribute b {c,d}\n", "continuous\tdiscrete\t", "cD#k", "{0 1}", "<html>", "0,1,2\n"),
)


def texts():
    """Good tables of many dialects."""
    rows = [(f"{i / 7:.3f}", f"{(i * 5 % 11) - 4}", "ab"[i % 2]) for i in range(20)]

    def table(separator, header, form="{}"):
        return "\n".join(separator.join(form.format(cell) for cell in row) for row in [*header, *rows]) + "\n"

    names = [("x", "y", "label")]
    arff = "@relation a\n@attribute u real\n@attribute v real\n@attribute k {a,b}\n@data\n"
    orange = "u\tv\tk\ncontinuous\tcontinuous\ta b\n\t\tclass\n"
    return [
        table(",", names).encode(),
        table(";", names).replace(".", ",").encode(),
        table(" ", []).encode(),
        table(",", names, "'{}'").encode(),
        table(",", names, '"{}"').encode("utf-16"),
        f"# made\n{table(',', names)}".encode(),
        (arff + table(",", [])).encode(),
        (orange + table("\t", [])).encode(),
        table(";", names).replace("a\n", "кот\n").encode("cp1251"),
        table("|", [("m#i", "C#u", "cD#k")]).encode(),
    ]


def arrays():
    """Good .npz and .npy files."""
    points, labels = np.arange(24.0).reshape(12, 2), np.arange(12) % 2
    made = []
    for content in (
        {"X": points, "y": labels},
        {"x": points[:, 0], "y": points[:, 1], "label": labels},
        {"X_train": points[:8], "y_train": labels[:8], "X_test": points[8:], "y_test": labels[8:]},
        {"X": points.T, "Y": labels[None], "names": np.array(["u", "v"])},
        {"X": points, "label": np.array(["kot", "pës"])[labels], "n": np.int8(3)},
        {"data": np.array([(1.0, 2.0, b"a")] * 5, dtype=[("x", "<f4"), ("y", ">f8"), ("label", "S4")])},
    ):
        for save in (np.savez, np.savez_compressed):
            stream = io.BytesIO()
            save(stream, **content)
            made.append(stream.getvalue())
    stream = io.BytesIO()
    np.save(stream, np.column_stack([points, labels]))
    return made, [stream.getvalue()]


def pictures():
    """Good pictures of every kind, and an SVG that is called one."""
    from PIL import Image

    image = Image.fromarray(np.random.default_rng(0).integers(0, 256, (24, 32, 3), dtype=np.uint8))
    made = {".svg.png": b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'}
    for kind in ("png", "jpeg", "bmp", "webp", "gif", "tiff"):
        image.save(data := io.BytesIO(), kind)
        made[f".{kind}"] = data.getvalue()
    return made


def mutated(chance, data):
    """A file with bits turned, parts cut out, put in twice, or taken from elsewhere."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        place = chance.randrange(len(changed) + 1)
        match chance.randrange(7):
            case 0 if changed:
                changed[place % len(changed)] ^= 1 << chance.randrange(8)
            case 1:
                del changed[place : place + chance.randrange(1, 40)]
            case 2:
                changed[place:place] = changed[place : place + chance.randrange(1, 200)]
            case 3:
                changed[place:place] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 6)))
            case 4 if changed:
                changed[place % len(changed)] = chance.choice((0, 255, 127, 128))
            case 5:
                changed[place : place + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"))
            case _:
                del changed[place:]
    return bytes(changed)


def mutated_text(chance, data):
    """The same with parts that mean something in tables."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        bit = chance.choice(TEXT_BITS).encode("utf-8", "surrogatepass") * chance.choice((1, 1, 1, 1, 1, 1, 3, 300))
        place = chance.randrange(len(changed) + 1)
        changed[place : place + chance.choice((0, 0, len(bit)))] = bit
    return bytes(changed) if chance.random() < 0.9 else mutated(chance, bytes(changed))


def with_other_header(chance, data):
    """An .npz with a header that says something else, and checksums that are right."""
    made = io.BytesIO()
    warnings.simplefilter("ignore")  # two members of one name
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.infolist():
                content = old.read(member)
                if chance.random() < 0.7:
                    content = _other_header(chance, content)
                new.writestr(
                    chance.choice((member.filename, member.filename, "y.npy", ".npy", "../x", "a" * 999)), content
                )
    except (ValueError, OSError):
        return data
    return made.getvalue()


def _other_header(chance, content):
    shape = chance.choice(
        ("(8,)", "(2**40,)", "(10**18, 2)", "(0,)", "(-1,)", "()", "(1,)*40", "(4, 2)", "(True,)", "'a'")
    )
    kind = chance.choice(
        (
            "<f8",
            ">f8",
            "|O",
            "<U1",
            "|S0",
            "<U0",
            "<c16",
            "<M8[s]",
            "|V8",
            "|b1",
            "<U99999",
            "f8,O",
            "<f2",
            "|i1",
            "x",
            "",
        )
    )
    header = f"{{'descr': {kind!r}, 'fortran_order': {chance.choice(('True', 'False', '0'))}, 'shape': {shape}, }}"
    header = chance.choice((header, header, header + " " * 70_000, "(" * 2_000, header[:-9], "__import__('os')", "{"))
    text = header.encode() + b"\n"
    version, width = chance.choice(((1, 2), (2, 4), (3, 4), (9, 4)))
    length = chance.choice((len(text), len(text), 0, 2 ** (8 * width) - 1)) % 2 ** (8 * width)
    return b"\x93NUMPY" + bytes([version, 0]) + length.to_bytes(width, "little") + text + content[-64:]


def mutations(seed):
    """Endless hostile files: the end of the name, and the bytes."""
    chance = random.Random(seed)
    good_texts, (npz, npy), good_pictures = texts(), arrays(), pictures()
    native = [(".xlsx", workbook()), (".ods", workbook("ods")), (".parquet", parquet())]
    while True:
        if chance.randrange(EVERY_NATIVE) == 0:
            suffix, data = chance.choice(native)
            yield suffix, mutated(chance, data)
            continue
        match chance.randrange(10):
            case 0 | 1 | 2 | 3:
                suffix = chance.choice((".csv", ".tsv", ".txt", ".tab", ".dat", ".data", ".arff"))
                yield suffix, mutated_text(chance, chance.choice(good_texts))
            case 4 | 5:
                yield ".npz", mutated(chance, chance.choice(npz))
            case 6:
                yield ".npz", with_other_header(chance, chance.choice(npz))
            case 7:
                yield chance.choice((".npy", ".npz", ".csv")), mutated(chance, chance.choice(npy))
            case 8:
                yield ".csv.gz", mutated(chance, gzip.compress(chance.choice(good_texts)))
            case _:
                suffix, data = chance.choice(list(good_pictures.items()))
                yield suffix, mutated(chance, data) if chance.random() < 0.95 else data


def outcome(path):
    """ "opened", or "refused" in the words of a clear error; anything else is raised."""
    from playground.interop.image_files import IMAGE_SUFFIXES, find_image

    try:
        if path.suffix in IMAGE_SUFFIXES:
            assert find_image(path).pixels.shape[2] == 4
        else:
            dataset = open_source(str(path)).document.dataset
            assert dataset.is_finite
            assert len(dataset) > 0
    except SourceError as error:
        words = str(error)
        assert 0 < len(words) <= 410, words
        assert words.isprintable()
        return "refused"
    return "opened"


def main(number, seed):
    """Read so many; tell how they ended, and what took the longest."""
    limit_memory()
    ends, slowest = Counter(), (0.0, "")
    with TemporaryDirectory() as folder:
        for place, (suffix, data) in zip(range(number), mutations(seed), strict=False):
            path = Path(folder, f"hostile{suffix}")
            path.write_bytes(data)
            signal.alarm(HANGS_S)
            begun = time.process_time()
            try:
                end = outcome(path)
            except BaseException:
                kept = Path(gettempdir()) / f"hostile-{seed}-{place}{suffix}"
                kept.write_bytes(data)
                sys.stderr.write(f"number {place} of seed {seed}; it is in {kept}\n")
                raise
            signal.alarm(0)
            took = time.process_time() - begun
            slowest = max(slowest, (took, f"number {place}, {suffix}"))
            ends[suffix.removeprefix(".svg"), end] += 1
            ends["slow" if took > LONGEST_S else "quick"] += 1
            path.unlink()
    for what, count in sorted(ends.items(), key=str):
        sys.stdout.write(f"{count:8,} {' '.join(what) if isinstance(what, tuple) else what}\n")
    sys.stdout.write(f"slowest {slowest[0]:.2f} s of the processor ({slowest[1]}); {peak():,.0f} MB at most\n")


def limit_memory():
    """So much, and no more: who wants it gets a MemoryError, or ends."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def peak():
    """The most memory that this process has held, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
