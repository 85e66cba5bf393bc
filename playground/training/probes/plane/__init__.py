"""What is seen on the plane of a map: one file a kind of probe; other kinds of probe know no plane."""
