"""Links in the window: opened, pasted, dropped, copied; and what is said when that cannot be."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMessageBox

from playground.app.links import link_in
from playground.document.edits_network import change_training
from playground.render.rasters import prepare_rasters
from playground.tf_playground.link import read_link
from playground.tf_playground.loop import prepare
from playground.training.engines.fused import prepare as prepare_fused
from playground.training.engines.fused.evaluation import evaluation_kernel
from playground.training.loop.commands import StepUnit
from tests.support.dropping import drop

LINK = "https://playground.tensorflow.org/#activation=relu&dataset=xor&networkShape=3&seed=0.5&noise=25"
MOST_NAME = 255
LONG = f"{LINK}&percTrainData=60" + "&tutorial=" + "x" * MOST_NAME


@pytest.fixture(scope="module", autouse=True)
def kernels():
    """Compiled or loaded before any window is: a thread that compiles outlives its window and meddles with stdout."""
    prepare_rasters()
    prepare_fused()
    evaluation_kernel()
    prepare("float32")


@pytest.fixture
def said(window):
    texts = []
    window.session.message_posted.connect(lambda text, role: texts.append((text, role)))
    return texts


def text_data(text):
    data = QMimeData()
    data.setText(text)
    return data


def url_data(text):
    data = QMimeData()
    data.setUrls([QUrl(text)])
    return data


def is_shown(window, link):
    shown, wanted = window.session.document, read_link(link).document
    return (shown.dataset.samples == wanted.dataset.samples).all() and shown.training == wanted.training


@pytest.mark.parametrize("text", [LINK, LINK.partition("#")[2], "#" + LINK.partition("#")[2], f"  {LINK}\n", LONG])
def test_links_are_found_in_a_text(text):
    assert link_in(text_data(text)) == text.strip()


def test_links_are_found_among_addresses():
    assert link_in(url_data(LINK)) == LINK


@pytest.mark.parametrize(
    ("make", "text"), [(text_data, "x,y\n1,2"), (text_data, ""), (url_data, "file:///tmp/a.csv"), (url_data, "")]
)
def test_other_things_are_none(make, text):
    assert link_in(make(text)) == ""


@pytest.mark.parametrize(("make", "link"), [(text_data, LONG), (url_data, LINK)])
def test_a_dropped_link_is_opened(window, make, link):
    assert drop(window, make(link))
    assert is_shown(window, link)
    assert window.session.name == "XOR from a link"
    assert window.documents.path is None
    assert not window.documents.modified


def test_a_pasted_link_is_opened_and_trains_as_the_page_does(window, qtbot):
    QGuiApplication.clipboard().setText(LINK)
    window.actions_by_key["paste"].trigger()
    assert is_shown(window, LINK)
    window.session.step(StepUnit.EPOCH)
    qtbot.waitUntil(lambda: window.session.snapshot is not None and window.session.snapshot.epoch == 1)
    assert window.session.snapshot.stepper == "as TF Playground"
    assert window.session.snapshot.message == ""


def test_a_text_field_keeps_its_own_paste(window, qtbot):
    """Ctrl+V with the cursor in a field puts text there, and opens nothing."""
    QGuiApplication.clipboard().setText(LINK)
    before = window.session.document
    field = QLineEdit(window)
    field.show()
    window.activateWindow()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == LINK
    assert window.session.document is before


def test_edits_are_not_lost_to_a_link(window, monkeypatch):
    monkeypatch.setattr(QMessageBox, "question", lambda *words: QMessageBox.StandardButton.Cancel)
    window.session.edit("Change", lambda d: change_training(d, learning_rate=0.5))
    before = window.session.document
    assert not window.documents.open(LINK)
    assert window.session.document is before


def test_what_is_odd_is_said_and_what_cannot_be_changes_nothing(window, said):
    assert window.documents.open(f"{LINK}&colour=red&batchSize=0")
    assert said[-1][1] == "warn"
    assert "Keys that no link has are left out: colour." in said[-1][0]
    before = window.session.document
    assert not window.documents.open("#networkShape=1e9&seed=1")
    assert said[-1][1] == "danger"
    assert said[-1][0].startswith("TensorFlow Playground link: networkShape: 1e9 neurons")
    assert window.session.document is before


def test_a_document_of_a_link_is_copied_as_that_link(window, said):
    window.documents.open(LINK)
    window.actions_by_key["copy_link_tf_playground"].trigger()
    again = read_link(QGuiApplication.clipboard().text()).document
    assert is_shown(window, QGuiApplication.clipboard().text())
    assert again.network == window.session.document.network
    assert said[-1] == (
        "The link is on the clipboard. It holds points, network and settings, not what was learned.",
        "info",
    )
    window.session.edit("Off", lambda d: change_training(d, as_tf_playground=False))
    window.actions_by_key["copy_link_tf_playground"].trigger()
    assert "with that page's own weights" in said[-1][0]


def test_what_a_link_cannot_hold_is_listed(window, monkeypatch):
    shown = []
    monkeypatch.setattr(QMessageBox, "information", lambda *words: shown.append(words[2]))
    QGuiApplication.clipboard().setText("before")
    window.actions_by_key["copy_link_tf_playground"].trigger()
    assert "\u2022 Optimizer Adam" in shown[0]
    assert "\u2022 Points that do not come from a link's seed text" in shown[0]
    assert QGuiApplication.clipboard().text() == "before"


def test_the_option_can_be_switched_off_in_the_training_settings(window, qtbot):
    from playground.views.top_bar.training_form import TrainingForm

    window.documents.open(LINK)
    form = TrainingForm(window.session, skipped=())
    qtbot.addWidget(form)
    row = form.form("as_tf_playground").row("as_tf_playground")
    row.edited.emit(False, True)
    assert not window.session.document.training.as_tf_playground
    window.session.step(StepUnit.EPOCH)
    qtbot.waitUntil(
        lambda: window.session.snapshot is not None and window.session.snapshot.stepper != "as TF Playground"
    )
