"""What is looked at in a house that has a toy: run in it, as `checks.py FIELD NAME SETTING=VALUE ...`."""

import json
import os
import sys
from contextlib import redirect_stdout
from io import StringIO

import numpy as np
import pytest

FIELD, NAME = sys.argv[1:3]
GIVEN = {FIELD: NAME} | {name: json.loads(value) for name, value in (given.split("=") for given in sys.argv[3:])}
EPOCHS = 3


def close(found, expected, digits):
    np.testing.assert_allclose(found, expected, rtol=digits, atol=digits)


def check_words(document):
    from playground.document.glossary import explain
    from playground.document.training import CHOICES
    from playground.methods.tables import METHODS
    from playground.storage.codec import document_from_dict, document_to_dict
    from playground.storage.schema import document_schema

    kind = METHODS[FIELD][NAME]
    assert CHOICES[FIELD][NAME] == kind.title
    assert explain(kind.title) == kind.sentence
    again = document_from_dict(document_to_dict(document)).training
    assert again == document.training
    assert all(getattr(again, name) == value for name, value in GIVEN.items())
    described = document_schema()["properties"]["training"]["properties"]
    assert NAME in described[FIELD]["enum"]
    assert all(name in described for name in GIVEN)
    return kind


def check_window(document, kind):
    from PySide6.QtWidgets import QApplication

    from playground.document.edits_network import change_training
    from playground.document.training import CHOICES
    from playground.session.session import Session
    from playground.views.top_bar.training_form import TrainingForm, unused
    from playground.widgets.choice import ChoiceButton

    app = QApplication.instance() or QApplication([])
    session = Session(document)
    form = TrainingForm(session, skipped=())
    boxes = [box for box in form.findChildren(ChoiceButton) if box.title() == kind.title]
    assert len(boxes) == 1
    own = tuple(name for name in GIVEN if name != FIELD)
    assert not unused(document.training, own)
    for name in own:
        form.form(name)  # has a row
    before = session.document
    other = next(name for name in CHOICES[FIELD] if name != NAME)
    session.edit("Change", lambda d: change_training(d, **{FIELD: other}))
    assert getattr(session.document.training, FIELD) == other
    assert bool(own) == unused(session.document.training, own).startswith("Not with")
    session.undo_stack.undo()
    assert session.document is before
    form.deleteLater()
    assert session.close(20.0)
    app.processEvents()


def check_training(document, kind):
    from playground.training.engines import fused
    from playground.training.engines.eager import EagerStepper
    from playground.training.engines.fused import FusedStepper
    from playground.training.state.run import Run

    runs = [Run(document, dtype=np.float64) for _ in range(2)]
    before = runs[0].parameters.copy()
    if FIELD == "initialization":
        assert all(kind.bias in run.parameters for run in runs)
    EagerStepper().advance(runs[0], 40, 1e9)
    assert not np.allclose(before, runs[0].parameters)
    assert fused.covers(document, "float64") is None
    FusedStepper().advance(runs[1], 40, 1e9)
    close(runs[1].parameters, runs[0].parameters, 1e-9)


def check_exports(document, kind):
    from playground.interop.exports.script import script
    from playground.interop.exports.sklearn_model import sklearn_code
    from playground.interop.exports.torch_module import ExportError
    from playground.training.headless import train

    text, said = script(document, "a toy"), StringIO()
    sys.argv[:] = ["toy.py", "--epochs", str(EPOCHS)]
    with redirect_stdout(said):
        exec(text, {"__name__": "__main__"})
    printed = [[float(part) for part in line.split()] for line in said.getvalue().splitlines()]
    close(printed, np.array(train(document, epochs=EPOCHS, stepper="eager").losses), 1e-4)
    if FIELD != "initialization":
        with pytest.raises(ExportError, match=f"(?i){FIELD}"):
            sklearn_code(document, "a toy")


def main():
    from playground.document.edits_network import change_training
    from playground.document.presets import document_for

    document = change_training(document_for("circle", (4, 3), count=60), **GIVEN)
    kind = check_words(document)
    check_training(document, kind)
    check_exports(document, kind)
    check_window(document, kind)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
