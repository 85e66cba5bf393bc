"""Where the panels stand in the window: their sizes, one alone, pictures alone, and what is remembered of it."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

from playground.app.docks import BEYOND, DOCKS, PRESENTED, Proportions, proportions
from playground.app.lodging import CRAMPED_BEYOND, GUTTER, Lodging
from playground.app.panel_docks import PanelDocks
from playground.app.panel_focus import hand_on, key_at_hand, step_focus
from playground.widgets.theme import px, scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playground.app.settings import Settings
    from playground.session.session import Session
    from playground.widgets.panel import Panel

LAYOUT = "layout-3"
"""Renamed when the panels change, so that an old remembered layout is not forced on new ones."""
FIXED = QDockWidget.DockWidgetFeature.DockWidgetClosable
FREE = FIXED | QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable
PRESENTED_SHARE = 0.45
"""Of the window's width, for map and curves while pictures stand alone."""
TOP_BAR, STATUS_BAR = 56, 32


class PanelLayout(QObject):
    """Puts the panels into the window.

    The panels stand "at home" where they were drawn. There the centre column takes what a resized window gained or
    lost; in an arrangement of the person's own all panels share it.

    Signals:
        changed(): A panel was opened or closed, one stands alone, or pictures stand alone.
    """

    changed = Signal()

    def __init__(self, window: QMainWindow, session: Session, first_size: QSize) -> None:
        super().__init__(window)
        self._window = window
        self.settled_width = 0
        """The width of the window for which the panels have their sizes."""
        self.alone = ""
        """The panel that has the window for itself, a key of `DOCKS`."""
        self.presenting = False
        self._columns = proportions(first_size.width(), first_size.height()).columns
        self._heights_before: dict[str, int] = {}
        self._opened: list[str] = []
        self._before: QByteArray | None = None
        self._busy = False
        self._is_own = False
        self._class: Proportions | None = None
        self._made = PanelDocks(window, session)
        self._made.alone_asked.connect(self.toggle_alone)
        self._made.floated.connect(self._on_floated)
        self._made.toggled.connect(self._on_toggled)
        self.docks = self._made.docks
        self.lodging = Lodging(window, self.docks, self._arranging, self._settle)
        session.dataset_changed.connect(self._suit_samples)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @Slot()
    def _suit_samples(self) -> None:
        """Put the panels for samples of the kind at hand in their docks, which keep their heights."""
        self.lodging.keep_heights()
        self._made.suit_samples()

    def panel(self, key: str) -> Panel:
        """The view in a dock."""
        return self.docks[key].widget()  # type: ignore[return-value]  # the table of docks makes panels

    def is_empty(self) -> bool:
        """Whether no panel is open."""
        return all(dock.isHidden() for dock in self.docks.values())

    # ---- as drawn --------------------------------------------------------------------------------------------------

    @Slot()
    def reset(self) -> None:
        """Every panel where and as large as it was drawn."""
        with self._arranging():
            self._leave()
            self.lodging.forget()
            columns: dict[int, list[QDockWidget]] = {}
            for key, dock in self.docks.items():
                dock.setFloating(False)
                self._window.removeDockWidget(dock)
                columns.setdefault(DOCKS[key].column, []).append(dock)
            heads = [docks[0] for _, docks in sorted(columns.items())]
            self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, heads[0])
            for left, right in pairwise(heads):
                self._window.splitDockWidget(left, right, Qt.Orientation.Horizontal)
            for docks in columns.values():
                for upper, lower in pairwise(docks):
                    self._window.splitDockWidget(upper, lower, Qt.Orientation.Vertical)
            for key, dock in self.docks.items():
                dock.setVisible(DOCKS[key].opened)
            self._heights_before.clear()
            self._is_own = False
            self.apply_proportions()
        self.changed.emit()

    @Slot()
    def apply_proportions(self) -> None:
        """Give the panels the sizes of look-and-feel for a window of this size, where they stand at home."""
        wanted = self._class = self._proportions()
        QTimer.singleShot(0, self, self._fit)  # when the panels know what they need at another scale
        self._columns = (px(wanted.columns[0]), px(wanted.columns[1]))
        self.keep_columns()
        if self._is_own:
            return
        rest = self._window.height() - px(TOP_BAR) - px(STATUS_BAR) - GUTTER
        for upper, lower, height in zip(("network", "output"), ("hidden", "loss"), wanted.lower, strict=True):
            docks = [self.docks[upper], self.docks[lower]]
            self._resize(docks, [rest - px(height), px(height)], Qt.Orientation.Vertical)

    @Slot()
    def keep_columns(self) -> None:
        """Give what a resized window gained or lost to the centre column."""
        if not self._is_own:
            left, right = self._columns
            heads: dict[int, QDockWidget] = {}
            for key, dock in self._placed().items():
                heads.setdefault(self.lodging.column(key), dock)
            sides = {0: left, 2: right, BEYOND: px(self._proportions().beyond)}
            taken = sum(sides[column] for column in heads if column in sides) + (len(heads) + 1) * GUTTER
            widths = [sides.get(column, self._window.width() - taken) for column in heads]
            self._resize(list(heads.values()), widths, Qt.Orientation.Horizontal)
        self.settled_width = self._window.width()

    def follow_resize(self) -> None:
        """The window has another size: another class of sizes, or the same columns."""
        self.settled_width = 0
        QTimer.singleShot(0, self, self.keep_columns if self._class == self._proportions() else self.apply_proportions)

    def follow_splitter(self) -> None:
        """The person has moved a splitter: the columns are as wide as they are from now on."""
        as_drawn = all(dock.isHidden() != DOCKS[key].opened for key, dock in self.docks.items())
        if self._window.width() == self.settled_width and as_drawn and not self._is_own:
            self._columns = (self.docks["data"].width(), self.docks["output"].width())

    # ---- one alone, pictures alone ---------------------------------------------------------------------------------

    @Slot(str)
    def toggle_alone(self, key: str) -> None:
        """Give a panel the whole window, or all panels their places back."""
        if self.alone:
            self.restore()
            return
        self._stand_back({key})
        self._set_alone(key)
        self.changed.emit()

    def toggle_alone_at_hand(self) -> None:
        """The same for the panel under the pointer, else for the one with the focus, else for the output."""
        self.toggle_alone(key_at_hand(self.docks))

    def step_focus(self, by: int) -> None:
        """Take the keyboard to the next panel (1) or the one before (−1), the tool bar among them."""
        seen = [dock for dock in self.docks.values() if dock.isVisible()]
        step_focus([self._window.menuWidget(), *seen], by)

    def toggle_presenting(self) -> None:
        """Leave pictures and large numbers alone in the window, or bring the tools back."""
        if self.presenting:
            self.restore()
            return
        if self.alone:
            self.restore()
        shown = {key for key, dock in self.docks.items() if key in PRESENTED and not dock.isHidden()}
        self._stand_back(shown or set(PRESENTED[:4]))
        self._set_presenting(on=True)
        if not self._is_own and self._placed().keys() >= {"network", "output"}:
            right = round(self._window.width() * PRESENTED_SHARE)
            columns = [self.docks["network"], self.docks["output"]]
            self._resize(columns, [self._window.width() - right, right], Qt.Orientation.Horizontal)
            lower = [self.docks["output"], self.docks["loss"]]
            if not lower[1].isHidden():
                self._resize(lower, [right, self._window.height() - right], Qt.Orientation.Vertical)
        self.changed.emit()

    def restore(self) -> bool:
        """Every panel where it was before one, or the pictures, had the window; False where none had."""
        if self._before is None:
            return False
        with self._arranging():
            self._leave()
        QTimer.singleShot(0, self, self.keep_columns)
        self.changed.emit()
        return True

    def _stand_back(self, stay: set[str]) -> None:
        with self._arranging():
            self._before = self._window.saveState()
            for key, dock in self.docks.items():
                if dock.isHidden() == (key in stay):
                    dock.setVisible(key in stay)

    def _leave(self) -> None:
        before, self._before = self._before, None
        self._set_alone("")
        if self.presenting:
            self._set_presenting(on=False)
        if before is not None:
            self._window.restoreState(before)

    def _set_alone(self, key: str) -> None:
        self.alone = key
        for each, frame in self._made.frames.items():
            frame.set_alone(each == key)
        self._fix()

    def _set_presenting(self, *, on: bool) -> None:
        self.presenting = on
        for key in self.docks:
            self.panel(key).set_bare(on)
        self._fix()

    def _fix(self) -> None:
        """Let panels be dragged only among all the others: Qt 6.10 crashes where they have only stood back."""
        stays = bool(self.alone) or self.presenting
        for dock in self.docks.values():
            dock.setFeatures(FIXED if stays else FREE)

    # ---- opened and closed -----------------------------------------------------------------------------------------

    @Slot(str)
    def _on_floated(self, key: str) -> None:
        """The person has taken a panel out of its place: from now on the arrangement is their own."""
        if not self._busy:
            self._is_own = True
            QTimer.singleShot(0, self, partial(self.lodging.let_go, key))

    @Slot(str, bool)
    def _on_toggled(self, key: str, shown: bool) -> None:
        """A panel that closes gives its room to its neighbours, and takes just that back when it opens."""
        if self._busy or self.docks[key].is_carried:
            return
        if self._before is not None:
            with self._arranging():
                self._leave()
                self.docks[key].setVisible(shown)
        self.settled_width = 0
        self.lodging.follow(key, shown=shown)
        if shown:
            self._make_room(key)
        elif self._is_whole(DOCKS[key].column):
            self._heights_before[key] = self.docks[key].height()
        QTimer.singleShot(0, self, self._settle)  # a menu's action tells before the panel is hidden
        if DOCKS[key].column == BEYOND:
            QTimer.singleShot(0, self, self._share)

    def _make_room(self, key: str) -> None:
        """Close what stands beyond the right column, the oldest first, where a panel opens there and room is short."""
        self._opened = [*(each for each in self._opened if each != key), key]
        if self._is_own or DOCKS[key].column != BEYOND:
            return
        self.lodging.close_oldest(key, self._opened, self._proportions().most_beyond)

    def _share(self) -> None:
        beyond = [] if self._is_own else self.lodging.docks_beyond()
        self._resize(beyond, [self._window.height()] * len(beyond), Qt.Orientation.Vertical)

    @Slot()
    def _settle(self) -> None:
        self._fit()
        self.keep_columns()
        for key in [key for key in self._heights_before if self._is_whole(DOCKS[key].column)]:
            height = self._heights_before.pop(key)
            docks = self._in_column(DOCKS[key].column)
            rest = sum(dock.height() for dock in docks) - height
            sizes = [height if dock is self.docks[key] else rest for dock in docks]
            self._resize(docks, sizes, Qt.Orientation.Vertical)
        self.changed.emit()

    def _fit(self) -> None:
        if not self._is_own and self._before is None:
            self.lodging.fit()

    def open(self, key: str) -> None:
        """Open a panel, beside all others."""
        if self.docks[key].isHidden() or self._before is not None:
            self.restore()
            self.docks[key].show()

    def is_short_beyond(self) -> bool:
        """Whether the column beyond the right one is too low to be shared, in an arrangement that is not one's own."""
        return not self._is_own and self._proportions().most_beyond <= CRAMPED_BEYOND

    def open_panels(self) -> list[str] | None:
        """The keys of the panels that are open; None while one, or the pictures, stand alone for a while."""
        if self._before is not None:
            return None
        return [key for key, dock in self.docks.items() if not dock.isHidden() or key in self.lodging.lent]

    def open_only(self, keys: list[str]) -> None:
        """Open some panels, and close all others."""
        self.restore()
        for key, dock in self.docks.items():
            if dock.isHidden() == (key in keys):
                dock.setVisible(key in keys)

    # ---- remembered ------------------------------------------------------------------------------------------------

    def remember(self, settings: Settings) -> None:
        """Keep geometry and panels for the next start; one that stands alone now does not then."""
        if self.lodging.has_guests:
            self.restore()
            self.lodging.send_home()
        state = self._before if self._before is not None else self._window.saveState()
        settings.save_layout(LAYOUT, self._window.saveGeometry(), state, own=self._is_own)

    def recall(self, settings: Settings) -> None:
        """Take geometry and panels of the last close."""
        remembered = settings.layout(LAYOUT)
        if remembered is not None:
            self._window.restoreGeometry(remembered[0])
            with self._arranging():
                self._window.restoreState(remembered[1])
            self._is_own = remembered[2]

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _proportions(self) -> Proportions:
        """In a larger interface a window holds less, as if it were smaller."""
        size = self._window.size()
        return proportions(round(size.width() / scale()), round(size.height() / scale()))

    def _placed(self) -> dict[str, QDockWidget]:
        return {key: self.docks[key] for key in self.lodging.placed()}

    def _in_column(self, column: int) -> list[QDockWidget]:
        return [dock for key, dock in self.docks.items() if DOCKS[key].column == column]

    def _is_whole(self, column: int) -> bool:
        docks = self._in_column(column)
        return len(docks) > 1 and all(dock in self._placed().values() for dock in docks) and not self._is_own

    def _resize(self, docks: Sequence[QDockWidget], sizes: list[int], orientation: Qt.Orientation) -> None:
        """Ask for sizes; where a small window leaves a panel none, for the least that Qt takes without a warning."""
        self._window.resizeDocks(docks, [max(size, 1) for size in sizes], orientation)

    @contextmanager
    def _arranging(self) -> Iterator[None]:
        """Move panels about: what Qt tells of each is not what the person did."""
        self._busy, outer = True, self._busy
        self.settled_width = 0
        try:
            yield
        finally:
            self._busy = outer

    @Slot(QWidget, QWidget)
    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        """A panel that closes hands the focus on as the Tab key does; nobody has pressed it, so no ring is shown."""
        hand_on(self._window, self.docks, old, now)
