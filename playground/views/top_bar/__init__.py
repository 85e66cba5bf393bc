"""The tool bar: play, step, reset, epoch, speed, training settings, and the way to everything else."""

from playground.views.top_bar.view import TopBar

__all__ = ["TopBar"]
