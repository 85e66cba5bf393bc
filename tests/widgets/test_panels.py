"""Panels, labels, the message bar."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QToolTip

from playground.widgets.buttons import IconButton, PushButton
from playground.widgets.format import percent
from playground.widgets.label import FactLine, FlowText, Label
from playground.widgets.message_bar import MessageBar
from playground.widgets.panel import Panel
from playground.widgets.row import Row
from playground.widgets.text import literal, text_width
from playground.widgets.theme import DARK, LIGHT


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_a_panel_is_a_card_with_a_round_outline(put, picture, dress, theme):
    dress(theme)
    panel = put(Panel("Data"), 232, 300)
    image = picture(panel)
    assert image.pixelColor(116, 0) == theme.line
    assert image.pixelColor(116, 200) == theme.card
    assert image.pixelColor(0, 0) != theme.line
    panel.set_subtitle("196 points")
    assert picture(panel) != image


def test_a_panel_lines_its_parts_up(put, qtbot):
    panel = Panel("Data")
    button, label, row = IconButton("undo", "Undo"), Label("Gallery"), Row(0, "Orange")
    panel.add_slot(IconButton("redo", "Redo"))
    panel.add_slot(button)
    panel.add(label)
    panel.add_space(8)
    panel.add(row, overhang=6)
    panel.body.addStretch(1)
    put(panel, 232, 300)
    qtbot.waitUntil(lambda: row.width() > 100)
    assert label.mapTo(panel, label.rect().topLeft()).toTuple() == (13, 41)
    assert label.width() == 206
    assert row.mapTo(panel, row.rect().topLeft()).x() == 7
    assert row.width() == 218
    assert button.mapTo(panel, button.rect().topRight()).x() == 225


def test_a_warning_stands_in_the_header_until_it_is_taken_back(put, qtbot):
    panel = put(Panel("Network"), 400, 200)
    panel.set_warning("")
    panel.set_warning("The network has no inputs.")
    icon = panel.findChild(IconButton)
    assert icon.isVisible()
    assert icon.toolTip() == "The network has no inputs."
    with qtbot.waitSignal(panel.warning_clicked, timeout=0):
        qtbot.mouseClick(icon, Qt.MouseButton.LeftButton)
    panel.set_warning("")
    assert not icon.isVisible()


def test_a_title_can_change(put):
    panel = put(Panel("Output"))
    panel.set_title("Layer 2")
    assert panel.title.text() == "Layer 2"
    assert panel.accessibleName() == "Layer 2"


def test_a_label_measures_and_elides(put, picture):
    label = put(Label("Learning rate", "label_strong", "ink3"), width=200)
    wide = picture(label)
    label.resize(40, label.height())
    short = picture(label)
    assert short != wide.copy(0, 0, 40, wide.height())
    label.set_text("Loss")
    label.set_colour("danger")
    label.set_role("stat")
    assert label.accessibleName() == label.text() == "Loss"
    assert label.sizeHint().height() == 20


def test_a_caption_flows_and_has_bold_parts(put, dress):
    caption = put(FlowText("A line separates <b>64 %</b> of the points."), width=120)
    assert caption.heightForWidth(120) > caption.heightForWidth(400)
    dress(LIGHT)
    assert LIGHT.ink.name() in caption.text()
    caption.set_text("Nothing yet.")
    assert "Nothing yet." in caption.text()


def test_a_number_of_a_caption_stays_on_the_line_of_its_sign(put):
    caption = put(FlowText(f"<b>{percent(0.49)}</b>"), width=120)
    read = QTextDocument()
    read.setHtml(caption.text())
    assert read.toRawText() == "49\N{NO-BREAK SPACE}%"


def test_a_caption_without_words_says_nothing(put):
    caption = put(FlowText("Something"), width=120)
    caption.set_text("")
    assert not caption.text()


def test_the_message_bar_says_offers_and_closes(put, qtbot):
    bar = put(MessageBar(), 480, 1)
    assert bar.isHidden()
    taken = []
    bar.show_message("The loss is not a number.", "danger", [("Back to epoch 410", lambda: taken.append(410))])
    assert bar.isVisible()
    assert bar.height() == 36
    assert bar.text() == bar.accessibleName() == "The loss is not a number."
    qtbot.mouseClick(bar.findChild(PushButton), Qt.MouseButton.LeftButton)
    assert taken == [410]
    bar.show_message("Saved.", "info")
    assert [button for button in bar.findChildren(PushButton) if button.isVisible()] == []
    with qtbot.waitSignal(bar.closed, timeout=0):
        qtbot.mouseClick(bar.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_the_message_bar_is_dismissed_in_silence(put, qtbot):
    bar = put(MessageBar(), 480, 1)
    bar.show_message("Look", "warn")
    with qtbot.assertNotEmitted(bar.closed):
        bar.dismiss()
    assert bar.isHidden()
    bar.show_message("Again", "warn")
    assert bar.height() == 36


@pytest.mark.parametrize("kind", ["danger", "warn", "info"])
def test_message_kinds_look_different(put, picture, dress, kind):
    bar = put(MessageBar(), 480, 1)
    bar.show_message("", kind)
    dark = picture(bar)
    dress(LIGHT)
    assert picture(bar) != dark
    assert dark.pixelColor(240, 0) != dark.pixelColor(240, 20)


def test_a_heading_leaves_out_whole_facts_that_have_no_room(put):
    panel = put(Panel("Network"), width=400, height=100)
    panel.set_subtitle("2 → 8 → 8 → 1 · 12 of 105 parameters, pruned")
    width = text_width("2 → 8 → 8 → 1 · 12 of 105 parameters", "row")
    for room, seen in (
        (400, "2 → 8 → 8 → 1 · 12 of 105 parameters, pruned"),
        (width + 1, "2 → 8 → 8 → 1 · 12 of 105 parameters"),
        (width - 1, "2 → 8 → 8 → 1"),
        (text_width("2 → 8 → 8 → 1", "row") - 1, ""),
        (20, ""),
    ):
        panel.subtitle.resize(room, 16)
        assert panel.subtitle.seen_text() == seen
    assert panel.subtitle.text() == "2 → 8 → 8 → 1 · 12 of 105 parameters, pruned"


def test_a_heading_whose_first_fact_has_no_room_tells_the_next(put):
    panel = put(Panel("Network"), width=400, height=100)
    panel.set_subtitle("1@16×16 → 8@16×16 → 8@8×8 → 16@8×8 → 256 → 4 · 9,012 parameters")
    panel.subtitle.resize(text_width("9,012 parameters", "row") + 1, 16)
    assert panel.subtitle.seen_text() == "9,012 parameters"


def test_a_line_without_room_tells_itself_in_a_tooltip(put, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _of: told.append(text))
    label = put(Label("Learning rate <1"), width=200)
    asked = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(label, asked)
    assert told == []
    label.resize(30, 16)
    QApplication.sendEvent(label, asked)
    assert told == [literal("Learning rate <1")]


def test_the_first_fact_of_a_line_may_stay_however_little_room_there_is(put):
    label = put(FactLine("Drag to paint points · Shift for straight lines", has_facts=True), width=400)
    assert label.seen_text() == label.text()
    for room in (text_width("Drag to paint points", "row") + 20, 20):
        label.resize(room, 16)
        assert label.seen_text() == "Drag to paint points"
    label.set_has_facts(False)
    assert label.seen_text() == label.text()
