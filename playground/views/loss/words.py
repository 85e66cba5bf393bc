"""What the loss curves say, in one sentence that holds for the numbers that were measured."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.figures import LEAST_LOSS, epoch, loss, share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

LEAST_EPOCHS, LEAST_RECORDS = 5.0, 8
"""Before that nothing is said: a curve has to be one."""
LOOK_BACK = 0.2
"""The share of the epochs over which a loss falls, or hardly changes."""
FALLS, STANDS = 0.05, 0.01
GROWN = 1.5
"""Times its least: the train loss rises again."""
APART, RISEN = 2.0, 1.1
"""Test loss by train loss, and by the test loss's own least: a network that fits what is left to chance."""


def loss_words(columns: Mapping[str, NDArray[Any]]) -> str:
    """One sentence about the curves as rich text, or none where there is nothing to say.

    Args:
        columns: Of the history: "epoch", "train_loss", "test_loss", each (N,); nan where nothing was measured.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged loss may be as large as numbers go
        return _words(columns)


def _words(columns: Mapping[str, NDArray[Any]]) -> str:
    known = np.isfinite(columns["train_loss"])
    epochs, train, test = (columns[name][known].astype(np.float64) for name in ("epoch", "train_loss", "test_loss"))
    if len(epochs) < LEAST_RECORDS or epochs[-1] - epochs[0] < LEAST_EPOCHS:
        return ""
    tests = np.isfinite(test).all()
    if train[-1] < LEAST_LOSS and (not tests or test[-1] < LEAST_LOSS):
        return f"{'Train and test loss are' if tests else 'The train loss is'} below {LEAST_LOSS}."
    return _rising(epochs, train) or (_overfitting(epochs, train, test) if tests else "") or _falling(epochs, train)


def _rising(epochs: NDArray[np.float64], train: NDArray[np.float64]) -> str:
    least = int(train.argmin())
    if train[-1] <= GROWN * max(train[least], LEAST_LOSS) or epoch(epochs[least]) == epoch(epochs[-1]):
        return ""
    return f"The train loss was lower: <b>{escape(loss(train[least]))}</b> at epoch {epoch(epochs[least])}."


def _overfitting(epochs: NDArray[np.float64], train: NDArray[np.float64], test: NDArray[np.float64]) -> str:
    """The train loss has fallen since the test loss was least, and that has risen: what is learnt does not carry over.

    See Goodfellow, Bengio and Courville 2016, "Deep Learning", 5.2 and 7.8.
    """
    least = int(test.argmin())
    if test[-1] < APART * train[-1] or test[-1] < RISEN * test[least] or train[-1] >= train[least]:
        return ""
    times = test[-1] / max(train[-1], LEAST_LOSS)
    much = f"{'over ' if train[-1] < LEAST_LOSS else ''}{_times(times)} times"
    return f"Overfitting: test loss <b>{much}</b> the train loss, and least at epoch {epoch(epochs[least])}."


def _falling(epochs: NDArray[np.float64], train: NDArray[np.float64]) -> str:
    begin = epochs[-1] - max(LOOK_BACK * (epochs[-1] - epochs[0]), LEAST_EPOCHS / 2)
    place = int(np.searchsorted(epochs, begin))
    before, now = float(train[place]), float(train[-1])
    span = epochs[-1] - epochs[place]
    if before <= 0.0 or place >= len(epochs) - 1:
        return ""
    window = train[place:]
    if now < (1.0 - FALLS) * before and now <= np.median(window):
        return f"The train loss still falls: by <b>{share(1.0 - now / before)}</b> in {_epochs(span)}."
    if window.max() - window.min() < STANDS * now:
        return f"The train loss has changed by less than {share(STANDS)} in {_epochs(span)}."
    return ""


def _times(factor: float) -> str:
    return f"{factor:.1f}" if factor < 10.0 else f"{int(factor):,}"  # noqa: PLR2004 - where decimals say nothing


def _epochs(span: float) -> str:
    return f"the last {round(span):,} epochs"
