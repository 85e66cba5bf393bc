"""What leaves the program besides its own files: one row for each format, for the dialog and the command line.

The modules that write the formats are imported when one is written: the table is read at every start.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from playground.interop.exports.torch_module import ExportError, module_code
from playground.storage.atomic import atomic_write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.interop.exports.lowered import Weights


@dataclass(frozen=True, slots=True)
class ExportWork:
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
        from playground.interop.exports.lowered import weights_of

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
        needs_pictures: Whether `ExportWork.pictures` are used.
    """

    group: str
    title: str
    suffix: str
    explanation: str
    make: Callable[[ExportWork], bytes]
    check: Callable[[ExportWork], object]
    needs_training: bool = True
    needs_pictures: bool = False


GROUPS = ("Code", "Model", "Results", "Data")


def _pytorch(work: ExportWork, *, parallel: bool = False) -> bytes:
    from playground.interop.exports.script import script

    return script(work.document, work.name, parallel=parallel).encode()


def _check_pytorch(work: ExportWork) -> None:
    from playground.interop.exports.script import refuse_script

    refuse_script(work.document)


def _numpy(work: ExportWork) -> bytes:
    from playground.interop.exports.numpy_module import numpy_code

    return numpy_code(work.document, work.weights, work.name).encode()


def _check_numpy(work: ExportWork) -> None:
    from playground.interop.exports.numpy_module import refuse_numpy

    refuse_numpy(work.document, work.weights)


def _sklearn(work: ExportWork) -> bytes:
    from playground.interop.exports.sklearn_model import sklearn_code

    return sklearn_code(work.document, work.name).encode()


def _check_sklearn(work: ExportWork) -> None:
    from playground.interop.exports.sklearn_model import refuse_sklearn

    refuse_sklearn(work.document)


def _onnx(work: ExportWork) -> bytes:
    from playground.interop.exports.onnx_model import onnx_model

    return onnx_model(work.document, work.weights, work.name)


def _check_onnx(work: ExportWork) -> None:
    from playground.interop.exports.onnx_model import refuse_onnx

    refuse_onnx(work.document, work.weights)


def _safetensors(work: ExportWork) -> bytes:
    from playground.interop.exports.weights import safetensors_weights

    return safetensors_weights(work.document, work.weights, work.name)


def _document(work: ExportWork) -> bytes:
    from playground.storage.project import write_text_project

    found = work.weights
    return write_text_project(work.document, {"parameters": found.parameters, "buffers": found.buffers})


def _csv(work: ExportWork) -> bytes:
    from playground.interop.exports.history import history_csv

    return history_csv(work.document, work.history)


def _tensorboard(work: ExportWork) -> bytes:
    from playground.interop.exports.history import history_events

    return history_events(work.document, work.history)


def _check_history(work: ExportWork) -> None:
    from playground.interop.exports.history import refuse_history

    refuse_history(work.history)


def _report(work: ExportWork) -> bytes:
    from playground.interop.exports.report import report_page

    return report_page(work.document, work.name, work.history, work.pictures, work.colours)


def _picture_sheet(work: ExportWork) -> bytes:
    from playground.interop.exports.pictures import sheet_of

    return sheet_of(work.document)


def _picture_arrays(work: ExportWork) -> bytes:
    from playground.interop.exports.pictures import arrays_of

    return arrays_of(work.document)


def _check_sheet(work: ExportWork) -> None:
    from playground.interop.exports.pictures import refuse_sheet

    refuse_sheet(work.document)


def _check_pictures(work: ExportWork) -> None:
    from playground.interop.exports.pictures import refuse_pictures

    refuse_pictures(work.document)


EXPORTS: dict[str, ExportFormat] = {
    "pytorch": ExportFormat(
        "Code",
        "PyTorch script",
        ".py",
        "Trains this network on these points anywhere, and prints the same losses.",
        _pytorch,
        _check_pytorch,
        needs_training=False,
    ),
    "pytorch-parallel": ExportFormat(
        "Code",
        "PyTorch script for torchrun",
        ".py",
        "The same, every batch shared between several processes or GPUs.",
        partial(_pytorch, parallel=True),
        _check_pytorch,
        needs_training=False,
    ),
    "numpy": ExportFormat(
        "Code",
        "NumPy function",
        ".py",
        "The trained network as a few lines of Python that need nothing but NumPy.",
        _numpy,
        _check_numpy,
    ),
    "scikit-learn": ExportFormat(
        "Code",
        "scikit-learn estimator",
        ".py",
        "A script that fits a multi-layer perceptron of the same shape to these points.",
        _sklearn,
        _check_sklearn,
        needs_training=False,
    ),
    "onnx": ExportFormat(
        "Model",
        "ONNX model",
        ".onnx",
        "The trained network for ONNX Runtime, browsers, phones and other programs.",
        _onnx,
        _check_onnx,
    ),
    "safetensors": ExportFormat(
        "Model",
        "Weights (safetensors)",
        ".safetensors",
        "The trained weights, named as in the code panel's module.",
        _safetensors,
        lambda work: (work.weights, module_code(work.document)),
    ),
    "document": ExportFormat(
        "Model",
        "Document with weights (JSON)",
        ".json",
        "Points, network, settings, weights as text; train begins with these weights.",
        _document,
        lambda work: work.weights,
        needs_training=False,
    ),
    "csv": ExportFormat(
        "Results",
        "Loss curve (CSV)",
        ".csv",
        "Epoch, losses and scores, a row for each measurement.",
        _csv,
        _check_history,
    ),
    "tensorboard": ExportFormat(
        "Results",
        "Loss curve (TensorBoard)",
        ".tfevents",
        "An event file that TensorBoard reads from its log folder.",
        _tensorboard,
        _check_history,
    ),
    "report": ExportFormat(
        "Results",
        "Report (HTML)",
        ".html",
        "One page with settings, results, pictures and code, to print or to send.",
        _report,
        lambda work: module_code(work.document),
        needs_pictures=True,
    ),
    "picture-sheet": ExportFormat(
        "Data",
        "Pictures on a sheet (PNG)",
        ".png",
        "All pictures of the dataset beside each other, class after class.",
        _picture_sheet,
        _check_sheet,
        needs_training=False,
    ),
    "picture-arrays": ExportFormat(
        "Data",
        "Pictures as arrays (NPZ)",
        ".npz",
        "Pictures, labels, names of the classes and the split, for NumPy and to open here again.",
        _picture_arrays,
        _check_pictures,
        needs_training=False,
    ),
}
"""By the name that the command line uses, in the order in which the dialog offers them."""


def export_to(path: Path, kind: str, work: ExportWork) -> None:
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


def obstacle(kind: str, work: ExportWork) -> str:
    """Why a format cannot have this work, a sentence; empty when it can."""
    try:
        EXPORTS[kind].check(work)
    except ExportError as error:
        return str(error)
    return ""


def kind_of_suffix(suffix: str) -> str | None:
    """The first format whose files end so; None when none do."""
    return next((kind for kind, one in EXPORTS.items() if one.suffix == suffix.lower()), None)


__all__ = ["EXPORTS", "GROUPS", "ExportError", "ExportFormat", "ExportWork", "export_to", "kind_of_suffix", "obstacle"]
