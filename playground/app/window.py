"""The main window: top bar, panels as docks, status bar, and what menus and keys call."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QStatusBar,
    QTabWidget,
    QWidget,
)

from playground.app.actions import USUAL_SCALE, lockable_commands, make_actions, show_states
from playground.app.challenge_desk import ChallengeDesk
from playground.app.doctor_desk import DoctorDesk
from playground.app.documents import Documents
from playground.app.dropping import can_take, take_dropped
from playground.app.empty_window import EmptyWindow
from playground.app.experiment_export import ExperimentExport
from playground.app.habits import keep_habits, recall_habits
from playground.app.hand_actions import HandActions
from playground.app.importing.imports import Imports
from playground.app.kept_work import KeptWork
from playground.app.layout import PanelLayout
from playground.app.learning_files import begin_learning
from playground.app.lesson_desk import LessonDesk
from playground.app.lodging import GUTTER
from playground.app.menus import add_draw_menu, fill_recent, main_menu
from playground.app.naming import Naming
from playground.app.pictures.png import png_of
from playground.app.plot_export import PlotExport
from playground.app.toast import Toast
from playground.app.view_state import recall_view, view_of
from playground.app.whats_this import WhatsThis
from playground.app.window_dialogs import WindowDialogs
from playground.views.status_bar import StatusBar
from playground.views.top_bar import TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent

    from playground.app.appearance import Appearance
    from playground.app.settings import Settings
    from playground.session.session import Session

LEAST_SIZE = QSize(1040, 560)
FIRST_SIZE = QSize(1440, 900)
THUMBNAIL = 256
END_S, LEAST_END_S = 2.3, 0.3
"""How long closing waits for threads; who has not ended then is left behind."""


class MainWindow(QMainWindow):
    """Holds the parts together; what a panel shows and does is in its view."""

    closed = Signal()
    """The person has closed it, and nothing is to be kept that is not saved."""
    _is_told_to_end = False

    def __init__(self, session: Session, settings: Settings, appearance: Appearance) -> None:
        super().__init__()
        self.session, self.settings, self.appearance = session, settings, appearance
        self.documents = Documents(session, settings, self._thumbnail, self)
        self.imports = Imports(session, self.documents.loading, self)
        self.setMinimumSize(LEAST_SIZE)
        self.setAcceptDrops(True)
        self.setContentsMargins(GUTTER, 0, GUTTER, 0)
        options = QMainWindow.DockOption
        self.setDockOptions(options.AllowNestedDocks | options.AllowTabbedDocks | options.AnimatedDocks)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.top_bar = TopBar(session, self)  # before the panels: Tab comes to Play first
        self.layout_of_panels = PanelLayout(self, session, FIRST_SIZE)
        self.docks = self.layout_of_panels.docks
        for key in ("data", "output"):
            self.docks[key].installEventFilter(self)
        self.dialogs = WindowDialogs(self, self._commands)
        self.actions_by_key = make_actions(self, self)
        self._hand_actions = HandActions(self, session)
        self._recent_menu = QMenu("Open recent", self)
        self.menu = main_menu(self, self.actions_by_key, self._dock_actions(), self._recent_menu)
        add_draw_menu(self.menu, self._hand_actions)
        self._build_bars()
        self._connect()
        self.resize(FIRST_SIZE)
        self.layout_of_panels.reset()
        self.layout_of_panels.recall(settings)
        recall_habits(session, settings)
        self._show_title()

    # ---- parts -----------------------------------------------------------------------------------------------------

    def _dock_actions(self) -> dict[str, QAction]:
        return {key: dock.toggleViewAction() for key, dock in self.docks.items()}

    def _commands(self) -> list[QAction]:
        """All that the palette offers."""
        self.update_actions()
        return [*self.actions_by_key.values(), *self._hand_actions.offered(), *self._dock_actions().values()]

    def _build_bars(self) -> None:
        self.setMenuWidget(self.top_bar)
        self.empty = EmptyWindow(self)
        self.toast = Toast(self)
        self.whats_this = WhatsThis(self.session, self)
        self.kept_work = KeptWork(self.session, self.documents, self.toast)
        of_lessons = self.kept_work, self.layout_of_panels, self.settings
        self.lesson_desk = LessonDesk(self.session, *of_lessons, lockable_commands())
        self.doctor_desk = DoctorDesk(self.session, self.layout_of_panels, self.settings, self.toast, self)
        parts = self.kept_work, self.documents, self.layout_of_panels, self.settings
        self.challenge_desk = ChallengeDesk(self.session, *parts)
        self.documents.lesson_chosen.connect(partial(begin_learning, self.lesson_desk, self.challenge_desk))
        self.plot_export = PlotExport(self.session, self.settings, self)
        self.experiment_export = ExperimentExport(self.session, self.settings, self)
        self.session.experiments.shown.connect(self._open_experiments)
        self.session.experiments.changed.connect(self.update_actions)
        bar = QStatusBar(self)
        bar.setSizeGripEnabled(False)
        bar.addWidget(StatusBar(self.session), 1)
        self.setStatusBar(bar)

    def _connect(self) -> None:
        self._connect_messages()
        self._connect_documents()
        self._connect_bars()
        session = self.session  # what can be done now follows from the document, and a key works without a menu
        for changed in (
            session.overlays.changed,
            session.network_changed,
            session.undo_stack.indexChanged,
            session.lessons.changed,
        ):
            changed.connect(self.update_actions)
        self.menu.aboutToShow.connect(self.update_actions)

    def _connect_messages(self) -> None:
        loading, progress = self.documents.loading, self.toast.progress
        self.session.message_posted.connect(self.toast.show)
        self.session.message_withdrawn.connect(self.toast.withdraw)
        self.documents.settled.connect(self.toast.settle)
        loading.began.connect(self.toast.show_progress)
        loading.progressed.connect(progress.set_share)
        loading.ended.connect(self.toast.hide_progress)
        progress.cancelled.connect(loading.cancel)

    def _connect_documents(self) -> None:
        documents, imports, naming = self.documents, self.imports, Naming(self.session, self.documents)
        for changed in (self.session.name_changed, documents.modified_changed, documents.path_changed):
            changed.connect(self._show_title)
        documents.points_chosen.connect(imports.read_file)
        imports.taken.connect(naming.name_import)
        documents.points_taken.connect(naming.name_import)
        imports.file_taken.connect(documents.choose)
        imports.link_pasted.connect(documents.open)
        imports.document_pasted.connect(documents.open)
        documents.view_state = partial(view_of, self.session, self.layout_of_panels)
        documents.view_opened.connect(partial(recall_view, self.session, self.layout_of_panels))
        self._recent_menu.aboutToShow.connect(self._fill_recent)

    def _connect_bars(self) -> None:
        panels, bar = self.layout_of_panels, self.top_bar
        panels.changed.connect(self._show_layout)
        self.empty.reset_asked.connect(panels.reset)
        bar.leave_requested.connect(panels.restore)
        bar.menu_requested.connect(self._show_menu)
        bar.search_requested.connect(self.dialogs.show_palette)
        bar.theme_requested.connect(self.appearance.toggle)
        bar.help_requested.connect(self.dialogs.show_help)

    # ---- layout ----------------------------------------------------------------------------------------------------

    @Slot()
    def _show_layout(self) -> None:
        """The bars and the actions follow the panels."""
        self.top_bar.set_presenting(self.layout_of_panels.presenting)
        self._place_empty()
        self.update_actions()

    def _place_empty(self) -> None:
        top, bottom = self.top_bar.height(), self.height() - self.statusBar().height()
        room = QRect(0, top, self.width(), bottom - top)
        self.empty.show_in(room, wanted=self.layout_of_panels.is_empty())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the panels the sizes of their new class when the window passes a limit."""
        super().resizeEvent(event)
        self.layout_of_panels.follow_resize()
        self._place_empty()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing nearer has taken brings the panels back."""
        if event.key() != Qt.Key.Key_Escape or not self.layout_of_panels.restore():
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the splitters: Play stands at the left edge of the centre column, wherever that is."""
        if event.type() is QEvent.Type.Resize and watched in (self.docks["data"], self.docks["output"]):
            self.top_bar.set_left_width(self.docks["data"].width())
            self.layout_of_panels.follow_splitter()
        return super().eventFilter(watched, event)

    # ---- what actions call -----------------------------------------------------------------------------------------

    def dialog_parent(self) -> QWidget:
        """What dialogs open over."""
        return self

    def toggle_full_screen(self) -> None:
        """Full screen and back."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def toggle_reduced_motion(self) -> None:
        """Animations off and on."""
        self.appearance.set_reduced_motion(not self.settings.reduced_motion)
        text = "off" if self.settings.reduced_motion else "on"
        self.session.message_posted.emit(f"Animations are {text}.", "info")

    def change_scale(self, step: int) -> None:
        """Make the interface larger or smaller, in percent."""
        before = self.settings.scale
        self.appearance.set_scale(before + step)
        self.layout_of_panels.apply_proportions()
        self.update_actions()
        now = self.settings.scale
        limit = "" if now != before else ", the largest there is" if step > 0 else ", the smallest there is"
        taught = self.session.lessons.is_taught
        way = f"Ctrl+F5 goes back to {self.settings.own_scale} %" if taught else "Ctrl+0 goes back to 100 %"
        back = "" if now == USUAL_SCALE else f" {way}."
        self.session.message_posted.emit(f"The interface is at {now} %{limit}.{back}", "info")

    @Slot()
    def end(self) -> None:
        """Close without a question, as the system asks: what is not saved is the last session of the next start."""
        self._is_told_to_end = True
        self.close()
        QApplication.exit(0)

    # ---- events ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files, links and pictures can be dropped anywhere."""
        if can_take(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        take_dropped(self, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where edits would be lost; remember layout and tools; end the trainer."""
        if not (self._is_told_to_end or self.lesson_desk.may_discard()):
            event.ignore()
            return
        self.lesson_desk.leave()
        self.challenge_desk.leave()
        if self._is_told_to_end:
            self.documents.keep_session()
        elif not self.documents.may_discard():
            event.ignore()
            return
        self.layout_of_panels.remember(self.settings)
        keep_habits(self.session, self.settings)
        self.settings.sync()
        self.closed.emit()
        end = monotonic() + END_S
        self.documents.loading.close()
        self.session.close(max(end - monotonic(), LEAST_END_S))
        event.accept()

    # ---- inside ----------------------------------------------------------------------------------------------------

    @Slot()
    def _show_title(self) -> None:
        modified = self.documents.modified
        self.setWindowTitle(f"{self.session.name}[*] — Playground")
        self.setWindowModified(modified)
        self.top_bar.show_document(self.session.name, self.documents.path is not None, modified)

    @Slot()
    def _open_experiments(self) -> None:
        self.layout_of_panels.open("experiments")

    @Slot()
    def update_actions(self) -> None:
        """Bring every action up to what can be done now: enabled, checked, or with the reason why not."""
        show_states(self.actions_by_key, self)
        self._recent_menu.setEnabled(self.actions_by_key["open"].isEnabled())

    @Slot()
    def _show_menu(self) -> None:
        corner = self.top_bar.rect().bottomLeft()
        self.menu.popup(self.top_bar.mapToGlobal(corner))

    @Slot()
    def _fill_recent(self) -> None:
        fill_recent(self._recent_menu, self.settings, self.documents)

    def _thumbnail(self) -> bytes:
        """The output panel as a small PNG."""
        picture = self.docks["output"].widget().grab()
        scaled = picture.scaledToWidth(THUMBNAIL, Qt.TransformationMode.SmoothTransformation)
        return png_of(scaled)
