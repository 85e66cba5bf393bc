"""Every number on screen against plain numpy that shares nothing with the program but the weights.

| number | independent computation | tolerance |
|---|---|---|
| train and test loss, seven losses | the formula of `losses.py`'s table, written out | 1e-5, relative |
| accuracy, R², confusion | counted, point by point | none |
| linear separability | every line through two points | none |
| kept variance | variances before and after; singular values as its bound | 1e-5, relative |
| largest stretch | the chain rule on a grid of 0.02 | 2 % |
| folded share | the sign of the chain rule's determinant on that grid | 0.01 of the plane |
| linear regions, cells | formulas and active units on a grid | those of a fine grid are found |
| error norms | back-propagation by hand | 1e-4, relative |
| dead, saturated | counted by the slope at each point | none |
| parameters, points, epochs | counted | none |
"""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.domains.section import REACH
from playground.training.engines.eager import EagerStepper
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.layer_statistics import DEAD_SLOPE, FLAT_SLOPE
from playground.training.state.answers import answers
from playground.training.state.run import Run
from playground.training.trainee.measure import logits_of, measure
from playground.views.loss.confusion import confusion
from tests.support.losses import CLASSIFICATION_LOSSES, REGRESSION_LOSSES
from tests.support.probes import statistics, taken
from tests.support.regions import linear_regions

EPOCHS = 6
DELTA = 0.7
BENDS = {
    "tanh": (np.tanh, lambda z: 1.0 - np.tanh(z) ** 2, 1.0),
    "relu": (lambda z: np.maximum(z, 0.0), lambda z: (z > 0.0).astype(float), 1.0),
    "sigmoid": (lambda z: 1.0 / (1.0 + np.exp(-z)), lambda z: 0.25 / np.cosh(z / 2.0) ** 2, 0.25),
}


def trained(generator, widths=(5,), activation="tanh", epochs=EPOCHS, **settings):
    made = document_for(generator, widths, count=90)
    network = tuple(replace(layer, activation=activation) for layer in made.network)
    training = replace(made.training, learning_rate=0.05, huber_delta=DELTA, **settings)
    run = Run(replace(made, network=network, training=training))
    stepper = EagerStepper()
    while run.epoch < epochs:
        stepper.advance(run, run.batches_until(epochs), 10.0)
    return run


class Plain:
    """The network in plain numpy, in double precision."""

    def __init__(self, run):
        uids = [*(layer.uid for layer in run.document.network), 0]
        self.layers = [
            tuple(
                run.layout.slot((uid, f"linear.{name}")).view(run.parameters).astype(np.float64)
                for name in ("weight", "bias")
            )
            for uid in uids
        ]
        self.bends = [BENDS[layer.activation] for layer in run.document.network]
        self.document = run.document

    def forward(self, points):
        """Sums and activations of every layer; those of the output are the same."""
        sums, left = [], [np.asarray(points, dtype=np.float64)]
        for (weight, bias), bend in zip(self.layers, [*self.bends, None], strict=True):
            sums.append(left[-1] @ weight.T + bias)
            left.append(sums[-1] if bend is None else bend[0](sums[-1]))
        return sums, left[1:]

    def jacobians(self, points):
        """Derivatives of each layer's activations by the place, (N, width, 2)."""
        sums, _ = self.forward(points)
        found, last = [], np.broadcast_to(np.eye(2), (len(points), 2, 2))
        for (weight, _), z, bend in zip(self.layers, sums, [*self.bends, None], strict=True):
            last = weight @ last
            last = last if bend is None else bend[1](z)[..., None] * last
            found.append(last)
        return found

    def loss_terms(self, z, targets):
        """Each point's own loss, (N,), and its gradient by the output's sums, (N, O)."""
        document, count = self.document, z.shape[1]
        if document.task == "regression":
            out, slope, hot = z, np.ones_like(z), targets.astype(float)
        else:
            hot = (targets[:, None] == (np.arange(count) if count > 1 else [1])).astype(float)
            out, slope = np.tanh(z), 1.0 - np.tanh(z) ** 2
        signs = hot if document.task == "regression" else 2.0 * hot - 1.0
        e = out - signs
        match document.training.loss:
            case "cross_entropy" if count > 1:
                powers = np.exp(z - z.max(axis=1, keepdims=True))
                likely = powers / powers.sum(axis=1, keepdims=True)
                return -np.log((likely * hot).sum(axis=1)), likely - hot
            case "cross_entropy" | "binary_cross_entropy":
                likely = 1.0 / (1.0 + np.exp(-z))
                each = -(hot * np.log(likely) + (1.0 - hot) * np.log(1.0 - likely))
                return each.mean(axis=1), (likely - hot) / count
            case "hinge" | "perceptron":
                margin = 1.0 if document.training.loss == "hinge" else 0.0
                missed = np.maximum(0.0, margin - signs * z)
                return missed.mean(axis=1), np.where(missed > 0.0, -signs, 0.0) / count
            case "mse":
                return (e**2).mean(axis=1), 2.0 * e * slope / count
            case "half_squared":
                return 0.5 * (e**2).sum(axis=1), e * slope
            case "huber":
                near = np.abs(e) <= DELTA
                each = np.where(near, e**2 / 2.0, DELTA * (np.abs(e) - DELTA / 2.0))
                return each.mean(axis=1), np.where(near, e, DELTA * np.sign(e)) * slope / count
        raise AssertionError(document.training.loss)


