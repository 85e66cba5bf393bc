"""Every kind of layer is the same in torch, numpy, text, ONNX and as linear regions, or it is refused by name."""

from dataclasses import dataclass, fields, replace

import numpy as np
import pytest

from playground.document.plan import in_place, resolve
from playground.document.presets import document_for
from playground.interop.exports.lowered import Weights, weights_of
from playground.interop.exports.numpy_module import numpy_code
from playground.interop.exports.onnx_model import onnx_model
from playground.interop.exports.table import EXPORTS, ExportWork
from playground.interop.exports.table import obstacle as export_obstacle
from playground.interop.exports.torch_module import ExportError, network_code
from playground.layers import LAYER_KINDS, Dense, Layer
from playground.operations import OPERATIONS
from playground.operations.base import NoHandlerError, Operation, with_arrays
from playground.training.engines import fused
from playground.training.probes.layer_spaces.bridge import End, bridge
from playground.training.probes.layer_spaces.layer_activations import Projection
from playground.training.probes.layer_spaces.morph import DEPTH
from playground.training.probes.layer_spaces.pre_activations import LayerPart, knows, walk
from playground.training.probes.plane.linear_regions import cut_regions, obstacle
from playground.training.state.run import Run
from tests.support.kinds import PLACED_KINDS, ROW_KINDS

PLACES = np.random.default_rng(5).uniform(-5.0, 5.0, (40, 2))
EXTENT = (-6.0, 6.0, -6.0, 6.0)


def run_of(*layers):
    """A run with numbers other than those of the start, in double precision."""
    network = tuple(replace(layer, uid=place) for place, layer in enumerate(layers, start=1))
    run = Run(replace(document_for("circle", (), count=30), network=network), dtype=np.float64)
    random = np.random.default_rng(3)
    run.parameters[...] = random.uniform(0.2, 1.0, run.parameters.shape) * random.choice([-1, 1], run.parameters.shape)
    run.buffers[...] = random.uniform(0.5, 1.5, run.buffers.shape)
    return run


def stages(run, places):
    """What torch makes of places after each layer, (N, units)."""
    import torch

    with torch.inference_mode():
        return [values.numpy() for values in run.network.walk(torch.from_numpy(places))]


def way_through(layer, numbers, rows, after):
    """The morph through a layer, seen by its units."""
    start, end = (End(uid, one, Projection(one[:5], one[5:], "units")) for uid, one in ((1, rows), (2, after)))
    return bridge(LayerPart(layer, numbers, rows), start, end)


def numbers_of(run):
    """Parameters and running statistics, by key."""
    both = ((run.layout.parameters, run.parameters), (run.layout.buffers, run.buffers))
    return {slot.key: slot.view(flat) for slots, flat in both for slot in slots}


def answers(run):
    """The exported numpy text at the places."""
    names = {"__name__": "exported"}
    exec(numpy_code(run.document, Weights(run.parameters, run.buffers), "test"), names)
    return names["answers"](PLACES)


KINDS = {name: LAYER_KINDS[name]() for name in ROW_KINDS} | {"skip": Dense(units=5, activation="relu", skip=True)}


@pytest.fixture(params=sorted(KINDS))
def run(request):
    return run_of(Dense(units=4, activation="relu"), KINDS[request.param], Dense(units=3, activation="relu"))


def test_numpy_text_gives_what_torch_gives(run):
    logits = stages(run, PLACES)[-1]
    np.testing.assert_allclose(answers(run), 1.0 / (1.0 + np.exp(-logits[:, 0])), atol=1e-5)


def test_a_walk_through_the_operations_meets_torch_after_every_layer(run):
    found = stages(run, PLACES)
    numbers = numbers_of(run)
    for layer, fed, made in zip(resolve(run.document).layers, found[:-1], found[1:], strict=True):
        assert knows(layer, numbers)
        *_, last = walk(layer, numbers, fed)
        np.testing.assert_allclose(last.rows, made, atol=1e-5)


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_the_morph_arrives_where_torch_does(kind):
    """A picture whose axes are not known gets a leg of its own, unless the way is there already."""
    layer = LAYER_KINDS[kind]()
    few = {"units": 2, "frequencies": 1}
    narrow = replace(layer, **{field.name: few[field.name] for field in fields(layer) if field.name in few})
    run = run_of(Dense(units=1, activation="tanh"), narrow)
    _, before, after, _ = stages(run, PLACES)
    assert after.shape[1] <= DEPTH, "choose settings with which all of its units are seen"
    way = way_through(resolve(run.document).layers[1], numbers_of(run), before, after)
    assert "picture" not in [leg.name for leg in way.legs] or np.array_equal(before, after)


def test_linear_regions_have_torchs_logits_or_say_why_there_are_none(run):
    *_, found = cut_regions(run.document, run.parameters, run.buffers, EXTENT)
    if obstacle(run.document):
        assert found.problem == obstacle(run.document)
        return
    logits = stages(run, PLACES)[-1]
    for place, logit in zip(PLACES, logits, strict=True):
        a, b, c = found.formulas[found.at(*place), 0]
        assert a * place[0] + b * place[1] + c == pytest.approx(logit[0], abs=1e-6)


def test_onnx_gives_what_torch_gives(run):
    model = onnx_model(run.document, Weights(run.parameters, run.buffers), "test")
    onnx = pytest.importorskip("onnx")
    from onnx.reference import ReferenceEvaluator

    evaluator = ReferenceEvaluator(onnx.load_from_string(model))
    logits, _ = evaluator.run(None, {"points": PLACES.astype(np.float32)})
    expected = stages(run, PLACES)[-1]
    assert np.abs(logits - expected).max() < 1e-5 * max(np.abs(expected).max(), 1.0)


