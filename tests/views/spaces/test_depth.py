"""Spaces in depth, the exact way between two, and one point or a region in all of them at once."""

from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.render import depth, raster
from playground.render.solid import Pose
from playground.session.session import Session
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.state.run import Run
from playground.views.spaces import HiddenView
from playground.views.spaces.drawing.bars import MOST_BARS, bar_heights
from playground.views.spaces.drawing.framing import crossing, fit_of, framed
from playground.views.spaces.drawing.scene import SpaceScene
from playground.views.spaces.journey import snapped
from playground.views.spaces.turntable import STEP_S, Turntable
from playground.widgets import theme
from tests.support.probes import arrive, scheduler, taken
from tests.support.space_panel import arrived, choose, click, inside, pose, shown, wells

POSE = Pose(0.7, 0.4)


@pytest.fixture(scope="module", autouse=True)
def compiled():
    raster.prepare()
    depth.prepare()


class Panel:
    """A panel and a network that answers what it asks for."""

    def __init__(self, qtbot, widths, preset="circle", **options):
        self.session = Session(document_for(preset, widths, count=60))
        self.view = HiddenView(self.session)
        qtbot.addWidget(self.view)
        self.view.resize(744, 360)
        self.view.show()
        QApplication.processEvents()  # the header's controls get their places
        self.uids = [layer.uid for layer in self.session.document.network]
        self.run, self.scheduler = Run(self.session.document), scheduler()
        self.feed()

    @property
    def wells(self):
        return wells(self.view)

    def feed(self):
        arrive(self.session, taken(self.run, *self.session.wanted(), by=self.scheduler))

    def choose(self, view):
        choose(self.view, "View", view)
        self.feed()

    def pixels(self, well=None):
        image = (well or inside(self.view).large).grab().toImage()
        return bytes(image.constBits())


@pytest.fixture
def panel(qtbot):
    made = []

    def make(*widths, **options):
        made.append(Panel(qtbot, widths, **options))
        return made[-1]

    yield make
    for one in made:
        one.session.close()


def spins(view):
    """Whether it turns while time passes."""
    before = pose(view)
    view.advance(perf_counter() + 1.0)
    return pose(view) != before


def drag(widget, start, end, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, modifier, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(widget, start + (end - start) * share)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, modifier, end)


# ---- the way between two spaces ------------------------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(2, 3, 2, 1), (8, 3), (3, 8, 2)])
@pytest.mark.parametrize("view", ["auto", "pca", "pca3", "lda"])
def test_the_way_begins_and_ends_with_the_pictures_of_the_spaces(widths, view):
    document = document_for("circle", widths, count=40)
    run, taking = Run(document), scheduler()
    uids = [INPUT_UID, *(layer.uid for layer in document.network), 0]
    for first, second in pairwise(uids):
        asked = LayerSpaces(tuple(uids), main=first, towards=second, cells=12, strip_cells=6, view=view)
        found = {space.uid: space for space in taken(run, asked, by=taking)[LayerSpaces].spaces}
        ends = fit_of(found[first]), fit_of(found[second])
        bridge = found[first].bridge
        for share, uid in ((1e-9, first), (1.0 - 1e-9, second)):
            real, near = framed(found[uid], POSE), crossing(bridge, found[first].mesh, ends, share, POSE)
            np.testing.assert_allclose(near.points[:, :2], real.points[:, :2], atol=1e-4)
            np.testing.assert_allclose(near.sheet[..., :2], real.sheet[..., :2], atol=1e-3)


def test_every_moment_of_a_way_is_drawn_and_named(panel):
    one = panel(3, 2, 1)
    one.run.parameters += 0.1  # biases begin as zeros, and what does not move is no leg
    words = set()
    for position in np.arange(0.07, 3.0, 0.15):
        one.view.move_to(float(position))
        one.feed()
        one.view.grab()
        words.add(inside(one.view).large.words()[1].split(": ")[-1])
        assert inside(one.view).strip.slider.legs()
    assert {"through the weights", "adding the bias", "through the activation"} <= words
    one.view.move_to(1.0)
    assert inside(one.view).strip.slider.legs() == ()


