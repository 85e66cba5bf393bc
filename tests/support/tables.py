"""Eight points in two classes, written as tables in many ways, and read."""

import numpy as np
import pytest

from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.csv_points import read_points
from playground.interop.tables.wishes import Wishes

BASE = [(-2.5, 1.25), (-2.0, 0.75), (-1.5, 1.5), (-2.25, 2.0), (2.5, -1.25), (2.0, -0.75), (1.5, -1.5), (2.25, -2.0)]
LETTERS = "aaaabbbb"
DIGITS = "00001111"


def lines(form, labels=LETTERS, header="", end="\n"):
    """A row for each point: `form` takes x, y, the label and the number of the row."""
    rows = [form.format(x=x, y=y, k=label, i=i) for i, ((x, y), label) in enumerate(zip(BASE, labels, strict=True))]
    return end.join([*([header] if header else []), *rows]) + end


def read(tmp_path, text, name="t.csv", wishes=None, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_points(path, wishes=wishes or Wishes())


def refused(tmp_path, text, **changes):
    with pytest.raises(CsvError) as caught:
        read(tmp_path, text, **changes)
    words = str(caught.value)
    assert "\n" not in words
    assert len(words) < 400
    return words


def attempt(tmp_path, text):
    """The points, or None and the words of the refusal."""
    try:
        return read(tmp_path, text), ""
    except CsvError as error:
        return None, str(error)


def assert_base(points, names=None):
    """The eight points with four of either class."""
    assert np.allclose(points.dataset.places, BASE)
    targets = points.dataset.targets.tolist()
    assert targets in ([0] * 4 + [1] * 4, [1] * 4 + [0] * 4)
    if names:
        kinds = [one.name for one in points.dataset.classes]
        assert [kinds[target] for target in targets] == [names[0]] * 4 + [names[1]] * 4
