"""Training as TensorFlow Playground: its vectors, its oddities, and the way in and out of the option."""

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from playground.document.edits_network import change_layer, change_training
from playground.document.presets import document_for
from playground.document.training import Training
from playground.domains.arc4 import Arc4
from playground.layers import BatchNorm
from playground.tf_playground.emulation import TfPlayground
from playground.tf_playground.kernel import COUNT, DEAD
from playground.tf_playground.lacking import lacking
from playground.tf_playground.link import read_link
from playground.training.emulations import emulation_obstacle, emulation_of
from playground.training.engines.eager import EagerStepper
from playground.training.engines.emulated import EmulationStepper
from playground.training.engines.steppers import Engine
from playground.training.state.run import Run
from playground.training.trainee.measure import measure

GOLDEN = msgspec.json.decode((Path(__file__).parents[1] / "tf_playground" / "data" / "golden.json").read_bytes())
CHAOTIC = 2
"""The entry whose last bits grow to 1e-7 by epoch 50, as in any other floating-point arithmetic."""


def run_of(link, dtype=np.float64, **training):
    document = read_link(link).document
    return Run(change_training(document, **training), dtype=dtype)


def go_on(run, epochs, stepper=None):
    stepper = stepper or EmulationStepper(TfPlayground())
    while (batches := run.batches_until(epochs)) > 0:
        stepper.advance(run, batches, 1.0)
    return run


def in_order_of_the_page(run):
    """Neuron by neuron, weights and then the bias, as one row of numbers."""
    slots = run.layout.parameters
    pairs = [(slots[i].view(run.parameters), slots[i + 1].view(run.parameters)) for i in range(0, len(slots), 2)]
    return np.concatenate([np.column_stack(pair).ravel() for pair in pairs])


def flat(layers):
    return np.array([value for layer in layers for neuron in layer for value in neuron])


def points_of(document):
    data = document.dataset
    labels = 2 * data.targets - 1 if data.classes else data.targets
    rows = np.column_stack([data.samples, labels])
    return rows[~data.is_test], rows[data.is_test]


@pytest.mark.parametrize("number", range(1, len(GOLDEN) + 1))
def test_golden_link(number):
    entry = GOLDEN[number - 1]
    run = run_of(entry["link"])
    train, test = points_of(run.document)
    assert (len(train), len(test)) == (entry["nTrain"], entry["nTest"])
    assert train[:3] == pytest.approx(np.array(entry["train_first3"]), abs=1e-14)
    assert test[-2:] == pytest.approx(np.array(entry["test_last2"]), abs=1e-14)
    assert (in_order_of_the_page(run) == flat(entry["init_w_then_bias"])).all()
    stepper = EmulationStepper(TfPlayground())
    for epoch, losses in ((int(key), value) for key, value in entry["loss"].items()):
        record = measure(go_on(run, epoch, stepper), 1)
        loose = number == CHAOTIC and epoch > 20
        assert [record.train_loss, record.test_loss] == pytest.approx(losses, abs=1e-5 if loose else 1e-12)
    tolerance = 1e-5 if number == CHAOTIC else 1e-12
    assert in_order_of_the_page(run) == pytest.approx(flat(entry["final_w_then_bias"]), abs=tolerance)


def test_l1_kills_links_for_good():
    run = go_on(run_of(GOLDEN[6]["link"]), 50)
    dead = run.slots[DEAD] == 1.0
    assert dead.sum() == 9
    assert (run.parameters[dead] == 0.0).all()
    slot = next(slot for slot in run.layout.parameters if dead[slot.offset : slot.offset + slot.size].any())
    place = int(np.flatnonzero(dead)[0]) - slot.offset
    index = tuple(int(i) for i in np.unravel_index(place, slot.shape))
    assert run.set_parameter(slot.key, index, 0.7)
    go_on(run, 52)
    assert slot.view(run.parameters)[index] == 0.7, "typing a number does not revive a link"


def test_what_a_pass_leaves_over_waits_for_the_next():
    run = go_on(run_of("#batchSize=11&percTrainData=70&seed=0.3"), 1)
    assert run.slots[COUNT, 0] == 350 % 11
    EmulationStepper(TfPlayground()).advance(run, 1, 0.0)
    assert run.slots[COUNT, 0] == 0.0


@pytest.mark.parametrize("cut", [1, 17, 33])
def test_going_on_from_a_checkpoint_equals_never_having_stopped(cut):
    whole, halted = (run_of("#batchSize=11&percTrainData=70&seed=0.3&noise=20") for _ in range(2))
    stepper = EmulationStepper(TfPlayground())
    while cut:
        cut -= stepper.advance(halted, cut, 1.0)
    other = Run(halted.document, dtype=np.float64)
    assert other.restore(halted.checkpoint())
    go_on(whole, 4)
    go_on(other, 4)
    assert (whole.parameters == other.parameters).all()


