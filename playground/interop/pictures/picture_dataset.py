"""Pictures that came from outside as a dataset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playground.document.dataset import frozen
from playground.document.edits_data import make_dataset
from playground.document.edits_source import usual_classes
from playground.domains import DOMAINS
from playground.domains.picture.domain import PictureDomain
from playground.interop.pictures.reading import read_pictures
from playground.interop.source_errors import SourceError
from playground.interop.tables.csv_points import FileCoordinates

if TYPE_CHECKING:
    from pathlib import Path

    from playground.document.dataset import Dataset
    from playground.interop.pictures.picture_table import PictureTable

USUAL_TEST = 0.3
LABELS = (
    "those of an IDX file stand in another one beside it, with “labels” for “images” in its name; "
    "those of arrays in one called labels; and a folder may have one for each class"
)


def dataset_of(table: PictureTable, name: str, test: float | None = None, *, whole: bool = True) -> Dataset:
    """The dataset of pictures that were read.

    Args:
        table: What a reader found.
        name: Of where it came from, for messages.
        test: Share that tests; None for the split that the source has, or 0.3.
        whole: Whether a network is to learn from it alone, which takes two classes.

    Raises:
        SourceError: All pictures are of one class, where that is too few.
    """
    if whole and not table.is_labelled:
        raise SourceError(f"{name}: its {len(table.pictures):,} pictures have no labels; {LABELS}")
    if whole and len(table.class_names) < 2:
        only = table.class_names[0]
        number = len(table.pictures)
        words = f"{'its one picture is' if number == 1 else f'all {number:,} pictures are'} of one class, “{only}”"
        raise SourceError(f"{name}: {words}; a network needs two: put those of each class in a folder of its own")
    count, channels, height, width = table.pictures.shape
    rows = table.pictures.reshape(count, -1)
    classes = usual_classes(len(table.class_names), table.class_names)
    made = make_dataset(rows, table.labels, classes, 1.0 - (USUAL_TEST if test is None else test))
    if table.is_test is not None and test is None:
        made = replace(made, is_test=frozen(table.is_test, bool))
    keys = DOMAINS[PictureDomain.name].keys(rows.shape[1])
    return replace(made, domain=PictureDomain.name, columns=keys, shape_of_one=(channels, height, width))


def read_pictures_for(path: Path, network: Dataset) -> FileCoordinates:
    """Pictures of the side that a network takes, with their labels where they have some that it may know.

    Raises:
        SourceError: As `read_pictures`.
    """
    table = read_pictures(path, network.shape[-1])
    dataset = dataset_of(table, path.name, whole=False)
    notes = tuple(f"{note[:1].upper()}{note[1:]}." for note in table.notes)
    known = {one.name for one in network.classes}
    labelled = dataset if len(dataset.classes) > 1 or dataset.classes[0].name in known else None
    return FileCoordinates(dataset.samples, notes, labelled)
