"""The runs beside each other: a legend whose entries are clicked to go on with another run.

Runs of other points or of another loss do not compare with the one at hand: their curves are drawn where asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from playground.document.run_words import run_in_words, why_apart
from playground.session.plain import switch
from playground.widgets.branch_colours import branch_colour
from playground.widgets.buttons import PushButton
from playground.widgets.control import Control, rounded
from playground.widgets.format import integer
from playground.widgets.icons import icon, paint_icon
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent

    from playground.session.session import Session
    from playground.session.time_travel import ListedRun
    from playground.training.timeline.timeline import Branch

_HEIGHT, _GAP, _TOP = 24, 4, 4
_SAMPLE, _PAD, _CROSS = 12, 8, 12
_LEAST, _MOST = 72, 150
MOST_ROWS = 2
"""More would leave no room for the curves; the oldest runs are in a menu then."""
_LONGEST_NAME = 40
ALL_TIP = "All curves: those of runs with other points or another loss as well, whose values do not compare"

MORE_TIP = "More runs\nThe older ones, for which there is no room here; one that is chosen goes on"

Page: TypeAlias = Literal["loss", "score"]


class RunChip(Control, QPushButton):
    """One run; a cross that deletes it comes with the pointer.

    Signals:
        chosen(): To go on with it.
        renamed(str): By the person.
        deletion_asked(): By the person.
    """

    chosen = Signal()
    renamed = Signal(str)
    deletion_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self._name = ""
        self._number = 0
        self.setAutoDefault(False)
        self.clicked.connect(self._choose)
        self._is_current, self._is_drawn = False, True
        self._editor: InlineEdit | None = None
        self._on_cross = False
        self.setMouseTracking(True)

    def show_run(self, number: int, name: str, about: str, *, is_current: bool, is_drawn: bool = True) -> None:
        """Show a run; the one at hand is drawn as chosen, one without a curve with a broken line."""
        self._number, self._name, self._is_current, self._is_drawn = number, name, is_current, is_drawn
        way = "F2 renames." if is_current else "Click to go on with it. F2 renames, Delete deletes."
        self.set_description(name, f"{name}\n{about}. {way}")
        self.update()

    @property
    def is_current(self) -> bool:
        """Whether it is the run at hand."""
        return self._is_current

    def sizeHint(self) -> QSize:
        """Line and name."""
        width = px(_SAMPLE + 3 * _PAD) + text_width(self._name, "label_strong")
        width += 0 if self._is_current else px(_CROSS)
        return QSize(min(max(width, px(_LEAST)), px(_MOST)), px(_HEIGHT))

    def _choose(self) -> None:
        if not self._is_current:
            self.chosen.emit()

    def rename(self) -> None:
        """Let the person type another name."""
        self._editor = InlineEdit(self, self._name, _name_of)
        self._editor.committed.connect(self._on_named)
        self._editor.open(QRectF(self.rect()))

    def cross(self) -> QRectF:
        """Where a click deletes; empty for the run at hand."""
        if self._is_current:
            return QRectF()
        side = pxf(_CROSS + _PAD)
        return QRectF(self.width() - side, 0, side, self.height())

    @Slot(object)
    def _on_named(self, name: str) -> None:
        self.renamed.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames, Delete deletes."""
        if event.key() == Qt.Key.Key_F2:
            self.rename()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self._is_current:
            self.deletion_asked.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cross shows that it can be clicked."""
        self._on_cross = self.cross().contains(event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go on with it, or delete it."""
        if self.isDown() and event.button() is Qt.MouseButton.LeftButton and self.cross().contains(event.position()):
            self.setDown(False)
            self.deletion_asked.emit()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename."""
        if event.button() is Qt.MouseButton.LeftButton and self._is_current:
            self.rename()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Rename, delete."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        # Each is made for one opening, and would else stay as long as its parent.
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not self._is_current:
            menu.addAction(icon("play"), "Go on with it").triggered.connect(self.chosen)
        menu.addAction(icon("pencil"), "Rename\tF2").triggered.connect(self.rename)
        if not self._is_current:
            menu.addAction(icon("trash"), "Delete\tDel").triggered.connect(self.deletion_asked)
        return menu

    def paint(self, painter: QPainter) -> None:
        """Line in its colour, name."""
        theme = current()
        area = QRectF(self.rect())
        fill = self.fill(theme.control if self._is_current else None)
        if fill is not None:
            rounded(painter, area, 6, fill)
        pen = QPen(theme.ink if self._is_current else branch_colour(self._number), pxf(2))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if not self._is_drawn:
            pen.setDashPattern([1.0, 1.5])
        painter.setPen(pen)
        middle = area.center().y()
        painter.drawLine(QPointF(pxf(_PAD), middle), QPointF(pxf(_PAD + _SAMPLE), middle))
        left = pxf(2 * _PAD + _SAMPLE)
        cross = self.cross()
        room = QRectF(left, 0, area.width() - left - max(pxf(_PAD / 2), cross.width()), area.height())
        if self.underMouse() and not cross.isEmpty():
            inner = QRectF(cross.left(), 0, pxf(_CROSS), cross.height())
            paint_icon(painter, "x", inner, theme.ink if self._on_cross else theme.ink3)
        faint = theme.ink2 if self._is_drawn else theme.ink3
        role, colour = ("label_strong", theme.ink) if self._is_current else ("label", self.ink(faint))
        draw_text(painter, room, self._name, role, colour)  # type: ignore[arg-type]


class Runs(QWidget):
    """All runs in rows; not there while there is but one.

    Signals:
        drawing_changed(): Curves of other runs are to be drawn that were not, or no longer.
        height_changed(): They take another height.
    """

    drawing_changed = Signal()
    height_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: tuple[object, ...] | None = None
        self._page: Page = "loss"
        self._apart: dict[int, str] = {}
        self._branches: tuple[Branch | None, ...] = ()
        self.chips: list[RunChip] = []
        self._has_room = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Runs")
        all_runs = Segment("all", "All curves", tip=ALL_TIP)
        self._all = Segmented("Curves of other runs", (all_runs,), exclusive=False, height=_HEIGHT, parent=self)
        self._all.toggled.connect(self.drawing_changed)
        self.more = PushButton("", tip=MORE_TIP, flat=True, height=_HEIGHT, parent=self)
        self.more.clicked.connect(self._show_more)
        session.time.changed.connect(self.refresh)
        self.refresh()

    def give_room(self, has_room: bool) -> None:
        """Be there where runs are, or not at all in a panel that is too low for it."""
        self._has_room = has_room
        self._come_and_go()

    def refresh(self) -> None:
        """Show the runs there are, if that has changed."""
        time, document = self._session.time, self._session.document
        timeline = time.timeline
        known = timeline.version, document, self._page, self.draws_all
        if known == self._known:
            return
        self._known = known
        runs = time.runs() if timeline.branches else ()
        here = next((run.facts for run in runs if run.branch is None), None)
        self._apart = {} if here is None else {run.number: why_apart(self._page, here, run.facts) for run in runs}
        self._branches = tuple(run.branch for run in runs)
        self._suit_chips(len(runs))
        for chip, run in zip(self.chips, runs, strict=True):
            self._show_run(chip, run)
        self._all.setVisible(any(self._apart.values()))
        self._arrange()
        self._come_and_go()

    def show_page(self, page: str) -> None:
        """The page that is open: curves of losses compare otherwise than those of scores."""
        self._page = "score" if page == "score" else "loss"
        self.refresh()

    def state(self) -> dict[str, object]:
        """Whether all curves are drawn, to be saved with a project."""
        return {"all_curves": self.draws_all}

    def recall(self, said: dict[str, object]) -> None:
        """Take up what was saved."""
        self._all.set_keys_on({"all"} if switch(said.get("all_curves"), otherwise=self.draws_all) else ())
        self.drawing_changed.emit()

    @property
    def draws_all(self) -> bool:
        """Whether curves are drawn that do not compare."""
        return bool(self._all.keys_on())

    def drawn(self) -> tuple[Branch, ...]:
        """The runs whose curves belong beside that of the run at hand, or all where asked for."""
        return tuple(one for one in self._session.time.timeline.branches if self._is_drawn(one.number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._arrange()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _show_run(self, chip: RunChip, run: ListedRun) -> None:
        branch, is_drawn = run.branch, self._is_drawn(run.number)
        about = "The run at hand" if branch is None else f"Left at epoch {integer(branch.end.epoch)}"
        words = run_in_words(run.facts.document, run.facts.data)
        why = "" if is_drawn else f".\nIts curve is not drawn here: {self._apart[run.number]}"
        chip.show_run(run.number, run.name, f"{about}. {words}{why}", is_current=branch is None, is_drawn=is_drawn)

    def _is_drawn(self, number: int) -> bool:
        return self.draws_all or not self._apart.get(number)

    def _suit_chips(self, count: int) -> None:
        had_focus = any(chip.hasFocus() for chip in self.chips[count:])
        for chip in self.chips[count:]:
            chip.blockSignals(True)  # a name that is still being written is of a run that is gone
            chip.hide()
            chip.deleteLater()
        del self.chips[count:]
        if had_focus and self.chips:  # the next key goes to the next run
            self.chips[-1].setFocus(Qt.FocusReason.TabFocusReason)
        for index in range(len(self.chips), count):
            chip = RunChip(self)
            chip.chosen.connect(lambda i=index: self._switch(i))
            chip.renamed.connect(lambda name, i=index: self._rename(i, name))
            chip.deletion_asked.connect(lambda i=index: self._delete(i))
            self.chips.append(chip)

    def _come_and_go(self) -> None:
        # Coming may lay the rows out anew, which may find that there is no room: then once more.
        for _ in range(2):
            self.setVisible(bool(self.chips) and self._has_room)

    def _arrange(self) -> None:
        behind = [] if self._all.isHidden() else [self._all]
        shown, away = list(self.chips), 0
        while self._rows_of((*shown, *([self.more] if away else []), *behind)) > MOST_ROWS:
            oldest = next((chip for chip in shown if not chip.is_current), None)
            if oldest is None:
                break
            shown.remove(oldest)
            away += 1
            self.more.set_text(f"+{away}", tip=MORE_TIP)
        for chip in self.chips:
            chip.setVisible(chip in shown)
        self.more.setVisible(away > 0)
        top = px(_TOP)
        for widget, row, left in self._places((*shown, *([self.more] if away else []), *behind)):
            top = px(_TOP) + row * (px(_HEIGHT) + px(_GAP))
            widget.setGeometry(left, top, widget.sizeHint().width(), widget.sizeHint().height())
        height = top + px(_HEIGHT) if self.chips else 0
        # Only then: it lays out the panel, which comes back here.
        if height != self.height():
            self.setFixedHeight(height)
            self.height_changed.emit()

    def _places(self, widgets: Sequence[QWidget]) -> Iterator[tuple[QWidget, int, int]]:
        """Widgets one behind the other, each with its row and its left edge."""
        row = left = 0
        for widget in widgets:
            width = widget.sizeHint().width()
            if left and left + width > self.width():
                row, left = row + 1, 0
            yield widget, row, left
            left += width + px(_GAP)

    def _rows_of(self, widgets: Sequence[QWidget]) -> int:
        return max((row for _, row, _ in self._places(widgets)), default=0) + 1

    def more_menu(self) -> QMenu:
        """The runs that have no room in the rows; one that is chosen goes on."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for chip in self.chips:
            if chip.isHidden():
                menu.addAction(chip.accessibleName()).triggered.connect(chip.chosen)
        return menu

    @Slot()
    def _show_more(self) -> None:
        self.more_menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _number(self, index: int) -> int:
        branch = self._branches[index]
        return self._session.time.timeline.number if branch is None else branch.number

    def _switch(self, index: int) -> None:
        branch = self._branches[index]
        if branch is not None:
            self._session.time.switch(branch)

    def _rename(self, index: int, name: str) -> None:
        self._session.time.rename(self._number(index), name)

    def _delete(self, index: int) -> None:
        self._session.time.delete(self._number(index))


def _name_of(text: str) -> str | None:
    """A name of at least one letter; None when it is none."""
    return text.strip()[:_LONGEST_NAME] or None
