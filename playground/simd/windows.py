"""Sums of products over windows of pictures that lie as units x samples: what convolutions are made of.

As in `simd.matrix` the sums of a tile stay in registers. No window is copied: the loops over channels, lines and places
in a line have a distance each, and what lies beyond the picture's edge is left out of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import types
from numba.core import cgutils

from playground.simd.matrix import emit_tile
from playground.simd.vector import (
    VECTORS,
    Vector,
    address,
    call_llvm,
    compiled,
    intrinsic,
    ir_vector,
    lanes,
    load_at,
    spread,
    store_at,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from llvmlite import ir

Pair = tuple[int, int]
Steps = tuple[int, int, int]
"""How far apart neighbours are in a flat array, along each of two or three axes."""


def _window_tile(rows: int, vectors: int) -> Any:
    """Compiled code that writes sums over windows to `rows` rows of `vectors` vectors; see `sum_windows`."""

    @intrinsic
    def tile(
        typing: Any, c: Any, c0: Any, cs: Any, a: Any, start: Any, has_start: Any, a0: Any, ar: Any, a_steps: Any,
        b: Any, b0: Any, b_steps: Any, depths: Any,
    ) -> Any:  # fmt: skip
        index, three, kind = types.intp, types.UniTuple(types.int64, 3), VECTORS[c.dtype]

        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            c_parts, (a_array, first, has_first), (a0, ar, a_steps), (b_array, b0, b_steps, depths) = (
                arguments[:3],
                arguments[3:6],
                arguments[6:9],
                arguments[9:],
            )

            def each(value: ir.Value) -> list[ir.Value]:
                return cgutils.unpack_tuple(builder, value, 3)

            def begin(row: int) -> ir.Value:
                place = address(context, builder, a, a_array, builder.add(first, first.type(row)))
                number = builder.load(place)
                return spread(builder, kind, builder.select(has_first, number, number.type(0.0)))

            places = c_parts, (a_array, a0, ar, *each(a_steps)), (b_array, b0, *each(b_steps))
            emit_tile(context, builder, (c, a, b), places, each(depths), (rows, vectors), begin)
            return context.get_dummy_value()

        given = (c, index, index, a, index, types.boolean, index, index, three, b, index, three, three)
        return types.void(*given), generate

    return tile


_TILE_42, _TILE_12, _TILE_41, _TILE_11 = (_window_tile(*shape) for shape in ((4, 2), (1, 2), (4, 1), (1, 1)))


@compiled
def sum_windows(
    c: Any, c0: int, cs: int, a: Any, start: int, has_start: bool, a0: int, ar: int, a_steps: Steps,
    b: Any, b0: int, b_steps: Steps, depths: Steps, rows: int, columns: int,
) -> None:  # fmt: skip
    """c[r, k] = a start of the row + the sum over (n, i, j) of a[r, n, i, j] b[n, i, j, k], on parts of flat arrays.

    Args:
        c: Written to, element (r, k) at c0 + r cs + k.
        c0: Its start.
        cs: Between its rows.
        a: Of weights, element (r, n, i, j) at a0 + r ar + the steps.
        start: Where in it a number for each row lies, with which its sums begin; some number in any case.
        has_start: Whether they do; else they begin with 0.
        a0: Its start.
        ar: Between its rows.
        a_steps: Between its neighbours in n, i and j.
        b: Of activations, element (n, i, j, k) at b0 + the steps + k.
        b0: Its start.
        b_steps: As those of a.
        depths: How many n, i and j there are.
        rows: Of c and a.
        columns: Of c and b, a whole number of vectors.
    """
    width = lanes(c)
    for k in range(0, columns // (2 * width) * 2 * width, 2 * width):
        r, at, seen = 0, c0 + k, b0 + k
        while r + 4 <= rows:
            _TILE_42(c, at + r * cs, cs, a, start + r, has_start, a0 + r * ar, ar, a_steps, b, seen, b_steps, depths)
            r += 4
        while r < rows:
            _TILE_12(c, at + r * cs, cs, a, start + r, has_start, a0 + r * ar, ar, a_steps, b, seen, b_steps, depths)
            r += 1
    for k in range(columns // (2 * width) * 2 * width, columns, width):
        r, at, seen = 0, c0 + k, b0 + k
        while r + 4 <= rows:
            _TILE_41(c, at + r * cs, cs, a, start + r, has_start, a0 + r * ar, ar, a_steps, b, seen, b_steps, depths)
            r += 4
        while r < rows:
            _TILE_11(c, at + r * cs, cs, a, start + r, has_start, a0 + r * ar, ar, a_steps, b, seen, b_steps, depths)
            r += 1


def _product_tile(rows: int, columns: int) -> Any:
    """Compiled code that adds products to the sums of `rows` x `columns` pairs; see `add_products`."""

    @intrinsic
    def tile(
        typing: Any, work: Any, c0: Any, c_steps: Any, a0: Any, ar: Any, a_steps: Any, b0: Any, bc: Any, b_steps: Any,
        depths: Any,
    ) -> Any:  # fmt: skip
        index, kind = types.intp, VECTORS[work.dtype]
        two, three = (types.UniTuple(types.int64, count) for count in (2, 3))

        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            array, c0, c_steps, a0, ar, a_steps, b0, bc, b_steps, depths = arguments
            c, a, b = (
                (at, cgutils.unpack_tuple(builder, steps, 2))
                for at, steps in ((c0, c_steps), (a0, a_steps), (b0, b_steps))
            )
            places, turns = (c, (*a, ar), (*b, bc)), cgutils.unpack_tuple(builder, depths, 3)
            _emit_products(
                builder, kind, lambda at: address(context, builder, work, array, at), places, turns, (rows, columns)
            )
            return context.get_dummy_value()

        return types.void(work, index, two, index, index, two, index, index, two, three), generate

    return tile


def _emit_products(
    builder: ir.IRBuilder, kind: Vector, at: Callable[[ir.Value], ir.Value], places: Any, depths: Any,
    shape: tuple[int, int],
) -> None:  # fmt: skip
    (c0, (cr, cc)), (a0, a_steps, ar), (b0, b_steps, bc) = places
    rows, columns = range(shape[0]), range(shape[1])

    def moved(start: ir.Value, step: ir.Value, times: ir.Value | int) -> ir.Value:
        return builder.add(start, builder.mul(step, start.type(times) if isinstance(times, int) else times))

    def add(a_start: ir.Value, b_start: ir.Value) -> None:
        left = [load_at(builder, at(moved(a_start, ar, r)), kind) for r in rows]
        right = [load_at(builder, at(moved(b_start, bc, q)), kind) for q in columns]
        for (r, q), place in sums.items():
            builder.store(call_llvm(builder, "fmuladd", left[r], right[q], builder.load(place)), place)

    targets = {(r, q): at(moved(moved(c0, cr, r), cc, q)) for r in rows for q in columns}
    sums = {pair: cgutils.alloca_once(builder, ir_vector(kind)) for pair in targets}
    for pair, place in targets.items():
        builder.store(load_at(builder, place, kind), sums[pair])
    width = c0.type(kind.count)
    with cgutils.for_range(builder, depths[0]) as line:
        a_line, b_line = moved(a0, a_steps[0], line.index), moved(b0, b_steps[0], line.index)
        with cgutils.for_range(builder, depths[1]) as place:
            a_place, b_place = moved(a_line, a_steps[1], place.index), moved(b_line, b_steps[1], place.index)
            with cgutils.for_range(builder, depths[2]) as vector:
                add(moved(a_place, width, vector.index), moved(b_place, width, vector.index))
    for pair, place in targets.items():
        store_at(builder, place, kind, builder.load(sums[pair]))


_PRODUCTS_42, _PRODUCTS_12, _PRODUCTS_41, _PRODUCTS_11 = (
    _product_tile(*shape) for shape in ((4, 2), (1, 2), (4, 1), (1, 1))
)


@compiled
def add_products(
    work: Any, c0: int, c_steps: Pair, a0: int, ar: int, a_steps: Pair, b0: int, bc: int, b_steps: Pair,
    depths: Steps, rows: int, columns: int,
) -> None:  # fmt: skip
    """c[r, q] += the sum over (y, x, k) of a[r, y, x, k] b[q, y, x, k], lane by lane: c holds vectors.

    Args:
        work: What all three are parts of, with k last and its numbers side by side.
        c0: Start of c.
        c_steps: Between its rows and between its columns.
        a0: Start of a.
        ar: Between its r.
        a_steps: Between its lines y and its places x.
        b0: Start of b.
        bc: Between its q.
        b_steps: As those of a.
        depths: How many lines, places, and vectors of samples k there are.
        rows: How many r.
        columns: How many q.
    """
    for q in range(0, columns // 2 * 2, 2):
        r, c, b = 0, c0 + q * c_steps[1], b0 + q * bc
        while r + 4 <= rows:
            _PRODUCTS_42(work, c + r * c_steps[0], c_steps, a0 + r * ar, ar, a_steps, b, bc, b_steps, depths)
            r += 4
        while r < rows:
            _PRODUCTS_12(work, c + r * c_steps[0], c_steps, a0 + r * ar, ar, a_steps, b, bc, b_steps, depths)
            r += 1
    if columns % 2 == 1:
        r, c, b = 0, c0 + (columns - 1) * c_steps[1], b0 + (columns - 1) * bc
        while r + 4 <= rows:
            _PRODUCTS_41(work, c + r * c_steps[0], c_steps, a0 + r * ar, ar, a_steps, b, bc, b_steps, depths)
            r += 4
        while r < rows:
            _PRODUCTS_11(work, c + r * c_steps[0], c_steps, a0 + r * ar, ar, a_steps, b, bc, b_steps, depths)
            r += 1
