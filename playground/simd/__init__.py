"""Short vectors inside compiled code: arithmetic, memory, elementary functions, and a switch over kinds. numba."""
