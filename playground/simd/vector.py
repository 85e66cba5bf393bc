"""Short vectors of floats as values inside compiled code: one register holds 8 float32 or 4 float64 numbers.

The compiler's own vectorizer leaves loops of 8 or 16 turns scalar, which is what a batch of 10 gives. Here the width is
part of the type, so that a loop over the samples of a batch is vector code whatever its length. LLVM breaks a vector
into what the processor has (AVX, SSE, NEON). No fast-math flag is set: NaN and infinity stay what they are.

The functions below have a body for numpy arrays as well; the formulas written with them can then be tested uncompiled.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np
from llvmlite import ir
from numba import extending, njit, types
from numba.core import cgutils
from numba.extending import lower_builtin, models, register_model, type_callable

if TYPE_CHECKING:
    from collections.abc import Callable

intrinsic: Any = extending.intrinsic
_njit: Any = njit
compiled = _njit(error_model="numpy", _nrt=False)
"""The decorator of everything that `kernel.train` calls: compiled into it, cached with it.

Nothing in it allocates, so arrays need no reference counts: without these a small network is a third faster.
"""
inlined = _njit(error_model="numpy", _nrt=False, inline="always")
"""The same for what only passes on: copied into its caller, it is not optimized once more on the way."""
force_inlined = _njit(error_model="numpy", _nrt=False, forceinline=True)
"""The same where `inlined` does not go, behind `*arguments`: LLVM copies it into its caller."""
COUNTS: dict[Any, int] = {types.float32: 8, types.float64: 4}
"""Numbers in one vector, by dtype."""


class Vector(types.Type):
    """The compiled type of a short vector."""

    def __init__(self, scalar: types.Float) -> None:
        super().__init__(name=f"Vector({scalar})")
        self.scalar = scalar
        self.count = COUNTS[scalar]


VECTORS = {scalar: Vector(scalar) for scalar in COUNTS}


@register_model(Vector)
class _VectorModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Vector) -> None:
        super().__init__(manager, kind, ir_vector(kind))


def ir_vector(kind: Vector) -> ir.VectorType:
    """The LLVM type of a vector."""
    return ir.VectorType(ir.FloatType() if kind.scalar == types.float32 else ir.DoubleType(), kind.count)


def spread(builder: ir.IRBuilder, kind: Vector, scalar: ir.Value) -> ir.Value:
    """A vector with the same number in every lane."""
    typ = ir_vector(kind)
    first = builder.insert_element(ir.Constant(typ, ir.Undefined), scalar, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), kind.count), [0] * kind.count)
    return builder.shuffle_vector(first, first, zeros)


def address(context: Any, builder: ir.IRBuilder, kind: types.Array, array: ir.Value, index: ir.Value) -> ir.Value:
    """The address of a number in a one-dimensional contiguous array; not checked against its length."""
    return builder.gep(context.make_array(kind)(context, builder, array).data, [index])


def load_at(builder: ir.IRBuilder, place: ir.Value, kind: Vector) -> ir.Value:
    """Read a vector that starts at any number of an array."""
    typ = ir_vector(kind)
    # Aligned as a single number is: with a vector's own alignment LLVM would choose instructions that fault at any
    # other address.
    return builder.load(builder.bitcast(place, typ.as_pointer()), align=kind.scalar.bitwidth // 8)


def store_at(builder: ir.IRBuilder, place: ir.Value, kind: Vector, value: ir.Value) -> None:
    """Write a vector that starts at any number of an array."""
    typ = ir_vector(kind)
    builder.store(value, builder.bitcast(place, typ.as_pointer()), align=kind.scalar.bitwidth // 8)


def call_llvm(builder: ir.IRBuilder, name: str, *arguments: ir.Value) -> ir.Value:
    """Call an LLVM intrinsic that maps vectors of one type to that type."""
    typ = arguments[0].type
    bits = 32 if typ.element == ir.FloatType() else 64
    signature = ir.FunctionType(typ, [typ] * len(arguments))
    function = cgutils.get_or_insert_function(builder.module, signature, f"llvm.{name}.v{typ.count}f{bits}")
    return builder.call(function, arguments)


# ---- arithmetic ----------------------------------------------------------------------------------------------------


def _as_vector(builder: ir.IRBuilder, kind: Vector, value: ir.Value, given: types.Type) -> ir.Value:
    if isinstance(given, Vector):
        return value
    if given == types.float64 and kind.scalar == types.float32:
        value = builder.fptrunc(value, ir.FloatType())
    return spread(builder, kind, value)


def _vector_of(*kinds: types.Type) -> Vector | None:
    """The one vector type among operands, the others being floats; None when these do not go together."""
    vectors = {kind for kind in kinds if isinstance(kind, Vector)}
    others = [kind for kind in kinds if not isinstance(kind, Vector | types.Float)]
    return vectors.pop() if len(vectors) == 1 and not others else None


_TYPERS: dict[int, Callable[..., Vector | None]] = {
    1: lambda a: _vector_of(a),  # noqa: PLW0108  (numba reads the number of operands off the function)
    2: lambda a, b: _vector_of(a, b),  # noqa: PLW0108
    3: lambda a, b, c: _vector_of(a, b, c),  # noqa: PLW0108
    4: lambda a, b, c, d: _vector_of(a, b, c, d),  # noqa: PLW0108
}


def _define(function: Callable[..., Any], emit: Callable[..., ir.Value], arity: int) -> None:
    """Make a function of vectors (and floats, which are spread) out of one that emits LLVM code."""

    @type_callable(function)
    def typing(context: Any) -> Any:
        return _TYPERS[arity]

    def lower(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        kind = signature.return_type
        given = zip(arguments, signature.args, strict=True)
        return emit(builder, *[_as_vector(builder, kind, value, typ) for value, typ in given])

    for vector in VECTORS.values():
        # All mixtures of vectors and floats but the one without any vector, which is Python's own.
        for pattern in range(2**arity - 1):
            operands = [types.Float if pattern >> i & 1 else vector for i in range(arity)]
            lower_builtin(function, *operands)(lower)


def _fused(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, c: ir.Value) -> ir.Value:
    # fmuladd and not fma: on a processor without the fused instruction it is a product and a sum, and no call of the
    # library.
    return call_llvm(builder, "fmuladd", a, b, c)


def _choose(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, x: ir.Value, y: ir.Value) -> ir.Value:
    # An ordered comparison is false with NaN.
    return builder.select(builder.fcmp_ordered(">", a, b), x, y)


def multiply_add(a: Any, b: Any, c: Any) -> Any:
    """A b + c."""
    return a * b + c


def where_greater(a: Any, b: Any, x: Any, y: Any) -> Any:
    """Lane by lane x where a > b, else y; y where a or b is NaN."""
    return np.where(np.greater(a, b), x, y)


def square_root(a: Any) -> Any:
    """The square root."""
    return np.sqrt(a)


def magnitude(a: Any) -> Any:
    """The absolute value."""
    return np.abs(a)


def _power_of_two(builder: ir.IRBuilder, shifted: ir.Value) -> ir.Value:
    """The exponent bits of a float32 whose lowest mantissa bits hold an integer."""
    integers = ir.VectorType(ir.IntType(32), shifted.type.count)
    bits = builder.bitcast(shifted, integers)
    # What survives the shift is n in two's complement, in the place of the exponent; the 1.5 in front of it falls out
    # at the top.
    bits = builder.shl(bits, ir.Constant(integers, [23] * integers.count))
    return builder.bitcast(builder.add(bits, ir.Constant(integers, [0x3F800000] * integers.count)), shifted.type)


def power_of_two(shifted: Any) -> Any:
    """2^n for float32 numbers n + 1.5 * 2^23 with an integer n from -126 to 127."""
    return np.exp2(np.float32(shifted) - np.float32(12582912.0))


def _flip_sign(builder: ir.IRBuilder, value: ir.Value, shifted: ir.Value) -> ir.Value:
    integers = ir.VectorType(ir.IntType(32), value.type.count)
    # The lowest bit, whether n is odd, in the place of the sign.
    sign = builder.shl(builder.bitcast(shifted, integers), ir.Constant(integers, [31] * integers.count))
    return builder.bitcast(builder.xor(builder.bitcast(value, integers), sign), value.type)


def flip_sign(value: Any, shifted: Any) -> Any:
    """(-1)^n times a float32 vector, for numbers n + 1.5 * 2^23 with an integer n."""
    return np.where((np.float32(shifted) - np.float32(12582912.0)) % 2 == 0, value, -value)


_define(operator.add, lambda builder, a, b: builder.fadd(a, b), 2)
_define(operator.sub, lambda builder, a, b: builder.fsub(a, b), 2)
_define(operator.mul, lambda builder, a, b: builder.fmul(a, b), 2)
_define(operator.truediv, lambda builder, a, b: builder.fdiv(a, b), 2)
_define(operator.neg, lambda builder, a: builder.fneg(a), 1)
_define(multiply_add, _fused, 3)
_define(where_greater, _choose, 4)
_define(square_root, lambda builder, a: call_llvm(builder, "sqrt", a), 1)
_define(magnitude, lambda builder, a: call_llvm(builder, "fabs", a), 1)
_define(power_of_two, _power_of_two, 1)
_define(flip_sign, _flip_sign, 2)


# ---- memory --------------------------------------------------------------------------------------------------------


@intrinsic
def lanes(typing: Any, array: types.Array) -> Any:
    """Numbers in a vector of this array's dtype, a constant of the compiled code."""
    count = COUNTS[array.dtype]

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return context.get_constant(types.intp, count)

    return types.intp(array), generate


