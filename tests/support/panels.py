"""Waiting for the panels of a window."""

STILL = 3


def settle(window, qtbot):
    """Wait until the panels have their sizes: what is put off to later turns of the event loop is done.

    The window's own word is not enough: one arrangement may ask for another, and Qt lays out a turn later still.
    """
    seen = []

    def is_still():
        seen.append({key: (dock.isVisible(), dock.geometry()) for key, dock in window.docks.items()})
        is_settled = window.layout_of_panels.settled_width == window.width()
        return is_settled and len(seen) >= STILL and all(one == seen[-1] for one in seen[-STILL:])

    qtbot.waitUntil(is_still)
