"""A PyTorch script that trains a document's network on its own: same points, same seeds, same losses."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from playground.document.dataset import as_columns
from playground.document.plan import resolve
from playground.document.problems import problems
from playground.document.usual_network import augmentation_of
from playground.interop.exports.augment_code import augment_code, augment_constants
from playground.interop.exports.scaling_code import input_lines, scaled_values
from playground.interop.exports.script_parts import (
    answers_code,
    initialize_code,
    literal_code,
    loss_code,
    row_width,
    schedule_code,
    targets_code,
)
from playground.interop.exports.torch_module import (
    ExportError,
    describe_ends,
    module_code,
    sequential,
    summary,
    words,
)
from playground.layers.source import MIX
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.tasks import TASKS
from playground.training.emulations import emulation_of
from playground.training.state.layout import starting_parameters

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.training import Training
    from playground.interop.exports.torch_module import ModuleCode

MOST_POINTS = 200_000
"""More make a text that no editor opens gladly."""
USUAL_EPOCHS = 300


def script(document: Document, name: str, *, parallel: bool = False) -> str:
    """The text of the script.

    Args:
        document: What to train.
        name: Of the document, for the first line.
        parallel: Share every batch between the processes that `torchrun` starts.

    Raises:
        ExportError: The document cannot be trained, or not by a script.
    """
    refuse_script(document)
    code = module_code(document, exact=True)
    shuffles = emulation_of(document) is None
    blocks = [
        _docstring(document, name, code, parallel=parallel),
        _imports(parallel=parallel),
        _constants(document),
    ]
    parts = [
        *dict.fromkeys((*code.whole.definitions, *((MIX,) if shuffles else ()))),
        OPTIMIZERS[document.training.optimizer].definitions(),
        f"def build():\n{indent(describe_ends(document), '    ')}\n    return {sequential(code, '    ')}\n",
        _initialize(document, code),
        f"def loss(z, t):\n    return {loss_code(document)}\n",
        schedule_code(document.training),
        _SHUFFLED if shuffles else "",
        augment_code(document),
        _LOAD.format(
            width=row_width(document),
            answers=answers_code(document),
            inputs=_inputs(document),
            targets=targets_code(document),
        ),
        _MEASURE,
        _train(document, code, parallel=parallel),
        _main(document.training, parallel=parallel),
        tables(document),
    ]
    ending = 'if __name__ == "__main__":\n    main()\n'
    head = "\n\n".join(text.strip("\n") for text in blocks)
    return "\n\n\n".join((head, *(text.strip("\n") for text in parts if text), ending))


def refuse_script(document: Document) -> None:
    """Raise ExportError, as `script` would."""
    found = problems(document)
    if found:
        raise ExportError(found[0].text)
    if len(document.dataset) > MOST_POINTS:
        raise ExportError(f"A script carries its points as text: {MOST_POINTS:,} at most, and there are more.")
    if document.training.adversarial > 0.0:
        raise ExportError("A script does not train against an adversary: switch that off among the training settings.")
    emulation = emulation_of(document)
    if emulation is not None and (refusal := emulation.script_refusal(document)):
        raise ExportError(refusal)
    # For what it raises.
    module_code(document)


def _initialize(document: Document, code: ModuleCode) -> str:
    layout = resolve(document).layout
    if emulation_of(document) is not None:
        return literal_code(layout, code, starting_parameters(document, layout))
    return initialize_code(layout, code)


# ---- the head ------------------------------------------------------------------------------------------------------


def _docstring(document: Document, name: str, code: ModuleCode, *, parallel: bool) -> str:
    training = document.training
    tested = "test loss" if document.dataset.test_count else "“no test set”, for no points test"
    run = "torchrun --nproc-per-node 2 FILE.py" if parallel else "python FILE.py"
    lines = [
        f'"""{words(name)}: a network of {summary(document)}, made with Playground.',
        "",
        f"    {run} --epochs {training.stop_epochs or USUAL_EPOCHS} --device cuda",
        "",
        f"{OPTIMIZERS[training.optimizer].title}, {LOSSES[resolve(document).loss].title.lower()}.",
        f"Prints epoch, training loss and {tested}: those that Playground shows, to rounding.",
    ]
    emulation = emulation_of(document)
    if emulation is not None:
        lines += [f"Weights, order and batches are those of {emulation.full_title}."]
    if parallel:
        lines += ["", "Each process takes its share of every batch; the gradient is that of the whole batch."]
        if code.whole.keyed or any("BatchNorm" in module for module in code.whole.modules):
            lines += ["Random layers and batch norm see a share, not the batch, so the losses differ a little."]
    return "\n".join([*lines, '"""'])


