"""From a gradient to new parameters: regularization, clipping, and the optimizers of `training.optimizers`."""

from __future__ import annotations

import math
from typing import Any

from playground.training.engines.fused.simd import (
    compiled,
    inlined,
    lanes,
    load,
    load_part,
    multiply_add,
    square_root,
    store,
    store_part,
    total,
    where_greater,
    zeros,
)
from playground.training.engines.fused.table import OPTIMIZER_CODES, SCHEDULE_CODES
from playground.training.state.schedules import COSINE_FLOOR

SGD, ADAM, ADAMW = OPTIMIZER_CODES["sgd"], OPTIMIZER_CODES["adam"], OPTIMIZER_CODES["adamw"]
RMSPROP = OPTIMIZER_CODES["rmsprop"]
STEP, COSINE, WARMUP = SCHEDULE_CODES["step"], SCHEDULE_CODES["cosine"], SCHEDULE_CODES["warmup"]
CLIP_EPSILON = 1e-6
"""Torch adds it to the norm that it divides by."""


@compiled
def rate_at(plan: Any, epoch: float) -> float:
    """The learning rate at an epoch with its fraction: `playground.training.state.schedules.rate_at`."""
    rate, progress = plan.rate, epoch / plan.schedule_epochs
    if plan.schedule == STEP:
        return rate * plan.schedule_factor ** math.floor(progress)
    if plan.schedule == COSINE:
        wave = 0.5 * (1.0 + math.cos(math.pi * min(progress, 1.0)))
        return rate * (COSINE_FLOOR + (1.0 - COSINE_FLOOR) * wave)
    if plan.schedule == WARMUP:
        return rate * min((1.0 + epoch) / plan.schedule_epochs, 1.0)
    return rate


@compiled
def take(array: Any, at: int, count: int) -> Any:
    """The vector at `at`, or only its first `count` numbers where there are no more."""
    return load(array, at) if count >= lanes(array) else load_part(array, at, count)


@compiled
def put(array: Any, at: int, value: Any, count: int) -> None:
    """Write the first `count` numbers of a vector."""
    if count >= lanes(array):
        store(array, at, value)
    else:
        store_part(array, at, value, count)


@compiled
def regularize(params: Any, work: Any, gradient: int, weights: Any, l2: float, l1: float) -> None:
    """g += l2 w + l1 sign(w) over the ranges of weights."""
    for part in range(weights.shape[0]):
        first, end = weights[part, 0], weights[part, 1]
        for i in range(first, end, lanes(work)):
            w = take(params, i, end - i)
            sign = where_greater(w, 0.0, 1.0 + zeros(work), where_greater(0.0, w, -1.0, 0.0 * w))
            g = take(work, gradient + i, end - i)
            put(work, gradient + i, multiply_add(w, l2, multiply_add(sign, l1, g)), end - i)


@compiled
def clip(work: Any, gradient: int, learning: Any, limit: float) -> None:
    """Shorten the gradient to a norm of at most `limit`, over all that learns."""
    squares = 0.0
    for part in range(learning.shape[0]):
        first, end = learning[part, 0], learning[part, 1]
        parts = zeros(work)
        for i in range(first, end, lanes(work)):
            g = take(work, gradient + i, end - i)
            parts = multiply_add(g, g, parts)
        squares += total(parts)
    factor = min(1.0, limit / (math.sqrt(squares) + CLIP_EPSILON))
    if factor == 1.0:
        return
    for part in range(learning.shape[0]):
        first, end = learning[part, 0], learning[part, 1]
        for i in range(first, end, lanes(work)):
            put(work, gradient + i, take(work, gradient + i, end - i) * factor, end - i)


