"""Controls that stand for a command, and are grey while it is locked."""

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.widgets.buttons import IconButton
from playground.widgets.switch import Switch


class Locks(QObject):
    changed = Signal()
    words = ""

    def locks_action(self, _name):
        return self.words


def leave_later(widget):
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("made", [lambda: Switch("Linear regions"), lambda: IconButton("x", "Close")])
@pytest.mark.parametrize("destroy", [shiboken6.delete, leave_later])
def test_a_control_hears_of_locks_until_its_owner_is_destroyed(qapp, made, destroy):
    locks, owner = Locks(), QWidget()
    control = made()
    control.setParent(owner)
    control.follow_lock(locks, "overlay_regions")
    control.follow_lock(locks, "overlay_truth")
    locks.words = "Locked by the lesson."
    locks.changed.emit()
    assert not control.isEnabled()
    assert "Locked by the lesson." in control.toolTip()
    destroy(owner)
    locks.words = ""
    locks.changed.emit()  # what is raised in a slot fails the test
    assert not shiboken6.isValid(control)
