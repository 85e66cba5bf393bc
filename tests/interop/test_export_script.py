"""The exported script trains on its own what the playground trains: same points, same weights, same losses."""

import ast
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.document.dataset import DataClass
from playground.document.edits_data import clear_points, remove_points
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.document.usual_network import with_augmentation
from playground.domains import features
from playground.domains.picture.augmentation import Augmentation, augmented
from playground.domains.plane.inputs import INPUTS
from playground.interop.exports.script import script
from playground.interop.exports.torch_module import ExportError, module_code, network_code
from playground.interop.sources import example, open_source
from playground.layers import (
    LAYER_KINDS,
    BatchNorm,
    Conv2d,
    Dense,
    DropoutLayer,
    Flatten,
    FourierFeatures,
    GaussianNoise,
    Highway,
    LayerNorm,
    Residual,
)
from playground.methods.initializations import INITIALIZATIONS
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES
from playground.training.headless import train
from playground.training.state.answers import answers
from tests.support import trained
from tests.support.kinds import ROW_KINDS
from tests.support.picture_network import picture_document

EPOCHS = 20


def with_training(document, **values):
    return replace(document, training=replace(document.training, **values))


def with_network(document, *layers):
    return replace(document, network=tuple(replace(layer, uid=i + 1) for i, layer in enumerate(layers)))


def all_kinds():
    layers = [Dense(units=6, dropout=0.2, skip=True), BatchNorm(), DropoutLayer(), GaussianNoise(), LayerNorm()]
    layers += [
        Residual(activation="sine"),
        Highway(activation="relu", gate_bias=-1.0),
        FourierFeatures(frequencies=3, scale=0.7),
        LAYER_KINDS["activation"](activation="gaussian"),
        Dense(units=5, bias=False),
    ]
    assert {layer.kind for layer in layers} == set(ROW_KINDS)
    document = with_network(document_for("gauss", ()), *layers)
    # 19 leaves one point over; small steps, as rounding that differs between processors grows with every one
    return with_training(replace(document, inputs=("x", "y", "x2", "sin_y")), batch_size=19, learning_rate=0.003)


def numbers(row):
    """A printed row; nan where it says that there is no test set."""
    return [float(part) for part in row.replace("no test set", "nan").split()]


def printed(text, epochs=EPOCHS):
    """What the script prints, run in this process: rows of epoch, train loss, test loss."""
    rows = []
    names = {"__name__": "script", "print": lambda row, **_: rows.append(numbers(row))}
    exec(compile(text, "script.py", "exec"), names)
    model = names["build"]()
    names["initialize"](model)
    names["train"](model, names["load"](names["TRAIN"]), names["load"](names["TEST"]), epochs)
    return np.array(rows)


def shown(document, epochs=EPOCHS):
    return np.array(train(document, epochs=epochs, stepper="eager", device="cpu").losses)


