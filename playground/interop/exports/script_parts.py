"""The parts of an exported training script that follow from the settings: loss, optimizer, schedule, first weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.model import output_head
from playground.interop.exports.torch_module import ExportError
from playground.training.state.schedules import COSINE_FLOOR
from playground.training.state.targets import effective_loss

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.document.training import Training
    from playground.interop.exports.torch_module import ModuleCode
    from playground.training.state.layout import Layout

_ZERO_ONE = ("cross_entropy", "binary_cross_entropy")
_OPTIMIZERS = {
    "sgd": ("SGD", {"momentum": ("momentum", 0.0)}),
    "adam": ("Adam", {"eps": ("epsilon", 1e-8)}),
    "adamw": ("AdamW", {"eps": ("epsilon", 1e-8), "weight_decay": ("decoupled_decay", 0.01)}),
    "rmsprop": ("RMSprop", {"alpha": ("rho", 0.99), "eps": ("epsilon", 1e-8), "momentum": ("momentum", 0.0)}),
    "adagrad": ("Adagrad", {"eps": ("epsilon", 1e-10)}),
}
"""Torch's class, and its arguments: the document's field and torch's own default, which needs no saying."""


# ---- targets and loss ----------------------------------------------------------------------------------------------


def targets_code(document: Document) -> str:
    """The targets as an expression of `answers`, float64 (N,)."""
    head, loss = output_head(document), effective_loss(document)
    if document.task == "regression":
        return "torch.from_numpy(answers[:, None]).float()"
    if head.units == 1:
        low = "answers" if loss in _ZERO_ONE else "2.0 * answers - 1.0"
        return f"torch.from_numpy({low})[:, None].float()"
    if loss == "cross_entropy":
        return "torch.from_numpy(answers).long()"
    hot = f"np.eye({head.units})[answers.astype(int)]"
    return f"torch.from_numpy({hot if loss in _ZERO_ONE else f'2.0 * {hot} - 1.0'}).float()"


def loss_code(document: Document) -> str:
    """The body of `loss(z, t)`, as `training.losses` defines it."""
    head, loss = output_head(document), effective_loss(document)
    out = "torch.tanh(z)" if head.kind == "tanh" else "z"
    if loss == "cross_entropy" and head.units > 1:
        return "nn.functional.cross_entropy(z, t)"
    texts = {
        "hinge": "(1.0 - t * z).clamp_min(0.0).mean()",
        "half_squared": f"0.5 * ({out} - t).square().sum(dim=1).mean()",
        "huber": f"nn.functional.huber_loss({out}, t, delta={document.training.huber_delta!r})",
        "mse": f"nn.functional.mse_loss({out}, t)",
    }
    return texts.get(loss, "nn.functional.binary_cross_entropy_with_logits(z, t)")


# ---- optimizer and schedule ----------------------------------------------------------------------------------------


def optimizer_code(training: Training) -> str:
    """The optimizer of the parameters `learned`, as an expression; what torch does anyway is left out."""
    name, options = _OPTIMIZERS[training.optimizer]
    arguments = ["learned", "lr=LEARNING_RATE"]
    if training.optimizer in {"adam", "adamw"} and (training.beta1, training.beta2) != (0.9, 0.999):
        arguments.append(f"betas=({training.beta1!r}, {training.beta2!r})")
    for argument, (field, usual) in options.items():
        value = getattr(training, field)
        if value != usual:
            arguments.append(f"{argument}={value!r}")
    if training.optimizer == "sgd" and training.nesterov and training.momentum > 0.0:
        arguments.append("nesterov=True")
    return f"torch.optim.{name}({', '.join(arguments)})"


def schedule_code(training: Training) -> str:
    """A function of the epoch, as `training.schedules` defines it; empty for a constant rate."""
    length = training.schedule_epochs
    bodies = {
        "step": ("", f"LEARNING_RATE * {training.schedule_factor!r} ** (epoch // {length})"),
        "warmup": ("", f"LEARNING_RATE * min((1.0 + epoch) / {length}, 1.0)"),
        "cosine": (
            f"    half = 0.5 * (1.0 + np.cos(np.pi * min(epoch / {length}, 1.0)))\n",
            f"LEARNING_RATE * ({COSINE_FLOOR} + {1.0 - COSINE_FLOOR} * half)",
        ),
    }
    if training.schedule not in bodies:
        return ""
    before, value = bodies[training.schedule]
    says = '    """The learning rate at an epoch with its fraction."""\n'
    return f"def rate_at(epoch):\n{says}{before}    return {value}\n"


