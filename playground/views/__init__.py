"""One dock each: a view shows the session and sends edits to it, and knows no other view."""
