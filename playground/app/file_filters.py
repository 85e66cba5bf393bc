"""What a window that asks for a file offers to show."""

from __future__ import annotations

from playground.interop.image_files import IMAGE_SUFFIXES
from playground.interop.pictures.telling import IDX_NAMES
from playground.interop.tables.kinds import TABLE_SUFFIXES
from playground.lessons.files import SUFFIX as LESSON_SUFFIX
from playground.storage.png import PICTURE_SUFFIX
from playground.storage.project import SUFFIX

IMAGE_PATTERNS = " ".join(f"*{suffix}" for suffix in IMAGE_SUFFIXES)
IDX_PATTERNS = " ".join(f"*{ending}" for ending in IDX_NAMES)
TABLE_PATTERNS = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
OPEN_FILTER = ";;".join(
    (
        f"All that opens (*{SUFFIX} *{LESSON_SUFFIX} *.json {TABLE_PATTERNS} {IMAGE_PATTERNS} {IDX_PATTERNS})",
        f"Projects (*{SUFFIX} *{PICTURE_SUFFIX})",
        f"Pictures ({IMAGE_PATTERNS})",
        f"Pictures as samples ({IDX_PATTERNS} *.npz *.npy)",
        f"Lessons and challenges (*{LESSON_SUFFIX} *.md)",
        "Documents (*.json)",
        f"Points ({TABLE_PATTERNS})",
    )
)
