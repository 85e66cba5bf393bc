"""The one-cycle schedule against torch's OneCycleLR."""

import pytest
import torch

from playground.document.training import Training
from playground.methods.schedules import rate_at
from playground.methods.schedules.one_cycle import RISE


@pytest.mark.parametrize("epochs", [10, 100, 997])
def test_rates_are_those_of_torch(epochs):
    """Torch has its top a step early: by this share of its one step more, both rise over the same steps."""
    training = Training(schedule="one_cycle", schedule_epochs=epochs, learning_rate=0.2)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.2)
    share = (RISE * epochs + 1.0) / (epochs + 1.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.2, epochs + 1, pct_start=share, cycle_momentum=False)
    for epoch in range(epochs + 1):
        assert rate_at(training, float(epoch)) == pytest.approx(schedule.get_last_lr()[0], rel=1e-9)
        if epoch < epochs:
            optimizer.step()
            schedule.step()
    assert rate_at(training, 5.0 * epochs) == rate_at(training, float(epochs))


def test_the_highest_rate_is_the_document_s():
    training = Training(schedule="one_cycle", schedule_epochs=100, learning_rate=0.2)
    assert rate_at(training, 100 * RISE) == pytest.approx(0.2)
