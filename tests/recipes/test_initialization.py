"""Add an initialization: a file in `methods/initializations` (`toys/checkerboard.py`) and a line."""


def test_one_file_and_one_line_are_an_initialization(house_of_toys):
    """Menu, form, saving, eager and fused training, script, refusal of scikit-learn's export, undo."""
    house_of_toys.run("checks.py", "initialization", "checkerboard")