def _imports(*, parallel: bool) -> str:
    first = "import argparse\nimport os" if parallel else "import argparse"
    second = "import numpy as np\nimport torch\n"
    second += "import torch.distributed as dist\nfrom torch import nn" if parallel else "from torch import nn"
    return f"{first}\n\n{second}"


def _constants(document: Document) -> str:
    training, count = document.training, len(document.dataset) - document.dataset.test_count
    batch = training.batch_size or count
    lines = [
        f"SEED = {training.seed}",
        f"LEARNING_RATE = {training.learning_rate!r}",
        f"BATCH_SIZE = {min(batch, count)}",
    ]
    for name, value in (("L1", training.l1), ("L2", training.l2), ("CLIP", training.clip)):
        if value > 0.0:
            lines.append(f"{name} = {value!r}")
    return "\n".join([*lines, *augment_constants(document)])


# ---- points --------------------------------------------------------------------------------------------------------


def _rows(document: Document, *, is_test: bool) -> list[str]:
    data = document.dataset
    chosen = data.is_test == is_test
    targets = as_columns(data.answers)[chosen].tolist()
    rows = zip(data.places[chosen].tolist(), targets, strict=True)
    return [" ".join(map(repr, (*numbers, *answers))) for numbers, answers in rows]


def _inputs(document: Document) -> str:
    """The lines of `load` that make inputs and values of the points' numbers."""
    lines = input_lines(document, "inputs")
    values = scaled_values(document, "answers")
    lines += [] if values == "answers" else [f"answers = {values}"]
    return indent("".join(f"{line}\n" for line in lines), "    ")


def tables(document: Document) -> str:
    """The points, one a line: every digit counts where a network learns for long."""
    tables = [
        f'{name} = """\n' + "".join(f"{row}\n" for row in _rows(document, is_test=is_test)) + '"""'
        for name, is_test in (("TRAIN", False), ("TEST", True))
    ]
    data = document.dataset
    answers = data.values if len(data.values) > 1 else (TASKS[document.task].answer,)
    return "\n".join([f"# {', '.join(map(words, (*data.columns, *answers)))}", *tables])


_SHUFFLED = '''
def shuffled(epoch, count):
    """The order of one pass over the points: the shuffle of Fisher and Yates, a function of seed and epoch."""
    numbers = mix(np.arange(count, dtype=np.uint64) ^ fold(SEED, epoch, 0xD1CE)).tolist()
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = numbers[i] % (i + 1)
        order[i], order[j] = order[j], order[i]
    return order
'''

_LOAD = '''
def load(table):
    """Inputs (N, F) and targets of a table of points."""
    numbers = np.array(table.split(), dtype=np.float64).reshape(-1, {width})
    points, answers = {answers}
{inputs}    return torch.from_numpy(inputs).float(), {targets}
'''

_MEASURE = '''
def measure(model, points):
    """The loss over a set of points, written; words where there are none."""
    inputs, targets = points
    if not len(inputs):
        return "no test set"
    model.eval()
    with torch.no_grad():
        found = f"{loss(model(inputs), targets).item():.7f}"
    model.train()
    return found
'''


# ---- training ------------------------------------------------------------------------------------------------------


def _train(document: Document, code: ModuleCode, *, parallel: bool) -> str:
    """The function that trains; only what the settings ask for is in it."""
    training, emulation = document.training, emulation_of(document)
    report = 'print(f"{epoch:6d}  {measure(model, train_points)}  {measure(model, test_points)}", flush=True)'
    lines = [
        "def train(model, train_points, test_points, epochs):",
        *_prepare(document, code, parallel=parallel),
        "    for epoch in range(epochs + 1):",
        *(["        if dist.get_rank() == 0:", f"            {report}"] if parallel else [f"        {report}"]),
        *([] if augmentation_of(document).is_off else ["        inputs = varied(pictures, epoch)"]),
        *(_PASS if emulation is None else emulation.pass_code),
        *(" " * 12 + line for line in _update(training, code, parallel=parallel)),
    ]
    return "\n".join(lines)


