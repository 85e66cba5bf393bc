"""Add a command of the command line: a file in `app/commands` (`toys/count.py`) and its name in the table."""


def test_one_file_and_one_name_are_a_command(house):
    """Help of the program and its own, examples that work, mistakes in one line."""
    table = "    for module in ("
    house.add("app/commands", "count", "", "COMMANDS: dict[str, Command] = {", "", "app/commands/__init__.py")
    file = house.root / "playground/app/commands/__init__.py"
    text = file.read_text(encoding="utf-8")
    assert text.count(table) == 1
    file.write_text(text.replace(table, f"{table}count, "), encoding="utf-8")
    house.run("line_checks.py")
