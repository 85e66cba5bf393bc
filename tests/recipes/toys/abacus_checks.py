"""What is looked at in a house that can train as the toy program: run in it."""

import os
import sys
from contextlib import redirect_stdout
from io import StringIO

import numpy as np
import pytest


def check_links():
    from playground.app.commands.arguments import SOURCE_HELP
    from playground.interop.source_errors import SourceError
    from playground.interop.sources import open_source

    opened = open_source("abacus:0.03")
    assert opened.notes == ("Read by an abacus.",)
    assert "Abacus for Schools link" in SOURCE_HELP
    with pytest.raises(SourceError, match=r"^Abacus for Schools link: much is no rate$"):
        open_source("abacus:much")
    assert open_source("#seed=0.5").document.training.as_tf_playground
    return opened.document


def check_files(document):
    from playground.storage.codec import document_from_dict, document_to_dict

    assert document_from_dict(document_to_dict(document)).training == document.training


def check_training(document):
    from playground.document.edits_network import change_training
    from playground.training.headless import train
    from playground.training.state.run import Run

    report = train(document, epochs=4, dtype="float64")
    assert (report.stepper, report.message) == ("as Abacus", "")
    assert (report.initial.parameters == 0.25).all()
    assert report.train_loss < report.losses[0][1]
    run = Run(document)
    assert (run.order[:2] == [len(run.features) - 1, len(run.features) - 2]).all()
    other = change_training(document, optimizer="adam")
    assert train(other, epochs=1, stepper="eager").message == (
        "Abacus has no such settings: training as usual, not as Abacus."
    )
    return report.losses


def check_script(document, losses):
    from playground.interop.exports.script import script

    text, said = script(document, "a toy"), StringIO()
    assert "those of Abacus for Schools" in text
    sys.argv[:] = ["toy.py", "--epochs", "4"]
    with redirect_stdout(said):
        exec(text, {"__name__": "__main__"})
    printed = [[float(part) for part in line.split()] for line in said.getvalue().splitlines()]
    np.testing.assert_allclose(printed, losses, atol=1e-6)


def check_window(document):
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    from playground.app.actions import ACTIONS
    from playground.app.links import copy_link
    from playground.document.glossary import explain
    from playground.session.session import Session
    from playground.training.emulations import emulation_of
    from playground.views.top_bar.training_form import TrainingForm

    app = QApplication.instance() or QApplication([])
    session = Session(document)
    assert ACTIONS["copy_link_abacus"].text == "Copy as Abacus link"
    copy_link(emulation_of(document), session)
    assert QGuiApplication.clipboard().text() == "abacus:0.03"
    assert explain("as Abacus") == "A line through the points, the last of them first"
    form = TrainingForm(session, skipped=())
    form.form("as_abacus").row("as_abacus").edited.emit(False, True)
    assert emulation_of(session.document) is None
    session.undo_stack.undo()
    assert session.document is document
    form.deleteLater()
    assert session.close(20.0)
    app.processEvents()


def main():
    document = check_links()
    check_files(document)
    check_script(document, check_training(document))
    check_window(document)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()
