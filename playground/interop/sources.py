"""What a person can open: examples, generators, projects, document.json, tables. One door for window and scripts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground._resources import resource_path
from playground.document.edits_data import set_dataset
from playground.document.edits_scaling import import_words, standardise, unscale
from playground.document.edits_source import regenerate, source_of
from playground.document.emulation import LinkError
from playground.document.errors import DocumentError
from playground.document.limits import excess
from playground.document.presets import document_for, first_document
from playground.domains import GENERATORS
from playground.domains.picture.generators import PICTURE_GENERATORS
from playground.interop.image_files import IMAGE_SUFFIXES
from playground.interop.pictures.telling import holds_pictures
from playground.interop.source_errors import SourceError
from playground.interop.tables.csv_layout import CsvError, Progress, shortened
from playground.interop.tables.kinds import STDIN, TABLE_SUFFIXES
from playground.interop.tables.wishes import NO_WISHES, Wishes
from playground.storage.checks import unknown
from playground.storage.png import PICTURE_SUFFIX, project_in
from playground.storage.project import MOST_BYTES, SUFFIX, Project, read_document, read_text_project, unpack_project
from playground.storage.reading import read_limited
from playground.storage.text import from_text, holds_document
from playground.training.emulations import EMULATIONS

if TYPE_CHECKING:
    from playground.document.emulation import Emulation
    from playground.document.model import Document
    from playground.interop.tables.csv_points import FilePoints
    from playground.storage.arrays import Arrays
    from playground.storage.runs import SavedRun
    from playground.storage.saved_results import SavedResults

ALONE = (
    "a picture alone is no dataset: name a folder with a folder of pictures for each class, "
    "or drop the picture on the window, which traces it as points"
)
"""What is said of a picture that carries no project."""
LINK_HELP = " or ".join(f"{one.full_title} link" for one in EMULATIONS)
"""The links that can be opened, for help and messages."""
LARGE_BYTES = 2_000_000
"""Smaller files are read in less time than a person would notice."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and where it came from.

    Attributes:
        name: For the window's title.
        path: The file to save to; None for examples and imports.
        runs: What was recorded of the run, and the runs beside it.
        digest: SHA-256 of that file, to notice later that somebody else has written it.
        view: How the window looked at it when it was saved; empty for none.
        notes: What was odd in a link, or left out of a table, a sentence each.
        results: What came of experiments.
    """

    document: Document
    name: str
    path: Path | None = None
    weights: Arrays = field(default_factory=dict)
    history: Arrays = field(default_factory=dict)
    runs: tuple[SavedRun, ...] = ()
    digest: str = ""
    notes: tuple[str, ...] = ()
    view: dict[str, Any] = field(default_factory=dict)
    results: tuple[SavedResults, ...] = ()


def open_source(
    source: str, current: Document | None = None, progress: Progress | None = None, wishes: Wishes = NO_WISHES
) -> Opened:
    """Open whatever `source` names.

    Args:
        source: A path, the name of an example or of a generator, a document as text, a link, or
            "-" for a table on standard input.
        current: The document at hand: a table brings only points, and keeps its network and training.
        progress: Told now and then how far the reading is, 0 to 1, on this thread; what it raises ends the reading.
        wishes: What is said of a table beforehand, and whether its numbers are standardised.

    Raises:
        SourceError: It does not exist, cannot be read, or is not what it seems.
    """
    opened = _open(source, current, progress, wishes)
    if reason := excess(opened.document):
        raise SourceError(f"{label_of(source)}: {reason}")
    return opened


def _open(source: str, current: Document | None, progress: Progress | None, wishes: Wishes) -> Opened:
    opened = _without_path(source, current, wishes)
    if opened is not None:
        return opened
    path = expanded(source)
    named = _by_name(source)
    if not _exists(path) or (named is not None and path.is_dir()):
        if named is None:
            known = dict.fromkeys([*example_names(), *GENERATORS])
            looks_like_path = path.suffix or len(path.parts) > 1
            raise SourceError(f"{source}: no such file" if looks_like_path else unknown(source, known))
        return named
    try:
        return _read(path, current, progress, wishes)
    except (DocumentError, CsvError) as error:
        text = str(error)
        raise SourceError(text if text.startswith(path.name) else f"{path.name}: {text}") from None
    except OSError as error:
        raise SourceError(f"{source}: {error.strerror or error}") from None


def _without_path(source: str, current: Document | None, wishes: Wishes) -> Opened | None:
    """What a source is that names no file; None where it may name one."""
    if not source.strip():
        raise SourceError("SOURCE is empty; name a file, an example or a link")
    if holds_document(source):
        return _from_text(source)
    if is_link(source) and (owner := _owner(source)):
        return _from_link(source, owner)
    if source.startswith(("http://", "https://")):
        raise SourceError(f"{shortened(source)}: not a {LINK_HELP}, and nothing else is fetched")
    return _from_stdin(current, wishes) if is_stdin(source) else None


def first() -> Opened:
    """What the window opens when nothing is named."""
    return Opened(first_document(), "Two spirals")


def is_link(source: str) -> bool:
    """Whether `source` is a link of another program, and not a file with a name like one."""
    try:
        return _owner(source) is not None and not Path(source).exists()
    except (OSError, ValueError):  # longer than a name may be, or with signs that no name has
        return True


def _owner(link: str) -> Emulation | None:
    """The program whose link a text is."""
    return next((one for one in EMULATIONS if one.is_link(link)), None)


def label_of(source: str) -> str:
    """`source` as messages name it."""
    return "the link" if is_link(source) else source


def is_stdin(source: str) -> bool:
    """Whether `source` is a table that another program writes."""
    return source in {STDIN, "/dev/stdin"}


def is_of_pictures(source: str) -> bool:
    """Whether `source` names a folder or a file with pictures as samples.

    Raises:
        SourceError: "~name" names nobody.
    """
    if is_stdin(source) or is_link(source) or holds_document(source) or _by_name(source) is not None:
        return False
    try:
        path = expanded(source)
        return path.suffix.lower() != SUFFIX and holds_pictures(path)
    except (OSError, ValueError):
        return False


def _is_of_pictures(path: Path, wishes: Wishes) -> bool:
    """What names columns is said of a table."""
    says_columns = bool(wishes.x or wishes.y or wishes.columns or wishes.label or wishes.value)
    if path.suffix.lower() == SUFFIX:
        return False
    return path.is_dir() or (not says_columns and holds_pictures(path))


def is_table(source: str) -> bool:
    """Whether `source` names a table, and brings points only."""
    if is_stdin(source):
        return True
    return not is_link(source) and not holds_document(source) and Path(source).suffix.lower() in TABLE_SUFFIXES


def brings_points(source: str) -> bool:
    """Whether a source brings points only, and goes into the document at hand."""
    return is_of_pictures(source) or (not is_link(source) and Path(source).suffix.lower() in TABLE_SUFFIXES)


def expanded(source: str) -> Path:
    """The path that a person means, with "~" for their folder.

    Raises:
        SourceError: "~name" names nobody.
    """
    try:
        return Path(source).expanduser()
    except RuntimeError:
        raise SourceError(f"{source}: there is no such user") from None


def is_large(source: str) -> bool:
    """Whether `source` is a file that takes so long to read that a window should not wait for it."""
    try:
        return expanded(source).stat().st_size >= LARGE_BYTES
    except (OSError, ValueError):
        return False


def example_names() -> list[str]:
    """Every shipped example, in the order in which the gallery shows them."""
    names = [file.stem for file in resource_path("examples").glob("*.json")]
    order = {name: place for place, name in enumerate(EXAMPLE_ORDER)}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


EXAMPLE_ORDER = (
    "spiral",
    "circle",
    "xor",
    "gauss",
    "moons",
    "disc-in-ring",
    "pinwheel",
    "five-arms",
    "checkerboard",
)


def example(name: str) -> Document:
    """A shipped example.

    Raises:
        DocumentError: The file is damaged.
        OSError: There is none.
    """
    return read_document(resource_path("examples", f"{name}.json"))


def title_of(name: str) -> str:
    """`disc-in-ring` as "Disc in ring"; what a generator is called too is called the same."""
    return GENERATORS[name].title if name in GENERATORS else name.replace("-", " ").capitalize()


def _by_name(name: str) -> Opened | None:
    if name in example_names():
        return Opened(example(name), title_of(name))
    if name in GENERATORS:
        if name in PICTURE_GENERATORS:
            document = regenerate(first_document(), source_of(name, None))
            return Opened(document, GENERATORS[name].title)
        return Opened(document_for(name, (8, 8)), GENERATORS[name].title)
    return None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than names can be
        return False


def _from_text(text: str) -> Opened:
    try:
        return Opened(from_text(text), "From text")
    except DocumentError as error:
        raise SourceError(f"The pasted document cannot be read: {error}") from None


def _from_link(link: str, owner: Emulation) -> Opened:
    try:
        reading = owner.read_link(link)
    except LinkError as error:
        raise SourceError(f"{owner.full_title} link: {error}") from None
    source = reading.document.dataset.source
    title = GENERATORS[source.generator].title if source is not None else ""
    return Opened(reading.document, f"{title} from a link", notes=reading.notes)


def _read(path: Path, current: Document | None, progress: Progress | None, wishes: Wishes) -> Opened:
    if _is_of_pictures(path, wishes):
        return _of_pictures(path, current, progress, wishes)
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        from playground.interop.tables.csv_points import read_points  # noqa: PLC0415

        return _with_points(read_points(path, progress, wishes), path.stem, current, wishes)
    if suffix == ".json":
        given = read_text_project(path)
        return Opened(given.document, path.stem, weights=given.weights)
    if suffix == SUFFIX:
        data = read_limited(path, MOST_BYTES)
        # Of the bytes that were read: the file itself may be another by now.
        return replace(_of_project(unpack_project(data), path.stem, path), digest=sha256(data).hexdigest())
    if suffix == PICTURE_SUFFIX:
        inside = project_in(read_limited(path, MOST_BYTES))
        if inside is None:
            raise SourceError(f"{path.name}: the picture carries no project; {ALONE}")
        return _of_project(unpack_project(inside), path.stem, None)
    if suffix in IMAGE_SUFFIXES:
        raise SourceError(f"{path.name}: {ALONE}")
    kinds = ", ".join((SUFFIX, ".json", PICTURE_SUFFIX, *TABLE_SUFFIXES))
    raise SourceError(f"{path.name}: not a kind of file this program opens ({kinds})")


def _of_pictures(path: Path, current: Document | None, progress: Progress | None, wishes: Wishes) -> Opened:
    from playground.interop.pictures.picture_dataset import dataset_of  # noqa: PLC0415 - a start loads no reader
    from playground.interop.pictures.reading import read_pictures  # noqa: PLC0415 - as above

    table = read_pictures(path, None, progress)
    document = set_dataset(current or first_document(), dataset_of(table, path.name, wishes.test))
    return Opened(document, path.stem, notes=tuple(f"{note[:1].upper()}{note[1:]}." for note in table.notes))


def _of_project(project: Project, name: str, path: Path | None) -> Opened:
    work = project.weights, project.history, project.runs
    return Opened(project.document, name, path, *work, view=project.view, results=project.results)


def _from_stdin(current: Document | None, wishes: Wishes) -> Opened:
    from playground.interop.tables.csv_points import read_points  # noqa: PLC0415 - a start loads no reader

    try:
        return _with_points(read_points(STDIN, None, wishes), "Standard input", current, wishes)
    except CsvError as error:
        raise SourceError(str(error)) from None


def _with_points(points: FilePoints, name: str, current: Document | None, wishes: Wishes) -> Opened:
    base = current or first_document()
    document = set_dataset(base, points.dataset)
    document = standardise(document) if wishes.standardise else unscale(document)
    # About a hundred updates an epoch at most, or a large table would take long for its first one.
    batch = base.training.batch_size if current else max(base.training.batch_size, len(document.dataset) // 100)
    training = replace(document.training, batch_size=batch)
    return Opened(replace(document, training=training), name, notes=(*points.notes, *import_words(document)))
