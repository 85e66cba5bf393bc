"""Presets of networks: in the menus, the palette, the network panel and on the command line."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu

from playground.app.cli import main
from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.network_presets import NETWORK_PRESETS
from playground.domains import DOMAINS
from playground.interop.sources import open_source
from playground.storage.project import Project, write_project

OF_PICTURES = [preset.title for preset in NETWORK_PRESETS.values() if preset.of_pictures]
OF_ROWS = [preset.title for preset in NETWORK_PRESETS.values() if not preset.of_pictures]


def pictures():
    """Noise of 8 x 8 in two classes."""
    samples = np.random.default_rng(3).random((30, 64))
    made = make_dataset(samples, np.arange(30) % 2, default_classes(2))
    return replace(made, domain="picture", columns=DOMAINS["picture"].keys(64), shape_of_one=(1, 8, 8))


def offered(window):
    """The rows of the menu, without their counts."""
    (menu,) = (menu for menu in window.findChildren(QMenu) if menu.title() == "Presets")
    return [action.text().partition(" (")[0] for action in menu.actions() if action.isVisible()]


def test_the_menu_offers_what_can_take_the_samples(window):
    assert offered(window) == OF_ROWS
    window.session.edit("Pictures", lambda document: set_dataset(document, pictures()))
    assert offered(window) == OF_PICTURES
    window.session.undo_stack.undo()
    assert offered(window) == OF_ROWS


def test_a_row_says_its_size_and_what_it_is(window):
    action = window.actions_by_key["preset_deep"]
    assert action.text() == "Four layers of 16 (881 parameters)"
    assert action.toolTip() == NETWORK_PRESETS["deep"].summary


def test_a_preset_is_one_undo_step(window):
    session, before = window.session, window.session.document.network
    window.actions_by_key["preset_deep"].trigger()
    assert [layer.units for layer in session.document.network] == [16, 16, 16, 16]
    assert session.undo_stack.undoText() == "Network Four layers of 16"
    session.undo_stack.undo()
    assert session.document.network is before


def test_a_preset_that_is_there_says_so(window, qtbot):
    window.actions_by_key["preset_deep"].trigger()
    with qtbot.waitSignal(window.session.message_posted, timeout=0) as posted:
        window.actions_by_key["preset_deep"].trigger()
    assert posted.args[0] == "The network is Four layers of 16 already."


def told(capsys, *arguments):
    assert main(["train", *arguments]) == 2
    return capsys.readouterr().err


def test_train_takes_a_preset_by_name(capsys):
    assert main(["train", "circle", "--network", "one-layer", "--epochs", "1", "--stepper", "eager", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parameters"] == 33


def test_train_takes_a_preset_of_pictures(capsys, tmp_path):
    document = replace(open_source("circle").document, network=(), inputs=("picture",), dataset=pictures())
    write_project(tmp_path / "noise.nnplay", Project(document))
    source, brief = str(tmp_path / "noise.nnplay"), ["--epochs", "1", "--stepper", "eager", "--json"]
    assert main(["train", source, "--network", "lenet", *brief]) == 0
    assert json.loads(capsys.readouterr().out)["parameters"] == 156 + 2_416 + 7_800 + 10_164 + 85


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lenet", "--network lenet cannot take points; these can: two-layers, no-layer, one-layer, deep"),
        ("deeep", "--network 'deeep' is not known; did you mean 'deep'?"),
    ],
)
def test_what_does_not_suit_is_refused_in_words(capsys, name, words):
    assert words in told(capsys, "circle", "--network", name)


def test_going_on_takes_no_other_network(capsys, tmp_path):
    saved = str(tmp_path / "a.nnplay")
    assert main(["train", "circle", "--epochs", "1", "--stepper", "eager", "--save", saved, "--quiet"]) == 0
    assert "--network is for new weights" in told(capsys, saved, "--resume", "--network", "deep")