@intrinsic
def load(typing: Any, array: types.Array, index: types.Integer) -> Any:
    """The vector that starts at `array[index]`."""
    kind = VECTORS[array.dtype]

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return load_at(builder, address(context, builder, array, *arguments), kind)

    return kind(array, types.intp), generate


@intrinsic
def store(typing: Any, array: types.Array, index: types.Integer, value: Vector) -> Any:
    """Write a vector from `array[index]` on."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        store_at(builder, address(context, builder, array, *arguments[:2]), value, arguments[2])
        return context.get_dummy_value()

    return types.void(array, types.intp, value), generate


@intrinsic
def load_part(typing: Any, array: types.Array, index: types.Integer, count: types.Integer) -> Any:
    """The vector of the `count` numbers from `array[index]` on, then zeros."""
    kind = VECTORS[array.dtype]

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        source = address(context, builder, array, *arguments[:2])
        # Number by number: a whole vector read at the end of an array would go beyond it.
        place = cgutils.alloca_once(builder, ir_vector(kind))
        builder.store(ir.Constant(ir_vector(kind), [0.0] * kind.count), place)
        numbers = builder.bitcast(place, ir_vector(kind).element.as_pointer())
        with cgutils.for_range(builder, arguments[2]) as loop:
            builder.store(builder.load(builder.gep(source, [loop.index])), builder.gep(numbers, [loop.index]))
        return builder.load(place)

    return kind(array, types.intp, types.intp), generate


@intrinsic
def store_part(typing: Any, array: types.Array, index: types.Integer, value: Vector, count: types.Integer) -> Any:
    """Write the first `count` numbers of a vector from `array[index]` on."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        target = address(context, builder, array, *arguments[:2])
        place = cgutils.alloca_once_value(builder, arguments[2])
        numbers = builder.bitcast(place, ir_vector(value).element.as_pointer())
        with cgutils.for_range(builder, arguments[3]) as loop:
            builder.store(builder.load(builder.gep(numbers, [loop.index])), builder.gep(target, [loop.index]))
        return context.get_dummy_value()

    return types.void(array, types.intp, value, types.intp), generate


