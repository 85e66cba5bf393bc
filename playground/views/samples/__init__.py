"""The contact sheet of pictures: all samples as thumbnails, sorted, filtered, selected, relabelled and moved."""

from playground.views.samples.view import SamplesView

__all__ = ["SamplesView"]
