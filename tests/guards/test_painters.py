"""A painter ends with its block, whatever happens in it: one that outlives an exception takes the process with it.

The exception's traceback keeps the painter, Qt finds it active on a device whose painting is over ("endPaint with
active painter", "Cannot destroy paint device that is being painted"), and the process dies.
"""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

import playground
from playground.widgets.control import smooth_painter
from playground.widgets.paper import clipped, paint_for_paper

ROOT = Path(playground.__file__).parent
MAKERS = {"QPainter", "smooth_painter"}
PENDING = ("views/loss/", "views/inside/")


def loose_painters(source):
    """Line numbers of painters on a device that are not the head of a `with`."""
    tree = ast.parse(source)
    made_here = {node for one in ast.walk(tree) if is_maker(one) for node in ast.walk(one)}
    heads = {item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in MAKERS]
    return [call.lineno for call in named if call not in heads and call not in made_here]


def is_maker(node):
    return isinstance(node, ast.FunctionDef) and node.name in MAKERS


@pytest.mark.parametrize(
    "bad",
    ["painter = QPainter(image)", "rounded(smooth_painter(self), area)", "def f(self):\n    return QPainter(self)"],
)
def test_the_scan_finds(bad):
    assert loose_painters(bad)


def test_the_scan_lets_pass():
    assert not loose_painters("with QPainter(image) as painter:\n    painter.drawLine(0, 0, 1, 1)")


def test_every_painter_ends_with_its_block():
    found = {
        str(file.relative_to(ROOT)): loose_painters(file.read_text(encoding="utf-8")) for file in ROOT.rglob("*.py")
    }
    assert not {name: lines for name, lines in found.items() if lines}


class Breaks(QWidget):
    painter = None

    def paintEvent(self, _event):
        with smooth_painter(self) as self.painter:
            raise ValueError("while painting")


def test_what_fails_while_painting_leaves_no_active_painter(qtbot):
    view = Breaks()
    qtbot.addWidget(view)
    with pytest.raises(ValueError, match="while painting") as kept:
        view.grab()
    assert kept.traceback, "the traceback keeps the frame, and the frame the painter"
    assert not view.painter.isActive()


def test_what_fails_on_paper_gives_the_painter_back_as_it_was(qtbot):
    view = Breaks()
    qtbot.addWidget(view)
    view.resize(20, 20)
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        with pytest.raises(ValueError, match="while painting"), clipped(painter, QRectF(0, 0, 5, 5)):
            paint_for_paper(painter, view, 1.0)
        painter.fillRect(image.rect(), Qt.GlobalColor.black)
    assert image.pixelColor(30, 30) == Qt.GlobalColor.black, "nothing is cut off any more"
