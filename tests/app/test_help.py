"""Help: a page that says what one sees, keys and words that can be searched, and a greeting at the first start."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel

from playground.app.docks import DOCKS
from playground.app.help.dialog import PAGES, HelpDialog
from playground.app.help.pages import PURPOSE, OverviewPage
from playground.app.launch import welcome
from playground.app.welcome import WelcomeCard
from playground.document.glossary import GLOSSARY
from playground.domains import DOMAINS
from playground.widgets.label import FlowText
from playground.widgets.theme import DARK, apply_theme


@pytest.fixture
def open_help(window, qtbot):
    def make(page="overview"):
        dialog = HelpDialog(window, page)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


@pytest.fixture
def larger(qapp):
    apply_theme(qapp, DARK, 1.25)
    yield
    apply_theme(qapp, DARK, 1.0)


def seen(page):
    return [label.text() for label in page.findChildren(QLabel) if not label.isHidden()]


def test_the_overview_names_every_panel_and_what_it_is_for(open_help):
    text = " ".join(label.text() for label in open_help().findChild(OverviewPage).findChildren(FlowText))
    assert PURPOSE in text
    for info in DOCKS.values():
        assert info.title in text
        assert info.summary in text
        assert info.summary.endswith(".")


@pytest.mark.parametrize("page", [segment.key for segment in PAGES])
def test_each_page_opens_where_it_was_asked_for(open_help, page):
    dialog = open_help(page)
    assert dialog.tabs.current_key() == page
    assert not dialog.grab().isNull()


@pytest.mark.parametrize("width", [1000, 1436])
def test_no_line_of_keys_is_cut_in_a_small_window_or_at_a_large_interface(width, window, qtbot, larger):
    del larger
    window.resize(width, 800)
    dialog = HelpDialog(window, "keys")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.pages.currentWidget().horizontalScrollBar().maximum() == 0


def test_a_search_narrows_the_keys_and_takes_its_groups_with_it(open_help):
    dialog = open_help()
    dialog.search.setText("brush larger")
    assert dialog.tabs.current_key() == "keys", "an overview cannot be searched"
    assert seen(dialog.keys) == ["Canvas", "[ and ]", "Smaller, larger brush"]
    dialog.search.setText("zzzz")
    assert seen(dialog.keys) == ["Nothing is called that"]
    dialog.search.clear()
    assert "Canvas" in seen(dialog.keys)
    assert "View" in seen(dialog.keys)


def test_every_word_of_the_glossary_is_found_by_its_name(open_help):
    dialog = open_help("words")
    assert {label.text() for label in dialog.words.findChildren(QLabel)} >= GLOSSARY.keys()
    dialog.search.setText("cross-entropy")
    assert seen(dialog.words)[::2] == ["Binary cross-entropy", "Cross-entropy"]


@pytest.mark.parametrize(("key", "page"), [(Qt.Key.Key_F1, "keys"), (Qt.Key.Key_Question, "overview")])
def test_keys_open_their_page(window, qtbot, monkeypatch, key, page):
    opened = []
    monkeypatch.setattr(HelpDialog, "exec", lambda dialog: opened.append(dialog.tabs.current_key()))
    qtbot.keyClick(window, key)
    assert opened == [page]


def card_of(window):
    return next((card for card in window.findChildren(WelcomeCard) if card.isVisible()), None)


def test_the_first_start_says_what_this_is_for_until_training_begins_and_never_again(window, qtbot):
    welcome(window)
    card = card_of(window)
    assert any(label.text().find(PURPOSE) > 0 for label in card.findChildren(FlowText))
    window.session.play()
    qtbot.waitUntil(lambda: card_of(window) is None)
    window.session.pause()
    welcome(window)
    assert card_of(window) is None
    window.actions_by_key["welcome"].trigger()
    qtbot.keyClick(card_of(window), Qt.Key.Key_Escape)
    assert card_of(window) is None


def test_a_file_of_ones_own_is_not_covered_by_the_welcome(window, tmp_path):
    window.documents.save_to(tmp_path / "mine.nnplay")
    welcome(window)
    assert card_of(window) is None
    assert not window.settings.is_welcomed, "a start without a file greets"


def test_an_opened_panel_is_not_covered_by_the_welcome(window):
    welcome(window)
    window.docks["data"].hide()
    assert card_of(window) is not None
    window.layout_of_panels.open("challenge")
    assert card_of(window) is None


@pytest.mark.parametrize(("place", "lesson"), [(0, "a-first-stroke"), (1, None), (2, None)])
def test_each_door_leads_somewhere(window, place, lesson):
    welcome(window)
    card_of(window).doors[place].click()
    assert card_of(window) is None
    at_hand = window.session.lessons.lesson
    assert (at_hand.key if at_hand else None) == lesson
    assert window.docks["lesson"].isVisible() == (place < 2)


def test_of_pictures_it_speaks_of_pictures(make_window, qtbot):
    window = make_window("digits")
    welcome(window)
    assert any("Draw pictures" in label.text() for label in card_of(window).findChildren(FlowText))
    dialog = HelpDialog(window, "overview", DOMAINS["picture"])
    qtbot.addWidget(dialog)
    text = " ".join(label.text() for label in dialog.findChild(OverviewPage).findChildren(FlowText))
    assert "Samples</span> (Ctrl+7)" in text
    assert "points" not in text


def test_what_keys_do_stands_in_line_down_each_column(open_help):
    grids = [grid for grid in open_help("keys").keys.findChildren(QGridLayout) if grid.itemAtPosition(1, 1)]
    places = [[grid.itemAtPosition(1, at).widget().x() for at in (0, 1)] for grid in grids]
    assert len(grids) > 4
    assert len({first for first, _ in places}) == len({tuple(place) for place in places})


def test_a_dialog_is_not_beside_the_welcome(window):
    window.actions_by_key["welcome"].trigger()
    dialog = QDialog(window)
    dialog.open()
    assert card_of(window) is None
    dialog.close()
