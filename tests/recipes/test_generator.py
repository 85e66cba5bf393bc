"""Add a generator: a file in `domains/plane/generators` (`toys/heart.py`) and a line in its table; nothing else."""


def test_one_file_and_one_line_are_a_generator(house):
    """Gallery, own number, undo, saving, command line, refusals in words."""
    table = "GENERATORS: dict[str, Generator] = by_name("
    house.add("domains/plane/generators", "heart", "HEART", table, "HEART,")
    house.run("window_checks.py", "generator")
