"""Convolutions by hand, by the patch: each sum is over one window, each weight meets every place of a map."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.operations.windows import padded_maps
from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine


class ConvolveByHand(OperationByHand):
    """z[o, y, x] = b[o] + Σ w[o, c, i, j] a[c, s y + i − p, s x + j − p], depthwise or not."""

    mixes, settled = True, False

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The operation's own form in numpy."""
        return np.asarray(operation.forward(entering, arrays, []), dtype=float), ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """Each place of the window by itself: what it saw, and where its error goes."""
        operation: Any = passage.operation
        weight, pad = passage.arrays[0], operation.padding
        padded = padded_maps(passage.entering, pad)
        back, slope = np.zeros_like(padded), np.zeros_like(weight)
        for i in range(operation.kernel):
            for j in range(operation.kernel):
                rows, columns = _places(i, operation, error.shape[2]), _places(j, operation, error.shape[3])
                seen = padded[:, :, rows, columns]
                if operation.depthwise:
                    slope[:, 0, i, j] = np.einsum("nchw,nchw->c", error, seen)
                    back[:, :, rows, columns] += error * weight[:, 0, i, j][:, None, None]
                else:
                    slope[:, :, i, j] = np.einsum("nohw,nchw->oc", error, seen, optimize=True)
                    back[:, :, rows, columns] += np.einsum("nohw,oc->nchw", error, weight[:, :, i, j], optimize=True)
        height, width = passage.entering.shape[2:]
        by_bias = (error.sum(axis=(0, 2, 3)),) if operation.bias else ()
        return back[:, :, pad : pad + height, pad : pad + width], (slope, *by_bias), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The sum over one window, the zeros around the picture left out."""
        operation: Any = passage.operation
        out, row, column = index
        terms = [
            _met(passage, sample, (out, 0 if operation.depthwise else c, i, j), (c, y, x))
            for c in ((out,) if operation.depthwise else range(operation.shape_in[0]))
            for i, y in _inside(row, operation, operation.shape_in[1])
            for j, x in _inside(column, operation, operation.shape_in[2])
        ]
        formula = "z = Σ w · a over the window"
        if operation.bias:
            terms.append(SumTerm((Factor("b", float(passage.arrays[1][out]), "the bias"),), "the bias"))
            formula += " + b"
        return WrittenLine("z", formula, tuple(terms))

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """Over all windows that see the number: the weight under which each does, with the error of its sum."""
        operation: Any = passage.operation
        channel, row, column = index
        outs = (channel,) if operation.depthwise else range(operation.shape_out[0])
        terms = tuple(
            _sent(passage, sample, (o, 0 if operation.depthwise else channel, i, j), (o, y, x))
            for o in outs
            for i, y in _seen_by(row, operation, operation.shape_out[1])
            for j, x in _seen_by(column, operation, operation.shape_out[2])
        )
        return WrittenLine("∂L/∂a", "∂L/∂a = Σ w · δ of the windows that see it", terms)

    def slope(self, passage: Passage, place: int, index: Index) -> WrittenLine:
        """Σ δ a over all places and samples."""
        operation: Any = passage.operation
        out, errors = index[0], passage.error_out[:, index[0]]
        if place > 0:
            return _place_sum("∂L/∂b", "Σ δ over all places", errors, np.ones_like(errors))
        channel = out if operation.depthwise else index[1]
        padded = padded_maps(passage.entering, operation.padding)
        rows, columns = (_places(index[2 + axis], operation, errors.shape[1 + axis]) for axis in (0, 1))
        return _place_sum("∂L/∂w", "Σ δ · a over all places of the map", errors, padded[:, channel, rows, columns])


class ConvTransposeByHand(OperationByHand):
    """Each place that enters writes its pattern: z[o, s y + i − p, s x + j − p] gets w[c, o, i, j] a[c, y, x]."""

    mixes, settled = True, False

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The operation's own form in numpy."""
        return np.asarray(operation.forward(entering, arrays, []), dtype=float), ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """A convolution with the same weights."""
        operation: Any = passage.operation
        weight, wide = passage.arrays[0], _widened(passage, error)
        back, slope = np.zeros_like(passage.entering), np.zeros_like(weight)
        for i in range(operation.kernel):
            for j in range(operation.kernel):
                rows, columns = (_places(k, operation, back.shape[2 + axis]) for axis, k in enumerate((i, j)))
                seen = wide[:, :, rows, columns]
                back += np.einsum("nohw,co->nchw", seen, weight[:, :, i, j], optimize=True)
                slope[:, :, i, j] = np.einsum("nohw,nchw->co", seen, passage.entering, optimize=True)
        by_bias = (error.sum(axis=(0, 2, 3)),) if operation.bias else ()
        return back, (slope, *by_bias), None

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """All patterns that reach the place."""
        operation: Any = passage.operation
        out, row, column = index
        terms = [
            _met(passage, sample, (c, out, i, j), (c, y, x))
            for c in range(operation.shape_in[0])
            for i, y in _seen_by(row, operation, operation.shape_in[1])
            for j, x in _seen_by(column, operation, operation.shape_in[2])
        ]
        if operation.bias:
            terms.append(SumTerm((Factor("b", float(passage.arrays[1][out]), "the bias"),), "the bias"))
        return WrittenLine("z", "z = Σ w · a of the patterns that reach it + b", tuple(terms))

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine:
        """The weights of its own pattern, with the errors where it is written."""
        operation: Any = passage.operation
        channel, row, column = index
        terms = tuple(
            _sent(passage, sample, (channel, o, i, j), (o, y, x))
            for o in range(operation.shape_out[0])
            for i, y in _inside(row, operation, operation.shape_out[1])
            for j, x in _inside(column, operation, operation.shape_out[2])
        )
        return WrittenLine("∂L/∂a", "∂L/∂a = Σ w · δ of the places it is written to", terms)

    def slope(self, passage: Passage, place: int, index: Index) -> WrittenLine:
        """Σ δ a over all places and samples."""
        operation: Any = passage.operation
        if place > 0:
            errors = passage.error_out[:, index[0]]
            return _place_sum("∂L/∂b", "Σ δ over all places", errors, np.ones_like(errors))
        met = passage.entering[:, index[0]]
        wide = _widened(passage, passage.error_out)[:, index[1]]
        rows, columns = (_places(index[2 + axis], operation, met.shape[1 + axis]) for axis in (0, 1))
        return _place_sum("∂L/∂w", "Σ δ · a over all places of the map", wide[:, rows, columns], met)


