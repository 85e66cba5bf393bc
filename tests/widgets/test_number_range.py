import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from playground.widgets.number_range import NumberRange

RATE = NumberRange(minimum=1e-6, maximum=10.0, log=True)
DECAY = NumberRange(minimum=0.0, maximum=1.0, step=1e-5, log=True)
SHARE = NumberRange(minimum=0.0, maximum=0.9, step=0.01, unit="%")
UNITS = NumberRange(minimum=1, maximum=64, step=1, integer=True)
STOPS = NumberRange(minimum=1, maximum=100, stops=(1.0, 10.0, 100.0))


def test_a_logarithmic_range_steps_one_two_five():
    assert [RATE.stepped(0.01, n) for n in (1, 2, 3)] == pytest.approx([0.02, 0.05, 0.1])
    assert [RATE.stepped(0.01, -n) for n in (1, 2, 3)] == pytest.approx([0.005, 0.002, 0.001])
    assert RATE.stepped(0.03, 1) == pytest.approx(0.05)
    assert RATE.stepped(0.03, -1) == pytest.approx(0.02)


def test_zero_is_the_notch_below_the_least_value():
    assert DECAY.stepped(1e-5, -1) == 0.0
    assert DECAY.stepped(0.0, 1) == 1e-5
    assert DECAY.value_at(0.0) == 0.0
    assert DECAY.position(0.0) == 0.0


def test_steps_land_on_the_grid():
    assert SHARE.stepped(0.103, 1) == pytest.approx(0.11)
    assert UNITS.stepped(64, 1) == 64
    assert STOPS.stepped(10, 1) == 100
    assert STOPS.value_at(0.4) == 10


def test_a_zero_that_is_no_amount_is_a_word():
    limits = NumberRange(minimum=0, maximum=100, step=1, log=True, integer=True, zero="All")
    assert limits.text(0) == "All"
    assert limits.text(1) == "1"
    assert limits.parsed(" all ") == limits.parsed("0") == 0
    assert limits.stepped(1, -1) == 0
    assert limits.stepped(0, 1) == 1


def test_percent_is_shown_and_typed_as_hundredths():
    assert SHARE.text(0.1) == "10\N{NARROW NO-BREAK SPACE}%"
    assert SHARE.edit_text(0.1) == "10"
    assert SHARE.parsed("30") == pytest.approx(0.3)
    assert SHARE.parsed("30 %") == pytest.approx(0.3)
    assert SHARE.parsed("400") == 0.9
    assert SHARE.parsed("much") is None


@pytest.mark.parametrize("limits", [RATE, DECAY, SHARE, UNITS, STOPS])
@given(place=st.floats(min_value=-0.5, max_value=1.5), notches=st.integers(min_value=-40, max_value=40))
def test_no_gesture_leaves_the_range(limits, place, notches):
    value = limits.value_at(place)
    for held in (value, limits.stepped(value, notches)):
        assert limits.minimum <= held <= limits.maximum
        assert limits.clamped(held) == held
        assert 0.0 <= limits.position(held) <= 1.0


@given(st.floats(min_value=0.0, max_value=1.0), st.floats(min_value=0.0, max_value=1.0))
def test_a_slider_is_monotonic(a, b):
    assume(a < b)
    for limits in (RATE, DECAY, SHARE, UNITS):
        assert limits.value_at(a) <= limits.value_at(b)


@given(st.floats(min_value=0.0, max_value=1.0))
def test_the_handle_stays_where_it_was_put(place):
    for limits in (RATE, SHARE):
        assert limits.position(limits.value_at(place)) == pytest.approx(place, abs=0.02)


@pytest.mark.parametrize(
    "typed", ["9**9**9", "1/0", "().__class__", "lambda: 1", "0x10", "(" * 1000, "9" * 100_000, "1e99999", "nan", "inf"]
)
def test_r27_what_is_typed_is_a_number_or_nothing(typed):
    """No expressions anywhere: nothing is calculated from what a person types."""
    assert RATE.parsed(typed) is SHARE.parsed(typed) is None
