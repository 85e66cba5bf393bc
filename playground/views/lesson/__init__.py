"""The panel of lessons: the list of all, and the one at hand step by step."""

from playground.views.lesson.view import LessonView

__all__ = ["LessonView"]
