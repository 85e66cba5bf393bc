"""What stands in the output map in place of the network's answers: those of many runs together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.training.probes.plane.output_map import MapSamples


@dataclass(frozen=True, slots=True, eq=False)
class MapGuest:
    """Shown in the network's place.

    Attributes:
        name: Tells it from others of whoever shows it.
        title: In the header of the map.
        samples: Answers over a part of the plane; None where it has none.
        strengths: In place of answers one number for each sample of the plane of ±6, 0 to 1, (H, W), row 0 at the
            bottom: drawn from no opinion to ink.
    """

    name: str
    title: str
    samples: MapSamples | None = None
    strengths: NDArray[np.float32] | None = None


class ShownGuest(QObject):
    """At most one guest at a time; whoever shows it takes it away when it is hidden.

    Attributes:
        guest: The one that is shown; None for the network.

    Signals:
        changed(): Another one is to be shown, a newer state of it, or the network again.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.guest: MapGuest | None = None

    def show(self, guest: MapGuest | None) -> None:
        """Show it in place of the network; None for the network again."""
        if guest is not self.guest:
            self.guest = guest
            self.changed.emit()
