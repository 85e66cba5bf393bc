"""What the kernel refuses, and in which words."""

import subprocess
import sys
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.plan import resolve
from playground.document.training import Training
from playground.layers import LAYER_KINDS, BatchNorm, Dense, Layer
from playground.methods.base import Method
from playground.methods.schedules import SCHEDULES
from playground.methods.schedules import rate_at as expected_rate
from playground.methods.tables import METHODS
from playground.operations.activation import ActivationOp
from playground.operations.activations import ACTIVATIONS
from playground.training.engines import fused
from playground.training.engines.fused.methods import rate_at
from playground.training.engines.fused.table import build_table
from tests.support.kinds import ROW_KINDS
from tests.training.engines.networks import document


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd(Layer):
    kind, title, summary = "odd", "Odd", ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bent(Layer):
    kind, title, summary = "bent", "Bent", ""

    def lower(self, shape):
        return (ActivationOp(shape, shape, "bent"),)


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_every_kind_of_the_catalogue_is_covered(kind):
    assert fused.covers(document(Dense(units=3), LAYER_KINDS[kind]())) is None


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_of_the_catalogue_is_covered(activation):
    assert fused.covers(document(Dense(units=3, activation=activation)), "float64") is None


def test_an_unknown_layer_is_named():
    assert fused.covers(document(Odd())) == "The fused kernel does not know Odd layers: training with PyTorch."
    with pytest.raises(TypeError, match="Odd"):
        build_table(document(Odd()), resolve(document(Odd())).layout, 1)


def test_an_unknown_activation_is_named(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "bent", replace(ACTIVATIONS["tanh"], title="Bent", code=99))
    assert "activation Bent" in fused.covers(document(Bent()))


@pytest.mark.parametrize("field", ["loss", "optimizer", "schedule"])
def test_a_method_without_fused_code_is_named(field, monkeypatch):
    made = document(Dense(units=3))
    kind = type(METHODS[field][getattr(made.training, field)])
    newest = type("Newest", (kind,), {"name": "newest", "title": "Newest", "fused": Method.fused})()
    monkeypatch.setitem(METHODS[field], "newest", newest)
    made = replace(made, training=replace(made.training, **{field: "newest"}))
    assert fused.covers(made) == f"The fused kernel does not know the {field} Newest: training with PyTorch."


def test_other_dtypes_are_refused():
    assert "float16" in fused.covers(document(), "float16")


def test_a_huge_batch_of_batch_norm_is_refused(monkeypatch):
    made = document(Dense(units=100), BatchNorm(), points=1000, batch_size=0)
    assert fused.covers(made) is None
    monkeypatch.setattr(fused, "LARGEST_WORKSPACE", 100_000)
    assert "1,000 points" in fused.covers(made)
    assert fused.covers(document(Dense(units=100), points=1000, batch_size=0)) is None


@given(
    schedule=st.sampled_from(list(SCHEDULES)),
    epochs=st.integers(1, 1000),
    factor=st.floats(0.0, 1.0),
    epoch=st.floats(0.0, 3000.0),
)
def test_rates_follow_the_schedule(schedule, epochs, factor, epoch):
    training = Training(schedule=schedule, schedule_epochs=epochs, schedule_factor=factor)
    made = replace(document(), training=training)
    plan = build_table(made, resolve(made).layout, 1).plan[0]
    assert rate_at(plan["schedule"], plan, epoch) == pytest.approx(expected_rate(training, epoch), rel=1e-12)


def test_importing_the_package_loads_neither_numba_nor_torch():
    code = "import sys, playground.training.engines.fused; print({'numba', 'llvmlite', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
