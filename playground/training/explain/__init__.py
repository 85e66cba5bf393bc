"""Opening the box: what an answer hangs on, and which small step of a sample changes it. No threads, no Qt."""
