"""What pupils cannot do while the lesson is open: parts of the document, commands, panels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.docks import DOCKS
from playground.app.lesson_editor.fields import row
from playground.app.lesson_editor.tick_button import TickButton
from playground.lessons.lesson import OWN_PANEL
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.switch import Switch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.lessons.draft import LessonDraft

PARTS = (("data", "Data"), ("network", "Network"), ("training", "Training"))


class LocksForm(QWidget):
    """Shows the locks of a lesson.

    Args:
        actions: Words of the commands that can be locked, by their names.
        closed: Says which panels are closed now, by their keys.
    """

    def __init__(self, actions: Mapping[str, str], closed: Callable[[], tuple[str, ...]]) -> None:
        super().__init__()
        self._closed = closed
        tip = "Pupils cannot change it while the lesson is open"
        segments = [Segment(part, title, tip=f"{title}\n{tip}") for part, title in PARTS]
        self.parts = Segmented("Locked parts", segments, exclusive=False)
        tip = "Locked commands\nGrey in menus, palette, panels and by keys while the lesson is open"
        self.actions_locked = TickButton("Commands", actions, tip, "lock")
        tip = "Locked panels\nThey are seen and cannot be touched while the lesson is open"
        panels = {key: one.title for key, one in DOCKS.items() if key != OWN_PANEL}
        self.panels_locked = TickButton("Panels", panels, tip, "lock")
        tip = "Only the open panels\nPanels that are closed now stay closed while the lesson is open"
        self.hides = Switch("Only the open panels", tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        column.addLayout(row(Label("Lock", "row", "ink2"), self.parts, None))
        column.addLayout(row(self.actions_locked, None))
        column.addLayout(row(self.panels_locked, None))
        column.addLayout(row(Label("Only the open panels", "row", "ink2"), None, self.hides))

    def show_locks(self, draft: LessonDraft) -> None:
        """Show those of a lesson."""
        self.parts.set_keys_on(draft.locked)
        self.actions_locked.set_ticked(draft.locked_actions)
        self.panels_locked.set_ticked(draft.locked_panels)
        self.hides.setChecked(bool(draft.hidden))

    def put_into(self, draft: LessonDraft) -> LessonDraft:
        """A lesson with these; panels that it hides already stay those that they were."""
        return replace(
            draft,
            locked=tuple(part for part, _ in PARTS if part in self.parts.keys_on()),
            hidden=(draft.hidden or self._closed()) if self.hides.isChecked() else (),
            locked_actions=self.actions_locked.ticked(),
            locked_panels=self.panels_locked.ticked(),
        )
