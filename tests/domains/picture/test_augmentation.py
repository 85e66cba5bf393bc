"""Augmentation: a function of seed, epoch and row alone, within its bounds, and as strong as it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.domains.picture.augmentation import Augmentation, augmented, usual_augmentation
from playground.domains.picture.generators import generate_pictures

augmentations = st.builds(
    Augmentation,
    shift=st.floats(0.0, 4.0),
    turn=st.floats(0.0, 45.0),
    scale=st.floats(0.0, 50.0),
    stroke=st.floats(0.0, 2.0),
    noise=st.floats(0.0, 50.0),
)
seeds = st.integers(0, 2**40)
epochs = st.integers(0, 2**40)
PICTURES = generate_pictures("digits", 64, 8, 0).pictures


@settings(max_examples=60, deadline=None)
@given(augmentations, seeds, epochs, st.integers(0, 64))
def test_pictures_stay_pictures_and_come_again(augmentation, seed, epoch, count):
    pictures = PICTURES[:count]
    before = pictures.copy()
    made = augmented(pictures, augmentation, seed, epoch)
    assert made.shape == pictures.shape
    assert made.dtype == np.float64
    assert np.all((made >= 0.0) & (made <= 1.0))
    np.testing.assert_array_equal(made, augmented(pictures, augmentation, seed, epoch))
    np.testing.assert_array_equal(pictures, before)


@settings(max_examples=40, deadline=None)
@given(augmentations, seeds, epochs, st.permutations(range(64)), st.integers(0, 64))
def test_a_row_does_not_depend_on_the_others(augmentation, seed, epoch, order, count):
    rows = np.array(order[:count], np.int64)
    whole = augmented(PICTURES, augmentation, seed, epoch)
    np.testing.assert_array_equal(augmented(PICTURES[rows], augmentation, seed, epoch, rows), whole[rows])


def test_nothing_to_vary_gives_the_pictures_themselves():
    assert Augmentation().is_off
    assert augmented(PICTURES, Augmentation(), 0, 0) is PICTURES


@pytest.mark.parametrize("kind", ["shift", "turn", "scale", "stroke", "noise"])
def test_epochs_seeds_and_rows_differ(kind):
    augmentation = Augmentation(**{kind: 2.0})
    same = np.repeat(PICTURES[:1], 30, axis=0)
    made = augmented(same, augmentation, 1, 1)
    assert len({picture.tobytes() for picture in made}) == 30
    for seed, epoch in ((1, 2), (2, 1)):
        other = augmented(same, augmentation, seed, epoch)
        assert not any(np.array_equal(one, two) for one, two in zip(made, other, strict=True))


def test_shifts_fill_their_range_evenly():
    dot = np.zeros((4000, 1, 15, 15))
    dot[..., 7, 7] = 1.0
    made = augmented(dot, Augmentation(shift=3.0), 5, 0)[:, 0]
    at = np.arange(15) - 7.0
    for moved in (made.sum(axis=1) @ at, made.sum(axis=2) @ at):
        assert np.abs(moved).max() <= 3.0 + 1e-6
        assert abs(moved.mean()) < 0.1
        assert moved.std() == pytest.approx(3.0 / np.sqrt(3.0), rel=0.05)


def test_strokes_become_thicker_and_thinner():
    bar = np.zeros((2000, 1, 16, 16))
    bar[..., 6:10] = 1.0
    widths = augmented(bar, Augmentation(stroke=1.0), 5, 0)[:, 0].sum(axis=2)[:, 8]
    assert 3.0 <= widths.min() < 3.05
    assert 4.95 < widths.max() <= 5.0
    assert widths.mean() == pytest.approx(4.0, abs=0.05)


def test_noise_has_its_deviation_and_differs_from_pixel_to_pixel():
    grey = np.full((500, 1, 9, 9), 0.5)
    made = augmented(grey, Augmentation(noise=5.0), 5, 0)
    assert made.std() == pytest.approx(0.05, rel=0.03)
    assert made.mean() == pytest.approx(0.5, abs=0.001)
    flat = made.reshape(500, -1) - 0.5
    correlations = np.corrcoef(flat.T) - np.eye(81)
    assert np.abs(correlations).max() < 0.25


@pytest.mark.parametrize("side", [8, 16, 32])
def test_the_usual_augmentation_keeps_digits_what_they_are(side):
    """Varied pictures are nearer to the mean of their own class than to the others about as often as the real ones."""
    sample = generate_pictures("digits", 1797, side, 0)
    means = np.stack([sample.pictures[sample.targets == digit].mean(axis=0).ravel() for digit in range(10)])
    varied = augmented(sample.pictures, usual_augmentation(side), 3, 4)
    rights = []
    for pictures in (sample.pictures, varied):
        away = ((pictures.reshape(1797, 1, -1) - means) ** 2).sum(axis=-1)
        rights.append((away.argmin(axis=1) == sample.targets).mean())
    assert np.abs(varied - sample.pictures).mean() > 0.03
    assert rights[1] > rights[0] - 0.12
