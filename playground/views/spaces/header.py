"""The controls in the header: which parts are drawn, and how the space is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.session.plain import numbers, words
from playground.views.spaces.drawing.painting import ShownParts
from playground.widgets.buttons import IconButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.domains.base import Domain
    from playground.session.selection import Selection
    from playground.widgets.lockable import ActionLocks
    from playground.widgets.panel import Panel

_PARTS = (
    Segment("sheet", "Sheet", tip="Sheet: the plane as the layers bend it, in the colours of the decision map"),
    Segment("grid", "Grid", tip="Grid: the plane's straight lines, bent along with it"),
    Segment("points", "Points", tip="Points: where the layers put the data"),
)
_MARKS = (
    Segment("dots", "Dots", tip="Dots: each picture as a dot in the colour of its class"),
    Segment("thumbnails", "Thumbnails", tip="Thumbnails: the pictures at their places, as many as there is room for"),
)
MOST_UNITS = 256
_GAP, _OTHERS = 4, 344
"""Room for title, parts and icons."""
_PREFIXES, _NO_PREFIXES = ("Across", "Up", "Depth"), ("", "", "")
_WORDS = (
    (_PREFIXES, "View", "neuron "),
    (_PREFIXES, "", "neuron "),
    (_NO_PREFIXES, "View", "neuron "),
    (_NO_PREFIXES, "", "neuron "),
    (_NO_PREFIXES, "", ""),
)
"""From the fullest on: which way, what the view is called, and what stands before a neuron's number."""
_SHOWN_UNITS = {"units": 2, "units3": 3}
_SUMS_TIP = "Before activation: a small space of each layer's sums, too, the pre-activation"
_FREEZE_TIP = "Freeze axes: directions and scales of all spaces stand still while the network learns"


