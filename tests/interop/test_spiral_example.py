"""The example that people open first solves its spiral, whatever the seed, and does not jump about."""

import pytest

from playground.interop.sources import example
from playground.training.headless import train


@pytest.mark.parametrize("seed", [0, 3, 4, 5])
def test_it_is_solved_and_stays_solved(seed):
    result = train(example("spiral"), epochs=500, seed=seed)
    assert result.train_accuracy >= 0.95
    assert max(train_loss for epoch, train_loss, _ in result.losses if epoch > 380) < 0.45
