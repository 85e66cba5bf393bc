"""What a tool can be set to: amounts, choices and switches, as the bar above the canvas shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolOption:
    """What a tool can be set to.

    Attributes:
        name: Its key among the tool's options.
        title: One short word.
        classes: Whether it is for targets that are classes (True) or values (False); None for both.
    """

    name: str
    title: str
    classes: bool | None = None

    def suits(self, *, has_classes: bool) -> bool:
        """Whether it means something where targets are classes, or values."""
        return self.classes in {None, has_classes}


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountOption(ToolOption):
    """A number.

    Attributes:
        hint: What it does.
        start: The value at first.
        least: The least value.
        most: The largest value.
        step: One notch of the wheel.
        digits: Decimals that are shown; a share is shown in percent.
        is_share: Whether it is a share of 1.
    """

    hint: str
    start: float
    least: float = 0.0
    most: float = 1.0
    step: float = 0.05
    digits: int = 1
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One of the ways in which a tool can work.

    Attributes:
        name: The value of the choice.
        title: In words.
        icon: Name of a file in `resources/icons/`, without its ending.
        hint: What it does.
    """

    name: str
    title: str
    icon: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOption(ToolOption):
    """One of several ways, the first at first."""

    ways: tuple[Way, ...]

    @property
    def start(self) -> str:
        """The way at first."""
        return self.ways[0].name


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagOption(ToolOption):
    """On or off, off at first."""

    hint: str
    start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOption(ToolOption):
    """A button for something to do at once."""

    icon: str
    hint: str


Option = AmountOption | ChoiceOption | FlagOption | ActionOption
