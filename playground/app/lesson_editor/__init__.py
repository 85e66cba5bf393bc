"""The window in which a teacher writes a lesson of what is on the screen."""

from playground.app.lesson_editor.editor import LessonEditor

__all__ = ["LessonEditor"]
