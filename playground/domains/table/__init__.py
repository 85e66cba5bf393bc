"""Rows of a table with up to 64 columns of numbers; numpy in and numpy out."""