CASES = [
    *(("xor", loss) for loss in CLASSIFICATION_LOSSES),
    *(("blobs", loss) for loss in CLASSIFICATION_LOSSES),
    *(("reg-plane", loss) for loss in REGRESSION_LOSSES),
]


@pytest.mark.parametrize(("generator", "loss"), CASES)
def test_loss_and_score_of_both_sets(generator, loss):
    run = trained(generator, loss=loss)
    data, network = run.document.dataset, Plain(run)
    record = measure(run, 1)
    for mask, said_loss, said_score in (
        (~data.is_test, record.train_loss, record.train_score),
        (data.is_test, record.test_loss, record.test_score),
    ):
        z, targets = network.forward(data.samples[mask])[0][-1], data.targets[mask]
        each, _ = network.loss_terms(z, targets)
        assert said_loss == pytest.approx(each.mean(), rel=1e-5)
        if data.classes:
            said = z.argmax(axis=1) if z.shape[1] > 1 else (z[:, 0] > 0.0).astype(int)
            assert said_score == sum(a == b for a, b in zip(said.tolist(), targets.tolist(), strict=True)) / len(
                targets
            )
        else:
            missed = ((targets - z) ** 2).sum() / ((targets - targets.mean()) ** 2).sum()
            assert said_score == pytest.approx(1.0 - missed, rel=1e-5)


@pytest.mark.parametrize("generator", ["xor", "blobs"])
def test_the_confusion_matrix_counts_points(generator):
    run = trained(generator)
    data, network = run.document.dataset, Plain(run)
    z = network.forward(data.samples)[0][-1]
    said = z.argmax(axis=1) if z.shape[1] > 1 else (z[:, 0] > 0.0).astype(int)
    kinds = len(data.classes)
    counted = [[sum((data.targets == a) & (said == b)) for b in range(kinds)] for a in range(kinds)]
    logits = logits_of(run, data.samples.astype(np.float32))
    assert confusion(answers(logits, run.document), data.targets, kinds).tolist() == counted


@pytest.mark.parametrize("generator", ["xor", "circle", "spiral"])
def test_separability_of_the_plane_and_its_floor_in_every_layer(generator):
    run = trained(generator, (2, 4), epochs=30)
    data, network = run.document.dataset, Plain(run)
    found = {space.uid: space for space in spaces_of(run)}
    assert found[-1].separability == best_line(data.samples, data.targets) / len(data)
    z = network.forward(data.samples)[0][-1][:, 0]
    accuracy = ((z > 0.0) == (data.targets > 0)).mean()
    majority = np.bincount(data.targets).max() / len(data)
    assert min(space.separability for space in found.values()) >= majority
    assert min(found[2].separability, found[0].separability) >= accuracy


def spaces_of(run, view="auto"):
    uids = (-1, *(layer.uid for layer in run.document.network), 0)
    request = LayerSpaces(uids=uids, cells=24, strip_cells=12, view=view, main=uids[1])
    return taken(run, request)[LayerSpaces].spaces


def best_line(points, labels):
    """Of all lines through two points, nudged to each side of both."""
    best = max(np.bincount(labels, minlength=2))
    for i in range(len(points)):
        way = points[i + 1 :] - points[i]
        across = 1e-7 * np.column_stack((-way[:, 1], way[:, 0]))
        for p, q in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            here, there = points[i] + p * across, points[i + 1 :] + q * across
            normals = np.column_stack((here[:, 1] - there[:, 1], there[:, 0] - here[:, 0]))
            sides = np.einsum("ld,lnd->ln", normals, points[None] - here[:, None]) > 0.0
            right = (sides == (labels > 0)).sum(axis=1)
            best = max(best, right.max(initial=0), (len(points) - right).max(initial=0))
    return best


