"""What is written is read back the same; what is wrong is refused with its place."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document.edits_network import insert_layer
from playground.document.errors import DocumentError
from playground.document.plan import resolve
from playground.document.presets import document_for, first_document
from playground.layers import LAYER_KINDS
from playground.storage.codec import (
    document_from_dict,
    document_to_dict,
    layer_from_dict,
    layer_to_dict,
)
from playground.storage.project import HISTORY_KINDS, Project, decode, read_document, read_project, write_project


def same(a, b):
    arrays = ("samples", "targets", "is_test")
    return (
        all(np.array_equal(getattr(a.dataset, name), getattr(b.dataset, name)) for name in arrays)
        and a.dataset.classes == b.dataset.classes
        and (a.task, a.inputs, a.network, a.training) == (b.task, b.inputs, b.network, b.training)
    )


@settings(max_examples=25)
@given(
    st.sampled_from(["spiral", "spirals", "reg-gauss", "moons"]),
    st.lists(st.sampled_from(sorted(LAYER_KINDS)), max_size=5),
    st.floats(1e-6, 10.0),
    st.booleans(),
)
def test_plain_values_and_back_is_the_same_document(generator, kinds, rate, exact):
    document = document_for(generator, (3,))
    for kind in kinds:
        document = insert_layer(document, 0, LAYER_KINDS[kind]())
    document = replace(document, training=replace(document.training, learning_rate=rate, as_tf_playground=exact))
    raw = decode(msgspec.json.encode(document_to_dict(document)))
    assert same(document_from_dict(raw), document)


def test_a_document_without_points_is_generated():
    raw = document_to_dict(first_document(), inline_points=False)
    assert same(document_from_dict(raw), first_document())


def changed(path, value):
    raw = decode(msgspec.json.encode(document_to_dict(first_document())))
    *parents, last = path
    place = raw
    for key in parents:
        place = place[key]
    place[last] = value
    return raw


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["schema"], 99, "schema: 99 is newer"),
        (["schema"], True, "schema: True"),
        (["schema"], 0, "schema: 0"),
        (["schema"], 10**30, "schema: 10"),
        (["inputs", 0], [1], r"inputs\[0\]"),
        (["network"], [{"kind": "dense"}] * 201, "network: 201 layers are more"),
        (["training", "seed"], 2**70, "training.seed"),
        (["training", "learning_rate"], 10**400, "training.learning_rate"),
        (["dataset", "points", 3, 0], 10**400, r"dataset.points\[3\]\[0\]"),
        (["dataset", "split_seed"], 10**400, "dataset.split_seed"),
        (["task"], "sorting", "task: 'sorting'"),
        (["network", 1, "kind"], "dens", r"network\[1\].kind: 'dens' is not known; did you mean 'dense'"),
        (["network", 0, "units"], 0, r"network\[0\].units: 0 is outside 1 to 1024"),
        (["network", 0, "units"], 10**9, r"network\[0\].units"),
        (["network", 0, "units"], "8", r"network\[0\].units: Expected `int`"),
        (["network", 0, "activation"], "thanh", "did you mean 'tanh'"),
        (["network"], {}, "network: expected a list"),
        (["inputs", 0], "z", r"inputs\[0\]"),
        (["training", "learning_rate"], 1e308, "training.learning_rate"),
        (["training", "loss"], "cross", "training.loss"),
        (["training", "optimizer"], 7, "training.optimizer"),
        (["dataset", "classes"], [], "dataset.classes"),
        (["dataset", "classes", 0, "color"], 36, r"dataset.classes\[0\].color"),
        (["dataset", "points", 3], [1, 2], r"dataset.points\[3\]"),
        (["dataset", "points", 3, 0], "1", r"dataset.points\[3\]\[0\]"),
        (["dataset", "points", 3, 2], 2, r"dataset.points\[3\]\[2\]: 2 is not a class"),
        (["dataset", "source", "generator"], "cirle", "did you mean 'circle'"),
        (["dataset", "train_fraction"], 1.5, "dataset.train_fraction"),
        (["training", "batch_size"], -1, "training.batch_size: -1 is outside"),
        (["training", "stop_epochs"], -5, "training.stop_epochs: -5 is outside"),
        (["training", "learning_rate"], "0x10", "training.learning_rate: Expected `float`"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(path, value, words):
    with pytest.raises(DocumentError, match=words):
        document_from_dict(changed(path, value))


@pytest.mark.parametrize("uids", [(2, 2), (2**70, 1), (-3, 1)])
def test_layers_of_one_identity_are_given_their_own(uids):
    raw = document_to_dict(first_document(), inline_points=False)
    layers = [layer | {"uid": uid} for layer, uid in zip(raw["network"], uids, strict=True)]
    network = document_from_dict(raw | {"network": layers}).network
    assert [layer.units for layer in network] == [8, 8]
    assert len({layer.uid for layer in network}) == 2
    assert all(0 < layer.uid < 2**31 for layer in network)


def test_names_are_made_fit_to_show():
    raw = changed(["dataset", "classes", 0, "name"], "\u202e" + "a\0b\n" + "c" * 100)
    assert document_from_dict(raw).dataset.classes[0].name == "ab " + "c" * 61
    assert document_from_dict(changed(["dataset", "classes", 1, "name"], "\0")).dataset.classes[1].name == "Blue"


@pytest.mark.parametrize("raw", [None, [], 3, "x", {"dataset": []}, {"network": [3]}, {"dataset": {"classes": 1}}])
def test_anything_else_is_refused_in_words(raw):
    with pytest.raises(DocumentError):
        document_from_dict(raw)


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}'])
def test_text_that_is_not_json_is_refused(text):
    with pytest.raises(DocumentError, match="not valid JSON"):
        decode(text)


@pytest.mark.parametrize("kind", sorted(LAYER_KINDS))
def test_layers_of_every_kind_go_out_and_come_back(kind):
    layer = LAYER_KINDS[kind](uid=5, frozen=True)
    assert layer_from_dict(layer_to_dict(layer)) == layer


HISTORY = {"run": np.ones(2, np.int32), "epoch": np.array([1.0, 2.0])}
HISTORY |= {name: np.ones(2, np.float32) for name in HISTORY_KINDS if name not in HISTORY}


def weights_for(document):
    count = resolve(document).parameter_count
    return {
        "parameters": np.arange(count, dtype=np.float32),
        "buffers": np.zeros(resolve(document).buffer_count, np.float32),
        "slots": np.zeros((3, count), np.float32),
        "counters": np.array([7, 1, 20]),
    }


def test_a_project_comes_back_and_saving_again_gives_the_same_bytes(tmp_path):
    document = first_document()
    weights = weights_for(document)
    project = Project(document, weights, HISTORY, b"\x89PNG")
    write_project(tmp_path / "a.nnplay", project)
    back = read_project(tmp_path / "a.nnplay")
    assert same(back.document, document)
    assert np.array_equal(back.weights["parameters"], weights["parameters"])
    assert back.thumbnail == b"\x89PNG"
    write_project(tmp_path / "b.nnplay", back)
    assert (tmp_path / "a.nnplay").read_bytes() == (tmp_path / "b.nnplay").read_bytes()


def test_weights_that_do_not_fit_are_refused(tmp_path):
    weights = weights_for(first_document()) | {"parameters": np.zeros(3, np.float32)}
    write_project(tmp_path / "a.nnplay", Project(first_document(), weights))
    with pytest.raises(DocumentError, match="do not fit"):
        read_project(tmp_path / "a.nnplay")


@pytest.mark.parametrize("keep", [0, 10, 500, -40])
def test_a_cut_file_is_refused(tmp_path, keep):
    path = tmp_path / "a.nnplay"
    write_project(path, Project(first_document()))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DocumentError):
        read_project(path)


def test_a_strange_member_is_refused(tmp_path):
    import zipfile

    path = tmp_path / "a.nnplay"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../evil.py", "print()")
    with pytest.raises(DocumentError, match="does not belong"):
        read_project(path)


def test_document_json_opens(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(msgspec.json.encode(document_to_dict(first_document())))
    assert same(read_document(path), first_document())
