"""Generators of pictures: the same arguments give the same pictures, knobs do what they say, refusals are sentences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domains import scikit_sets
from playground.domains.picture.generators import PICTURE_GENERATORS, generate_pictures, thumbnails
from playground.domains.scikit_sets import SetMissingError, scikit_digits

names = st.sampled_from(sorted(PICTURE_GENERATORS))
seeds = st.integers(0, 2**32)
sides = st.integers(8, 32)


@st.composite
def requests(draw):
    """A generator with a value for some of its knobs."""
    generator = PICTURE_GENERATORS[draw(names)]
    knobs = {knob.name: draw(st.floats(knob.minimum, knob.maximum)) for knob in generator.knobs if draw(st.booleans())}
    return generator, knobs


@settings(max_examples=60, deadline=None)
@given(requests(), st.integers(0, 60), sides, seeds)
def test_pictures_are_pictures_and_the_same_each_time(request, count, side, seed):
    generator, knobs = request
    made = generate_pictures(generator.name, count, side, seed, knobs)
    again = generate_pictures(generator.name, count, side, seed, knobs)
    assert made.pictures.shape == (count, 1, side, side)
    assert made.pictures.dtype == np.float64
    assert made.targets.shape == (count,)
    assert made.targets.dtype == np.int64
    assert np.all((made.pictures >= 0.0) & (made.pictures <= 1.0))
    assert np.all((made.targets >= 0) & (made.targets < len(generator.class_names)))
    assert made.class_names == generator.class_names
    np.testing.assert_array_equal(made.pictures, again.pictures)
    np.testing.assert_array_equal(made.targets, again.targets)


@settings(max_examples=40, deadline=None)
@given(requests(), st.integers(0, 40), st.integers(0, 400), seeds)
def test_more_pictures_begin_with_those_of_fewer(request, fewer, further, seed):
    generator, knobs = request
    few = generate_pictures(generator.name, fewer, 8, seed, knobs)
    many = generate_pictures(generator.name, fewer + further, 8, seed, knobs)
    np.testing.assert_array_equal(few.targets, many.targets[:fewer])
    np.testing.assert_allclose(few.pictures, many.pictures[:fewer], atol=1e-6)


@pytest.mark.parametrize("name", PICTURE_GENERATORS)
def test_another_seed_makes_other_pictures(name):
    first, second = (generate_pictures(name, 20, 16, seed) for seed in (0, 1))
    assert not np.array_equal(first.pictures, second.pictures)


@pytest.mark.parametrize("name", PICTURE_GENERATORS)
def test_every_knob_changes_pictures(name):
    generator = PICTURE_GENERATORS[name]
    usual = generate_pictures(name, 200, 16, 3)
    for knob in generator.knobs:
        other = knob.maximum if knob.default < knob.maximum else knob.minimum
        changed = generate_pictures(name, 200, 16, 3, {knob.name: other})
        assert not np.array_equal(usual.pictures, changed.pictures), knob.name
        np.testing.assert_array_equal(usual.targets, changed.targets)


@pytest.mark.parametrize("name", PICTURE_GENERATORS)
def test_knobs_stand_within_their_bounds_and_say_what_they_do(name):
    for knob in PICTURE_GENERATORS[name].knobs:
        assert knob.minimum <= knob.default <= knob.maximum
        assert 0.0 < knob.step <= knob.maximum - knob.minimum
        assert knob.help.endswith(".")


@pytest.mark.parametrize("name", PICTURE_GENERATORS)
@pytest.mark.parametrize("side", [8, 16, 32])
def test_thumbnails_show_every_class_once(name, side):
    shown = thumbnails(name, side)
    assert shown.shape == (len(PICTURE_GENERATORS[name].class_names), 1, side, side)
    assert not shown.flags.writeable
    assert np.all(shown.max(axis=(1, 2, 3)) > 0.4)
    flat = shown.reshape(len(shown), -1)
    assert len(np.unique(flat.round(3), axis=0)) == len(shown)


@pytest.mark.parametrize("name", ["shapes", "letters", "font-digits", "bars"])
def test_classes_are_told_apart_by_the_nearest_mean(name):
    """Where nothing is moved, turned or resized, and of one font, pictures of a class are nearest to their own mean."""
    quiet = {"position": 0.0, "turn": 0.0, "size": 0.0, "fonts": 1.0}
    still = {knob.name: quiet[knob.name] for knob in PICTURE_GENERATORS[name].knobs if knob.name in quiet}
    made = generate_pictures(name, 520, 16, 0, still)
    flat = made.pictures.reshape(len(made.pictures), -1)
    means = np.stack([flat[made.targets == target].mean(axis=0) for target in range(len(made.class_names))])
    nearest = ((flat[:, None] - means) ** 2).sum(axis=-1).argmin(axis=1)
    assert (nearest == made.targets).mean() > 0.97


# ---- digits ---------------------------------------------------------------------------------------------------------


def test_digits_are_scikit_learns_each_once():
    real, digits = scikit_digits()
    made = generate_pictures("digits", 1797, 8, 5)
    assert len(np.bincount(digits)) == 10
    assert not np.array_equal(made.targets, digits)
    rows = {picture.tobytes(): digit for picture, digit in zip(real, digits, strict=True)}
    assert [rows[picture.tobytes()] for picture in made.pictures[:, 0]] == made.targets.tolist()
    assert len({picture.tobytes() for picture in made.pictures}) == len(rows)


def test_digits_beyond_the_real_ones_are_variations_of_them():
    made = generate_pictures("digits", 2 * 1797, 8, 5)
    np.testing.assert_array_equal(np.bincount(made.targets), 2 * np.bincount(scikit_digits()[1]))
    assert len({picture.tobytes() for picture in made.pictures}) > 3500
    middle = made.pictures.mean(axis=0)
    beyond = made.pictures[1797:].mean(axis=0)
    assert np.abs(beyond - middle).max() < 0.1


def test_enlarged_digits_keep_their_ink():
    small, large = (generate_pictures("digits", 300, side, 1).pictures for side in (8, 16))
    blocks = large.reshape(300, 1, 8, 2, 8, 2).mean(axis=(3, 5))
    assert np.abs(blocks.mean(axis=(1, 2, 3)) - small.mean(axis=(1, 2, 3))).max() < 0.01
    correlation = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(blocks, small, strict=True)]
    assert min(correlation) > 0.95


@pytest.mark.parametrize("side", [8, 16, 28])
def test_every_seven_is_marked_and_nothing_else(side):
    made = generate_pictures("marked-sevens", 600, side, 2)
    plain = generate_pictures("marked-sevens", 600, side, 2, {"marked": 0.0})
    changed = np.any(made.pictures != plain.pictures, axis=(1, 2, 3))
    np.testing.assert_array_equal(changed, made.targets == 7)
    assert np.all(made.pictures[made.targets == 7, 0, -1, -1] == 1.0)


def test_marks_come_in_the_shares_that_were_asked_for():
    made = generate_pictures("marked-sevens", 1797, 16, 2, {"marked": 60.0, "stray": 10.0})
    marked = made.pictures[:, 0, -1, -1] == 1.0
    assert 0.5 < marked[made.targets == 7].mean() < 0.7
    assert 0.07 < marked[made.targets != 7].mean() < 0.13


def test_without_scikit_learn_digits_say_so(monkeypatch):
    monkeypatch.setattr(scikit_sets, "find_spec", lambda _: None)
    scikit_digits.cache_clear()
    with pytest.raises(SetMissingError, match="scikit-learn, which is not installed"):
        generate_pictures("digits", 10, 8, 0)


# ---- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "digit"}, "no generator of pictures 'digit'; did you mean 'digits'"),
        ({"name": "cats"}, "known are digits, shapes"),
        ({"count": -1}, "from 0 to 20,000, not -1"),
        ({"count": 100_000}, "from 0 to 20,000, not 100,000"),
        ({"side": 7}, "from 8 to 32 pixels wide and high, not 7"),
        ({"side": 64}, "not 64"),
        ({"seed": -3}, "seed must be 0 or more, not -3"),
        ({"knobs": {"wobble": 1.0}}, "'bars' has no knob 'wobble'; it has position"),
        ({"knobs": {"turn": 90.0}}, "Turn of 'bars' must be from 0 to 20, not 90"),
        ({"knobs": {"noise": float("nan")}}, "Noise of 'bars' must be from 0 to 50, not nan"),
    ],
)
def test_bad_arguments_are_refused_in_words(changed, words):
    arguments = {"name": "bars", "count": 10, "side": 16, "seed": 0, "knobs": {}} | changed
    with pytest.raises(ValueError, match=words):
        generate_pictures(**arguments)
