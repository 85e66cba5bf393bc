"""What one part of the panel has trained again; the session trains one such thing at a time, for whoever asked last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.retraining import RetrainedAnswer, Retraining
    from playground.session.session import Session

NOT_TRAINED = "Train the network first: it is trained again for as many epochs"


class OwnRetraining(QObject):
    """From a press to what came of it, until that is put away or another part of the panel asks for something else.

    Attributes:
        document: That was trained again; None where nothing was, or all has been put away.

    Signals:
        changed(): More has come, it is further, it has ended, or it has been put away.
        gone(): It has been put away.
    """

    changed = Signal()
    gone = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._all = session, session.experiments.retrainings
        self._mine: Retraining | None = None
        self.document: Document | None = None
        self._all.changed.connect(self.changed)

    @property
    def wish(self) -> Retraining | None:
        """What was asked for; None where nothing was, or another part has asked since."""
        return self._mine if self._mine is not None and self._all.wish is self._mine else None

    @property
    def is_at_work(self) -> bool:
        """Whether more is to come."""
        return self.wish is not None and self._all.is_at_work

    @property
    def answers(self) -> tuple[RetrainedAnswer, ...]:
        """What has come of it so far."""
        return self._all.answers if self.wish is not None else ()

    @property
    def by_trial(self) -> dict[str, RetrainedAnswer]:
        """The same by the names of the trials."""
        return {one.trial.name: one for one in self.answers}

    @property
    def share(self) -> float:
        """How much of the work is done, of 1."""
        return self._all.share if self.wish is not None else 0.0

    @property
    def error(self) -> str:
        """Why it has failed, a sentence; "" where it has not."""
        return self._all.error if self.wish is not None else ""

    @property
    def refusal(self) -> str:
        """Why nothing can be trained again, a sentence without its full stop; "" where it can."""
        snapshot = self._session.snapshot
        return NOT_TRAINED if snapshot is None or snapshot.epoch < 1 else ""

    def start(self, wish: Retraining, document: Document) -> None:
        """Begin, in place of whatever was at work."""
        self._mine, self.document = wish, document
        self._all.start(wish)

    @Slot()
    def close(self) -> None:
        """End the work; where it has ended, put away what came of it."""
        if self.is_at_work:
            self._all.cancel()
        else:
            self._put_away()

    def follow_document(self) -> None:
        """Put away what came of other samples, or of another network."""
        before, now = self.document, self._session.document
        if before is not None and (before.dataset is not now.dataset or before.network is not now.network):
            self._put_away()

    def _put_away(self) -> None:
        if self.is_at_work:
            self._all.cancel()
        self._mine = self.document = None
        self.changed.emit()
        self.gone.emit()
