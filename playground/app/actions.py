"""The table of actions: menus, shortcuts and the command palette are made from it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from playground.app.action_info import (
    TRUTH_HINT,
    ActionInfo,
    drag_rows,
    explain_rows,
    link_row,
    operation_rows,
    overlay_row,
    preset_row,
    prune_rows,
    task_row,
    theme_rows,
)
from playground.app.action_steps import (
    add_layer,
    no_more_classes,
    no_thumbnails,
    resample,
    switch_scale,
    switch_sums,
    switch_thumbnails,
)
from playground.app.by_hand_action import BY_HAND
from playground.app.experiment_actions import EXPERIMENTS
from playground.app.hand_actions import MENU
from playground.app.help_actions import HELP_ROWS
from playground.app.last_session import NONE as NO_SESSION
from playground.app.links import copy_text
from playground.app.points_export import export_points
from playground.document import edits_data
from playground.document.dataset import MOST_CLASSES
from playground.document.model import domain_of
from playground.document.network_presets import NETWORK_PRESETS
from playground.domains.plane.tools import TOOLS
from playground.lessons.locks import tool_lock
from playground.session.class_choice import add_class
from playground.session.scaling_choice import anew_refusal, standardise_anew, standardise_refusal, switch_standardise
from playground.session.value_choice import add_refusal, add_value, remove_refusal, remove_value
from playground.tasks import TASKS
from playground.training.emulations import EMULATIONS
from playground.training.loop.commands import StepUnit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from playground.app.shell import Shell

USUAL_SCALE = 100
MENUS = ("File", "Edit", "Data", "Network", "Train", "View", "Help")


ACTIONS: dict[str, ActionInfo] = {
    "new": ActionInfo(
        "File", "New", lambda s: s.documents.new(), ("Ctrl+N",), "file-plus", "An empty plane to draw on."
    ),
    "open": ActionInfo("File", "Open…", lambda s: s.documents.open_dialog(), ("Ctrl+O",), "folder-open"),
    "open_pictures": ActionInfo(
        "File",
        "Open folder of pictures…",
        lambda s: s.documents.open_folder_dialog(),
        (),
        "",
        "A folder with a folder of pictures for each class, or with MNIST's files; undo brings the old samples back.",
    ),
    "examples": ActionInfo("File", "Examples…", lambda s: s.dialogs.show_examples(), ("Ctrl+E",), "grid-2x2"),
    "reopen": ActionInfo(
        "File",
        "Reopen last session",
        lambda s: s.documents.reopen_last_session(),
        ("Ctrl+Shift+T",),
        "rotate-ccw",
        "What was not saved when the window was closed, or when another document took its place.",
        None,
        lambda s: "" if s.documents.last_session.is_there() else NO_SESSION,
    ),
    "save": ActionInfo("File", "|Save", lambda s: s.documents.save(), ("Ctrl+S",), "save"),
    "save_as": ActionInfo("File", "Save as…", lambda s: s.documents.save_as(), ("Ctrl+Shift+S",)),
    "save_runs": ActionInfo(
        "File",
        "Save runs with projects",
        lambda s: s.documents.toggle_saves_runs(),
        (),
        "history",
        "Whether a project holds what was recorded of its runs, to go back in when it is opened again.",
        lambda s: s.settings.saves_runs,
    ),
    "export_csv": ActionInfo("File", "Export points as CSV…", export_points, (), "download"),
    "export": ActionInfo(
        "File",
        "Export code, model or report…",
        lambda s: s.dialogs.show_export(),
        ("Ctrl+Shift+E",),
        "upload",
        "PyTorch, NumPy, scikit-learn, ONNX, weights, the loss curve, or a page with pictures.",
    ),
    "export_run": ActionInfo(
        "File",
        "Export the run as GIF, APNG or pictures…",
        lambda s: s.dialogs.show_run_film(),
        (),
        "image",
        "A panel or the window at up to 300 recorded moments, as a moving picture.",
    ),
    "picture": ActionInfo(
        "File",
        "Save picture as PNG, SVG or PDF…",
        lambda s: s.dialogs.save_picture(),
        ("Ctrl+Alt+S",),
        "image",
        "The window or any of its views, in any size and either theme; a PNG can carry the project.",
    ),
    "copy_picture": ActionInfo(
        "File",
        "Copy picture of the panel",
        lambda s: s.dialogs.copy_picture(),
        ("Ctrl+Alt+C",),
        "copy",
        "The panel under the pointer, else the one with the focus, on the clipboard, to paste it into slides.",
    ),
    "copy_text": ActionInfo(
        "File",
        "Copy document as text",
        lambda s: copy_text(s.session),
        (),
        "copy",
        "The document as text for mail or chat; paste it to open it.",
    ),
    "quit": ActionInfo("File", "|Quit", lambda s: s.close(), ("Ctrl+Q",)),
    "undo": ActionInfo("Edit", "Undo", lambda s: s.session.undo_stack.undo(), ("Ctrl+Z",), "undo"),
    "redo": ActionInfo("Edit", "Redo", lambda s: s.session.undo_stack.redo(), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    "copy_points": ActionInfo(
        "Edit",
        "|Copy points",
        lambda s: s.imports.copy_points(),
        ("Ctrl+C",),
        "copy",
        "The selected points, or all, as a table for a spreadsheet.",
    ),
    "paste": ActionInfo(
        "Edit",
        "Paste points or link…",
        lambda s: s.imports.paste(),
        ("Ctrl+V",),
        "clipboard",
        "A table from a spreadsheet or any text: shown first, then its points are taken.",
    ),
    **{f"copy_link_{one.name}": link_row(one) for one in EMULATIONS},
    "resample": ActionInfo(
        "Data",
        "Resample",
        resample,
        ("Ctrl+R",),
        "dices",
        "New data from the same generator, with a new seed.",
    ),
    "clear": ActionInfo(
        "Data",
        "Clear",
        lambda s: s.session.edit(f"Clear {domain_of(s.session.document).marks}", edits_data.clear_points),
        (),
        "trash-2",
        "Remove all data; undo brings it back.",
    ),
    "standardise": ActionInfo(
        "Data",
        "|Standardise",
        lambda s: switch_standardise(s.session),
        (),
        "",
        "The network gets x, y and values with a mean of 0 and a standard deviation of 1.",
        lambda s: not s.session.document.scaling.is_identity,
        lambda s: standardise_refusal(s.session),
    ),
    "standardise_anew": ActionInfo(
        "Data",
        "Standardise anew",
        lambda s: standardise_anew(s.session),
        (),
        "",
        "By the training points as they are now, where they have moved.",
        refusal=lambda s: anew_refusal(s.session),
    ),
    "add_class": ActionInfo(
        "Data",
        "Add class",
        lambda s: add_class(s.session),
        (),
        "plus",
        f"The next of {MOST_CLASSES} classes, to draw with; the keys 3 to 9 add it, too.",
        refusal=no_more_classes,
    ),
    "add_value": ActionInfo(
        "Data",
        "Add a value",
        lambda s: add_value(s.session),
        (),
        "plus",
        "One more of up to 16 values of every point, 0 at first; the keys 1 to 9 show one of them.",
        refusal=lambda s: add_refusal(s.session),
    ),
    "remove_value": ActionInfo(
        "Data",
        "Remove a value",
        lambda s: remove_value(s.session),
        (),
        "",
        "Takes the value that the map shows from every point.",
        refusal=lambda s: remove_refusal(s.session),
    ),
    **operation_rows(),
    **{f"as_{name}": task_row(task, first=place == 0) for place, (name, task) in enumerate(TASKS.items())},
    "add_layer": ActionInfo("Network", "Add layer", add_layer, ("Ctrl+L",), "plus"),
    **{f"preset_{name}": preset_row(preset) for name, preset in NETWORK_PRESETS.items()},
    **prune_rows(),
    "new_weights": ActionInfo(
        "Network",
        "New weights",
        lambda s: s.session.new_weights(),
        ("Shift+R",),
        "dices",
        "Draw other initial weights, with a new seed. A trained run stays in the loss panel; undo brings it back.",
    ),
    "play": ActionInfo("Train", "Play or pause", lambda s: s.session.toggle(), ("Space",), "play"),
    "step": ActionInfo("Train", "Step one epoch", lambda s: s.session.step(), ("Right",), "step-forward"),
    "step_batch": ActionInfo("Train", "Step one batch", lambda s: s.session.step(StepUnit.BATCH), ("Shift+Right",)),
    "by_hand": BY_HAND,
    "back": ActionInfo(
        "Train",
        "One record back",
        lambda s: s.session.time.step(-1),
        ("Ctrl+Left",),
        "history",
        "Every view shows an earlier moment of the run, while training goes on or stands.",
    ),
    "forward": ActionInfo("Train", "One record forward", lambda s: s.session.time.step(1), ("Ctrl+Right",)),
    "live": ActionInfo("Train", "Back to live", lambda s: s.session.time.live(), ("Ctrl+End",)),
    "continue": ActionInfo(
        "Train",
        "Continue from here",
        lambda s: s.session.time.go_on(),
        (),
        "git-branch",
        "Train on from the moment that is shown; the run as it was stays beside it in the loss panel.",
    ),
    "reset": ActionInfo(
        "Train",
        "Reset",
        lambda s: s.session.reset(),
        ("R",),
        "rotate-ccw",
        "Back to the same initial weights. A trained run stays in the loss panel; undo brings it back.",
    ),
    **EXPERIMENTS,
    "next_panel": ActionInfo("View", "Next panel", lambda s: s.layout_of_panels.step_focus(1), ("F6",)),
    "previous_panel": ActionInfo("View", "Previous panel", lambda s: s.layout_of_panels.step_focus(-1), ("Shift+F6",)),
    "full_screen": ActionInfo("View", "Full screen", lambda s: s.toggle_full_screen(), ("F11",), "maximize"),
    "maximise": ActionInfo(
        "View",
        "Maximise panel",
        lambda s: s.layout_of_panels.toggle_alone_at_hand(),
        ("Ctrl+Space",),
        "maximize-2",
        "The panel under the pointer, else the one with the focus, alone in the window; Esc brings the others back.",
        is_on=lambda s: bool(s.layout_of_panels.alone),
    ),
    "present": ActionInfo(
        "View",
        "Present",
        lambda s: s.layout_of_panels.toggle_presenting(),
        ("F5", "Ctrl+Shift+Tab"),
        "monitor",
        "Pictures and large numbers alone, without tools, for a class or a screen; Esc brings the tools back.",
        is_on=lambda s: s.layout_of_panels.presenting,
    ),
    "reset_layout": ActionInfo(
        "View",
        "Reset layout",
        lambda s: s.layout_of_panels.reset(),
        (),
        "panel-left",
        "Every panel where and as large as at the first start.",
    ),
    **explain_rows(),
    "theme": ActionInfo("View › Theme", "Switch theme", lambda s: s.appearance.toggle(), ("Ctrl+T",), "sun"),
    **theme_rows(),
    "larger": ActionInfo("View › Interface", "Larger interface", lambda s: s.change_scale(10), ("Ctrl++", "Ctrl+=")),
    "smaller": ActionInfo("View › Interface", "Smaller interface", lambda s: s.change_scale(-10), ("Ctrl+-",)),
    "usual_size": ActionInfo(
        "View › Interface",
        "Interface back to 100 %",
        lambda s: s.change_scale(USUAL_SCALE - s.settings.scale),
        ("Ctrl+0",),
        hint="Words, controls and pictures as large as they were drawn.",
        refusal=lambda s: "The interface has this size." if s.settings.scale == USUAL_SCALE else "",
        value=lambda s: f"now {s.settings.scale} %",
    ),
    "reduced_motion": ActionInfo(
        "View › Interface",
        "|Reduce motion",
        lambda s: s.toggle_reduced_motion(),
        is_on=lambda s: s.settings.reduced_motion,
    ),
    "overlay_regions": overlay_row(
        "regions",
        "|Linear regions on the map",
        "Ctrl+Shift+R",
        "Where a network of ReLUs is flat, how many such cells there are, and the formula under the pointer.",
    ),
    "overlay_pushes": overlay_row(
        "pushes",
        "Push of the points on the map",
        "Ctrl+Shift+G",
        "Arrows: which way the gradient of each training point's loss moves the decision line.",
    ),
    "overlay_truth": overlay_row("truth", "True border on the map", "Ctrl+Shift+U", TRUTH_HINT),
    "sums": ActionInfo(
        "View",
        "Spaces before activation",
        switch_sums,
        hint="In the hidden space, in front of each layer a small space of its sums.",
        is_on=lambda s: s.session.selection.shows_sums,
    ),
    "thumbnails": ActionInfo(
        "View",
        "Thumbnails in the hidden space",
        switch_thumbnails,
        hint="Pictures at their places in the large space, as many as there is room for, in place of dots alone.",
        is_on=lambda s: s.session.selection.shows_thumbnails,
        refusal=no_thumbnails,
    ),
    "morph": ActionInfo(
        "View",
        "Play or stop the morph",
        lambda s: s.session.selection.morph_asked.emit(),
        ("Ctrl+M",),
        "play",
        "In the hidden space, from the input through every layer to the output and back.",
    ),
    **drag_rows(),
    "common_scale": ActionInfo(
        "View",
        "One colour scale per layer",
        switch_scale,
        hint="Neurons of a layer can be compared by strength; off, each has a scale of its own, and none is left dark.",
        is_on=lambda s: s.session.selection.common_scale,
    ),
    **HELP_ROWS,
}


def lockable_commands() -> dict[str, str]:
    """What a lesson can lock one by one, commands and drawing tools: words as "Train › Reset", by their names."""
    commands = {key: f"{info.menu} › {info.text.lstrip('|').rstrip('…')}" for key, info in ACTIONS.items()}
    return commands | {tool_lock(name): f"{MENU} › {tool.title}" for name, tool in TOOLS.items()}


def make_actions(window: QMainWindow, shell: Shell) -> dict[str, QAction]:
    """A QAction for each row, owned by the window, its shortcut live everywhere in it."""
    made: dict[str, QAction] = {}
    for key, info in ACTIONS.items():
        action = QAction(info.text.lstrip("|"), window)
        action.setObjectName(key)
        action.setShortcuts([QKeySequence(keys) for keys in info.keys])
        action.setToolTip(info.hint)
        action.setCheckable(info.is_on is not None)
        action.triggered.connect(partial(_trigger, shell, info))
        window.addAction(action)
        made[key] = action
    show_states(made, shell)
    return made


def show_states(actions: dict[str, QAction], shell: Shell) -> None:
    """Tick the switches that are on; what cannot be done now says why in place of what it does, or is not offered."""
    for key, info in ACTIONS.items():
        if info.is_on is not None:
            actions[key].setChecked(info.is_on(shell))
        if info.is_offered is not None:
            actions[key].setVisible(info.is_offered(shell))
        if info.value is not None and actions[key].isVisible():
            value = info.value(shell)
            actions[key].setText(f"{info.text.lstrip('|')} ({value})" if value else info.text.lstrip("|"))
        refusal = shell.session.lessons.locks_action(key) or (info.refusal(shell) if info.refusal is not None else "")
        actions[key].setEnabled(not refusal)
        actions[key].setToolTip(refusal or info.hint)


def _trigger(shell: Shell, info: ActionInfo, _checked: bool = False) -> None:
    info.run(shell)
