"""The fields of one step: words, what it begins with, what it points at, goals, hints, what it asks to be foreseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.docks import DOCKS
from playground.app.lesson_editor.fields import line, lines, row
from playground.app.lesson_editor.goals import GoalFields
from playground.app.lesson_editor.prediction import PredictionForm
from playground.app.lesson_editor.tick_button import TickButton
from playground.lessons.draft import StepSketch, screen, shown_by
from playground.lessons.goal import StepGoal
from playground.lessons.kept_draft import TypedStep
from playground.lessons.lesson import MOST_HINTS
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.lessons.lesson import LessonStep, Solution, StepSettings

WORDS_HEIGHT = 110
USUAL_EPOCHS = 100
FIRST_HINT, LATER_HINT = "For who does not get on", "Plainer than the one before"
SCREEN, GOES_ON, AS_IT_WAS = "screen", "on", "before"
BEGINS = Choice(SCREEN, "the screen", "Data, network and settings as they are on the screen now, without weights")
CONTINUES = Choice(GOES_ON, "what is there", "Nothing is set: it goes on with what the pupil has")
KEEPS = Choice(AS_IT_WAS, "what it had", "As the step says already, whatever is on the screen now")
TRAINS = Choice(GOES_ON, "trains", "Trains what the step begins with, for so many epochs")
BRINGS = Choice(SCREEN, "brings the screen", "Brings data, network and settings as they are now, and trains them")


class StepForm(QWidget):
    """Shows a step, and makes one of what stands in the fields and on the screen.

    Args:
        screen: Gives the document on the screen.
    """

    def __init__(self, screen: Callable[[], Document]) -> None:
        super().__init__()
        self._screen = screen
        self._before: LessonStep | None = None
        self.heading = line("Heading", "Of the step")
        self.words = lines(
            "Words of the step", "What the step says. Markdown: **bold**, lists, paragraphs.", WORDS_HEIGHT
        )
        tip = "Begins with\nWhat is set when a pupil comes to the step; weights are not kept"
        self.begins = ChoiceButton("Begins with", (BEGINS, CONTINUES), SCREEN, prefix="Begins with", tip=tip)
        tip = "Points at\nPanels that the step speaks of; they are opened"
        self.panels = TickButton("Points at", {key: one.title for key, one in DOCKS.items()}, tip)
        self.goals = GoalFields(screen)
        tip = "Show me\nWhat the button of that name does: it should reach the goals"
        self.shows = ChoiceButton("Show me", (TRAINS, BRINGS), GOES_ON, prefix="Show me", tip=tip)
        tip = "Epochs\nShow me trains so many; 0 for no training"
        self.epochs = NumberField("Epochs", NumberRange(minimum=0, maximum=20_000, step=1), USUAL_EPOCHS, tip=tip)
        scaled(self.epochs.setFixedWidth, 64)
        self.hints = [
            line(f"Hint {place}", LATER_HINT if place > 1 else FIRST_HINT) for place in range(1, MOST_HINTS + 1)
        ]
        self.prediction = PredictionForm(screen)
        self._arrange()
        self.goals.changed.connect(self._suit)
        self.shows.chosen.connect(self._suit)
        self._suit()
        self._shown = self.typed()

    @property
    def is_changed(self) -> bool:
        """Whether something else stands in the fields than what was shown last."""
        return self.typed() != self._shown

    def typed(self) -> TypedStep:
        """What stands in the fields, right or wrong."""
        return TypedStep(
            self.heading.text(),
            self.words.toPlainText(),
            self.panels.ticked(),
            self.goals.goals(),
            tuple(one.text() for one in self.hints),
            self.prediction.typed(),
            str(self.begins.value()),
            str(self.shows.value()),
            self.epochs.value(),
        )

    def show_typed(self, typed: TypedStep) -> None:
        """Put into the fields what was typed; what it begins with and shows is chosen where that can be."""
        self.heading.setText(typed.title)
        self.words.setPlainText(typed.words)
        self.panels.set_ticked(typed.panels)
        self.goals.show_goals([StepGoal.read(goal) for goal in typed.goals])
        for place, hint in enumerate(self.hints):
            hint.setText(typed.hints[place] if place < len(typed.hints) else "")
        self.epochs.set_value(typed.epochs)
        for field, value in ((self.begins, typed.begins), (self.shows, typed.shows)):
            if value in {one.value for one in field.choices()}:
                field.set_value(value)
        self.prediction.show_typed(typed.predict)
        self._suit()

    def show_step(self, step: LessonStep | None, *, is_first: bool = False) -> None:
        """Show a step of the lesson, to be changed, or begin another.

        Args:
            step: The step; None for another one.
            is_first: Whether there is no step yet: the first begins with the screen, others go on.
        """
        self._before = step
        begins = step is not None and step.begin is not None
        self.begins.set_choices((BEGINS, CONTINUES, KEEPS) if begins else (BEGINS, CONTINUES))
        self.begins.set_value(AS_IT_WAS if begins else SCREEN if is_first else GOES_ON)
        show = None if step is None else step.show
        sets = show is not None and _sets(show)
        self.shows.set_choices((TRAINS, BRINGS, KEEPS) if sets else (TRAINS, BRINGS))
        self.shows.set_value(AS_IT_WAS if sets else GOES_ON)
        self.show_typed(_typed_of(step))
        self.prediction.show_prediction(None if step is None else step.predict)
        self._shown = self.typed()

    def step(self) -> LessonStep:
        """What stands in the fields, with the document on the screen.

        Raises:
            LessonError: Something is missing; in words.
        """
        document = self._screen()
        before = None if self._before is None else self._before.show
        if before is not None and self.shows.value() == GOES_ON and _sets(before):
            before = None
        return StepSketch(
            self.heading.text(),
            self.words.toPlainText(),
            self._begin(document),
            self.panels.ticked(),
            self.goals.goals(),
            tuple(one.text() for one in self.hints),
            shown_by(
                document if self.shows.value() == SCREEN else None,
                round(self.epochs.value()),
                before,
            ),
            self.prediction.prediction(),
            "" if self._before is None else self._before.experiment,
        ).step()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _begin(self, document: Document) -> StepSettings | None:
        if self.begins.value() == SCREEN:
            return screen(document)
        return self._before.begin if self._before is not None and self.begins.value() == AS_IT_WAS else None

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        scaled(column.setContentsMargins, 0, 0, 12, 0)
        scaled(column.setSpacing, 8)
        column.addWidget(self.heading)
        column.addWidget(self.words)
        column.addLayout(row(self.begins, self.panels, None))
        column.addWidget(self.goals)
        self._epochs_words = Label("epochs", "row", "ink3")
        column.addLayout(row(self.shows, self.epochs, self._epochs_words, None))
        self._hints_words = Label("Hints", "label_strong", "ink3")
        column.addWidget(self._hints_words)
        for field in self.hints:
            column.addWidget(field)
        column.addWidget(self.prediction)
        column.addStretch(1)

    @Slot()
    def _suit(self) -> None:
        """Hints, predictions and Show me are of goals."""
        has_goals = bool(self.goals.rows)
        for part in (self.shows, self.epochs, self._epochs_words, self._hints_words, self.prediction, *self.hints):
            part.setVisible(has_goals)


def _typed_of(step: LessonStep | None) -> TypedStep:
    """A step as it is typed but for its prediction; for none the empty fields of another one."""
    if step is None:
        return TypedStep(epochs=USUAL_EPOCHS)
    epochs = USUAL_EPOCHS if step.show is None else step.show.epochs
    return TypedStep(step.title, step.words, step.look_at, step.goals, step.hints, epochs=epochs)


def _sets(show: Solution) -> bool:
    """Whether it does more than train."""
    return not show.sets_nothing or bool(show.weights) or show.keeps
