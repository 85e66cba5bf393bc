"""A training with all looks at it in one call: a small network trains too quickly to take the GIL back between them.

It calls what trains and what evaluates by their addresses, so that neither is compiled once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit, types

from playground._kernels import keep
from playground.simd.calls import caller
from playground.training.engines.fused.evaluation_kernel import evaluation_kernel
from playground.training.engines.fused.kernel import signature, train_kernel

if TYPE_CHECKING:
    from collections.abc import Callable

TRAIN = tuple(signature("float32").args)
"""Types of the arguments of `kernel.train`."""


def _evaluate_arguments() -> tuple[Any, ...]:
    found: tuple[Any, ...] = next(iter(evaluation_kernel.overloads))
    return found


_train, _evaluate = caller(lambda _: TRAIN), caller(lambda _: _evaluate_arguments())


def train_and_look(
    addresses: Any,
    batches: Any,
    operations: Any,
    plans: Any,
    weights: Any,
    learning: Any,
    progresses: Any,
    order: Any,
    features: Any,
    targets: Any,
    params: Any,
    buffers: Any,
    slots: Any,
    work: Any,
    seen: Any,
    wanted: Any,
    places: Any,
    samples: Any,
    seen_work: Any,
    largest: float,
    answers: Any,
    path: Any,
    done: Any,
) -> None:
    """Train stretch by stretch with a look after each; end after a look at which a parameter is no finite number.

    Args:
        addresses: Of `kernel.train` and `evaluation_kernel.evaluate`, (2,).
        batches: Updates of each stretch, (S,).
        operations, plans, weights, learning, progresses, order, features, targets, params, buffers, slots, work: As
            `kernel.train` has them.
        seen: Operations of an `EvaluationTable`.
        wanted: As `evaluation_kernel.evaluate` has it.
        places: Of the table: where its inputs are, its tile and its pitch, (3,).
        samples: What is looked at, (N, F).
        seen_work: Workspace of the evaluation.
        largest: Answers are cut off here.
        answers: What is answered at each look, (L, O N), filled; there is none behind the first L stretches.
        path: Parameters at each look, (L, P), filled; (0, P) where nobody wants them.
        done: Filled, (2,): looks taken, and 1 where all parameters were finite at them, else 0.
    """
    done[0], done[1] = 0, 1
    for i in range(batches.size):
        count = batches[i]
        if count > 0:
            data = (features, targets, params, buffers, slots, work, count)
            _train(addresses[0], (operations, plans, weights, learning, progresses, order, *data))
        if i >= answers.shape[0]:
            continue
        seeing = (samples, params, buffers, seen_work, largest, answers[i])
        _evaluate(addresses[1], (seen, wanted, places[0], places[1], places[2], *seeing))
        done[0] += 1
        for k in range(params.size):
            if path.shape[0] > 0:
                path[i, k] = params[k]
            if not np.isfinite(params[k]):
                done[1] = 0
        if done[1] == 0:
            break


_njit: Any = njit
looks_kernel = _njit(nogil=True, error_model="numpy", _nrt=False)(train_and_look)


def load() -> tuple[Callable[..., None], tuple[int, int]]:
    """`train_and_look`, compiled for float32, and the addresses that it wants; `kernel` and evaluation are loaded."""
    flat, counts, data = types.float32[::1], types.int64[::1], types.float32[:, ::1]
    evaluation = _evaluate_arguments()
    arguments = (
        *(counts, counts, *TRAIN[:-1]),
        *(evaluation[0], evaluation[1], counts, data, flat, types.float64, data, data, counts),
    )
    loaded: Callable[..., None] = keep(looks_kernel)
    looks_kernel.compile(arguments)
    return loaded, (_address(train_kernel, TRAIN), _address(evaluation_kernel, evaluation))


def _address(kernel: Any, arguments: tuple[Any, ...]) -> int:
    made = kernel.overloads[arguments]
    address: int = made.library.get_pointer_to_function(made.fndesc.llvm_func_name)
    return address
