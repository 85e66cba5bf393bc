"""Qt parts that know no session: sliders, plots, icons, theme."""

from playground._qt_overrides import survive_errors_in_overrides

survive_errors_in_overrides()  # before the first widget class: every widget and view is defined after this line
