"""Add a task: a file in `tasks/` (`toys/balanced.py`) and a line in its table; nothing else."""


def test_one_file_and_one_line_are_a_task(house_of_toys):
    """Saving, training, score, tables, script, menu and undo, pages of the loss panel."""
    house_of_toys.run("task_checks.py")
