"""What a lesson is: frozen values as its file says them; the field names are the keys of the file."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from playground.lessons.goal import StepGoal
from playground.lessons.network_quantities import weight_numbers
from playground.lessons.predictions import AnyPrediction  # noqa: TC001 - msgspec reads it

Words: TypeAlias = Annotated[str, Meta(min_length=1)]
KnobValue: TypeAlias = bool | int | float | str
MOST_HINTS = 3
OWN_PANEL = "lesson"
"""The panel in which lessons are read, by its key in the table of docks."""
ExperimentKind: TypeAlias = Literal["", "seeds", "sweep", "race", "methods", "hunger"]
LockedPart: TypeAlias = Literal["data", "network", "training"]


class PaintedStroke(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stroke of the brush over the map.

    Attributes:
        as_class: The class of its points, from 1 as its key.
        along: Places of the plane that the brush passes, (x, y) each; a single one puts a point there.
    """

    as_class: Annotated[int, Meta(ge=1, le=9)]
    along: Annotated[tuple[tuple[float, float], ...], Meta(min_length=1, max_length=64)]


class StepSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a step makes of the document.

    Attributes:
        source: An example or a generator to begin with; "" to go on with the document at hand.
        inputs: Inputs that are on; empty to leave them.
        hidden: Units of each dense hidden layer; None to leave the layers, empty for none.
        layers: The hidden layers one by one, in place of `hidden`: the kind, and its units where it has some, as
            "dense 8", "batch_norm", "residual"; a number before it repeats it, "7 x residual". None for no change.
        preset: A network preset by its name, in place of `hidden`; "" for none.
        knobs: Knobs by their paths, as `sweep --over` knows them, turned in their order.
        seed: Of the first weights and the order of the samples; None to leave it.
        keeps: Whether the network at hand stays, with what it has learned: then `source` gives its samples alone, and
            what is set is an edit of it, no new start.
        weights: Numbers put into the network before anything is trained, by names as goals know them:
            `weight 2 of unit 1 in the output`.
        paint: Strokes of the brush that add points, after all the rest.
        document: A document as text, without weights, in place of `source`, as `storage.text.to_text` writes it: what
            was on a teacher's screen.
    """

    source: str = ""
    inputs: tuple[str, ...] = ()
    hidden: tuple[Annotated[int, Meta(ge=1, le=128)], ...] | None = None
    layers: tuple[Words, ...] | None = None
    preset: str = ""
    knobs: dict[str, KnobValue] = {}
    seed: Annotated[int, Meta(ge=0)] | None = None
    keeps: bool = False
    weights: dict[str, float] = {}
    paint: tuple[PaintedStroke, ...] = ()
    document: str = ""

    def __post_init__(self) -> None:
        for name in self.weights:
            if weight_numbers(name) is None:
                raise ValueError(f"{name!r} is no weight: say it like 'weight 2 of unit 1 in the output'")

    @property
    def sets_nothing(self) -> bool:
        """Whether the document stays as it is."""
        named = self.source or self.document or self.inputs or self.preset or self.knobs or self.paint
        return not named and self.hidden is None and self.layers is None and self.seed is None


class Solution(StepSettings, frozen=True):
    """What "Show me" does: settings, then training up to an epoch.

    Attributes:
        epochs: Trained up to; 0 for no training.
        seeds: Trained from so many seeds beside the window, in place of the run at hand; 0 for none.
        works_for: Share of seeds for which this reaches the step's goals, at least; `lint-lesson --seeds` measures it.
    """

    epochs: Annotated[int, Meta(ge=0, le=20_000)] = 0
    seeds: Annotated[int, Meta(ge=0, le=256)] = 0
    works_for: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.95

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.weights and (self.epochs or self.seeds):
            raise ValueError("weights are shown where nothing is trained; what trains begins with those of begin")


class LessonStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a lesson.

    Attributes:
        title: Its heading.
        words: What it says, in Markdown.
        begin: What it sets when it is entered; None to leave all as it is.
        look_at: Panels that it speaks of, by their keys in the table of docks; they are opened.
        goals: What is to be reached, all of it, as `StepGoal.read` takes it; empty for a step to read.
        hints: Up to three, each plainer than the one before.
        show: How it is done.
        predict: What the learner is asked before.
        experiment: The page that the panel of experiments shows, where the step speaks of it; "" for that of before.
    """

    title: Words
    words: Words
    begin: StepSettings | None = None
    look_at: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    hints: Annotated[tuple[Words, ...], Meta(max_length=MOST_HINTS)] = ()
    show: Solution | None = None
    predict: AnyPrediction | None = None
    experiment: ExperimentKind = ""

    def __post_init__(self) -> None:
        if self.predict is not None and not self.goals:
            raise ValueError("a step that predicts has a goal, at which the prediction is looked at")
        if self.goals and self.show is None:
            raise ValueError("a step with a goal says with show how it is reached")
        self.targets()

    @property
    def goes_on(self) -> bool:
        """Whether its network is that of the step before, with what it has learned."""
        return any(one is not None and one.keeps for one in (self.begin, self.show))

    def targets(self) -> tuple[StepGoal, ...]:
        """The step's goals as values; they were checked when the step was made."""
        return tuple(StepGoal.read(text) for text in self.goals)


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lesson.

    Attributes:
        key: The name of its file, without number and ending.
        title: Its heading.
        about: One sentence of what one learns.
        minutes: How long it takes.
        steps: In their order.
        needs: Keys of lessons that come before.
        sources: What it goes back to.
        locked: Parts of the document that cannot be changed while it is open.
        hidden: Panels that stay closed meanwhile, by their keys in the table of docks.
        locked_actions: Commands that cannot be given meanwhile, by their names in the table of actions.
        locked_panels: Panels that can be looked at and not touched meanwhile, by their keys in the table of docks.
    """

    key: str
    title: Words
    about: Words
    minutes: Annotated[int, Meta(ge=1, le=30)]
    steps: Annotated[tuple[LessonStep, ...], Meta(min_length=1)]
    needs: tuple[str, ...] = ()
    sources: tuple[Words, ...] = ()
    locked: tuple[LockedPart, ...] = ()
    hidden: tuple[Words, ...] = ()
    locked_actions: tuple[Words, ...] = ()
    locked_panels: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        if OWN_PANEL in (*self.locked_panels, *self.hidden):
            raise ValueError(f"{OWN_PANEL!r} is the panel of the lesson itself, which is never locked or hidden")

    def resumed_at(self, place: int) -> int:
        """Where to go on when a lesson was left at a step, both from 0: the last one so far that begins anew.

        Steps between them speak of a network that was trained, which is gone by then.
        """
        while place and ((begin := self.steps[place].begin) is None or begin.keeps):
            place -= 1
        return place
