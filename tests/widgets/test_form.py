"""Forms: made from metadata, updated in place, edited by hand."""

from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.training import Training
from playground.layers import LAYER_KINDS
from playground.layers.dense import Dense
from playground.widgets.activation_buttons import ActivationButtons
from playground.widgets.choice import ChoiceButton
from playground.widgets.form import Form
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.number_field import NumberField
from playground.widgets.slider import Slider
from playground.widgets.step_field import StepField
from playground.widgets.switch import Switch


@dataclass(frozen=True, slots=True)
class Extra:
    mode: str = field(default="a", metadata={"label": "Mode", "choices": {"a": "One", "b": "Two"}})
    depth: int = field(default=3, metadata={"label": "Depth", "min": 0, "max": 9, "only": ("mode", "b")})
    secret: float = field(default=0.5, metadata={"label": "Secret", "advanced": True})
    uid: int = field(default=7, metadata={"label": "Uid", "hidden": True})
    note: str = "no label, no row"


def edits_of(form):
    edits = []
    form.edited.connect(lambda spec, finished: edits.append((spec, finished)))
    return edits


def shown(form, spec, put, height=400):
    form.set_value(spec)
    put(form, 174, height)
    return form


def test_every_kind_of_field_has_its_control(put):
    form = shown(Form(Dense), Dense(uid=1), put)
    kinds = {
        "units": StepField,
        "activation": ActivationButtons,
        "dropout": Slider,
        "init": ChoiceButton,
        "bias": Switch,
        "frozen": Switch,
    }
    for name, control in kinds.items():
        assert form.row(name).findChild(control) is not None, name
        assert form.row(name).toolTip()
    with pytest.raises(KeyError):
        form.row("uid")


def test_a_form_shows_a_spec_without_saying_so(put):
    form = shown(Form(Dense), Dense(uid=1), put)
    edits = edits_of(form)
    row = form.row("units")
    form.set_value(Dense(uid=1, units=12, activation="relu", dropout=0.25, bias=False))
    assert edits == []
    assert form.row("units") is row
    assert row.findChild(StepField).value() == 12
    assert form.row("activation").findChild(ActivationButtons).value() == "relu"
    assert form.row("dropout").findChild(Slider).number() == 0.25
    assert not form.row("bias").findChild(Switch).isChecked()


def test_edits_come_as_whole_specs(put, qtbot):
    spec = Dense(uid=5)
    form = shown(Form(Dense), spec, put)
    edits = edits_of(form)
    qtbot.keyClick(form.row("bias").findChild(Switch), Qt.Key.Key_Space)
    assert edits == [(replace(spec, bias=False), True)]
    qtbot.mouseClick(form.row("activation").findChild(ActivationButtons).button("relu"), Qt.MouseButton.LeftButton)
    assert edits[-1] == (replace(spec, bias=False, activation="relu"), True)
    stepper = form.row("units").findChild(StepField)
    qtbot.keyClick(stepper, Qt.Key.Key_Up)
    assert edits[-1] == (replace(spec, bias=False, activation="relu", units=9), False)
    qtbot.waitUntil(lambda: edits[-1][1])
    assert type(edits[-1][0].units) is int
    assert form.spec() == edits[-1][0]


def test_the_answer_to_an_edit_leaves_focus_and_typing_alone(put, qtbot):
    form = shown(Form(Dense), Dense(uid=1), put)
    form.edited.connect(lambda spec, _finished: form.set_value(spec))
    stepper = form.row("units").findChild(StepField)
    stepper.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(stepper, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is stepper
    stepper.start_typing()
    form.set_value(replace(form.spec(), bias=False))
    assert isinstance(QApplication.focusWidget(), InlineEdit)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_a_form_refuses_another_class(put):
    form = Form(Dense)
    with pytest.raises(TypeError, match="Dense"):
        form.set_value(Extra())
    form.deleteLater()


def test_rows_depend_hide_and_wait(put, qtbot):
    form = shown(Form(Extra), Extra(), put)
    assert form.row("depth").isHidden()
    assert form.row("secret").isHidden()
    qtbot.keyClick(form.row("mode").findChild(ChoiceButton), Qt.Key.Key_Down)
    assert form.row("depth").isVisible()
    more = next(child for child in form.children() if getattr(child, "accessibleName", str)() == "More")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert form.row("secret").isVisible()
    assert more.isHidden()


@pytest.mark.parametrize("kind", LAYER_KINDS.values(), ids=LAYER_KINDS.keys())
def test_every_layer_kind_has_a_form(kind, put, picture):
    spec = kind(uid=3)
    form = shown(Form(kind), spec, put)
    assert form.spec() is spec
    assert picture(form).width() == 174


def test_training_options_make_a_form(put, qtbot):
    form = Form(Training, choices={"initialization": {"glorot": "Glorot", "he": "He"}}, surface="card")
    shown(form, Training(), put, 900)
    assert form.row("beta1").isVisible()
    assert form.row("momentum").isHidden()
    form.set_value(replace(Training(), optimizer="sgd"))
    assert form.row("momentum").isVisible()
    edits = edits_of(form)
    qtbot.keyClick(form.row("learning_rate").findChild(NumberField), Qt.Key.Key_Up)
    assert edits[-1][0].learning_rate == pytest.approx(0.02)
    qtbot.waitUntil(lambda: edits[-1][1])


def test_some_fields_only(put):
    form = shown(Form(Training, names={"l1", "l2"}), Training(), put)
    assert form.row("l1").isVisible()
    with pytest.raises(KeyError):
        form.row("seed")


def test_a_field_that_fits_no_row_is_an_error():
    @dataclass(frozen=True)
    class Odd:
        words: str = field(default="", metadata={"label": "Words"})

    with pytest.raises(TypeError, match="words"):
        Form(Odd)
