"""A step by hand is one update on the samples that were chosen, and one undo step."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.session.by_hand import take_update
from playground.training.explain.by_hand.reading import loss_lines
from playground.training.probes.one_update import OneUpdate, next_rows
from tests.support.by_hand import ByHand


@pytest.fixture
def bench(qtbot):
    document = document_for("circle", (3,), count=24)
    made = ByHand(replace(document, training=replace(document.training, batch_size=4)))
    yield made
    made.close()


def worked_out(bench, request):
    bench.session.want("test", request)
    bench.turn()
    return bench.session.snapshot.get(OneUpdate)


def test_the_step_taken_is_the_one_that_was_worked_out(bench):
    update = worked_out(bench, OneUpdate((1, 5)))
    before, place = bench.run.parameters.copy(), (bench.run.epoch, bench.run.cursor)
    assert take_update(bench.session, (1, 5))
    bench.turn()
    np.testing.assert_allclose(bench.run.parameters - before, update.step, atol=1e-6)
    assert (bench.run.epoch, bench.run.cursor) == place
    assert bench.run.steps == update.steps + 1
    after = bench.session.snapshot.get(OneUpdate)
    assert after.rows == (1, 5)
    assert loss_lines(after)[-1].value < loss_lines(update)[-1].value
    bench.undo()
    np.testing.assert_array_equal(bench.run.parameters, before)


def test_the_runs_own_next_batch_goes_on_in_the_pass(bench):
    update = worked_out(bench, OneUpdate(count=4))
    assert update.rows == next_rows(bench.run, 4)
    take_update(bench.session, update.rows)
    bench.turn()
    assert (bench.run.steps, bench.run.cursor) == (1, 4)
    other = ByHand(bench.session.document)
    other.train_batches(1)
    np.testing.assert_allclose(other.run.parameters, bench.run.parameters, atol=1e-6)
    other.close()
    assert set(bench.session.snapshot.get(OneUpdate).rows).isdisjoint(update.rows)


def test_what_cannot_be_worked_out_is_left_out(bench):
    assert worked_out(bench, OneUpdate((1000,))) is None
    emulated = replace(
        bench.session.document.training,
        as_tf_playground=True,
        optimizer="sgd",
        loss="half_squared",
        initialization="tf-playground",
        batch_size=4,
    )
    bench.session.edit("TF", lambda document: replace(document, training=emulated))
    assert worked_out(bench, OneUpdate((0,))) is None


def test_a_recorded_state_is_looked_at_and_not_changed(bench, qtbot):
    bench.train(2)
    bench.session.time.show(bench.session.time.timeline.moments[0])
    with qtbot.waitSignal(bench.session.message_posted):
        assert not take_update(bench.session, (0,))
