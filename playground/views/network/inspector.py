"""The settings of the selected layer, at the right of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from playground.document.continuity import cost_of_change, cost_of_delete
from playground.document.edits_network import change_kind, set_layer
from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.document.usual_network import refusal
from playground.layers import LAYER_KINDS, OutputLayer
from playground.tasks import TASKS
from playground.widgets.buttons import IconButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.form import Form
from playground.widgets.label import FlowText, Label
from playground.widgets.panel import HEADER, PADDING, Panel
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.layers import Layer
    from playground.session.session import Session
    from playground.views.network.actions import LayerActions

WIDTH = 200
ROW_GAP = 6


class Inspector(Panel):
    """One form for each kind, made when it is first needed and updated in place."""

    closed = Signal()

    def __init__(self, session: Session, actions: LayerActions, parent: QWidget | None = None) -> None:
        super().__init__("Layer", surface="raised", outlined=True, parent=parent)
        self._session, self._actions = session, actions
        self._uid: int | None = None
        self._forms: dict[str, Form] = {}
        self._gesture: object = object()
        self._duplicate = IconButton("copy", "Duplicate layer", "Duplicate layer: a copy behind it (Ctrl+D)")
        self._delete = IconButton("trash", "Delete layer", "Delete layer (Delete)")
        self._close = IconButton("x", "Close", "Close (Esc)")
        self._duplicate.clicked.connect(self._on_duplicate)
        self._delete.clicked.connect(self._on_delete)
        self._close.clicked.connect(self.closed)
        for button in (self._duplicate, self._delete, self._close):
            self.add_slot(button, gap=0)
        self._kind = ChoiceButton(
            "Kind",
            _kind_choices(session.document, OUTPUT_UID),
            "dense",
            tip="Kind. What the layer does to what enters it.",
        )
        self._kind.chosen.connect(self._on_kind)
        self._kind_row = QWidget()
        row = QHBoxLayout(self._kind_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label("Kind", "row", "ink2"))
        row.addStretch(1)
        row.addWidget(self._kind)
        self._note = FlowText("")
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.addWidget(self._kind_row)
        self._column.addWidget(self._note)
        self._column.addStretch(1)
        self._scroll = _scroll_area(self._content)
        self.body.addWidget(self._scroll)
        theme_signals().changed.connect(self._restyle)
        self._restyle()

    def show_layer(self, document: Document, uid: int) -> None:
        """Show a layer, or the output (uid 0). Controls in use keep the focus."""
        layer = settings_of(document, uid)
        if layer is None:
            return
        if uid != self._uid:
            self._uid, self._gesture = uid, object()
        is_layer = uid != OUTPUT_UID
        self.set_title(f"Layer {self._actions.place(uid) + 1}" if is_layer else "Output")
        for widget in (self._duplicate, self._delete, self._kind_row):
            widget.setVisible(is_layer)
        self._note.setVisible(not is_layer)
        self._note.set_text("" if is_layer else output_words(document))
        if is_layer:
            self._show_kind(layer)
        form = self.form(layer.kind)
        form.set_value(layer)
        self._show_only(form)

    def form(self, kind: str) -> Form:
        """The form of a kind."""
        if kind not in self._forms:
            form = Form(LAYER_KINDS.get(kind, OutputLayer))
            form.edited.connect(self._on_edited)
            self._forms[kind] = form
            self._column.insertWidget(self._column.count() - 1, form)
        return self._forms[kind]

    def height_wanted(self) -> int:
        """What shows every row."""
        return px(HEADER) + self._content.sizeHint().height() + 4

    def _show_kind(self, layer: Layer) -> None:
        self._kind.set_choices(_kind_choices(self._session.document, layer.uid))
        self._kind.set_value(layer.kind)
        cost = cost_of_delete(layer)
        self._delete.set_description(
            "Delete layer", f"Delete layer (Delete). {cost}" if cost else "Delete layer (Delete)"
        )

    def _show_only(self, shown: Form) -> None:
        for form in self._forms.values():
            form.setVisible(form is shown)
        self._column.activate()

    def _on_edited(self, layer: Layer, finished: bool) -> None:
        old = settings_of(self._session.document, layer.uid)
        if old is not None and layer.uid == self._uid and type(old) is type(layer):
            text = f"Set {_changed_label(old, layer)}"
            self._session.edit(text, lambda document: set_layer(document, layer), self._gesture)
        if finished:
            self._gesture = object()

    def _on_kind(self, kind: str) -> None:
        uid = self._uid
        if uid is not None:
            text = f"Change to {LAYER_KINDS[kind].title}"
            self._session.edit(text, lambda document: change_kind(document, uid, kind))

    def _on_duplicate(self) -> None:
        if self._uid:
            self._actions.duplicate(self._uid)

    def _on_delete(self) -> None:
        if self._uid:
            self._actions.delete(self._uid)

    def _restyle(self) -> None:
        self._column.setSpacing(px(ROW_GAP))
        self._column.setContentsMargins(px(PADDING), 0, px(PADDING), px(PADDING))
        self.body.setContentsMargins(1, 0, 1, 1)


def settings_of(document: Document, uid: int) -> Layer | None:
    """What a person has chosen of a layer, or of the output; None when it is gone."""
    return document.output if uid == OUTPUT_UID else resolve(document).layer(uid)


def output_words(document: Document) -> str:
    """What the output layer is and why, in words."""
    head = resolve(document).head
    if not TASKS[document.task].has_classes:
        if head.units > 1:
            return f"<b>{head.units} linear units</b>, one for each value. They follow from the data."
        return f"<b>One linear unit</b>: the value itself. It follows from the task, {document.task}."
    names = [one.name for one in document.dataset.classes]
    if head.units == 1:
        kind = "probability" if resolve(document).gives_probabilities else "score"
        about = f"the {kind} of {names[1] if len(names) > 1 else 'the second class'}"
        return f"<b>One {head.kind} unit</b>: {about}. It follows from the two classes and the loss."
    return f"<b>{head.units} {head.kind} units</b>, one for each class. They follow from the classes and the loss."


def _kind_choices(document: Document, uid: int) -> tuple[Choice, ...]:
    """Every kind with what it does, and what making the layer that kind costs a trained network.

    Those that cannot take what enters the layer come last, and say why.
    """
    planned = resolve(document).planned(uid)

    def choice(kind: type[Layer]) -> Choice:
        refused = "" if planned is None else refusal(kind(), planned.shape_in)
        if planned is not None and refused and kind.kind != planned.layer.kind:
            return Choice(kind.kind, kind.title, refused, enabled=False)
        cost = cost_of_change(document, uid, kind.kind)
        return Choice(kind.kind, kind.title, f"{kind.summary.rstrip('.')}. {cost}" if cost else kind.summary)

    return tuple(sorted(map(choice, LAYER_KINDS.values()), key=lambda one: not one.enabled))


def _changed_label(old: Layer, new: Layer) -> str:
    """The label of the first field that differs: "dropout"."""
    for name, field in type(old).__dataclass_fields__.items():
        if getattr(old, name) != getattr(new, name):
            return str(field.metadata.get("label", name)).lower()
    return "layer"


def _scroll_area(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    return area
