"""The whole window: opens, trains, edits, saves, reopens, survives bad input."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from playground.app.actions import ACTIONS
from playground.app.command_palette import CommandPalette, score
from playground.app.docks import DOCKS, proportions
from playground.app.examples_dialog import ExamplesDialog
from playground.app.help.dialog import HelpDialog
from playground.app.importing.dialog import ImportDialog
from playground.document import edits_data, edits_network
from playground.domains.plane.symmetry import Symmetry
from playground.domains.plane.tools import TOOLS
from playground.interop.sources import example_names, title_of
from playground.session.speed import MOST_SPEED
from playground.storage.project import read_project
from playground.training.engines import device
from playground.training.engines.device import Device
from playground.training.loop.commands import SetSpeed
from playground.views.plane.canvas import Canvas
from playground.views.top_bar.training_form import TrainingForm
from playground.views.top_bar.view import TopBar
from playground.widgets import theme
from playground.widgets.form_rows import FormRow
from tests.support.dropping import drop
from tests.support.panels import settle

WAIT_MS = 60_000


def train(window, qtbot, epochs):
    session = window.session
    session.set_speed(SetSpeed(None, MOST_SPEED))
    session.play()
    qtbot.waitUntil(lambda: session.snapshot.epoch >= epochs, timeout=WAIT_MS)
    session.pause()
    qtbot.waitUntil(lambda: session.snapshot.epochs_per_second == 0.0, timeout=WAIT_MS)


@pytest.mark.parametrize("name", example_names())
def test_every_example_opens_and_is_painted_in_both_themes(make_window, name):
    window = make_window(name)
    for _ in range(2):
        assert not window.grab().isNull()
        window.appearance.toggle()


def test_space_plays_and_pauses(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.session.playing
    qtbot.waitUntil(lambda: window.session.snapshot.epoch > 0, timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not window.session.playing


def test_saved_and_reopened_is_the_same_and_goes_on(make_window, qtbot, tmp_path):
    window = make_window("circle")
    train(window, qtbot, 5)
    path = tmp_path / "work.nnplay"
    assert window.documents.save_to(path)
    qtbot.waitUntil(lambda: not window.documents.modified, timeout=WAIT_MS)  # the frame at hand may be one before
    epoch = read_project(path).weights["counters"][1]
    qtbot.waitUntil(lambda: window.session.snapshot.epoch == epoch, timeout=WAIT_MS)  # the last one before the pause
    saved = window.session.snapshot
    other = make_window("xor")
    assert other.documents.open(str(path))
    qtbot.waitUntil(lambda: other.session.snapshot.epoch == saved.epoch, timeout=WAIT_MS)
    for key, values in saved.parameters.items():
        assert np.array_equal(other.session.snapshot.parameters[key], values)
    assert other.session.name == "work"
    assert np.array_equal(other.session.document.dataset.samples, window.session.document.dataset.samples)
    assert len(other.session.history) == len(window.session.history)


def test_title_and_tool_bar_say_what_is_unsaved(window):
    assert not window.isWindowModified()
    window.session.edit("Clear", edits_data.clear_points)
    assert window.isWindowModified()
    assert window.top_bar.saved.text() == "Not saved"
    window.session.undo_stack.undo()
    assert not window.isWindowModified()


@pytest.mark.parametrize(("answer", "closes"), [("Discard", True), ("Cancel", False)])
def test_closing_asks_where_edits_would_be_lost(window, monkeypatch, answer, closes):
    window.session.edit("Clear", edits_data.clear_points)
    asked = []
    button = getattr(QMessageBox.StandardButton, answer)
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[2]) or button)
    assert window.close() is closes
    assert asked == [f"{window.session.name} has changes that are not saved."]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"x,y,label\n1,2,0\n1,oops,1\n", "line 3"),
        ("a.csv", b"", "a.csv"),
        ("a.json", b"{", "not valid JSON"),
        ("a.json", b'{"network": [{"kind": "dens"}]}', "network[0].kind"),
        ("a.nnplay", b"no zip", "not a project file"),
        ("a.docx", b"?", "not a kind of file"),
    ],
)
def test_a_bad_file_is_said_and_changes_nothing(window, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    before = window.session.document
    assert not window.documents.open(str(path))
    assert words in window.toast.bar.text()
    assert window.session.document is before
    assert not window.documents.open(str(tmp_path / "missing.json"))
    assert window.session.document is before


def test_a_dropped_csv_is_one_undo_step(window, tmp_path, monkeypatch):
    path = tmp_path / "points.csv"
    path.write_text("x,y,label\n1,2,0\n-1,3,1\n2,2,2\n")
    monkeypatch.setattr(ImportDialog, "exec", lambda _: True)
    drop(window, path)
    assert len(window.session.document.dataset) == 3
    assert len(window.session.document.dataset.classes) == 3
    window.session.undo_stack.undo()
    assert len(window.session.document.dataset) == 280


def test_a_folder_that_cannot_be_written_keeps_the_work_unsaved(window, tmp_path):
    window.session.edit("Clear", edits_data.clear_points)
    assert not window.documents.save_to(tmp_path / "missing" / "a.nnplay")
    assert "Could not save" in window.toast.bar.text()
    assert window.documents.modified
    assert window.documents.save_to(tmp_path / "a.nnplay")
    assert not window.documents.modified


def test_draw_by_mouse_on_the_output(window, qtbot):
    window.session.hand.set_tool("point")
    window.session.hand.set_class(1)
    output = window.docks["output"].widget()
    canvas = output.canvas
    count = len(window.session.document.dataset)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(canvas.width() // 2, canvas.height() // 2))
    assert len(window.session.document.dataset) == count + 1
    assert window.session.document.dataset.targets[-1] == 1


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_panels_get_their_sizes(window, qtbot, size):
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0], timeout=WAIT_MS)
    left, right = proportions(*size).columns
    qtbot.waitUntil(lambda: abs(window.docks["data"].width() - left) <= 12, timeout=WAIT_MS)
    assert abs(window.docks["output"].width() - right) <= 12


def test_panels_close_and_come_back_where_they_were(window):
    for key, info in DOCKS.items():
        window.docks[key].toggleViewAction().trigger()
        assert window.docks[key].isVisible() != info.opened
    window.layout_of_panels.reset()
    assert all(dock.isVisible() == DOCKS[key].opened for key, dock in window.docks.items())


def test_every_panel_survives_an_untrainable_document(window, qtbot):
    window.session.edit("Clear", edits_data.clear_points)
    window.session.edit("No layers", lambda d: edits_network.delete_layer(edits_network.delete_layer(d, 1), 2))
    for name in window.session.document.inputs:
        window.session.edit("No inputs", lambda d, name=name: edits_network.toggle_input(d, name))
    qtbot.waitUntil(lambda: window.session.snapshot.document is window.session.document, timeout=WAIT_MS)
    assert not window.grab().isNull()
    assert not window.top_bar.play.isEnabled()


def test_scale_and_theme_change_the_whole_window(window, qapp):
    window.change_scale(50)
    assert theme.scale() == 1.5
    assert not window.grab().isNull()
    window.change_scale(-50)
    window.appearance.choose("light")
    assert theme.current() is theme.LIGHT
    window.appearance.choose("dark")


def test_palette_finds_commands_by_a_few_letters(window, qtbot):
    palette = CommandPalette(window, window.actions_by_key.values())
    palette.open_at_top()
    palette.line.setText("rese")
    assert "Reset" in palette.commands.item(0).text()
    palette.line.setText("zzzz")
    assert "No command" in palette.commands.item(0).text()
    palette.dismiss()


def test_what_lies_over_the_map_is_ticked_refused_and_remembered_everywhere(window, qtbot):
    session, action = window.session, window.actions_by_key["overlay_pushes"]
    action.trigger()
    assert session.overlays.all_on() == ("pushes",)
    assert action.isChecked()
    session.overlays.switch("pushes", on=False)
    assert not action.isChecked()
    regions = window.actions_by_key["overlay_regions"]
    assert not regions.isEnabled()
    assert "curved" in regions.toolTip()
    palette = CommandPalette(window, [action, regions])
    palette.open_at_top()
    assert not palette.commands.item(1).flags() & Qt.ItemFlag.ItemIsEnabled
    place = palette.commands.visualItemRect(palette.commands.item(1)).center()
    qtbot.mouseClick(palette.commands.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert session.overlays.all_on() == ()
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.commands.currentRow() == 0
    palette.dismiss()
    session.edit("Without layers", lambda d: replace(d, network=()))
    assert regions.isEnabled()
    assert regions.toolTip().startswith("Where")
    regions.trigger()
    session.undo_stack.setClean()
    window.close()
    assert window.settings.overlays == ["regions"]


def test_letters_in_order_match_and_words_beginnings_win():
    assert score("zz", "Train > Reset") is None
    assert score("tr", "Train > Reset") > score("tr", "Net > extra")


def test_dialogs_are_made_from_the_tables(window, qtbot):
    for dialog in (HelpDialog(window), ExamplesDialog(window)):
        qtbot.addWidget(dialog)
        assert not dialog.grab().isNull()


def test_every_key_stands_on_the_page_of_keys(window, qtbot):
    dialog = HelpDialog(window, "keys")
    qtbot.addWidget(dialog)
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    assert shown >= {info.text.strip("|…") for info in ACTIONS.values() if info.keys}
    assert shown >= {tool.title for tool in TOOLS.values()}


def test_the_gallery_of_examples_shows_every_example(window, qtbot):
    dialog = ExamplesDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    last = dialog.grid.button(example_names()[-1])
    assert dialog.rect().contains(last.mapTo(dialog, last.rect().bottomRight()))


def test_examples_are_called_what_their_datasets_are_called():
    assert [title_of(name) for name in ("xor", "disc-in-ring", "five-arms")] == ["XOR", "Disc in ring", "Five arms"]


def test_more_settings_shows_every_value_whole(window, qtbot):
    bar = window.findChild(TopBar)
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    form = window.findChild(TrainingForm)
    rows = [row for row in form.findChildren(FormRow) if row.isVisible()]
    assert rows
    for row in rows:
        right = row.mapTo(window, row.rect().topRight()).x()
        assert right < form.parentWidget().mapTo(window, form.parentWidget().rect().topRight()).x()


def test_no_two_actions_share_a_key():
    keys = [key for info in ACTIONS.values() for key in info.keys]
    keys += [info.shortcut for info in DOCKS.values()]
    assert len(set(keys)) == len(keys)


def test_letters_take_tools_digits_classes_and_brackets_sizes(window, qtbot):
    hand, canvas = window.session.hand, window.findChild(Canvas)
    canvas.setFocus()
    for key, tool in ((Qt.Key.Key_S, "spray"), (Qt.Key.Key_E, "eraser"), (Qt.Key.Key_B, "brush")):
        qtbot.keyClick(canvas, key)
        assert hand.tool == tool
    qtbot.keyClick(canvas, Qt.Key.Key_2)
    assert hand.class_index == 1
    qtbot.keyClick(canvas, Qt.Key.Key_1)
    assert hand.class_index == 0
    before = hand.radius
    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert hand.radius == pytest.approx(before + 0.1)
    qtbot.keyClick(window, Qt.Key.Key_BracketLeft)
    assert hand.radius == pytest.approx(before)


def test_a_full_batch_is_shown_as_one(make_window):
    window = make_window("circle")
    training = replace(window.session.document.training, batch_size=0)
    window.session.edit("Full batch", lambda document: replace(document, training=training))
    assert window.top_bar.batch.text() == "All"


def test_devices_that_the_machine_lacks_say_why_and_cannot_be_chosen(window, monkeypatch):
    missing = Device("cuda", "CUDA", "no NVIDIA driver")
    monkeypatch.setattr(device, "available_devices", lambda: (Device("cpu", "CPU"), missing))
    window.top_bar.show_devices()
    choices = {choice.value: choice for choice in window.top_bar.device.choices()}
    assert choices["cpu"].enabled
    assert not choices["cuda"].enabled
    assert choices["cuda"].description == "no NVIDIA driver"


def test_panels_take_their_room_back_when_they_are_opened_again(window, qtbot):
    def far_from_before():
        sizes = [(dock.width(), dock.height()) for dock in docks]
        return max(abs(new - old) for pair in zip(sizes, before, strict=True) for new, old in zip(*pair, strict=True))

    docks = [dock for key, dock in window.docks.items() if DOCKS[key].opened]
    before = [(dock.width(), dock.height()) for dock in docks]
    others = [dock for key, dock in window.docks.items() if not DOCKS[key].opened]
    for dock in (*docks, *docks, *(one for other in others for one in (other, other))):
        dock.toggleViewAction().trigger()
        settle(window, qtbot)
    assert far_from_before() < 4


def test_what_the_tools_are_set_to_is_there_at_the_next_start(make_window):
    first = make_window()
    first.session.hand.set_radius(1.7)
    first.session.hand.set_option("spray", "rate", 200.0)
    first.session.hand.set_option("shape", "way", "ring")
    first.session.hand.set_symmetry(Symmetry("turn", 5))
    first.close()
    hand = make_window().session.hand
    assert (hand.radius, hand.symmetry) == (1.7, Symmetry("turn", 5))
    assert (hand.option("spray", "rate"), hand.option("shape", "way")) == (200.0, "ring")
    assert hand.tool == "brush"
