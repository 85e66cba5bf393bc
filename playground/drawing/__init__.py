"""Drawing on the plane: generators, brushes, shapes, selections; numpy in and numpy out."""
