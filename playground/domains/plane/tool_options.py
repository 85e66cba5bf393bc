"""What a tool can be set to: amounts, choices and switches, as the bar above the canvas shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountOption:
    """A number.

    Attributes:
        name: Its key among the tool's options.
        title: One short word.
        hint: What it does.
        start: The value at first.
        least: The least value.
        most: The largest value.
        step: One notch of the wheel.
        digits: Decimals that are shown; a share is shown in percent.
        is_share: Whether it is a share of 1.
        task: The kind of data that it is for; "" for both.
    """

    name: str
    title: str
    hint: str
    start: float
    least: float = 0.0
    most: float = 1.0
    step: float = 0.05
    digits: int = 1
    is_share: bool = False
    task: str = ""


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
class ChoiceOption:
    """One of several ways, the first at first."""

    name: str
    title: str
    ways: tuple[Way, ...]
    task: str = ""

    @property
    def start(self) -> str:
        """The way at first."""
        return self.ways[0].name


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagOption:
    """On or off, off at first."""

    name: str
    title: str
    hint: str
    task: str = ""
    start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOption:
    """A button for something to do at once."""

    name: str
    title: str
    icon: str
    hint: str
    task: str = ""


Option = AmountOption | ChoiceOption | FlagOption | ActionOption
