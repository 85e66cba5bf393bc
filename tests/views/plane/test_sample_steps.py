"""Steps between samples on the map: arrows that other panels have drawn, and that change nothing else."""

import numpy as np

from playground.document import edits_data
from playground.session.selection import SampleStep
from tests.support.output_panel import picture, send, snapshot
from tests.support.rows import rows_document


def changed(session, view, *steps):
    """How many bytes of the panel's picture a few steps change."""
    session.selection.show_steps()
    before = picture(view)
    session.selection.show_steps(*steps)
    return int((picture(view) != before).sum())


def test_a_step_is_an_arrow_and_a_far_one_ends_in_a_ring(open_view):
    session, view = open_view()
    send(session, snapshot(session))
    before = picture(view)
    way = ((-2.0, -2.0), (2.0, 1.0))
    arrow, ring = changed(session, view, SampleStep(*way)), changed(session, view, SampleStep(*way, is_far=True))
    assert 0 < arrow < ring
    session.selection.show_steps()
    np.testing.assert_array_equal(picture(view), before)


def test_a_step_to_where_one_is_has_a_ring_alone(open_view):
    session, view = open_view()
    send(session, snapshot(session))
    assert changed(session, view, SampleStep((1.0, 1.0), (1.0, 1.0))) == 0
    assert changed(session, view, SampleStep((1.0, 1.0), (1.0, 1.0), is_far=True)) > 0


def test_in_a_table_it_is_seen_along_the_two_columns_of_the_map(open_view):
    session, view = open_view(rows_document())
    section = session.selection.section
    here, across, aside = np.zeros(5), np.zeros(5), np.zeros(5)
    across[section.across] = 3.0
    aside[next(column for column in range(5) if column not in {section.across, section.up})] = 3.0
    assert changed(session, view, SampleStep(tuple(here), tuple(across))) > 0
    assert changed(session, view, SampleStep(tuple(here), tuple(aside))) == 0


def test_steps_of_other_samples_are_let_go(open_view):
    session, _ = open_view()
    session.selection.show_steps(SampleStep((0.0, 0.0), (1.0, 1.0)))
    session.edit("Clear", edits_data.clear_points)
    assert session.selection.steps, "samples of the same columns may still be where they were"
    session.edit("Table", lambda _: rows_document())
    assert not session.selection.steps
