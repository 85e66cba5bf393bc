"""What a step asks the pupil to foresee: a form made of the fields of whichever kind of prediction is chosen."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect as types
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from playground.app.lesson_editor.fields import line, lines, row, tab_from
from playground.app.lesson_editor.quantity_field import QuantityField
from playground.lessons.front_matter import LessonError
from playground.lessons.predictions import PREDICTIONS, AnyPrediction
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import Label
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.document.model import Document
    from playground.lessons.predictions import Prediction

NOTHING, KIND = "", "kind"
USUAL = "test accuracy"
CHOICES_HEIGHT, TITLE_WIDTH = 72, 92
TITLES = {"ask": "Question", "why": "Afterwards", "of": "Of", "near": "Near enough"}
HINTS = {
    "ask": "What the pupil is asked before anything is trained",
    "why": "Said when it is known, whatever was foreseen",
}
PLAIN_WORDS = {
    r"`array` of length >= (\d+)": r"at least \1 sentences",
    r"`array` of length <= (\d+)": r"at most \1 sentences",
    "`int`": "a whole number",
    "`float`": "a number",
    "`str`": "words",
}
"""What stands for types in refusals."""
Field = QLineEdit | QPlainTextEdit | ChoiceButton | QuantityField


def tag_of(kind: type[Prediction]) -> str:
    """The name of a kind in files."""
    return str(kind.__struct_config__.tag)


class PredictionForm(QWidget):
    """A kind, and its fields below; kinds of the table come by themselves.

    Args:
        screen: Gives the document on the screen.
    """

    def __init__(self, screen: Callable[[], Document]) -> None:
        super().__init__()
        self._screen = screen
        kinds = [Choice(tag_of(one), tag_of(one), (one.__doc__ or "").splitlines()[0]) for one in PREDICTIONS]
        tip = "What the pupil foresees\nAsked before the goals are reached, and compared when they are"
        none = Choice(NOTHING, "nothing", "The step asks for no prediction")
        self.kind = ChoiceButton("What the pupil foresees", [none, *kinds], NOTHING, prefix="Foresee", tip=tip)
        self.fields: dict[str, Field] = {}
        self._body = QWidget()
        head = QHBoxLayout()
        head.addWidget(self.kind)
        head.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        scaled(self._column.setSpacing, 6)
        self._column.addLayout(head)
        self._column.addWidget(self._body)
        self.kind.chosen.connect(self._make_fields)
        self._make_fields()

    def prediction(self) -> AnyPrediction | None:
        """What stands in the fields; None for no prediction.

        Raises:
            LessonError: It is none; in words that name the field.
        """
        if not self.kind.value():
            return None
        said: dict[str, Any] = {"kind": self.kind.value()}
        for name, one in self._types().items():
            if (value := self._said(name, one)) not in ("", []):
                said[name] = value
        try:
            made: AnyPrediction = msgspec.convert(said, AnyPrediction)
        except msgspec.ValidationError as error:
            raise LessonError(_in_words(str(error))) from None
        return made

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Show one of a step; None for none."""
        kind = NOTHING if prediction is None else tag_of(type(prediction))
        values = {} if prediction is None else {name: getattr(prediction, name) for name in self._types(kind)}
        self.show_typed({KIND: kind} | {name: _as_typed(value) for name, value in values.items()})

    def typed(self) -> dict[str, str]:
        """What stands in the fields as it is typed, right or wrong, by their names, and the kind."""
        return {KIND: str(self.kind.value())} | {name: _text_in(field) for name, field in self.fields.items()}

    def show_typed(self, typed: Mapping[str, str]) -> None:
        """Put into the fields what was typed.

        Args:
            typed: As `typed` gives it.
        """
        kind = typed.get(KIND, NOTHING)
        self.kind.set_value(kind if kind in {tag_of(one) for one in PREDICTIONS} else NOTHING)
        self._make_fields()
        for name, field in self.fields.items():
            if name in typed:
                _put(field, typed[name])

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _types(self, tag: str = "") -> dict[str, types.Type]:
        """What the fields of a kind take, by their names; of the chosen kind, where none is named."""
        kind = next((one for one in PREDICTIONS if tag_of(one) == (tag or self.kind.value())), None)
        found = None if kind is None else types.type_info(kind)
        return {one.name: one.type for one in found.fields} if isinstance(found, types.StructType) else {}

    def _said(self, name: str, one: types.Type) -> Any:
        """The value of a field; what is no number is handed on, to be refused with the others."""
        field = self.fields[name]
        if isinstance(field, QPlainTextEdit):
            return [stripped for text in field.toPlainText().splitlines() if (stripped := text.strip())]
        if isinstance(field, ChoiceButton):
            return field.value()
        if isinstance(field, QuantityField):
            return field.name()
        text = field.text().strip()
        return text if _is_text(one) else _number(text)

    @Slot()
    def _make_fields(self) -> None:
        old, self._body, self.fields = self._body, QWidget(), {}
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 6)
        kind = next((one for one in PREDICTIONS if tag_of(one) == self.kind.value()), None)
        for name, one in self._types().items():
            title = TITLES.get(name, name.capitalize())
            self.fields[name] = field = _field(name, title, one, _about(kind, name), self._screen)
            words = Label(title, "row", "ink2")
            scaled(words.setFixedWidth, TITLE_WIDTH)
            is_list = isinstance(field, (ChoiceButton, QuantityField))
            column.addLayout(row(words, field, None) if is_list else row(words, field))
        self._body.setVisible(bool(self.fields))
        self._column.replaceWidget(old, self._body)
        fields = self.fields.values()
        tab_from(
            self.kind, *(stop for one in fields for stop in (one.stops() if isinstance(one, QuantityField) else (one,)))
        )
        old.hide()
        old.deleteLater()