def few_points(document, count=40):
    data, chosen = document.dataset, slice(None, None, -(-len(document.dataset) // count))
    fewer = replace(data, samples=data.samples[chosen], targets=data.targets[chosen], is_test=data.is_test[chosen])
    return replace(document, dataset=fewer)


BASE = few_points(document_for("circle", (4,)))
THREE = few_points(document_for("spirals", (5,)))
CASES = {
    "every kind of layer": all_kinds(),
    "a frozen layer": with_network(BASE, Dense(units=4, frozen=True), Residual(), Dense(units=3)),
    "a regression": few_points(document_for("reg-plane", (6, 4)), 60),
    "a regression with half the square": with_training(
        few_points(document_for("reg-plane", (4,))), loss="half_squared"
    ),
    "the whole set at once": with_training(BASE, batch_size=0),
    "l1, l2 and clipping": with_training(BASE, l1=0.01, l2=0.02, clip=0.05),
    "zeros that stay": with_training(
        with_network(BASE, Dense(units=4, init="zeros"), Dense(units=3)), keeps_zeros=True, clip=0.05
    ),
    "momentum": with_training(BASE, optimizer="sgd", momentum=0.9, nesterov=True, learning_rate=0.05),
    "adamw": with_training(BASE, optimizer="adamw", decoupled_decay=0.2, beta1=0.8, beta2=0.9, epsilon=1e-6),
    "rmsprop": with_training(BASE, optimizer="rmsprop", rho=0.9, momentum=0.5),
    "adagrad": with_training(BASE, optimizer="adagrad", learning_rate=0.1),
    **{f"optimizer {name}": with_training(BASE, optimizer=name, learning_rate=0.003) for name in OPTIMIZERS},
    **{f"schedule {name}": with_training(BASE, schedule=name, schedule_epochs=7) for name in SCHEDULES},
    **{
        f"loss {name}, {len(document.dataset.classes)} classes": with_training(document, loss=name, huber_delta=0.7)
        for name in LOSSES
        for document in (BASE, THREE)
    },
    **{f"init {name}": with_training(BASE, initialization=name) for name in INITIALIZATIONS},
    "spread biases": with_training(
        with_network(BASE, Dense(units=4, init="tf-playground"), Highway()), bias_spread=0.5
    ),
    "two ways to begin": with_network(
        BASE, Dense(units=4, init="he"), Dense(units=4, init="tf-playground"), BatchNorm()
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_script_prints_the_losses_of_the_eager_stepper(case):
    document = CASES[case]
    assert printed(script(document, case)) == pytest.approx(shown(document), abs=1e-4, nan_ok=True)


LINK = "https://playground.tensorflow.org/#activation=tanh&batchSize={}&dataset=circle&networkShape=4,2&seed=0.5123&{}"


@pytest.mark.parametrize("batch", [1, 12, 30])
def test_a_document_of_a_link_begins_and_batches_as_that_page_does(batch):
    """12 and 30 leave a rest of each pass, which joins the first batch of the next."""
    document = open_source(LINK.format(batch, "regularization=L2&regularizationRate=0.01")).document
    assert document.training.as_tf_playground
    epochs = 4 if batch == 1 else EPOCHS
    expected = np.array(train(document, epochs=epochs).losses)
    assert printed(script(document, "a link"), epochs) == pytest.approx(expected, abs=1e-4)


def test_fewer_points_than_a_batch_are_a_batch():
    """As the engine has it, where points of a link's document were taken away."""
    document = open_source(LINK.format(10, "")).document
    data = document.dataset
    training = np.flatnonzero(~data.is_test)
    document = remove_points(document, ~np.isin(np.arange(len(data)), training[:5]))
    expected = np.array(train(document, epochs=3).losses)
    assert expected[-1, 1] < expected[0, 1]
    assert printed(script(document, "a few"), 3) == pytest.approx(expected, abs=1e-4, nan_ok=True)


def test_links_that_l1_takes_away_are_refused_in_words():
    document = open_source(LINK.format(10, "regularization=L1&regularizationRate=0.01")).document
    with pytest.raises(ExportError, match="L1"):
        script(document, "a link")


def test_without_test_points_it_says_so_in_place_of_a_loss():
    document = replace(BASE, dataset=replace(BASE.dataset, is_test=np.zeros(len(BASE.dataset), dtype=bool)))
    text = script(document, "all train")
    assert "no points test" in text.partition("import")[0]
    found = printed(text, 2)
    assert np.isnan(found[:, 2]).all()
    assert np.isfinite(found[:, 1]).all()


AUGMENTED = {
    "all": Augmentation(shift=1.5, turn=20.0, scale=15.0, stroke=0.8, noise=10.0),
    "moved": Augmentation(shift=1.5),
    "turned": Augmentation(turn=30.0),
    "resized": Augmentation(scale=30.0),
    "thicker or thinner": Augmentation(stroke=2.0),
    "noisy": Augmentation(noise=30.0),
}


@pytest.mark.parametrize("case", AUGMENTED)
def test_the_script_varies_pictures_as_training_does(case):
    document = picture_document(Flatten(), side=9)
    document = replace(document, training=with_augmentation(document.training, AUGMENTED[case]))
    names = {"__name__": "script"}
    exec(script(document, case), names)
    pictures, _ = names["load"](names["TRAIN"])
    for epoch in (0, 7):
        expected = augmented(pictures.numpy(), AUGMENTED[case], document.training.seed, epoch)
        assert names["varied"](pictures, epoch).numpy() == pytest.approx(expected, abs=1e-5)


def test_a_script_of_varied_pictures_prints_the_losses_of_the_eager_stepper():
    document = picture_document(Conv2d(channels=2), Flatten())
    varied = with_augmentation(document.training, AUGMENTED["all"])
    document = replace(document, training=replace(varied, learning_rate=0.003, batch_size=7))
    assert printed(script(document, "varied"), 5) == pytest.approx(shown(document, 5), abs=1e-4)


def run_alone(command, text, tmp_path, *arguments):
    file = tmp_path / "exported.py"
    file.write_text(text, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [*command, str(file), *arguments], check=False, capture_output=True, cwd=tmp_path, env=environment, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    return np.array([[float(part) for part in line.split()] for line in done.stdout.decode().splitlines()])


def test_it_runs_alone(tmp_path):
    document = example("normalised")
    found = run_alone([sys.executable, "-I"], script(document, "normalised"), tmp_path, "--epochs", str(EPOCHS))
    assert found == pytest.approx(shown(document), abs=1e-4)


def test_two_processes_share_every_batch_and_find_the_same_losses(tmp_path):
    """An odd batch size, so that the shares differ, and a last batch of one point, so that one share is empty."""
    document = with_training(BASE, batch_size=23, l2=0.01)
    assert sum(~document.dataset.is_test) % 23 == 1
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    found = run_alone(command, script(document, "shared", parallel=True), tmp_path, "--epochs", "5")
    assert found == pytest.approx(shown(document, 5), abs=1e-4)


@pytest.mark.parametrize("name", trained.DOCUMENTS)
def test_what_it_trains_says_what_the_windows_network_says(name):
    """The three examples have every kind of layer; 1,000 points, after the same epochs."""
    document = trained.DOCUMENTS[name]
    names = {"__name__": "script", "print": lambda *_, **__: None}
    exec(script(document, name), names)
    model = names["build"]()
    names["initialize"](model)
    names["train"](model, names["load"](names["TRAIN"]), names["load"](names["TEST"]), 3)
    with torch.inference_mode():
        found = model.eval()(torch.from_numpy(features(INPUTS, trained.POINTS, document.inputs)).float()).numpy()
    expected = trained.shown(document, trained.trained(document, epochs=3))
    assert np.abs(answers(found, document) - expected).max() < 1e-5


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("name", ['"""\nimport os  # \\', "a\u2028b\x00\n'", "", "Zwei Spiralen – größer"])
def test_names_stay_inside_comments(name, parallel):
    classes = (DataClass(name, 0), DataClass(name[::-1], 1))
    document = replace(BASE, dataset=replace(BASE.dataset, classes=classes))
    plain = script(BASE, "plain", parallel=parallel)
    names = {one for one in ast.walk(ast.parse(script(document, name, parallel=parallel))) if isinstance(one, ast.Name)}
    assert len(names) == len([one for one in ast.walk(ast.parse(plain)) if isinstance(one, ast.Name)])
    compile(network_code(document), "module.py", "exec")


def test_what_cannot_be_trained_is_refused_in_words():
    with pytest.raises(ExportError, match="no points yet"):
        script(clear_points(BASE), "empty")


@pytest.mark.parametrize("exact", [False, True])
def test_names_of_parameters_are_those_of_the_module(exact):
    document = all_kinds()
    names = {"__name__": "script"}
    text = script(document, "names") if exact else network_code(document)
    exec(text, names)
    model = names["build"]() if exact else names["model"]
    layout = resolve(document).layout
    stored = {module_code(document).names[slot.key]: slot.shape for slot in (*layout.parameters, *layout.buffers)}
    assert {name: tuple(v.shape) for name, v in model.state_dict().items() if v.ndim} == stored
