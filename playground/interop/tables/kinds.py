"""Files that hold a table: one row for each kind, from which dialogs, help and the reader take what there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from playground.interop.tables.columns.one_hot import with_one_hot
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.data_table import Doubt
from playground.interop.tables.file_bytes import GZIP, MOST_BYTES, STDIN, bytes_of, gunzipped
from playground.interop.tables.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.interop.tables.csv_layout import Progress
    from playground.interop.tables.data_table import DataTable

__all__ = ["MOST_BYTES", "STDIN", "TABLE_KINDS", "TABLE_SUFFIXES", "TableKind", "read_pasted", "read_table", "table_in"]


@dataclass(frozen=True, slots=True)
class _Source:
    """The bytes of a table, and how they are to be read.

    Attributes:
        data: The file, unpacked.
        name: Of the file, for messages.
        progress: Told how far the reading is.
        wishes: What is said beforehand.
    """

    data: bytes
    name: str
    progress: Progress | None
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of file.

    Attributes:
        title: For people.
        suffixes: Ends of names.
        read: Makes the table.
        begins: What such a file begins with; empty for text.
    """

    title: str
    suffixes: tuple[str, ...]
    read: Callable[[_Source], DataTable]
    begins: tuple[bytes, ...] = ()


def _text(source: _Source) -> DataTable:
    from playground.interop.tables.encodings import ENCODINGS, decode, encoding_named  # noqa: PLC0415 - a start loads
    from playground.interop.tables.text import read_text  # noqa: PLC0415 - none of the readers

    found = decode(source.data, encoding_named(source.wishes.encoding) if source.wishes.encoding else "")
    if source.progress is not None:
        source.progress(0.0)
    table = read_text(found.text, source.name, found.encoding, source.progress, source.wishes)
    if not found.others:
        return table
    names = [ENCODINGS[one] for one in (found.encoding, *found.others)]
    words = f"{', '.join(names[:-1])} and {names[-1]}"
    options = " or ".join(f"--encoding {one}" for one in (found.encoding, *found.others))
    doubt = Doubt("encoding", f"the letters may be of several encodings: {words}", options)
    return replace(table, doubts=(doubt, *table.doubts))


def _npz(source: _Source) -> DataTable:
    from playground.interop.tables.npz import read_npz  # noqa: PLC0415

    return read_npz(source.data, source.name)


def _npy(source: _Source) -> DataTable:
    from playground.interop.tables.npz import read_npy  # noqa: PLC0415

    return read_npy(source.data, source.name)


def _workbook(source: _Source) -> DataTable:
    from playground.interop.tables.native import read_workbook  # noqa: PLC0415

    return read_workbook(source.data, source.name, source.progress, source.wishes)


def _parquet(source: _Source) -> DataTable:
    from playground.interop.tables.native import read_parquet  # noqa: PLC0415

    return read_parquet(source.data, source.name, source.progress)


_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TABLE_KINDS = (
    TableKind("Text", (".csv", ".tsv", ".txt", ".tab", ".dat", ".data", ".arff"), _text),
    TableKind("Arrays of numpy", (".npz",), _npz, (_ZIP, b"PK\x05\x06")),
    TableKind("An array of numpy", (".npy",), _npy, (b"\x93NUMPY",)),
    TableKind("Workbook", (".xlsx", ".ods"), _workbook, (_ZIP,)),
    TableKind("Workbook", (".xls",), _workbook, (_OLE, _ZIP)),
    TableKind("Parquet", (".parquet",), _parquet, (b"PAR1",)),
)
"""Any of them may be packed with gzip, and then ends in .gz as well."""
QUICK_SUFFIXES = TABLE_KINDS[0].suffixes
"""Texts of usual size are read in less time than a person would notice; other kinds unpack first."""
PACKED_SUFFIX = ".gz"
STDIN_NAME = "standard input"
TABLE_SUFFIXES = (*(suffix for kind in TABLE_KINDS for suffix in kind.suffixes), PACKED_SUFFIX)
_STRANGERS = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"%PDF": "a PDF",
    b"SQLite format 3": "a database (SQLite)",
    b"\x89HDF": "an HDF5 file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"BZh": "packed with bzip2: unpack it first",
    b"\xfd7zXZ": "packed with xz: unpack it first",
    b"\x28\xb5\x2f\xfd": "packed with zstd: unpack it first",
    b"ARROW1": "an Arrow or Feather file: save it as Parquet",
}


