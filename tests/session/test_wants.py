"""What views ask for reaches the trainer once a change, however many of them follow it."""

import numpy as np
import pytest

from playground.layers import Flatten
from playground.session.session import Session
from playground.session.wants import Wants
from playground.training.loop.trainer import Trainer
from playground.training.probes.activations import Activations
from playground.training.probes.plane.output_map import OutputMap
from tests.support.picture_network import picture_document

OLD, NEW = Activations((0.0,)), Activations((1.0,))


@pytest.fixture
def told():
    return []


@pytest.fixture
def wants(told):
    return Wants(told.append)


def test_every_change_is_told_and_the_same_again_is_not(wants, told):
    wants.want("pad", (OLD,))
    wants.want("pad", (OLD,))
    wants.want("map", (OutputMap((4, 4)),))
    wants.want("pad", ())
    assert told == [(OLD,), (OLD, OutputMap((4, 4))), (OutputMap((4, 4)),)]
    assert wants.wanted("map") == wants.wanted() == (OutputMap((4, 4)),)


def test_what_several_ask_for_together_is_told_once_at_the_end(wants, told):
    wants.want("pad", (OLD,))
    wants.want("network", (OLD,))
    told.clear()
    with wants.together(), wants.together():
        wants.want("network", (NEW,))
        wants.want("pad", (NEW,))
        assert told == []
    with wants.together():
        wants.want("pad", (NEW,))
    assert told == [(NEW,)]


def test_an_error_within_does_not_keep_it_quiet(wants, told):
    def fail():
        with wants.together():
            wants.want("pad", (NEW,))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    wants.want("pad", (OLD,))
    assert told == [(NEW,), (OLD,)]


def test_views_that_follow_the_picture_at_hand_never_ask_for_the_one_of_before(qapp, monkeypatch, told):
    monkeypatch.setattr(Trainer, "request", lambda _trainer, requests: told.append(requests))
    session = Session(picture_document(Flatten()))
    for view in ("network", "pad"):
        session.selection.picture_changed.connect(
            lambda view=view: session.want(view, Activations(tuple(session.selection.picture.reshape(-1).tolist())))
        )
    for ink in (0.25, 0.5):
        session.selection.draw(np.full(session.selection.picture.shape, ink))
    assert [requests[0].sample[0] for requests in told] == [0.25, 0.5]
    session.close()
