"""The parts of Qt that the program does not paint itself, in the colours of a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette

from playground.widgets.interface import px

if TYPE_CHECKING:
    from playground.widgets.tokens import Theme


def palette(theme: Theme) -> QPalette:
    """Qt's own roles in the theme's colours."""
    made = QPalette()
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.window,
        roles.Base: theme.control,
        roles.AlternateBase: theme.sunken,
        roles.ToolTipBase: theme.raised,
        roles.Button: theme.control,
        roles.Light: theme.control_hover,
        roles.Midlight: theme.control,
        roles.Mid: theme.line,
        roles.Dark: theme.line_strong,
        roles.Shadow: theme.line,
        roles.WindowText: theme.ink,
        roles.Text: theme.ink,
        roles.ButtonText: theme.ink,
        roles.BrightText: theme.ink,
        roles.ToolTipText: theme.ink,
        roles.PlaceholderText: theme.ink3,
        roles.Highlight: theme.ink,
        roles.HighlightedText: theme.ink_inv,
        roles.Link: theme.ink,
        roles.LinkVisited: theme.ink2,
        roles.Accent: theme.ink,
    }
    for role, colour in colours.items():
        made.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.ink_off)
    return made


def style_sheet(theme: Theme) -> str:
    """Menus, tooltips, scroll bars, fields, lists, dialogs' buttons; everything else is painted by its widget."""
    return "".join((_windows(theme), _menus(theme), _fields(theme), _buttons(theme), _scroll_bars(theme)))


def _windows(theme: Theme) -> str:
    return f"""
QMainWindow, QDialog {{ background: {theme.window.name()}; }}
QMainWindow::separator {{ background: transparent; width: {px(8)}px; height: {px(8)}px; }}
QMainWindow::separator:hover {{ background: {theme.line_strong.name()}; }}
QSplitter::handle {{ background: transparent; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {theme.ink2.name()}; padding: {px(4)}px {px(12)}px;
    margin: 0 {px(2)}px {px(4)}px 0; border-radius: {px(6)}px; min-height: {px(18)}px; }}
QTabBar::tab:hover {{ background: {theme.control.name()}; }}
QTabBar::tab:selected {{ background: {theme.card.name()}; color: {theme.ink.name()};
    border: 1px solid {theme.line_strong.name()}; }}
QSplitter::handle:horizontal {{ width: {px(8)}px; }}
QSplitter::handle:vertical {{ height: {px(8)}px; }}
QScrollArea, QScrollArea > QWidget > QWidget#content {{ background: transparent; border: none; }}
QToolTip {{ background: {theme.raised.name()}; color: {theme.ink.name()};
    border: 1px solid {theme.line_strong.name()}; border-radius: {px(6)}px; padding: 0 {px(4)}px; }}
"""


def _menus(theme: Theme) -> str:
    return f"""
QMenu {{ background: {theme.raised.name()}; color: {theme.ink.name()};
    border: 1px solid {theme.line_strong.name()}; border-radius: {px(8)}px; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(6)}px {px(24)}px {px(6)}px {px(12)}px; border-radius: {px(6)}px;
    min-height: {px(16)}px; }}
QMenu::item:selected {{ background: {theme.control_hover.name()}; }}
QMenu::item:disabled {{ color: {theme.ink_off.name()}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {theme.line.name()}; margin: {px(4)}px {px(8)}px; }}
QMenu::icon {{ padding-left: {px(8)}px; }}
QMenu::icon:checked {{ padding: {px(2)}px; margin-left: {px(4)}px; border-radius: {px(6)}px;
    border: 1px solid {theme.ink.name()}; }}
QMenuBar {{ background: transparent; color: {theme.ink2.name()}; }}
"""


def _fields(theme: Theme) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QListWidget {{ background: {theme.control.name()}; color: {theme.ink.name()};
    border: 1px solid transparent; border-radius: {px(6)}px; padding: 0 {px(7)}px;
    selection-background-color: {theme.ink.name()}; selection-color: {theme.ink_inv.name()}; }}
QLineEdit {{ min-height: {px(24)}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QListWidget:focus {{ border-color: {theme.ink.name()}; }}
QPlainTextEdit#code, QPlainTextEdit#code:focus {{ background: transparent; color: {theme.ink2.name()}; border: none;
    border-radius: 0; padding: 0; }}
QLineEdit:disabled {{ color: {theme.ink_off.name()}; background: transparent; }}
QLineEdit#inline {{ min-height: 0; padding: 0; background: transparent; border: none; }}
QAbstractItemView {{ background: {theme.raised.name()}; border: none; outline: none;
    selection-background-color: {theme.control_hover.name()}; selection-color: {theme.ink.name()}; }}
QAbstractItemView#field {{ background: {theme.control.name()}; }}
QAbstractItemView#card {{ background: {theme.card.name()}; }}
QAbstractItemView::item {{ min-height: {px(24)}px; border-radius: {px(6)}px; padding: 0 {px(8)}px; }}
QAbstractItemView::item:hover, QAbstractItemView::item:selected {{ background: {theme.control_hover.name()};
    color: {theme.ink.name()}; }}
#commandPalette QAbstractItemView::item:hover:!selected {{ background: transparent; }}
"""


def _buttons(theme: Theme) -> str:
    """Buttons of dialogs that Qt makes: 32 px, words only, ink for the one that Enter presses."""
    return f"""
QLabel#qt_msgboxex_icon_label {{ max-width: 0; max-height: 0; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
.QPushButton {{ background: {theme.control.name()}; color: {theme.ink.name()}; border: 1px solid {theme.line.name()};
    border-radius: {px(8)}px; padding: 0 {px(16)}px; min-height: {px(30)}px; min-width: {px(56)}px; }}
.QPushButton:hover {{ background: {theme.control_hover.name()}; }}
.QPushButton:pressed {{ background: {theme.control_press.name()}; }}
.QPushButton:default {{ background: {theme.ink.name()}; color: {theme.ink_inv.name()};
    border-color: {theme.ink.name()}; }}
.QPushButton:focus {{ border: {px(2)}px solid {theme.ink.name()}; }}
.QPushButton:default:focus {{ border-color: {theme.ink3.name()}; }}
.QPushButton:disabled {{ background: transparent; color: {theme.ink_off.name()}; border-color: transparent; }}
"""


def _scroll_bars(theme: Theme) -> str:
    return f"""
QScrollBar {{ background: transparent; margin: 0; }}
QScrollBar:vertical {{ width: {px(10)}px; }}
QScrollBar:horizontal {{ height: {px(10)}px; }}
QScrollBar::handle {{ background: {theme.line_strong.name()}; border-radius: {px(3)}px; margin: {px(2)}px; }}
QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
QScrollBar::handle:hover {{ background: {theme.ink3.name()}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
