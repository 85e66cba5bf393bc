"""How large pictures are, and how many there may be."""

LEAST_SIDE, USUAL_SIDE, MOST_SIDE = 8, 16, 32
"""Pixels along each side."""
MOST_PICTURES = 20_000
"""Of the largest pictures they are 160 MB."""
