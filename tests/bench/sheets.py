"""What the refined sheet is worth and what it costs: `python -m tests.bench.sheets [ROUNDS]`, 40 by default.

Each network is trained, then drawn with a sheet of 56 x 56 equal cells and with the refined one, in turns. Printed are

- the corners of both;
- mean, 95th percentile and 99.5th percentile of the distance between the sheet and where the network puts its places,
  in pixels of a picture of 300, with equal cells and of the refined sheet as a part of that;
- the time of making spaces while training, and of the large picture: with equal cells in ms, and the refined sheet's
  as a part of it.
"""

import os
import sys
from dataclasses import replace
from time import thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from playground.app.launch import make_app
from playground.document.model import INPUT_UID
from playground.document.presets import document_for, first_document
from playground.render import contours, depth, raster
from playground.render.mesh import even_mesh
from playground.render.solid import Pose
from playground.training.headless import train
from playground.training.probes.forward import Forward
from playground.training.probes.layer_spaces.probe import LayerSpacesProbe
from playground.training.probes.layer_spaces.shown import on_plane
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.probe import Budget
from playground.training.probes.request import Results
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.training.state.run import Run
from playground.training.timeline.recorded_runs import RecordedRuns
from playground.training.timeline.timeline import Timeline
from playground.views.spaces.drawing.framing import fit_of
from playground.views.spaces.drawing.painting import LARGE, Scale, ShownParts
from playground.views.spaces.drawing.picture import picture
from playground.views.spaces.drawing.scene import SpaceScene
from playground.views.spaces.view import MAIN_CELLS, STRIP_CELLS
from playground.widgets.theme import DARK

EQUAL_CELLS, SIDE, SETTLE = 56, 300, 14


class EqualCells:
    """Takes the place of the refinement: as many equal cells as ever."""

    is_new = False

    def mesh(self, _cells, _most):
        """The same one always."""
        return even_mesh(EQUAL_CELLS)

    def follow(self, _places, _seen):
        """Nothing changes."""
        return 0.0


def cases():
    """Name, document, epochs, which hidden layer is looked at."""
    first = first_document()

    def of(generator, units, activation, rate, **options):
        made = document_for(generator, units, **options)
        network = tuple(replace(layer, activation=activation) for layer in made.network)
        return replace(made, network=network, training=replace(made.training, learning_rate=rate))

    yield "spiral 8-8 tanh, 1", first, 800, 1
    yield "spiral 8-8 tanh, 2", first, 800, 2
    yield "spiral 8-8 ReLU, 2", of("spiral", (8, 8), "relu", 0.02), 500, 2
    yield "disc 4-2 ReLU, 2", of("disc-in-ring", (4, 2), "relu", 0.03), 300, 2
    yield "disc 2-3 ReLU, 2", of("disc-in-ring", (2, 3), "relu", 0.03), 300, 2
    yield "disc 3 tanh, 1", of("disc-in-ring", (3,), "tanh", 0.03), 300, 1
    yield "five arms 8x6 tanh, 4", of("spirals", (8,) * 6, "tanh", 0.01, parameter=5), 500, 4
    yield "xor 4-2 tanh, 2", of("xor", (4, 2), "tanh", 0.03), 200, 2


class Looked:
    """One network with one kind of sheet."""

    def __init__(self, document, parameters, hidden, refined):
        self.run, self.probe = Run(document), LayerSpacesProbe(Forward(), RecordedRuns(Timeline()))
        self.run.parameters[:] = parameters
        uids = (INPUT_UID, *(layer.uid for layer in document.network), 0)
        cells = MAIN_CELLS if refined else EQUAL_CELLS
        self.uid = uids[hidden]
        self.request = LayerSpaces((self.uid,), main=self.uid, cells=cells, strip_cells=STRIP_CELLS)
        if not refined:
            self.probe._memory.sheet = EqualCells()
        for _ in range(SETTLE):
            self.spaces()

    def spaces(self):
        """What the trainer makes of one frame."""
        self.made = self.probe.take(self.run, self.request, Budget(hurried=True))
        return self.made.spaces[0]

    def picture(self):
        """What the window makes of it."""
        results = Results({LayerSpaces: self.made})
        snapshot = Snapshot(0, self.run.document, 1, 1, {}, TrainerState.TRAINING, results)
        frame = SpaceScene(snapshot, DARK)
        frame.look_from(Pose(0.6, 0.45))
        space = frame.space(self.uid)
        return picture(space, frame.colours(space), ShownParts(), Scale(LARGE, SIDE, 1.0))

    def errors(self):
        """Pixels between the sheet and where the network puts many places of each triangle, and their areas."""
        space, kept = self.spaces(), self.probe._memory._kept[self.uid].shown[0]
        shares = np.random.default_rng(0).dirichlet((1.0, 1.0, 1.0), (8, len(space.mesh.triangles)))
        places = np.einsum("rtj,tjd->rtd", shares, on_plane(space.mesh)[space.mesh.triangles])
        uids = (self.uid,)
        inputs = np.ascontiguousarray(places.reshape(-1, 2), self.run.dtype)
        rows = self.probe._forward.layers(self.run, inputs, uids)[0].T.astype(np.float64)
        true = (rows @ kept.axes - kept.offset).reshape(*places.shape[:2], -1)
        straight = np.einsum("rtj,tjd->rtd", shares, space.sheet[space.mesh.triangles].astype(np.float64))
        half = fit_of(space).half[: true.shape[-1]]
        away = np.linalg.norm((true - straight) / half, axis=-1) * (SIDE / 2.0 - LARGE.margin)
        return away.ravel(), np.tile(space.mesh.areas() / space.mesh.size**2, 8)


def spread(looked):
    """Mean, 95th and 99.5th percentile over the plane."""
    away, areas = looked.errors()
    order = np.argsort(away)
    parts = np.cumsum(areas[order]) / areas.sum()
    ranks = [away[order[np.searchsorted(parts, part)]] for part in (0.95, 0.995)]
    return np.array([away @ areas / areas.sum(), *ranks])


def times(pair, rounds):
    """Median ms of spaces and picture for both, in turns: spaces, picture by kind, (2, 2)."""
    spent = np.zeros((rounds, 2, 2))
    for round_ in range(rounds):
        for kind, looked in enumerate(pair):
            for part, work in enumerate((looked.spaces, looked.picture)):
                start = thread_time()
                work()
                spent[round_, kind, part] = 1000.0 * (thread_time() - start)
    return np.array([spent[:, :, 0].mean(axis=0), np.median(spent[:, :, 1], axis=0)])


def main(rounds="40"):
    """Print the figures."""
    make_app()
    for one in (raster, depth, contours):
        one.prepare()
    sys.stdout.write(f"{'':24} {'corners':>11} {'mean px':>14} {'95 %':>14} {'99.5 %':>14}"
                     f" {'spaces ms':>14} {'picture ms':>14}\n")  # fmt: skip
    for name, document, epochs, hidden in cases():
        parameters = train(document, epochs=epochs, device="cpu").checkpoint.parameters
        pair = [Looked(document, parameters, hidden, refined) for refined in (False, True)]
        equal, refined = (spread(looked) for looked in pair)
        counts = [len(looked.made["spaces"][0].sheet) for looked in pair]
        cells = [(old, new / max(old, 1e-9)) for old, new in zip(equal, refined, strict=True)]
        cells += [(old, new / old) for old, new in times(pair, int(rounds))]
        sys.stdout.write(f"{name:24} {counts[0]:5} {counts[1]:5}" + "".join(f" {a:7.3f} x{b:5.2f}" for a, b in cells))
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:2])
