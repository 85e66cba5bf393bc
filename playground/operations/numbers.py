"""Numbers that operations share with the torch modules of the layers."""

NORM_EPSILON = 1e-5
"""Added to a variance before its root, as torch's normalization layers do by default."""
