"""The results of a project as rows: name, how many runs, how many of them are solved."""

from __future__ import annotations

from time import localtime, strftime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from playground.document import figures
from playground.document.run_words import data_mark, run_in_words
from playground.experiments.variations import LEARNER
from playground.views.experiments.words import solved_words, stale_words
from playground.widgets.format import count, integer

if TYPE_CHECKING:
    from playground.session.kept_results import KeptResults
    from playground.session.session import Session

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NAME, RUNS, SOLVED = range(3)
TITLES = ("Name", "Runs", "Solved")
LONGEST_NAME = 60
_NOWHERE = QModelIndex()


class KeptModel(QAbstractTableModel):
    """Follows the list of the session; a name can be typed over.

    Attributes:
        items: The results in the rows, the newest first.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.items: tuple[KeptResults, ...] = ()

    def refresh(self) -> None:
        """Take the results there are; where only their numbers have changed, rows stay what they are."""
        items = self._session.experiments.kept.listed()
        if items != self.items:
            self.beginResetModel()
            self.items = items
            self.endResetModel()
        elif items:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(items) - 1, SOLVED))

    # ---- what Qt asks ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each result."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Name, runs, solved."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole and section != NAME:
            return RIGHT
        return TITLES[section] if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell."""
        item, column = self.items[index.row()], index.column()
        if role == Role.TextAlignmentRole and column != NAME:
            return RIGHT
        if role == Role.ToolTipRole:
            return about_words(item, self._session)
        if role not in {Role.DisplayRole, Role.EditRole}:
            return None
        results, done = item.course.results, item.course.done
        if column == NAME:
            return item.name
        if column == RUNS:
            return integer(done) if not item.course.can_resume else f"{integer(done)} of {integer(_runs(item))}"
        return figures.DASH if _has_learners(item) else figures.share(results.solved().share)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Give a kept result another name."""
        name = str(value).strip()[:LONGEST_NAME]
        if role != Role.EditRole or index.column() != NAME or not name:
            return False
        self._session.experiments.kept.rename(self.items[index.row()], name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited."""
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return found | Qt.ItemFlag.ItemIsEditable if index.column() == NAME else found


def about_words(item: KeptResults, session: Session) -> str:
    """What it is of and what came of it, a line each."""
    document, measure = item.course.experiment.document, item.course.experiment.measure
    began = strftime("%Y-%m-%d %H:%M", localtime(item.time))
    runs = count(_runs(item), "run")
    lines = [
        item.name,
        f"{began}: {runs} of {count(measure.end(document), 'epoch')}",
        run_in_words(document, data_mark(document.dataset)),
        "" if _has_learners(item) else solved_words(item.course.results),
        stale_words(item.course.results, session.document),
    ]
    return "\n".join(filter(None, lines))


def _has_learners(item: KeptResults) -> bool:
    """Whether its runs are of several methods, so that the share of all that are solved says nothing of any."""
    return any(axis.path == LEARNER for axis in item.course.experiment.grid.axes)


def _runs(item: KeptResults) -> int:
    return len(item.course.experiment.grid)
