"""Add a loss: a file in `methods/losses` (`toys/log_cosh.py`) and a line in its table; nothing else."""


def test_one_file_and_one_line_are_a_loss(house_of_toys):
    """Menu, form, saving, eager and fused training, script, refusal of scikit-learn's export, undo."""
    house_of_toys.run("checks.py", "loss", "log_cosh")
