"""Pictures as PNG, SVG and PDF: of the real window, shapes where there are shapes, and alike in all formats."""

import base64
import re
import zlib
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from playground.app.appearance import worn
from playground.app.commands.render import VIEWS as COMMAND_VIEWS
from playground.app.pictures.choices import PictureChoices, choices_from
from playground.app.pictures.files import IN_VECTORS, image_of_page, pdf_of_page, svg_of_page
from playground.app.pictures.page import page_of
from playground.app.pictures.views import VIEWS, Subject, why_not
from playground.training.probes.stills import Stills
from playground.widgets.theme import DARK, LIGHT, current
from tests.app.test_time_travel import lived

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
PANELS, PARTS = ("network", "boundary", "loss"), ("map", "space", "curves")


@pytest.fixture
def trained(make_window, qtbot):
    window = make_window("circle")
    lived(window, qtbot)
    return Subject(window, window.docks)


def pixels(image):
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].astype(np.int16)


def rendered(svg, size):
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


def streams_of(pdf):
    """The contents of a PDF, unpacked."""
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(packed))
        except zlib.error:
            continue
    return found


@pytest.mark.parametrize("keys", [PANELS, PARTS, ("window",), ("strip", "graph")])
def test_the_svg_is_the_picture_again(trained, keys):
    page = page_of(trained, keys)
    svg = svg_of_page(page, "Circle")
    root = ET.fromstring(svg)  # well formed
    assert (root.get("width"), root.get("height")) == (str(page.size.width()), str(page.size.height()))
    difference = np.abs(pixels(rendered(svg, page.size)) - pixels(image_of_page(page, 1)))
    # Qt's renderer cuts nothing off, so that what clips hide counts as well.
    assert difference.mean() < 2.0
    assert (difference > 96).mean() < 0.01


def test_lines_points_and_words_are_shapes_and_pictures_no_larger_than_needed(trained):
    page = page_of(trained, PANELS)
    svg = svg_of_page(page, "Circle").decode()
    root = ET.fromstring(svg)
    shapes = [one for kind in ("path", "circle", "rect", "polyline") for one in root.iter(SVG + kind)]
    assert len(shapes) > 300
    assert not list(root.iter(SVG + "text"))
    words = {path.get("aria-label") for path in root.iter(SVG + "path")}
    assert {"Network", "Output", "Inputs", "epoch", "Test loss"} <= words
    sides = []
    for image in root.iter(SVG + "image"):
        made = QImage.fromData(base64.b64decode(image.get(XLINK).partition(",")[2]))
        sides.append(max(made.width(), made.height()))
    largest = max(page.size.width(), page.size.height())
    assert sides
    assert max(sides) <= IN_VECTORS * largest
    assert max(sides) >= IN_VECTORS * 200  # the decision map


def test_what_is_cut_off_is_cut_off_where_it_is(trained):
    """A clip lies in the coordinates of the file, round what it cuts, and stands round groups, not in them."""
    page = page_of(trained, PARTS)
    root = ET.fromstring(svg_of_page(page, ""))
    clips = {clip.get("id"): clip[0].get("d") for clip in root.iter(SVG + "clipPath")}
    used = [group.get("clip-path") for group in root.iter(SVG + "g") if group.get("clip-path")]
    assert used
    assert {name[5:-1] for name in used} <= set(clips)
    for cell in page.cells:
        box = cell.box
        inside = [
            path
            for path in clips.values()
            if all(
                box.left() - 1 <= float(x) <= box.right() + 2 and box.top() - 1 <= float(y) <= box.bottom() + 2
                for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)
            )
        ]
        assert inside, cell.view.title
    transforms = {group.get("clip-path"): group.get("transform") for group in root.iter(SVG + "g")}
    assert all(transforms[name] is None for name in used)


def test_the_pdf_has_shapes_and_its_fonts_and_pictures_without_loss(trained):
    page = page_of(trained, PANELS)
    pdf = pdf_of_page(page, "Circle", width_mm=180)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    width, height = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert width == pytest.approx(180 / 25.4 * 72, abs=1.0)
    assert height / width == pytest.approx(page.size.height() / page.size.width(), rel=0.01)
    assert pdf.count(b"/FontFile2") >= 2
    assert b"Inter" in pdf
    assert b"DCTDecode" not in pdf
    drawn = max(streams_of(pdf), key=lambda one: one.count(b" l\n") + one.count(b" c\n"))
    assert drawn.count(b" l\n") + drawn.count(b" c\n") > 500
    assert drawn.count(b" Tj") + drawn.count(b" TJ") > 20


def test_figures_in_a_pdf_can_be_found(trained):
    """Every letter that is used stands for a character: none is a variant that only the font knows."""
    pdf = pdf_of_page(page_of(trained, ("curves", "map")), "")
    written = re.findall(rb"\[((?:<[0-9A-F]{4}> ?)+)\]", pdf)
    codes = {int(code, 16) for row in written for code in re.findall(rb"<([0-9A-F]{4})>", row)}
    assert {ord(letter) for letter in "024epochxy\N{MINUS SIGN}"} <= codes
    assert 0 not in codes


