"""How a space is drawn: brought to one size, coloured, as a picture that is kept or as shapes, with axes and bars."""