# ---- between lanes -------------------------------------------------------------------------------------------------


@intrinsic
def lane(typing: Any, value: Vector, index: types.IntegerLiteral) -> Any:
    """One number of a vector; `index` is a literal."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return builder.extract_element(arguments[0], builder.trunc(arguments[1], ir.IntType(32)))

    return value.scalar(value, types.intp), generate


@intrinsic
def keep_first(typing: Any, value: Vector, count: types.Integer) -> Any:
    """A vector with zeros after its first `count` numbers."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        count = builder.trunc(arguments[1], ir.IntType(32))
        integers = ir.VectorType(ir.IntType(32), value.count)
        limit = builder.insert_element(ir.Constant(integers, ir.Undefined), count, ir.Constant(ir.IntType(32), 0))
        limit = builder.shuffle_vector(limit, limit, ir.Constant(integers, [0] * value.count))
        kept = builder.icmp_signed("<", ir.Constant(integers, list(range(value.count))), limit)
        return builder.select(kept, arguments[0], ir.Constant(ir_vector(value), [0.0] * value.count))

    return value(value, types.intp), generate


@intrinsic
def spread_number(typing: Any, array: types.Array, index: types.Integer) -> Any:
    """A vector with `array[index]` in every lane."""
    kind = VECTORS[array.dtype]

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return spread(builder, kind, builder.load(address(context, builder, array, *arguments)))

    return kind(array, types.intp), generate


@intrinsic
def zeros(typing: Any, array: types.Array) -> Any:
    """A vector of zeros of this array's dtype."""
    kind = VECTORS[array.dtype]

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return ir.Constant(ir_vector(kind), [0.0] * kind.count)

    return kind(array), generate


@intrinsic
def pack4(typing: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    """A vector of four float64 numbers."""
    kind = VECTORS[types.float64]

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        result = ir.Constant(ir_vector(kind), ir.Undefined)
        for i, number in enumerate(arguments):
            result = builder.insert_element(result, number, ir.Constant(ir.IntType(32), i))
        return result

    return kind(*[types.float64] * 4), generate


@intrinsic
def total(typing: Any, value: Vector) -> Any:
    """The sum over the lanes, in halves, so that its order is always the same."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        rest, width = arguments[0], value.count
        while width > 1:
            width //= 2
            turn = [(i + width) % value.count for i in range(value.count)]
            mask = ir.Constant(ir.VectorType(ir.IntType(32), value.count), turn)
            rest = builder.fadd(rest, builder.shuffle_vector(rest, rest, mask))
        return builder.extract_element(rest, ir.Constant(ir.IntType(32), 0))

    return value.scalar(value), generate
