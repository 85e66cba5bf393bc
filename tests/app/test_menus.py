"""The menus: every command has a place, and no menu is longer than a small screen."""

import pytest
from PySide6.QtWidgets import QMenu

from playground.app.actions import ACTIONS
from playground.app.docks import DOCKS

MOST_ROWS = 22
"""Rows of 28 px on a screen of 640; menus scroll on a lower one."""


@pytest.fixture
def menus(window):
    return {menu.title(): menu for menu in window.menu.findChildren(QMenu)}


def test_every_action_stands_in_the_menu_that_it_names(window, menus):
    for key, info in ACTIONS.items():
        menu = menus[info.menu.rpartition(" › ")[2]]
        assert window.actions_by_key[key] in menu.actions(), key
    assert [action.text() for action in menus["Panels"].actions()] == [info.title for info in DOCKS.values()]


def test_no_menu_is_longer_than_a_small_window(menus):
    for title, menu in menus.items():
        assert len(menu.actions()) <= MOST_ROWS, title


def test_a_panel_says_in_the_menu_what_it_shows(menus):
    assert menus["Panels"].toolTipsVisible()
    assert [action.toolTip() for action in menus["Panels"].actions()] == [info.summary for info in DOCKS.values()]


def test_what_works_on_a_map_alone_is_not_offered_for_pictures(make_window):
    window = make_window("digits")
    drawing = next(menu for menu in window.findChildren(QMenu) if menu.title() == "Draw")
    drawing.aboutToShow.emit()
    assert [action.text() for action in drawing.actions() if action.isVisible()] == ["Class"]
    actions = window.actions_by_key
    assert not actions["data_noise"].isEnabled()
    assert not actions["as_classification"].isEnabled()
    assert actions["as_regression"].isEnabled()
    window.documents.open("spiral")
    drawing.aboutToShow.emit()
    assert len([action for action in drawing.actions() if action.isVisible()]) == 4