def test_three_times_the_pixels_are_sharper_and_not_only_larger(trained):
    page = page_of(trained, ("map",))
    small, large = image_of_page(page, 1), image_of_page(page, 3)
    assert large.size() == small.size() * 3
    assert large.dotsPerMeterX() == pytest.approx(3 * small.dotsPerMeterX(), abs=2)
    smooth = Qt.TransformationMode.SmoothTransformation
    same = np.abs(pixels(large.scaled(small.size(), mode=smooth)) - pixels(small))
    blown_up = np.abs(pixels(small.scaled(large.size(), mode=smooth)) - pixels(large))
    assert same.mean() < 2.0
    assert (same > 96).mean() < 0.3 * (blown_up > 96).mean()


def test_views_on_a_page_fill_it_without_gaps(trained):
    page = page_of(trained, (*PANELS, "hidden"))
    columns = {}
    for cell in page.cells:
        columns.setdefault(cell.box.left(), []).append(cell.box)
    assert len(columns) == 2
    for boxes in columns.values():
        assert boxes[0].top() == 0
        assert boxes[-1].bottom() == page.size.height() - 1
        assert all(lower.top() - upper.bottom() - 1 == 8 for upper, lower in pairwise(boxes))
        assert len({box.width() for box in boxes}) == 1


def test_parts_stand_side_by_side_in_any_size(trained):
    page = page_of(trained, PARTS, QSize(1200, 400))
    assert page.size == QSize(1200, 400)
    assert [cell.view.title for cell in page.cells] == ["Decision map", "Large space", "Loss curves"]
    assert {cell.box.height() for cell in page.cells} == {400}
    assert page.only_parts
    assert image_of_page(page, 1).size() == page.size


def settle(window, qtbot):
    """Wait until the trainer has nothing more to show: views take what is newest when they change their theme."""
    session, seen = window.session, []

    def is_still():
        seen.append(session.snapshot)
        (wanted,) = session.wanted("film")
        developed = set(wanted.numbers) <= set(session.snapshot.get(Stills) or ())
        return developed and len(seen) > 25 and all(one is seen[-1] for one in seen[-25:])

    qtbot.waitUntil(is_still, timeout=20_000)


def test_taking_a_picture_leaves_the_window_as_it_was(trained, qtbot):
    settle(trained.window, qtbot)
    with worn("light"):
        pass  # the film of the past takes newer frames for another theme
    before, sizes = trained.window.grab().toImage(), {key: dock.widget().size() for key, dock in trained.docks.items()}
    for keys in (PANELS, PARTS):
        with worn("light"):
            svg_of_page(page_of(trained, keys, QSize(900, 500)), "")
    assert {key: dock.widget().size() for key, dock in trained.docks.items()} == sizes
    assert current() is DARK
    difference = np.abs(pixels(trained.window.grab().toImage()) - pixels(before))
    assert difference.mean() < 0.05


def test_the_other_theme_is_worn_for_a_moment(trained):
    with worn("light"):
        assert current() is LIGHT
        light = pixels(image_of_page(page_of(trained, ("map",)), 1))
    assert current() is DARK
    dark = pixels(image_of_page(page_of(trained, ("map",)), 1))
    assert light[0, 0] > 240
    assert dark[0, 0] < 40


def test_a_past_moment_is_taken_as_it_is_shown(trained, qtbot):
    session = trained.window.session
    now = svg_of_page(page_of(trained, ("map",)), "")
    with qtbot.waitSignal(session.snapshot_arrived, timeout=20_000, check_params_cb=lambda one: one.moment is not None):
        session.time.show(session.time.timeline.moments[0])
    assert svg_of_page(page_of(trained, ("map",)), "") != now


def test_every_view_is_a_name_of_the_command_line():
    assert tuple(VIEWS) == COMMAND_VIEWS


def test_what_is_closed_says_why_it_cannot_be_taken(trained):
    assert why_not("inside", trained) == "Inside is closed: Ctrl+9 opens it."
    assert why_not("map", trained) == ""


def test_choices_are_remembered_and_bad_ones_are_not():
    choices = PictureChoices(("network", "map"), "pdf", 3, "light", carries=False)
    assert choices_from(choices.to_text()) == choices
    for text in ("", "[]", "{", '{"views": 3, "form": "exe", "scale": 99, "colours": {}}', '{"views": ["none"]}'):
        assert choices_from(text) == PictureChoices()


def test_the_window_stands_alone():
    assert PictureChoices().with_view("map", on=True).views == ("map",)
    assert PictureChoices(("map", "loss")).with_view("window", on=True).views == ("window",)
    assert PictureChoices(("map",)).with_view("loss", on=True).views == ("loss", "map")
    assert PictureChoices(("map",)).with_view("map", on=False).views == ()
