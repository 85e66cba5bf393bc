"""Files with pictures: which there are, and their pixels. Pillow reads them, and loads when one is read."""

from __future__ import annotations

import struct
import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from playground.document.errors import DocumentError
from playground.interop.image_points import MOST_SIDE
from playground.interop.source_errors import SourceError
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.file_bytes import bytes_of
from playground.storage.png import PICTURE_SUFFIX, project_in

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL import Image

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
"""The readers that are asked, whatever a file is called: none of them runs or loads anything else."""
_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"BM", b"GIF8", b"II*\0", b"MM\0*")
"""What such files begin with: what does, and cannot be opened, is damaged."""
MOST_PIXELS = 2**26
"""A quarter of a gigabyte in memory. Larger pictures are refused before anything of them is decoded."""
WIDE_STEP = 257
"""From one level of 8 bits to the next, in levels of 16."""
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, TypeError, struct.error)
"""What Pillow's readers raise of broken data."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundImage:
    """A picture as it comes in.

    Attributes:
        pixels: Red, green, blue and opacity, (H, W, 4), at most `MOST_SIDE` a side.
        width, height: Of the picture before it was made smaller for that.
        count: How many pictures there are in its file, frames or pages; this is the first.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int
    count: int = 1


def carries_project(path: Path) -> bool:
    """Whether a picture is one that this program has put a project into."""
    if path.suffix.lower() != PICTURE_SUFFIX:
        return False
    try:
        return project_in(bytes_of(path)) is not None
    except (OSError, DocumentError, CsvError):
        return False


def find_image(path: Path) -> FoundImage:
    """Read a picture, of several the first, at most `MOST_SIDE` pixels wide and high, and what its file says of it.

    Raises:
        SourceError: It is none, is damaged or cut off, or is too large; nothing has then been decoded.
    """
    try:
        return _decoded(bytes_of(path))
    except CsvError as error:
        raise SourceError(f"{path.name}: {error}") from None
    except OSError as error:
        raise SourceError(f"{path.name}: {error.strerror or error}") from None


def _decoded(data: bytes) -> FoundImage:
    from PIL import Image  # noqa: PLC0415 - the window starts without it

    if not data.startswith(_MARKS):
        raise CsvError("this is not a picture that can be read; PNG, JPEG, WebP, BMP, GIF and TIFF are")
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, and told
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what is said of a picture beside its pixels
        try:
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                _check_size(image)
                return _found_in(image)
        except _DAMAGE as error:
            if isinstance(error, CsvError):
                raise
            end = ": its end is missing" if "truncated" in str(error) else ""
            raise CsvError(f"the picture is damaged{end}") from None


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        words = f"{image.width:,} × {image.height:,} pixels"
        raise CsvError(f"the picture is too large: {words}; {MOST_PIXELS // 10**6} million are the most")


def _found_in(image: Image.Image) -> FoundImage:
    count, sides = getattr(image, "n_frames", 1), image.size
    pixels = _pixels_of(image)
    is_turned = (pixels.shape[0] > pixels.shape[1]) != (sides[1] > sides[0])
    width, height = sides[::-1] if is_turned else sides
    return FoundImage(pixels, width, height, count)


def _pixels_of(image: Image.Image) -> NDArray[np.uint8]:
    from PIL import Image as Images  # noqa: PLC0415 - as above
    from PIL import ImageOps  # noqa: PLC0415 - as above

    image.draft("RGB", (MOST_SIDE, MOST_SIDE))  # a JPEG is decoded in an eighth of its size where that will do
    image.load()
    turned: Image.Image = image
    with suppress(*_DAMAGE):  # what a camera tells may be broken beside a whole picture
        turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I"):
        turned = Images.fromarray((np.asarray(turned) / WIDE_STEP).clip(0, 255).astype(np.uint8))
    elif turned.mode == "F":
        levels = np.nan_to_num(np.asarray(turned))
        turned = Images.fromarray((255 * (levels - levels.min()) / max(float(np.ptp(levels)), 1e-9)).astype(np.uint8))
    made = turned.convert("RGBA")
    made.thumbnail((MOST_SIDE, MOST_SIDE))
    return np.array(made)
