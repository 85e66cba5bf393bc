"""What a person wants of a picture, remembered between starts."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Literal, get_args

from playground.app.pictures.views import VIEWS, WINDOW

Form = Literal["png", "tiff", "svg", "pdf"]
OF_PIXELS = ("png", "tiff")
Colours = Literal["shown", "light", "dark"]
SCALES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class PictureChoices:
    """All settings but the size, which follows the views.

    Attributes:
        views: Keys of `VIEWS`.
        form: Of the file.
        scale: Pixels of a PNG or TIFF in a logical one.
        colours: Of the theme at hand, or of the other.
        carries: Whether a PNG holds the project.
    """

    views: tuple[str, ...] = (WINDOW,)
    form: Form = "png"
    scale: int = 2
    colours: Colours = "shown"
    carries: bool = True

    def with_view(self, key: str, *, on: bool) -> PictureChoices:
        """With a view, or without: the window holds all others, and stands alone."""
        if not on:
            return replace(self, views=tuple(view for view in self.views if view != key))
        if key == WINDOW:
            return replace(self, views=(WINDOW,))
        kept = {*self.views, key} - {WINDOW}
        return replace(self, views=tuple(view for view in VIEWS if view in kept))

    def to_text(self) -> str:
        """For the settings."""
        return json.dumps(asdict(self))


def choices_from(text: str) -> PictureChoices:
    """The inverse of `to_text`; what is not as it should be is as at first."""
    first = PictureChoices()
    try:
        found = json.loads(text)
    except ValueError:
        return first
    if not isinstance(found, dict):
        return first
    views = found.get("views")
    scale = found.get("scale")
    return PictureChoices(
        (tuple(view for view in VIEWS if view in views) if isinstance(views, list) else ()) or first.views,
        next((form for form in get_args(Form) if form == found.get("form")), first.form),
        scale if isinstance(scale, int) and scale in SCALES else first.scale,
        next((colours for colours in get_args(Colours) if colours == found.get("colours")), first.colours),
        found.get("carries") is not False,
    )
