"""What generators draw from: densities and posteriors by formula, against the points that they make."""

import numpy as np
import pytest
from scipy.special import ndtr

from playground.domains.plane.generators import GENERATORS, generate

KNOWN = [name for name, made in GENERATORS.items() if made.truth is not None]
SIDE, REACH = 24, 12.0


def truth_on_grid(name, noise, fine=10):
    """Density and posterior in small cells, and their area; (SIDE * fine) of them a side."""
    made = GENERATORS[name]
    places = (np.arange(SIDE * fine) + 0.5) / (SIDE * fine) * 2.0 * REACH - REACH
    x, y = np.meshgrid(places, places, indexing="ij")
    points = np.column_stack((x.ravel(), y.ravel()))
    parameter = 0 if made.parameter is None else made.parameter.default
    found = [made.truth(chunk, noise, parameter) for chunk in np.array_split(points, 16)]
    density = np.concatenate([one.density for one in found])
    posterior = np.nan_to_num(np.concatenate([one.posterior for one in found]))
    return density, posterior, (places[1] - places[0]) ** 2


@pytest.mark.parametrize("noise", [0.1, 0.3])
@pytest.mark.parametrize("name", KNOWN)
def test_points_fall_as_the_formula_says(name, noise):
    """Counts of each class in squares are those of the integrals, as far as chance lets them be."""
    count, fine = 60_000, 10
    sample = generate(name, count, noise, 3)
    density, posterior, area = truth_on_grid(name, noise, fine)
    assert density.sum() * area == pytest.approx(1.0, abs=0.02)
    joint = (density[:, None] * posterior * area).reshape(SIDE, fine, SIDE, fine, -1).sum(axis=(1, 3))
    edges = np.linspace(-REACH, REACH, SIDE + 1)
    for number in range(posterior.shape[1]):
        seen, *_ = np.histogram2d(*sample.points[sample.targets == number].T, bins=(edges, edges))
        expected = count * joint[..., number] / joint.sum()
        chance = np.sqrt(expected + 1.0) + 0.03 * expected  # the rims of what has hard edges fall between cells
        assert (np.abs(seen - expected) / chance).max() < 6.0


def test_two_normal_clouds_have_the_logistic_posterior():
    points = np.random.default_rng(0).uniform(-6, 6, (50, 2))
    for noise in (0.0, 0.1, 0.5):
        variance = 0.5 * (1.0 - noise / 0.5) + 4.0 * noise / 0.5
        found = GENERATORS["gauss"].truth(points, noise, 0)
        expected = 1.0 / (1.0 + np.exp(-4.0 * points.sum(axis=1) / variance))
        np.testing.assert_allclose(found.posterior[:, 1], expected, rtol=1e-9)
        np.testing.assert_allclose(found.posterior.sum(axis=1), 1.0)


def test_the_error_of_two_normal_clouds_is_the_normal_integrals():
    density, posterior, area = truth_on_grid("gauss", 0.3, fine=20)
    deviation = np.sqrt(0.5 * 0.4 + 4.0 * 0.6)
    assert (density * (1.0 - posterior.max(axis=1))).sum() * area == pytest.approx(
        ndtr(-2.0 * np.sqrt(2.0) / deviation), abs=1e-5
    )


def test_without_noise_xor_is_the_sign_of_the_product():
    points = np.random.default_rng(1).uniform(-5, 5, (200, 2))
    found = GENERATORS["xor"].truth(points, 0.0, 0)
    assert (found.posterior[:, 1] == (points.prod(axis=1) >= 0.0)).all()


@pytest.mark.parametrize("name", KNOWN)
def test_no_place_and_no_noise_breaks_it(name):
    made = GENERATORS[name]
    points = np.array([[0.0, 0.0], [2.5, 0.0], [50.0, -50.0], [1e6, 1e6], [0.3, 5.3]])
    for noise in (0.0, 0.01, 0.5, 1.0):
        found = made.truth(points, noise, 0 if made.parameter is None else made.parameter.minimum)
        assert np.isfinite(found.density).all()
        assert (found.density >= 0.0).all()
        known = np.isfinite(found.posterior).all(axis=1)
        np.testing.assert_allclose(found.posterior[known].sum(axis=1), 1.0, atol=1e-9)
        assert (found.beaten <= found.density + 1e-12).all()
