"""What the lesson on back-propagation says of its first steps, by the numbers that the window writes out."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.plan import resolve
from playground.document.presets import first_document
from playground.lessons.library import shipped_lesson
from playground.lessons.network_quantities import placed
from playground.lessons.replay import documents_of, sights
from playground.training.explain.by_hand.reading import errors
from playground.training.explain.by_hand.update import update_by_hand
from playground.training.state.run import Run

SEEDS = 20
LESSON = shipped_lesson("back-propagation-by-hand")


@pytest.fixture(scope="module")
def documents():
    return list(documents_of(LESSON, first_document()))


def first_update(document, weights, rows):
    run = Run(document, dtype=np.float64)
    for key, index, value in placed(document, weights):
        assert run.set_parameter(key, index, value)
    return update_by_hand(run, rows)


@pytest.mark.parametrize("row", [0, 17, 60])
def test_a_neuron_of_zeros_is_undecided_whatever_the_sample(documents, row):
    update = first_update(documents[0][0], LESSON.steps[0].begin.weights, (row,))
    target = update.answered.targets[0, 0]
    assert update.answered.sums[0, 0] == 0.0
    assert update.loss == pytest.approx(np.log(2.0))
    np.testing.assert_allclose(update.step[:2], -0.5 * (0.5 - target) * update.passages[0].entering[0])


@pytest.mark.parametrize("row", [0, 17, 60])
def test_nothing_comes_back_through_a_weight_of_0_but_the_weight_learns(documents, row):
    update = first_update(documents[1][0], LESSON.steps[1].begin.weights, (row,))
    said = update.of_layer(resolve(update.document).uids[0])[-1].leaving[0]
    (hidden, silent), (output,) = (errors(update, uid)[0] for uid in resolve(update.document).uids)
    assert hidden == pytest.approx(output * (1.0 - said[0] ** 2))
    assert silent == 0.0
    assert not update.step[[2, 3, 5]].any(), "the second unit's own weights and bias"
    assert update.step[7] != 0.0


def test_of_five_sigmoids_next_to_nothing_arrives_and_of_five_tanhs_some(documents):
    shares = {}
    for name, document in zip(("sigmoid", "tanh"), documents[2], strict=True):
        found = []
        for seed in range(SEEDS):
            seeded = replace(document, training=replace(document.training, seed=seed))
            update = update_by_hand(Run(seeded, dtype=np.float64), tuple(range(8)))
            uids = resolve(seeded).uids
            found.append(np.abs(errors(update, uids[0])).mean() / np.abs(errors(update, uids[-1])).mean())
        shares[name] = np.array(found)
    assert shares["sigmoid"].max() < 1e-3
    assert shares["tanh"].min() > 0.005
    assert 0.02 < np.median(shares["tanh"]) < 0.1
    assert all(sight.loss("test_score") < 0.55 for sight in sights(documents[2][0], 100, SEEDS))
