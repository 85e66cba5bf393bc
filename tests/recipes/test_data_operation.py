"""Add an operation on the points: a file in `document/data_operations` (`toys/mirror.py`) and a line in its table."""


def test_one_file_and_one_line_are_an_operation_on_the_points(house):
    """Both menus, window with its form and words, undo, refusal."""
    table = "DATA_OPERATIONS: dict[str, type[DataOperation]] = by_key("
    house.add("document/data_operations", "mirror", "Mirror", table, "Mirror,")
    house.run("window_checks.py", "data_operation")
