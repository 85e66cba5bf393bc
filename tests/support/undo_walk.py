"""A seeded walk over random edits with training between them; then everything is undone, and redone.

After each edit the state is noted: what undo comes back to has to be one that was there. Undo and redo of a step that
changes the learned are exact; what loses nothing lets training go on, and then weights are those at hand.

    python -m tests.support.undo_walk 10000
"""

from __future__ import annotations

import random
import sys

from tests.support.by_hand import ByHand
from tests.support.edits import ALL, document

LEFT_OUT = ("recover", "recover with the same rate", "continue from here")
"""Where there is nothing to recover from or to continue from, they are no edits."""


class Walk:
    """One session that is edited at random.

    Attributes:
        states: After each step that can still be undone, what was learned; one more than there are steps.
        compared: How many states were compared to the bit.
    """

    def __init__(self, seed, most_bytes=None):
        self.chance = random.Random(seed)
        self.bench = ByHand(document(), most_bytes)
        self.states = [self.bench.learned()]
        self.names = sorted(set(ALL) - set(LEFT_OUT))
        self.compared = self.edits = 0

    @property
    def stack(self):
        """The undo stack."""
        return self.bench.session.undo_stack

    def step(self):
        """An edit, training, or a few steps back and forth."""
        draw = self.chance.random()
        if draw < 0.6:
            self.edit()
        elif draw < 0.85:
            self.train()
        else:
            self.there_and_back(self.chance.randint(1, 4))

    def edit(self):
        """Do something at random."""
        name = self.chance.choice(self.names)
        before, number = self.stack.index(), self._newest()
        try:
            ALL[name](self.bench.session)
        except (ValueError, IndexError, KeyError, TypeError, StopIteration):
            return  # an edit that this document has no place for
        self.bench.turn()
        self.bench.settle()
        self.edits += 1
        self._note(before, is_new=self._newest() != number)

    def train(self):
        """A few batches, or an epoch."""
        if self.bench.session.problems:
            return
        self.bench.train_batches(self.chance.randint(1, 3)) if self.chance.random() < 0.7 else self.bench.train(1)
        self.states[-1] = self.bench.learned()

    def there_and_back(self, most):
        """Undo some steps and redo them: nothing is lost on the way."""
        here = self.bench.learned()
        count = 0
        while count < most and self.stack.canUndo():
            self.undo()
            count += 1
        for _ in range(count):
            self.bench.redo()
        self.check(here, "there and back")

    def undo(self):
        """One step back, to a state that was there."""
        self.bench.undo()
        self.bench.settle()
        return self.bench.learned()

    def back_to_the_beginning(self):
        """Undo all; how many steps came back to the bit, and how many went on training."""
        exact = went_on = 0
        self.undone = [self.bench.learned()]
        for before in reversed(self.states[:-1]):
            if not self.stack.canUndo():
                break
            now = self.undo()
            self.undone.append(now)
            if now == before:
                exact += 1
            else:
                assert now["document"] == before["document"]
                went_on += 1
        assert not self.stack.canUndo()
        return exact, went_on

    def forth_to_the_end(self):
        """Redo all: every state is as it was when it was undone."""
        for then in reversed(self.undone[:-1]):
            self.bench.redo()
            self.check(then, "redo")
        assert not self.stack.canRedo()

    def check(self, then, where):
        """What is at hand is what was there."""
        now = self.bench.learned()
        differing = [part for part in then if now.get(part) != then[part]]
        said = self.bench.session.snapshot.message
        assert not differing or "no longer kept" in said, (where, self.edits, differing, said)
        self.compared += 1

    def _newest(self):
        """The number of the step that undo would take back."""
        index = self.stack.index()
        return self.stack.command(index - 1).number if index else None

    def _note(self, before, *, is_new):
        steps = self.stack.index() - before
        if is_new and steps == 0:  # the oldest has gone
            self.states = [*self.states[1:], self.bench.learned()]
        elif steps > 0:
            self.states = [*self.states[: before + 1], *[self.bench.learned()] * steps]
        else:
            self.states[-1] = self.bench.learned()
        assert len(self.states) == self.stack.index() + 1


def walk(edits, seed=0, most_bytes=None, tell=lambda _: None):
    """A walk of so many edits, undone and redone in stretches of at most 400; `tell` is given a line after each."""
    one = Walk(seed, most_bytes)
    try:
        peak = exact = went_on = 0
        while one.edits < edits:
            end = min(one.edits + 400, edits)
            while one.edits < end:
                one.step()
                peak = max(peak, one.bench.states.nbytes)
            found = one.back_to_the_beginning()
            exact, went_on = exact + found[0], went_on + found[1]
            one.forth_to_the_end()
            one.states = [*reversed(one.undone)]
            tell(
                f"{one.edits:,} edits: {exact:,} steps undone to the bit, {went_on:,} where training went on; "
                f"{one.compared:,} states compared after redo; at most {peak / 1e6:.1f} MB beside the film"
            )
        return one, peak, exact, went_on
    finally:
        one.bench.close()


def main():
    """Walk, and tell what it came to."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    edits, seed = (int(word) for word in (*sys.argv[1:], "0")[:2])
    walk(edits, seed, tell=lambda line: (sys.stdout.write(line + "\n"), sys.stdout.flush()))
    del application


if __name__ == "__main__":
    main()
