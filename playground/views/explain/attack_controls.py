"""Which attack: how it steps, how steps are measured, how strong, and into which class."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.widgets.buttons import IconButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.lengths import scaled
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow

if TYPE_CHECKING:
    from playground.domains import Domain
    from playground.training.explain.attacks import Norm

ANY = -1
"""Stands for any other answer."""
ATTACK_SEGMENTS = (
    Segment("fast", "FGSM", tip="FGSM, the fast gradient sign method\nOne step of the given strength uphill"),
    Segment("projected", "PGD", tip="PGD, projected gradient descent\nTwenty small steps, held within the strength"),
    Segment("smallest", "Smallest", tip="Smallest step\nThe shortest one found that changes the answer"),
    Segment("noise", "Noise", tip="Fooling noise\nRandom pixels, changed until the network is sure of a class"),
)
NORM_SEGMENTS = (
    Segment("linf", "L∞", tip="L∞\nSteps are measured by the largest change of a number"),
    Segment("l2", "L2", tip="L2\nSteps are measured by their length: the root of the sum of squares"),
)
PICTURE_RANGES = {
    "linf": NumberRange(minimum=0.0, maximum=0.5, step=0.01),
    "l2": NumberRange(minimum=0.0, maximum=5.0, step=0.1),
}
OTHER_RANGES = {name: NumberRange(minimum=0.0, maximum=4.0, step=0.05) for name in ("linf", "l2")}
USUAL = {"linf": 0.1, "l2": 1.0}
OTHER_USUAL = {"linf": 0.5, "l2": 0.5}
NO_NOISE = "Fooling noise: random pixels are for pictures"


class AttackControls(QWidget):
    """Controls of an attack; a strength for each way to measure it.

    Signals:
        changed(): A person has chosen something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seed = 0
        self._has_pictures = True
        self._classes: tuple[str, ...] = ()
        self._strengths = dict(USUAL)
        self.attacks = Segmented("Attack", ATTACK_SEGMENTS, stretch=True)
        self.norms = Segmented("How steps are measured", NORM_SEGMENTS)
        tip = "Into\nThe class that the network is to answer, or any other one than it does; noise: the class in hand"
        self.goals = ChoiceButton("Into", (Choice(ANY, "any other"),), ANY, prefix="Into:", tip=tip)
        self.dice = IconButton("dice", "Other noise", "Other noise\nOther random pixels to begin with")
        tip = "Strength\nHow long the step is: L∞ in ink or units of an input, L2 as a length"
        self.slider = SliderRow("Strength", PICTURE_RANGES["linf"], USUAL["linf"], tip=tip, label_width=60)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        line = QHBoxLayout()
        line.addWidget(self.norms)
        line.addStretch(1)
        line.addWidget(self.dice)
        line.addWidget(self.goals)
        column.addWidget(self.attacks)
        column.addLayout(line)
        column.addWidget(self.slider)
        self.attacks.chosen.connect(self._on_attack)
        self.norms.chosen.connect(self._on_norm)
        self.goals.chosen.connect(self.changed)
        self.dice.clicked.connect(self._roll)
        self.slider.value_changed.connect(self._on_strength)
        self._show()

    @property
    def attack(self) -> str:
        """The attack that is chosen, a key of `fooling.ATTACKS`."""
        return self.attacks.current_key()

    @property
    def norm(self) -> Norm:
        """How steps are measured."""
        return cast("Norm", self.norms.current_key())

    @property
    def goal(self) -> int:
        """Index of a class, or `ANY`."""
        return int(self.goals.value())

    @property
    def strength(self) -> float:
        """By the norm at hand."""
        return self._strengths[self.norm]

    @property
    def largest_change(self) -> float:
        """The strength as the largest change of a number (L∞), whichever way to measure is chosen."""
        return self._strengths["linf"]

    @property
    def most_strength(self) -> float:
        """The end of the slider."""
        return self._ranges()[self.norm].maximum

    def suit(self, classes: tuple[str, ...], domain: Domain) -> None:
        """Offer the classes and strengths of other data."""
        if classes != self._classes:
            self._classes = classes
            self.goals.set_value(ANY)
        has_pictures = not domain.has_map
        if has_pictures != self._has_pictures:
            self._has_pictures = has_pictures
            self._strengths = dict(USUAL if has_pictures else OTHER_USUAL)
        noise = self.attacks.button("noise")
        noise.setEnabled(has_pictures)
        noise.setToolTip(ATTACK_SEGMENTS[-1].tip if has_pictures else NO_NOISE)
        if not has_pictures and self.attack == "noise":
            self.attacks.set_current("fast")
        self._show()

    def set_attack(self, attack: str) -> None:
        """Choose an attack without a signal."""
        self.attacks.set_current(attack)
        self._show()

    def set_norm(self, norm: object) -> None:
        """Choose how steps are measured, without a signal; what is no norm is passed over."""
        if norm in ("linf", "l2"):
            self.norms.set_current(str(norm))
            self._show()

    def set_strength(self, strength: float) -> None:
        """Choose a strength, as by the slider."""
        self._on_strength(self._ranges()[self.norm].clamped(strength))
        self._show()

    def _ranges(self) -> dict[str, NumberRange]:
        return PICTURE_RANGES if self._has_pictures else OTHER_RANGES

    def _show(self) -> None:
        self.slider.setVisible(self.attack in {"fast", "projected"})
        self.norms.setVisible(self.attack != "noise")
        self.dice.setVisible(self.attack == "noise")
        own = "class in hand" if self.attack == "noise" else "any other"
        self.goals.set_choices((Choice(ANY, own), *(Choice(place, name) for place, name in enumerate(self._classes))))
        self.slider.set_limits(self._ranges()[self.norm])
        self.slider.set_value(self.strength)

    @Slot()
    def _on_attack(self) -> None:
        self._show()
        self.changed.emit()

    @Slot()
    def _on_norm(self) -> None:
        self._show()
        self.changed.emit()

    @Slot()
    def _roll(self) -> None:
        self.seed += 1
        self.changed.emit()

    @Slot(float)
    def _on_strength(self, strength: float) -> None:
        self._strengths[self.norm] = strength
        self.changed.emit()