class Header(QObject):
    """Puts its controls into a panel's header.

    Signals:
        parts_changed(): Sheet, grid or points were switched.
        view_changed(): Another way to see the space was chosen.
        frozen_changed(): Axes and scales are to stand still, or to follow again.
        sums_switched(bool): Spaces before each activation are wanted, or not any more.
    """

    parts_changed = Signal()
    view_changed = Signal()
    frozen_changed = Signal()
    sums_switched = Signal(bool)

    def __init__(self, panel: Panel, selection: Selection, locks: ActionLocks) -> None:
        super().__init__(panel)
        self._width, self._count, self._named = panel.sizeHint().width(), 0, ("neuron ", 0)
        self._parts = Segmented("Parts", _PARTS, exclusive=False, parent=panel)
        self._have_plane = self._have_map = True
        self._parts.set_keys_on({"sheet", "grid", "points"})
        self._parts.toggled.connect(self._on_toggled)
        self._marks = Segmented("Pictures", _MARKS, parent=panel)
        self._marks.hide()
        self._marks.chosen.connect(lambda key: selection.show_thumbnails(on=key == "thumbnails"))
        self._selection = selection
        selection.thumbnails_changed.connect(self._on_thumbnails_changed)
        self._marks.set_current(_mark(on=selection.shows_thumbnails))
        tips = [f"Neuron {way}: the neuron whose activation is shown {way}" for way in ("across", "up", "in depth")]
        self._across, self._up, self._deep = (
            ChoiceButton(tip.partition(":")[0], (), place, tip=tip, height=28, parent=panel)
            for place, tip in enumerate(tips)
        )
        self._units = (self._across, self._up, self._deep)
        tip = "View: how a layer of many neurons is seen in two or three dimensions"
        offered = _views(2, has_readout=True, has_classes=True)
        self._view = ChoiceButton("View", offered, "auto", prefix="View", tip=tip, height=28)
        self._freeze = IconButton("snowflake", "Freeze axes", _FREEZE_TIP, checkable=True, parent=panel)
        self._freeze.clicked.connect(self._on_frozen)
        self._sums = IconButton("sigma", "Before activation", _SUMS_TIP, checkable=True, parent=panel)
        self._sums.clicked.connect(self.sums_switched)
        for widget in (*self._units, self._view):
            widget.chosen.connect(self._on_chosen)
        panel.add_slot(self._parts, gap=8)
        panel.add_slot(self._marks, gap=0)
        for widget in (*self._units, self._view):
            panel.add_slot(widget, gap=_GAP)
        panel.add_slot(self._sums, gap=0)
        panel.add_slot(self._freeze, gap=0)
        self._follow_locks(locks)
        self.suit(2, has_readout=True, has_classes=True)

    def _follow_locks(self, locks: ActionLocks) -> None:
        self._sums.follow_lock(locks, "sums")
        for one in _MARKS:
            self._marks.follow_lock(one.key, locks, "thumbnails")

    @property
    def shown(self) -> ShownParts:
        """The parts that are on; of pictures there is no sheet."""
        if not self._have_map:
            return ShownParts(sheet=False, grid=False, thumbnails=self._selection.shows_thumbnails)
        on = self._parts.keys_on()
        return ShownParts("sheet" in on, "grid" in on, "points" in on)

    @property
    def view(self) -> str:
        """A value of `LayerSpaces.view`."""
        return str(self._view.value())

    @property
    def units(self) -> tuple[int, ...]:
        """The neurons of the views "units", two, and "units3", three."""
        return tuple(int(button.value()) for button in self._units)[: _SHOWN_UNITS.get(self.view, 2)]

    @property
    def frozen(self) -> bool:
        """Whether axes and scales stand still."""
        return self._freeze.isChecked()

    def state(self) -> dict[str, object]:
        """The parts that are on, the view and its neurons, as plain values."""
        units = [button.value() for button in self._units]
        return {"parts": sorted(self._parts.keys_on()), "view": self.view, "units": units}

    def recall(self, said: dict[str, object]) -> None:
        """Set the controls to what was said; `suit` sees later whether the layer allows it."""
        if "parts" in said:
            self._parts.set_keys_on(words(said["parts"], [part.key for part in _PARTS]))
        offered = [str(choice.value) for choice in _views(MOST_UNITS, has_readout=True, has_classes=True)]
        for view in words([said.get("view")], offered):
            self._view.set_value(view)
        units = numbers(said.get("units"), len(self._units))
        for button, unit in zip(self._units, units or (), strict=False):
            if 0 <= unit < MOST_UNITS:
                button.set_value(round(unit))
        self._show_units()
        self.view_changed.emit()
        self.parts_changed.emit()

    def fit(self, width: int) -> None:
        """Leave words out where the panel is narrow, rather than cut one."""
        self._width = width
        self._show_units()

    def suit_samples(self, domain: Domain) -> None:
        """Begin with the sheet where samples are places of a plane, and with points alone where they are not.

        Where they have no map, as pictures have none, dots or thumbnails are offered in place of the parts.
        """
        if domain.has_map != self._have_map:
            self._have_map = domain.has_map
            self._parts.setVisible(domain.has_map)
            self._marks.setVisible(not domain.has_map)
            self.parts_changed.emit()
        if domain.is_drawn != self._have_plane:
            self._have_plane = domain.is_drawn
            self._parts.set_keys_on({"sheet", "grid", "points"} if domain.is_drawn else {"points"})
            self.parts_changed.emit()

    def show_sums(self, *, on: bool) -> None:
        """Show whether spaces before each activation are there."""
        self._sums.setChecked(on)

    def suit(self, width: int, *, has_readout: bool, has_classes: bool) -> None:
        """Offer what a layer of this width allows."""
        offered = _views(width, has_readout=has_readout, has_classes=has_classes)
        self._view.set_choices(offered)
        if not next(choice.enabled for choice in offered if choice.value == self.view):
            self._view.set_value("auto")
            self.view_changed.emit()
        self._count = min(width, MOST_UNITS)
        self._name_units(self._named[0])
        for place, button in enumerate(self._units):
            if self._count and button.value() >= self._count:
                button.set_value(min(place, self._count - 1))
        self._show_units()

    def _name_units(self, word: str) -> None:
        """Offer the neurons by a word and their numbers, or by these alone."""
        if (word, self._count) == self._named:
            return
        self._named = word, self._count
        for button in self._units:
            button.set_choices([Choice(unit, f"{word}{unit + 1}") for unit in range(self._count)])

    def _show_units(self) -> None:
        shown = _SHOWN_UNITS.get(self.view, 0)
        for place, button in enumerate(self._units):
            button.setVisible(place < shown)
        for prefixes, name, word in _WORDS:
            self._name_units(word)
            self._view.set_prefix(name)
            for button, prefix in zip(self._units, prefixes, strict=True):
                button.set_prefix(prefix)
            buttons = (*self._units[:shown], self._view)
            needed = sum(max(b.sizeHint().width(), b.minimumSizeHint().width()) + px(_GAP) for b in buttons)
            if needed <= self._width - px(_OTHERS):
                break

    @Slot()
    def _on_thumbnails_changed(self) -> None:
        self._marks.set_current(_mark(on=self._selection.shows_thumbnails))
        self.parts_changed.emit()

    def _on_toggled(self, _key: str, _on: bool) -> None:
        self.parts_changed.emit()

    def _on_frozen(self, _on: bool) -> None:
        self.frozen_changed.emit()

    def _on_chosen(self, _value: object) -> None:
        if self.view == "units3" and len(set(self.units)) < len(self._units):  # a triple of two neurons is a flat one
            for place, button in enumerate(self._units):
                button.set_value(place)
        self._show_units()
        self.view_changed.emit()


def _mark(*, on: bool) -> str:
    """The key of the segment that is on."""
    return "thumbnails" if on else "dots"


def _views(width: int, *, has_readout: bool, has_classes: bool) -> tuple[Choice, ...]:
    pair = "This stage has one value only." if width < 2 else "One neuron across, one up."
    solid, few = width > 2, "This stage has fewer than three values."
    readout = (
        "Along the output's weights, where the border is straight." if has_readout else "The last hidden layer has it."
    )
    apart = "The two directions that separate the classes best." if has_classes else "Values have no classes."
    return (
        Choice("auto", "Auto", "Up to three neurons as they are, more by PCA or their read-out."),
        Choice("pca", "PCA", "The two directions in which the layer varies most."),
        Choice("pca3", "PCA in 3-D", "The three of them: drag to turn." if solid else few, enabled=solid),
        Choice("lda", "Separating", apart if width > 1 else pair, enabled=has_classes and width > 1),
        Choice("units", "2 neurons", pair, enabled=width > 1),
        Choice("units3", "3 neurons", "One more in depth: drag to turn." if solid else few, enabled=solid),
        Choice("readout", "Read-out", readout, enabled=has_readout),
    )
