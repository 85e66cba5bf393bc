"""TensorFlow Playground's stream of numbers, its shuffle, its seeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.arc4 import Arc4, next_seed, shuffled
from playground.domains.plane.generators import MOST_STREAMED, generate, streamed

FIRST_THREE = {
    "0.12345": (0.9152007406557323, 0.4702753218035592, 0.2736265229359467),
    "0.5": (0.49767758747058916, 0.8074465011135612, 0.7863697779919979),
    "0.50000": (0.7542922813780981, 0.6952472186092381, 0.967419558600557),
    "0.00001": (0.13485458799444464, 0.7069006388103914, 0.9737300418803356),
    "hello": (0.5463663768140734, 0.4397379377059223, 0.554769432473455),
    "a" * 300: (0.7896636759683583, 0.46838180524185613, 0.23467569070185423),
}


@pytest.mark.parametrize("seed", FIRST_THREE, ids=lambda seed: seed[:8])
def test_the_numbers_are_seedrandoms(seed):
    stream = Arc4(seed)
    assert tuple(stream.random() for _ in range(3)) == FIRST_THREE[seed]


@given(st.text(max_size=300))
def test_any_text_is_a_seed(seed):
    stream = Arc4(seed)
    assert all(0.0 <= stream.random() < 1.0 for _ in range(5))


def test_a_clone_goes_on_from_there_alone():
    stream = Arc4("0.5")
    stream.random()
    clone = stream.clone()
    rest = [stream.random() for _ in range(4)]
    assert [clone.random() for _ in range(4)] == rest


@given(st.integers(0, 200))
def test_a_shuffle_is_a_permutation_of_one_draw_a_point(count):
    stream, other = Arc4("x"), Arc4("x")
    assert sorted(shuffled(count, stream)) == list(range(count))
    for _ in range(count):
        other.random()
    assert stream.random() == other.random()


def test_the_next_seed_has_five_decimals():
    assert next_seed("0.12345") == "0.91520"


def test_a_seed_text_takes_the_place_of_the_seed():
    one = generate("circle", 500, 0.0, 3, stream="0.12345")
    assert one.points[0] == pytest.approx((4.618077316847547, -1.8354395887379444), abs=1e-14)
    assert (one.points == generate("circle", 500, 0.0, 4, stream="0.12345").points).all()
    assert (one.points != generate("circle", 500, 0.0, 3, stream="0.5").points).any()


@pytest.mark.parametrize("count", [-1, MOST_STREAMED + 1])
def test_a_seed_text_makes_no_millions(count):
    with pytest.raises(ValueError, match="a seed text makes 0 to 20,000 points"):
        streamed("circle", count, 0.0, "0.5")
