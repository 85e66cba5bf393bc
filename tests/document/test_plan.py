"""One plan says what a network comes to, and is made once for as long as its parts stay."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from playground.document import edits_data, edits_network
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.document.problems import problems
from playground.layers import LAYER_KINDS, Dense, Layer
from playground.operations.shape import ShapeError
from playground.training.engines import fused
from playground.training.engines.fused.table import build_table, evaluation_table
from playground.training.state.run import Run


@pytest.fixture
def lowered(monkeypatch):
    """Names of the layers that were asked for their operations."""
    asked = []
    for kind in LAYER_KINDS.values():
        real = kind.lower

        def counted(layer, shape, real=real):
            asked.append(layer.kind)
            return real(layer, shape)

        monkeypatch.setattr(kind, "lower", counted)
    return asked


def test_a_stroke_lowers_no_layer(lowered):
    document = document_for("circle", (4, 3))
    run = Run(document)
    assert lowered
    lowered.clear()
    for x in np.linspace(-3.0, 3.0, 20):
        document = edits_data.add_points(document, np.array([[x, 0.5]]), 1)
        assert not problems(document)
        assert run.fits(document)
        run.adopt(document)
        assert fused.covers(document) is None
        build_table(document, run.layout, run.batch_size)
        evaluation_table(document)
    assert not lowered


def test_an_edit_of_a_layer_lowers_each_layer_once(lowered):
    document = document_for("circle", (4, 3))
    resolve(document)
    lowered.clear()
    changed = edits_network.change_layer(document, document.network[0].uid, units=5)
    run = Run(changed)
    assert run.layout is resolve(changed).layout
    assert fused.covers(changed) is None
    assert lowered == ["dense"] * 3


def test_shapes_lead_from_layer_to_layer():
    plan = resolve(document_for("circle", (4, 3)))
    assert plan.units == (2, 4, 3, 1)
    assert [(one.shape_in, one.shape_out) for one in plan.layers] == [((2,), (4,)), ((4,), (3,)), ((3,), (1,))]
    assert plan.parameter_count == plan.layout.parameter_size == 2 * 4 + 4 + 4 * 3 + 3 + 3 + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Layer):
    """Makes rows and columns of what enters."""

    kind = "grid"
    title = "Grid"

    def shape_out(self, shape):
        return (1, *shape)


@pytest.mark.parametrize("kind", ["dense", "residual", "batch_norm", "layer_norm"])
def test_what_a_layer_cannot_take_is_refused_in_words(kind):
    document = replace(document_for("circle", ()), network=(Grid(uid=1), LAYER_KINDS[kind](uid=2)))
    title = LAYER_KINDS[kind].title
    plan = resolve(document)
    wanted = "numbers in a row or a picture" if kind == "batch_norm" else "numbers in a row"
    assert plan.refusals[0] == f"{title} needs {wanted}, and gets 1 × 2."
    assert plan.refusals[0] in [problem.text for problem in problems(document)]
    with pytest.raises(ShapeError, match=title):
        LAYER_KINDS[kind]().shape_out((1, 2))


def test_equal_structures_have_the_same_units_and_equal_functions_the_same_answers():
    document = document_for("circle", (4, 3))
    uid = document.network[0].uid
    bent = edits_network.change_layer(document, uid, activation="relu")
    dropped = edits_network.change_layer(document, uid, dropout=0.5)
    grown = edits_network.change_layer(document, uid, units=5)
    scored = replace(document, training=replace(document.training, loss="hinge"))
    plan = resolve(document)
    assert resolve(bent).structure == plan.structure != resolve(grown).structure
    assert resolve(dropped).function == plan.function
    assert plan.function not in [resolve(other).function for other in (bent, grown, scored)]


def test_plans_of_the_same_parts_are_one():
    document = document_for("circle", (4,))
    faster = replace(document, training=replace(document.training, learning_rate=0.5))
    assert resolve(faster) is resolve(document)
    other = replace(document, network=(Dense(uid=9),))
    assert resolve(other) is not resolve(document)
