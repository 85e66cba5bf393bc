"""Add an export: a function in a file of `interop/exports` (`toys/outline.py`) and a row in the table."""

ROW = (
    '"outline": ExportFormat("Code", "Outline", ".outline", "The units of all layers.", outline, outline, '
    "needs_training=False),"
)


def test_one_file_and_one_row_are_an_export(house):
    """Dialog, file, clipboard, command line, refusal in words."""
    table = "EXPORTS: dict[str, ExportFormat] = {"
    house.add("interop/exports", "outline", "outline", table, ROW, "interop/exports/table.py")
    house.run("window_checks.py", "export")
