"""Grey pictures of 8 to 32 pixels a side: generators, strokes, augmentation; numpy in and numpy out."""
