"""Files: projects, journals, recovery; everything is checked before it is believed. No Qt, no torch."""
