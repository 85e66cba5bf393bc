"""Drawing: generators, brushes, selections, contours and colour tables, numpy in and numpy out."""
