"""Draw a dataset, stack layers, press Play, and watch a neural network learn.

This file imports nothing: it is read before the program's packages are installed.
"""

__version__ = "0.1.0"
