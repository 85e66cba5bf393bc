import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.widgets import format as fmt

GAP = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (fmt.integer(1284), "1,284"),
        (fmt.integer(-3), "−3"),
        (fmt.decimal(-4.547), "−4.55"),
        (fmt.decimal(-0.001), "0.00"),
        (fmt.with_sign(2.2), "+2.20"),
        (fmt.power(0), "10⁰"),
        (fmt.power(-5), "10⁻⁵"),
        (fmt.power(12), "10¹²"),
        (fmt.with_sign(-2.2), "−2.20"),
        (fmt.with_sign(0.001), "0.00"),
        (fmt.significant(0.03641), "0.0364"),
        (fmt.significant(12.345), "12.3"),
        (fmt.significant(2.1e-6, 2), "2.1e−6"),
        (fmt.significant(0.0), "0"),
        (fmt.plain(0.0003), "0.0003"),
        (fmt.plain(1e-7), "1e−7"),
        (fmt.plain(14.0), "14"),
        (fmt.plain(1_234_567.0, 7), "1,234,567"),
        (fmt.percent(0.1), f"10{GAP}%"),
        (fmt.percent(0.988, 1), f"98.8{GAP}%"),
        (fmt.probability(1.0), "> 0.99"),
        (fmt.probability(0.0), "< 0.01"),
        (fmt.probability(0.994), "0.99"),
        (fmt.compact(1_200_000), "1.2M"),
        (fmt.compact(45_000), "45k"),
        (fmt.compact(999), "999"),
        (fmt.count(1, "point"), "1 point"),
        (fmt.count(1284, "point"), "1,284 points"),
    ],
)
def test_numbers_are_written_as_the_program_writes_them(written, expected):
    assert written == expected


@pytest.mark.parametrize(
    "write", [fmt.integer, fmt.decimal, fmt.significant, fmt.plain, fmt.percent, fmt.probability, fmt.compact]
)
def test_what_is_no_number_is_a_dash(write):
    assert write(math.nan) == "–"
    assert write(-math.inf) == "−∞"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.5", 0.5),
        ("0,5", 0.5),
        (" 1,284 ", 1284.0),
        ("1,284.5", 1284.5),
        ("−3", -3.0),
        ("1e-3", 0.001),
        ("30 %", 0.3),
        ("0,125", 0.125),
        (".5", 0.5),
        ("", None),
        ("nan", None),
        ("1e999", None),
        ("two", None),
        ("1.2.3", None),
    ],
)
def test_typed_numbers_are_read_whatever_the_locale(typed, value):
    assert fmt.parse_number(typed) == value


@given(st.floats(min_value=0.0, max_value=1.0))
def test_certainty_is_never_claimed(p):
    assert fmt.probability(p) not in ("1.00", "0.00")


@given(st.floats(min_value=-1e5, max_value=1e5))
def test_what_is_written_can_be_typed(value):
    assert fmt.parse_number(fmt.decimal(value, 3)) == pytest.approx(value, abs=5.1e-4)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_has_a_hyphen_for_a_minus(value):
    for write in (fmt.decimal, fmt.significant, fmt.plain, fmt.compact, fmt.integer):
        assert "-" not in write(value)


def test_no_line_ends_between_a_number_and_its_percent_sign():
    assert fmt.unbroken(f"20 % of 8{GAP}% and a half") == "20\N{NO-BREAK SPACE}% of 8\N{NO-BREAK SPACE}% and a half"
