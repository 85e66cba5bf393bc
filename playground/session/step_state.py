"""What a learner has done at a step of a lesson: read, reached, predicted, and with what it was left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.model import Document
    from playground.lessons.lesson import Lesson, LessonStep
    from playground.lessons.predictions import Comparison, Said, Strokes


@dataclass(slots=True)
class StepState:
    """What a learner has done at a step.

    Attributes:
        is_reached: Whether its goals were reached, or it was read.
        hints: How many hints are shown.
        said: The prediction, as its kind takes it; None before there is one.
        sketch: Lines that are drawn as a prediction and not said yet.
        came: What became of it, once the goals were reached.
        values: What the quantities of the goals were then, one each; empty before.
        document: With which the step was left; None before it was.
        is_shown: Whether it was shown how; that trains as long as the step says.
        rests: Whether training was paused where the goals were reached.
    """

    is_reached: bool = False
    hints: int = 0
    said: Said | None = None
    sketch: Strokes = ()
    came: Comparison | None = None
    values: tuple[float, ...] = ()
    document: Document | None = None
    is_shown: bool = False
    rests: bool = False

    def begin_again(self) -> bool:
        """Forget what was reached, for the step's document is set again; the prediction and its answer stay.

        Returns:
            Whether anything was.
        """
        was_reached = self.is_reached
        self.is_reached = self.is_shown = self.rests = False
        self.values = ()
        return was_reached


def is_gone_through(lesson: Lesson, states: Sequence[StepState]) -> bool:
    """Whether the last step that asks for something was done, by the learner or by Show me, and not skipped.

    Args:
        lesson: Which; one that asks for nothing is read.
        states: What was done at each of its steps.
    """
    asking = [state.is_reached for step, state in zip(lesson.steps, states, strict=True) if step.goals]
    return not asking or asking[-1]


def tells_of_skipped(lesson: Lesson, states: Sequence[StepState], place: int) -> bool:
    """Whether a step goes on from what the one before it would have made, had it not been skipped.

    So does one that is read, and one that keeps the network of before. Where other goals go on with what is there,
    they can be reached with it as it is. One that was skipped and would only have trained on what an earlier step has
    trained takes nothing away.

    Args:
        lesson: Whose steps they are.
        states: What was done at each step.
        place: The step, from 0.
    """
    step = lesson.steps[place]
    goes_on = step.goes_on or (step.begin is None and not step.goals)
    return place > 0 and goes_on and not states[place - 1].is_reached and not _was_trained(lesson, states, place - 1)


def _was_trained(lesson: Lesson, states: Sequence[StepState], place: int) -> bool:
    """Whether a step only trains on the network that a step before it, which was reached, has trained."""
    while place > 0 and _only_trains(lesson.steps[place]):
        place -= 1
        show = lesson.steps[place].show
        if show is not None and show.epochs and states[place].is_reached:
            return True
    return False


def _only_trains(step: LessonStep) -> bool:
    show = step.show
    return step.begin is None and (show is None or (show.sets_nothing and not show.weights and not show.keeps))
