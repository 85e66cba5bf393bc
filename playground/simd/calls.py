"""Compiled functions called by the address of their machine code: each is compiled, kept and loaded by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import types
from numba.core import cgutils

from playground._kernels import keep
from playground.simd.vector import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable

Types = tuple[Any, ...]
"""Of the arguments of a compiled function that returns nothing."""


def address_of(function: Any, arguments: Types, name: str) -> int:
    """Where the machine code of a function lies, loaded from the user's cache or compiled on the spot.

    It stays there as long as `function` lives.

    Args:
        function: What `njit` returned.
        arguments: Types of its arguments.
        name: Under which it is kept; no other function has it.
    """
    keep(function, name)
    function.compile(arguments)
    made = function.overloads[arguments]
    address: int = made.library.get_pointer_to_function(made.fndesc.llvm_func_name)
    return address


def caller(arguments_of: Callable[[Any], Types]) -> Any:
    """Make a compiled function `(address, arguments)` that calls what lies there, and returns nothing.

    A call costs some ten nanoseconds. What is called is opaque to LLVM, which otherwise inlines every function into
    each of its callers and optimizes it once more with every one of them: with all kinds of operations in one loop
    that takes minutes.

    Args:
        arguments_of: From the type of a number (float32 or float64) to the types of the arguments, one of which is an
            array of such numbers. Arguments are turned into these types.
    """

    @intrinsic
    def call(typing: Any, address: Any, arguments: Any) -> Any:
        scalar = next(one.dtype for one in arguments if isinstance(one, types.Array))
        wanted = arguments_of(scalar)

        def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            values = cgutils.unpack_tuple(builder, given[1], len(wanted))
            turned = [context.cast(builder, *one) for one in zip(values, arguments, wanted, strict=True)]
            pointer = context.call_conv.get_function_type(types.none, wanted).as_pointer()
            function = builder.inttoptr(given[0], pointer)
            context.call_conv.call_function(builder, function, types.none, wanted, turned)
            return context.get_dummy_value()

        return types.void(types.int64, arguments), generate

    return call
