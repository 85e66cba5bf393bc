"""Measured numbers in words: all and nothing are never rounded to, and no number is longer than its place."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document import figures
from playground.document.figures import GAP


@pytest.mark.parametrize(
    ("right", "of", "digits", "text"),
    [
        (9_999, 10_000, 1, f"99.9{GAP}%"),
        (1, 10_000, 1, f"0.1{GAP}%"),
        (10_000, 10_000, 1, f"100.0{GAP}%"),
        (0, 10_000, 1, f"0.0{GAP}%"),
        (299, 300, 0, f"99{GAP}%"),
        (1, 300, 0, f"1{GAP}%"),
        (300, 300, 0, f"100{GAP}%"),
        (2, 3, 1, f"66.7{GAP}%"),
        (999_999, 1_000_000, 1, f"99.9{GAP}%"),
    ],
)
def test_a_share_is_all_only_of_all(right, of, digits, text):
    assert figures.share(right / of, digits) == text


@given(st.integers(1, 10**7), st.data(), st.integers(0, 2))
def test_shares_of_points_are_true_to_their_last_digit(of, data, digits):
    right = data.draw(st.integers(0, of))
    number = float(figures.share(right / of, digits).split(GAP)[0])
    assert abs(number - 100 * right / of) <= 10.0**-digits
    assert (number == 100.0) == (right == of)
    assert (number == 0.0) == (right == 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.03641, "0.0364"),
        (12.345, "12.3"),
        (3.82e-7, "< 0.0001"),
        (0.0, "0"),
        (1.28e12, "1.28e12"),
        (12_345.6, "12,346"),
        (-0.5, "−0.500"),
        (math.nan, "–"),
        (math.inf, "∞"),
    ],
)
def test_losses(value, text):
    assert figures.loss(value) == text


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_loss_and_no_r_squared_is_long(value):
    assert len(figures.loss(value)) <= 10
    assert len(figures.r_squared(min(value, 1.0))) <= 10


def test_numbers_beside_each_other_are_written_alike():
    assert figures.losses([1.28e12, 84_300.0]) == ["1.28e12", "8.43e4"]
    assert figures.losses([1.28e12, 0.5]) == ["1.28e12", "0.500"]
    assert figures.losses([0.5, math.nan]) == ["0.500", "–"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.9531, "0.953"), (0.99996, "0.999"), (1.0, "1.000"), (-0.0001, "0.000"), (-5_370_677_821_440.0, "−5.4e12")],
)
def test_r_squared(value, text):
    assert figures.r_squared(value) == text


def test_an_epoch_is_the_passes_done():
    assert [figures.epoch(value) for value in (0.0, 0.4, 1.0, 1712.7)] == ["0", "0", "1", "1,712"]
