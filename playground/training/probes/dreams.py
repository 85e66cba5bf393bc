"""What classes and units look like best: by pixels and through a decoder, or where on the plane or among rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID, domain_of
from playground.document.plan import resolve
from playground.domains.plane.grid import WHOLE_PLANE, grid
from playground.training.probes.probe import PatientProbe
from playground.training.probes.request import Request
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from collections.abc import Generator

    from torch import Tensor

    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.domains.plane.grid import Extent
    from playground.training.explain.autoencoder import Decoder
    from playground.training.probes.addresses import NeuronAddress
    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.run import Run

MOST_AIMS, MOST_COMPARED, MOST_APART = 64, 4000, 300
"""Dreams at once, training samples that are compared with them, and those whose own neighbours are looked for."""
GRID, MOST_ROWS = 33, 400
"""Places along a side of the plane, and rows of a table, from which the best place is looked for."""
RIM = 0.005
"""How near to a side of what is looked at a place is on its rim, in its width."""
KEPT, TOLD = 2, 0.05
"""Decoders that are kept, and after which share of the way to one it is told how far that is."""

LEAST_KNOWN, LEAST_KNOWN_OF_CLASS = 0.95, 0.8
"""The share of all training pictures, and of each class, that a decoder has to have seen to serve them."""


@dataclass(frozen=True, slots=True, eq=False)
class DreamtSamples:
    """A sample for each aim, and what is said of it.

    Attributes:
        samples: (A, D), as `Dataset.samples` has them.
        sums: What the class or unit adds up to before its activation, (A,).
        answers: What it answers, (A,).
        said: What the network says of the sample, (A, K).
        rows: The nearest training sample, its index in the dataset, (A,); −1 where nothing trains.
        distances: How far that is, in the network's scaling, (A,).
    """

    samples: NDArray[np.float64]
    sums: NDArray[np.float64]
    answers: NDArray[np.float64]
    said: NDArray[np.float32]
    rows: NDArray[np.int64]
    distances: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Dreamt:
    """What was found, as far as it is known.

    Attributes:
        request: What was asked.
        plain: Pictures by ascent on pixels, points of the plane, or rows of a table.
        decoded: Pictures by ascent through a decoder; None as long as it learns, and where there can be none.
        progress: The share of the decoder's learning that is done.
        apart: How far a training sample is from the nearest other one, the median; in the network's scaling.
        can_decode: Whether there are pictures enough for a decoder.
    """

    request: Dreams
    plain: DreamtSamples
    decoded: DreamtSamples | None
    progress: float
    apart: float
    can_decode: bool

    def is_on_rim(self, place: int) -> bool:
        """Whether a point, told by the place of its aim, lies on the rim of the part in which points were looked for.

        Beyond the rim there may be more.
        """
        left, right, bottom, top = self.request.extent
        x, y = self.plain.samples[place].tolist()
        across, up = min(abs(x - left), abs(x - right)), min(abs(y - bottom), abs(y - top))
        return bool(min(across / (right - left), up / (top - bottom)) < RIM)


@dataclass(frozen=True, slots=True)
class Dreams(Request[Dreamt]):
    """The samples that raise classes, units or feature maps most.

    Attributes:
        aims: Of layers and of the output, whose units are the classes, or the values; at most `MOST_AIMS`.
        contrast, shift, blur: Of ascent on pixels: see `Ascent`.
        extent: The part of the plane in which points are looked for.
    """

    OF_LAYERS = True

    aims: tuple[NeuronAddress, ...]
    contrast: float = 0.3
    shift: int = 0
    blur: float = 0.0
    extent: Extent = WHOLE_PLANE


class DreamsProbe(PatientProbe[Dreams, Dreamt]):
    """All aims at once: an ascent on pixels, then one through a decoder, learned once for nearly the same data."""

    AT_REST = 0.6

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._decoders: list[_Learning] = []

    def can_take(self, run: Run, request: Dreams) -> bool:
        """Where the network has such units."""
        known = all(0 <= one.index < units_of(run.document, one.uid) for one in request.aims)
        return known and 0 < len(request.aims) <= MOST_AIMS and bool(run.document.inputs) and len(run.features) > 0

    def work(self, run: Run, request: Dreams) -> Generator[Dreamt | None]:
        """What comes without a decoder, then that as it learns, and what comes through it."""
        found = _Finder(run, request.aims)
        is_picture = not domain_of(run.document).has_map
        plain = found.told((yield from _plain(run, found, request, is_picture=is_picture)))
        apart = found.apart()
        learning = self._learning(run.document.dataset, found.training, found.rows) if is_picture else None
        can_decode = learning is not None
        if learning is None:
            yield Dreamt(request, plain, None, 1.0, apart, can_decode)
            return
        told = learning.progress
        yield Dreamt(request, plain, None, told, apart, can_decode)
        while learning.decoder is None:
            learning.go_on()
            is_news = learning.progress >= told + TOLD
            told = learning.progress if is_news else told
            yield Dreamt(request, plain, None, told, apart, can_decode) if is_news else None
        from playground.training.explain.dreams import dreamt_codes

        decoded = found.told((yield from dreamt_codes(found.odds, len(request.aims), learning.decoder)))
        yield Dreamt(request, plain, decoded, 1.0, apart, can_decode)

    def _learning(self, data: Dataset, pictures: NDArray[np.float64], rows: NDArray[np.int64]) -> _Learning | None:
        """The decoder of a data set, as far as it has been learned; None where there are too few pictures.

        Args:
            data: What is at hand.
            pictures: Those that train, (N, D).
            rows: Which of the data set they are, (N,).
        """
        from playground.training.explain.autoencoder import LEAST_PICTURES

        if len(pictures) < LEAST_PICTURES:
            return None
        groups = data.targets[rows] if data.classes else np.zeros(len(rows))
        suiting = (one for one in reversed(self._decoders) if one.suits(data, pictures, groups))
        found = next(suiting, None) or _Learning(data, pictures)
        self._decoders = [*(one for one in self._decoders if one is not found), found][-KEPT:]
        return found


def units_of(document: Document, uid: int) -> int:
    """How many units or feature maps of a layer can be dreamt of, of the output how many classes or values; 0 for none.

    Args:
        document: The network.
        uid: Of a layer; that of the inputs has none.
    """
    data = document.dataset
    if uid == OUTPUT_UID:
        return len(data.classes or data.values)
    planned = resolve(document).planned(uid)
    return 0 if planned is None else planned.shape_out[0]


class _Learning:
    """A decoder on its way."""

    def __init__(self, data: Dataset, pictures: NDArray[np.float64]) -> None:
        from playground.training.explain.autoencoder import learned_decoder

        self._seen = _hashes(pictures)
        self._suited = _parts(data)
        self._work = learned_decoder(pictures)
        self.decoder: Decoder | None = None
        self.progress = 0.0

    def suits(self, data: Dataset, pictures: NDArray[np.float64], groups: NDArray[Any]) -> bool:
        """Whether these are nearly the pictures that it learns from, so that it need not be learned anew for them.

        A picture that is drawn, taken out or given another class changes little of what a code of all of them can
        say; a class of which it has seen little would be dreamt of as one of the others.

        Args:
            data: What the pictures are of.
            pictures: Those that train, (N, D).
            groups: The class of each, (N,); one for all where there are none.
        """
        parts = _parts(data)
        if all(one is other for one, other in zip(parts, self._suited, strict=True)):
            return True
        now = _hashes(pictures)
        is_known = np.isin(now, self._seen)
        shares = [float(is_known[groups == group].mean()) for group in np.unique(groups)]
        kept = min(float(is_known.mean()), float(np.isin(self._seen, now).mean()))
        if kept < LEAST_KNOWN or min(shares) < LEAST_KNOWN_OF_CLASS:
            return False
        self._suited = parts
        return True

    def go_on(self) -> None:
        """Take one more step of the ascent, or of what has to be learned before it."""
        try:
            self.progress = next(self._work)
        except StopIteration as end:
            self.decoder, self.progress = end.value, 1.0


def _parts(data: Dataset) -> tuple[object, ...]:
    """What decides which pictures train, and what they are; held, so that none is taken for another."""
    return data.samples, data.is_test, data.targets


def _hashes(pictures: NDArray[np.float64]) -> NDArray[np.int64]:
    """A number for each picture, (N,), the same for the same pixels."""
    # Eight bytes of each picture, in place of holding all of them for every decoder that is kept.
    return np.array([hash(picture.tobytes()) for picture in pictures], np.int64)


class _Finder:
    """The aims of one network, and what it and the training samples say of what was found."""

    def __init__(self, run: Run, aims: tuple[NeuronAddress, ...]) -> None:
        from playground.training.explain.answer_function import AnswerFunction

        self._run, self._aims, self.function = run, aims, AnswerFunction(run)
        data = run.document.dataset
        self.rows = np.flatnonzero(~data.is_test)[data.sample(MOST_COMPARED, test=False)]
        self.training = data.samples[self.rows]
        self._numbers = self.function.numbers_of(self.training).numpy()
        self._uids = tuple(dict.fromkeys(one.uid for one in aims))

    def sums(self, numbers: Tensor, rows: Tensor) -> Tensor:
        """Before the activation, (N,), of numbers, (N, D), each of the aim whose place is given, (N,)."""
        return self._of_aims(numbers, rows)[0]

    def odds(self, numbers: Tensor, rows: Tensor) -> Tensor:
        """The same; of classes their log-odds, so that a picture between two of them is none of either."""
        import torch

        if self._uids != (OUTPUT_UID,) or not self.function.has_classes:
            return self.sums(numbers, rows)
        indices = torch.tensor([one.index for one in self._aims])
        return self.function.log_odds(self.function.sums(self.function.inputs(numbers)), indices[rows])

    def _of_aims(self, numbers: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
        import torch

        inputs, indices = self.function.inputs(numbers), torch.tensor([one.index for one in self._aims])
        made = [self.function.unit_sums(inputs, uid) for uid in self._uids]
        places = torch.tensor([self._uids.index(one.uid) for one in self._aims])[rows]
        sums, said = (
            torch.stack([_chosen(of_layer[part], indices[rows]) for of_layer in made]).gather(0, places[None])[0]
            for part in (0, 1)
        )
        return sums, said

    def told(self, numbers: Tensor) -> DreamtSamples:
        """What is said of what was found, (A, D), one of each aim."""
        import torch

        with torch.no_grad():
            sums, made = self._of_aims(numbers, torch.arange(len(self._aims)))
            said = answers(self.function.sums(self.function.inputs(numbers)).numpy(), self._run.document)
        rows, distances = _nearest(numbers.numpy(), self._numbers)
        chosen = self.rows[rows] if len(self.rows) else np.full(len(numbers), -1, np.int64)
        return DreamtSamples(self.function.samples_of(numbers), sums.numpy(), made.numpy(), said, chosen, distances)

    def apart(self) -> float:
        """The median distance of a training sample from the nearest other one; 0 where there is none."""
        some = self._numbers[:MOST_APART]
        if len(self._numbers) < 2:
            return 0.0
        return float(np.median(_nearest(some, self._numbers, leaves_out=True)[1]))


def _plain(run: Run, found: _Finder, request: Dreams, *, is_picture: bool) -> Generator[None, None, Tensor]:
    """Pictures by ascent on pixels, places of the visible plane, or rows within the range of the training rows."""
    from playground.training.explain.dreams import Ascent, best_within, dreamt_pixels

    document, aims, function = run.document, len(request.aims), found.function
    if is_picture:
        how = Ascent(request.contrast, request.shift, request.blur)
        return (yield from dreamt_pixels(found.sums, aims, document.dataset.shape, how))
    if domain_of(document).is_drawn:
        left, right, bottom, top = request.extent
        ends, starts = np.array([[left, bottom], [right, top]]), grid(request.extent, GRID, GRID)
    else:
        ends = np.stack([found.training.min(axis=0), found.training.max(axis=0)])
        starts = found.training[:MOST_ROWS]
    low, high = function.numbers_of(ends)
    return (yield from best_within(found.sums, function.numbers_of(starts), (low, high), aims))


def _chosen(of_layer: Tensor, indices: Tensor) -> Tensor:
    """The unit of each row, (N,); an index that only another layer has is passed over."""
    return of_layer.gather(1, indices.clamp_max(of_layer.shape[1] - 1)[:, None])[:, 0]


def _nearest(
    numbers: NDArray[np.float64], among: NDArray[np.float64], *, leaves_out: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Which row of the others is nearest to each, (A,), and how far it is, (A,)."""
    if not len(among):
        return np.full(len(numbers), -1), np.full(len(numbers), np.inf)
    # |a - b|² = |a|² + |b|² - 2 ab: one product of matrices, without an array of all differences. It cancels where two
    # are near, so the distance of the one that was found is taken anew.
    squares = (numbers**2).sum(axis=1)[:, None] + (among**2).sum(axis=1) - 2.0 * numbers @ among.T
    if leaves_out:
        np.fill_diagonal(squares, np.inf)
    rows = squares.argmin(axis=1)
    return rows, np.linalg.norm(numbers - among[rows], axis=1)
