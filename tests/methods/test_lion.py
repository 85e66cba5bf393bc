"""Lion against Algorithm 2 of Chen et al. 2023, written out in numpy."""

import numpy as np
import pytest
import torch

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.training.engines.eager import EagerStepper
from playground.training.engines.fused import FusedStepper
from playground.training.state.run import Run

SETTINGS = {"optimizer": "lion", "learning_rate": 0.01, "beta1": 0.8, "beta2": 0.95, "decoupled_decay": 0.1}


def by_the_paper(made, batches):
    """The weights after some updates; gradients are autograd's."""
    run = Run(made, dtype=np.float64)
    rate, beta1, beta2, decay = (SETTINGS[name] for name in ("learning_rate", "beta1", "beta2", "decoupled_decay"))
    mean, learned = np.zeros_like(run.parameters), run.network.learn()
    for _ in range(batches):
        chosen = run.take_batch()
        logits = run.network.train()(torch.from_numpy(run.features[chosen]))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(run.targets[chosen]))
        found = torch.autograd.grad(loss, learned)
        gradient = np.concatenate([one.numpy().reshape(-1) for one in found])
        way = np.sign(beta1 * mean + (1.0 - beta1) * gradient)
        run.parameters[...] = run.parameters - rate * (way + decay * run.parameters)
        mean = beta2 * mean + (1.0 - beta2) * gradient
    return run.parameters, mean


@pytest.mark.parametrize("stepper", [EagerStepper, FusedStepper])
def test_updates_are_those_of_the_paper(stepper):
    made = change_training(document_for("circle", (4, 3)), **SETTINGS)
    run = Run(made, dtype=np.float64)
    stepper().advance(run, 60, 1e9)
    expected, mean = by_the_paper(made, 60)
    np.testing.assert_allclose(run.parameters, expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(run.slots[0], mean, rtol=1e-9, atol=1e-14)


def test_choosing_lion_takes_up_the_memory_that_its_authors_use():
    adam = document_for("circle", (4,))
    lion = change_training(adam, optimizer="lion")
    assert (adam.training.beta2, lion.training.beta2) == (0.999, 0.99)
    assert change_training(lion, optimizer="adam").training.beta2 == 0.999
    assert change_training(change_training(adam, beta2=0.5), optimizer="lion").training.beta2 == 0.5
    assert change_training(adam, optimizer="lion", beta2=0.9).training.beta2 == 0.9
