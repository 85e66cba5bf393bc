"""Points of the plane: generators, brushes, shapes, selections and inputs; numpy in and numpy out."""
