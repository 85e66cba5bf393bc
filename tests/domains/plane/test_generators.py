"""Generators: counts, determinism, bounds, what each promises, and TensorFlow Playground's numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.domains.plane.generators import GENERATORS, generate
from playground.domains.plane.generators.sample import shares, uniform

names = st.sampled_from(sorted(GENERATORS))
seeds = st.integers(0, 2**32)


class Counted:
    """A stream that only knows single draws, and counts them."""

    def __init__(self, seed):
        self._random = np.random.default_rng(seed)
        self.draws = 0

    def random(self):
        self.draws += 1
        return float(self._random.random())


class Arc4:
    """TensorFlow Playground's stream: seedrandom 2.4."""

    def __init__(self, seed):
        key = seed.encode("ascii")  # what the key is for texts of fewer than 256 plain characters
        self._state, j = list(range(256)), 0
        for i in range(256):
            j = (j + key[i % len(key)] + self._state[i]) & 255
            self._state[i], self._state[j] = self._state[j], self._state[i]
        self._i = self._j = 0
        for _ in range(256):
            self._byte()

    def _byte(self):
        state = self._state
        self._i = (self._i + 1) & 255
        self._j = (self._j + state[self._i]) & 255
        state[self._i], state[self._j] = state[self._j], state[self._i]
        return state[(state[self._i] + state[self._j]) & 255]

    def random(self):
        n, d, x = 0, 2**48, 0
        for _ in range(6):
            n = n * 256 + self._byte()
        while n < 2**52:
            n, d, x = (n + x) * 256, d * 256, self._byte()
        while n >= 2**53:
            n, d, x = n / 2, d / 2, x >> 1
        return (n + x) / d


def shuffled(count, random):
    order = list(range(count))
    for left in range(count, 0, -1):
        k = int(random.random() * left)
        order[left - 1], order[k] = order[k], order[left - 1]
    return order


def test_the_stream_of_the_tests_is_tensorflow_playgrounds():
    stream = Arc4("0.12345")
    assert [stream.random() for _ in range(3)] == [0.9152007406557323, 0.4702753218035592, 0.2736265229359467]
    assert Arc4("hello").random() == 0.5463663768140734


@pytest.mark.parametrize(
    ("name", "seed", "noise", "first", "last"),
    [
        (
            "circle",
            "0.12345",
            0.0,
            (4.618077316847547, -1.8354395887379444, -1),
            (0.3297448673290159, 2.1861566975604134, 1),
        ),
        (
            "spiral",
            "0.97185",
            0.05,
            (0.3033947931767391, -2.801887915062019, -1),
            (-0.7950938449399344, 0.12586606185997937, -1),
        ),
        (
            "xor",
            "0.5",
            0.25,
            (-1.3516197422476608, -4.480323599407508, 1),
            (-1.3639711882899814, 2.052463815339089, -1),
        ),
        (
            "gauss",
            "0.00001",
            0.5,
            (-4.102486296601342, -0.7873791430296255, -1),
            (0.09356775813990925, 4.982864045429946, 1),
        ),
        (
            "reg-gauss",
            "0.31415",
            0.15,
            (-4.73476025545653, -3.6368933629502243, -0.554078631685568),
            (-1.6471565810409547, -2.470862656348511, 0.27849802723532846),
        ),
        (
            "reg-plane",
            "0.2",
            0.1,
            (-4.1960554133244425, 4.353749178368638, -0.03179260309202481),
            (5.0639270933677345, 5.049412607976345, 1.0271115566507887),
        ),
        (
            "circle",
            "hello",
            0.7,
            (1.2074276931344472, -0.47739201658815694, 1),
            (0.7708886523166587, -0.2323043204285825, -1),
        ),
    ],
)
def test_tensorflow_playgrounds_sets_are_reproduced(name, seed, noise, first, last):
    """The first and the last point after its shuffle, which also shows that the draws end at the same place."""
    stream = Arc4(seed)
    generator = GENERATORS[name]
    sample = generator.make(stream, 500 if generator.task == "classification" else 1200, noise, 0)
    order = shuffled(len(sample.points), stream)
    for index, expected in ((order[0], first), (order[-1], last)):
        target = sample.targets[index]
        label = 2 * target - 1 if sample.class_count else target
        assert [*sample.points[index], label] == pytest.approx(expected, abs=1e-14)


