"""The window of help: what the panels show, all keys, and what words mean."""
