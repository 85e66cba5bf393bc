"""The hidden space panel as a person finds it: its pictures, and its controls by what they are called."""

from PySide6.QtWidgets import QScrollArea, QWidget

from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.views.spaces.body import Body


def inside(view):
    """What is below the header: strip, film, large space, caption."""
    return view.findChild(Body)


def wells(view):
    """The large space, and the small ones from the input to the output."""
    return [inside(view).large, *inside(view).strip.wells]


def scroll_area(view):
    """In which the small spaces lie."""
    return view.findChild(QScrollArea)


def control(view, name):
    """The one control of a name, as screen readers say it."""
    (found,) = (one for one in view.findChildren(QWidget) if one.accessibleName() == name)
    return found


def click(view, name):
    """Click a control of the header."""
    control(view, name).click()


def choose(view, name, value):
    """Take a value from the list behind a button."""
    control(view, name).set_value(value)
    control(view, name).chosen.emit(value)


def titles(view):
    """Of the stages, from the input to the output."""
    return [well.accessibleName().partition(",")[0] for well in wells(view)[1:]]


def arrived(session):
    """The newest spaces, by uid."""
    return {space.uid: space for space in session.snapshot[LayerSpaces].spaces}


def shown(view, session, uid):
    """A layer's small space, as it is drawn."""
    return dict(zip(session.wanted("hidden")[0].uids, wells(view)[1:], strict=True))[uid].space


def plays(view):
    """Whether the morph can be stopped."""
    return inside(view).strip.play.accessibleName() == "Stop the morph"


def pose(view):
    """Yaw and pitch from which spaces in depth are seen."""
    return tuple(view.view_state()["pose"])
