"""The rows of the Help menu in the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.action_info import ActionInfo

if TYPE_CHECKING:
    from playground.app.shell import Shell


def _refusal(shell: Shell, marking: str = "") -> str:
    """Why nothing can be done with the challenge at hand; empty where it can."""
    course = shell.session.challenges
    if course.challenge is None:
        return "No challenge is open."
    return marking if course.is_marking else ""


def no_step(shell: Shell, by: int) -> str:
    """Why there is no step of a lesson to go to; empty where there is one."""
    course = shell.session.lessons
    if course.lesson is None:
        return "No lesson is open."
    return "" if 0 <= course.place + by < len(course.lesson.steps) else "The lesson has no step there."


HELP_ROWS: dict[str, ActionInfo] = {
    "welcome": ActionInfo(
        "Help",
        "Welcome",
        lambda s: s.dialogs.show_welcome(),
        (),
        "",
        "Three ways to begin, as at the first start.",
    ),
    "help": ActionInfo(
        "Help",
        "What am I looking at…",
        lambda s: s.dialogs.show_help("overview"),
        ("?",),
        "circle-help",
        "What the panels show, and three things to try first.",
    ),
    "whats_this": ActionInfo(
        "Help",
        "What is this?",
        lambda s: s.whats_this.ask(),
        ("Shift+F1",),
        "circle-help",
        "The next click says what it hits: what it is for, what it stands at now, and which lesson tells more.",
    ),
    "lessons": ActionInfo(
        "Help",
        "Lessons",
        lambda s: s.layout_of_panels.open("lesson"),
        (),
        "graduation-cap",
        "The story of neural networks to be done with your own hands; your work is kept meanwhile.",
    ),
    "next_step": ActionInfo(
        "Help",
        "Next step",
        lambda s: s.session.lessons.go(s.session.lessons.place + 1),
        ("PgDown",),
        "",
        "Of the lesson that is open; the keys of a presenter's remote.",
        refusal=lambda s: no_step(s, 1),
    ),
    "previous_step": ActionInfo(
        "Help",
        "Step before",
        lambda s: s.session.lessons.go(s.session.lessons.place - 1),
        ("PgUp",),
        "",
        "Of the lesson that is open.",
        refusal=lambda s: no_step(s, -1),
    ),
    "teach": ActionInfo(
        "Help",
        "Teach",
        lambda s: s.lesson_desk.toggle_teaching(s.change_scale),
        ("Ctrl+F5",),
        "monitor",
        "Larger type, and lesson, network and map alone, for a class; again brings back what was before.",
        is_on=lambda s: s.session.lessons.is_taught,
    ),
    "write_lesson": ActionInfo(
        "Help",
        "Write a lesson…",
        lambda s: s.lesson_desk.write(s.dialog_parent()),
        (),
        "pencil",
        "Steps made of what is on the screen, with your words and goals, as one file that pupils open.",
    ),
    "leave_lesson": ActionInfo(
        "Help",
        "Leave the lesson",
        lambda s: s.session.lessons.left.emit(),
        (),
        "",
        "Your own work comes back as it was.",
        refusal=lambda s: "" if s.session.lessons.lesson is not None else "No lesson is open.",
    ),
    "challenges": ActionInfo(
        "Help",
        "Challenges",
        lambda s: s.layout_of_panels.open("challenge"),
        (),
        "target",
        "Small tasks to pass or fail, marked by training your solution from fresh seeds.",
    ),
    "mark_challenge": ActionInfo(
        "Help",
        "Mark it",
        lambda s: s.session.challenges.mark(),
        (),
        "",
        "Trains the document at hand from fresh seeds, and counts for how many the challenge's goals hold.",
        refusal=lambda s: _refusal(s, marking="It is being marked."),
    ),
    "hand_in": ActionInfo(
        "Help",
        "Hand in…",
        lambda s: s.session.challenges.hand_in_asked.emit(),
        (),
        "",
        "Writes one file with document, weights, what you did and foresaw, for who marks it.",
        refusal=_refusal,
    ),
    "leave_challenge": ActionInfo(
        "Help",
        "Leave the challenge",
        lambda s: s.session.challenges.left.emit(),
        (),
        "",
        "Your own work comes back as it was.",
        refusal=_refusal,
    ),
    "open_challenge": ActionInfo(
        "Help",
        "Challenge from a file…",
        lambda s: s.challenge_desk.choose_file(),
        (),
        "",
        "Opens a challenge that a teacher has written; or drop the file on the window.",
    ),
    "mark_class": ActionInfo(
        "Help",
        "Mark a class…",
        lambda s: s.challenge_desk.choose_class(),
        (),
        "",
        "Trains all hand-ins in a folder from fresh seeds, into a table; or drop the folder on the window.",
    ),
    "shortcuts": ActionInfo("Help", "Keyboard shortcuts…", lambda s: s.dialogs.show_help("keys"), ("F1",), "keyboard"),
    "words": ActionInfo(
        "Help", "Words…", lambda s: s.dialogs.show_help("words"), (), "book-open", "What the words on screen mean."
    ),
    "palette": ActionInfo(
        "Help", "|All commands…", lambda s: s.dialogs.show_palette(), ("Ctrl+K", "Ctrl+Shift+P"), "search"
    ),
    "about": ActionInfo("Help", "About Playground", lambda s: s.dialogs.show_about(), (), "info"),
}
