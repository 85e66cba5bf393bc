"""Fourier features: waves that are drawn once by the seed, kept with the weights, and never learned."""

from dataclasses import replace

import numpy as np

from playground.document.edits_network import change_layer, toggle_input
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.layers import Dense, FourierFeatures
from playground.training.engines.fused import FusedStepper
from playground.training.headless import train
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of

FOREVER = float("inf")


def waves(document, **settings):
    """The document with Fourier features in front."""
    return replace(document, network=(FourierFeatures(uid=9, **settings), *document.network))


def run_of(document, batches=0):
    run = Run(document)
    if batches:
        FusedStepper().advance(run, batches, FOREVER)
    return run


def frequencies(run):
    (slot,) = (slot for slot in run.layout.buffers if slot.key == (9, "frequencies"))
    return slot.view(run.buffers)


def logits(run, places):
    return logits_of(run, places.astype(np.float32))


def test_frequencies_follow_from_the_seed_and_are_not_learned():
    document = waves(document_for("circle", (4,), count=40), frequencies=300)
    run = run_of(document, batches=30)
    assert (run.parameters != Run(document).parameters).any()
    np.testing.assert_array_equal(frequencies(run), frequencies(Run(document)))
    other = replace(document, training=replace(document.training, seed=5))
    assert (frequencies(Run(other)) != frequencies(run)).all()
    assert abs(frequencies(run).std() - 1.0) < 0.1
    assert resolve(document).parameter_count == 600 * 4 + 4 + 4 + 1


def test_what_leaves_are_sines_and_cosines_of_scaled_angles():
    run = run_of(waves(document_for("circle", (), count=40), frequencies=3, scale=2.5))
    _, made, _ = run.network.forward_layers(__import__("torch").from_numpy(run.features))
    angles = 2.5 * run.features @ frequencies(run).T
    np.testing.assert_allclose(made[:, 0::2], np.sin(angles), atol=1e-5)
    np.testing.assert_allclose(made[:, 1::2], np.cos(angles), atol=1e-5)


def test_more_frequencies_change_no_answer_and_fewer_keep_the_others():
    old = run_of(waves(document_for("circle", (4,), count=40), frequencies=3), batches=30)
    more = old.succeed(change_layer(old.document, 9, frequencies=5))
    np.testing.assert_allclose(logits(more, old.features), logits(old, old.features), atol=1e-6)
    np.testing.assert_array_equal(frequencies(more)[:3], frequencies(old))
    fewer = old.succeed(change_layer(old.document, 9, frequencies=2))
    np.testing.assert_array_equal(frequencies(fewer), frequencies(old)[:2])


def test_an_input_switched_on_is_seen_at_once():
    old = run_of(waves(document_for("circle", (4,), count=40), frequencies=4), batches=30)
    new = old.succeed(toggle_input(old.document, "xy"))
    np.testing.assert_array_equal(frequencies(new)[:, :2], frequencies(old))
    assert (frequencies(new)[:, 2] != 0.0).all()


def test_fine_detail_is_learned_sooner_through_waves():
    """A checkerboard of many fields, in the same few epochs (Tancik et al. 2020)."""
    plain = document_for("checkerboard", (32, 16), count=600)
    plain = replace(plain, network=tuple(replace(one, activation="relu") for one in plain.network))
    features = replace(plain, network=(FourierFeatures(uid=9, frequencies=32, scale=1.5), Dense(uid=2, units=16)))
    without, with_waves = (train(one, epochs=40).train_accuracy for one in (plain, features))
    assert with_waves > 0.95
    assert with_waves > without + 0.05
