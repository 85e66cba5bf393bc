"""What is looked at in the window of a house that has a toy: run in it, as `window_checks.py KIND`."""

import json
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu

SEEN = []
LEFT = Qt.MouseButton.LeftButton


@contextmanager
def window(document, settings=None):
    """A window on a document, without a trainer; it is closed behind."""
    from playground.app.appearance import Appearance
    from playground.app.settings import Settings
    from playground.app.window import MainWindow
    from playground.session.session import Session

    app = QApplication.instance() or QApplication(["toys"])
    settings = settings or Settings()
    made = MainWindow(Session(document), settings, Appearance(app, settings))
    made.show()
    made.activateWindow()
    app.processEvents()
    yield made
    made.session.undo_stack.setClean()
    made.close()
    made.deleteLater()
    app.processEvents()


def circle(**values):
    from playground.document.presets import document_for

    return document_for("circle", (4,), count=60, **values)


def button(within, name):
    """The one visible button of an accessible name."""
    shown = {one: name_of(one) for one in within.findChildren(QAbstractButton) if one.isVisible()}
    (found,) = (one for one, called in shown.items() if called == name)
    return found


def name_of(widget):
    """What a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def in_menu(opened, title, text):
    """The action of a text in the menu of a title."""
    menu = next(one for one in opened.findChildren(QMenu) if one.title() == title)
    return next(one for one in menu.actions() if one.text() == text)


def in_palette(opened, text):
    """The first row of the palette for a text, as it stands there."""
    from playground.app.command_palette import CommandPalette

    opened.dialogs.show_palette()
    (palette,) = (one for one in opened.findChildren(CommandPalette) if one.isVisible())
    palette.line.setText(text)
    row = palette.commands.item(0)
    palette.dismiss()
    return row


def help_texts(opened, page):
    from playground.app.help.dialog import HelpDialog

    dialog = HelpDialog(opened, page)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    dialog.deleteLater()
    return texts


def command_line(*words):
    """Exit status, output, errors."""
    from playground.app.cli import main

    said, wrong = StringIO(), StringIO()
    with redirect_stdout(said), redirect_stderr(wrong):
        try:
            status = main(words)
        except SystemExit as ended:
            status = ended.code
    return status, said.getvalue(), wrong.getvalue()


def undone(opened, before):
    opened.session.undo_stack.undo()
    assert opened.session.document is before


def check_generator():
    from playground.document.edits_source import regenerate
    from playground.storage.codec import document_from_dict, document_to_dict

    with window(circle()) as opened:
        before, data = opened.session.document, opened.docks["data"].widget()
        heart = button(data, "Heart")
        assert heart.toolTip().endswith("A heart: round above, a corner below.")
        heart.click()
        made = opened.session.document
        assert (made.dataset.source.generator, len(made.dataset)) == ("heart", 60)
        assert 5 < made.dataset.counts()[1] < 30
        assert [one for one in data.findChildren(QLabel) if one.text() == "Heart size" and one.isVisible()]
        again = document_from_dict(document_to_dict(made))
        assert again.dataset.source == made.dataset.source
        assert np.array_equal(again.dataset.samples, made.dataset.samples)
        larger = regenerate(made, made.dataset.source.__class__("heart", 60, 0.0, 0, 4))
        assert larger.dataset.counts()[1] > made.dataset.counts()[1]
        undone(opened, before)
    assert command_line("train", "heart", "--epochs", "1", "--stepper", "eager")[0] == 0
    status, _, error = command_line("train", "haert", "--epochs", "1")
    assert status == 2
    assert "heart" in error


def check_tool():
    with window(circle()) as opened:
        before, output = opened.session.document, opened.docks["output"].widget()
        named = button(opened.docks["data"].widget(), "Cross")
        assert named.toolTip() == "Cross (X)\nClick to put five points"
        assert "Cross" in help_texts(opened, "keys")
        assert in_palette(opened, "cross").text() == "Draw › Cross"
        QTest.keyClick(opened, Qt.Key.Key_X)
        assert named.isChecked()
        assert output.options.controls()["reach"].isVisible()
        opened.session.hand.set_option("cross", "reach", 2.0)
        opened.session.hand.set_class(1)
        canvas = output.canvas
        middle = QPoint(*(round(value) for value in canvas.frame().to_screen(0.0, 0.0)))
        QTest.mouseClick(canvas, LEFT, pos=middle)
        points = opened.session.document.dataset.samples[60:]
        expected = [[0, 0], [2, 0], [-2, 0], [0, 2], [0, -2]]
        np.testing.assert_allclose(points, expected, atol=0.1)
        assert opened.session.undo_stack.undoText() == "Cross 5 points of Blue"
        undone(opened, before)
        QTest.mousePress(canvas, LEFT, pos=middle)
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(canvas, LEFT, pos=middle)
        assert opened.session.document is before


def check_data_operation():
    from playground.document.edits_data import clear_points

    def answer():
        dialog = QApplication.activeModalWidget()
        try:
            SEEN.extend(label.text() for label in dialog.findChildren(QLabel))
            SEEN.extend(name_of(one) for one in dialog.findChildren(QAbstractButton))
            button(dialog, "Apply").click()
        finally:
            dialog.close()  # it is modal: the check would wait for ever

    with window(circle()) as opened:
        before = opened.session.document
        QTimer.singleShot(0, opened, answer)
        in_menu(opened, "Data", "Mirror…").trigger()
        after = opened.session.document.dataset
        mine = before.dataset.targets == 0
        np.testing.assert_array_equal(after.samples[mine], before.dataset.samples[mine] * [-1, 1])
        np.testing.assert_array_equal(after.samples[~mine], before.dataset.samples[~mine])
        assert "30 points move" in SEEN
        assert any("The points of a class change their side." in text for text in SEEN)
        assert {"Upside down", "Class"} <= set(SEEN)
        assert opened.session.undo_stack.undoText() == "Mirror"
        undone(opened, before)
        opened.session.edit("Clear points", clear_points)
        refused = in_menu(opened, "Data", "Mirror…")
        assert not refused.isEnabled()
        assert refused.toolTip() == "There are no points."


def check_export():
    from playground.app.export_dialog import ExportDialog
    from playground.app.exporting import Exporting
    from playground.app.settings import Settings
    from playground.document.edits_network import delete_layer

    with window(circle()) as opened:
        work = Exporting(opened.session, opened.settings, {}, None).work()
        dialog = ExportDialog(work, opened)
        dialog.show()
        row = button(dialog, "Outline")
        assert row.isEnabled()
        assert row.toolTip() == "The units of all layers."
        button(dialog, "Copy Outline").click()
        assert dialog.chosen == ("outline", "copy")
        exporting = Exporting(opened.session, Settings(), {}, None)
        exporting.copy("outline", work)
        assert QGuiApplication.clipboard().text() == "2-4-1"
        opened.session.edit("Delete", lambda document: delete_layer(document, 1))
        bare = ExportDialog(exporting.work(), opened)
        bare.show()
        assert not button(bare, "Outline").isEnabled()
        assert button(bare, "Outline").toolTip() == "There are no layers to outline."
        opened.session.undo_stack.undo()
        for one in (dialog, bare):
            one.deleteLater()
    check_export_command()


def check_export_command():
    from playground.document.edits_network import delete_layer
    from playground.storage.codec import document_to_dict

    path = Path("xor.outline")
    assert command_line("export", "xor", "--out", str(path))[0] == 0
    assert path.read_text(encoding="utf-8").startswith("2-")
    assert "outline" in command_line("export", "--help")[1]
    bare = document_to_dict(delete_layer(circle(), 1))
    Path("bare.json").write_text(json.dumps(bare), encoding="utf-8")
    status, _, error = command_line("export", "bare.json", "--as", "outline", "--out", "bare.outline")
    assert status == 2
    assert "There are no layers to outline." in error


def check_view():
    from playground.app.settings import Settings
    from playground.document.edits_data import clear_points

    settings = Settings()
    with window(circle(), settings) as opened:
        before, panel = opened.session.document, opened.docks["counter"].widget()
        shows = in_menu(opened, "Panels", "Counter")
        assert shows.toolTip() == "How many points there are."
        assert not shows.isChecked()
        opened.session.edit("Clear points", clear_points)
        undone(opened, before)
        counter = panel.words
        assert counter.text() == "nothing yet"
        QTest.keyClick(opened, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
        assert shows.isChecked()
        assert counter.text() == "60 points"
        opened.session.edit("Clear points", clear_points)
        assert counter.text() == "0 points"
        undone(opened, before)
        assert counter.text() == "60 points"
        assert in_palette(opened, "counter").text() == "View › Panels › Counter"
        assert any("How many points there are." in text for text in help_texts(opened, "overview"))
        assert "Counter panel" in help_texts(opened, "keys")
    with window(circle(), settings) as opened:
        assert opened.docks["counter"].isVisible()
        opened.layout_of_panels.reset()
        assert not opened.docks["counter"].isVisible()


def check_menu_command():
    from playground.document.edits_data import clear_points

    with window(circle()) as opened:
        before, action = opened.session.document, in_menu(opened, "Data", "Halve the points")
        assert action.toolTip() == "Every second point goes."
        QTest.keyClick(opened, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        assert len(opened.session.document.dataset) == 30
        assert opened.session.undo_stack.undoText() == "Halve the points"
        undone(opened, before)
        assert in_palette(opened, "halve").text() == "Data › Halve the points"
        assert "Halve the points" in help_texts(opened, "keys")
        opened.session.edit("Clear points", clear_points)
        row = in_palette(opened, "halve")
        assert not row.flags() & Qt.ItemFlag.ItemIsEnabled
        assert row.toolTip() == "There are no two points."
        opened.session.undo_stack.undo()
        QTest.keyClick(opened, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        assert len(opened.session.document.dataset) == 30


def check_lesson():
    """List, panel, what it sets, a hint, a goal that is reached, the way back, the command line."""
    with window(circle()) as opened:
        before = opened.session.document
        opened.actions_by_key["lessons"].trigger()
        QApplication.processEvents()
        button(opened, "Start A toy").click()
        QApplication.processEvents()
        course = opened.session.lessons
        assert course.lesson.key == "a-toy"
        assert [one.units for one in opened.session.document.network] == [2]
        button(opened, "Hint (1 left)").click()
        assert any("The − above the layer." in label.text() for label in opened.findChildren(QLabel))
        assert not course.state.is_reached
        button(opened, "Show me").click()
        assert course.state.is_reached
        button(opened, "Finish").click()
        assert opened.session.document.network == before.network
    status, said, _ = command_line("lint-lesson", "a-toy")
    assert status == 0
    assert said == "A toy: 1 step, about 1 min\n"


def check_challenge():
    """List, panel, what may be changed, a hint, the way back; the command line trains its known solution."""
    from playground.document.edits_data import clear_points

    with window(circle()) as opened:
        before = opened.session.document
        opened.actions_by_key["challenges"].trigger()
        QApplication.processEvents()
        button(opened, "Try A dare").click()
        QApplication.processEvents()
        course = opened.session.challenges
        assert course.challenge.key == "a-dare"
        button(opened, "Hint (1 left)").click()
        assert any("The − above the layer." in label.text() for label in opened.findChildren(QLabel))
        opened.session.edit("Other points", clear_points)
        assert course.broken == ("The data may not be changed here.",)
        button(opened, "Leave the challenge").click()
        assert opened.session.document.network == before.network
    status, said, _ = command_line("lint-challenge", "a-dare", "--seeds", "4", "--quiet")
    assert status == 0
    assert said.startswith("A dare: test accuracy: at least 90")
    assert "known solution: 4 of 4 seeds" in said


def check_prediction():
    """A kind of prediction of a toy: asked, answered with a control that there is, compared."""
    with window(circle()) as opened:
        opened.actions_by_key["lessons"].trigger()
        QApplication.processEvents()
        button(opened, "Start A toy").click()
        QApplication.processEvents()
        course = opened.session.lessons
        button(opened, "That is my guess").click()
        assert course.state.said is not None
        course.predict(4.0)
        button(opened, "Show me").click()
        assert course.is_right()
        assert any("Compared. Half of all are even." in label.text() for label in opened.findChildren(QLabel))


if __name__ == "__main__":
    globals()[f"check_{sys.argv[1]}"]()
