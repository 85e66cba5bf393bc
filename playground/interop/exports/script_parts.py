"""The parts of an exported training script that follow from the settings: loss, optimizer, schedule, first weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.plan import resolve
from playground.methods.initializations import INITIALIZATIONS
from playground.methods.losses import LOSSES
from playground.methods.schedules import SCHEDULES
from playground.tasks import TASKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.layout import Layout
    from playground.document.model import Document
    from playground.document.training import Training
    from playground.interop.exports.torch_module import ModuleCode


# ---- targets and loss ----------------------------------------------------------------------------------------------


def row_width(document: Document) -> int:
    """How many numbers a row of the points' tables has."""
    data = document.dataset
    return len(data.columns) + (1 if data.classes else len(data.values))


def answers_code(document: Document) -> str:
    """Samples, (N, D), and answers, (N,), or (N, O) of several values, as expressions of `numbers`, all of a table."""
    data = document.dataset
    if row_width(document) == len(data.columns) + 1:
        return "numbers[:, :-1], numbers[:, -1]"
    return f"numbers[:, :{len(data.columns)}], numbers[:, {len(data.columns)}:]"


def targets_code(document: Document) -> str:
    """The targets as an expression of `answers`, float64 (N,), or (N, O) of several values."""
    head, loss = resolve(document).head, LOSSES[resolve(document).loss]
    if not TASKS[document.task].has_classes:
        return f"torch.from_numpy(answers{'[:, None]' if head.units == 1 else ''}).float()"
    if loss.takes_class_numbers(head):
        return "torch.from_numpy(answers).long()"
    hot = "answers" if head.units == 1 else f"np.eye({head.units})[answers.astype(int)]"
    scaled = hot if loss.low == 0.0 else f"{1.0 - loss.low} * {hot} - {-loss.low}"
    column = "[:, None]" if head.units == 1 else ""
    return f"torch.from_numpy({scaled}){column}.float()"


def loss_code(document: Document) -> str:
    """The body of `loss(z, t)`."""
    return LOSSES[resolve(document).loss].code(resolve(document).head, document.training)


def schedule_code(training: Training) -> str:
    """A function of the epoch; empty for a constant rate."""
    lines = SCHEDULES[training.schedule].code(training)
    says = '"""The learning rate at an epoch with its fraction."""'
    body = "".join(f"    {line}\n" for line in (says, *lines))
    return f"def rate_at(epoch):\n{body}" if lines else ""


# ---- first weights -------------------------------------------------------------------------------------------------


def initialize_code(layout: Layout, code: ModuleCode) -> str:
    """Functions that give the module the weights of the playground's seed."""
    weights = [(slot, INITIALIZATIONS[slot.initialization]) for slot in layout.parameters if slot.role == "weight"]
    rows = "".join(
        f'        "{code.names[slot.key]}": ({rule.function}, b"{slot.key[1]}", {slot.key[0]}),\n'
        for slot, rule in weights
    )
    body = _INITIALIZE.format(rows=rows, bias=_bias_code(layout, code)) + _spread_code(layout, code)
    return "\n\n".join((*dict.fromkeys(rule.code for _, rule in weights), body))


def _spread_code(layout: Layout, code: ModuleCode) -> str:
    """The statements that spread biases, and draw what is drawn once."""
    found = ""
    for slots, template in ((layout.parameters, _SPREAD), (layout.buffers, _DRAW)):
        drawn = [slot for slot in slots if slot.spread]
        rows = "".join(f'        "{code.names[slot.key]}": (b"{slot.key[1]}", {slot.key[0]}),\n' for slot in drawn)
        found += template.format(rows=rows, spread=drawn[0].spread) if drawn else ""
    return found


def _bias_code(layout: Layout, code: ModuleCode) -> str:
    """The statement that sets a bias, which torch would draw at random."""
    begins = {
        code.names[slot.key]: INITIALIZATIONS[slot.initialization].bias if slot.role == "bias" else slot.start
        for slot in layout.parameters
        if slot.role in {"bias", "shift"}
    }
    raised = {name: value for name, value in begins.items() if value}
    if not raised:
        return "nn.init.zeros_(parameter)"
    rows = ", ".join(f'"{name}": {value}' for name, value in raised.items())
    return f"nn.init.constant_(parameter, {{{rows}}}.get(name, 0.0))"


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
            draw, stream, number = layers[name]
            random = np.random.default_rng([SEED, *stream, number])
            parameter.data.copy_(torch.from_numpy(draw(random, parameter.shape)))
        elif name.endswith("bias"):
            {bias}
"""

_SPREAD = """\
    spread = {{
{rows}    }}
    for name, (stream, number) in spread.items():
        random = np.random.default_rng([SEED, *stream, number])
        bias = model.get_parameter(name)
        bias.data += torch.from_numpy({spread} * (2.0 * random.random(len(bias)) - 1.0))
"""

_DRAW = """\
    drawn = {{
{rows}    }}
    for name, (stream, number) in drawn.items():
        random = np.random.default_rng([SEED, *stream, number])
        buffer = model.get_buffer(name)
        buffer.copy_(torch.from_numpy({spread} * random.standard_normal(buffer.shape)))
"""
