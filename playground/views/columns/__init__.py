"""All columns of the samples side by side: each sample is a line through its numbers."""

from playground.views.columns.view import ColumnsView

__all__ = ["ColumnsView"]
