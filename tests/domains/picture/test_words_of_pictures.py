"""What the window says and offers where samples are pictures: nothing of points, and no plane."""

import pytest

from playground.document.data_operations import DATA_OPERATIONS, change_words, refusal
from playground.document.presets import first_document
from playground.session.scaling_choice import anew_refusal, standardise_refusal
from playground.session.session import Session
from playground.views.columns import ColumnsView
from playground.views.status_bar import hint_of
from tests.support.picture_documents import dense_document


@pytest.fixture
def session(qtbot):
    made = Session(dense_document(4))
    yield made
    made.close()


def test_operations_on_places_are_refused_in_words_and_the_others_speak_of_pictures():
    data = dense_document(4).dataset
    refused = {kind.title: refusal(kind, data, None) for kind in DATA_OPERATIONS.values()}
    assert refused["Add noise"].startswith("Pictures get noise")
    assert refused["Normalise to the view"].startswith("The numbers of pictures")
    assert refused["Make test set from selection"] == "No pictures are selected: choose some in their sheet."
    assert refused["Subsample"] == ""
    fewer = DATA_OPERATIONS["subsample"]().apply(data, None)
    assert "pictures are removed from 60" in change_words(data, fewer)


def test_operations_on_points_speak_of_points():
    data = first_document().dataset
    assert not refusal(DATA_OPERATIONS["noise"], data, None)
    assert "points are removed" in change_words(data, DATA_OPERATIONS["subsample"]().apply(data, None))


def test_pictures_are_not_standardised(session):
    assert standardise_refusal(session) == "A network gets pictures as they are: their numbers run from 0 to 1."
    assert anew_refusal(session) == standardise_refusal(session)


@pytest.mark.parametrize("name", ["regions", "pushes"])
def test_nothing_can_be_laid_over_a_map_that_pictures_do_not_have(session, name):
    assert session.overlays.refusal(name, session.document) == "Pictures have no map that it could lie over."
    assert "no map" not in session.overlays.refusal(name, first_document())


def test_the_bottom_line_speaks_of_the_pad_and_not_of_tools_on_the_map(session):
    assert "pad" in hint_of(session)
    assert "point" not in hint_of(session)


def test_the_columns_panel_refuses_pixels_in_words(qtbot, session):
    view = ColumnsView(session)
    qtbot.addWidget(view)
    view.show()
    assert view.place.words().startswith("Pictures have no columns")
