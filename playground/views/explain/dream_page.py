"""Dreams: what a class, a unit or a feature map looks like best, by pixels beside through a decoder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.edits_data import add_training_samples
from playground.document.model import OUTPUT_UID
from playground.domains.plane.grid import WHOLE_PLANE
from playground.session.plain import number, whole
from playground.session.selection import SampleStep
from playground.session.trouble import problem_in_words
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.dreams import MOST_AIMS, Dreams, units_of
from playground.training.probes.plane.output_map import OutputMap
from playground.training.snapshots.snapshot import TrainerState
from playground.views.explain import dream_words as words
from playground.views.explain.dream_board import DreamBoard
from playground.views.explain.dream_button import DreamLook
from playground.views.explain.dream_controls import RANGES, DreamControls
from playground.views.explain.page import NO_SAMPLE, ExplainPage
from playground.views.explain.term_bars import Term, TermBars
from playground.widgets.buttons import PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.format import count, in_units
from playground.widgets.icons import icon
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled
from playground.widgets.panel import PADDING
from playground.widgets.picture_image import ink_image
from playground.widgets.picture_well import LABEL, PictureWell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from playground.domains.plane.grid import Extent
    from playground.session.session import Session
    from playground.training.probes.dreams import Dreamt, DreamtSamples
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot

WELL = 84
NO_UNITS = "The network has no such unit any more"
PUT_TIP = "Add to the training set\nThe chosen dream, labelled as what it is a dream of: one undo step"
PAD_TIP = "Onto the pad\nThe chosen dream becomes the picture at hand: all panels show what the network makes of it"
NO_LABEL = "Values are not given to dreams: what the network says of one is no measurement"


class DreamPage(ExplainPage):
    """Live while the network trains: all dreams at once, in a fraction of a second."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.controls, self.board, self.words = DreamControls(), DreamBoard(), FlowText("", "row", "ink2")
        self.well = PictureWell("Dream", "The chosen dream, as the network gets it")
        self.nearest = PictureWell("Nearest", "The training picture that is nearest to it, pixel by pixel")
        self.terms = TermBars()
        self.put = PushButton("Add to training", "plus", PUT_TIP, height=28)
        self.onto_pad = PushButton("Onto the pad", "pencil", PAD_TIP, height=28)
        self.chosen = ("decoded", 0)
        self._found: Dreamt | None = None
        self._extent: Extent = WHOLE_PLANE
        self._arrange()
        self.controls.changed.connect(self._on_changed)
        self.board.chosen.connect(self.choose)
        self.board.menu_asked.connect(self._add_actions)
        self.put.clicked.connect(self._put)
        self.onto_pad.clicked.connect(self._to_pad)
        session.selection.neuron_changed.connect(self._on_changed)

    def _arrange(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        scaled(column.setContentsMargins, 0, 0, PADDING, 0)
        scaled(column.setSpacing, 8)
        wells = QHBoxLayout()
        scaled(wells.setSpacing, 8)
        for well in (self.well, self.nearest):
            scaled(well.setFixedSize, WELL, WELL + LABEL)
            wells.addWidget(well)
        wells.addStretch(1)
        buttons = QHBoxLayout()
        scaled(buttons.setSpacing, 8)
        for button in (self.put, self.onto_pad):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for widget in (self.controls, self.board, wells, self.words, self.terms, buttons):
            column.addWidget(widget) if isinstance(widget, QWidget) else column.addLayout(widget)
        column.addStretch(1)
        scaled(self.column.setContentsMargins, PADDING, 0, 0, 0)
        self.column.addWidget(ColumnScroll(inner), 1)

    # ---- what is asked ---------------------------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """What is dreamt of, and the sliders, for projects."""
        return {"dream": self.controls.uid} | {name: self.controls.number(name) for name in RANGES}

    def recall(self, said: dict[str, object]) -> None:
        """The same again, where there is such a layer."""
        uid = whole(said.get("dream"))
        self._suit_controls()
        if uid is not None:
            self.controls.set_uid(uid)
        for name in RANGES:
            value = number(said.get(name))
            if value is not None:
                self.controls.set_number(name, value)

    def refusal(self) -> str:
        """Dreams need no sample at hand, but training samples to compare them with, and a network of them."""
        if not len(self.session.document.dataset):
            return NO_SAMPLE.format(samples=self.at_hand.domain.samples)
        return problem_in_words(self.session) or ("" if self._aims() else NO_UNITS)

    def requests(self) -> tuple[Request[Any], ...]:
        """All dreams of the chosen layer, or that of the unit in hand."""
        if self.refusal():
            self.session.selection.show_steps()
            return ()
        contrast, shift, blur = (self.controls.number(name) for name in RANGES)
        if self.at_hand.domain.has_map:
            return (Dreams(self._aims(), extent=self._extent),)
        return (Dreams(self._aims(), contrast, round(shift), blur),)

    def _aims(self) -> tuple[NeuronAddress, ...]:
        document, unit = self.session.document, self.session.selection.neuron
        if unit is not None and unit.index < units_of(document, unit.uid):
            return (unit,)
        uid = self.controls.uid
        return tuple(NeuronAddress(uid, index) for index in range(min(units_of(document, uid), MOST_AIMS)))

    def _hand(self) -> str:
        selection, aims = self.session.selection, self._aims()
        if selection.neuron is None or aims[:1] != (selection.neuron,):
            return ""
        return "hovered" if selection.hovered else "pinned"

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def show_document(self) -> None:
        """Layers to choose from; pictures, or lines and numbers."""
        self._suit_controls()
        has_map = self.at_hand.domain.has_map
        for widget in (self.well, self.nearest, self.onto_pad, self.board.decoded, self.board.plain.title):
            widget.setVisible(not has_map)
        self.terms.setVisible(has_map and not self.at_hand.domain.is_drawn)
        self._found = None
        self._suit_buttons()

    def take(self, snapshot: Snapshot) -> None:
        """Show the dreams; of points, ask again where another part of the plane is seen."""
        found, seen = snapshot.get(Dreams), snapshot.get(OutputMap)
        if self.at_hand.domain.is_drawn and seen is not None and seen.extent != self._extent:
            self._extent = seen.extent
            self.wanted.emit()
        if found is None or found is self._found or not self._fits(found):
            return
        if not self.pace.is_due(trains=self.session.state is TrainerState.TRAINING):
            return
        self._found = found
        self._suit_buttons()
        self._show_board(found)
        self._show_chosen()

    def _fits(self, found: Dreamt) -> bool:
        data = self.session.document.dataset
        answers = len(data.classes or data.values)
        rows = max(found.plain.rows.max(initial=-1), -1)
        same = found.plain.samples.shape[1] == len(data.columns) and rows < len(data)
        return same and found.plain.said.shape[1] == answers and found.request.aims == self._aims()

    def _show_board(self, found: Dreamt) -> None:
        document = self.session.document
        self.board.plain.show_looks(self._looks(found, found.plain))
        self.board.samples = {"plain": found.plain.samples}
        decoded = found.decoded
        self.board.decoded.show_looks(
            [] if decoded is None else self._looks(found, decoded), words.learning_words(document, found)
        )
        if decoded is not None:
            self.board.samples["decoded"] = decoded.samples

    def _looks(self, found: Dreamt, dreams: DreamtSamples) -> list[DreamLook]:
        document = self.session.document
        data, has_map, looks = document.dataset, self.at_hand.domain.has_map, []
        for place, aim in enumerate(found.request.aims):
            is_class = aim.uid == OUTPUT_UID and bool(data.classes)
            said = words.said_words(document, aim, dreams, place)
            looks.append(
                DreamLook(
                    words.aim_title(document, aim),
                    data.classes[aim.index].color if is_class else -1,
                    words.place_words(document, dreams, place) or said if has_map else said,
                    words.near_words(document, dreams, place),
                    "A click shows what the network and the nearest training sample say of it",
                    None if has_map else dreams.samples[place].reshape(data.shape)[0],
                )
            )
        return looks

    def _chosen_dreams(self) -> tuple[DreamtSamples, int] | None:
        """Those of the chosen way, or by pixels where there are no others yet, and which of them."""
        found = self._found
        if found is None:
            return None
        dreams = found.decoded if self.chosen[0] == "decoded" and found.decoded is not None else found.plain
        return dreams, min(self.chosen[1], len(dreams.samples) - 1)

    def _show_chosen(self) -> None:
        found, chosen, document = self._found, self._chosen_dreams(), self.session.document
        if found is None or chosen is None:
            return
        (dreams, place), domain = chosen, self.at_hand.domain
        self.board.plain.check(place if dreams is found.plain else None)
        self.board.decoded.check(place if dreams is not found.plain else None)
        said = words.dream_words(document, found, dreams, place)
        if domain.is_drawn and found.is_on_rim(place):
            said = f"{said} {words.ON_RIM}".strip()
        self.words.set_text(said)
        if domain.has_map:
            sample = tuple(dreams.samples[place].tolist())
            self.session.selection.show_steps(SampleStep(sample, sample, is_far=True))
            self._show_terms(dreams, place)
            return
        shape, row = document.dataset.shape, int(dreams.rows[place])
        self.well.show_image(ink_image(dreams.samples[place].reshape(shape)[0]))
        nearest = None if row < 0 else ink_image(document.dataset.samples[row].reshape(shape)[0])
        self.nearest.show_image(nearest, "" if row < 0 else words.label_of(document, row))

    def _show_terms(self, dreams: DreamtSamples, place: int) -> None:
        """The columns of a row: how far from the middle of the training rows' range, and the number in units."""
        data = self.session.document.dataset
        if self.at_hand.domain.is_drawn:
            return
        training = data.samples[~data.is_test]
        low, high = training.min(axis=0), training.max(axis=0)
        across = np.where(high > low, (high - low) / 2.0, 1.0)
        parts = ((dreams.samples[place] - (low + high) / 2.0) / across).tolist()
        numbers = data.units.samples_to_units(dreams.samples[place][None])[0].tolist()
        terms = [
            Term(name, part, in_units(value, data.units.column(column).scale))
            for column, (name, part, value) in enumerate(zip(data.columns, parts, numbers, strict=True))
        ]
        self.terms.show_terms(terms, (None, None))

    # ---- what is done ----------------------------------------------------------------------------------------------

    @Slot(str, int)
    def choose(self, way: str, place: int) -> None:
        """Say more of one dream: by "plain" or "decoded", and which of them."""
        self.chosen = way, place
        self._show_chosen()

    @Slot()
    def _on_changed(self) -> None:
        """Dream anew for another layer, unit or slider."""
        if self.is_on:
            self._on_sample()

    @Slot()
    def _on_sample(self) -> None:
        """The page is of no sample: it says what it dreams of."""
        if not self.is_on:
            return
        self.pace.renew()
        self._show_blank()
        aims = self._aims()
        self.name.set_text(words.HOW)
        self.said.set_text(words.heading(self.session.document, aims, self._hand()) if aims else "")
        self.wanted.emit()

    def _suit_buttons(self) -> None:
        """A dream can go somewhere as soon as there is one; into the training set only with a label."""
        is_there, is_named = self._found is not None, bool(self.session.document.dataset.classes)
        self.put.setEnabled(is_there and is_named)
        self.put.setToolTip(PUT_TIP if is_named else NO_LABEL)
        self.onto_pad.setEnabled(is_there)

    def _suit_controls(self) -> None:
        self.controls.suit(self.session.document, has_pixels=not self.at_hand.domain.has_map)

    @Slot(object)
    def _add_actions(self, menu: QMenu) -> None:
        """What can be done with the chosen dream, for the board's menu."""
        for button, name in ((self.put, "plus"), (self.onto_pad, "pencil")):
            if not button.isHidden():
                action = menu.addAction(icon(name), button.text())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)

    def _named(self) -> tuple[DreamtSamples, int, int] | None:
        """The chosen dream, and the class that it is of: of a unit, the one that the network answers."""
        chosen, found = self._chosen_dreams(), self._found
        if chosen is None or found is None or not self.session.document.dataset.classes:
            return None
        dreams, place = chosen
        aim = found.request.aims[place]
        return dreams, place, aim.index if aim.uid == OUTPUT_UID else int(dreams.said[place].argmax())

    @Slot()
    def _put(self) -> None:
        """Put the chosen dream into the training set."""
        named = self._named()
        if named is None:
            return
        dreams, place, target = named
        name, sample = self.session.document.dataset.classes[target].name, self.at_hand.domain.sample
        change = partial(add_training_samples, samples=dreams.samples[place][None], target=target)
        if self.session.edit(f"Put a dreamt {sample} into {name}", change):
            now = self.session.document.dataset.counts()[target]
            self.session.message_posted.emit(f"Put into {name} ({count(now, sample)})", "info")

    @Slot()
    def _to_pad(self) -> None:
        """Make the chosen dream the picture at hand."""
        chosen, found = self._chosen_dreams(), self._found
        if chosen is None or found is None:
            return
        dreams, place = chosen
        title = f"Dream of {words.aim_words(self.session.document, found.request.aims[place])}"
        self.session.selection.draw(dreams.samples[place].reshape(self.session.document.dataset.shape), title)
