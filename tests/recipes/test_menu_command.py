"""Add a command of the menus: a row in the table of actions; what it does can be a file (`toys/halving.py`)."""

ROW = """"halve": ActionInfo(
        "Data", "Halve the points", halve, ("Ctrl+Alt+H",), "", "Every second point goes.", refusal=no_pairs
    ),"""


def test_one_row_is_a_command_of_the_menus(house):
    """Menu, key, palette, help, undo, refusal in words."""
    house.add("app", "halving", "halve, no_pairs", "ACTIONS: dict[str, ActionInfo] = {", ROW, "app/actions.py")
    house.run("window_checks.py", "menu_command")