def test_the_fused_kernel_covers_it(run):
    assert fused.covers(run.document) is None


@pytest.mark.parametrize(("kind", "shape"), PLACED_KINDS)
def test_operations_and_their_text_give_what_torch_gives(kind, shape):
    import torch

    layer, random = LAYER_KINDS[kind](), np.random.default_rng(4)
    placed, module = in_place(layer, shape), layer.build(shape).double().eval()
    numbers = {one.name: random.uniform(0.5, 1.5, one.shape) for one in (*placed.parameters, *placed.buffers)}
    for name, stored in module.state_dict().items():
        if name in numbers:
            stored.copy_(torch.from_numpy(numbers[name]))
    rows = random.normal(size=(7, *shape))
    with torch.inference_mode():
        expected = module(torch.from_numpy(rows)).numpy()
    names, made, saved = {"np": np, "a": rows}, rows, []
    learned, kept = ([numbers[one.name] for one in part] for part in (placed.parameters, placed.buffers))
    for op, arrays in with_arrays(placed.operations, learned, kept):
        if op.is_idle:
            continue
        made = op.forward(made, arrays, saved)
        assert made.shape == (7, *op.shape_out)
        letters = [f"{letter}1" for letter in (*op.arrays, *op.statistics)]
        lines = "\n".join([*op.numpy_functions().values(), *op.numpy_lines(letters)])
        names |= zip(letters, arrays, strict=True)
        exec(lines, names)
    np.testing.assert_allclose(made, expected, atol=1e-10)
    np.testing.assert_allclose(names["a"], expected, atol=1e-10)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_the_three_views_of_an_operation_agree(name):
    """Where a kind is affine, a kink or straight, `forward` says the same."""
    kind = OPERATIONS[name]
    op = kind((3,), (3,))
    if op.is_idle or not op.is_affine:
        return
    random = np.random.default_rng(1)
    shapes = {"w": (3, 3)}
    arrays = [random.uniform(0.5, 1.5, shapes.get(letter, (3,))) for letter in (*op.arrays, *op.statistics)]
    rows = random.normal(size=(5, 3))
    made = op.forward(rows, arrays, [])
    matrix, bias = op.affine(arrays).matrix, op.affine(arrays).bias
    np.testing.assert_allclose(made, rows @ matrix.T + bias)


# ---- what is missing is refused by name ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MuteOp(Operation):
    """It has no handler at all."""

    name, words, leg = "mute", "murmur", "murmur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute(Layer):
    """A layer of one operation without handlers."""

    kind, title, summary = "mute", "Mute", ""

    def build(self, shape):
        from torch import nn

        return nn.Identity()

    def lower(self, shape):
        return (MuteOp(shape, shape),)


def told(asked):
    """What an exception says."""
    with pytest.raises((ExportError, NoHandlerError)) as error:
        asked()
    return str(error.value)


ROWS = np.zeros((8, 3))
WALKERS = {
    "numpy text": lambda run: told(lambda: numpy_code(run.document, weights_of(run.document, {}), "test")),
    "onnx": lambda run: told(lambda: onnx_model(run.document, weights_of(run.document, {}), "test")),
    "pytorch code": lambda run: told(lambda: network_code(run.document)),
    "pre-activations": lambda run: told(lambda: list(walk(in_place(Mute(uid=1), (3,)), {}, ROWS))),
    "morph": lambda run: told(lambda: way_through(in_place(Mute(uid=1), (3,)), {}, ROWS, ROWS)),
    "linear regions": lambda run: list(cut_regions(run.document, run.parameters, run.buffers, EXTENT))[-1].problem,
    "the formula of a region": lambda run: told(lambda: MuteOp((3,), (3,)).affine(())),
    "fused kernel": lambda run: fused.covers(run.document),
    "fused code": lambda run: told(MuteOp.fused),
}
WORDS = {
    "numpy text": "The operation murmur has no form in numpy.",
    "onnx": "The operation murmur has no form in ONNX.",
    "pytorch code": "A layer of the kind Mute has no PyTorch code.",
    "pre-activations": "The operation murmur has no form in numpy.",
    "morph": "The operation murmur has no form in numpy.",
    "linear regions": "No linear regions: murmur in layer 2 is not linear",
    "the formula of a region": "The operation murmur has no affine form.",
    "fused kernel": "The fused kernel does not know the operation murmur: training with PyTorch.",
    "fused code": "The operation murmur has no fused code.",
}


@pytest.mark.parametrize("walker", WALKERS)
def test_whatever_walks_a_network_refuses_it_by_name(walker):
    run = run_of(Dense(units=3, activation="relu"), Mute())
    assert WALKERS[walker](run) == WORDS[walker]


def test_what_cannot_be_walked_is_told_beforehand():
    run = run_of(Dense(units=3, activation="relu"), Mute())
    assert not knows(in_place(Mute(uid=1), (3,)), {})
    assert obstacle(run.document) == WORDS["linear regions"]
    refused = {kind: export_obstacle(kind, ExportWork(run.document, "test")) for kind in EXPORTS}
    assert {kind for kind, said in refused.items() if said in (WORDS["numpy text"], WORDS["onnx"])} == {"numpy", "onnx"}
    assert refused["pytorch"] == refused["safetensors"] == refused["report"] == WORDS["pytorch code"]
