"""The film of pictures: kernels of the layer at hand through time, or the confusion."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel

from playground.document.edits_network import delete_layer
from playground.document.model import OUTPUT_UID
from playground.document.presets import document_for
from playground.layers import LAYER_KINDS, Dense
from playground.training.probes.forward import Forward
from playground.training.probes.probe import Budget
from playground.training.probes.stills import Stills, StillsProbe, counted, kernels_of
from playground.training.state.run import Run
from playground.views.spaces.film_pictures import confusion_image, film_layer, film_words, kernel_sheet
from playground.views.spaces.film_strip import FilmStrip
from playground.widgets.theme import current
from tests.support.by_hand import ByHand
from tests.support.picture_documents import dense_document, picture_document


def conv(channels):
    return LAYER_KINDS["conv2d"](channels=channels)


def network():
    """Layers 1 and 2 are convolutions, 3 is dense behind a Flatten."""
    return picture_document(conv(4), conv(6), Dense(units=5))


class At:
    """The past of a run that stands at one recorded state."""

    def __init__(self, run):
        self.run = run
        self.moments = (_Moment(1, run.document),)

    def run_at(self, moment, document):
        return self.run


class _Moment:
    def __init__(self, number, document):
        self.number, self.document, self.place = number, document, 0.0


def still(document, layer):
    run = Run(document)
    past = At(run)
    probe = StillsProbe(Forward(), past)
    return run, probe.take(run, Stills((1,), 44, layer), Budget())[1]


def test_the_film_follows_the_layer_at_hand():
    document = network()
    assert film_layer(document, None) == 1, "the first convolution at first"
    assert film_layer(document, 2) == 2
    assert film_layer(document, 3) == 2, "a layer without kernels shows those before it"
    assert film_layer(document, OUTPUT_UID) == OUTPUT_UID
    assert film_layer(document, -1) == 1
    assert film_layer(dense_document(4), None) == OUTPUT_UID, "no convolution: the confusion matrix"
    assert film_layer(document_for("circle", (3,)), None) is None, "points have decision maps"


def test_kernels_are_those_of_the_recorded_parameters():
    run, made = still(network(), 2)
    weight = run.network.state_dict()
    (wanted,) = (array for name, array in weight.items() if tuple(array.shape) == (6, 4, 3, 3))
    assert made.confusion is None
    assert made.predictions is None
    assert np.allclose(made.kernels, wanted.numpy().mean(axis=1), atol=1e-7)
    assert kernels_of(run, OUTPUT_UID) is None


def test_the_confusion_counts_the_test_pictures():
    run, made = still(network(), OUTPUT_UID)
    data = run.document.dataset
    assert made.kernels is None
    assert made.confusion.sum() == data.is_test.sum()
    assert made.confusion.sum(axis=1).tolist() == np.bincount(data.targets[data.is_test], minlength=3).tolist()


def test_counts_of_answers_by_class():
    assert counted(np.array([0, 0, 1]), np.array([1, 1, 0]), 2).tolist() == [[0, 2], [1, 0]]


def test_a_sheet_of_kernels_shows_each_in_its_tile():
    kernels = np.zeros((4, 3, 3), np.float32)
    kernels[0], kernels[3] = 1.0, -1.0
    sheet = kernel_sheet(kernels, current())
    quarter = sheet.width() // 4
    first, second, last = (sheet.pixelColor(x * quarter, y * quarter) for x, y in ((1, 1), (3, 1), (3, 3)))
    assert len({first.name(), second.name(), last.name()}) == 3


def test_the_diagonal_has_another_colour_than_mistakes():
    image = confusion_image(np.array([[5, 0], [5, 0]]))
    right, wrong, empty = image.pixelColor(1, 1), image.pixelColor(1, image.height() - 2), image.pixelColor(8, 1)
    assert len({right.name(), wrong.name(), empty.name()}) == 3


def test_words_say_what_frames_show():
    document = network()
    assert film_words(document, 2) == "Film: kernels of layer 2"
    assert film_words(document, OUTPUT_UID) == "Film: confusion matrix"
    assert film_words(document_for("circle", (3,)), None) == "Film"


@pytest.fixture
def strip(qtbot):
    hand = ByHand(network())
    made = FilmStrip(hand.session)
    qtbot.addWidget(made)
    made.resize(500, 96)
    made.show()
    QApplication.processEvents()
    yield hand.session, made
    hand.session.close()


def title(strip):
    return next(label.text() for label in strip.findChildren(QLabel) if label.text().startswith("Film"))


def test_the_strip_asks_for_the_layer_that_is_chosen(strip):
    session, made = strip
    asked = [session.wanted("film")[0].layer]
    session.selection.show_space(2)
    asked.append(session.wanted("film")[0].layer)
    session.selection.show_space(OUTPUT_UID)
    asked.append(session.wanted("film")[0].layer)
    assert asked == [1, 2, OUTPUT_UID]
    assert title(made) == "Film: confusion matrix"
    session.selection.show_space(2)
    assert title(made) == "Film: kernels of layer 2"


def test_a_deleted_convolution_hands_the_film_to_the_one_that_is_left(strip):
    session, _ = strip
    session.edit("Delete layer", lambda document: delete_layer(document, 1))
    assert session.wanted("film")[0].layer == 2
