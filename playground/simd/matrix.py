"""Matrix products and transposes on parts of flat arrays: where a wide network spends its time.

A product is built from tiles of 4 rows by 2 vectors, whose sums stay in registers over the whole depth (Goto and van
de Geijn 2008): each number that is read serves several multiplications.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

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

    Place = Callable[..., ir.Value]


def _tile(rows: int, vectors: int) -> Any:
    """Compiled code that adds a product to `rows` rows of `vectors` vectors.

    c[c0 + r cs + j] += sum over k < depth of a[a0 + r ar + k ac] * b[b0 + k bs + j], for j below `vectors` times the
    width of a vector.
    """

    @intrinsic
    def tile(
        typing: Any,
        c: Any,
        c0: Any,
        cs: Any,
        a: Any,
        a0: Any,
        ar: Any,
        ac: Any,
        b: Any,
        b0: Any,
        bs: Any,
        depth: Any,
    ) -> Any:
        index = types.intp

        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            _emit_tile(context, builder, (c, a, b), arguments, (rows, vectors))
            return context.get_dummy_value()

        return types.void(c, index, index, a, index, index, index, b, index, index, index), generate

    return tile


def _emit_tile(
    context: Any,
    builder: ir.IRBuilder,
    kinds: tuple[types.Array, ...],
    arguments: Any,
    shape: tuple[int, int],
) -> None:
    c, c0, cs, a, a0, ar, ac, b, b0, bs, depth = arguments
    kind: Vector = VECTORS[kinds[0].dtype]
    rows, vectors = range(shape[0]), range(shape[1])

    def at(which: int, array: ir.Value, start: ir.Value, row: ir.Value | int, stride: ir.Value, shift: int) -> ir.Value:
        row = ir.Constant(start.type, row) if isinstance(row, int) else row
        offset = builder.add(builder.add(start, builder.mul(row, stride)), ir.Constant(start.type, shift))
        return address(context, builder, kinds[which], array, offset)

    places = {(r, v): at(0, c, c0, r, cs, v * kind.count) for r in rows for v in vectors}
    sums = {key: cgutils.alloca_once(builder, ir_vector(kind)) for key in places}
    for key, place in places.items():
        builder.store(load_at(builder, place, kind), sums[key])
    with cgutils.for_range(builder, depth) as loop:
        row_of_b = [load_at(builder, at(2, b, b0, loop.index, bs, v * kind.count), kind) for v in vectors]
        start = builder.add(a0, builder.mul(loop.index, ac))
        for r in rows:
            factor = spread(builder, kind, builder.load(at(1, a, start, r, ar, 0)))
            for v in vectors:
                product = call_llvm(builder, "fmuladd", factor, row_of_b[v], builder.load(sums[r, v]))
                builder.store(product, sums[r, v])
    for key, place in places.items():
        store_at(builder, place, kind, builder.load(sums[key]))


@intrinsic
def _transpose_block(typing: Any, target: Any, t0: Any, ts: Any, source: Any, s0: Any, ss: Any) -> Any:
    """Transpose a square as wide as a vector: target[t0 + j ts + i] = source[s0 + i ss + j].

    In stages of 1, 2, 4: rows that differ in one bit of their number swap the halves of their lanes that do.
    """
    kind, index = VECTORS[target.dtype], types.intp

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        def at(array: types.Array, part: slice, i: int) -> ir.Value:
            values, start, stride = arguments[part]
            shift = builder.mul(ir.Constant(start.type, i), stride)
            return address(context, builder, array, values, builder.add(start, shift))

        size = kind.count
        rows = [load_at(builder, at(source, slice(3, 6), i), kind) for i in range(size)]
        integers = ir.VectorType(ir.IntType(32), size)
        bit = 1
        while bit < size:
            upper = [j if not j & bit else size + j - bit for j in range(size)]
            lower = [j + bit if not j & bit else size + j for j in range(size)]
            for i in (i for i in range(size) if not i & bit):
                pair = rows[i], rows[i + bit]
                rows[i] = builder.shuffle_vector(*pair, ir.Constant(integers, upper))
                rows[i + bit] = builder.shuffle_vector(*pair, ir.Constant(integers, lower))
            bit *= 2
        for i in range(size):
            store_at(builder, at(target, slice(0, 3), i), kind, rows[i])
        return context.get_dummy_value()

    return types.void(target, index, index, source, index, index), generate


@compiled
def transpose(target: Any, t0: int, ts: int, source: Any, s0: int, ss: int, rows: int, columns: int) -> None:
    """target[t0 + j ts + i] = source[s0 + i ss + j] for i below `rows` and j below `columns`; parts of flat arrays."""
    width = lanes(target)
    whole_rows, whole_columns = rows // width * width, columns // width * width
    for i in range(0, whole_rows, width):
        for j in range(0, whole_columns, width):
            _transpose_block(target, t0 + j * ts + i, ts, source, s0 + i * ss + j, ss)
    for i in range(rows):
        for j in range(whole_columns if i < whole_rows else 0, columns):
            target[t0 + j * ts + i] = source[s0 + i * ss + j]


_TILE_42, _TILE_22, _TILE_12 = _tile(4, 2), _tile(2, 2), _tile(1, 2)
_TILE_41, _TILE_21, _TILE_11 = _tile(4, 1), _tile(2, 1), _tile(1, 1)


@compiled
def add_product(
    c: Any,
    c0: int,
    cs: int,
    a: Any,
    a0: int,
    ar: int,
    ac: int,
    b: Any,
    b0: int,
    bs: int,
    rows: int,
    depth: int,
    columns: int,
) -> None:
    """C += A B, on parts of flat arrays.

    Element (i, j) of C is c[c0 + i cs + j], (i, k) of A is a[a0 + i ar + k ac], (k, j) of B is b[b0 + k bs + j].
    Where the true width of C is no whole number of vectors, B must be padded with zeros: the surplus is then added to
    what follows a row of C in memory, and rows are written first to last, so that it leaves that as it is.

    Args:
        rows: Of A and C.
        depth: Columns of A, rows of B.
        columns: Of B and C, rounded up to whole vectors.
    """
    width = lanes(c)
    j = 0
    while j < columns:
        i = 0
        if columns - j >= 2 * width:
            while i + 4 <= rows:
                _TILE_42(c, c0 + i * cs + j, cs, a, a0 + i * ar, ar, ac, b, b0 + j, bs, depth)
                i += 4
            while i + 2 <= rows:
                _TILE_22(c, c0 + i * cs + j, cs, a, a0 + i * ar, ar, ac, b, b0 + j, bs, depth)
                i += 2
            if i < rows:
                _TILE_12(c, c0 + i * cs + j, cs, a, a0 + i * ar, ar, ac, b, b0 + j, bs, depth)
            j += 2 * width
        else:
            while i + 4 <= rows:
                _TILE_41(c, c0 + i * cs + j, cs, a, a0 + i * ar, ar, ac, b, b0 + j, bs, depth)
                i += 4
            while i + 2 <= rows:
                _TILE_21(c, c0 + i * cs + j, cs, a, a0 + i * ar, ar, ac, b, b0 + j, bs, depth)
                i += 2
            if i < rows:
                _TILE_11(c, c0 + i * cs + j, cs, a, a0 + i * ar, ar, ac, b, b0 + j, bs, depth)
            j += width
