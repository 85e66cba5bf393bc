"""The table of points: sort, edit a cell, paste; what is selected here is selected on the canvas."""

from playground.views.table.view import TableView

__all__ = ["TableView"]
