"""History as CSV and events, weights as safetensors: read back as others read them."""

import csv
import io
import struct

import numpy as np
import pytest
import torch
from safetensors.torch import load

from playground.document.presets import document_for
from playground.interop.exports.history import crc32c, history_csv, history_events
from playground.interop.exports.lowered import weights_of
from playground.interop.exports.torch_module import ExportError, network_code
from playground.interop.exports.weights import safetensors_weights
from playground.training.trainee.history import History, LossRecord
from tests.support import trained

DOCUMENT = document_for("circle", (3,))


@pytest.fixture
def history():
    made = History()
    for epoch in range(300):
        made.append(LossRecord(1, epoch, 1.0 / (epoch + 1), float("nan"), epoch / 300, float("nan")))
    return made.to_arrays()


def test_the_csv_has_a_row_for_each_measurement(history):
    rows = list(csv.reader(io.StringIO(history_csv(DOCUMENT, history).decode())))
    assert rows[0] == ["epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"]
    assert len(rows) == 301
    assert [float(value) for value in rows[4][:2]] == pytest.approx([3.0, 0.25])
    assert rows[4][2] == rows[4][4] == ""


def test_a_regression_has_r2(history):
    assert b"train_r2" in history_csv(document_for("reg-plane", (3,)), history)


def test_without_a_history_it_says_so():
    for make in (history_csv, history_events):
        with pytest.raises(ExportError, match="train first"):
            make(DOCUMENT, {})


def test_the_checksum_is_the_one_of_the_standard():
    """RFC 3720, appendix B.4."""
    assert crc32c(bytes(32)) == 0x8A9136AA
    assert crc32c(bytes(range(32))) == 0x46DD794E


def records(data):
    """The contents of a file of records, checksums checked."""

    def masked(content):
        crc = crc32c(content)
        return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF

    place = 0
    while place < len(data):
        (length,) = struct.unpack_from("<Q", data, place)
        assert struct.unpack_from("<I", data, place + 8) == (masked(data[place : place + 8]),)
        content = data[place + 12 : place + 12 + length]
        assert struct.unpack_from("<I", data, place + 12 + length) == (masked(content),)
        yield content
        place += 16 + length


def test_events_are_records_with_a_scalar_for_each_number(history):
    first, *rest = records(history_events(DOCUMENT, history))
    assert b"brain.Event:2" in first
    assert len(rest) == 300
    assert b"loss/train" in rest[7]
    assert struct.pack("<f", 1.0 / 8) in rest[7]
    assert b"loss/test" not in rest[7]


def test_tensorboard_reads_them(history, tmp_path):
    loader = pytest.importorskip("tensorboard.backend.event_processing.event_file_loader")
    file = tmp_path / "circle.tfevents"
    file.write_bytes(history_events(DOCUMENT, history))
    events = list(loader.RawEventFileLoader(str(file)).Load())
    assert len(events) == 301


@pytest.mark.parametrize("name", trained.DOCUMENTS)
def test_weights_load_into_the_exported_module(name):
    document = trained.DOCUMENTS[name]
    arrays = trained.trained(document)
    names = {}
    exec(network_code(document), names)
    model = names["model"].eval()
    model.load_state_dict(load(safetensors_weights(document, weights_of(document, arrays), name)))
    from playground.domains import features
    from playground.domains.plane.inputs import INPUTS

    with torch.inference_mode():
        found = model(torch.from_numpy(features(INPUTS, trained.POINTS, document.inputs)).float()).numpy()
    expected = trained.sums(document, arrays)
    assert np.abs(found - expected).max() < 1e-5 * max(np.abs(expected).max(), 1.0)


def test_the_same_weights_give_the_same_bytes():
    weights = weights_of(DOCUMENT, {})
    assert safetensors_weights(DOCUMENT, weights, "a") == safetensors_weights(DOCUMENT, weights, "a")