def test_the_slider_snaps_to_where_legs_meet():
    assert snapped(1.61, (0.45, 0.6)) == pytest.approx(1.6)
    assert snapped(1.52, (0.45, 0.6)) == 1.52
    assert snapped(1.98, (0.45, 0.6)) == 2.0


# ---- depth ---------------------------------------------------------------------------------------------------------


def test_dragging_turns_a_space_in_depth_and_arrows_too(panel):
    one = panel(3)
    large = inside(one.view).large
    pixels, before = one.pixels(), pose(one.view)
    drag(large, QPoint(100, 150), QPoint(180, 160))
    assert pose(one.view)[0] > before[0]
    assert one.pixels() != pixels
    assert one.session.selection.points is None
    before = pose(one.view)
    QTest.keyClick(large, Qt.Key.Key_Left)
    assert pose(one.view)[0] < before[0]
    assert "turn" in large.toolTip()


def test_a_flat_space_does_not_turn(panel):
    one = panel(2)
    before = pose(one.view)
    QTest.keyClick(inside(one.view).large, Qt.Key.Key_Left)
    assert pose(one.view) == before
    assert inside(one.view).large.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_double_click_lets_it_turn_by_itself_but_not_with_reduced_motion(panel, monkeypatch):
    one = panel(3)
    large = inside(one.view).large
    QTest.mouseDClick(large, Qt.MouseButton.LeftButton, pos=QPoint(150, 150))
    assert spins(one.view)
    large.turned.emit(0.1, 0.0)
    assert not spins(one.view)
    monkeypatch.setattr("playground.views.spaces.view.reduced_motion", lambda: True)
    large.spin_asked.emit()
    assert not spins(one.view)


def test_a_turntable_moves_with_time_and_not_more_often_than_needed():
    table = Turntable()
    assert not table.advance(5.0)
    table.toggle(0.0, allowed=True)
    yaw = table.pose.yaw
    assert not table.advance(0.5 * STEP_S)
    assert table.advance(2.0 * STEP_S)
    assert table.pose.yaw != yaw
    table.toggle(1.0, allowed=True)
    assert not table.spins


@pytest.mark.parametrize("shown", [theme.DARK, theme.LIGHT], ids=lambda shown: shown.name)
@pytest.mark.parametrize("view", ["pca3", "units3", "lda"])
def test_views_of_a_wide_layer_are_drawn(panel, qapp, shown, view):
    theme.apply_theme(qapp, shown)
    one = panel(8)
    before = one.pixels()
    one.choose(view)
    assert one.pixels() != before
    assert arrived(one.session)[one.uids[0]].view == view
    assert one.session.wanted("hidden")[0].units == ((0, 1, 2) if view == "units3" else (0, 1))
    theme.apply_theme(qapp, theme.DARK)


def test_frozen_axes_hold_picture_and_scale_still(panel):
    one = panel(8)
    one.choose("pca")
    uid = one.uids[0]
    click(one.view, "Freeze axes")
    one.feed()
    before, drawn = arrived(one.session)[uid].points, shown(one.view, one.session, uid).points
    known = np.column_stack([before, np.ones(len(before))])
    into_picture = np.linalg.lstsq(known, drawn, rcond=None)[0]
    one.run.parameters *= 3.0
    one.feed()
    after, now = arrived(one.session)[uid].points, shown(one.view, one.session, uid).points
    assert one.session.wanted("hidden")[0].is_frozen
    np.testing.assert_allclose(now, np.column_stack([after, np.ones(len(after))]) @ into_picture, atol=1e-6)
    assert np.abs(now).max() > np.abs(drawn).max()


# ---- one point, one region, one neuron -----------------------------------------------------------------------------


