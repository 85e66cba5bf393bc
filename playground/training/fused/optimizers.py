"""From a gradient to new parameters: regularization, clipping, and the optimizers of `playground.training.optimizers`."""

from __future__ import annotations

import math
from typing import Any


from playground.training.fused.simd import (
    compiled,
    lanes,
    load,
    load_part,
    multiply_add,
    square_root,
    store,
    store_part,
    where_greater,
    zeros,
    total,
)
from playground.training.fused.table import OPTIMIZER_CODES, SCHEDULE_CODES, Setting
from playground.training.schedules import COSINE_FLOOR

SGD, ADAM, ADAMW = OPTIMIZER_CODES["sgd"], OPTIMIZER_CODES["adam"], OPTIMIZER_CODES["adamw"]
RMSPROP = OPTIMIZER_CODES["rmsprop"]
STEP, COSINE, WARMUP = SCHEDULE_CODES["step"], SCHEDULE_CODES["cosine"], SCHEDULE_CODES["warmup"]
RATE, MOMENTUM, BETA1, BETA2, RHO, EPSILON, DECAY, L2, L1, CLIP = (int(s) for s in list(Setting)[:10])
SCHEDULE_EPOCHS, SCHEDULE_FACTOR = int(Setting.SCHEDULE_EPOCHS), int(Setting.SCHEDULE_FACTOR)
CLIP_EPSILON = 1e-6
"""Torch adds it to the norm that it divides by."""


@compiled
def rate_at(schedule: int, settings: Any, epoch: float) -> float:
    """The learning rate at an epoch with its fraction: `playground.training.schedules.rate_at`."""
    rate, progress = settings[RATE], epoch / settings[SCHEDULE_EPOCHS]
    if schedule == STEP:
        return rate * settings[SCHEDULE_FACTOR] ** math.floor(progress)
    if schedule == COSINE:
        wave = 0.5 * (1.0 + math.cos(math.pi * min(progress, 1.0)))
        return rate * (COSINE_FLOOR + (1.0 - COSINE_FLOOR) * wave)
    if schedule == WARMUP:
        return rate * min((1.0 + epoch) / settings[SCHEDULE_EPOCHS], 1.0)
    return rate


@compiled
def take(array: Any, at: int, count: int) -> Any:
    """A vector of `count` numbers: one more or one less than the array has would be out of bounds."""
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


@compiled
def update(
    optimizer: int, nesterov: int, settings: Any, rate: float, steps: int, params: Any, slots: Any, work: Any,
    gradient: int, first: int, end: int,
) -> None:
    """One step of the optimizer over a range of the parameters.

    Args:
        optimizer: By `OPTIMIZER_CODES`.
        nesterov: 1 to look ahead.
        settings: `Table.settings`.
        rate: Of this step, its schedule applied.
        steps: Done before.
        params: All parameters, P.
        slots: The optimizer's rows one after another, 3 P.
        work: The workspace.
        gradient: Where the gradient lies in it.
        first: Of the range.
        end: After its last.
    """
    if optimizer == SGD:
        sgd(settings[MOMENTUM], nesterov, rate, params, slots, work, gradient, first, end)
    elif optimizer in (ADAM, ADAMW):
        decay = settings[DECAY] if optimizer == ADAMW else 0.0
        betas = settings[BETA1], settings[BETA2]
        adam(betas, settings[EPSILON], decay, rate, steps + 1, params, slots, work, gradient, first, end)
    elif optimizer == RMSPROP:
        rmsprop(settings, rate, params, slots, work, gradient, first, end)
    else:
        adagrad(settings[EPSILON], rate, params, slots, work, gradient, first, end)


@compiled
def sgd(
    momentum: float, nesterov: int, rate: float, params: Any, slots: Any, work: Any, gradient: int, first: int, end: int
) -> None:
    """v = m v + g; w -= r v, or r (g + m v) with Nesterov's look ahead; without momentum w -= r g."""
    for i in range(first, end, lanes(work)):
        g = take(work, gradient + i, end - i)
        if momentum > 0.0:
            velocity = multiply_add(take(slots, i, end - i), momentum, g)
            put(slots, i, velocity, end - i)
            g = multiply_add(velocity, momentum, g) if nesterov == 1 else velocity
        put(params, i, multiply_add(g, -rate, take(params, i, end - i)), end - i)


@compiled
def adam(
    betas: Any, epsilon: float, decay: float, rate: float, step: int, params: Any, slots: Any, work: Any,
    gradient: int, first: int, end: int,
) -> None:
    """w -= r decay w; m += (1 - b1)(g - m); s = b2 s + (1 - b2) g²; w -= r m̂ / (sqrt(ŝ) + epsilon).

    Kingma and Ba 2015, in torch's form: m̂ = m / (1 - b1^step), sqrt(ŝ) = sqrt(s) / sqrt(1 - b2^step); AdamW's decay as in
    Loshchilov and Hutter 2019.
    """
    beta1, beta2 = betas
    length = rate / (1.0 - beta1**step)
    root = 1.0 / math.sqrt(1.0 - beta2**step)
    squares = params.size
    for i in range(first, end, lanes(work)):
        g = take(work, gradient + i, end - i)
        mean = take(slots, i, end - i)
        mean = multiply_add(g - mean, 1.0 - beta1, mean)
        square = multiply_add(g * g, 1.0 - beta2, take(slots, squares + i, end - i) * beta2)
        put(slots, i, mean, end - i)
        put(slots, squares + i, square, end - i)
        w = take(params, i, end - i) * (1.0 - rate * decay)
        step_taken = mean / multiply_add(square_root(square), root, epsilon)
        put(params, i, multiply_add(step_taken, -length, w), end - i)


@compiled
def rmsprop(
    settings: Any, rate: float, params: Any, slots: Any, work: Any, gradient: int, first: int, end: int
) -> None:
    """s = a s + (1 - a) g²; q = g / (sqrt(s) + epsilon); w -= r q, or with momentum v = m v + q; w -= r v."""
    rho, momentum, velocities = settings[RHO], settings[MOMENTUM], params.size
    for i in range(first, end, lanes(work)):
        g = take(work, gradient + i, end - i)
        square = multiply_add(g * g, 1.0 - rho, take(slots, i, end - i) * rho)
        put(slots, i, square, end - i)
        q = g / (square_root(square) + settings[EPSILON])
        if momentum > 0.0:
            q = multiply_add(take(slots, velocities + i, end - i), momentum, q)
            put(slots, velocities + i, q, end - i)
        put(params, i, multiply_add(q, -rate, take(params, i, end - i)), end - i)


@compiled
def adagrad(
    epsilon: float, rate: float, params: Any, slots: Any, work: Any, gradient: int, first: int, end: int
) -> None:
    """s += g²; w -= r g / (sqrt(s) + epsilon)."""
    for i in range(first, end, lanes(work)):
        g = take(work, gradient + i, end - i)
        square = multiply_add(g, g, take(slots, i, end - i))
        put(slots, i, square, end - i)
        step_taken = g / (square_root(square) + epsilon)
        put(params, i, multiply_add(step_taken, -rate, take(params, i, end - i)), end - i)
