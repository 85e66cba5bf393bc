"""No Qt object gets its properties by keywords: PySide finds their setters by the rules of the locale."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "playground").rglob("*.py"))


def keywords_of_qt_calls(source):
    """Calls of Qt's classes, and of `super().__init__` in their heirs, that are given keywords: (line, words)."""
    tree = ast.parse(source)
    modules, classes = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            names = {alias.asname or alias.name for alias in node.names}
            modules |= {name for name in names if name.startswith("Qt") and node.module == "PySide6"}
            classes |= names - modules

    def is_qt(node):
        if isinstance(node, ast.Name):
            return node.id in classes
        return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules

    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_qt(node.func)]
    for heir in ast.walk(tree):
        if isinstance(heir, ast.ClassDef) and any(is_qt(base) for base in heir.bases):
            inside = (node for node in ast.walk(heir) if isinstance(node, ast.Call))
            calls += [node for node in inside if ast.unparse(node.func) == "super().__init__"]
    return [(call.lineno, ast.unparse(call)) for call in calls if call.keywords]


@pytest.mark.parametrize(
    "bad",
    [
        "from PySide6.QtCore import QTimer\nQTimer(self, interval=5)",
        "from PySide6.QtWidgets import QLabel as L\nL(text='x')",
        "from PySide6 import QtCore\nQtCore.QTimer(singleShot=True)",
        "from PySide6.QtCore import QTimer\nclass A(QTimer):\n def __init__(self):\n  super().__init__(interval=1)",
    ],
)
def test_keywords_are_found(bad):
    assert keywords_of_qt_calls(bad)


def test_own_classes_may_be_called_with_keywords():
    assert not keywords_of_qt_calls("from PySide6.QtCore import QTimer\nQTimer(self)\nown(QTimer(), interval=5)")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_source_has_none(path):
    found = keywords_of_qt_calls(path.read_text(encoding="utf-8"))
    assert not found, f"{path}: set properties with setters instead: {found}"
