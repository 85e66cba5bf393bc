"""What the person made: frozen values, pure edits, problems in words, files. No Qt, no torch."""
