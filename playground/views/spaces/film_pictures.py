"""What a frame of the film shows: the decision map, or where samples have none kernels or the confusion matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.document.model import OUTPUT_UID, domain_of
from playground.document.plan import resolve
from playground.render.colormap import class_map, signed_map, stack_ramps
from playground.training.probes.color_scale import magnitude
from playground.training.probes.stills import KERNEL_AXES
from playground.widgets.picture_image import signed_image
from playground.widgets.qt_arrays import image_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.training.probes.stills import Still
    from playground.widgets.theme import Theme

SIDE, GAP = 136, 4
"""Of a sheet of kernels, and between two of them, in pixels: frames are shown at half that size and less."""
CELL = 6
"""Pixels along a cell of the confusion matrix."""


def film_layer(document: Document, space: int | None) -> int | None:
    """Whose kernels the film shows; the output's uid where that is the confusion matrix, None for decision maps.

    Args:
        document: The network.
        space: The stage at hand, as `Selection.space` has it: None shows the first convolution, a layer without
            kernels that of the last convolution before it.
    """
    if domain_of(document).has_map:
        return None
    layers = resolve(document).layers
    kernels = [one.uid for one in layers if any(len(array.shape) == KERNEL_AXES for array in one.parameters)]
    if space == OUTPUT_UID or not kernels:
        return OUTPUT_UID
    uids = [one.uid for one in layers]
    reached = uids[: uids.index(space) + 1] if space in uids else []
    return next((uid for uid in reversed(reached) if uid in kernels), kernels[0])


def film_words(document: Document, layer: int | None) -> str:
    """The title of the film: "Film", "Film: kernels of layer 1"."""
    if layer is None:
        return "Film"
    if layer == OUTPUT_UID:
        return "Film: right and wrong answers" if not document.dataset.classes else "Film: confusion matrix"
    uids = resolve(document).uids
    return f"Film: kernels of layer {uids.index(layer) + 1}" if layer in uids else "Film: kernels"


def still_image(still: Still, theme: Theme, value: int) -> QImage:
    """A frame in the colours of a theme.

    Args:
        still: What it shows.
        theme: The one at hand.
        value: Which of the values of a regression a map shows.
    """
    if still.kernels is not None:
        return kernel_sheet(still.kernels, theme)
    if still.confusion is not None:
        return confusion_image(still.confusion)
    if still.predictions is None:
        raise ValueError("a still shows a map, kernels or a confusion matrix")
    data, answers = still.moment.document.dataset, still.predictions
    if not data.classes or answers.shape[-1] == 1:
        value = min(value, answers.shape[-1] - 1)
        scale = float(np.abs(data.target(value)).max(initial=0.0)) or 1.0
        return image_of(signed_map(answers[..., value], scale, *stack_ramps(theme.map0.name(), theme.maps[:2])))
    colors = [data.classes[k % len(data.classes)].color for k in range(answers.shape[-1])]
    ramps = stack_ramps(theme.map0.name(), tuple(theme.maps[color % len(theme.maps)] for color in colors))
    return image_of(class_map(answers, ramps))


def kernel_sheet(kernels: NDArray[np.float32], theme: Theme) -> QImage:
    """Kernels, (channels, height, width), as tiles row by row in a square, all in one scale."""
    columns = int(np.ceil(np.sqrt(len(kernels))))
    rows = -(-len(kernels) // columns)
    sheet = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    sheet.fill(theme.card)
    scale = magnitude(kernels)
    across, down = (SIDE - GAP) / columns, (SIDE - GAP) / rows
    with QPainter(sheet) as painter:
        for place, kernel in enumerate(kernels):
            row, column = divmod(place, columns)
            tile = QRectF(GAP + column * across, GAP + row * down, across - GAP, down - GAP)
            painter.drawImage(tile, signed_image(kernel, scale))
    return sheet


def confusion_image(counts: NDArray[np.int64]) -> QImage:
    """Counts, (true, answered), as shares of each true class: right ones positive, mistakes negative."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    signs = np.where(np.eye(len(counts), dtype=np.bool_), 1.0, -1.0)
    return signed_image(np.kron(signs * shares, np.ones((CELL, CELL))), 1.0)
