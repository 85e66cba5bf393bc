"""Add an optimizer: a file in `methods/optimizers` (`toys/sign_descent.py`) and a line in its table; nothing else."""


def test_one_file_and_one_line_are_an_optimizer(house_of_toys):
    """Menu, form, saving, eager and fused training, script, refusal of scikit-learn's export, undo."""
    house_of_toys.run("checks.py", "optimizer", "sign_descent", "step_share=0.3")