def test_the_variance_that_a_view_keeps():
    run = trained("blobs", (6, 5))
    data, network = run.document.dataset, Plain(run)
    _, left = network.forward(data.samples)
    for space in spaces_of(run, "pca")[1:3]:
        values = left[space.uid - 1]
        seen, whole = (one.astype(np.float64).var(axis=0).sum() for one in (space.points, values))
        assert space.explained_variance == pytest.approx(seen / whole, rel=1e-5)
        shares = np.linalg.svd(values - values.mean(axis=0), compute_uv=False) ** 2
        assert space.explained_variance <= shares[:2].sum() / shares.sum() + 1e-6


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize("generator", ["spiral", "xor"])
def test_stretch_and_fold(generator, activation):
    run = trained(generator, (2, 5, 2), activation, epochs=40)
    side = np.linspace(-REACH, REACH, 601)
    places = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    network = Plain(run)
    found = {space.uid: space for space in spaces_of(run)}
    for uid, jacobian in zip([1, 2, 3, 0], network.jacobians(places), strict=True):
        values = np.linalg.norm(jacobian, ord=2, axis=(1, 2))
        assert found[uid].stretch == pytest.approx(values.max(), rel=0.02)
        if jacobian.shape[1] == 2:
            areas = np.linalg.det(jacobian)
            least = 1e-4 * np.abs(areas).max()
            folded = min((areas > least).mean(), (areas < -least).mean())
            assert found[uid].folded == pytest.approx(folded, abs=0.01)


def test_regions_and_cells_of_a_relu_network():
    run = trained("xor", (4, 3), "relu", epochs=20)
    network = Plain(run)
    found = linear_regions(run.document, run.parameters, run.buffers, (-REACH, REACH, -REACH, REACH))
    side = np.linspace(-REACH, REACH, 801)[1:-1] + 1e-4
    places = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    sums, _ = network.forward(places)
    slopes = network.jacobians(places)[-1].reshape(len(places), -1)
    patterns = np.unique(np.concatenate(sums[:-1], axis=1) > 0.0, axis=0)
    offsets = sums[-1][:, 0] - (slopes * places).sum(axis=1)
    formulas = np.unique(np.round(np.column_stack((slopes, offsets)), 6), axis=0)
    seen = 0.9  # cells smaller than a step of the grid are missed by it
    assert seen * len(found) <= len(patterns) <= len(found)
    assert seen * found.region_count <= len(formulas) <= found.region_count + 1


@pytest.mark.parametrize(("generator", "loss"), CASES)
def test_error_norms_dead_and_saturated_units(generator, loss):
    run = trained(generator, (4, 3), loss=loss)
    data, network = run.document.dataset, Plain(run)
    mask = ~data.is_test
    sums, _ = network.forward(data.samples[mask])
    _, delta = network.loss_terms(sums[-1], data.targets[mask])
    inside = statistics(run)
    assert inside.points == np.count_nonzero(mask)
    errors = [delta]
    for (weight, _), z, bend in zip(network.layers[:0:-1], sums[-2::-1], network.bends[::-1], strict=True):
        errors.append(errors[-1] @ weight * bend[1](z))
    for layer, error in zip(inside.layers, errors[::-1], strict=True):
        assert layer.error == pytest.approx(np.sqrt((error**2).sum(axis=1).mean()), rel=1e-4)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_dead_and_saturated_units(activation):
    run = trained("xor", (6,), activation)
    run.layout.slot((1, "linear.bias")).view(run.parameters)[:2] = -60.0
    data, network = run.document.dataset, Plain(run)
    z = network.forward(data.samples[~data.is_test])[0][0]
    _, slope, steepest = BENDS[activation]
    layer = statistics(run).layers[0]
    dead = sum(all(slope(one) < DEAD_SLOPE * steepest for one in unit) for unit in z.T)
    assert layer.dead == pytest.approx(dead / 6, abs=1e-9)
    assert dead >= 2
    if activation == "relu":
        assert np.isnan(layer.saturated)
    else:
        assert layer.saturated == pytest.approx((slope(z) < FLAT_SLOPE * steepest).mean(), abs=1e-3)


def test_counts():
    run = trained("blobs", (6, 5))
    assert resolve(run.document).parameter_count == sum(weight.size + bias.size for weight, bias in Plain(run).layers)
    data = run.document.dataset
    assert data.counts() == [sum(1 for one in data.targets if one == kind) for kind in range(len(data.classes))]
    assert data.test_count == sum(1 for one in data.is_test if one)
    assert run.epoch == EPOCHS
    assert measure(run, 1).epoch == EPOCHS
    assert run.steps == EPOCHS * -(-np.count_nonzero(~data.is_test) // run.document.training.batch_size)
