"""The panel of many runs at once: seeds, and sweeps over one or two knobs; a page each, one line in `pages.PAGES`."""

from playground.views.experiments.view import ExperimentsView

__all__ = ["ExperimentsView"]
