"""The recipe of a layer kind with an operation of its own: a file each, and a line each in the two tables.

The lines are written into the tables of a process of its own, before anything has read them. Of the fused kernel
nothing is compiled but the new operation's code.
"""

import json
import subprocess
import sys

import pytest

CODE = """
import json, sys, tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from playground.layers import LAYER_KINDS
from playground.operations import OPERATIONS
from tests.recipes.toys.scale_layer import Scale
from tests.recipes.toys.scale_op import ScaleOp

OPERATIONS[ScaleOp.name] = ScaleOp
LAYER_KINDS[Scale.kind] = Scale

import torch
from playground.document.continuity import cost_of_delete
from playground.document.edits_network import change_layer, insert_layer
from playground.document.plan import resolve
from playground.document.presets import document_for
from playground.interop.exports.lowered import Weights
from playground.interop.exports.numpy_module import numpy_code
from playground.interop.exports.onnx_model import onnx_model
from playground.interop.exports.torch_module import network_code
from playground.storage.codec import document_from_dict, document_to_dict
from playground.training.engines import fused
from playground.training.engines.eager import EagerStepper
from playground.training.engines.fused import FusedStepper
from playground.training.probes.plane.linear_regions import cut_regions
from playground.training.state.run import Run

told = {}
plain = document_for("circle", (4, 4), count=60)
first = plain.network[0].uid
document = insert_layer(change_layer(plain, first, activation="relu"), 1, Scale())
document = change_layer(document, plain.network[1].uid, activation="relu")
scale = document.network[1]
told["covers"] = fused.covers(document)

runs = [Run(document), Run(document)]
EagerStepper().advance(runs[0], 30, 60.0)
FusedStepper().advance(runs[1], 30, 60.0)
told["learned"] = bool((runs[1].parameters[runs[1].layout.mask(lambda slot: slot.role == "scale")] != 1.0).all())
told["steppers"] = float(np.abs(runs[0].parameters - runs[1].parameters).max())

run = runs[1]
places = np.random.default_rng(1).uniform(-5.0, 5.0, (30, 2))
with torch.inference_mode():
    logits = run.network(torch.from_numpy(places.astype(np.float32))).numpy()[:, 0]
weights, names = Weights(run.parameters, run.buffers), {"__name__": "exported"}
exec(numpy_code(document, weights, "scale"), names)
told["numpy"] = float(np.abs(names["answers"](places) - 1.0 / (1.0 + np.exp(-logits))).max())
*_, found = cut_regions(document, run.parameters, run.buffers, (-6.0, 6.0, -6.0, 6.0))
lines = [found.formulas[found.at(*place), 0] @ (*place, 1.0) for place in places]
told["regions"] = float(np.abs(np.array(lines) - logits).max())
told["onnx"] = b"Mul" in onnx_model(document, weights, "scale")

made = {}
exec(network_code(document), made)
flat = iter(slot.view(run.parameters) for slot in run.layout.parameters)
with torch.no_grad():
    for parameter in made["model"].parameters():
        parameter.copy_(torch.from_numpy(next(flat)))
    said = made["model"](torch.from_numpy(places.astype(np.float32))).numpy()[:, 0]
told["source"] = float(np.abs(said - logits).max())

again = document_from_dict(document_to_dict(document), None)
told["saved"] = again.network == document.network
told["cost"] = cost_of_delete(scale)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told():
    """What a process with the new kind found out."""
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_it_trains_in_the_fused_kernel_as_with_pytorch(told):
    assert told["covers"] is None
    assert told["learned"]
    assert told["steppers"] < 1e-4


@pytest.mark.parametrize("export", ["numpy", "source", "regions"])
def test_every_form_agrees_with_torch(told, export):
    assert told[export] < 1e-5


def test_it_is_written_into_onnx(told):
    assert told["onnx"]


def test_it_is_saved_and_opened(told):
    assert told["saved"]
