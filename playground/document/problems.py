"""What keeps a document from being trained, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from playground.document.model import domain_of, inputs_of
from playground.document.plan import resolve
from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.document.model import Document

MOST_PARAMETERS = 20_000_000
MOST_LAYERS = 200
MOST_ACTIVATIONS = 500_000_000
"""Numbers that one pass over the data may hold at once: points x units; 2 GB in float32."""

Panel = Literal["data", "network", "training"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason.

    Attributes:
        panel: Where it can be mended.
        text: A sentence for the person.
    """

    panel: Panel
    text: str


def problems(document: Document) -> tuple[Problem, ...]:
    """Every reason why the document cannot be trained; empty when it can."""
    return (*_data_problems(document), *_network_problems(document))


def _data_problems(document: Document) -> list[Problem]:
    data, samples = document.dataset, domain_of(document).samples
    if len(data) == 0:
        return [Problem("data", f"There are no {samples} yet: draw some, or pick a dataset.")]
    if not data.is_finite:
        return [Problem("data", f"Some {samples} have coordinates or values that are not finite numbers.")]
    if data.test_count == len(data):
        return [Problem("data", f"All {samples} are kept for testing: raise the train share or draw more.")]
    if TASKS[document.task].has_classes and sum(count > 0 for count in data.counts()) < 2:
        name = data.classes[int(data.targets[0])].name
        return [
            Problem(
                "data",
                f"All {samples} are {name}: draw a second class, so that there is something to tell apart.",
            )
        ]
    return []


def _network_problems(document: Document) -> list[Problem]:
    found: list[Problem] = []
    if not document.inputs:
        known = [feature.label for feature in inputs_of(document).values()]
        words = " or ".join(known[:2])
        found.append(Problem("network", f"No input is on: switch on {words} at least."))
    if len(document.network) > MOST_LAYERS:
        found.append(Problem("network", f"{len(document.network)} layers are more than the {MOST_LAYERS} allowed."))
        return found
    found += [Problem("network", sentence) for sentence in resolve(document).refusals]
    count = resolve(document).parameter_count
    if count > MOST_PARAMETERS:
        found.append(
            Problem("network", f"{count:,} parameters are more than the {MOST_PARAMETERS:,} this program trains.")
        )
    batch = document.training.batch_size or len(document.dataset)
    held = min(batch, max(len(document.dataset), 1)) * sum(resolve(document).units)
    if held > MOST_ACTIVATIONS:
        found.append(
            Problem("network", f"A batch would hold {held:,} numbers at once: use a smaller batch or fewer units.")
        )
    return found
