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
            c_parts, a_parts, b_parts = arguments[:3], arguments[3:7], arguments[7:10]
            emit_tile(context, builder, (c, a, b), (c_parts, a_parts, b_parts), arguments[10:], (rows, vectors))
            return context.get_dummy_value()

        return types.void(c, index, index, a, index, index, index, b, index, index, index), generate

    return tile


def emit_tile(
    context: Any,
    builder: ir.IRBuilder,
    kinds: tuple[types.Array, ...],
    places: Any,
    depths: Any,
    shape: tuple[int, int],
    begin: Callable[[int], ir.Value] | None = None,
) -> None:
    """Write the code of a tile: sums that stay in registers while the depth goes by.

    Args:
        context: Of the compilation.
        builder: Written to.
        kinds: Types of the arrays that C, A and B are parts of.
        places: Of C the array, its start and the distance between rows; of A the array, start, distance between rows
            and one for each loop over the depth; of B the array, start and one for each such loop.
        depths: Turns of each loop, the outermost first.
        shape: Rows, and vectors in a row.
        begin: The vector with which the sums of a row begin; where it is None, with what is in C.
    """
    (c, c0, cs), (a, a0, ar, *a_steps), (b, b0, *b_steps) = places
    kind: Vector = VECTORS[kinds[0].dtype]
    rows, vectors = range(shape[0]), range(shape[1])

    def at(which: int, array: ir.Value, start: ir.Value, row: ir.Value | int, stride: ir.Value, shift: int) -> ir.Value:
        row = ir.Constant(start.type, row) if isinstance(row, int) else row
        offset = builder.add(builder.add(start, builder.mul(row, stride)), ir.Constant(start.type, shift))
        return address(context, builder, kinds[which], array, offset)

    def go_deeper(level: int, a_start: ir.Value, b_start: ir.Value) -> None:
        if level == len(depths):
            add(a_start, b_start)
            return
        with cgutils.for_range(builder, depths[level]) as loop:
            a_next = builder.add(a_start, builder.mul(loop.index, a_steps[level]))
            go_deeper(level + 1, a_next, builder.add(b_start, builder.mul(loop.index, b_steps[level])))

    def add(a_start: ir.Value, b_start: ir.Value) -> None:
        row_of_b = [load_at(builder, at(2, b, b_start, 0, ar, v * kind.count), kind) for v in vectors]
        for r in rows:
            factor = spread(builder, kind, builder.load(at(1, a, a_start, r, ar, 0)))
            for v in vectors:
                product = call_llvm(builder, "fmuladd", factor, row_of_b[v], builder.load(sums[r, v]))
                builder.store(product, sums[r, v])

    targets = {(r, v): at(0, c, c0, r, cs, v * kind.count) for r in rows for v in vectors}
    # Stack slots that LLVM turns into registers: written by hand, the loops would need a phi node for each sum.
    sums = {key: cgutils.alloca_once(builder, ir_vector(kind)) for key in targets}
    for key, place in targets.items():
        builder.store(begin(key[0]) if begin else load_at(builder, place, kind), sums[key])
    go_deeper(0, a0, b0)
    for key, place in targets.items():
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


# Eight sums, two vectors of B and a factor: eleven of the sixteen registers that AVX has.
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
