"""Add a view: a file in `views` (`toys/counter.py`) and a row in the table of panels; nothing else."""

ROW = '"counter": DockInfo("Counter", "Ctrl+0", 3, CounterView, "How many points there are.", opened=False),'


def test_one_file_and_one_row_are_a_panel(house):
    """Menu, key, palette, help, undo, nothing done while hidden, remembered between starts."""
    house.add("views", "counter", "CounterView", "DOCKS: dict[str, DockInfo] = {", ROW, "app/docks.py")
    house.run("window_checks.py", "view")
