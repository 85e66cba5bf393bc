"""The output panel where samples are pictures: the pad, what the network sees of it, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent

from playground.domains.picture.strokes import Drawing
from playground.session.class_keys import CLASS_KEYS, class_of_key
from playground.session.plain import number, switch, whole, words
from playground.session.trouble import diverged_epochs, problem_in_words
from playground.session.turns import ReadingPace
from playground.training.probes.activations import Activations
from playground.training.probes.saliency import Saliency
from playground.training.snapshots.snapshot import TrainerState
from playground.views.pad.answers import answer_at_hand
from playground.views.pad.centring import PLACEMENTS, reduced, usual_placement
from playground.views.pad.controls import ERASER, VARIATIONS, OptionRow, ToolRow
from playground.views.pad.drawing_steps import GivenPicture, is_blank
from playground.views.pad.pad import Pad
from playground.views.pad.putting import put
from playground.views.pad.stage import Stage
from playground.widgets.answer_bars import Bars, bars_of
from playground.widgets.answer_words import answer_words, picture_words
from playground.widgets.buttons import IconButton, PushButton
from playground.widgets.notice import Notices
from playground.widgets.panel import Panel
from playground.widgets.picture_image import ink_image, signed_image
from playground.widgets.picture_well import PictureWell
from playground.widgets.theme import theme_signals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from playground.session.session import Session
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot

VIEW = "pad"
MOST_BUTTON_NAME, ROW_GAP = 12, 8
EMPTY = "There are no pictures yet: draw one, and put it into a class."


class PadView(Panel):
    """Draw here: the network answers to every stroke, and the drawing can be put into the training set."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Output", parent=parent)
        self._session = session
        self._placement, self._makes_room = "", False
        self._pace = ReadingPace()
        self.pad = Pad(session.hand)
        self.sees = PictureWell("What it sees", "The drawing as the network gets it, pixel by pixel")
        self.looks = PictureWell(
            "Where it looks", "How its answer hangs on each pixel: blue where more ink speaks for it, orange against it"
        )
        self.bars = Bars()
        self._add_header()
        self.tools = ToolRow()
        self.add(self.tools)
        self.add_space(ROW_GAP)
        self.stage = Stage(self.pad, (self.sees, self.looks))
        self.add(self.stage, stretch=1)
        self.add_space(ROW_GAP)
        self.add(self.bars)
        self.add_space(ROW_GAP)
        self.options = OptionRow()
        self.add(self.options)
        self.notices = Notices(self.pad)
        self._connect()
        self._show_document()

    def _add_header(self) -> None:
        tip = "Where it looks\nThe gradient of the winning class by the pixels: which of them its answer hangs on"
        self.looks_button = IconButton("eye", "Where it looks", tip, checkable=True)
        self.looks_button.setChecked(True)
        self.put_button = PushButton("", "plus", height=28)
        self.add_slot(self.looks_button)
        self.add_slot(self.put_button)

    def _connect(self) -> None:
        session, pad = self._session, self.pad
        pad.drawing_changed.connect(self._on_drawn)
        pad.key_pressed.connect(self._put_by_key)
        pad.put_asked.connect(self._put_in_hand)
        pad.installEventFilter(self)
        self.put_button.clicked.connect(self._put_in_hand)
        self.looks_button.clicked.connect(self._show_looks)
        self.tools.tool.chosen.connect(self._take_tool)
        self.tools.pen.value_changed.connect(pad.set_pen_width)
        self.options.centre.chosen.connect(self._centre)
        for button, act in (
            (self.tools.undo, pad.undo),
            (self.tools.redo, pad.redo),
            (self.tools.mirror, pad.mirror),
            (self.tools.clear, pad.clear),
        ):
            button.clicked.connect(act)
        self.notices.diverged.back_asked.connect(self._go_back)
        self.notices.diverged.slower_asked.connect(session.recover)
        session.dataset_changed.connect(self._show_document)
        session.network_changed.connect(self._show_document)
        session.state_changed.connect(self._place_notices)
        session.hand.changed.connect(self._show_hand)
        session.selection.picture_changed.connect(self._follow_picture)
        session.selection.points_changed.connect(self._follow_picture)
        session.selection.value_changed.connect(self._show_answer)
        session.snapshot_arrived.connect(self._on_snapshot)
        theme_signals().changed.connect(self._show_picture)

    # ---- remembered ------------------------------------------------------------------------------------------------

    def view_state(self) -> dict[str, object]:
        """The pen's width, and what is on."""
        return {
            "pen": self.pad.pen_width,
            "looks": self.looks_button.isChecked(),
            "centre": self._placement,
            "variations": round(self.options.variations.value()),
        }

    def recall_view(self, said: dict[str, object]) -> None:
        """Show what `view_state` told of when the project was saved; what is not known stays as it is."""
        width, variations = number(said.get("pen")), whole(said.get("variations"))
        if width is not None:
            self.pad.set_pen_width(width)
            self.tools.pen.set_value(self.pad.pen_width)
        if variations is not None:
            self.options.variations.set_value(VARIATIONS.clamped(variations))
        self.looks_button.setChecked(switch(said.get("looks"), otherwise=self.looks_button.isChecked()))
        self._show_looks()
        for placement in words([said.get("centre")], PLACEMENTS):
            self._centre(placement)

    def set_bare(self, bare: bool) -> None:
        """The pad, the small pictures and the bars alone."""
        super().set_bare(bare)
        self.tools.setVisible(not bare)
        self.options.setVisible(not bare)

    # ---- from the pad to the session -------------------------------------------------------------------------------

    @Slot()
    def _on_drawn(self) -> None:
        """What the network sees of the drawing is the picture at hand from now on."""
        picture, title = self._picture_of(self.pad.drawing)
        self._session.turns.drawing = self.pad.is_drawing  # no frame carries all views
        before = self._session.selection.picture
        if not self._makes_room:
            self._session.selection.draw(picture, title)
        self._show_steps()
        if self._session.selection.picture is before:  # else it has been followed by now
            self._show_picture()
        self._place_notices()
        if self.pad.is_drawing:  # before a frame of other views has its turn: bars follow the pen
            self.bars.repaint()

    def _picture_of(self, drawing: Drawing) -> tuple[NDArray[np.float64] | None, str]:
        """What is at hand with a step of the pad, and what it is called; None for nothing, or where it does not fit."""
        data = self._session.document.dataset
        if isinstance(drawing, GivenPicture):
            fits = drawing.picture is not None and drawing.picture.shape == data.shape
            return (drawing.picture, drawing.title) if fits else (None, "")
        return (reduced(drawing, data, self._placement) if drawing.strokes else None), ""

    @Slot(str)
    def _take_tool(self, key: str) -> None:
        self.pad.erases = key == ERASER

    @Slot(str)
    def _centre(self, placement: str) -> None:
        """Centre drawings in another way than the training pictures were."""
        usual = usual_placement(self._session.document.dataset)
        self._placement = "" if placement == usual else placement
        self.options.centre.set_current(self._placement or usual)
        if self.pad.drawing.strokes:
            self._on_drawn()

    @Slot(str)
    def _put_by_key(self, key: str) -> None:
        index = class_of_key(self._session.document.dataset.classes, key)
        if index is None:
            words_of_it = f"There is no class {key} yet: Add class stands in the Data panel."
            self._session.message_posted.emit(words_of_it, "info")
        else:
            self._put(index)

    @Slot()
    def _put_in_hand(self) -> None:
        self._put(self._session.hand.class_index)

    def _put(self, index: int) -> None:
        """Put the drawing into a class and begin another one; what is drawn comes back by the pad's undo."""
        if put(self._session, self.pad.drawing, index, self._placement, round(self.options.variations.value())):
            self.pad.clear()

    def _go_back(self) -> None:
        self._session.recover(slower=False)

    # ---- from the session to the pad -------------------------------------------------------------------------------

    @Slot()
    def _show_document(self) -> None:
        """Classes, centring, keys and bars as they are now; a drawing that does not fit is seen anew."""
        document = self._session.document
        data = document.dataset
        letters = {key for key in CLASS_KEYS if class_of_key(data.classes, key) is not None}
        self.pad.keys = frozenset(letters | set("0123456789")) if data.classes else frozenset()
        self.options.centre.set_current(self._placement or usual_placement(data))
        if self.pad.drawing.strokes and self._session.selection.is_drawn:
            self._on_drawn()
        self._follow_picture()
        self._show_hand()
        self._place_notices()

    @Slot()
    def _follow_picture(self) -> None:
        """Another picture is at hand: where it is not what is on the pad, that makes room for it, as a step."""
        selection, at_hand = self._session.selection, self.pad.steps.drawing
        if not self.pad.is_drawing:
            given = selection.picture if selection.is_drawn and selection.drawn_title else None
            if given is not None and not (
                isinstance(at_hand, GivenPicture) and at_hand.is_of(given, selection.drawn_title)
            ):
                self._make_room(GivenPicture((), given, selection.drawn_title))
            elif not selection.is_drawn and not is_blank(at_hand):
                self._make_room(Drawing())
        self._want()
        self._show_picture()

    def _make_room(self, step: Drawing) -> None:
        self._makes_room = True
        self.pad.take(step)
        self._makes_room = False

    def _want(self) -> None:
        """Ask for what the network makes of the picture at hand, or for nothing."""
        picture = self._session.selection.picture
        if picture is None or not self.isVisible():
            self._session.want(VIEW)
            return
        sample = tuple(picture.reshape(-1).tolist())
        wanted: list[Request[object]] = [Activations(sample)]
        if self.looks_button.isChecked():
            wanted.append(Saliency(sample, self._session.selection.value))
        self._session.want(VIEW, *wanted)

    @Slot()
    def _show_picture(self) -> None:
        """The picture at hand in its well, and faintly on the pad."""
        picture = self._session.selection.picture
        caption = self._picture_words()
        seen = None if picture is None else ink_image(picture[0])
        self.sees.show_image(seen, caption)
        empty = not len(self._session.document.dataset) and not self.pad.drawing.strokes
        self.pad.show_at_hand(None if picture is None else picture[0], EMPTY if empty else caption)
        self._pace.renew()
        self._show_answer()

    @Slot()
    def _show_looks(self) -> None:
        self.looks.setVisible(self.looks_button.isChecked())
        self._want()
        self._show_answer()

    @Slot()
    def _show_hand(self) -> None:
        """The class in hand on the button."""
        classes, index = self._session.document.dataset.classes, self._session.hand.class_index
        name = classes[index].name if index < len(classes) else ""
        tip = (
            f"Put into {name} (Enter)\nThe drawing joins the training pictures; keys put it into any class:"
            " its digit or letter, or its number"
        )
        self.put_button.set_text(name[:MOST_BUTTON_NAME], tip=tip)
        self.put_button.setAccessibleName(f"Put into {name}")
        self.put_button.set_marker(classes[index].color if name else -1)
        self.put_button.setVisible(bool(name))
        self._show_steps()

    def _show_steps(self) -> None:
        drawn = bool(self.pad.drawing.strokes)
        self.tools.undo.setEnabled(self.pad.steps.can_undo)
        self.tools.redo.setEnabled(self.pad.steps.can_redo)
        for button in (self.tools.mirror, self.put_button):
            button.setEnabled(drawn)
        self.tools.clear.setEnabled(not is_blank(self.pad.drawing))

    def _picture_words(self) -> str:
        selection = self._session.selection
        title = selection.drawn_title
        return picture_words(self._session.document, selection.picture_row, is_drawn=selection.is_drawn, title=title)

    @Slot(object)
    def _on_snapshot(self, _snapshot: Snapshot) -> None:
        if self.isVisible():
            self._show_answer()

    @Slot()
    def _show_answer(self) -> None:
        """The bars with every snapshot, words no faster than they can be read."""
        session = self._session
        document, answer = answer_at_hand(session.snapshot, session.document, session.selection.picture)
        self.bars.show_bars(bars_of(document, answer))
        self._show_gradient()
        if not self._pace.is_due(trains=self._session.state is TrainerState.TRAINING):
            return
        said = "" if answer is None else answer_words(document, answer.tolist(), self._session.selection.value)
        self.set_subtitle(said)
        shown = self._picture_words()
        self.pad.set_value(f"{shown}; the network says {said}" if said else shown)

    def _show_gradient(self) -> None:
        snapshot = self._session.snapshot
        found = None if snapshot is None else snapshot.get(Saliency)
        if found is None or not self.looks_button.isChecked():
            self.looks.show_image(None)
            return
        classes = self._session.document.dataset.classes
        name = classes[found.answer].name if found.answer < len(classes) else ""
        self.looks.show_image(signed_image(found.gradient[0], found.scale), f"For {name}" if name else "")

    # ---- notices ---------------------------------------------------------------------------------------------------

    @Slot()
    def _place_notices(self) -> None:
        problem = "" if self.pad.is_drawing else problem_in_words(self._session)
        self.notices.show_state(diverged_epochs(self._session), problem)
        self.notices.place(self.pad.square())

    def event(self, event: QEvent) -> bool:
        """Claim the keys of classes before the window's shortcuts, whatever control of the panel was used last."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if isinstance(event, QKeyEvent) and is_override and self.pad.means_class(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and letters that a control has no use for are for the pad."""
        if self.pad.means_class(event):
            self.pad.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what lies over the pad in its place."""
        if watched is self.pad and event.type() is QEvent.Type.Resize:
            self._place_notices()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask, and catch up with what came meanwhile."""
        super().showEvent(event)
        self._want()
        self._show_picture()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is needed while nobody looks."""
        super().hideEvent(event)
        self._session.turns.drawing = False  # a stroke may be under way
        self._want()
