"""The menus, made from the tables of actions, docks and recent files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from playground.app.actions import ACTIONS, MENUS

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from playground.app.documents import Documents
    from playground.app.hand_actions import HandActions
    from playground.app.settings import Settings

SUBMENU = " › "
PANELS = "View › Panels"


def main_menu(window: QWidget, actions: dict[str, QAction], docks: dict[str, QAction], recent: QMenu) -> QMenu:
    """The one menu behind the menu button: a submenu for each of `MENUS`, and those within them."""
    menu = QMenu(window)
    places: dict[str, QMenu] = {title: menu.addMenu(title) for title in MENUS}
    for key, info in ACTIONS.items():
        place = _place(places, info.menu)
        if info.text.startswith("|"):
            place.addSeparator()
        place.addAction(actions[key])
        if key == "open":
            place.addMenu(recent)
        if key == "reset_layout":
            _place(places, PANELS).addActions(list(docks.values()))
    for place in places.values():
        place.setToolTipsVisible(True)
    return menu


def _place(places: dict[str, QMenu], path: str) -> QMenu:
    """The menu of a path like "View › Theme", made where it is not there yet."""
    if path not in places:
        above, _, title = path.rpartition(SUBMENU)
        places[path] = places[above].addMenu(title)
    return places[path]


def add_draw_menu(menu: QMenu, actions: HandActions) -> None:
    """Tools, classes, brush and selection, before the menu of the data; the classes are those of the moment."""
    submenu = QMenu("Draw", menu)
    parts: list[QMenu] = []
    groups = {"Tool": actions.tools, "Class": [], "Brush": actions.brush, "Selection": actions.selection}
    for title, group in groups.items():
        part = submenu.addMenu(title)
        parts.append(part)
        part.setToolTipsVisible(True)
        part.addActions(group)
        if title == "Class":
            part.aboutToShow.connect(partial(actions.fill_classes, part))
    submenu.aboutToShow.connect(partial(_hide_empty, parts))
    data = next(action for action in menu.actions() if action.text() == "Data")
    menu.insertMenu(data, submenu)


def _hide_empty(menus: list[QMenu]) -> None:
    """Leave out submenus whose actions all mean nothing now; the one of the classes is filled when it opens."""
    for menu in menus:
        entries = menu.actions()
        menu.menuAction().setVisible(not entries or any(entry.isVisible() for entry in entries))


def fill_recent(menu: QMenu, settings: Settings, documents: Documents) -> None:
    """The recent files; those that are missing are grey."""
    menu.clear()
    for path in settings.recent:
        action = menu.addAction(_short(path))
        action.setEnabled(path.is_file())
        action.triggered.connect(partial(_open, documents, path))
    if menu.isEmpty():
        menu.addAction("No files yet").setEnabled(False)
        return
    menu.addSeparator()
    menu.addAction("Clear list").triggered.connect(settings.clear_recent)


def _short(path: Path) -> str:
    return f"{path.name}  ({path.parent})".replace("&", "&&")


def _open(documents: Documents, path: Path, _checked: bool = False) -> None:
    documents.open(str(path))
