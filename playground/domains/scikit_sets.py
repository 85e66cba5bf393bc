"""The data files that scikit-learn carries, as numbers; scikit-learn itself is not loaded."""

from __future__ import annotations

import gzip
import zlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FOLDER = ("datasets", "data")


class SetMissingError(ValueError):
    """A data file of scikit-learn that is not where it is looked for, or not as it was, in words."""


def read_scikit_set(file: str, header: int, columns: int) -> NDArray[np.float64]:
    """The numbers of a data file, (N, columns).

    Args:
        file: Its name in scikit-learn's folder; one that ends in .gz is unpacked.
        header: Lines before the numbers.
        columns: How many numbers a line has.

    Raises:
        SetMissingError: scikit-learn is not there, has the file no more, or writes it in another way.
    """
    spec = find_spec("sklearn")
    if spec is None or not spec.submodule_search_locations:
        raise SetMissingError("this set comes with scikit-learn, which is not installed: pip install scikit-learn")
    path = Path(spec.submodule_search_locations[0], *_FOLDER, file)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SetMissingError(f"this version of scikit-learn has no {file} ({error.strerror})") from None
    try:
        text = gzip.decompress(data).decode() if path.suffix == ".gz" else data.decode()
        values = np.loadtxt(text.splitlines()[header:], delimiter=",", ndmin=2)
    except (ValueError, OSError, EOFError, zlib.error):
        raise SetMissingError(f"this version of scikit-learn writes {file} in another way") from None
    if values.shape[1] != columns:
        raise SetMissingError(f"this version of scikit-learn has other columns in {file}")
    return values


@lru_cache(maxsize=1)
def scikit_digits() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Alpaydin's handwritten digits: pictures, (1797, 8, 8) from 0 for paper to 1 for ink, and which digit each is.

    Each was a bitmap of 32 × 32, the digit stretched to a box 20 wide and 32 high; a pixel is the count of ink in a
    block of 4 × 4.

    Raises:
        SetMissingError: As `read_scikit_set`.
    """
    values = read_scikit_set("digits.csv.gz", 0, 65)
    pictures, digits = values[:, :64].reshape(-1, 8, 8) / 16.0, values[:, 64].astype(np.int64)
    for array in (pictures, digits):
        array.flags.writeable = False
    return pictures, digits
