"""The one door for pictures that come in as samples: a folder, IDX, NPZ, pixels as columns, a picture file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.domains.picture.sizes import LEAST_SIDE, MOST_SIDE
from playground.interop.image_files import IMAGE_SUFFIXES
from playground.interop.pictures.idx import idx_pairs, is_idx, read_idx, read_idx_folder
from playground.interop.pictures.picture_arrays import read_picture_arrays
from playground.interop.pictures.picture_files import read_picture_file, read_picture_folder
from playground.interop.pictures.picture_table import Found, PictureTable, table_of
from playground.interop.pictures.pixel_columns import read_pixel_columns
from playground.interop.pictures.telling import IDX_NAMES
from playground.interop.source_errors import SourceError
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.file_bytes import GZIP, bytes_of, gunzipped
from playground.interop.tables.numpy_arrays import NPY

if TYPE_CHECKING:
    from pathlib import Path

    from playground.interop.tables.csv_layout import Progress

_ZIP = b"PK"


def read_pictures(path: Path, side: int | None = None, progress: Progress | None = None) -> PictureTable:
    """Read pictures with their classes.

    Args:
        path: A folder with a folder for each class, or with MNIST's files; an IDX file (packed or not, its partner is
            found by name); .npz or .npy; a text with a column for each pixel; a picture file.
        side: Pixels along each side, 8 to 32; None for those of the source, or 16.
        progress: Told how far the reading of a folder is, 0 to 1; what it raises ends the reading.

    Raises:
        SourceError: It is not there, is damaged or is no pictures, in a sentence that begins with the file's name.
    """
    if side is not None and not LEAST_SIDE <= side <= MOST_SIDE:
        raise SourceError(f"pictures are from {LEAST_SIDE} to {MOST_SIDE} pixels wide and high, not {side}")
    try:
        if path.is_dir():
            return _of_folder(path, side, progress)
        if path.suffix.lower() in IMAGE_SUFFIXES:
            return read_picture_file(path, side)
        return table_of(_of_file(path), side, path.name.split(".")[0])
    except CsvError as error:
        raise SourceError(f"{path.name or path}: {error}") from None
    except OSError as error:
        raise SourceError(f"{path.name or path}: {error.strerror or error}") from None
    except MemoryError:
        raise SourceError(f"{path.name or path}: there is not enough memory for it") from None


def _of_folder(path: Path, side: int | None, progress: Progress | None) -> PictureTable:
    if idx_pairs(path):
        return table_of(read_idx_folder(path), side, path.name)
    return read_picture_folder(path, side, progress)


def _of_file(path: Path) -> Found:
    data = bytes_of(path)
    if data.startswith((_ZIP, NPY)):
        return read_picture_arrays(data)
    plain = gunzipped(data) if data.startswith(GZIP) else data
    if path.name.lower().endswith(IDX_NAMES) or is_idx(plain[:4]):
        return read_idx(path)
    return read_pixel_columns(plain)
