"""Doors to other programs: CSV, links, code. Values in, values out."""
