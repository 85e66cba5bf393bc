"""Every layer's space in two or three dimensions: points, bent sheet, straight cuts, and the way to the next one."""