@given(names, st.integers(0, 90), st.floats(0, 0.8), seeds)
def test_samples_have_the_form_promised(name, count, noise, seed):
    sample = generate(name, count, noise, seed)
    generator = GENERATORS[name]
    assert sample.points.shape == (count, 2)
    assert sample.points.dtype == np.float64
    assert np.isfinite(sample.points).all()
    assert sample.targets.shape == (count,)
    assert sample.class_count == generator.classes
    if generator.task == "classification":
        assert sample.targets.dtype == np.int64
        assert set(sample.targets.tolist()) <= set(range(sample.class_count))
    else:
        assert sample.targets.dtype == np.float64
        assert np.isfinite(sample.targets).all()


@given(names, st.integers(0, 60), st.floats(0, 0.5), seeds)
def test_the_same_arguments_give_the_same_points(name, count, noise, seed):
    one, two = generate(name, count, noise, seed), generate(name, count, noise, seed)
    assert np.array_equal(one.points, two.points)
    assert np.array_equal(one.targets, two.targets)


@given(names, seeds)
def test_single_draws_give_the_points_of_draws_in_bulk(name, seed):
    generator = GENERATORS[name]
    parameter = generator.parameter.default if generator.parameter else 0
    single = generator.make(Counted(seed), 41, 0.2, parameter)
    bulk = generate(name, 41, 0.2, seed)
    assert np.array_equal(single.points, bulk.points)
    assert np.array_equal(single.targets, bulk.targets)


def test_the_polar_method_draws_no_pair_too_many():
    stream = Counted(5)
    GENERATORS["gauss"].make(stream, 100, 0.1, 0)
    reference, pairs = np.random.default_rng(5), 0
    accepted = 0
    while accepted < 200:
        v1, v2 = 2 * reference.random() - 1, 2 * reference.random() - 1
        accepted += v1 * v1 + v2 * v2 <= 1
        pairs += 1
    assert stream.draws == 2 * pairs


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_default_samples_fill_the_plane_and_stay_in_it(name):
    generator = GENERATORS[name]
    for seed in range(5):
        sample = generate(name, generator.default_count, generator.default_noise, seed)
        assert np.abs(sample.points).max() <= 6.0
        assert np.abs(sample.points).max() >= 3.5
        assert np.abs(sample.points.mean(axis=0)).max() < 0.6
        if generator.task == "classification":
            counts = np.bincount(sample.targets, minlength=sample.class_count)
            assert counts.min() > 0.6 * counts.max()


@pytest.mark.parametrize("name", [name for name, one in GENERATORS.items() if one.parameter])
def test_every_parameter_in_range_works(name):
    parameter = GENERATORS[name].parameter
    assert parameter.minimum <= parameter.default <= parameter.maximum
    for value in range(parameter.minimum, parameter.maximum + 1):
        sample = generate(name, 120, 0.0, 3, value)
        assert np.abs(sample.points).max() <= 6.0
        assert set(sample.targets.tolist()) == set(range(sample.class_count))
    with pytest.raises(ValueError, match="must be from"):
        generate(name, 10, 0.0, 0, parameter.maximum + 1)
    with pytest.raises(ValueError, match="must be from"):
        generate(name, 10, 0.0, 0, parameter.minimum - 1)


@pytest.mark.parametrize("name", ["spirals", "blobs", "rings"])
def test_the_parameter_is_the_number_of_classes(name):
    assert generate(name, 50, 0.1, 0, 5).class_count == 5


@pytest.mark.parametrize("count", [8, 9, 20, 36])
def test_blobs_without_noise_do_not_lie_on_each_other(count):
    sample = generate("blobs", 200 * count, 0.0, 1, count)
    centres = np.array([sample.points[sample.targets == k].mean(axis=0) for k in range(count)])
    spread = np.mean([sample.points[sample.targets == k].std(axis=0).mean() for k in range(count)])
    apart = np.linalg.norm(centres[:, None] - centres, axis=2) + 99.0 * np.eye(count)
    assert apart.min() > 3.5 * spread
    assert np.abs(sample.points).max() < 6.5


