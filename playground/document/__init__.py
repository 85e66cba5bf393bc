"""What the person made: frozen values, pure edits, problems in words. No Qt, no torch."""
