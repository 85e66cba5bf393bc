"""What an edit makes can be opened again: every edit, with ordinary and with outlandish settings."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import edits_cells, edits_data, edits_network, edits_points, edits_source
from playground.document.data_operations import DATA_OPERATIONS, refusal
from playground.document.dataset import DataClass, Dataset, default_classes, frozen
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.joining import joined
from playground.document.limits import excess
from playground.document.model import Document
from playground.document.presets import document_for, first_document
from playground.document.training import LEAST_RATE, Training
from playground.domains.plane.generators import GENERATORS
from playground.interop.source_errors import SourceError
from playground.interop.sources import open_source
from playground.layers import LAYER_KINDS
from playground.session.session import Session
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.project import Project, pack_project, unpack_project

INVISIBLE = ["\u200b", "\u202e", "\x07", "\ue000", "\ud800", "\u200d", " \u2060 "]


def reopened(document):
    return unpack_project(pack_project(Project(document))).document


def same(a, b):
    plain = [document_to_dict(one, inline_points=False) for one in (a, b)]
    arrays = [(one.dataset.samples, one.dataset.targets, one.dataset.is_test) for one in (a, b)]
    return plain[0] == plain[1] and all(np.array_equal(*pair) for pair in zip(*arrays, strict=True))


numbers = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 1e-320, 5e-7, 1e12, -1e13, 1e300])
names = st.text(max_size=80) | st.sampled_from(INVISIBLE)


def field_edits(owner, change):
    """Every setting of a dataclass to any number, choice or truth."""
    for field in fields(owner):
        if field.name == "uid":
            continue
        yield st.sampled_from(
            [change(field.name, value) for value in _values_of(field)],
        )


def _values_of(field):
    if "choices" in field.metadata:
        return [*field.metadata["choices"], "nonsense"]
    if field.type in ("bool", bool):
        return [True, False]
    low, high = field.metadata.get("min", 0), field.metadata.get("max", 1)
    return [low, high, type(low)(low - 1), type(high)(high * 2 + 1)]


def training_edits():
    return st.one_of(
        *field_edits(Training, lambda name, value: lambda d: edits_network.change_training(d, **{name: value}))
    )


def layer_edits():
    def inserted(kind, values):
        return lambda d: edits_network.insert_layer(d, 0, LAYER_KINDS[kind](**values))

    edits = []
    for kind, cls in LAYER_KINDS.items():
        edits += list(field_edits(cls, lambda name, value, kind=kind: inserted(kind, {name: value})))
        edits.append(st.just(lambda d, kind=kind: edits_network.change_kind(d, _first_uid(d), kind)))
    edits.append(st.integers(0, 3).map(lambda i: lambda d: edits_network.move_layer(d, _first_uid(d), i)))
    edits += [
        st.just(lambda d: edits_network.delete_layer(d, _first_uid(d))),
        st.just(lambda d: edits_network.duplicate_layer(d, _first_uid(d))),
        st.just(lambda d: edits_network.insert_layer(d, 9, edits_network.layer_to_add(d, 9))),
        st.just(edits_network.lower_learning_rate),
        st.sampled_from(["x", "y", "xx", "sin_x"]).map(lambda key: lambda d: edits_network.toggle_input(d, key)),
    ]
    return st.one_of(*edits)


def _first_uid(document):
    return document.network[0].uid if document.network else 99


def data_edits():
    place = st.tuples(numbers, numbers).map(lambda xy: np.array([xy]))
    few = st.lists(st.integers(0, 10_000), max_size=5)
    return st.one_of(
        st.tuples(place, st.integers(0, 8)).map(lambda pair: lambda d: edits_data.add_points(d, *pair)),
        few.map(lambda rows: lambda d: edits_data.remove_points(d, _mask(d, rows))),
        few.map(lambda rows: lambda d: edits_data.set_targets(d, _mask(d, rows), 1)),
        st.just(edits_data.clear_points),
        st.just(edits_data.add_class),
        st.just(edits_source.resample),
        st.tuples(st.integers(0, 1), names).map(lambda pair: lambda d: _renamed(d, *pair)),
        st.integers(0, 8).map(lambda color: lambda d: _recoloured(d, color)),
        st.integers(0, 2).map(lambda index: lambda d: edits_data.remove_class(d, index)),
        st.sampled_from(["classification", "regression"]).map(lambda task: lambda d: edits_data.set_task(d, task)),
        st.tuples(st.floats(0, 1), st.integers(0, 9999)).map(lambda pair: lambda d: edits_data.split(d, *pair)),
        st.sampled_from(sorted(GENERATORS)).map(lambda key: lambda d: edits_data.set_dataset(d, _generated(key))),
        place.map(lambda xy: lambda d: edits_points.place_points(d, np.arange(len(d.dataset))[:1], _first(d, xy))),
        place.map(lambda xy: lambda d: edits_points.duplicate_points(d, np.arange(len(d.dataset))[:1], xy)),
        numbers.map(lambda x: lambda d: edits_cells.set_cells(d, [(0, 0, x)] if len(d.dataset) else [])),
        st.tuples(names, place).map(lambda pair: lambda d: _imported(d, *pair)),
        st.sampled_from(sorted(DATA_OPERATIONS)).map(lambda key: lambda d: _operated(d, DATA_OPERATIONS[key])),
    )


def _mask(document, rows):
    mask = np.zeros(len(document.dataset), np.bool_)
    if len(mask):
        mask[np.array(rows, np.int64) % len(mask)] = True
    return mask


def _renamed(document, index, name):
    return edits_data.change_class(document, index, name=name) if document.dataset.classes else document


def _recoloured(document, color):
    return edits_data.change_class(document, 0, color=color) if document.dataset.classes else document


def _generated(key):
    return document_for(key, (), count=30).dataset


def _first(document, xy):
    return xy[: len(document.dataset)]


def _imported(document, name, xy):
    """A table with labels of any kind joins the points, as far as it can."""
    added = make_dataset(xy, np.array([1]), (DataClass("a", 3), DataClass(name, 4)))
    try:
        return set_dataset(document, joined(document.dataset, added))
    except ValueError:
        return document


def _operated(document, operation):
    data = document.dataset
    if refusal(operation, data, None):
        return document
    return set_dataset(document, operation.start(data).apply(data, None))


every_edit = training_edits() | layer_edits() | data_edits()


@settings(max_examples=300)
@given(st.lists(every_edit, min_size=1, max_size=8))
def test_what_edits_make_is_refused_at_once_or_opens_again(edits):
    document = document_for("spirals", (3,), count=20)
    for edit in edits:
        after = edit(document)
        if not excess(after, document):
            document = after
    assert not excess(document)
    again = reopened(document)
    assert same(again, document)
    assert same(reopened(again), document)


def test_a_loss_that_needs_classes_is_refused_for_values():
    document = document_for("reg-gauss", (3,), count=20)
    assert excess(edits_network.change_training(document, loss="cross_entropy"), document) == (
        "The loss Cross-entropy does not suit regression."
    )


@pytest.mark.parametrize("name", INVISIBLE)
def test_a_class_of_invisible_signs_only_is_called_by_its_colour(name):
    data = make_dataset(np.zeros((2, 2)), np.array([0, 1]), (DataClass("a", 0), DataClass(name, 2)))
    assert [one.name for one in data.classes] == ["a", "Green"]
    document = first_document()
    assert edits_data.change_class(document, 0, name=name) is document


def test_a_rate_that_was_made_too_small_by_an_earlier_version_opens():
    raw = document_to_dict(first_document(), inline_points=False)
    raw["training"] |= {"learning_rate": 2e-7}
    assert document_from_dict(raw).training.learning_rate == LEAST_RATE


def test_a_tenth_of_the_learning_rate_ends_at_the_least():
    document = first_document()
    for _ in range(12):
        document = edits_network.lower_learning_rate(document)
    assert document.training.learning_rate == LEAST_RATE
    assert edits_network.lower_learning_rate(document) is document


def far_points(document):
    points = np.full((1, 2), 2e12)
    return edits_data.add_points(document, points, 0)


def points_of_a_class_that_is_gone(document):
    return edits_data.add_points(document, np.zeros((1, 2)), 4)


def many_layers(document):
    one = LAYER_KINDS["dense"]()
    return replace(document, network=tuple(replace(one, uid=i + 1, units=1) for i in range(201)))


def wide_layers(document):
    one = LAYER_KINDS["dense"](units=1024)
    return replace(document, network=tuple(replace(one, uid=i + 1) for i in range(22)))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (far_points, "beyond 1e+12"),
        (points_of_a_class_that_is_gone, "class that is not there any more"),
        (many_layers, "201 layers"),
        (wide_layers, "parameters are more than"),
        (lambda d: edits_network.change_training(d, learning_rate=1e-9), "Learning rate"),
    ],
)
def test_an_edit_beyond_the_limits_is_not_done_and_says_why(qtbot, edit, words):
    session = Session(first_document())
    said = []
    session.message_posted.connect(lambda text, _role: said.append(text))
    before = session.document
    assert not session.edit("Something", edit)
    assert session.document is before
    assert session.undo_stack.count() == 0
    assert words in said[0]
    assert said[0].startswith("Something: not done. ")
    session.close()


def test_the_smaller_network_is_taken_even_where_it_is_still_too_large():
    """A file of an earlier version may hold more than is allowed: every step back towards the limit is one."""
    large = wide_layers(first_document())
    assert excess(large)
    smaller = edits_network.change_layer(large, 1, units=512)
    assert not excess(smaller, large)


def test_dataset_of_no_points_reaches_nowhere():
    empty = Dataset(frozen(np.empty((0, 2)), float), frozen(np.empty(0), int), frozen([], bool), default_classes(2))
    assert empty.farthest == 0.0
    assert empty.is_finite
    assert isinstance(replace(first_document(), dataset=empty), Document)


@pytest.mark.parametrize("name", ["x" * 30_000 + ".csv", "https://elsewhere.org/" + "y" * 30_000, "a\nb\u202ec.nnplay"])
def test_what_cannot_be_opened_is_said_in_one_short_line(name):
    with pytest.raises(SourceError) as refused:
        open_source(name)
    words = str(refused.value)
    assert words.isprintable()
    assert len(words) < 450
