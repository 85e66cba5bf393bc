"""What a network answers over the plane, as a small picture in the colours of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.render.colormap import class_map, pack, ramp, signed_map, stack_ramps
from playground.widgets.qt_arrays import image_of
from playground.widgets.theme import current

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from playground.document.dataset import Dataset


def answers_image(data: Dataset, answers: NDArray[np.float32], value: int = 0) -> QImage:
    """Answers over the plane as a picture in the colours of the theme.

    Args:
        data: Says classes, or how large values are.
        answers: (K, side, side), as `RunOutcome.map` has them: of two classes K may be 1, the chance of the second.
        value: Which of several values is shown.
    """
    return image_of(answer_colours(data, answers, value))


def answer_colours(data: Dataset, answers: NDArray[np.float32], value: int = 0) -> NDArray[np.uint32]:
    """Answers, (K, H, W), as packed colours of the theme, (H, W)."""
    theme = current()
    if not data.classes:
        scale = float(np.abs(data.target(value)).max(initial=0.0)) or 1.0
        return signed_map(answers[value], scale, *stack_ramps(theme.map0.name(), theme.maps[:2]))
    # A run on other data may know more classes than the document: those have the colours that they would get.
    places = (*(one.color for one in data.classes), *range(len(data.classes), max(len(answers), 2)))
    colours = tuple(theme.maps[place % len(theme.maps)] for place in places)
    shares = answers[-1] if len(answers) <= 2 else np.moveaxis(answers, 0, -1)
    return class_map(shares, stack_ramps(theme.map0.name(), colours))


def strengths_image(values: NDArray[np.float32]) -> QImage:
    """Numbers, (H, W), from 0, which has the theme's colour of no opinion, to 1, which is ink."""
    grey = grey_ramp()
    index = np.rint(np.clip(values, 0.0, 1.0) * (len(grey) - 1)).astype(np.intp)
    return image_of(pack(grey[index]))


def grey_ramp() -> NDArray[np.uint8]:
    """The colours of `strengths_image`, from 0 to 1, (256, 3)."""
    return ramp(current().map0.name(), current().ink.name())
