"""What the columns of a table are for: said by a person or the file, told by names and cells, asked where unclear."""