def _places(offset: int, operation: Any, count: int) -> slice:
    """Of a padded line, what one place of the window sees in all windows."""
    stride: int = operation.stride
    return slice(offset, offset + stride * (count - 1) + 1, stride)


def _inside(place: int, operation: Any, length: int) -> list[tuple[int, int]]:
    """The places of one window along a line, (in the window, in the picture), without the zeros around it."""
    first = place * operation.stride - operation.padding
    return [(k, first + k) for k in range(operation.kernel) if 0 <= first + k < length]


def _seen_by(place: int, operation: Any, count: int) -> list[tuple[int, int]]:
    """The windows that see a place of a line, (where in the window, which window)."""
    found = []
    for k in range(operation.kernel):
        window, rest = divmod(place + operation.padding - k, operation.stride)
        if rest == 0 and 0 <= window < count:
            found.append((k, window))
    return found


def _met(passage: Passage, sample: int, weight: Index, entered: Index) -> SumTerm:
    name = passage.entering_name(entered)
    factors = (
        Factor("w", float(passage.arrays[0][weight]), f"the kernel's weight for {name}"),
        Factor(name, float(passage.entering[(sample, *entered)]), "what the window sees"),
    )
    return SumTerm(factors, f"the place {name}")


def _sent(passage: Passage, sample: int, weight: Index, left: Index) -> SumTerm:
    place = ",".join(str(one + 1) for one in left)
    factors = (
        Factor("w", float(passage.arrays[0][weight]), "the kernel's weight"),
        Factor(f"δ{place}", float(passage.error_out[(sample, *left)]), f"the error at {place}"),
    )
    return SumTerm(factors, f"the path to {place}")


def _place_sum(name: str, formula: str, errors: Array, met: Array) -> WrittenLine:
    """Σ δ a over places, (N, H, W) both; zeros are left out, as they say nothing."""
    is_bias = name.endswith("b")
    terms = []
    for error, value in zip(errors.ravel(), met.ravel(), strict=True):
        if error * value != 0.0:
            factors = [Factor("δ", float(error), "the error at the place")]
            factors += [] if is_bias else [Factor("a", float(value), "what the weight met there")]
            terms.append(SumTerm(tuple(factors)))
    over = " and samples" if len(errors) > 1 else ""
    return WrittenLine(name, f"{name} = {formula}{over}", tuple(terms), result=0.0 if not terms else None)


def _widened(passage: Passage, error: Array) -> Array:
    """The errors of a transposed convolution's whole patterns, what was cut off as zeros."""
    operation: Any = passage.operation
    pad, kernel, stride = operation.padding, operation.kernel, operation.stride
    sides = (
        max(stride * (entered - 1) + kernel, pad + left)
        for entered, left in zip(passage.entering.shape[2:], error.shape[2:], strict=True)
    )
    wide = np.zeros((*error.shape[:2], *sides))
    wide[:, :, pad : pad + error.shape[2], pad : pad + error.shape[3]] = error
    return wide
