"""What the window is measured at: documents, what is opened over them, and what a person would be doing meanwhile."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.app.bench_experiments import (
    drag_a_point,
    has_fits,
    has_results,
    keep_experiment,
    open_experiment,
    show_page,
)
from playground.document.edits_source import regenerate, source_of
from playground.document.presets import document_for, first_document
from playground.session.experiments import SEEDS
from playground.session.map_overlays import NAMES
from playground.training.bench import CASES as ENGINE_CASES
from playground.training.bench import Case, document_of
from playground.training.probes.addresses import NeuronAddress
from playground.views.experiments.ensemble import Ensemble
from playground.views.explain import ExplainView
from playground.views.plane.canvas import Canvas
from playground.views.spaces.film import Film

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.app.window import MainWindow
    from playground.document.model import Document

MANY_POINTS = 100_000
PAN_SPAN, PAN_TURN_S = 1.5, 2.0
"""The map moves on a circle of this radius, in units of the plane, once in so many seconds."""
DRAG_TURN_S, DRAG_SPAN = 2.0, 0.95
"""The film's handle goes to the beginning and back in so many seconds, over so much of the film."""
STRIP = Case("spiral", (8,) * 6, points=500)


def _nothing(_window: MainWindow) -> None:
    """Neither prepared nor done."""


@dataclass(frozen=True, slots=True)
class WindowCase:
    """Something that the window is measured at.

    Attributes:
        make: The document.
        prepare: What is opened before training begins.
        on_frame: What is done in every frame.
        plays: Whether the network at hand trains meanwhile.
        is_under_way: Whether what is opened has come so far that it may be watched.
    """

    make: Callable[[], Document]
    prepare: Callable[[MainWindow], None] = _nothing
    on_frame: Callable[[MainWindow], None] = _nothing
    plays: bool = True
    is_under_way: Callable[[MainWindow], bool] = lambda _: True


def _many() -> Document:
    """Of many points half are kept for testing, as always."""
    return document_for("spiral", (8, 8, 8), count=MANY_POINTS)


def _spiral() -> Document:
    """What experiments are of: three hidden layers that learn a spiral."""
    return document_of(ENGINE_CASES["2-8-8-8-1"])


def _strip_of_relus() -> Document:
    """Networks of ReLUs have linear regions."""
    made = document_of(STRIP)
    return replace(made, network=tuple(replace(one, activation="relu", init="he") for one in made.network))  # type: ignore[call-arg]


def _digits() -> Document:
    """The digits of the gallery with the network and the settings that they begin with."""
    return regenerate(first_document(), source_of("digits", None))


def _open_insides(window: MainWindow) -> None:
    window.docks["inside"].show()
    window.session.overlays.recall(NAMES)


def _open_all_of_pictures(window: MainWindow) -> None:
    """All that shows pictures; a feature map is pinned, so that the network tells what fires it."""
    for key in ("inside", "table"):
        window.docks[key].show()
    first = window.session.document.network[0]
    window.session.selection.pin(NeuronAddress(first.uid, 0))


def _explain(window: MainWindow) -> None:
    """The panel that explains, with the question that costs most."""
    window.docks["explain"].show()
    view = window.findChild(ExplainView)
    assert view is not None  # noqa: S101  (the dock was made when it was shown)
    view.recall_view({"kind": "fool", "attack": "smallest"})


def _keep_ensemble(window: MainWindow) -> None:
    """Show large where the runs disagree, as soon as there are some."""
    keep_experiment(SEEDS, window)
    ensemble = window.findChild(Ensemble)
    if ensemble is not None and ensemble.count() and window.session.experiments.guest.guest is None:
        ensemble.pressed.emit(1)


def _pan_beside_seeds(window: MainWindow) -> None:
    keep_experiment(SEEDS, window)
    _pan(window)


def _open_landscape(window: MainWindow) -> None:
    window.docks["landscape"].show()


def _pan(window: MainWindow) -> None:
    canvas = window.findChild(Canvas)
    assert canvas is not None  # noqa: S101  (the window has an output panel)
    angle = 2 * math.pi * monotonic() / PAN_TURN_S
    canvas.set_camera(replace(canvas.camera, x=PAN_SPAN * math.cos(angle), y=PAN_SPAN * math.sin(angle)))


def _scrub(window: MainWindow) -> None:
    """Drag the film's handle, as soon as there is something to go back to."""
    film = window.findChild(Film)
    assert film is not None  # noqa: S101  (the window has a hidden space)
    if film.is_empty():
        return
    share = 0.5 + 0.5 * DRAG_SPAN * math.cos(2 * math.pi * monotonic() / DRAG_TURN_S)
    at = QPointF(share * film.width() * DRAG_SPAN, film.height() / 2)
    if not film.is_dragging():
        _mouse(film, QEvent.Type.MouseButtonPress, at)
    _mouse(film, QEvent.Type.MouseMove, at)


def _mouse(film: Film, kind: QEvent.Type, at: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(film, QMouseEvent(kind, at, film.mapToGlobal(at), left, left, none))


def _beside(kind: str) -> WindowCase:
    """The window while its own network trains, an experiment is at work and its page shows what comes."""
    opens, keeps = partial(open_experiment, kind), partial(keep_experiment, kind)
    return WindowCase(_spiral, opens, keeps, is_under_way=partial(has_results, kind))


CASES: dict[str, WindowCase] = {
    "2-4-2-1": WindowCase(partial(document_of, ENGINE_CASES["2-4-2-1"])),
    "7-8x6-1": WindowCase(partial(document_of, ENGINE_CASES["7-8x6-1"])),
    "100000-points": WindowCase(_many, on_frame=_pan),
    "strip": WindowCase(partial(document_of, STRIP)),
    "strip-insides": WindowCase(_strip_of_relus, _open_insides),
    "strip-scrubbing": WindowCase(partial(document_of, STRIP), on_frame=_scrub),
    "seeds": _beside("seeds"),
    "seeds-at-rest": WindowCase(_spiral, partial(open_experiment, SEEDS), _pan_beside_seeds, plays=False),
    "seeds-ensemble": replace(_beside(SEEDS), on_frame=_keep_ensemble),
    "sweep": _beside("sweep"),
    "race": _beside("race"),
    "hunger": _beside("hunger"),
    "methods-live": WindowCase(_spiral, partial(show_page, "methods"), drag_a_point, is_under_way=has_fits),
    "landscape": WindowCase(_spiral, _open_landscape),
    "digits": WindowCase(_digits),
    "digits-explained": WindowCase(_digits, _explain),
    "digits-all": WindowCase(_digits, _open_all_of_pictures),
}
"""All panels that are open at first are open. The strip of the hidden space has six layers, 500 points, and 25 x 25
grid lines or more in each space; with insides their panel is open, too, and all lies over the map that can; scrubbing
drags the film's handle to and fro while the network trains. With seeds 256 of them are at work beside the window, while
its own network trains, while it rests and the map is moved, and while the map shows where they disagree; a sweep of
32 x 32 networks, a race of three optimizers and data hunger are so, too. Methods are fitted live while a point is
dragged round; the landscape is that of the run at hand, around its weights as they change. The digits are those of the
gallery as they begin; with all, the panels Inside and Samples are open, too, and the network shows what fires a feature
map."""