def test_a_public_link_that_diverges_does_so_here():
    """Issue #77 of the page: a step with L2 multiplies by 1 - 0.3 * 10, so that weights double until they are NaN."""
    run = run_of("#regularization=L2&learningRate=0.3&regularizationRate=10&seed=0.5")
    stepper = EmulationStepper(TfPlayground())
    assert np.isfinite(go_on(run, 20, stepper).parameters).all()
    assert np.isnan(go_on(run, 100, stepper).parameters).all()


def test_the_weights_follow_the_points_unless_another_seed_is_asked_for():
    one, two = run_of("#seed=0.5"), run_of("#seed=0.5", seed=1)
    assert (one.features == two.features).all()
    first = two.layout.parameters[0].view(two.parameters)[0, 0]
    assert first == Arc4("0.5 1").random() - 0.5
    assert (one.parameters != two.parameters).any()


def test_points_that_no_seed_text_made_train_so_as_well():
    document = document_for("circle", (3,))
    settings = Training(
        optimizer="sgd", loss="half_squared", initialization="tf-playground", as_tf_playground=True, seed=7
    )
    run = Run(replace(document, training=settings))
    assert run.emulation is not None
    assert run.layout.parameters[0].view(run.parameters)[0, 0] == np.float32(Arc4("7").random() - 0.5)
    before = measure(run, 1).train_loss
    assert measure(go_on(run, 20), 1).train_loss < before


def test_the_passes_take_the_points_in_their_own_order():
    run = run_of("#seed=0.5")
    assert (run.order == np.arange(250)).all()
    run.adopt(change_training(run.document, as_tf_playground=False))
    assert run.emulation is None
    assert (run.order != np.arange(250)).any()


def test_switching_the_option_forgets_the_state_and_keeps_the_weights():
    run = go_on(run_of("#regularization=L1&regularizationRate=0.03&activation=relu&seed=0.7&batchSize=7"), 3)
    weights = run.parameters.copy()
    assert run.slots.any()
    run.adopt(change_training(run.document, as_tf_playground=False))
    assert not run.slots.any()
    assert (run.parameters == weights).all()
    go_on(run, 4, EagerStepper())
    run.adopt(change_training(run.document, as_tf_playground=True))
    assert not run.slots.any()


def test_an_edit_of_the_network_begins_without_leftovers():
    run = go_on(run_of("#batchSize=11&percTrainData=70&seed=0.3"), 1)
    grown = run.succeed(change_layer(run.document, 1, units=5))
    assert grown.emulation is run.emulation
    assert not grown.slots.any()
    assert (grown.order == np.arange(350)).all()


def test_the_engine_takes_the_page_s_own_way_and_says_so():
    engine = Engine("no kernel in this test")
    document = read_link("#seed=0.5").document
    engine.choose(document)
    assert (engine.stepper.name, engine.device, engine.reason) == ("as TF Playground", "cpu", "")
    engine.choose(change_training(document, as_tf_playground=False, stepper="eager"))
    assert (engine.stepper.name, engine.reason) == ("PyTorch eager", "")
    engine.choose(change_training(document, optimizer="adam", stepper="eager"))
    assert engine.stepper.name == "PyTorch eager"
    assert engine.reason == "TF Playground has no optimizer Adam: training as usual, not as TF Playground."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"optimizer": "adam", "loss": "mse"}, "no loss Mean squared error and 1 more:"),
        ({"momentum": 0.5}, "no momentum:"),
        ({"schedule": "cosine"}, "no schedule Cosine:"),
        ({"clip": 1.0}, "no gradient clipping:"),
        ({"l1": 0.1, "l2": 0.1}, "no L1 together with L2:"),
        ({"initialization": "he"}, "no initialization He:"),
    ],
)
def test_what_the_page_does_not_have_is_named(changes, words):
    document = change_training(read_link("#seed=0.5").document, **changes)
    assert emulation_of(document) is None
    assert words in emulation_obstacle(document)
    assert not emulation_obstacle(change_training(document, as_tf_playground=False))


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"activation": "gelu"}, "activation GELU"),
        ({"dropout": 0.2}, "dropout"),
        ({"bias": False}, "layer without bias"),
        ({"skip": True}, "skips"),
        ({"frozen": True}, "frozen layer"),
        ({"init": "he"}, "initialization He"),
    ],
)
def test_so_is_what_a_layer_has(changes, part):
    document = change_layer(read_link("#seed=0.5").document, 1, **changes)
    assert lacking(document) == (part,)


def test_so_are_other_layers_and_classes():
    document = read_link("#seed=0.5").document
    assert lacking(replace(document, network=(BatchNorm(uid=1),))) == ("Batch norm layer",)
    three = document_for("spirals", (2,))
    assert lacking(three)[0] == "data of 3 classes"


@pytest.mark.parametrize("link", ["#activation=relu&networkShape=5,3&seed=0.9", "#problem=regression&seed=0.1"])
def test_float32_stays_near(link):
    """What the window trains in; the arithmetic is the same up to the rounding of what is kept."""
    exact, rounded = go_on(run_of(link), 10), go_on(run_of(link, np.float32), 10)
    assert rounded.parameters == pytest.approx(exact.parameters, abs=1e-4)
