"""One run: parameters, optimizer state, place in the pass, and the data, as numpy arrays that every stepper shares."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID, same_examples, samples_of
from playground.document.plan import resolve
from playground.document.usual_network import augmentation_of
from playground.domains.picture.augmentation import augmented
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.optimizers.base import STATE_ROWS
from playground.training.emulations import emulation_of
from playground.training.state.checkpoint import Checkpoint
from playground.training.state.heads import head_map
from playground.training.state.held import held_parameters, let_new_weights_learn
from playground.training.state.layout import carry_over, initial_buffers, starting_parameters
from playground.training.state.model import Network
from playground.training.state.network_inputs import network_inputs
from playground.training.state.order import permutation
from playground.training.state.refit import refit
from playground.training.state.succession import has_other_layers, match_sums, places_of, sums_at
from playground.training.state.targets import encode_targets

if TYPE_CHECKING:
    from playground.document.layout import Key, Layout
    from playground.document.model import Document

Array = NDArray[np.floating[Any]]


class Run:
    """The state of training; a stepper advances it in place, between batches anybody on its thread may read it.

    Attributes:
        document: What is trained.
        layout: Where each parameter lies.
        dtype: Of all floating arrays but none else.
        parameters: Flat, (P,); torch tensors are views of it.
        buffers: Flat running statistics, (B,).
        slots: Optimizer state, (3, P); rows by `optimizers.py`.
        steps: Updates done since the optimizer's state began.
        epoch: Whole passes done.
        cursor: Points used of the pass at hand; always less than the number of training points. The update that uses
            the last point of a pass adds one to `epoch`, sets `cursor` to 0 and puts the next pass into `order`.
        order: The pass at hand, int64 (N,): `order.permutation(seed, epoch, N)`, written in place.
        emulation: The program as which it trains, which gives the order of the points, and whose loop alone knows what
            the rows of `slots` hold; None where it trains as usual.
        features, targets: Training points, (N, F) and (N, O), C-contiguous.
        test_features, test_targets: Test points, likewise.
        stamp: Grows when anything but a stepper writes into the arrays.
    """

    def __init__(self, document: Document, *, dtype: Any = np.float32) -> None:
        """A run at its beginning, with the weights of the document's seed."""
        self.document = document
        self.emulation = emulation_of(document)
        self.layout: Layout = resolve(document).layout
        self.dtype = np.dtype(dtype)
        self.parameters: Array = starting_parameters(document, self.layout).astype(self.dtype)
        self.buffers: Array = initial_buffers(self.layout, document.training.seed).astype(self.dtype)
        self.slots: Array = np.zeros((STATE_ROWS, self.layout.parameter_size), dtype=self.dtype)
        self.steps = self.epoch = self.cursor = self.stamp = 0
        self.order = np.empty(0, dtype=np.int64)
        self._varied: Array = np.empty((0, 0), dtype=self.dtype)
        self._varied_for: tuple[object, ...] = ()
        self._network: Network | None = None
        self._take_data()
        self._shuffle()

    # ---- where it is -----------------------------------------------------------------------------------------------

    @property
    def network(self) -> Network:
        """The module of the parameters, for pictures, measurements and eager training; made when it is first asked for.

        The compiled kernel needs none, and making it takes longer than many a small network takes to train.
        """
        if self._network is None:
            self._network = self._build()
        return self._network

    @property
    def batch_size(self) -> int:
        """Points of one update; the last of a pass may have fewer."""
        count = len(self.features)
        return min(self.document.training.batch_size or count, count)

    @property
    def batches_per_epoch(self) -> int:
        """Updates of a whole pass."""
        return -(-len(self.features) // max(self.batch_size, 1))

    @property
    def position(self) -> float:
        """The epoch with its fraction."""
        return self.epoch + self.cursor / max(len(self.features), 1)

    def batches_until(self, epoch: int) -> int:
        """Updates from here to the end of the pass before `epoch`; 0 when that is past."""
        if epoch <= self.epoch:
            return 0
        rest = -(-(len(self.features) - self.cursor) // max(self.batch_size, 1))
        return rest + (epoch - self.epoch - 1) * self.batches_per_epoch

    def take_batch(self) -> NDArray[np.int64]:
        """Move on by one update: count it, and say which points it uses, (B,). Shuffles where the pass ends."""
        count = len(self.features)
        stop = min(self.cursor + self.batch_size, count)
        # A copy: at the end of a pass the order is written anew in place, before the batch is used.
        chosen = self.order[self.cursor : stop].copy()
        self.steps += 1
        self.cursor = stop
        if stop == count:
            self.cursor = 0
            self.epoch += 1
            # In place, as the kernel that trains may hold the array.
            self.order[...] = self._next_order()
        return chosen

    @property
    def varies(self) -> bool:
        """Whether training inputs are others in every pass."""
        return not augmentation_of(self.document).is_off

    def pass_features(self) -> Array:
        """The training inputs of the pass at hand, (N, F): `features`, or those varied for this epoch.

        Varied ones lie in the same array for as long as there are as many.
        """
        augmentation = augmentation_of(self.document)
        if augmentation.is_off:
            return self.features
        what = self.features, augmentation, self.document.training.seed, self.epoch
        if not self._varied_for or self._varied_for[0] is not what[0] or self._varied_for[1:] != what[1:]:
            pictures = self.features.reshape(-1, *self.document.dataset.shape)
            made = augmented(pictures, *what[1:]).reshape(self.features.shape)
            if self._varied.shape == made.shape:
                self._varied[...] = made
            else:
                self._varied = np.ascontiguousarray(made, dtype=self.dtype)
            self._varied_for = what
        return self._varied

    # ---- edits -----------------------------------------------------------------------------------------------------

    def fits(self, document: Document) -> bool:
        """Whether a document can be adopted: its network has the same parameters in the same places."""
        if resolve(document) is resolve(self.document):
            return True
        if resolve(document).layout != self.layout:
            return False
        head = head_map(self.document, document, lambda: np.zeros((0, 1)))
        return head is not None and head.is_identity

    def keeps_state(self, document: Document) -> bool:
        """Whether the optimizer's state goes on where a document is adopted: another optimizer begins with none."""
        same_optimizer = self.document.training.optimizer == document.training.optimizer
        return same_optimizer and emulation_of(document) is self.emulation

    def keeps_all(self, document: Document) -> bool:
        """Whether everything that was learned goes on as it is where a document is taken, with the same answers."""
        if not self.keeps_state(document) or resolve(self.document).function != resolve(document).function:
            return False
        return self.emulation is None or self.fits(document)

    def adopt(self, document: Document) -> None:
        """Go on with another document of the same layout: new points, settings, activations; nothing learned is lost.

        When the number of training points changes, the pass starts anew; when the optimizer changes, so does its
        state, and so it does where weights are changed to keep the answers under another scaling.
        """
        keeps_state = self.keeps_state(document)
        old, self.document = self.document, document
        was, self.emulation = self.emulation, emulation_of(document)
        if not keeps_state:
            self._forget_gradients()
        # Moments of the optimizer are of gradients by the weights of before, in their units.
        if refit(self.layout, self.parameters, old, document):
            self._forget_gradients()
        count = len(self.features)
        if self._data_differs(old):
            self._take_data()
        if len(self.features) != count:
            self.cursor = 0
        same_order = old.training.seed == document.training.seed and was is self.emulation
        if len(self.features) != count or not same_order:
            self._shuffle()
        if old.network is not document.network:
            self.layout = resolve(document).layout
            self._network = None
        self.stamp += 1

    def succeed(self, document: Document) -> Run:
        """The run of an edited network, which answers as this one as nearly as its layers can.

        Weights, optimizer state and statistics carry over wherever units stay; `succession` does the rest. Nothing has
        been learned or set by hand at a run's beginning: its successor begins as if it had never been another. So it
        does where samples are of another domain, of which nothing that was learned says anything.

        The averaged squared gradient of a new parameter starts at the average over the others: from zero, with the
        bias correction long over, its first steps would be many times too long.
        """
        new = Run(document, dtype=self.dtype)
        if document.dataset.domain == self.document.dataset.domain and not self._is_at_beginning:
            self._hand_on(new)
        new.epoch = self.epoch
        same_pass = len(new.features) == len(self.features)
        new.cursor = self.cursor if same_pass else 0
        new.order = new._next_order()
        return new

    def set_parameter(self, key: Key, index: tuple[int, ...], value: float) -> bool:
        """Put a number into a parameter. False when the network has no such place, or it is no number."""
        slot = self.layout.slot(key)
        if slot is None or len(index) != len(slot.shape) or not isfinite(value):
            return False
        if not all(0 <= i < length for i, length in zip(index, slot.shape, strict=True)):
            return False
        slot.view(self.parameters)[index] = value
        self.stamp += 1
        return True

    def set_parameters(self, values: Array) -> bool:
        """Put numbers, (P,), into all parameters that are not held. False where they do not fit, or are no numbers."""
        if values.shape != self.parameters.shape or not np.isfinite(values).all():
            return False
        learned = ~held_parameters(self.document, self.layout, self.parameters)
        self.parameters[learned] = values[learned]
        self.stamp += 1
        return True

    # ---- checkpoints -----------------------------------------------------------------------------------------------

    def checkpoint(self) -> Checkpoint:
        """A copy of the state."""
        return Checkpoint(
            self.parameters.copy(), self.buffers.copy(), self.slots.copy(), self.steps, self.epoch, self.cursor
        )

    def restore(self, checkpoint: Checkpoint) -> bool:
        """Go on from a checkpoint. False, and nothing changed, when it belongs to another layout."""
        pairs = (
            (self.parameters, checkpoint.parameters),
            (self.buffers, checkpoint.buffers),
            (self.slots, checkpoint.slots),
        )
        if any(mine.shape != theirs.shape for mine, theirs in pairs):
            return False
        for mine, theirs in pairs:
            mine[...] = theirs
        # Points may have been erased since: beyond their end there is no batch.
        cursor = checkpoint.cursor if checkpoint.cursor < len(self.features) else 0
        self.rewind(checkpoint.steps, checkpoint.epoch, cursor)
        self.stamp += 1
        return True

    def restore_weights(self, checkpoint: Checkpoint) -> bool:
        """Take parameters, statistics and optimizer state from a checkpoint, and stay at this epoch. False as above."""
        epoch, cursor = self.epoch, self.cursor
        if not self.restore(checkpoint):
            return False
        self.rewind(checkpoint.steps, epoch, cursor)
        return True

    def rewind(self, steps: int, epoch: int, cursor: int) -> None:
        """Put the counters, and with them the order, back to where the arrays are."""
        self.steps, self.epoch, self.cursor = steps, epoch, cursor
        self._shuffle()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _forget_gradients(self) -> None:
        """What the optimizer has gathered is of other numbers: it begins anew."""
        self.slots[...] = 0.0
        self.steps = 0

    def _build(self) -> Network:
        """The module for pictures and measurements, on the CPU and in evaluation mode.

        Whoever asks first may measure in inference mode: gradients by this module must be possible all the same.
        """
        with torch.inference_mode(mode=False):
            flat, statistics = torch.from_numpy(self.parameters), torch.from_numpy(self.buffers)
            return Network(self.document, self.layout, flat, statistics).eval()

    def _data_differs(self, old: Document) -> bool:
        new = self.document
        return (
            not same_examples(old, new)
            or old.inputs != new.inputs
            or old.scaling != new.scaling
            or old.training.loss != new.training.loss
        )

    def _take_data(self) -> None:
        """Inputs and targets of the document's points, split in training and test."""
        data = self.document.dataset
        inputs = network_inputs(self.document, data.samples).astype(self.dtype)
        targets = encode_targets(self.document).astype(self.dtype)
        self.features, self.test_features = inputs[~data.is_test], inputs[data.is_test]
        self.targets, self.test_targets = targets[~data.is_test], targets[data.is_test]

    def _shuffle(self) -> None:
        count = len(self.features)
        fresh = self._next_order()
        if len(self.order) == count:
            self.order[...] = fresh
        else:
            self.order = fresh

    def _next_order(self) -> NDArray[np.int64]:
        """The order of the pass at hand."""
        count = len(self.features)
        if self.emulation is not None:
            return self.emulation.order(count)
        return permutation(self.document.training.seed, self.epoch, count)

    @property
    def _is_at_beginning(self) -> bool:
        drawn = starting_parameters(self.document, self.layout).astype(self.dtype)
        return self.steps == 0 and self.epoch == 0 and bool((self.parameters == drawn).all())

    def _hand_on(self, new: Run) -> None:
        """Weights, statistics and optimizer state to a run with another network."""
        head = head_map(self.document, new.document, lambda: sums_at(self, places_of(self.document)))
        outputs = None if head is None else head.matrix
        old_slots, new_slots = self.layout.parameters, new.layout.parameters
        carry_over(old_slots, self.parameters, new_slots, new.parameters, outputs)
        carry_over(self.layout.buffers, self.buffers, new.layout.buffers, new.buffers)
        bias = new.layout.slot((OUTPUT_UID, "linear.bias"))
        if head is not None and bias is not None:
            bias.view(new.parameters)[...] += head.offset
        is_refitted = refit(new.layout, new.parameters, self.document, new.document)
        # Networks of other samples have none at which they could be compared.
        is_of_these = samples_of(self.document) == samples_of(new.document)
        if is_of_these and has_other_layers(self.document, new.document):
            match_sums(self, new, head)
        if new.document.training.keeps_zeros:
            let_new_weights_learn(self.layout, new.layout, new.parameters, outputs)
        same_optimizer = new.document.training.optimizer == self.document.training.optimizer
        is_usual = self.emulation is None and new.emulation is None
        if same_optimizer and is_usual and not is_refitted:
            self._hand_on_state(new, None if head is None else head.for_state())

    def _hand_on_state(self, new: Run, outputs: NDArray[np.float64] | None) -> None:
        old_slots, new_slots = self.layout.parameters, new.layout.parameters
        row_of_squares = OPTIMIZERS[new.document.training.optimizer].second_moment_row
        unsigned = None if outputs is None else np.abs(outputs)
        new.steps = self.steps
        for row in range(STATE_ROWS):
            carry_over(
                old_slots, self.slots[row], new_slots, new.slots[row], unsigned if row == row_of_squares else outputs
            )
        if row_of_squares is None or len(self.parameters) == 0:
            return
        carried = np.zeros(len(new.parameters), dtype=np.float32)
        carry_over(old_slots, np.ones(len(self.parameters), dtype=np.float32), new_slots, carried, unsigned)
        squares = new.slots[row_of_squares]
        if carried.any():
            squares[carried == 0.0] = squares[carried > 0.0].mean()
