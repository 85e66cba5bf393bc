"""The network as an estimator of scikit-learn, where that has all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.document.plan import resolve
from playground.interop.exports.scaling_code import input_lines, scaled_values, unscaled_values
from playground.interop.exports.script import USUAL_EPOCHS, refuse_script, tables
from playground.interop.exports.script_parts import answers_code, row_width
from playground.interop.exports.torch_module import ExportError, summary, words
from playground.layers import Dense
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES
from playground.tasks import TASKS
from playground.training.emulations import emulation_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.layers import Layer

_ACTIVATIONS = {"tanh": "tanh", "relu": "relu", "sigmoid": "logistic", "linear": "identity"}
_USUAL: dict[str, Any] = {"momentum": 0.9, "nesterovs_momentum": True, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}
"""What scikit-learn does where nothing is said."""


def sklearn_code(document: Document, name: str) -> str:
    """A script that fits the estimator to the points and prints its scores.

    Its first weights and its order of points are scikit-learn's own, so the losses are alike, not equal.

    Raises:
        ExportError: The network or its training has something that the estimator does not; the text says what.
    """
    refuse_sklearn(document)
    task = TASKS[document.task]
    into = scaled_values(document, "values")
    is_scaled = into != "values"
    arguments = "".join(f"        {key}={value!r},\n" for key, value in _arguments(document).items())
    return _SCRIPT.format(
        title=f"{words(name)}: a network of {summary(document)}, made with Playground, for scikit-learn.",
        kind=task.estimator,
        inputs="".join(f"    {line}\n" for line in input_lines(document, "found")),
        width=row_width(document),
        answers=answers_code(document),
        arguments=arguments,
        compose="from sklearn.compose import TransformedTargetRegressor\n" if is_scaled else "",
        values=_VALUES.format(into=into, back=unscaled_values(document, "values")) if is_scaled else "",
        model=_SCALED_MODEL if is_scaled else _MODEL,
        targets="answers.astype(int)" if task.has_classes else "answers",
        score=task.score_word,
        tables=tables(document),
    )


def refuse_sklearn(document: Document) -> None:
    """Raise ExportError, as `sklearn_code` would."""
    refuse_script(document)
    foreign = next(_foreign(document), "")
    if foreign:
        raise ExportError(f"scikit-learn's estimator has no {foreign}.")


def _foreign(document: Document) -> Iterator[str]:
    """What scikit-learn's multi-layer perceptrons do not have."""
    for one in resolve(document).layers:
        yield from _foreign_in(one.layer)
    if len({layer.activation for layer in document.network if isinstance(layer, Dense)}) > 1:
        yield "second activation: all hidden layers share one"
    training, loss = document.training, LOSSES[resolve(document).loss]
    optimizer, emulation = OPTIMIZERS[training.optimizer], emulation_of(document)
    for is_foreign, what in (
        (loss.sklearn_factor(resolve(document).head) is None, f"loss {loss.title.lower()}"),
        (optimizer.sklearn(training, 1.0) is None, f"optimizer {optimizer.title}"),
        (training.l1 > 0.0, "L1"),
        (training.clip > 0.0, "gradient clipping"),
        (training.adversarial > 0.0, "adversarial training"),
        (training.keeps_zeros, "zeros that stay"),
        (bool(SCHEDULES[training.schedule].code(training)), "such schedule of the learning rate"),
        (emulation is not None, f"training as {emulation.full_title}" if emulation is not None else ""),
    ):
        if is_foreign:
            yield what


def _foreign_in(layer: Layer) -> Iterator[str]:
    if not isinstance(layer, Dense):
        yield f"{layer.title} layer"
        return
    if layer.activation not in _ACTIVATIONS:
        yield f"activation {layer.caption()}"
    for is_foreign, what in (
        (layer.dropout > 0.0, "dropout"),
        (layer.skip, "skips"),
        (not layer.bias, "layer without bias"),
        (layer.frozen, "frozen layer"),
    ):
        if is_foreign:
            yield what


def _arguments(document: Document) -> dict[str, Any]:
    training = document.training
    hidden = [layer for layer in document.network if isinstance(layer, Dense)]
    count = len(document.dataset) - document.dataset.test_count
    batch = min(training.batch_size or count, count)
    epochs = training.stop_epochs or USUAL_EPOCHS
    found: dict[str, Any] = {
        "hidden_layer_sizes": tuple(layer.units for layer in hidden),
        "activation": _ACTIVATIONS[hidden[0].activation] if hidden else "identity",
        # scikit-learn divides the penalty by the samples of the batch.
        "alpha": training.l2 * batch,
        "batch_size": batch,
        "max_iter": epochs,
        # It would else stop once the loss hardly falls for ten epochs.
        "n_iter_no_change": epochs,
        "random_state": training.seed,
    }
    factor = LOSSES[resolve(document).loss].sklearn_factor(resolve(document).head) or 1.0
    optimizer = OPTIMIZERS[training.optimizer].sklearn(training, factor) or {}
    return found | {key: value for key, value in optimizer.items() if value != _USUAL.get(key)}


_MODEL = "make_pipeline(FunctionTransformer(inputs), network)"
_SCALED_MODEL = f"""TransformedTargetRegressor(
        {_MODEL}, func=scaled, inverse_func=in_units, check_inverse=False
    )"""
_VALUES = """\
def scaled(values):
    return {into}


def in_units(values):
    return {back}


"""

_SCRIPT = '''\
"""{title}"""

import warnings

import numpy as np
{compose}from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLP{kind}
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer


def inputs(points):
{inputs}    return found


{values}def build():
    network = MLP{kind}(
{arguments}    )
    return {model}


def load(table):
    """Samples (N, D) and answers, (N,) or (N, O), of a table."""
    numbers = np.array(table.split(), dtype=float).reshape(-1, {width})
    points, answers = {answers}
    return points, {targets}


def main():
    model = build()
    warnings.simplefilter("ignore", ConvergenceWarning)  # it is to end after so many epochs
    model.fit(*load(TRAIN))
    for name, table in (("training", TRAIN), ("test", TEST)):
        if table.split():
            print(f"{score} over the {{name}} points: {{model.score(*load(table)):.4f}}")
        else:
            print(f"there is no {{name}} set")


{tables}


if __name__ == "__main__":
    main()
'''
