"""How long a gap of edges takes, by the raster and by QPainter: `python -m tests.bench.edges [FOLDER for pictures]`."""

import os
import sys
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen

from playground.render import raster_edges

WIDTH, HEIGHT, GAP = 744, 444, 120
REPEATS = 15


def gap(count, ratio, seed=0):
    """Edges of a gap between two columns of neurons, weakest first, in device pixels."""
    rng = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(count)))
    rows = np.linspace(20, HEIGHT - 20, side)
    left = rng.permutation(np.stack(np.meshgrid(rows, rows), axis=-1).reshape(-1, 2))[:count]
    x = (WIDTH - GAP) / 2
    starts = np.stack([np.full(count, x), left[:, 0]], axis=1) * ratio
    ends = np.stack([np.full(count, x + GAP), left[:, 1]], axis=1) * ratio
    strength = np.sort(np.abs(rng.normal(0.0, 1.0, count)))
    widths = (0.6 + 4.4 * np.tanh(strength / 2.6)) * ratio
    opacities = 0.14 + 0.72 * np.tanh(strength / 1.6)
    colours = np.where(rng.random(count)[:, None] < 0.5, (240, 130, 40), (60, 130, 240)).astype(np.uint8)
    return starts, ends, widths, colours, opacities


def paint(starts, ends, widths, colours, opacities, image):
    """The same by QPainter."""
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lines = (starts.tolist(), ends.tolist(), widths.tolist(), colours.tolist(), opacities.tolist())
    for (x0, y0), (x1, y1), width, rgb, opacity in zip(*lines, strict=True):
        path = QPainterPath(QPointF(x0, y0))
        path.cubicTo(QPointF((x0 + x1) / 2, y0), QPointF((x0 + x1) / 2, y1), QPointF(x1, y1))
        colour = QColor(*rgb)
        colour.setAlphaF(opacity)
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawPath(path)
    painter.end()


def milliseconds(work):
    """Median of `REPEATS` calls."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        times.append(1000 * (perf_counter() - start))
    return median(times)


def say(line):
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(folder=None):
    """Print a table; leave both pictures in a folder where one is named."""
    application = QGuiApplication([])
    raster_edges.prepare()
    say(f"{'curves':>6} {'ratio':>5} {'QPainter ms':>12} {'raster ms':>10} {'times':>6} {'mean difference':>16}")
    for count in (100, 400, 1600):
        for ratio in (1, 2):
            curves = gap(count, ratio)
            pixels = np.empty((HEIGHT * ratio, WIDTH * ratio, 4), np.uint8)
            image = QImage(WIDTH * ratio, HEIGHT * ratio, QImage.Format.Format_ARGB32_Premultiplied)
            slow = milliseconds(partial(paint, *curves, image))
            fast = milliseconds(partial(raster_edges.draw_curves, *curves, pixels))
            painted = np.frombuffer(image.constBits(), np.uint8).reshape(pixels.shape)
            covered = painted.any(axis=2) | pixels.any(axis=2)
            off = np.abs(painted[covered].astype(int) - pixels[covered]).mean()
            say(f"{count:>6} {ratio:>5} {slow:>12.1f} {fast:>10.2f} {slow / fast:>6.1f} {off:>16.2f}")
            if folder is not None:
                own = QImage(pixels.data, image.width(), image.height(), 4 * image.width(), image.format())
                image.save(str(Path(folder) / f"qpainter-{count}-{ratio}.png"))
                own.save(str(Path(folder) / f"raster-{count}-{ratio}.png"))
    application.quit()


if __name__ == "__main__":
    main(*sys.argv[1:2])