# ---- first weights -------------------------------------------------------------------------------------------------

_DRAWS = {
    "glorot": """\
def glorot(random, fan_out, fan_in):
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return limit * (2.0 * random.random((fan_out, fan_in)) - 1.0)
""",
    "he": """\
def he(random, fan_out, fan_in):
    random.random((fan_out, fan_in))  # the playground draws uniform numbers first
    return random.standard_normal((fan_out, fan_in)) * np.sqrt(2.0 / fan_in)
""",
    "lecun": """\
def lecun(random, fan_out, fan_in):
    random.random((fan_out, fan_in))  # the playground draws uniform numbers first
    return random.standard_normal((fan_out, fan_in)) * np.sqrt(1.0 / fan_in)
""",
    "naive": """\
def naive(random, fan_out, fan_in):
    return (2.0 * random.random((fan_out, fan_in)) - 1.0) / np.sqrt(fan_in)
""",
    "zeros": """\
def zeros(random, fan_out, fan_in):
    return np.zeros((fan_out, fan_in))
""",
    "tf-playground": """\
def tf_playground(random, fan_out, fan_in):
    return 0.5 * (2.0 * random.random((fan_out, fan_in)) - 1.0)
""",
}
"""As `training.layout` draws: a fresh generator for each weight matrix."""


def initialize_code(layout: Layout, code: ModuleCode) -> str:
    """Functions that give the module the weights of the playground's seed.

    Raises:
        ExportError: A layer draws its weights in a way that a script does not know.
    """
    weights = [slot for slot in layout.parameters if slot.role == "weight"]
    rules = dict.fromkeys(slot.initialization for slot in weights)
    streams = {slot.key[1] for slot in weights}
    unknown = [rule for rule in rules if rule not in _DRAWS]
    if unknown or len(streams) > 1:
        raise ExportError(
            f"A script cannot draw initial weights as this network does ({', '.join(unknown or streams)})."
        )
    rows = "".join(
        f'        "{code.names[slot.key]}": ({slot.initialization.replace("-", "_")}, {slot.key[0]}),\n'
        for slot in weights
    )
    body = _INITIALIZE.format(rows=rows, stream=streams.pop(), bias=_bias_code(layout, code))
    return "\n\n".join((*(_DRAWS[rule] for rule in rules), body))


def _bias_code(layout: Layout, code: ModuleCode) -> str:
    """The statement that sets a bias, which torch would draw at random."""
    raised = [s for s in layout.parameters if s.role == "bias" and s.initialization == "tf-playground"]
    if not raised:
        return "nn.init.zeros_(parameter)"
    names = ", ".join(f'"{code.names[slot.key]}"' for slot in raised)
    return f"nn.init.constant_(parameter, 0.1 if name in {{{names}}} else 0.0)"


def literal_code(layout: Layout, code: ModuleCode, flat: NDArray[np.float64]) -> str:
    """A function that gives the module just these weights.

    Args:
        layout: Of the network.
        code: The module.
        flat: All parameters, (P,).
    """
    rows = "".join(
        f'        "{code.names[slot.key]}": {slot.view(flat).astype(np.float32).tolist()!r},\n'
        for slot in layout.parameters
    )
    return _LITERAL.format(rows=rows)


_LITERAL = """\
def initialize(model):
    values = {{
{rows}    }}
    for name, parameter in model.named_parameters():
        parameter.data.copy_(torch.tensor(values[name]))
"""

_INITIALIZE = """\
def initialize(model):
    \"\"\"The playground's first weights, which follow from the seed and each layer's number.\"\"\"
    layers = {{
{rows}    }}
    for name, parameter in model.named_parameters():
        if name in layers:
            draw, number = layers[name]
            random = np.random.default_rng([SEED, *b"{stream}", number])
            parameter.data.copy_(torch.from_numpy(draw(random, *parameter.shape)))
        elif name.endswith("bias"):
            {bias}
"""
