"""Exports: networks, losses and points as code, models, pages and tables; one file a format."""
