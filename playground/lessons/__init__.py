"""Lessons: read from one file each, what their steps set, and goals that are checked against a run."""
