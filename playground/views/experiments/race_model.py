"""Racers as rows: colour and decision map, name, when they reached the goal, train and test."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap

from playground.document import figures
from playground.experiments.outcomes import Verdict
from playground.experiments.race import racer_name
from playground.tasks import TASKS
from playground.views.experiments.pictures import map_image
from playground.views.experiments.words import ENDINGS
from playground.widgets.branch_colours import branch_colour
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import integer
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from playground.experiments.results import ExperimentResults

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NAME, REACHED, TRAIN, TEST = range(4)
ICON, STRIP = 28, 4
_NOWHERE = QModelIndex()


def racer_colour(place: int) -> QColor:
    """The colour of a racer's line, path and row."""
    return branch_colour(place + 1)


class RaceModel(QAbstractTableModel):
    """Follows the results of a race; a row is a racer, in the order in which they were chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results: ExperimentResults | None = None
        self._icons: dict[int, QIcon] = {}

    def show_results(self, results: ExperimentResults) -> None:
        """Take results, those of another race or more of the same."""
        is_other = results is not self._results
        if is_other:
            self.beginResetModel()
        self._results = results
        self._icons.clear()
        if is_other:
            self.endResetModel()
        elif len(results.experiment.grid):
            self.dataChanged.emit(self.index(0, NAME), self.index(self.rowCount() - 1, TEST))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each racer."""
        return 0 if parent.isValid() or self._results is None else len(self._results.experiment.grid)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Name, goal, train, test."""
        return 0 if parent.isValid() else TEST + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal or self._results is None:
            return None
        if role == Role.TextAlignmentRole and section != NAME:
            return RIGHT
        if role == Role.ToolTipRole:
            return TITLES[section][1]
        return TITLES[section][0] if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell."""
        results, place, column = self._results, index.row(), index.column()
        if results is None:
            return None
        if role == Role.TextAlignmentRole and column != NAME:
            return RIGHT
        if role == Role.DecorationRole and column == NAME:
            return self._icon(results, place)
        if role == Role.ToolTipRole:
            return about_racer(results, place)
        if role == Role.DisplayRole:
            return _cell(results, place, column)
        return None

    def _icon(self, results: ExperimentResults, place: int) -> QIcon:
        """The colour, and beside it the decision map, as far as it is there."""
        if place not in self._icons:
            ratio, side = 2.0, px(ICON)
            made = QPixmap(round(side * ratio), round(side * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            strip, rest = pxf(STRIP), QRectF(pxf(STRIP) + 2, 0, side - pxf(STRIP) - 2, side)
            well = QRectF(rest.left(), (side - rest.width()) / 2, rest.width(), rest.width())
            with smooth_painter(made) as painter:
                rounded(painter, QRectF(0, well.top(), strip, well.height()), 2, racer_colour(place))
                has_map = results.maps.size > 0 and results.columns["verdict"][place] > Verdict.DIVERGED
                if has_map:
                    painter.drawImage(well, map_image(results, place))
                else:
                    rounded(painter, well, 3, current().sunken)
            self._icons[place] = QIcon(made)
        return self._icons[place]


TITLES = (
    ("Racer", "Racer\nEnter or a double click opens its run with its past"),
    ("Goal", "Goal\nThe first epoch looked at at which the test score reached it"),
    ("Train", "Train\nAccuracy (of values R²) over what trains, at the end"),
    ("Test", "Test\nAccuracy (of values R²) over what tests, at the end"),
)


def about_racer(results: ExperimentResults, place: int) -> str:
    """A racer in words, a line each: its name, its ending, its losses."""
    axis = results.experiment.grid.axes[0]
    columns = results.columns
    losses = [
        f"{name} loss {figures.loss(float(columns[f'{name}_loss'][place]))}"
        for name in ("train", "test")
        if isfinite(columns[f"{name}_loss"][place])
    ]
    name = racer_name(axis, axis.values[place])
    ending = results.refusals.get(place) or _ending(results, place)
    reached = f"at the goal by epoch {ending}" if ending[:1].isdigit() else ending
    return "\n".join([name, reached, *losses])


def _cell(results: ExperimentResults, place: int, column: int) -> str:
    axis, columns = results.experiment.grid.axes[0], results.columns
    if column == NAME:
        return racer_name(axis, axis.values[place])
    if column == REACHED:
        return _ending(results, place)
    score = float(columns["train_score" if column == TRAIN else "test_score"][place])
    if not isfinite(score):
        return figures.DASH
    is_share = TASKS[results.experiment.document.task].score_is_share
    return figures.share(score) if is_share else figures.r_squared(score)


def _ending(results: ExperimentResults, place: int) -> str:
    verdict, reached = Verdict(int(results.columns["verdict"][place])), float(results.columns["reached"][place])
    if verdict is Verdict.SOLVED and isfinite(reached):
        return integer(reached)
    return {Verdict.OPEN: "trains", Verdict.REFUSED: "cannot be"}.get(verdict) or ENDINGS[verdict]
