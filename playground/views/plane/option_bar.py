"""The slim bar above the canvas: what the tool in hand can be set to, and the mirrors that go with every tool."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.domains.plane.tool_options import ActionOption, AmountOption, ChoiceOption, FlagOption, Option
from playground.domains.plane.tools import TOOLS
from playground.session.hand import LEAST_RADIUS, MOST_RADIUS
from playground.tasks import TASKS
from playground.views.plane.symmetry_panel import SymmetryPanel
from playground.widgets.buttons import IconButton
from playground.widgets.chip import Chip
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.popover import Popover
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from playground.session.session import Session

HEIGHT, GAP, LABEL_GAP = 28, 8, 4
FIELD_WIDTH, WAY_WIDTH = 40, 28
MIRROR_ICONS = {"off": "flip-vertical-2", "x": "flip-vertical-2", "y": "flip-horizontal-2", "both": "mirror-both"}
SIZE = AmountOption(
    name="size",
    title="Size",
    hint="Radius in units of the plane ([ and ])",
    start=0.8,
    least=LEAST_RADIUS,
    most=MOST_RADIUS,
    step=0.1,
)


class OptionBar(QWidget):
    """Made anew for another tool; a value that changes elsewhere is shown in place."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tool options")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._session = session
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._made_for: tuple[str, str] | None = None
        self._content = QWidget(self)
        self._labels: list[Label] = []
        self._updates: list[Callable[[], None]] = []
        self._controls: dict[str, QWidget] = {}
        self.symmetry = IconButton("flip-vertical-2", "Symmetry")
        self.symmetry.clicked.connect(self._open_symmetry)
        self._row.addWidget(self._content, 1)
        self._row.addWidget(self.symmetry)
        session.hand.changed.connect(self._show)
        session.dataset_changed.connect(self._show)
        session.selection.points_changed.connect(self._show)
        theme_signals().changed.connect(self._measure)
        self._measure()
        self._show()

    def controls(self) -> dict[str, QWidget]:
        """The control of each option that is shown, by the option's name."""
        return self._controls

    def sizeHint(self) -> QSize:
        """One row, as wide as there is room."""
        return QSize(px(200), px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words go where there is no room for them; tooltips have them too."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def labels(self) -> list[Label]:
        """The words beside the numbers, which are hidden where there is no room."""
        return list(self._labels)

    def _show(self) -> None:
        session = self._session
        wanted = (session.hand.tool, session.document.task)
        if wanted != self._made_for:
            self._made_for = wanted
            self._rebuild()
        for update in self._updates:
            update()
        symmetry = session.hand.symmetry
        self.symmetry.set_icon(MIRROR_ICONS.get(symmetry.kind, "snowflake"))
        self.symmetry.set_lit(symmetry.is_on)
        tip = f"Symmetry (Y)\nRepeats every stroke by mirrors or turns; now {'on' if symmetry.is_on else 'off'}"
        self.symmetry.set_description("Symmetry", tip)

    def _rebuild(self) -> None:
        """Make the controls of the tool in hand."""
        tool = TOOLS[self._session.hand.tool]
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, GAP)
        self._labels, self._updates, self._controls = [], [], {}
        if tool.uses_radius:
            row.addWidget(self._size())
        has_classes = TASKS[self._session.document.task].has_classes
        for option in tool.options:
            if option.suits(has_classes=has_classes):
                row.addWidget(self._control(tool.name, option))
        row.addStretch(1)
        self._row.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content
        content.show()
        self._fit()

    def _control(self, tool: str, option: Option) -> QWidget:
        hand = self._session.hand
        if isinstance(option, ActionOption):
            return self._button(option)
        take = partial(hand.set_option, tool, option.name)
        if isinstance(option, AmountOption):
            return self._number(option, partial(hand.amount, tool, option.name), take)
        if isinstance(option, ChoiceOption):
            return self._choice(option, lambda: str(hand.option(tool, option.name)), take)
        return self._flag(option, lambda: bool(hand.option(tool, option.name)), take)

    def _size(self) -> QWidget:
        hand = self._session.hand
        return self._number(SIZE, lambda: hand.radius, hand.set_radius)

    def _number(self, amount: AmountOption, read: Callable[[], float], take: Callable[[float], None]) -> QWidget:
        limits = NumberRange(
            minimum=amount.least,
            maximum=amount.most,
            step=amount.step,
            unit="%" if amount.is_share else "",
            digits=0 if amount.is_share else amount.digits,
        )
        tip = f"{amount.title}\n{amount.hint}"
        field = NumberField(amount.title, limits, read(), tip=tip, minimum_width=FIELD_WIDTH)
        field.value_changed.connect(take)
        self._updates.append(lambda: field.set_value(read()))
        self._controls[amount.name] = field
        label = Label(amount.title, "label", "ink3")
        label.setToolTip(tip)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._labels.append(label)
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, LABEL_GAP)
        row.addWidget(label)
        row.addWidget(field)
        return pair

    def _choice(self, choice: ChoiceOption, read: Callable[[], str], take: Callable[[str], None]) -> QWidget:
        segments = [Segment(way.name, icon=way.icon, tip=f"{way.title}\n{way.hint}") for way in choice.ways]
        track = Segmented(choice.title, segments, icon_width=WAY_WIDTH)
        track.chosen.connect(take)
        self._updates.append(lambda: track.set_current(read()))
        self._controls[choice.name] = track
        return track

    def _flag(self, flag: FlagOption, read: Callable[[], bool], take: Callable[[bool], None]) -> QWidget:
        chip = Chip(flag.title, f"{flag.title}\n{flag.hint}", on=read())
        chip.clicked.connect(lambda: take(chip.isChecked()))
        self._updates.append(lambda: chip.setChecked(read()))
        self._controls[flag.name] = chip
        return chip

    def _button(self, ask: ActionOption) -> QWidget:
        button = IconButton(ask.icon, ask.title, f"{ask.title}\n{ask.hint}")
        button.clicked.connect(partial(self._session.hand.asked.emit, ask.name))
        self._updates.append(lambda: button.setEnabled(self._session.selection.points is not None))
        self._controls[ask.name] = button
        return button

    def _fit(self) -> None:
        words = sum(label.sizeHint().width() + px(LABEL_GAP) for label in self._labels)
        needed = sum(control.sizeHint().width() + px(GAP) for control in self._controls.values()) + words
        for label in self._labels:
            label.setVisible(needed + self.symmetry.sizeHint().width() <= self.width())

    @Slot()
    def _open_symmetry(self) -> None:
        Popover(SymmetryPanel(self._session.hand), padding=2, align_right=True).open_at(self.symmetry)

    @Slot()
    def _measure(self) -> None:
        self.setFixedHeight(px(HEIGHT))
        self._made_for = None
