"""Units, standardising, and their way through files and edits."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.dataset import DataSource
from playground.document.edits_data import set_task
from playground.document.edits_scaling import has_drifted, scaling_words, standard_scaling, standardise, unscale
from playground.document.edits_source import regenerate
from playground.document.errors import DocumentError
from playground.document.joining import joined
from playground.document.model import network_scaling
from playground.document.presets import document_for
from playground.document.scaling import IDENTITY, UNCHANGED, AxisScale, Scaling, filling, standardising
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.journal import Journal, replay
from playground.storage.project import Project, pack_project, unpack_project
from playground.tf_playground.link_writer import inexpressible
from tests.support.scaled import exam_document, house_document, in_units

decimals = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=6).map(float)
finite = st.floats(-1e12, 1e12, allow_subnormal=True)


@given(st.lists(decimals, min_size=2, max_size=30))
def test_numbers_of_a_file_come_back_as_they_were_written(numbers):
    axis = filling(np.array(numbers), 5.0)
    inside = axis.from_units(np.array(numbers))
    back = axis.exact_units(inside)
    assert np.array_equal(axis.from_units(back), inside)
    assert np.allclose(back, numbers, rtol=1e-12, atol=1e-9 * axis.scale)


def test_scores_keep_every_digit():
    scores = np.array([34.62365962451697, 78.0246928153624, 30.28671076822607, 100.0, 55.5])
    axis = filling(scores, 5.0)
    assert axis.exact_units(axis.from_units(scores)).tolist() == scores.tolist()


@given(st.lists(finite, min_size=1, max_size=30))
def test_any_numbers_can_be_scaled_and_stored(numbers):
    for axis in (standardising(numbers), filling(np.array(numbers), 5.0)):
        inside = axis.from_units(np.array(numbers))
        assert np.isfinite(inside).all()
        assert np.abs(inside).max() <= max(np.abs(numbers).max(), 1e7)
        plain = {"scaling": {"x": {"centre": axis.centre, "scale": axis.scale}}}
        assert document_from_dict(
            {"dataset": {"classes": [{"name": "a", "color": 0}, {"name": "b", "color": 1}]}, **plain}
        )


def test_constants_and_the_narrowest_spans_are_not_divided_by():
    assert standardising([3.0, 3.0, 3.0]) == AxisScale(3.0, 1.0)
    assert filling(np.array([0.0, 1e-320]), 5.0).scale == 1.0
    assert filling(np.array([1e9, 1e9 + 1e-7]), 5.0).scale == 1.0
    assert standardising([]) == UNCHANGED


def test_training_points_make_mean_and_deviation():
    document = exam_document()
    places = document.dataset.places[~document.dataset.is_test]
    assert document.scaling.column(0) == AxisScale(places[:, 0].mean(), places[:, 0].std())
    inside = network_scaling(document).samples_from_units(document.dataset.samples)[~document.dataset.is_test]
    assert np.allclose(inside.mean(axis=0), 0.0, atol=1e-12)
    assert np.allclose(inside.std(axis=0), 1.0)


def test_switching_off_and_on_again_is_the_same_document():
    document = house_document()
    raw = unscale(document)
    assert raw.scaling == IDENTITY
    assert unscale(raw) is raw
    assert standardise(document) is document
    assert standardise(raw).scaling == document.scaling
    assert np.allclose(network_scaling(raw).samples_from_units(raw.dataset.samples), document.dataset.places)


def test_moved_points_are_noticed():
    document = exam_document()
    assert not has_drifted(document)
    moved = replace(document.dataset, samples=document.dataset.samples + 3.0)
    assert has_drifted(replace(document, dataset=moved))
    assert not has_drifted(unscale(replace(document, dataset=moved)))


def test_words_say_what_is_standardised():
    words = scaling_words(house_document())
    assert words.startswith("x, y and values are standardised (mean 1")
    assert scaling_words(exam_document()).startswith("x and y are standardised (mean ")
    assert scaling_words(document_for("spiral", (4,))) == ""


@pytest.mark.parametrize("make", [exam_document, house_document])
def test_files_keep_units_and_scaling(make):
    document = make()
    for back in (
        unpack_project(pack_project(Project(document))).document,
        document_from_dict(msgspec.json.decode(msgspec.json.encode(document_to_dict(document)))),
    ):
        assert back.scaling == document.scaling
        assert back.dataset.units == document.dataset.units
        assert np.array_equal(back.dataset.places, document.dataset.places)


def test_fields_within_a_scaling_that_are_not_known_are_kept():
    raw = document_to_dict(exam_document())
    raw["scaling"]["kind"] = "robust"
    raw["scaling"]["x"]["unit"] = "points"
    raw["dataset"]["units"]["y"]["unit"] = "points"
    again = document_to_dict(document_from_dict(raw))
    assert again["scaling"]["kind"] == "robust"
    assert again["scaling"]["x"]["unit"] == again["dataset"]["units"]["y"]["unit"] == "points"


@pytest.mark.parametrize(
    ("axis", "place"),
    [
        ({"centre": 0.0, "scale": 0.0}, "scaling.y.scale"),
        ({"centre": 0.0, "scale": -2.0}, "scaling.y.scale"),
        ({"centre": 1e300}, "scaling.y.centre"),
        ({"centre": 1e9, "scale": 1e-3}, "scaling.y.scale"),
        ({"centre": "3"}, "scaling.y"),
        ([1, 2], "scaling.y"),
    ],
)
def test_a_scaling_out_of_range_is_refused(axis, place):
    with pytest.raises(DocumentError, match=place):
        document_from_dict(document_to_dict(document_for("circle", (2,))) | {"scaling": {"y": axis}})


def test_documents_without_a_scaling_mean_what_they_meant():
    raw = document_to_dict(document_for("circle", (2,)))
    del raw["scaling"], raw["dataset"]["units"]
    back = document_from_dict(raw)
    assert back.scaling == back.dataset.units == Scaling()


def test_points_are_added_in_units():
    here, there = exam_document().dataset, exam_document(count=20).dataset
    there = in_units(there, there.places + 1_000.0)
    both = joined(here, there)
    assert both.units == here.units
    assert np.allclose(both.places[-20:], there.places, rtol=1e-12)


def test_values_are_added_in_units():
    here, there = house_document().dataset, house_document(count=20).dataset
    there = in_units(there, there.places, there.answers * 2.0)
    assert np.allclose(joined(here, there).answers[-20:], there.answers, rtol=1e-12)


def test_a_picked_data_set_forgets_the_scaling_of_a_table():
    document = regenerate(exam_document(), DataSource("circle", 50, 0.0, 1))
    assert document.scaling == document.dataset.units == IDENTITY
    kept = regenerate(standardise(document), DataSource("circle", 50, 0.1, 1))
    assert kept.scaling == standardise(document).scaling


def test_values_made_classes_have_no_scaled_value():
    document = set_task(house_document(), "classification")
    assert document.scaling.values == document.dataset.units.values == ()
    assert document.scaling.column(0) == house_document().scaling.column(0)


def test_a_link_cannot_hold_a_scaling():
    assert "standardised inputs" in inexpressible(standardise(document_for("circle", (2,))))


def test_the_scaling_follows_the_training_points_only():
    document = exam_document()
    places = document.dataset.places[~document.dataset.is_test]
    assert standard_scaling(document.dataset).column(1).centre == pytest.approx(places[:, 1].mean())


def test_a_journal_tells_a_scaling(tmp_path):
    base, after = document_for("circle", (4,)), house_document()
    journal = Journal(tmp_path / "journal", base)
    journal.append(after, 1.0)
    journal.append(unscale(after), 2.0)
    journal.append(after, 1.0)
    journal.close()
    found = replay((tmp_path / "journal").read_bytes(), base).document
    assert found is not None
    assert found.scaling == after.scaling
    assert np.array_equal(found.dataset.places, after.dataset.places)


def test_a_constant_column_is_not_called_standardised():
    document = exam_document()
    points = document.dataset.samples.copy()
    points[:, 1] = 0.5
    flat = standardise(replace(document, dataset=replace(document.dataset, samples=points)))
    assert flat.scaling.column(1).scale == 1.0
    assert scaling_words(flat).startswith("x is standardised (mean ")
