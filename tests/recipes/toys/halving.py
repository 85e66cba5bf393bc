"""What a toy command of the menus does: every second point goes."""

import numpy as np

from playground.document.edits_data import remove_points


def halve(shell):
    """Remove every second point, one undo step."""
    session = shell.session
    odd = np.arange(len(session.document.dataset)) % 2 == 1
    session.edit("Halve the points", lambda document: remove_points(document, odd))


def no_pairs(shell):
    """Why it cannot be done now."""
    return "" if len(shell.session.document.dataset) > 1 else "There are no two points."
