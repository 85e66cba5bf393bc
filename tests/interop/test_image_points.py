"""Pictures become points: of the right colour, in the right place, as many as asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.interop.image_points import ImageChoices, cluster_colours, otsu_threshold, points_of_image

WHITE, RED, BLUE = (255, 255, 255, 255), (220, 40, 40, 255), (40, 90, 240, 255)


def flag(height=40, width=80):
    """Red at the left, blue at the right, white around and between."""
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[10:30, 10:30] = RED
    pixels[10:30, 50:70] = BLUE
    return pixels


def test_colours_become_classes_of_like_name_where_they_are():
    data = points_of_image(flag(), ImageChoices(count=500))
    assert len(data) == 500
    assert {one.name for one in data.classes} == {"Red", "Blue"}
    red = [one.name for one in data.classes].index("Red")
    assert (data.samples[data.targets == red, 0] < 0).all()
    assert (data.samples[data.targets != red, 0] > 0).all()
    low, high = data.samples.min(axis=0), data.samples.max(axis=0)
    assert np.allclose(low, [-3.75, -1.25], atol=0.1)
    assert np.allclose(high, [3.75, 1.25], atol=0.1)


def test_the_background_may_be_kept():
    data = points_of_image(flag(), ImageChoices(count=2000, keep_background=True))
    assert len(data.classes) == 3
    assert np.abs(data.samples).max() > 4.8


def test_dark_pixels_alone():
    pixels = flag()
    pixels[10:30, 10:30] = (0, 0, 0, 255)
    pixels[10:30, 50:70] = (240, 240, 230, 255)
    data = points_of_image(pixels, ImageChoices("dark", 300))
    assert data.classes[0].name == "Dark"
    assert data.counts() == [300, 0]
    assert (data.samples[:, 0] < 0).all()


def test_a_picture_can_be_painted_as_values():
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[:, 10:, :3] = 255
    data = points_of_image(pixels, ImageChoices("paint", 400))
    assert data.classes == ()
    assert len(data) == 400
    assert np.array_equal(data.target() > 0, data.samples[:, 0] > 0)
    assert np.abs(data.targets).max() == pytest.approx(1.0)


def test_the_top_of_a_picture_is_above():
    pixels = flag(60, 60)
    pixels[:] = WHITE
    pixels[5:15, 25:35] = RED
    data = points_of_image(pixels, ImageChoices(colours=2, count=50))
    assert (data.samples[:, 1] > 2).all()


def test_transparent_pixels_become_no_points():
    pixels = flag()
    pixels[..., 3] = 0
    pixels[10:30, 10:30, 3] = 255
    data = points_of_image(pixels, ImageChoices(count=100, colours=2))
    assert (data.samples[:, 0] < 0).all()


def test_a_picture_of_one_colour_is_refused():
    with pytest.raises(ValueError, match="one colour only"):
        points_of_image(np.full((9, 9, 4), 255, np.uint8), ImageChoices())
    with pytest.raises(ValueError, match="one colour only"):
        points_of_image(np.zeros((9, 9, 4), np.uint8), ImageChoices())


@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 40), st.integers(2, 9), st.integers(1, 600))
def test_any_picture_gives_as_many_points_as_asked_within_the_plane(seed, height, width, colours, count):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4)).astype(np.uint8)
    for choices in (ImageChoices("paint", count), ImageChoices("colours", count, colours, True)):
        try:
            data = points_of_image(pixels, choices)
        except ValueError:
            assert (pixels[..., 3] < 128).all()
            continue
        assert len(data) == count
        assert np.abs(data.samples).max() <= 5
        again = points_of_image(pixels, choices)
        assert np.array_equal(data.samples, again.samples)


def test_colours_are_grouped():
    random = np.random.default_rng(0)
    means = np.array([(20, 20, 20), (200, 50, 50), (50, 200, 50), (50, 50, 200)])
    truth = random.integers(0, 4, 5000)
    colours = np.clip(means[truth] + random.normal(0, 8, (5000, 3)), 0, 255).astype(np.uint8)
    labels, centres = cluster_colours(colours, 4)
    assert np.abs(centres[labels] - means[truth]).max() < 12


def test_the_threshold_lies_between_two_groups():
    assert 0.25 < otsu_threshold(np.array([0.1, 0.12, 0.2] * 5 + [0.8, 0.9])) < 0.8


@pytest.mark.parametrize(("channel", "left", "right"), [("red", 220, 40), ("green", 40, 90), ("blue", 40, 240)])
def test_a_channel_is_painted_as_it_is_in_the_picture(channel, left, right):
    data = points_of_image(flag(), ImageChoices("paint", 3200, channel=channel))
    x, y = data.samples.T
    inside = np.abs(y) < 1.2
    for low, high, level in ((-3.7, -1.3, left), (1.3, 3.7, right)):
        there = inside & (x > low) & (x < high)
        assert there.any()
        assert np.allclose(data.targets[there], level / 127.5 - 1.0)
    assert np.allclose(data.targets[np.abs(y) > 1.4], 1.0)
