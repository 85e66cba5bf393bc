"""The tool bar: every cell whole or left out, and tooltips that explain what is chosen."""

import pytest

from playground.document.edits_network import change_training
from playground.views.top_bar.augment_examples import AugmentExamples
from playground.views.top_bar.training_form import TrainingForm
from playground.widgets.cells import ChoiceCell, NumberCell
from playground.widgets.theme import DARK, apply_theme
from tests.support.panels import settle


@pytest.fixture(autouse=True)
def usual_scale(qapp):
    yield
    apply_theme(qapp, DARK, 1.0)


@pytest.mark.parametrize(
    ("percent", "size"),
    [
        (100, (1040, 560)),
        (100, (1280, 800)),
        (100, (1440, 900)),
        (125, (1276, 768)),
        (125, (1366, 736)),
        (125, (1440, 900)),
        (150, (1920, 1000)),
    ],
)
def test_cells_are_shown_whole_or_not_at_all(window, qtbot, percent, size):
    window.change_scale(percent - window.settings.scale)
    window.resize(*size)
    settle(window, qtbot)
    shown = [cell for kind in (NumberCell, ChoiceCell) for cell in window.top_bar.findChildren(kind)]
    shown = [cell for cell in shown if cell.isVisible()]
    assert shown
    for cell in shown:
        assert cell.width() >= cell.sizeHint().width(), cell.accessibleName()


def test_the_tooltip_explains_the_optimizer_and_the_loss_that_are_chosen(window):
    bar = window.top_bar
    assert bar.loss.toolTip().startswith("Loss: Cross-entropy")
    window.session.edit("Change loss", lambda d: change_training(d, loss="half_squared", optimizer="sgd"))
    assert bar.loss.toolTip().startswith("Loss: Half squared error\nHalf of the squared error")
    assert bar.optimizer.toolTip().startswith("Optimizer: SGD")


def test_augmentation_shows_what_becomes_of_a_picture(make_window, qtbot):
    window = make_window("digits")
    form = TrainingForm(window.session, skipped=())
    qtbot.addWidget(form)
    examples = form.findChild(AugmentExamples)
    before = examples.images
    assert len({image.constBits().tobytes() for image in before}) > 1
    row = form.form("augment_turn").row("augment_turn")
    row.edited.emit(90.0, True)
    assert [image.constBits().tobytes() for image in examples.images] != [one.constBits().tobytes() for one in before]
    off = dict.fromkeys(("augment_shift", "augment_turn", "augment_scale", "augment_stroke", "augment_noise"), 0.0)
    window.session.edit("Change training", lambda document: change_training(document, **off))
    assert not examples.images
