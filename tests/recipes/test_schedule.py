"""Add a schedule: a file in `methods/schedules` (`toys/triangle.py`) and a line in its table; nothing else."""


def test_one_file_and_one_line_are_a_schedule(house_of_toys):
    """Menu, form, saving, eager and fused training, script, refusal of scikit-learn's export, undo."""
    house_of_toys.run("checks.py", "schedule", "triangle", "last_share=0.1", "schedule_epochs=7")
