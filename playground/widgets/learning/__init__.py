"""What the panels of lessons and challenges have in common: a list to choose from, and a page of what is open."""