def _field(name: str, title: str, one: types.Type, about: str, screen: Callable[[], Document]) -> Field:
    """What a field of a kind is typed into."""
    if isinstance(one, types.LiteralType):
        choices = [Choice(value, str(value)) for value in one.values]
        return ChoiceButton(title, choices, one.values[0], tip=f"{title}\n{about}")
    if name == "of" and _is_text(one):
        return QuantityField(title, about, screen, USUAL)
    if isinstance(one, types.VarTupleType):
        return lines(title, f"{about}; one a line", CHOICES_HEIGHT)
    return line(title, about)


def _as_typed(value: object) -> str:
    """A value of a field as it is typed."""
    if isinstance(value, str):
        return value
    return f"{value:g}" if isinstance(value, (int, float)) else "\n".join(map(str, value))  # type: ignore[call-overload]


def _text_in(field: Field) -> str:
    if isinstance(field, QuantityField):
        return field.name()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else str(field.value())


def _put(field: Field, text: str) -> None:
    """Put what was typed into a field."""
    if isinstance(field, QuantityField):
        field.show_name(text)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
    elif isinstance(field, QLineEdit):
        field.setText(text)
    else:
        field.set_value(next((one.value for one in field.choices() if str(one.value) == text), field.value()))


def _about(kind: type[Prediction] | None, name: str) -> str:
    """What a field of a kind means: of its class's words on attributes."""
    if name in HINTS:
        return HINTS[name]
    told = inspect.cleandoc((None if kind is None else kind.__doc__) or "")
    found = re.search(rf"^ +{name}: (.+?)(?=\n +\w+: |\Z)", told, re.MULTILINE | re.DOTALL)
    return "" if found is None else " ".join(found[1].split()).rstrip(".")


def _is_text(one: types.Type) -> bool:
    return isinstance(one, types.StrType)


def _number(text: str) -> Any:
    """A number, whole where it is, of percent the share; what is none stays as it is typed."""
    plain, percent = text.removesuffix("%").strip(), text.endswith("%")
    try:
        value = float(plain.replace(",", ".")) / (100 if percent else 1)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _in_words(error: str) -> str:
    """A refusal of a field with the field's title before it."""
    what, _, path = error.partition(" - at `$")
    name = re.sub(r"\W|\[.*", "", path)
    missing = re.search(r"missing required field `(\w+)`", what)
    if missing:
        return f"The prediction needs: {TITLES.get(missing[1], missing[1].capitalize())}."
    for pattern, words in PLAIN_WORDS.items():
        what = re.sub(pattern, words, what)
    where = f"The prediction's {TITLES.get(name, name.capitalize())}" if name else "The prediction"
    return f"{where}: {what[:1].lower()}{what[1:]}"
