"""Random edits with training between them, all undone and all redone; thousands by `tests.support.undo_walk`."""

import pytest

from tests.support.undo_walk import walk


@pytest.mark.parametrize("seed", [1, 2])
def test_random_edits_are_undone_and_redone_to_the_bit(qtbot, seed):
    one, peak, exact, went_on = walk(120, seed)
    assert one.edits == 120
    assert exact > went_on
    assert one.compared > 100
    assert peak <= 64_000_000
