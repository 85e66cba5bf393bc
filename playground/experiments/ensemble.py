"""The runs of an experiment as an ensemble: what they answer on the mean over the plane, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.experiments.outcomes import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.experiments.results import ExperimentResults

LEAST_RUNS = 2


@dataclass(frozen=True, slots=True, eq=False)
class EnsembleAnswers:
    """What an ensemble answers over the plane of ±6, from the lower left.

    Attributes:
        runs: How many it has: those that are done and have not diverged.
        mean: Chances of all K classes, or the values, (K, side, side).
        disagreement: Of classes the share of runs whose answer is not the most frequent one, as a part of the largest
            share possible; of values their deviation beside half the range of the targets, 1 at most. (side, side).
    """

    runs: int
    mean: NDArray[np.float32]
    disagreement: NDArray[np.float32]


def ensemble_of(results: ExperimentResults) -> EnsembleAnswers | None:
    """The ensemble of the runs that are done; None where they have no maps, or fewer than `LEAST_RUNS` are left."""
    data = results.experiment.document.dataset
    places = results.done[results.columns["verdict"][results.done] > Verdict.DIVERGED]
    if not results.maps.size or len(places) < LEAST_RUNS:
        return None
    answers = results.maps[places].astype(np.float32)
    if data.classes:
        shares = np.concatenate((1.0 - answers, answers), axis=1) if answers.shape[1] == 1 else answers
        votes = shares.argmax(axis=1)
        counts = np.stack([(votes == index).mean(axis=0) for index in range(shares.shape[1])])
        disagreement = (1.0 - counts.max(axis=0)) / (1.0 - 1.0 / len(counts))
    else:
        shares, scale = answers, float(np.ptp(data.target(0))) or 1.0
        disagreement = np.minimum(answers[:, 0].std(axis=0) / scale * 2.0, 1.0)
    return EnsembleAnswers(len(places), shares.mean(axis=0), np.nan_to_num(disagreement).astype(np.float32))
