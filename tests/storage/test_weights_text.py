"""Weights inside document.json: given ones are those that train and evaluate begin with, and wrong ones are refused."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from playground.app.cli import main
from playground.document.errors import DocumentError
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.interop.source_errors import SourceError
from playground.interop.sources import open_source
from playground.layers import BatchNorm, Dense
from playground.storage.project import read_text_project, write_text_project


@pytest.fixture
def document():
    """A small network with running statistics."""
    made = document_for("circle", (3,), count=20)
    return replace(made, network=(Dense(uid=1, units=3), BatchNorm(uid=2)))


@pytest.fixture
def weights(document):
    """Numbers for it."""
    layout, random = resolve(document).layout, np.random.default_rng(1)
    return {
        "parameters": random.normal(size=layout.parameter_size).astype(np.float32),
        "buffers": random.random(layout.buffer_size).astype(np.float32),
    }


def written(tmp_path, document, weights, change=lambda plain: None):
    """A document.json with weights, changed by a person."""
    plain = msgspec.json.decode(write_text_project(document, weights))
    change(plain)
    path = tmp_path / "given.json"
    path.write_bytes(msgspec.json.encode(plain))
    return path


def test_what_is_written_is_read_to_the_last_bit(tmp_path, document, weights):
    found = read_text_project(written(tmp_path, document, weights))
    for name, values in weights.items():
        assert np.array_equal(found.weights[name], values)
    assert not found.weights["counters"].any()
    assert not found.document.extras


def test_training_on_the_command_line_begins_with_the_weights_given(tmp_path, document, weights, capsys):
    layers = tuple(replace(layer, frozen=True) for layer in document.network)
    still = replace(document, network=layers, output=replace(document.output, frozen=True))
    path = written(tmp_path, still, weights)
    assert (
        main(["train", str(path), "--epochs", "1", "--stepper", "eager", "--save", str(tmp_path / "kept.nnplay")]) == 0
    )
    kept = open_source(str(tmp_path / "kept.nnplay")).weights
    assert np.array_equal(kept["parameters"], weights["parameters"])
    assert "begins with the weights of the document" in capsys.readouterr().err


def test_a_document_without_weights_has_none(tmp_path, document):
    assert read_text_project(written(tmp_path, document, {})).weights == {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda w: w["1"].pop("linear.bias"), r"weights\.1\.linear\.bias: expected 3 numbers"),
        (lambda w: w.pop("0"), r"weights\.0\.linear\.weight"),
        (lambda w: w["1"].update({"linear.bias": [1, 2]}), r"weights\.1\.linear\.bias: expected 3, got 2"),
        (lambda w: w["1"].update({"linear.weight": [[1, 2], [3]]}), r"weights\.1\.linear\.weight: expected rows"),
        (lambda w: w["1"].update({"linear.bias": [1, 2, "x"]}), r"weights\.1\.linear\.bias: expected rows"),
        (lambda w: w["1"].update({"linear.bias": [1, 2, 1e99]}), r"weights\.1\.linear\.bias: not a finite"),
        (lambda w: w["1"].update({"other": [1]}), r"weights\.1\.other: the network has no such"),
        (lambda w: w.update({"9": {"linear.bias": [1]}}), r"weights\.9\.linear\.bias: the network has no such"),
        (lambda w: w.update({"1": 3}), r"weights\.1"),
    ],
)
def test_weights_that_do_not_fit_are_refused_with_their_place(tmp_path, document, weights, change, words):
    path = written(tmp_path, document, weights, lambda plain: change(plain["weights"]))
    with pytest.raises(DocumentError, match=words):
        read_text_project(path)
    with pytest.raises(SourceError, match=words):
        open_source(str(path))
