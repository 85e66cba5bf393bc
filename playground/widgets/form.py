"""A form made from a frozen dataclass: a row for each field, from the field's own metadata."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.widgets.form_rows import FieldNeeds, FormRow, make_row
from playground.widgets.row import ActionRow
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from dataclasses import Field


class Form(QWidget):
    """Shows a spec and announces the spec as the person wants it. It never changes one, and never rebuilds.

    A field's metadata gives `label`, `help`, `min`, `max`, `step`, `unit`, `log`, `choices` and `widget`;
    `hidden` leaves it out, `order` sorts, `advanced` puts it behind "More", and `only` = (field, value, ...)
    shows it while that other field has one of these values. A field without a label has no row.

    Args:
        spec_class: A dataclass whose shown fields have defaults.
        names: Show these fields only.
        choices: Value to title for fields whose metadata leaves the choices open.
        surface: Role of what the form lies on.
        parent: Qt parent.

    Signals:
        edited(object, bool): The new spec, and whether the gesture is over.
    """

    edited = Signal(object, bool)

    def __init__(
        self,
        spec_class: type,
        *,
        names: Collection[str] | None = None,
        choices: Mapping[str, Mapping[Any, str]] | None = None,
        surface: str = "raised",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec_class = spec_class
        self._spec: Any = None
        self._rows: dict[str, FormRow] = {}
        self._conditions: dict[str, tuple[Any, ...]] = {}
        self._advanced: set[str] = set()
        self._more: ActionRow | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for field in _shown_fields(spec_class, names):
            self._add(field, choices or {}, surface)
        self._place_rows()
        theme_signals().changed.connect(self._measure)
        self._measure()

    def spec(self) -> Any:
        """The spec that is shown."""
        return self._spec

    def row(self, name: str) -> FormRow:
        """The row of a field.

        Raises:
            KeyError: The field has none.
        """
        return self._rows[name]

    def set_value(self, spec: Any) -> None:
        """Show a spec without a signal; focus and open editors stay.

        Raises:
            TypeError: The spec is of another class than the form.
        """
        if type(spec) is not self.spec_class:
            raise TypeError(f"a form for {self.spec_class.__name__} cannot show {type(spec).__name__}")
        before, self._spec = self._spec, spec
        for name, row in self._rows.items():
            value = getattr(spec, name)
            if before is None or getattr(before, name) != value:
                row.show_value(value)
        self._show_rows()

    def _add(self, field: Field[Any], choices: Mapping[str, Mapping[Any, str]], surface: str) -> None:
        metadata = dict(field.metadata)
        if field.name in choices:
            metadata["choices"] = choices[field.name]
        row = make_row(FieldNeeds(field.name, field.default, metadata, surface))
        row.edited.connect(partial(self._take, field.name))
        self._rows[field.name] = row
        if "only" in metadata:
            self._conditions[field.name] = metadata["only"]
        if metadata.get("advanced"):
            self._advanced.add(field.name)

    def _place_rows(self) -> None:
        for name, row in self._rows.items():
            if name not in self._advanced:
                self._column.addWidget(row)
        if self._advanced:
            self._more = ActionRow("chevron-right", "More")
            self._more.clicked.connect(self._show_advanced)
            self._column.addWidget(self._more)
        for name in self._rows:
            if name in self._advanced:
                self._column.addWidget(self._rows[name])
                self._rows[name].hide()

    def _show_advanced(self) -> None:
        if self._more is not None:
            self._more.hide()
        self._advanced.clear()
        self._show_rows()

    def _show_rows(self) -> None:
        for name, row in self._rows.items():
            condition = self._conditions.get(name)
            applies = condition is None or getattr(self._spec, condition[0]) in condition[1:]
            row.setVisible(applies and name not in self._advanced)

    def _take(self, name: str, value: Any, finished: bool) -> None:
        if self._spec is None:
            return
        if getattr(self._spec, name) != value:
            self._spec = replace(self._spec, **{name: value})
            self._show_rows()
        self.edited.emit(self._spec, finished)

    def _measure(self) -> None:
        self._column.setSpacing(px(6))


def _shown_fields(spec_class: type, names: Collection[str] | None) -> list[Field[Any]]:
    shown = [
        field
        for field in fields(spec_class)
        if field.metadata.get("label")
        and not field.metadata.get("hidden")
        and field.default is not MISSING
        and (names is None or field.name in names)
    ]
    return sorted(shown, key=lambda field: field.metadata.get("order", 0))
