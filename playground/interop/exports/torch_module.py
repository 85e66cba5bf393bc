"""The network as a PyTorch module in code: what the code pane shows and every exported script builds on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.document.plan import resolve
from playground.document.shape_words import widths_in_words
from playground.interop.exports.scaling_code import describe_inputs, describe_value
from playground.layers.source import ModuleSource
from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.document.plan import PlannedLayer
    from playground.layers import Layer


class ExportError(ValueError):
    """What cannot be exported; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class ModuleCode:
    """A network as code.

    Attributes:
        layers: Each layer, output included, with its own source.
        whole: All of them in a row.
        names: What the module's state dictionary calls each parameter and running statistic.
    """

    layers: tuple[tuple[Layer, ModuleSource], ...]
    whole: ModuleSource
    names: dict[Key, str]


def module_code(document: Document, *, exact: bool = False) -> ModuleCode:
    """The code of a document's network, hidden layers and output.

    Args:
        document: The network.
        exact: As `Layer.source` has it: trains on the same random numbers as the playground.

    Raises:
        ExportError: A layer cannot take what enters it, or its kind has no code.
    """
    refuse_unbuilt(document)
    layers = resolve(document).layers
    sources = [_source(one, exact=exact) for one in layers]
    whole = ModuleSource(())
    names: dict[Key, str] = {}
    for layer, source in zip(layers, sources, strict=True):
        for name, (place, path) in source.names.items():
            names[layer.uid, name] = f"{len(whole.modules) + place}.{path}"
        whole = _joined(whole, source)
    return ModuleCode(tuple(zip((one.layer for one in layers), sources, strict=True)), whole, names)


def refuse_unbuilt(document: Document) -> None:
    """Say why there can be no such network, where a layer cannot take what enters it.

    Raises:
        ExportError: Its sentence.
    """
    for sentence in resolve(document).refusals:
        raise ExportError(sentence)


def network_code(document: Document) -> str:
    """The network as a short piece of Python that a person can read, copy and run.

    Raises:
        ExportError: As `module_code` does.
    """
    code = module_code(document)
    head = ["import torch", "from torch import nn"] if _needs_torch(code.whole) else ["from torch import nn"]
    blocks = ["\n".join(head), *(text.rstrip() for text in code.whole.definitions)]
    blocks.append("\n".join((describe_ends(document), f"model = {sequential(code)}")))
    gap = "\n\n\n" if code.whole.definitions else "\n\n"
    return gap.join(blocks) + "\n"


def sequential(code: ModuleCode, indent: str = "") -> str:
    """The expression that makes the network, one module a line."""
    lines = [line for layer, source in code.layers for line in _module_lines(layer, source)]
    return "\n".join(["nn.Sequential(", *(f"{indent}    {line}" for line in lines), f"{indent})"])


def lines_of_layer(document: Document, uid: int) -> range:
    """Which lines of `network_code` make a layer, counted from the end: -2 is the last module's; none without code."""
    try:
        layers = module_code(document).layers
    except ExportError:
        return range(0)
    counts = [(layer.uid, len(source.modules)) for layer, source in layers]
    after = 0
    for key, count in reversed(counts):
        if key == uid:
            return range(-1 - after - count, -1 - after)
        after += count
    return range(0)


def _source(planned: PlannedLayer, *, exact: bool) -> ModuleSource:
    try:
        return planned.layer.source(planned.shape_in, exact=exact)
    except NotImplementedError as error:
        raise ExportError(f"A layer of the kind {planned.layer.title} has no PyTorch code.") from error


def _module_lines(layer: Layer, source: ModuleSource) -> list[str]:
    note = "  # frozen" if layer.frozen and source.names else ""
    return [f"{module},{'' if place else note}" for place, module in enumerate(source.modules)]


def describe_ends(document: Document) -> str:
    """Two lines of comment: what goes into the network, and what its outputs mean."""
    return f"# in: {describe_inputs(document)}\n# out: {describe_output(document)}"


def describe_output(document: Document) -> str:
    """What the sums that leave the network mean, in a few words."""
    head = resolve(document).head
    if not TASKS[document.task].has_classes:
        if head.units == 1:
            return describe_value(document)
        scaled = ", each standardised" if document.scaling.values else ""
        return f"{head.units} values{scaled}: {', '.join(map(words, document.dataset.values))}"
    names = [words(one.name) for one in document.dataset.classes]
    if head.units == 1:
        return f"the logit of P({names[-1]})" if head.kind == "sigmoid" else f"a score, above 0 for {names[-1]}"
    if not resolve(document).gives_probabilities:
        return f"a score for each of {', '.join(names)}; the greatest says the class"
    end = "their softmax gives the probabilities" if head.kind == "softmax" else "the greatest says the class"
    return f"a logit for each of {', '.join(names)}; {end}"


def summary(document: Document) -> str:
    """`2 → 8 → 8 → 1, 105 parameters`."""
    return f"{' → '.join(widths_in_words(document))}, {resolve(document).parameter_count:,} parameters"


def words(text: str) -> str:
    """A name that a person chose, safe inside a comment or a docstring: one line, no quotes, no backslashes."""
    kept = "".join(letter if letter.isprintable() and letter not in "\"'\\" else " " for letter in text)
    return " ".join(kept.split()) or "Untitled"


def _joined(whole: ModuleSource, source: ModuleSource) -> ModuleSource:
    """As `ModuleSource.then`, but for names, which are of one layer only."""
    return ModuleSource(whole.modules, {}, whole.definitions, whole.keyed).then(
        ModuleSource(source.modules, {}, source.definitions, source.keyed)
    )


def _needs_torch(source: ModuleSource) -> bool:
    return any("torch." in definition for definition in source.definitions)
