"""The challenge at hand: words, rules, goals with their values of now, what is foreseen, marking, kept solutions."""

from __future__ import annotations

from html import escape
from math import isnan, nan
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.lessons.goal import StepGoal
from playground.views.challenge.seed_row import SeedRow
from playground.views.challenge.solutions import Solutions
from playground.views.challenge.words import LUCK, SET, free_words, middle_of, verdict_words
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.format import count
from playground.widgets.goal_rows import GoalRow, GoalRows
from playground.widgets.label import FlowText, Label
from playground.widgets.learning.page import LearningPage
from playground.widgets.lengths import scaled
from playground.widgets.step_field import StepField
from playground.widgets.theme import px
from playground.widgets.words_label import WordsLabel

if TYPE_CHECKING:
    from playground.challenges.challenge import Challenge
    from playground.lessons.sight import Sight
    from playground.session.challenge_course import ChallengeCourse

MOST_SEEDS = 64
SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


class ForeseenRow(QWidget):
    """The question for how many seeds it will work, and a number, taken down when it is changed."""

    def __init__(self, course: ChallengeCourse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = course
        self.words = FlowText("", "row", "ink")
        tip = "What you expect\nFor how many of the fresh seeds it will work; compared when it is marked"
        self.number = StepField("What you expect", 0, MOST_SEEDS, 0, tip=tip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, 8)
        row.addWidget(self.words, 1)
        row.addWidget(self.number)
        self.number.edit_finished.connect(self._say)

    def show_state(self, challenge: Challenge) -> None:
        """Show what was said; nothing can be foreseen of what is marked."""
        course = self._course
        asked = f"<b>Predict.</b> Of {challenge.seeds} fresh seeds, for how many will it work?"
        said = f"<b>You expect</b> it to work for {course.predicted} of {challenge.seeds} fresh seeds."
        self.words.set_text(asked if course.predicted is None else said)
        self.number.set_value(0 if course.predicted is None else course.predicted)
        self.setEnabled(not course.is_marking and not course.is_marked)

    @Slot()
    def _say(self) -> None:
        challenge = self._course.challenge
        if challenge is not None:
            self._course.predict(min(round(self.number.value()), challenge.seeds))


class ChallengePage(LearningPage):
    """One challenge: its words, rules and goals, Mark it and what came of it, solutions that were kept."""

    def __init__(self, course: ChallengeCourse, parent: QWidget | None = None) -> None:
        super().__init__("Brings the document back that the challenge starts from, as one undo step", parent)
        self._course = course
        self._shown: Challenge | None = None
        self._hints, self._said = 0, ""
        self.place, self.words, self.rules = Label("", "label", "ink3"), WordsLabel(), FlowText("")
        self.goals, self.rival, self.broken = GoalRows(), GoalRows(), FlowText("", "row", "warn")
        self.beside_words = Label("Optional goals", "label", "ink3")
        self.beside = {name: GoalRow() for name in ("size", "epochs", "seconds")}
        self.foreseen = ForeseenRow(course)
        self.seeds, self.verdict = SeedRow(), FlowText("", "row", "ink2")
        self.solutions = Solutions()
        tip = (
            "Mark it\nTrains this document from fresh seeds, beside the window, and counts for how many the goals hold"
        )
        self.mark = PushButton("Mark it", tip=tip, primary=True, height=SMALL)
        tip = "Hand in…\nWrites one file with your document, its weights, what you did and foresaw, for who marks it"
        self.hand_in = PushButton("Hand in…", tip=tip, height=SMALL)
        self._arrange()
        self.mark.clicked.connect(self._mark_or_cancel)
        self.hint.clicked.connect(self._show_hint)
        self.again.clicked.connect(course.set_up)
        self.hand_in.clicked.connect(course.hand_in_asked)
        self.solutions.chosen.connect(course.reopen_asked)

    @Slot()
    def refresh(self) -> None:
        """Show the challenge as it is now."""
        course, challenge = self._course, self._course.challenge
        if challenge is None or course.start is None:
            return
        if challenge is not self._shown:
            self._shown, self._hints = challenge, 0
            self.area.verticalScrollBar().setValue(0)
        passed = ", passed" if challenge.key in course.passed else ""
        self.place.set_text(f"About {count(challenge.minutes, 'minute')}{passed}")
        self.words.set_markdown(challenge.words)
        self.rules.set_text(free_words(challenge, course.start))
        self.goals.show_goals(challenge.targets())
        self.broken.set_text(escape(" ".join(course.broken)))
        self.broken.setVisible(bool(course.broken))
        self.foreseen.show_state(challenge)
        self.solutions.show_solutions(course.solutions)
        self.show_hints(challenge.hints, self._hints)
        self.show_marking()
        self.show_values(course.sight())

    @Slot()
    def show_marking(self) -> None:
        """Show how far the marking is, or what it came to."""
        course, challenge = self._course, self._course.challenge
        if challenge is None:
            return
        marks = course.marks
        trained = course.is_marking or bool(course.replays)
        self.seeds.setVisible(trained)
        if trained:
            met = marks.met if marks is not None else ()
            document = course.marked if course.marked is not None else course.start
            if document is not None:
                self.seeds.show_seeds(challenge.seeds, course.replays, document.dataset, met)
        self.mark.set_text("Cancel" if course.is_marking else "Mark it")
        words, before = self._verdict(challenge), self._said
        self._said = words
        self.verdict.set_text(words)
        self.verdict.setVisible(bool(words))
        if words != before and marks is not None:
            self.area.reveal(self.verdict)

    def show_values(self, sight: Sight) -> None:
        """Show the values of the goals as they are in a sight of the run."""
        challenge = self._course.challenge
        if challenge is None:
            return
        self.goals.show_values(challenge.targets(), sight)
        self._show_rival(challenge)
        self._show_beside(challenge, sight)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _verdict(self, challenge: Challenge) -> str:
        course = self._course
        if course.error:
            return f"<b>Not marked.</b> {escape(course.error)}"
        if course.is_marking:
            return f"Training from fresh seeds: {len(course.replays)} of {challenge.seeds}."
        if course.marks is None:
            return ""
        met = course.is_marked and course.is_met()
        why = "" if not met else SET if course.is_by_hand() else LUCK
        words = verdict_words(challenge, course.marks, course.predicted, why)
        return words if course.is_marked else f"{words} The document has changed since."

    def _show_rival(self, challenge: Challenge) -> None:
        """What is asked of the rival, and what it came to in the middle when both were marked."""
        targets = challenge.rival.targets() if challenge.rival is not None else ()
        self.rival.show_goals(targets)
        marks = self._course.marks if self._course.is_marked else None
        first = len(challenge.targets())
        for place, (row, goal) in enumerate(zip(self.rival.rows, targets, strict=False), start=first):
            middle = nan if marks is None else middle_of(marks, place)
            said = "" if isnan(middle) else goal.quantity.said(middle)
            words = f"Rival's {goal.quantity.name} {SIGNS[goal.relation]} {goal.quantity.said(goal.value)}"
            row.show_goal(words, said, is_met=goal.meets(middle))

    def _show_beside(self, challenge: Challenge, sight: Sight) -> None:
        bonus, marks = challenge.bonus, self._course.marks
        met = marks.bonus if marks is not None and self._course.is_marked else {}
        goal = StepGoal.read(bonus.size) if bonus.size else None
        size = "" if goal is None else f"{goal.words[:1].upper()}{goal.words[1:]}"
        value = "" if goal is None or isnan(now := goal.value_in(sight)) else goal.quantity.said(now)
        seconds = "" if marks is None or isnan(marks.seconds) else f"{marks.seconds:.2g} s"
        rows = {
            "size": (size, value),
            "epochs": (f"After {bonus.epochs:,} epochs already" if bonus.epochs else "", ""),
            "seconds": (f"One training: at most {bonus.seconds:g} s" if bonus.seconds else "", seconds),
        }
        for name, (words, said) in rows.items():
            self.beside[name].setVisible(bool(words))
            self.beside[name].show_goal(words, said, is_met=met.get(name, False))
        self.beside_words.setVisible(any(words for words, _ in rows.values()))

    @Slot()
    def _show_hint(self) -> None:
        if self._course.challenge is not None:
            self._hints += 1
            self.show_hints(self._course.challenge.hints, self._hints)

    @Slot()
    def _mark_or_cancel(self) -> None:
        if self._course.is_marking:
            self._course.cancel()
        else:
            self._course.mark()
            self.area.ensureWidgetVisible(self.verdict, 0, px(80))

    def _arrange(self) -> None:
        beside = QWidget()
        rows = QVBoxLayout(beside)
        rows.setContentsMargins(0, 0, 0, 0)
        scaled(rows.setSpacing, 4)
        for row in (self.beside_words, *self.beside.values()):
            rows.addWidget(row)
        heads = self.place, self.words, self.rules, self.goals, self.rival, self.broken, beside, self.hints
        marks = self.foreseen, self.seeds, self.verdict, self.solutions
        self.arrange((*heads, *marks), (self.hint, self.again, None), (self.hand_in, None, self.mark))
