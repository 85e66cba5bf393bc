"""The sentence under the loss curves: it says what the numbers say, and is never false."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.views.loss.words import loss_words


def columns(train, test=None, epochs=None):
    train = np.asarray(train, dtype=np.float64)
    epochs = np.arange(len(train), dtype=np.float64) if epochs is None else np.asarray(epochs, dtype=np.float64)
    test = np.full(len(train), np.nan) if test is None else np.asarray(test, dtype=np.float64)
    return {"epoch": epochs, "train_loss": train, "test_loss": test}


def plain(text):
    return re.sub(r"</?b>", "", text).replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_overfitting_is_told_by_both_curves():
    epochs = np.arange(200)
    train = 0.7 * 0.98**epochs
    test = np.where(epochs < 80, 0.7 * 0.99**epochs, 0.7 * 0.99**80 + 0.004 * (epochs - 80))
    said = plain(loss_words(columns(train, test)))
    times = int(test[-1] / train[-1])
    assert said == f"Overfitting: test loss {times} times the train loss, and least at epoch 80."


def test_a_gap_alone_is_no_overfitting():
    train, test = 0.7 * 0.98 ** np.arange(200), 2.0 * 0.98 ** np.arange(200)
    assert plain(loss_words(columns(train, test))).startswith("The train loss still falls: by 55 %")


def test_a_loss_that_stands_or_rises():
    assert "changed by less than 1 % in the last 20 epochs" in plain(loss_words(columns(np.full(101, 0.4))))
    rising = np.concatenate((np.linspace(1.0, 0.1, 50), np.linspace(0.1, 0.9, 50)))
    assert plain(loss_words(columns(rising))) == "The train loss was lower: 0.100 at epoch 49."
    assert plain(loss_words(columns(np.full(50, 1e-7), np.full(50, 1e-6)))) == "Train and test loss are below 0.0001."


def test_a_loss_too_small_to_write_is_whole_in_rich_text():
    fell = np.concatenate([np.geomspace(0.1, 1e-6, 30), np.full(10, 0.05)])
    assert "<b>&lt; 0.0001</b> at epoch 29" in loss_words(columns(fell))


@pytest.mark.parametrize("count", range(5))
def test_a_curve_that_has_only_begun_is_left_alone(count):
    assert loss_words(columns(np.linspace(1.0, 0.5, count))) == ""


losses = st.floats(0.0, 1e6, width=32)


@given(arrays(np.float64, 40, elements=losses), arrays(np.float64, 40, elements=losses), st.booleans())
@settings(max_examples=300)
def test_what_is_said_can_be_read_off_the_numbers(train, test, tests):
    said = plain(loss_words(columns(train, test if tests else None)))
    if found := re.match(
        r"Overfitting: test loss (over )?([\d.,]+) times the train loss, and least at epoch (\d+)", said
    ):
        times = float(found[2].replace(",", ""))
        assert tests
        assert test[-1] >= (times - 1.0) * train[-1]
        assert test[-1] > test.min() == test[int(found[3])]
        assert train[-1] < train[int(found[3])]
    elif found := re.match(r"The train loss still falls: by (\d+) % in the last (\d+) epochs", said):
        before = train[-1 - int(found[2])]
        assert abs(100 * (1 - train[-1] / before) - int(found[1])) <= 1.0
    elif found := re.match(r"The train loss has changed by less than 1 % in the last (\d+) epochs", said):
        window = train[-1 - int(found[1]) :]
        assert window.max() - window.min() <= 0.01 * train[-1]
    elif found := re.match(r"The train loss was lower: .* at epoch (\d+)", said):
        assert train[int(found[1])] == train.min() < train[-1]
    elif said:
        assert "below 0.0001" in said
        assert train[-1] < 1e-4


@given(arrays(np.float64, st.integers(0, 30), elements=st.floats(allow_nan=True, allow_infinity=True)))
def test_no_history_is_too_odd(train):
    assert isinstance(loss_words(columns(train, train[::-1])), str)
