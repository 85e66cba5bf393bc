"""What the map shows of a snapshot: the output, a neuron or a method, in which colours, and which points are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.model import OUTPUT_UID
from playground.document.scaling import UNCHANGED, AxisScale
from playground.domains.plane.grid import WHOLE_PLANE
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.point_predictions import PointPredictions
from playground.views.plane.picture import MapColouring, MapPicture, output_picture, unit_picture
from playground.widgets import theme
from playground.widgets.answers_image import strengths_image
from playground.widgets.sprites import value_scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.session.session import Session
    from playground.training.probes.plane.output_map import UnitSamples
    from playground.training.snapshots.snapshot import Snapshot


class ShownMap:
    """The picture of the newest snapshot, made anew by `renew`.

    Attributes:
        snapshot: The newest; None before the first one.
        picture: The map as it is drawn; None before the first one.
        wrong: Which points the network gets wrong, (N,); None where that is not marked or not known.
        value_scale: Magnitude of the value that is shown at full colour; 1 for classes, which have none.
        is_discrete: Whether it has full colours in place of confidence.
        marks_wrong: Whether wrong points are to be found.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.snapshot: Snapshot | None = None
        self.picture: MapPicture | None = None
        self.wrong: NDArray[np.bool_] | None = None
        self.value_scale = 1.0
        self.is_discrete = self.marks_wrong = False
        self.measure()

    def measure(self) -> None:
        """Find the magnitude of the values that are there now."""
        dataset = self._session.document.dataset
        self.value_scale = 1.0 if dataset.classes else value_scale(dataset.target(self._session.selection.value))

    def scale(self) -> AxisScale | None:
        """The value at no colour and how far from it full colour is; None while class colours are shown."""
        selection, shown, data = self._session.selection, self._focus(), self._session.document.dataset
        focus = selection.neuron
        is_value = not data.classes and (focus is None or focus.uid == OUTPUT_UID)
        index = selection.value if focus is None else focus.index
        axis = data.units.value(index) if is_value else UNCHANGED
        if shown is not None:
            return AxisScale(axis.centre, self._focus_scale(shown) * axis.scale)
        return None if data.classes else AxisScale(axis.centre, self.value_scale * axis.scale)

    def is_strength(self) -> bool:
        """Whether the map shows how far runs disagree, in place of answers."""
        guest = self._session.experiments.guest.guest
        return guest is not None and guest.strengths is not None and not self._focus()

    def renew(self) -> None:
        """Make the picture of the snapshot; where it holds none, the one before stays."""
        snapshot = self.snapshot
        if snapshot is None:
            return
        focus = self._focus()
        guest = None if focus else self._session.experiments.guest.guest
        method = None if focus else self._session.experiments.methods.shown_map()
        shown = method or (guest and guest.samples) or snapshot.get(OutputMap)
        if guest is not None and guest.strengths is not None:
            # Made anew with each snapshot, as answers are: 24 x 24 colours cost nothing.
            self.picture = MapPicture(strengths_image(guest.strengths), WHOLE_PLANE, np.empty((0, 2, 2)))
        elif shown is not None:
            colouring = self._colouring(snapshot, self.value_scale if focus is None else self._focus_scale(focus))
            made = output_picture(shown, colouring) if focus is None else unit_picture(focus, shown.extent, colouring)
            self.picture = made or self.picture
        self.find_wrong()

    def find_wrong(self) -> None:
        """Which points the answers of the snapshot get wrong, as long as they are answers to these points."""
        self.wrong = None
        snapshot, dataset = self.snapshot, self._session.document.dataset
        predictions = None if snapshot is None else snapshot.get(PointPredictions)
        experiments = self._session.experiments
        is_asked = self.marks_wrong and not experiments.methods.shown and experiments.guest.guest is None
        if not is_asked or snapshot is None or predictions is None or not dataset.classes:
            return
        if snapshot.document.dataset is dataset and len(predictions) == len(dataset):
            self.wrong = np.argmax(predictions, axis=1) != dataset.targets

    def _focus(self) -> UnitSamples | None:
        """The picture of the neuron that is to be shown in place of the output, as soon as there is one."""
        shown = None if self.snapshot is None else self.snapshot.get(OutputMap)
        neuron = self._session.selection.neuron
        found = None if shown is None or neuron is None else shown.focus
        return found if found is not None and found.unit == neuron else None

    def _focus_scale(self, shown: UnitSamples) -> float:
        """The magnitude at full colour of the neuron that is shown: its own, or its layer's."""
        return shown.scale if self._session.selection.common_scale else shown.own_scale

    def _colouring(self, snapshot: Snapshot, scale: float) -> MapColouring:
        colors = tuple(one.color for one in snapshot.document.dataset.classes)
        return MapColouring(theme.current(), colors, scale, self.is_discrete, self._session.selection.value)
