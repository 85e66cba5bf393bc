"""Add a kind of prediction: a file in `lessons/predictions` (`toys/parity.py`), and a line in the table."""

import shutil

from tests.recipes.conftest import ROOT, TOYS

ASKS = """
[predict]
kind = "parity"
ask = "Which number?"
why = "Half of all are even."
"""


def test_a_file_and_a_line_are_a_prediction(house):
    """Lesson files, the panel, and how it compares."""
    table = "PREDICTIONS: tuple[type[Prediction], ...] = ("
    house.add("lessons/predictions", "parity", "ParityPrediction", table, "ParityPrediction,")
    resources = house.root / "resources"
    resources.unlink()
    shutil.copytree(ROOT / "resources", resources)
    text = (TOYS / "99-a-toy.md").read_text(encoding="utf-8")
    (resources / "lessons" / "99-a-toy.md").write_text(
        text.rstrip().removesuffix("```") + ASKS + "```\n", encoding="utf-8"
    )
    house.run("window_checks.py", "prediction")
