"""Training without a window: the report, its repeatability, its refusals."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.edits_data import clear_points, split
from playground.document.edits_network import toggle_input
from playground.document.presets import document_for
from playground.training.headless import MOST_ROWS, TrainError, evaluate, train
from playground.training.state.run import Run


@pytest.fixture
def document():
    return document_for("circle", (4,), count=60)


def eager(document, **options):
    return train(document, stepper="eager", **options)


def training(document, **values):
    return replace(document, training=replace(document.training, **values))


def test_the_report(document):
    report = eager(document, epochs=12)
    batches = -(-(~document.dataset.is_test).sum() // 10)
    assert (report.epochs, report.batches) == (12, 12 * batches)
    assert (report.stepper, report.device, report.parameters) == ("PyTorch eager", "CPU", 17)
    assert report.losses[0][0] == 0.0
    assert report.losses[-1] == (12.0, report.train_loss, report.test_loss)
    assert report.train_loss < report.losses[0][1]
    assert 0.0 <= report.test_accuracy <= 1.0
    assert report.train_r2 is None
    assert "checkpoint" not in report.to_dict()
    assert report.checkpoint.epoch == 12


def test_regression_reports_r2():
    report = eager(document_for("reg-plane", (4,), count=60), epochs=5)
    assert report.train_accuracy is None
    assert report.test_r2 <= 1.0


def test_without_test_points_their_columns_are_nan(document):
    report = eager(split(document, 1.0, 0), epochs=1)
    assert np.isnan(report.test_loss)


def test_the_same_arguments_give_the_same_bits(document):
    one, two, other = eager(document, epochs=5), eager(document, epochs=5), eager(document, epochs=5, seed=3)
    assert (one.checkpoint.parameters == two.checkpoint.parameters).all()
    assert one.losses == two.losses
    assert (one.checkpoint.parameters != other.checkpoint.parameters).any()


def test_float64(document):
    assert eager(document, epochs=1, dtype="float64").checkpoint.parameters.dtype == np.float64


def test_rows_are_few_however_long(document):
    report = eager(training(document, batch_size=0), epochs=450)
    assert len(report.losses) <= MOST_ROWS
    assert report.losses[-1][0] == 450.0


def test_the_stop_rule_decides_where_nothing_is_said(document):
    assert eager(training(document, stop_epochs=4)).epochs == 4
    stopped = eager(training(document, stop_loss=100.0))
    assert stopped.epochs == 1
    assert "test loss" in stopped.message
    assert eager(training(document, stop_loss=100.0), epochs=3).epochs == 3


def test_progress_is_told(document):
    told = []
    eager(document, epochs=3, on_progress=told.append)
    assert [record.epoch for record in told] == [0.0, 1.0, 2.0, 3.0]


def test_refusals_are_sentences(document):
    with pytest.raises(TrainError, match="no points"):
        eager(clear_points(document), epochs=1)
    with pytest.raises(TrainError, match="MPS"):
        eager(document, epochs=1, device="mps")


def test_divergence_is_a_sentence():
    plane = training(document_for("reg-plane", (), count=60), optimizer="sgd", learning_rate=10.0)
    with pytest.raises(TrainError, match="lower the learning rate"):
        eager(plane, epochs=200)


# ---- evaluating ------------------------------------------------------------------------------------------------------

POINTS = np.array([[0.0, 0.0], [5.0, 5.0], [-1.0, 2.0]])


def test_answers_at_points(document):
    report = eager(document, epochs=3)
    columns = evaluate(document, report.checkpoint, POINTS)
    assert list(columns) == ["x", "y", "answer", "p_0", "p_1"]
    names = [one.name for one in document.dataset.classes]
    assert columns["answer"].tolist() == [names[int(p > 0.5)] for p in columns["p_1"]]
    again = evaluate(document, report.checkpoint.to_arrays(), POINTS)
    assert (again["p_0"] == columns["p_0"]).all()


def test_layers_at_points(document):
    columns = evaluate(document, None, POINTS, layers=True)
    run = Run(document, dtype=np.float64)
    weight, bias = (run.layout.slot((1, f"linear.{name}")).view(run.parameters) for name in ("weight", "bias"))
    np.testing.assert_allclose(columns["layer_1.unit_3"], np.tanh(POINTS @ weight[2] + bias[2]), rtol=1e-12)
    assert len(columns["output.unit_1"]) == 3


def test_values_at_points():
    document = document_for("reg-plane", (3,), count=60)
    assert list(evaluate(document, {}, POINTS)) == ["x", "y", "value"]


def test_evaluation_refuses_in_words(document):
    with pytest.raises(TrainError, match="another network"):
        evaluate(document, Run(document_for("circle", (9,))).checkpoint(), POINTS)
    with pytest.raises(TrainError, match="damaged"):
        evaluate(document, {"parameters": np.zeros(17)}, POINTS)
    with pytest.raises(TrainError, match="No input"):
        evaluate(toggle_input(toggle_input(document, "x"), "y"), None, POINTS)
