"""PySide6 6.12.0 on Python 3.11 drops a reference to None with each call that returns nothing, then aborts."""

import subprocess
import sys

PROGRAM = """
import sys
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

class View(QWidget):
    painted = 0

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.drawLine(0, 0, 3, 3)
        painter.end()
        self.painted += 1

app = QApplication([])
view = View()
view.resize(4, 4)
view.show()
app.processEvents()
before, view.painted = sys.getrefcount(None), 0
for _ in range(20_000):
    view.update()
    view.repaint()
print(view.painted, sys.getrefcount(None) - before)
"""


def test_twenty_thousand_repaints_keep_the_references_to_none():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    painted, change = map(int, run.stdout.split())
    assert painted >= 20_000
    assert change > -100
