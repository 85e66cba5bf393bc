"""Qt parts that know no session: sliders, plots, icons, theme."""
