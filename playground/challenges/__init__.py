"""Challenges: a file each, what may be changed in them, and marking by replay from fresh seeds; hand-ins of a class."""
