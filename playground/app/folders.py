"""Where the program keeps what it writes by itself: work to recover, and logs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def data_folder() -> Path:
    """The program's own folder in the user's data; it need not be there yet."""
    base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(base) / "playground-nn"


def recovery_folder() -> Path:
    """Holds a folder for each running window."""
    return data_folder() / "recovery"


def session_folder() -> Path:
    """Holds the last session that was not saved."""
    return data_folder() / "session"


def lesson_folder() -> Path:
    """Holds the work that stands back while a lesson is at hand."""
    return data_folder() / "lesson"


def draft_folder() -> Path:
    """Holds lessons that are being written and not saved."""
    return data_folder() / "drafts"


def challenge_folder(key: str) -> Path:
    """Holds the solutions of a challenge that have passed."""
    return data_folder() / "challenges" / key


def log_folder() -> Path:
    """Holds the logs."""
    return data_folder() / "logs"