def read_table(path: Path | str, progress: Progress | None = None, wishes: Wishes = NO_WISHES) -> DataTable:
    """Read a file as a table.

    Args:
        path: The file, or "-" for standard input; the name tells the kind, and what it begins with has to agree.
        progress: Told now and then how far the reading of a text is; what it raises passes through.
        wishes: What is said beforehand.

    Raises:
        CsvError: One line that says what is wrong; the file's name is not in it.
        OSError: It cannot be read.
    """
    return table_in(bytes_of(path), STDIN_NAME if str(path) == STDIN else Path(path).name, progress, wishes)


def table_in(data: bytes, name: str, progress: Progress | None = None, wishes: Wishes = NO_WISHES) -> DataTable:
    """Read the bytes of a file as a table; see `read_table`.

    Raises:
        CsvError: As there.
    """
    if data.startswith(GZIP):
        data = gunzipped(data, progress=progress)
    kind = _kind_of(name.casefold().removesuffix(PACKED_SUFFIX), data)
    if wishes.sheet and kind.title != "Workbook":
        raise CsvError("there are no sheets in it; --sheet is for workbooks")
    return with_one_hot(kind.read(_Source(data, name, progress, wishes)))


def read_pasted(text: str, name: str, progress: Progress | None = None, wishes: Wishes = NO_WISHES) -> DataTable:
    """Read a text that is there already, such as that of the clipboard, as a table; see `read_text`.

    Raises:
        CsvError: As there.
    """
    from playground.interop.tables.text import read_text  # noqa: PLC0415

    return with_one_hot(read_text(text, name, progress=progress, wishes=wishes))


def _kind_of(name: str, data: bytes) -> TableKind:
    """The kind that a name says, where the file begins like one; text where it says none.

    Raises:
        CsvError: It begins like something else.
    """
    suffix = Path(name).suffix
    named = next((kind for kind in TABLE_KINDS if suffix in kind.suffixes), None)
    if named is not None and named.begins and data.startswith(named.begins):
        return named
    begun = next((kind for kind in TABLE_KINDS if kind.begins and data.startswith(kind.begins)), None)
    stranger = next((words for mark, words in _STRANGERS.items() if data.startswith(mark)), "")
    if named is None:
        if stranger:
            raise CsvError(f"this is {stranger}, not a table")
        return _archive(data) if begun is not None and _ZIP in begun.begins else begun or TABLE_KINDS[0]
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise CsvError("it is protected by a password")
    if begun is not None:
        found = _archive(data) if _ZIP in begun.begins and data.startswith(_ZIP) else begun
        raise CsvError(f"this is no {suffix} file; by what is in it, it should be named {' or '.join(found.suffixes)}")
    if stranger:
        raise CsvError(f"this is {stranger}, not a table")
    if named.begins:
        _refuse_text(data, suffix)
        raise CsvError(f"it is damaged, or no {suffix} file" if data else "there is nothing in it")
    return named


def _refuse_text(data: bytes, suffix: str) -> None:
    """Tables that programs of the web call .xls are often pages or text."""
    head = data[:200].lstrip().lower()
    if head.startswith((b"<", b"\xef\xbb\xbf<")):
        raise CsvError(f"this is a web page or XML, no {suffix} file")
    if head and not data[:2000].translate(None, bytes(range(0x20, 0x7F)) + b"\t\r\n"):
        raise CsvError(f"this is text, no {suffix} file: name it .csv or .txt")


def _archive(data: bytes) -> TableKind:
    """Which kind a ZIP archive is: arrays of numpy, else a workbook.

    Raises:
        CsvError: It is neither.
    """
    from playground.interop.tables.numpy_arrays import names_in_archive  # noqa: PLC0415

    names = names_in_archive(data)
    if any(name.endswith(".npy") for name in names):
        return TABLE_KINDS[1]
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return TABLE_KINDS[3]
    if "document.json" in names:
        raise CsvError("this is a project of this program, and a table is needed")
    raise CsvError("this is a ZIP archive: unpack it first")
