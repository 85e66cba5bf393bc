"""Where the files of ``resources/`` are: icons, fonts, examples, lessons, schema."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Path of a file or folder inside ``resources/``.

    A wheel and a frozen program carry the folder inside the package (``playground/resources``);
    a checkout keeps it beside the package. Both are real folders, so Qt can open what is in them.

    Args:
        parts: Names below the folder, as in ``resource_path("icons", "play.svg")``.
    """
    inside = _PACKAGE / "resources"
    return (inside if inside.is_dir() else _PACKAGE.parent / "resources").joinpath(*parts)
