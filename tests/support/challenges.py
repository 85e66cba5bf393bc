"""Solutions of challenges that no settings tell."""

from dataclasses import replace

import numpy as np

from playground.challenges.library import known_solution, start_of


def solved(challenge):
    """A solution: the one of the file, or for the challenge without one the moved points."""
    return known_solution(challenge) or fooled(start_of(challenge), challenge.step)


def fooled(document, step):
    """Each test sample goes as far as it may towards the nearest training sample of another class."""
    data = document.dataset
    samples = data.samples.copy()
    trains = ~data.is_test
    for row in np.flatnonzero(data.is_test):
        others = samples[trains & (data.targets != data.targets[row])]
        nearest = others[np.abs(others - samples[row]).max(axis=1).argmin()]
        samples[row] += np.clip(nearest - samples[row], -step, step)
    return replace(document, dataset=replace(data, samples=samples))
