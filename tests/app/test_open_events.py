"""Files that the system hands over while the program runs, as Finder does."""

import subprocess
import sys

SCRIPT = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from playground.app.application import PlaygroundApp
app = PlaygroundApp([])
app.file_opened.connect(print)
QCoreApplication.sendEvent(app, QFileOpenEvent("/home/mine.nnlesson"))
"""


def test_a_file_that_the_system_hands_over_is_told():
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert run.stdout == "/home/mine.nnlesson\n"
