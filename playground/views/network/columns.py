"""What a laid out network consists of: columns of cells and the gaps between them, as frozen rectangles.

Lengths are logical pixels in the coordinates of the scene, which may be wider than what is seen of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from playground.document.model import OUTPUT_UID

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF, QRectF

SPACING = 5
"""Between one tile and the next."""

Links = Literal["weights", "all", "one to one", "none"]
Shows = Literal["tiles", "row", "bars"]


@dataclass(frozen=True, slots=True)
class UnitCell:
    """One neuron's thumbnail, a feature map, or a row of the output.

    Attributes:
        unit: Its index among the units of the column; for inputs, in the order of the table of inputs.
        rect: The thumbnail, or its part of a row of numbers.
        entry: Where edges from the left end.
        exit: Where edges to the right begin.
    """

    unit: int
    rect: QRectF
    entry: QPointF
    exit: QPointF


@dataclass(frozen=True, slots=True)
class LayerColumn:
    """The inputs, a layer, or the output.

    Attributes:
        uid: As in a `NeuronAddress`: −1 for the inputs, 0 for the output.
        title: "Inputs", "Layer 1", "Output".
        units: How many it truly has: neurons, channels of maps, or channels that pass through.
        rect: The card of a layer, or the bounds of the thumbnails.
        cells: Those shown.
        links: What joins it to the column on its left.
        steps: Whether its units can be counted up and down.
        is_narrow: Whether there is no room for − and + beside their number.
        skips: Whether what enters goes around it.
        names_below: Whether output names stand below their nodes (beside them where there are many).
        shows: Thumbnails; or the numbers of maps in a row, a cell for those of each map; or names with bars.
    """

    uid: int
    title: str
    units: int
    rect: QRectF
    cells: tuple[UnitCell, ...]
    links: Links
    steps: bool = False
    skips: bool = False
    names_below: bool = True
    shows: Shows = "tiles"
    is_narrow: bool = False

    @property
    def is_layer(self) -> bool:
        """Whether a person added it."""
        return self.uid > OUTPUT_UID

    @property
    def is_sample(self) -> bool:
        """Whether some of its units are not shown."""
        return len(self.cells) < self.units

    @property
    def block(self) -> QRectF:
        """The bounds of the thumbnails."""
        first, last = self.cells[0].rect, self.cells[-1].rect
        return first.united(last).united(self.cells[min(1, len(self.cells) - 1)].rect)


@dataclass(frozen=True, slots=True)
class Gap:
    """The space between two columns, with its (+).

    Attributes:
        index: Where in `Document.network` a layer added here goes.
        plus: The middle of the (+).
        left: Where the gap begins.
        right: Where it ends.
    """

    index: int
    plus: QPointF
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class NetworkLayout:
    """All that is drawn, left to right.

    Attributes:
        width: Of the whole scene; more than what is seen when it has to be panned.
        height: Of the scene.
        pitch: From one neuron to the next.
        is_brief: Whether cards are too narrow for the titles of their layers in full.
    """

    columns: tuple[LayerColumn, ...]
    gaps: tuple[Gap, ...]
    width: float
    height: float
    pitch: int
    is_brief: bool = False

    @property
    def thumbnail(self) -> int:
        """Side of a neuron's picture."""
        return self.pitch - SPACING

    def column(self, uid: int) -> LayerColumn | None:
        """The column of a uid; None when it is gone."""
        return next((column for column in self.columns if column.uid == uid), None)
