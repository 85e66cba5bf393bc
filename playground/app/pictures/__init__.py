"""Pictures of what the window shows: views on a page as PNG, SVG or PDF, and films of a run."""