def test_olahs_sets_have_his_radii():
    sample = generate("disc-in-ring", 4000, 0.0, 1)
    radius = np.hypot(*sample.points.T) / 5
    inner, outer = radius[sample.targets == 0], radius[sample.targets == 1]
    assert inner.max() < 1 / 3
    assert outer.min() > 2 / 3
    assert outer.max() < 1
    # Uniform by area: half of the disc's points lie within 1 / sqrt(2) of its radius.
    assert np.mean(inner < 1 / 3 / np.sqrt(2)) == pytest.approx(0.5, abs=0.04)


def test_xor_blobs_are_labelled_by_quadrant_and_no_line_takes_more_than_three():
    sample = generate("xor-blobs", 400, 0.0, 2)
    same_sign = sample.points[:, 0] * sample.points[:, 1] > 0
    assert np.mean(sample.targets == same_sign) > 0.99


def test_the_board_alternates():
    sample = generate("checkerboard", 500, 0.0, 4, 4)
    square = np.floor((sample.points + 5) / 2.5).astype(int)
    assert np.array_equal(sample.targets, square.sum(axis=1) % 2)


def test_yin_and_yang_mirror_each_other_through_the_middle():
    sample = generate("yin-yang", 3000, 0.0, 4)
    yin, yang = (sample.points[sample.targets == target] for target in (0, 1))
    nearest = np.hypot(*(yin[:, np.newaxis] + yang[np.newaxis]).T).min(axis=0)
    assert nearest.max() < 0.7
    assert np.hypot(*sample.points.T).max() <= 5.0
    dots = sample.points[sample.targets == 2]
    assert np.hypot(np.abs(dots[:, 0]) - 2.5, dots[:, 1]).max() <= 1.0


def test_without_noise_values_are_those_of_the_formula():
    sine, ripple = generate("sine", 50, 0.0, 0), generate("ripple", 50, 0.0, 0)
    assert sine.targets == pytest.approx(np.sin(sine.points[:, 0]))
    radius = np.hypot(*ripple.points.T)
    assert ripple.targets == pytest.approx(np.cos(1.8 * radius) * np.exp(-radius / 6))
    plane = generate("reg-plane", 50, 0.0, 0)
    assert plane.targets == pytest.approx(plane.points.sum(axis=1) / 10)
    hills = generate("reg-gauss", 500, 0.0, 0)
    top = np.argmin(np.hypot(hills.points[:, 0] - 4, hills.points[:, 1] - 2.5))
    assert hills.targets[top] > 0.6
    assert np.abs(hills.targets).max() <= 1


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_noise_changes_something(name):
    calm, noisy = generate(name, 400, 0.0, 1), generate(name, 400, 0.4, 1)
    assert not (np.array_equal(calm.points, noisy.points) and np.array_equal(calm.targets, noisy.targets))


def test_the_table_is_fit_for_the_gallery():
    generators = list(GENERATORS.values())
    assert [one.name for one in generators] == list(GENERATORS)
    assert len({one.title for one in generators}) == len(generators)
    assert all(one.description.endswith(".") and len(one.title) <= 12 for one in generators)
    tasks = [one.task for one in generators]
    assert tasks == sorted(tasks), "classification comes first"
    assert tasks[:12] == ["classification"] * 12


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("spirall", 10, 0.0, 0), "did you mean 'spiral'"),
        (("???", 10, 0.0, 0), "known are spiral, spirals"),
        (("circle", -1, 0.0, 0), "number of points must be 0 or more, not -1"),
        (("circle", 10, -0.1, 0), "noise must be a number of 0 or more"),
        (("circle", 10, float("nan"), 0), "noise must be a number"),
        (("circle", 10, 0.0, -1), "seed must be 0 or more"),
        (("circle", 10, 0.0, 0, 3), "takes no parameter"),
    ],
)
def test_bad_arguments_are_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        generate(*arguments)


@given(st.integers(0, 1000), st.integers(1, 12))
def test_shares_are_even_and_complete(count, parts):
    parts_of = shares(count, parts)
    assert sum(parts_of) == count
    assert max(parts_of) - min(parts_of) <= 1
    assert parts_of == sorted(parts_of, reverse=True)


def test_draws_in_bulk_are_the_single_draws_in_order():
    assert np.array_equal(uniform(np.random.default_rng(1), 9), uniform(Counted(1), 9))
