"""Pictures from folders, IDX files, arrays and tables of pixels, and out as a sheet or as arrays."""
