"""The table of panels: a new view is one file in `views` and one line here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.views.challenge import ChallengeView
from playground.views.code import CodeView
from playground.views.columns import ColumnsView
from playground.views.data import DataView
from playground.views.experiments import ExperimentsView
from playground.views.explain import ExplainView
from playground.views.inside import InsideView
from playground.views.landscape import LandscapeView
from playground.views.lesson import LessonView
from playground.views.loss import LossView
from playground.views.network import NetworkView
from playground.views.pad import PadView
from playground.views.plane import OutputView
from playground.views.samples import SamplesView
from playground.views.spaces import HiddenView
from playground.views.table import TableView
from playground.views.undo_history import UndoHistoryView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.session.session import Session
    from playground.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class StandIn:
    """What stands in a panel's place where samples are of another kind: another view, or the same in other words.

    Attributes:
        title: In the View menu.
        make: The view, a `Panel`, from the session; it is made when it is needed first.
        summary: What it shows, one sentence for who sees it for the first time.
    """

    title: str
    make: Callable[[Session], Panel]
    summary: str


@dataclass(frozen=True, slots=True)
class DockInfo:
    """One panel.

    Attributes:
        title: In the View menu.
        shortcut: Shows and hides it.
        summary: What it shows, one sentence for who sees it for the first time.
        column: 0 the left, 1 the centre, 2 the right, 3 beyond it.
        make: The view, a `Panel`, from the session.
        opened: Whether it is there at first.
        stays: Whether it gives way to no other panel of its column: what the others are opened from.
        stand_ins: What stands in its place for samples of other domains, by their names.
    """

    title: str
    shortcut: str
    column: int
    make: Callable[[Session], Panel]
    summary: str
    opened: bool = True
    stays: bool = False
    stand_ins: Mapping[str, StandIn] = field(default_factory=dict)


DOCKS: dict[str, DockInfo] = {
    "data": DockInfo(
        "Data",
        "Ctrl+1",
        0,
        DataView,
        "Datasets to pick, tools to draw with, classes, noise, and the share of the points that trains.",
        stand_ins={
            "picture": StandIn(
                "Data",
                DataView,
                "Pictures to pick, knobs that make more of them, classes, and the share of the pictures that trains.",
            )
        },
    ),
    "network": DockInfo(
        "Network",
        "Ctrl+2",
        1,
        NetworkView,
        "Inputs, layers and output; every neuron is a picture of what it answers over the plane, lines are weights.",
        stand_ins={
            "picture": StandIn(
                "Network",
                NetworkView,
                "Picture, layers and output; every map is what its kernels make of the picture at hand.",
            )
        },
    ),
    "hidden": DockInfo(
        "Hidden space",
        "Ctrl+3",
        1,
        HiddenView,
        "The points as each layer sees them: layers bend the plane until a straight line can part the classes.",
        stand_ins={
            "picture": StandIn(
                "Hidden space",
                HiddenView,
                "The pictures as each layer sees them: layers move them until straight lines can part the classes.",
            )
        },
    ),
    "output": DockInfo(
        "Output",
        "Ctrl+4",
        2,
        OutputView,
        "What the network answers everywhere, in the colours of the classes; draw new points right on it.",
        stand_ins={
            "picture": StandIn(
                "Output",
                PadView,
                "Draw a picture and see what the network says of it, stroke by stroke; keys put it into a class.",
            )
        },
    ),
    "loss": DockInfo(
        "Loss",
        "Ctrl+5",
        2,
        LossView,
        "How wrong the network is, epoch by epoch, on the points that train and on those kept for testing.",
        stand_ins={
            "picture": StandIn(
                "Loss",
                LossView,
                "How wrong the network is, epoch by epoch, on the pictures that train and on those kept for testing.",
            )
        },
    ),
    "code": DockInfo(
        "Code", "Ctrl+6", 3, CodeView, "The network as code to copy: PyTorch, NumPy, scikit-learn.", opened=False
    ),
    "table": DockInfo(
        "Points",
        "Ctrl+7",
        3,
        TableView,
        "The points as a table to read and to type in.",
        opened=False,
        stand_ins={
            "table": StandIn("Rows", TableView, "All rows as a table to read and to type in."),
            "picture": StandIn(
                "Samples",
                SamplesView,
                "All pictures as thumbnails: mistakes, classes, sets; select, relabel, move and remove them.",
            ),
        },
    ),
    "undo_history": DockInfo(
        "Undo history",
        "Ctrl+8",
        3,
        UndoHistoryView,
        "Every step that was done, to go back to any of them.",
        opened=False,
    ),
    "inside": DockInfo(
        "Inside",
        "Ctrl+9",
        3,
        InsideView,
        "What goes on in each layer: activations, gradients, weights; and over all of them sharpness and noise.",
        opened=False,
    ),
    "columns": DockInfo(
        "Columns",
        "Ctrl+Alt+1",
        3,
        ColumnsView,
        "All numbers of every sample: a line through the columns of the table, in the colour of its class.",
        opened=False,
    ),
    "experiments": DockInfo(
        "Experiments",
        "Ctrl+Alt+2",
        3,
        ExperimentsView,
        "Many runs at once: which seeds and settings work, optimizers in a race, classical methods, data hunger.",
        opened=False,
    ),
    "explain": DockInfo(
        "Explain",
        "Ctrl+Alt+3",
        3,
        ExplainView,
        "Why the network answers a sample as it does, who taught it that, what fools it, and what it dreams of.",
        opened=False,
    ),
    "lesson": DockInfo(
        "Lessons",
        "Ctrl+Alt+4",
        3,
        LessonView,
        "The story of neural networks in lessons: words, things to try, predictions, and goals that are checked live.",
        opened=False,
        stays=True,
    ),
    "challenge": DockInfo(
        "Challenges",
        "Ctrl+Alt+6",
        3,
        ChallengeView,
        "Small tasks to pass or fail, marked by training your solution from fresh seeds; solutions are kept.",
        opened=False,
        stays=True,
    ),
    "landscape": DockInfo(
        "Loss landscape",
        "Ctrl+Alt+5",
        3,
        LandscapeView,
        "The loss over a plane of weights, the way that training takes on it, and the network as a dot to drag.",
        opened=False,
    ),
}
"""In reading order: the first of a column lies at its top."""


def part_for(key: str, domain: str) -> DockInfo | StandIn:
    """What stands in a dock for samples of a domain.

    Args:
        key: Of the dock, in `DOCKS`.
        domain: Its name.
    """
    return DOCKS[key].stand_ins.get(domain, DOCKS[key])


PRESENTED = ("network", "hidden", "output", "loss", "inside")
"""Panels that show and are no tools: they stay when pictures stand alone."""


@dataclass(frozen=True, slots=True)
class Proportions:
    """Sizes of look-and-feel section 9 for one class of window sizes, in logical pixels.

    Attributes:
        columns: Widths of the left and the right column; the centre takes the rest.
        lower: Heights of the lower panels of the centre and of the right column.
        beyond: Width of the column beyond the right one, which is empty at first.
        most_beyond: How many panels that column has room for.
    """

    columns: tuple[int, int]
    lower: tuple[int, int]
    beyond: int
    most_beyond: int


BEYOND, LEAST_BEYOND = 3, 320
"""The column beyond the right one, and the height that a panel in it needs to be of use."""
CRAMPED, NARROW, WIDE, SHORT, LOW = 1100, 1360, 1680, 850, 760
"""Below and above these the columns (by width) and the lower panels (by height) change size.

A large interface makes a window cramped and low: then the pictures keep what the curves and the data panel can spare.
"""


def proportions(width: int, height: int) -> Proportions:
    """The sizes of the panels in a window."""
    if width < CRAMPED:
        left, right = 200, 344
    elif width < NARROW:
        left, right = 208, 376
    elif width < WIDE:
        left, right = 232, 432
    else:
        left, right = 256, max(576, round(width * 0.30))
    hidden = 272 if height < LOW else 312 if height < SHORT else 360 if height < 1000 else 440
    map_side = right - 46
    output = map_side + 136
    rest = max(height - 56 - 32 - 8, 400)
    lower = hidden, max(rest - output - 8, 160 if height < LOW else 220)
    return Proportions((left, right), lower, 300 if width < WIDE else 400, max(rest // LEAST_BEYOND, 1))
