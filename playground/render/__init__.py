"""Software rendering: compiled rasters, meshes, depth, contours and colour maps; numpy in, pixels out."""