def _prepare(document: Document, code: ModuleCode, *, parallel: bool) -> list[str]:
    training = document.training
    names = [code.names[slot.key] for slot in resolve(document).layout.parameters if slot.frozen]
    lines = [f"    {'inputs' if augmentation_of(document).is_off else 'pictures'}, targets = train_points"]
    if names:
        lines.append(f"    for name in ({', '.join(repr(name) for name in names)},):".replace("'", '"'))
        lines.append("        model.get_parameter(name).requires_grad_(False)")
    lines.append("    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]")
    if training.l1 > 0.0 or training.l2 > 0.0:
        # Biases, and the scales and shifts of norms, have one axis: penalties leave them alone, as the program does.
        lines.append("    weights = [parameter for parameter in learned if parameter.ndim > 1]")
    if training.keeps_zeros:
        lines.append("    kept = [(one, (one.detach() != 0).to(one.dtype)) for one in learned if one.ndim > 1]")
    if code.whole.keyed:
        lines.append('    keyed = [module for module in model.modules() if hasattr(module, "key")]')
        lines.append("    step = 0")
    if parallel:
        lines.append("    shared = nn.parallel.DistributedDataParallel(model)")
        lines.append("    rank, processes = dist.get_rank(), dist.get_world_size()")
    emulation = emulation_of(document)
    lines.extend(() if emulation is None else emulation.pass_setup)
    return [*lines, f"    optimizer = {OPTIMIZERS[training.optimizer].code(training)}"]


_PASS = (
    # One round more than there are epochs, in which nothing is learned: it prints what the last one came to.
    "        order = shuffled(epoch, len(inputs)) if epoch < epochs else []",
    "        for start in range(0, len(order), BATCH_SIZE):",
    "            batch = order[start : start + BATCH_SIZE]",
)


def _update(training: Training, code: ModuleCode, *, parallel: bool) -> list[str]:
    """The lines of one update."""
    lines: list[str] = []
    if schedule_code(training):
        lines.append('optimizer.param_groups[0]["lr"] = rate_at(epoch + start / len(order))')
    if code.whole.keyed:
        lines += ["for place, module in enumerate(keyed):", "    module.key = (SEED, step, place)", "step += 1"]
    # From here on in the order of the program's own step: penalties first, for clipping measures them too.
    lines.append("optimizer.zero_grad()")
    if parallel:
        lines += [
            "share = batch[rank::processes]",
            "weight = len(share) * processes / len(batch)  # gradients are averaged over processes, not over points",
            "share = share or batch[:1]  # every process takes part, if only with a weight of zero",
            "(weight * loss(shared(inputs[share]), targets[share])).backward()",
        ]
    else:
        lines.append("loss(model(inputs[batch]), targets[batch]).backward()")
    if training.l2 > 0.0 or training.l1 > 0.0:
        lines.append("for weight in weights:")
        lines += ["    weight.grad.add_(weight.detach(), alpha=L2)"] * (training.l2 > 0.0)
        lines += ["    weight.grad.add_(weight.detach().sign(), alpha=L1)"] * (training.l1 > 0.0)
    if training.keeps_zeros:
        lines += ["for weight, mask in kept:", "    weight.grad.mul_(mask)"]
    if training.clip > 0.0:
        lines.append("nn.utils.clip_grad_norm_(learned, CLIP)")
    lines.append("optimizer.step()")
    if training.keeps_zeros:
        lines += ["for weight, mask in kept:", "    weight.data.mul_(mask)"]
    return lines


_END = """
    dist.destroy_process_group()
    print(end="", flush=True)
    os._exit(0)  # now and then a thread of gloo aborts an interpreter that is ending"""


def _main(training: Training, *, parallel: bool) -> str:
    start = """
    on_gpu = torch.device(options.device).type == "cuda"
    dist.init_process_group("nccl" if on_gpu else "gloo")
    device = f"cuda:{os.environ['LOCAL_RANK']}" if on_gpu else options.device
    if on_gpu:
        torch.cuda.set_device(device)
"""
    return f"""
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default={training.stop_epochs or USUAL_EPOCHS})
    parser.add_argument("--device", default="cpu", help="cpu, cuda, mps ...")
    options = parser.parse_args()
    {start.strip() if parallel else "device = options.device"}
    model = build()
    initialize(model)
    points = [[part.to(device) for part in load(table)] for table in (TRAIN, TEST)]
    train(model.to(device), *points, options.epochs){_END if parallel else ""}
"""
