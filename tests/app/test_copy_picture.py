"""A panel as a picture on the clipboard, and what the windows of pictures say of what they cannot show."""

import pytest
from PySide6.QtGui import QGuiApplication

from playground.app.pictures.choices import PictureChoices
from playground.app.pictures.film_dialog import RunFilmDialog
from playground.app.pictures.form import PictureForm
from playground.app.pictures.views import VIEWS, Subject, why_not
from playground.views.network.scene import NetworkScene
from playground.views.plane.canvas import Canvas


@pytest.fixture
def clipboard():
    yield QGuiApplication.clipboard()
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize(("part", "key"), [(Canvas, "output"), (NetworkScene, "network")])
def test_the_panel_with_the_focus_is_copied_twice_as_fine_as_on_screen(window, clipboard, part, key):
    window.findChild(part).setFocus()
    window.actions_by_key["copy_picture"].trigger()
    panel = window.docks[key].widget()
    assert clipboard.image().size() == panel.size() * 2
    assert "on the clipboard" in window.toast.bar.text()


def test_closed_panels_are_named_beside_the_views_that_are_grey(window, qtbot):
    subject = Subject(window, window.docks)
    form = PictureForm(PictureChoices(), {key: why_not(key, subject) for key in VIEWS})
    qtbot.addWidget(form)
    assert "Code is closed: Ctrl+6 opens it." in form.reasons.text()
    assert "Output" not in form.reasons.text()


def test_the_film_is_shown_before_it_is_made(window, qtbot):
    dialog = RunFilmDialog(window.session, Subject(window, window.docks), window.settings)
    qtbot.addWidget(dialog)
    first = dialog.preview.pixmap().toImage()
    dialog.view.set_current("window")
    dialog.view.chosen.emit("window")
    assert dialog.preview.pixmap().toImage() != first
    assert dialog.rate.label.text() == "Frames/s"
