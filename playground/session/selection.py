"""What the person points at: a layer, a neuron, a space. Views follow it instead of each other."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.document.dataset import frozen, sealed
from playground.domains import DOMAINS
from playground.training.probes.addresses import layer_of_space

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.document.layout import Key
    from playground.document.scaling import AxisScale
    from playground.domains.section import Section
    from playground.training.probes.addresses import NeuronAddress


@dataclass(frozen=True, slots=True)
class SampleStep:
    """A step from one sample to another that maps draw as an arrow.

    Attributes:
        start, end: The samples, (D,) each, as `Dataset.samples` has them.
        is_far: Whether it is a step as long as it is drawn, to a place that is marked; else only its way counts.
    """

    start: tuple[float, ...]
    end: tuple[float, ...]
    is_far: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SampleBorder:
    """A decision boundary that maps draw over the one at hand.

    Attributes:
        lines: Pieces of lines in the plane, (S, 2, 2).
        section: The plane of samples that they lie on.
        is_dashed: Whether it is drawn in dashes.
    """

    lines: NDArray[np.float64]
    section: Section
    is_dashed: bool = False


class Selection(QObject):
    """Not part of the document, and not undone."""

    layer_changed = Signal()
    neuron_changed = Signal()
    neuron_pinned = Signal()
    """A neuron is pinned, or let go."""
    space_changed = Signal()
    sums_changed = Signal()
    thumbnails_changed = Signal()
    points_changed = Signal()
    lit_changed = Signal()
    lit_weight_changed = Signal()
    lit_class_changed = Signal()
    """Points of another class are to stand out, or those of all again."""
    scale_changed = Signal()
    section_changed = Signal()
    """Maps show another plane of samples."""
    picture_changed = Signal()
    """Another picture is at hand."""
    value_changed = Signal()
    """Maps and points show another of the values."""
    steps_changed = Signal()
    """Maps draw other steps between samples, or other borders."""
    explain_asked = Signal(str)
    """A question is to be answered of the sample at hand: a key of the pages of the panel that explains."""
    by_hand_changed = Signal()
    """One step of training is to be worked out by hand over the network, or not any more."""
    morph_asked = Signal()
    """The morph of the hidden space is to be played, or stopped."""
    drag_asked = Signal()
    """Points of the large hidden space are to be dragged, or not any more."""
    borders: tuple[SampleBorder, ...] = ()
    """Borders of other networks that maps draw over the one at hand."""
    lit_weight: tuple[Key, tuple[int, ...]] | None = None
    """The parameter that some view speaks of: its key, and which of its numbers."""
    by_hand = False
    """Whether one step of training is worked out by hand over the network."""
    drawn_title = ""
    """What the drawn picture is called where the pad has not drawn it: "Dream of 7"; else empty."""

    def __init__(self, dataset: Dataset, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dataset = dataset
        self.layer: int | None = None
        self.hovered: NeuronAddress | None = None
        self.pinned: NeuronAddress | None = None
        self.space: int | None = None
        self.shows_sums = False
        """Whether layers have a space before their activation, too."""
        self.shows_thumbnails = False
        """Whether the large hidden space shows pictures as thumbnails, as many as there is room for."""
        self.common_scale = False
        """Whether the pictures of a layer's neurons share one colour scale, rather than each having its own."""
        self.points: NDArray[np.bool_] | None = None
        """Selected points, a mask over those of the dataset at hand; None when there are none."""
        self.lit: int | None = None
        """Index of the data point under the pointer, in whatever view that is."""
        self.lit_class: int | None = None
        """The class, of many, whose row the pointer is on: its points stand out among those of the others."""
        self.listeners_together: Callable[[], AbstractContextManager[None]] = nullcontext
        """Around the telling of another picture at hand, so that all who follow it ask for their answers at once."""
        self.columns = dataset.shown_first
        """The columns of the samples that maps show from left to right and from bottom to top."""
        self._drawn: NDArray[np.float64] | None = None
        self._picture = self._picture_at_hand()
        self.steps: tuple[SampleStep, ...] = ()
        """Steps between samples that maps draw: where an answer grows, and what fools the network."""
        self.value = 0
        """Which of the values of a regression maps and points show, and tools paint."""
        self.holds_selected = False
        """Whether all other columns are held at those of the first selected sample, rather than at their means."""

    @property
    def neuron(self) -> NeuronAddress | None:
        """The neuron that the output map shows: the hovered one, else the pinned one, else none."""
        return self.hovered or self.pinned

    def select_layer(self, uid: int | None) -> None:
        """Select a layer by uid; None closes the inspector. The hidden space follows to a layer."""
        if uid != self.layer:
            self.layer = uid
            self.layer_changed.emit()
        if uid is not None:
            self.show_space(uid)

    def hover(self, neuron: NeuronAddress | None) -> None:
        """Show a neuron in the output map while the pointer is on it."""
        if neuron != self.hovered:
            self.hovered = neuron
            self.neuron_changed.emit()

    def pin(self, neuron: NeuronAddress | None) -> None:
        """Keep a neuron in the output map; pinning the same again lets it go."""
        self.pinned = None if neuron == self.pinned else neuron
        self.neuron_pinned.emit()
        self.neuron_changed.emit()

    def show_space(self, uid: int | None) -> None:
        """Choose the large hidden space: −1 the inputs, 0 the output, below −1 sums, None the last hidden layer."""
        if uid != self.space:
            self.space = uid
            self.space_changed.emit()

    def show_sums(self, *, on: bool) -> None:
        """Have a space before each activation, or none; who stands in one then stands in its layer's."""
        if on == self.shows_sums:
            return
        self.shows_sums = on
        if self.space is not None and not on:
            self.space = layer_of_space(self.space)
        self.sums_changed.emit()

    def show_thumbnails(self, *, on: bool) -> None:
        """Have thumbnails of pictures in the large hidden space, or dots alone."""
        if on != self.shows_thumbnails:
            self.shows_thumbnails = on
            self.thumbnails_changed.emit()

    def share_scale(self, *, on: bool) -> None:
        """Have one colour scale for all neurons of a layer, or one for each."""
        if on != self.common_scale:
            self.common_scale = on
            self.scale_changed.emit()

    def select_points(self, mask: NDArray[np.bool_] | None) -> None:
        """Select the points where the mask, shape (N,), is true; None or no true one lets the selection go."""
        chosen = mask if mask is not None and mask.any() else None
        same = chosen is self.points or (
            chosen is not None and self.points is not None and np.array_equal(chosen, self.points)
        )
        if not same:
            before, self.points = self.held, chosen
            if chosen is not None:
                self._drawn = None
            self.points_changed.emit()
            self._find_picture()
            if self.held != before:
                self.section_changed.emit()

    def show_steps(self, *steps: SampleStep) -> None:
        """Have maps draw these steps between samples, in place of those before; none for none."""
        if steps != self.steps:
            self.steps = steps
            self.steps_changed.emit()

    def show_borders(self, *borders: SampleBorder) -> None:
        """Have maps draw the borders of other networks, in place of those before; none for none."""
        if borders != self.borders:
            self.borders = borders
            self.steps_changed.emit()

    def work_by_hand(self, *, on: bool) -> None:
        """Work one step of training out by hand over the network, or leave that."""
        if on != self.by_hand:
            self.by_hand = on
            self.by_hand_changed.emit()

    def light(self, point: int | None) -> None:
        """Light up a data point everywhere; None for none."""
        if point != self.lit:
            self.lit = point
            self.lit_changed.emit()

    def light_weight(self, weight: tuple[Key, tuple[int, ...]] | None) -> None:
        """Light up one parameter in the network, by its key and its index there; None for none."""
        if weight != self.lit_weight:
            self.lit_weight = weight
            self.lit_weight_changed.emit()

    def light_class(self, index: int | None) -> None:
        """Let the points of one class stand out; None for all alike."""
        if index != self.lit_class:
            self.lit_class = index
            self.lit_class_changed.emit()

    def show_columns(self, across: int, up: int) -> None:
        """Choose the two columns that maps show; one that takes the other's place gives its own for it."""
        before = self.columns
        if across == up:
            across, up = (across, before[0]) if across != before[0] else (before[1], up)
        if (across, up) != before:
            self.columns = across, up
            self.section_changed.emit()

    def hold_selected(self, *, on: bool) -> None:
        """Hold the other columns at those of the first selected sample, or at their means."""
        if on != self.holds_selected:
            self.holds_selected = on
            self.section_changed.emit()

    @property
    def section(self) -> Section:
        """The plane of samples that maps show."""
        return self._dataset.section(self.columns, self.held)

    @property
    def seen(self) -> NDArray[np.float64]:
        """Where the samples lie on the plane that maps show, (N, 2), read-only."""
        return self._dataset.seen_on(self.section)

    @property
    def held(self) -> int | None:
        """Index of the sample at which the other columns are held; None for their means."""
        return int(self.points.argmax()) if self.holds_selected and self.points is not None else None

    # ---- pictures --------------------------------------------------------------------------------------------------

    @property
    def picture(self) -> NDArray[np.float64] | None:
        """The picture at hand, (channels, height, width), read-only: what views show the network's answer to.

        That is the drawn one, else the first selected one, else the first that is kept for testing; None where samples
        are no pictures, or where there are none.
        """
        return self._picture

    @property
    def is_drawn(self) -> bool:
        """Whether the picture at hand is drawn, and none of the dataset."""
        return self._drawn is not None

    @property
    def picture_row(self) -> int | None:
        """Which of the samples the picture at hand is; None where it is drawn, or where there is none."""
        return None if self.is_drawn or self._picture is None else self._row_at_hand()

    def draw(self, picture: NDArray[np.float64] | None, title: str = "") -> None:
        """Have a drawn picture at hand, (channels, height, width), or none; what is selected is let go.

        Args:
            picture: From 0 for paper to 1 for ink.
            title: What it is called where it is none of the pad's.
        """
        self.drawn_title = title if picture is not None else ""
        self._drawn = None if picture is None else frozen(picture, np.float64)
        if picture is not None:
            self.select_points(None)
        self._find_picture()

    def _find_picture(self) -> None:
        found, before = self._picture_at_hand(), self._picture
        if found is None or before is None:
            same = found is before
        else:
            same = found is before or (found.shape == before.shape and np.array_equal(found, before))
        if not same:
            self._picture = found
            with self.listeners_together():
                self.picture_changed.emit()

    def _picture_at_hand(self) -> NDArray[np.float64] | None:
        data = self._dataset
        if DOMAINS[data.domain].has_map:
            return None
        if self._drawn is not None and self._drawn.shape == data.shape:
            return self._drawn
        row = self._row_at_hand()
        return None if row is None else sealed(data.samples[row].reshape(data.shape))

    def _row_at_hand(self) -> int | None:
        """The first selected sample, else the first that is kept for testing."""
        data = self._dataset
        if not len(data):
            return None
        chosen = data.is_test if self.points is None or len(self.points) != len(data) else self.points
        return int(chosen.argmax())

    def show_value(self, index: int) -> None:
        """Choose the value that maps and points show."""
        if index != self.value:
            self.value = index
            self.value_changed.emit()

    @property
    def value_name(self) -> str:
        """The name of the value that maps show."""
        return self._dataset.values[self.value]

    @property
    def value_axis(self) -> AxisScale:
        """The units of the value that maps show."""
        return self._dataset.units.value(self.value)

    def suit(self, dataset: Dataset) -> None:
        """Let go of samples, columns and values that a dataset has not."""
        name, last = self.value_name, len(dataset.values) - 1
        before, others, count = self.section, dataset.columns != self._dataset.columns, len(dataset)
        self._dataset = dataset
        if others:
            self.columns, self._drawn = dataset.shown_first, None
        self.show_value(dataset.values.index(name) if name in dataset.values else min(self.value, last))
        if self.lit is not None and self.lit >= count:
            self.light(None)
        if self.lit_class is not None and self.lit_class >= len(dataset.classes):
            self.light_class(None)
        if self.points is not None and len(self.points) != count:
            self.select_points(None)
        if others:
            self.show_steps()
            self.show_borders()
        if self.section != before:
            self.section_changed.emit()
        self._find_picture()

    def begin_anew(self) -> None:
        """Let go of layers, neurons and points: another document is opened, whose own are others."""
        self.forget_missing(set())
        self.light(None)
        self.select_points(None)

    def forget_missing(self, uids: set[int]) -> None:
        """Drop what points at layers that are gone. `uids` holds those that are left, −1 and 0 included."""
        if self.layer is not None and self.layer not in uids:
            self.select_layer(None)
        if self.space is not None and layer_of_space(self.space) not in uids:
            self.show_space(None)
        for name in ("hovered", "pinned"):
            neuron = getattr(self, name)
            if neuron is not None and neuron.uid not in uids:
                setattr(self, name, None)
                self.neuron_changed.emit()
