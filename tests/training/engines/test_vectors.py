"""The parts that the kernel is built of: elementary functions, products, transposes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from playground.simd import elementary, matrix
from playground.simd.vector import lanes, load, store

RANGES = {
    "exp": (-80.0, 80.0),
    "expm1": (-80.0, 80.0),
    "tanh": (-12.0, 12.0),
    "sin": (-300.0, 300.0),
    "cos": (-300.0, 300.0),
    "log1p": (0.0, 1.0),
}


def over(function):
    @njit
    def loop(source, target):
        for i in range(0, source.size, lanes(source)):
            store(target, i, function(load(source, i)))

    return loop


@pytest.mark.parametrize("name", RANGES)
def test_elementary_functions(name):
    low, high = RANGES[name]
    function, loop = getattr(elementary, name), over(getattr(elementary, name))
    spread = np.linspace(low, high, 4096)
    values = np.concatenate([spread, spread * 1e-4])
    for dtype, digits in ((np.float32, 3e-7), (np.float64, 1e-15)):
        source = values.astype(dtype)
        target = np.empty_like(source)
        loop(source, target)
        true = function(source.astype(np.longdouble))
        near_zero = 1e-3 if name in {"sin", "cos"} else 1e-30  # where a wave crosses zero, the error is absolute
        assert (np.abs(target - true) <= digits * np.maximum(np.abs(true), near_zero)).all()
        loop(np.full_like(source, np.nan), target)
        assert np.isnan(target).all()


@settings(max_examples=60)
@given(
    rows=st.integers(1, 13),
    depth=st.integers(0, 20),
    columns=st.integers(1, 40),
    slack=st.integers(0, 9),
    seed=st.integers(0, 99),
    turned=st.booleans(),
)
def test_products(rows, depth, columns, slack, seed, turned):
    """Against numpy; what lies around the result, between padded columns and in the next rows, is left alone."""
    random = np.random.default_rng(seed)
    padded = -(-columns // 8) * 8
    a, b = random.normal(size=(rows, depth)), np.zeros((depth, padded + slack))
    b[:, :columns] = random.normal(size=(depth, columns))
    before = random.normal(size=rows * columns + 8)
    c = before.copy()
    strides = (1, rows) if turned else (depth, 1)
    flat = np.ascontiguousarray(a.T if turned else a).ravel()
    flat = flat if len(flat) else np.zeros(1)
    matrix.add_product(
        c, 0, columns, flat, 0, *strides, b.ravel() if b.size else np.zeros(1), 0, padded + slack, rows, depth, padded
    )
    expected = before[: rows * columns].reshape(rows, columns) + a @ b[:, :columns]
    np.testing.assert_allclose(c[: rows * columns].reshape(rows, columns), expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(c[rows * columns :], before[rows * columns :])


@settings(max_examples=30)
@given(rows=st.integers(1, 20), columns=st.integers(1, 20), slack=st.integers(0, 3))
def test_transposes(rows, columns, slack):
    source = np.arange(rows * (columns + slack), dtype=np.float32)
    target = np.full((columns, rows + slack), -1.0, dtype=np.float32)
    flat = target.ravel()
    matrix.transpose(flat, 0, rows + slack, source, 0, columns + slack, rows, columns)
    expected = source.reshape(rows, columns + slack)[:, :columns].T
    np.testing.assert_array_equal(target[:, :rows], expected)
    assert (target[:, rows:] == -1.0).all()