@inlined
def update(plan: Any, rate: float, steps: int, params: Any, slots: Any, work: Any, first: int, end: int) -> None:
    """One step of the optimizer over a range of the parameters.

    Args:
        plan: Record of the dtype `records.PLAN`.
        rate: Of this step, its schedule applied.
        steps: Done before.
        params: All parameters, P.
        slots: The optimizer's rows one after another, 3 P.
        work: The workspace, with the gradient in it.
        first: Of the range.
        end: After its last.
    """
    if plan.optimizer == SGD:
        sgd(plan, rate, params, slots, work, first, end)
    elif plan.optimizer in (ADAM, ADAMW):
        decay = plan.decay if plan.optimizer == ADAMW else 0.0
        adam(plan, rate, decay, steps + 1, params, slots, work, first, end)
    elif plan.optimizer == RMSPROP:
        rmsprop(plan, rate, params, slots, work, first, end)
    else:
        adagrad(plan, rate, params, slots, work, first, end)


@compiled
def sgd(plan: Any, rate: float, params: Any, slots: Any, work: Any, first: int, end: int) -> None:
    """v = m v + g; w -= r v, or r (g + m v) with Nesterov's look ahead; without momentum w -= r g."""
    for i in range(first, end, lanes(work)):
        count = end - i
        step = take(work, plan.gradient + i, count)
        if plan.momentum > 0.0:
            velocity = multiply_add(take(slots, i, count), plan.momentum, step)
            put(slots, i, velocity, count)
            step = multiply_add(velocity, plan.momentum, step) if plan.nesterov == 1 else velocity
        put(params, i, multiply_add(step, -rate, take(params, i, count)), count)


@compiled
def adam(
    plan: Any, rate: float, decay: float, number: int, params: Any, slots: Any, work: Any, first: int, end: int
) -> None:
    """w -= r decay w; m += (1 - b1)(g - m); s = b2 s + (1 - b2) g²; w -= r m̂ / (sqrt(ŝ) + epsilon).

    Kingma and Ba 2015, in torch's form: m̂ = m / (1 - b1^number), sqrt(ŝ) = sqrt(s) / sqrt(1 - b2^number); AdamW's decay
    as in Loshchilov and Hutter 2019. `number` counts steps from 1.
    """
    length = -rate / math.expm1(number * math.log(plan.beta1))
    root = 1.0 / math.sqrt(-math.expm1(number * math.log(plan.beta2)))
    squares = params.size
    for i in range(first, end, lanes(work)):
        count = end - i
        g, mean = take(work, plan.gradient + i, count), take(slots, i, count)
        mean = multiply_add(g - mean, 1.0 - plan.beta1, mean)
        square = multiply_add(g * g, 1.0 - plan.beta2, take(slots, squares + i, count) * plan.beta2)
        put(slots, i, mean, count)
        put(slots, squares + i, square, count)
        step = mean / multiply_add(square_root(square), root, plan.epsilon)
        w = take(params, i, count) * (1.0 - rate * decay)
        put(params, i, multiply_add(step, -length, w), count)


@compiled
def rmsprop(plan: Any, rate: float, params: Any, slots: Any, work: Any, first: int, end: int) -> None:
    """s = a s + (1 - a) g²; q = g / (sqrt(s) + epsilon); w -= r q, or with momentum v = m v + q; w -= r v."""
    velocities = params.size
    for i in range(first, end, lanes(work)):
        count = end - i
        g = take(work, plan.gradient + i, count)
        square = multiply_add(g * g, 1.0 - plan.rho, take(slots, i, count) * plan.rho)
        put(slots, i, square, count)
        step = g / (square_root(square) + plan.epsilon)
        if plan.momentum > 0.0:
            step = multiply_add(take(slots, velocities + i, count), plan.momentum, step)
            put(slots, velocities + i, step, count)
        put(params, i, multiply_add(step, -rate, take(params, i, count)), count)


@compiled
def adagrad(plan: Any, rate: float, params: Any, slots: Any, work: Any, first: int, end: int) -> None:
    """s += g²; w -= r g / (sqrt(s) + epsilon)."""
    for i in range(first, end, lanes(work)):
        count = end - i
        g = take(work, plan.gradient + i, count)
        square = multiply_add(g, g, take(slots, i, count))
        put(slots, i, square, count)
        step = g / (square_root(square) + plan.epsilon)
        put(params, i, multiply_add(step, -rate, take(params, i, count)), count)
