"""What an action is, and rows of the table of actions that are made by the dozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from playground.app.links import copy_link
from playground.document.data_operations import DATA_OPERATIONS, refusal
from playground.document.edits_data import set_task
from playground.session.preset_choice import preset_size, use_preset
from playground.session.pruning import PRUNE_HINT, SHARES, prune, prune_refusal, prune_text
from playground.views.explain.view import KINDS as EXPLAIN_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.app.settings import ThemeChoice
    from playground.app.shell import Shell
    from playground.document.data_operations import DataOperation
    from playground.document.emulation import Emulation
    from playground.document.network_presets import NetworkPreset
    from playground.tasks import Task
    from playground.widgets.segmented import Segment


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """One thing a person can do from a menu, a key or the palette.

    Attributes:
        menu: One of `actions.MENUS`, and a submenu of it behind " › ", if it stands there.
        text: As menus show it; "|" before it draws a separator above.
        run: What it does.
        keys: Shortcuts, the first one shown.
        icon: Name in `resources/icons`, or empty.
        hint: One sentence of what it does.
        is_on: Whether it is on, for a switch, which menus tick; None for what is done and over.
        refusal: Why it cannot be done now, in words, else empty; None for what always can.
        value: What it is set to now, or what it would bring, shown behind its text.
        is_offered: Whether it stands in menus and palette now; None for what always does.
    """

    menu: str
    text: str
    run: Callable[[Shell], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    hint: str = ""
    is_on: Callable[[Shell], bool] | None = None
    refusal: Callable[[Shell], str] | None = None
    value: Callable[[Shell], str] | None = None
    is_offered: Callable[[Shell], bool] | None = None


def operation_rows() -> dict[str, ActionInfo]:
    """A row for each operation on the points; its window shows what it would change."""
    kinds = enumerate(DATA_OPERATIONS.values())
    return {f"data_{kind.key}": _operation_row(kind, first=place == 0) for place, kind in kinds}


def explain_rows() -> dict[str, ActionInfo]:
    """A row for each question that the panel Explain answers of the sample at hand."""
    return {f"explain_{one.key}": _explain_row(one) for one in EXPLAIN_KINDS}


def drag_rows() -> dict[str, ActionInfo]:
    """The row that lets points of the large hidden space be dragged."""

    def run(shell: Shell) -> None:
        shell.layout_of_panels.open("hidden")
        shell.session.selection.drag_asked.emit()

    hint = (
        "Points of the large hidden space can be dragged: the least change of weights that does it is found and made."
    )
    return {"drag_answer": ActionInfo("View", "Drag the answer", run, icon="hand", hint=hint)}


def _explain_row(question: Segment) -> ActionInfo:
    title, _, hint = question.tip.partition("\n")

    def run(shell: Shell) -> None:
        shell.layout_of_panels.open("explain")
        shell.session.selection.explain_asked.emit(question.key)

    return ActionInfo("View › Explain", title, run, hint=f"{hint}.")


def _operation_row(kind: type[DataOperation], *, first: bool) -> ActionInfo:

    def run(shell: Shell) -> None:
        from playground.views.data.operation_dialog import OperationDialog

        OperationDialog.run(shell.session, kind, shell.dialog_parent())

    def why_not(shell: Shell) -> str:
        return refusal(kind, shell.session.document.dataset, shell.session.selection.points)

    return ActionInfo("Data", f"{'|' if first else ''}{kind.title}…", run, (), "", kind.summary, refusal=why_not)


def task_row(task: Task, *, first: bool) -> ActionInfo:
    """A row that gives the points another task."""
    words = f"Use as {task.title.lower()}"

    def run(shell: Shell) -> None:
        value = shell.session.selection.value
        shell.session.edit(words, lambda document: set_task(document, task.name, value))

    def why_not(shell: Shell) -> str:
        return f"It is a {task.title.lower()}." if shell.session.document.task == task.name else ""

    return ActionInfo("Data", f"{'|' if first else ''}{words}", run, refusal=why_not)


def preset_row(preset: NetworkPreset) -> ActionInfo:
    """A row that puts a preset's layers in place of those at hand, where it can take the samples."""
    return ActionInfo(
        "Network › Presets",
        preset.title,
        lambda s: use_preset(s.session, preset),
        (),
        "network",
        preset.summary,
        value=lambda s: preset_size(s.session.document, preset),
        is_offered=lambda s: preset.suits(s.session.document),
    )


def prune_rows() -> dict[str, ActionInfo]:
    """Rows that each keep a share of the weights, to train them again from the start."""
    return {f"prune_{round(100 * share)}": _prune_row(share) for share in SHARES}


def _prune_row(share: float) -> ActionInfo:
    return ActionInfo(
        "Network › Prune",
        prune_text(share),
        lambda s: prune(s.session, share),
        (),
        "scissors",
        PRUNE_HINT,
        refusal=lambda s: prune_refusal(s.session),
    )


def link_row(emulation: Emulation) -> ActionInfo:
    """A row that copies the document as a link of another program."""
    return ActionInfo(
        "Edit",
        f"Copy as {emulation.title} link",
        lambda s: copy_link(emulation, s.session),
        (),
        "link",
        f"Points, network and settings as a link of {emulation.address}, where one can hold them.",
    )


TRUTH_HINT = "Where the classes are equally probable by the formula that made the points, and the least error there is."


def overlay_row(name: str, text: str, keys: str, hint: str) -> ActionInfo:
    """A row for what can be laid over the map."""
    return ActionInfo(
        "View",
        text,
        lambda s: s.session.overlays.switch(name, on=not s.session.overlays.is_on(name)),
        (keys,),
        "",
        hint,
        lambda s: s.session.overlays.is_on(name),
        lambda s: s.session.overlays.refusal(name, s.session.document),
    )


THEMES: tuple[tuple[ThemeChoice, str, str], ...] = (
    ("dark", "|Dark theme", "Light figures on a dark ground, whatever the system says."),
    ("light", "Light theme", "Dark figures on a light ground, whatever the system says."),
    ("auto", "Theme as the system", "Dark or light as the system is, and changes with it; dark where it does not say."),
)


def theme_rows() -> dict[str, ActionInfo]:
    """A row for each way to choose dark or light."""
    return {
        f"theme_{choice}": ActionInfo(
            "View › Theme", words, partial(_choose_theme, choice), hint=hint, is_on=partial(_has_theme, choice)
        )
        for choice, words, hint in THEMES
    }


def _choose_theme(choice: ThemeChoice, shell: Shell) -> None:
    shell.appearance.choose(choice)


def _has_theme(choice: ThemeChoice, shell: Shell) -> bool:
    return shell.appearance.choice == choice
