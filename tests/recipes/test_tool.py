"""Add a tool: a row with its words and options, a file with its gesture (`toys/cross_tool.py`), and a line for it."""

ROW = """ToolInfo(
        "cross",
        "Cross",
        "X",
        "plus",
        "Click to put five points",
        options=(AmountOption(name="reach", title="Reach", hint="From the middle to an end", start=0.5, most=2.0),),
    ),"""


def test_a_row_a_file_and_a_line_are_a_tool(house):
    """Tool bar, key, help, options, one undo step, Escape."""
    house.write("domains/plane/tools.py", "_TOOL_BAR = (", ROW)
    table = "TOOL_KINDS: dict[str, type[Tool]] = {"
    house.add("views/plane/tools", "cross_tool", "CrossTool", table, '"cross": CrossTool,')
    house.run("window_checks.py", "tool")
