"""Kinds of data: what a sample is, how people make samples, which inputs a network gets of them. No Qt, no torch."""
