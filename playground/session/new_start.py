"""New starts as undo steps: initial weights, which puts the run aside; the last good weights; other data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from playground.document.edits_network import lower_learning_rate
from playground.document.limits import excess
from playground.document.model import samples_of
from playground.training.loop.commands import Restore
from playground.training.timeline.commands import PutAside

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.session.run_numbers import RunNumbers
    from playground.session.time_travel import TimeTravel
    from playground.session.undo import UndoStack
    from playground.training.loop.trainer import Trainer
    from playground.training.snapshots.snapshot import Snapshot
    from playground.training.state.checkpoint import Checkpoint

START_OVER = "Start over"


class Starter(Protocol):
    """What these steps need of the session."""

    document: Document
    numbers: RunNumbers
    snapshot: Snapshot | None
    time: TimeTravel
    trainer: Trainer
    undo_stack: UndoStack

    @property
    def has_learned(self) -> bool:
        """Whether the network at hand has been trained at all."""
        ...

    def refusal(self, before: Document, after: Document) -> str:
        """Why a lesson forbids an edit; "" where none does."""
        ...

    def pause(self) -> None:
        """Stop training."""
        ...

    def play(self, *, until: int = 0) -> None:
        """Start training, up to an epoch if one is given."""
        ...

    def show(self, document: Document, *, fresh: bool = False) -> None:
        """Take a document, without an undo step."""
        ...

    def edit(self, text: str, change: Callable[[Document], Document], *, is_whole: bool = False) -> bool:
        """Apply a pure edit as one undo step."""
        ...

    def do(self, text: str, after: Document, act: Callable[[Document], None]) -> None:
        """Do something as one undo step."""
        ...


def start_over(session: Starter) -> None:
    """Back to the initial weights of the document's seed; nothing where they are at hand anyway."""
    steps = session.undo_stack
    is_fresh = session.snapshot is not None and (not steps.canUndo() or steps.undoText() == START_OVER)
    if session.has_learned or not is_fresh:
        begin_anew(session, START_OVER, session.document)


def new_weights(session: Starter) -> None:
    """Initial weights of another seed."""
    training = session.document.training
    # By the generator of ANSI C's rand: the next seed follows from this one, and is far from it.
    seed = (training.seed * 1103515245 + 12345) % 2**31
    begin_anew(session, "New weights", replace(session.document, training=replace(training, seed=seed)))


def recover(session: Starter, *, slower: bool) -> None:
    """To the last finite weights, with a tenth of the learning rate where asked for."""
    session.time.live()
    checkpoint = session.trainer.last_finite()
    after = lower_learning_rate(session.document) if slower else session.document

    def act(document: Document) -> None:
        session.show(document)
        if checkpoint is not None:
            session.trainer.send(Restore(checkpoint, session.numbers.advance()))

    session.do("Lower the learning rate" if slower else "Back to the last good weights", after, act)


def train_again(session: Starter, text: str, document: Document, until: int) -> None:
    """Another run in place of the one at hand: a document from its first weights up to an epoch, with its past.

    Args:
        session: Takes it as one undo step.
        text: Words for the undo menu.
        document: What is trained.
        until: The epoch where it stops.
    """
    begin_anew(session, text, document)
    session.play(until=until)


def replace_points(session: Starter, text: str, change: Callable[[Document], Document]) -> None:
    """Put other data in place of all points, as one undo step, and say what becomes of a trained network.

    It goes on learning on points of the same kind. Where samples are of another kind, no input is left of those that
    it knows: then another run begins, and the one at hand is put aside.
    """
    after = change(session.document)
    is_other_kind = samples_of(after) != samples_of(session.document)
    refusal = excess(after, session.document) or session.refusal(session.document, after)
    if is_other_kind and session.has_learned and not refusal:
        begin_anew(session, text, after)
    elif session.edit(text, change, is_whole=True):
        session.time.tell_of_step(going_on_in_words(session))


def going_on_in_words(session: Starter) -> str:
    """What a trained network does where all points are others; empty for one that is not trained."""
    epochs = 0 if session.snapshot is None else session.snapshot.live_epoch
    words = f"The network goes on with what it learned in {epochs:,} epochs. Reset (R) begins anew, undo goes back."
    return words if epochs else ""


def begin_anew(
    session: Starter, text: str, after: Document, checkpoint: Checkpoint | None = None, *, tells: bool = True
) -> None:
    """Another run in place of the one at hand, which is put aside, as one undo step; it does not train yet.

    Args:
        session: Whose run.
        text: Words for the undo menu.
        after: The document from then on.
        checkpoint: Where it begins; None for the first weights of the document's seed.
        tells: Whether it is said what becomes of the run at hand.
    """
    session.pause()
    session.time.forget_shown()
    is_kept = session.snapshot is not None and session.snapshot.live_epoch > 0
    leaving = session.time.at_hand() if is_kept else None

    def act(document: Document) -> None:
        session.trainer.send(PutAside())
        session.show(document, fresh=True)
        if checkpoint is not None:
            session.trainer.send(Restore(checkpoint, session.numbers.run))

    session.do(text, after, act)
    if leaving is not None and tells:
        session.time.tell_of_leaving(*leaving)
