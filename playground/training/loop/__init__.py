"""The trainer: a thread that takes commands and leaves snapshots."""