def test_a_point_under_the_pointer_lights_up_in_every_space_with_its_activations(panel):
    one = panel(3, 5)
    large = inside(one.view).large
    place = large.places()[4]
    QTest.mouseMove(large, QPoint(round(place[0]), round(place[1])))
    lit = one.session.selection.lit
    assert lit is not None
    one.feed()
    assert [well.lit for well in one.wells] == [lit] * 5
    assert [len(well.bars) for well in one.wells[2:]] == [3, 5, 1]
    before = one.pixels()
    one.session.selection.light(None)
    assert {well.lit for well in one.wells} == {None}
    assert one.pixels() != before


def test_bars_are_true_up_to_one_and_scaled_together_beyond():
    np.testing.assert_allclose(bar_heights(np.array([0.5, -1.0])), [0.5, -1.0])
    np.testing.assert_allclose(bar_heights(np.array([2.0, -4.0])), [0.5, -1.0])
    assert len(bar_heights(np.zeros(100))) == MOST_BARS
    assert np.isfinite(bar_heights(np.array([np.nan, np.inf]))).all()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_rectangle_selects_the_same_points_everywhere(panel, place):
    one = panel(2, 3)
    well = one.wells[place]
    places, shift = well.places(), Qt.KeyboardModifier.ShiftModifier
    before = [one.pixels(each) for each in one.wells]
    start, end = QPoint(4, 4), QPoint(well.side() // 2, well.side() - 4)
    drag(well, start, end, shift)
    corners = np.array([[start.x(), start.y()], [end.x(), end.y()]])
    within = ((places >= corners[0]) & (places <= corners[1])).all(axis=1)
    np.testing.assert_array_equal(one.session.selection.points, within)
    assert all(one.pixels(each) != old for each, old in zip(one.wells, before, strict=True))
    inside(one.view).large.brushed.emit(None)
    assert one.session.selection.points is None


def test_a_click_lets_the_selected_points_go_in_depth_too(panel):
    one = panel(3)
    one.session.selection.select_points(np.arange(60) < 20)
    drag(inside(one.view).large, QPoint(100, 150), QPoint(150, 150))
    assert one.session.selection.points is not None
    QTest.mouseClick(inside(one.view).large, Qt.MouseButton.LeftButton)
    assert one.session.selection.points is None


def test_a_click_on_a_small_space_still_chooses_it(panel):
    one = panel(2, 3)
    QTest.mouseClick(inside(one.view).strip.wells[0], Qt.MouseButton.LeftButton)
    assert one.session.selection.space == INPUT_UID
    assert one.session.selection.points is None


def test_the_line_of_a_pinned_neuron_is_drawn_in_the_spaces_up_to_its_own(panel):
    one = panel(2, 3)
    before = [one.pixels(each) for each in one.wells[1:]]
    one.session.selection.pin(NeuronAddress(one.uids[0], 1))
    one.feed()
    after = [one.pixels(each) for each in one.wells[1:]]
    drawn = [shown(one.view, one.session, uid).unit_boundary is not None for uid in (INPUT_UID, *one.uids, 0)]
    assert drawn == [True, True, False, False]
    assert [old != new for old, new in zip(before, after, strict=True)][:2] == [True, True]
    for position, carried in ((0.5, True), (1.5, False)):
        one.view.move_to(position)
        one.feed()
        assert (inside(one.view).large.space.unit_boundary is not None) == carried


def test_what_a_layer_does_to_the_plane_stands_in_its_tooltip(panel):
    one = panel(2, 3)
    tips = [well.toolTip() for well in inside(one.view).strip.wells]
    assert "folded over" in tips[1]
    assert "stretched up to" in tips[1]
    assert "folded" not in tips[2]
    assert "stretched" not in tips[0]


def test_a_mask_of_other_points_selects_nothing(panel):
    one = panel(2)
    frame = SpaceScene(one.session.snapshot, theme.DARK)
    assert frame.dataset_mask(np.ones(3, np.bool_), 60) is None
    assert frame.dataset_mask(np.ones(60, np.bool_), 61) is None
    assert frame.dataset_mask(np.ones(60, np.bool_), 60).all()
