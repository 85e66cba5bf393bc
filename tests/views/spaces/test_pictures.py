"""The hidden space of pictures: dots or thumbnails, the picture under the pointer, words, no sheet."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, Dense
from playground.session.session import Session
from playground.training.state.run import Run
from playground.views.spaces import HiddenView
from playground.views.spaces.drawing.thumbnails import fitting
from playground.views.spaces.stages import bend_text, caption, stage_of, stages_of
from tests.support.picture_documents import dense_document, picture_document
from tests.support.probes import arrive, scheduler, taken
from tests.support.space_panel import arrived, control, inside, titles
from tests.views.spaces.test_depth import compiled

__all__ = ["compiled"]


class Panel:
    """A panel and a network that answers what it asks for."""

    def __init__(self, qtbot, document):
        self.session = Session(document)
        self.view = HiddenView(self.session)
        qtbot.addWidget(self.view)
        self.view.resize(744, 360)
        self.view.show()
        QApplication.processEvents()
        self.run, self.scheduler = Run(document), scheduler()
        self.feed()

    @property
    def large(self):
        return inside(self.view).large

    def feed(self):
        arrive(self.session, taken(self.run, *self.session.wanted(), by=self.scheduler))

    def pixels(self):
        image = self.large.grab().toImage()  # which owns its bits
        return bytes(image.constBits())


@pytest.fixture
def panel(qtbot):
    made = []

    def make(document):
        made.append(Panel(qtbot, document))
        return made[-1]

    yield make
    for one in made:
        one.session.close()


def test_dots_become_thumbnails_by_a_click_and_the_selection_tells_all(panel):
    one = panel(dense_document(8))
    dots = one.pixels()
    QTest.mouseClick(control(one.view, "Thumbnails"), Qt.MouseButton.LeftButton)
    assert one.session.selection.shows_thumbnails
    thumbnails = one.pixels()
    assert thumbnails != dots
    one.session.selection.show_thumbnails(on=False)
    assert control(one.view, "Dots").isChecked()
    assert one.pixels() == dots


def test_pictures_have_no_sheet_and_points_no_thumbnails(panel):
    pictures, points = panel(dense_document(8)), panel(document_for("circle", (3,)))
    assert control(pictures.view, "Thumbnails").isVisible()
    assert not control(pictures.view, "Sheet").isVisible()
    assert control(points.view, "Sheet").isVisible()
    assert not control(points.view, "Thumbnails").isVisible()


def test_the_pointer_on_a_dot_shows_its_picture_and_lights_it_everywhere(panel):
    one = panel(dense_document(8))
    before = one.pixels()
    place = one.large.places()[7]
    QTest.mouseMove(one.large, QPoint(5, 200))
    QTest.mouseMove(one.large, QPoint(*np.rint(place).astype(int).tolist()))
    assert one.session.selection.lit is not None
    assert one.pixels() != before


def test_a_click_into_a_brush_selects_pictures(panel):
    one = panel(dense_document(8))
    end = QPoint(one.large.width() - 2, one.large.height() - 2)
    QTest.mousePress(one.large, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(1, 1))
    QTest.mouseMove(one.large, end)
    QTest.mouseRelease(one.large, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert one.session.selection.points.all()


def test_a_layer_that_only_lays_out_numbers_otherwise_is_no_stage(panel):
    one = panel(picture_document(LAYER_KINDS["conv2d"](channels=4), Dense(units=5)))
    assert titles(one.view) == ["Input", "Layer 1", "Layer 3", "Output"]
    assert all(space.view for space in arrived(one.session).values())


def test_words_speak_of_pictures_and_of_no_plane(panel):
    one = panel(dense_document(8))
    document, spaces = one.session.document, arrived(one.session)
    stages = stages_of(document)
    said = caption(document, stages, spaces, 1)
    assert "of the test pictures right as they are and" in said
    tips = [bend_text(document, stage, spaces[stage.uid]) for stage in stages]
    for words in (said, *tips):
        assert "plane" not in words
        assert "point" not in words
        assert "stretched" not in words


def test_thumbnails_never_hide_each_other_and_none_that_fits_is_left_out():
    places = np.random.default_rng(3).uniform(0, 300, (400, 2))
    found = fitting(places, 20.0)
    kept = places[found]
    apart = np.abs(kept[:, None] - kept[None]).max(axis=2)
    assert (apart[~np.eye(len(kept), dtype=bool)] >= 20.0).all()
    others = np.setdiff1d(np.arange(400), found)
    assert (np.abs(places[others][:, None] - kept[None]).max(axis=2).min(axis=1) < 20.0).all()
    assert fitting(places, 20.0) == found
    assert found[0] == 0


def test_who_comes_first_has_a_thumbnail():
    places = np.zeros((3, 2))
    assert fitting(places, 10.0) == [0]
    assert fitting(places, 10.0, [2, 0, 1]) == [2]


def test_a_layer_without_a_space_of_its_own_stands_in_that_of_what_enters_it():
    document = picture_document(LAYER_KINDS["conv2d"](channels=2), Dense(units=5), Dense(units=4))
    stages, (conv, flatten, dense, _) = stages_of(document), document.network
    assert [stage.uid for stage in stages] == [INPUT_UID, conv.uid, dense.uid, document.network[3].uid, OUTPUT_UID]
    assert stage_of(document, stages, flatten.uid) == 1
    assert stage_of(document, stages, dense.uid) == 2
    assert stage_of(document, stages, None) == stage_of(document, stages, 999) == 3
