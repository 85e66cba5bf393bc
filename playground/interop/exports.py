"""What leaves the program besides its own files: one row for each format, for the dialog and the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.document.atomic import atomic_write
from playground.interop.export_history import history_csv, history_events, refuse_history
from playground.interop.export_module import ExportError
from playground.interop.export_numpy import numpy_code, refuse_numpy
from playground.interop.export_onnx import onnx_model
from playground.interop.export_report import report_page
from playground.interop.export_script import refuse_script, script
from playground.interop.export_sklearn import refuse_sklearn, sklearn_code
from playground.interop.export_weights import safetensors_weights
from playground.interop.lowered import Weights, steps_of, weights_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from playground.document.model import Document


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to export.

    Attributes:
        document: What the person made.
        name: Of the document.
        checkpoint: The trained state's arrays by name; empty for the initial weights.
        history: The loss curve's columns by name; empty before training.
        pictures: PNG by title, for the report.
        colours: "#RRGGBB" by role, of the theme in which the pictures were taken.
    """

    document: Document
    name: str
    checkpoint: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    history: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)

    @property
    def weights(self) -> Weights:
        """The network's numbers.

        Raises:
            ExportError: The checkpoint belongs to another network.
        """
        return weights_of(self.document, self.checkpoint)


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One way out.

    Attributes:
        group: One of `GROUPS`.
        title: As the dialog shows it.
        suffix: Of its files, with the dot.
        explanation: One sentence of what it is good for.
        make: The file's content; raises ExportError where the document has something that the format does not.
        check: Raises what `make` would, in less time.
        needs_training: Whether an untrained network is not worth exporting.
        needs_pictures: Whether `Work.pictures` are used.
    """

    group: str
    title: str
    suffix: str
    explanation: str
    make: Callable[[Work], bytes]
    check: Callable[[Work], object]
    needs_training: bool = True
    needs_pictures: bool = False


GROUPS = ("Code", "Model", "Results")
EXPORTS: dict[str, ExportFormat] = {
    "pytorch": ExportFormat(
        "Code",
        "PyTorch script",
        ".py",
        "Trains this network on these points anywhere, and prints the same losses.",
        lambda work: script(work.document, work.name).encode(),
        lambda work: refuse_script(work.document),
        needs_training=False,
    ),
    "pytorch-parallel": ExportFormat(
        "Code",
        "PyTorch script for torchrun",
        ".py",
        "The same, every batch shared between several processes or GPUs.",
        lambda work: script(work.document, work.name, parallel=True).encode(),
        lambda work: refuse_script(work.document),
        needs_training=False,
    ),
    "numpy": ExportFormat(
        "Code",
        "NumPy function",
        ".py",
        "The trained network as a few lines of Python that need nothing but NumPy.",
        lambda work: numpy_code(work.document, work.weights, work.name).encode(),
        lambda work: refuse_numpy(work.document, work.weights),
    ),
    "scikit-learn": ExportFormat(
        "Code",
        "scikit-learn estimator",
        ".py",
        "A script that fits a multi-layer perceptron of the same shape to these points.",
        lambda work: sklearn_code(work.document, work.name).encode(),
        lambda work: refuse_sklearn(work.document),
        needs_training=False,
    ),
    "onnx": ExportFormat(
        "Model",
        "ONNX model",
        ".onnx",
        "The trained network for ONNX Runtime, browsers, phones and other programs.",
        lambda work: onnx_model(work.document, work.weights, work.name),
        lambda work: steps_of(work.document, work.weights),
    ),
    "safetensors": ExportFormat(
        "Model",
        "Weights (safetensors)",
        ".safetensors",
        "The trained weights, named as in the code panel's module.",
        lambda work: safetensors_weights(work.document, work.weights, work.name),
        lambda work: work.weights,
    ),
    "csv": ExportFormat(
        "Results",
        "Loss curve (CSV)",
        ".csv",
        "Epoch, losses and scores, a row for each measurement.",
        lambda work: history_csv(work.document, work.history),
        lambda work: refuse_history(work.history),
    ),
    "tensorboard": ExportFormat(
        "Results",
        "Loss curve (TensorBoard)",
        ".tfevents",
        "An event file that TensorBoard reads from its log folder.",
        lambda work: history_events(work.document, work.history),
        lambda work: refuse_history(work.history),
    ),
    "report": ExportFormat(
        "Results",
        "Report (HTML)",
        ".html",
        "One page with settings, results, pictures and code, to print or to send.",
        lambda work: report_page(work.document, work.name, work.history, work.pictures, work.colours),
        lambda _: None,
        needs_pictures=True,
    ),
}
"""By the name that the command line uses, in the order in which the dialog offers them."""


def export_to(path: Path, kind: str, work: Work) -> None:
    """Write a file, an old one staying whole until the new one is.

    Args:
        path: Where to.
        kind: A key of `EXPORTS`.
        work: What to export.

    Raises:
        ExportError: The document has something that the format does not; the text is a sentence.
        OSError: The file cannot be written.
    """
    atomic_write(path, EXPORTS[kind].make(work))


def obstacle(kind: str, work: Work) -> str:
    """Why a format cannot have this work, a sentence; empty when it can."""
    try:
        EXPORTS[kind].check(work)
    except ExportError as error:
        return str(error)
    return ""


def kind_of_suffix(suffix: str) -> str | None:
    """The first format whose files end so; None when none do."""
    return next((kind for kind, one in EXPORTS.items() if one.suffix == suffix.lower()), None)


__all__ = ["EXPORTS", "GROUPS", "ExportError", "ExportFormat", "Work", "export_to", "kind_of_suffix", "obstacle"]
