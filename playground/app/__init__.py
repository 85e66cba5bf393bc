"""Composition root: builds the session and the window; tables of docks and actions, settings, command line."""
