"""What is looked at in a house that has the toy task: run in it."""

import os
import sys
from contextlib import redirect_stdout
from io import StringIO

import numpy as np


def check_words(document):
    from playground.interop.exports.history import history_csv
    from playground.storage.codec import document_from_dict, document_to_dict
    from playground.storage.schema import document_schema
    from playground.training.headless import evaluate, train

    again = document_from_dict(document_to_dict(document))
    assert (again.task, again.training.loss) == ("balanced", "hinge")
    assert "balanced" in document_schema()["properties"]["task"]["enum"]
    report = train(document, epochs=2, stepper="eager")
    assert 0.0 < report.train_accuracy <= 1.0
    assert "answer" in evaluate(document, report.checkpoint, np.zeros((2, 2)))
    columns = {name: np.zeros(1) for name in ("epoch", "train_loss", "test_loss", "train_score", "test_score")}
    assert b"train_balanced_accuracy" in history_csv(document, columns)


def check_training(document):
    from playground.document.edits_data import set_task
    from playground.tasks import TASKS
    from playground.training.engines.eager import EagerStepper
    from playground.training.engines.fused import FusedStepper
    from playground.training.state.heads import head_map
    from playground.training.state.run import Run
    from playground.training.trainee.measure import logits_of, measure

    runs = [Run(document, dtype=np.float64) for _ in range(2)]
    for run, stepper in zip(runs, (EagerStepper(), FusedStepper()), strict=True):
        stepper.advance(run, 40, 1e9)
    np.testing.assert_allclose(runs[1].parameters, runs[0].parameters, rtol=1e-9, atol=1e-9)
    as_before = head_map(document, set_task(document, "classification"), lambda: np.empty((0, 1)))
    np.testing.assert_array_equal(as_before.matrix, [[2.0]], "of a tanh, whose (1 + tanh z) / 2 is the sigmoid of 2 z")
    logits = logits_of(runs[0], runs[0].features)
    assert measure(runs[0], 1).train_score == TASKS["balanced"].score(logits, runs[0].targets)


def check_exports(document):
    from playground.interop.exports.script import script
    from playground.training.headless import train

    text, said = script(document, "a toy"), StringIO()
    sys.argv[:] = ["toy.py", "--epochs", "3"]
    with redirect_stdout(said):
        exec(text, {"__name__": "__main__"})
    printed = [[float(part) for part in line.split()] for line in said.getvalue().splitlines()]
    np.testing.assert_allclose(printed, train(document, epochs=3, stepper="eager").losses, atol=1e-4)


def check_window(document):
    from PySide6.QtWidgets import QApplication

    from playground.app.actions import ACTIONS
    from playground.document.edits_data import set_task
    from playground.domains.plane.tools import TOOLS
    from playground.session.session import Session
    from playground.tasks import TASKS
    from playground.views.loss.head import Head

    app = QApplication.instance() or QApplication([])
    assert ACTIONS["as_balanced"].text.strip("|") == "Use as balanced"
    session = Session(document)
    session.edit("Use as regression", lambda d: set_task(d, "regression"))
    assert (session.document.task, session.document.training.loss) == ("regression", "mse")
    session.edit("Use as balanced", lambda d: set_task(d, "balanced"))
    assert (session.document.task, len(session.document.dataset.classes)) == ("balanced", 2)
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.document is document
    assert TOOLS["eraser"].options[0].suits(has_classes=TASKS["balanced"].has_classes)
    head = Head("balanced")
    head.choose("confusion")
    assert head.page() == "confusion"
    head.deleteLater()
    assert session.close(20.0)
    app.processEvents()


def main():
    from playground.document.edits_data import set_task
    from playground.document.presets import document_for

    document = set_task(document_for("circle", (4, 3), count=60), "balanced")
    check_words(document)
    check_training(document)
    check_exports(document)
    check_window(document)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
