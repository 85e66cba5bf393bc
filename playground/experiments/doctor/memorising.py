"""Memorising (overfitting): the network gets better at its training samples and worse at all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_network import change_training
from playground.experiments.doctor.base import Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import with_layers

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

GROWN, APART, GAP = 1.5, 2.0, 0.08
DECAYS = (0.001, 0.003, 0.01, 0.03)
LEAST_TESTS = 10


class Memorising(Finding):
    """Looks for a test loss that grows while the training loss falls."""

    key, title = "memorising", "Memorising"
    summary = "The training loss falls while the test loss grows: samples are learned by heart (overfitting)."
    looks_at = "how far test and training loss lie apart"
    threshold = (
        f"The training loss has fallen since the test loss was least; that is {GROWN:.1f} times as high now and "
        f"{APART:.0f} times the training loss, and its score is {GAP} lower: less is within what few samples vary by."
    )
    judge = "test_loss"

    def refusal(self, document: Document) -> str:
        """It takes samples that were not trained on."""
        few = document.dataset.test_count < LEAST_TESTS
        return f"Fewer than {LEAST_TESTS} samples test." if few else ""

    def look(self, seen: Observation) -> Suspicion | None:
        """Compare the newest test loss with the least and with the training loss."""
        tests, trains = seen.curve["test_loss"], seen.curve["train_loss"]
        if not seen.is_long or seen.diverged_epoch is not None:
            return None
        now, least, train = seen.lately("test_loss"), float(np.nanmin(tests)), seen.lately("train_loss")
        gap = seen.train_score - seen.lately("test_score")
        place = int(np.nanargmin(tests))
        has_fallen = train < float(trains[place])  # where it has grown as well nothing is learned by heart
        if not (has_fallen and now > GROWN * least and now > APART * train and gap >= GAP):
            return None
        best = float(seen.curve["epoch"][place])
        words = (
            f"The test loss was {least:.2g} at epoch {best:,.0f} and has grown to {now:.2g}, while the training loss "
            f"is {train:.2g}."
        )
        own = seen.document.training.l2
        cures = [Cure(f"a weight decay of {one:g}", _decayed(one)) for one in DECAYS if one > own]
        cures.append(Cure("half the units dropped out at random", lambda d: with_layers(d, dropout=0.5)))
        return Suspicion(words, Evidence("loss"), tuple(cures))


def _decayed(decay: float) -> Callable[[Document], Document]:
    return lambda document: change_training(document, l2=decay)
