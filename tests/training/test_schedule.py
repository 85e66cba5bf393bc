"""When probes are taken, how finely and how much of the time: of all kinds alike, so toys stand for them."""

from dataclasses import dataclass

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.training.probes import schedule, table
from playground.training.probes.probe import COARSEST, Allowance, Coarseness, Probe
from playground.training.probes.request import Request
from playground.training.state.run import Run
from tests.support.probes import scheduler, taken

FRAME_S = 1 / 60


@pytest.fixture
def clock(monkeypatch):
    """Time in a list of one; work is what advances it."""
    now = [100.0]
    for name in ("perf_counter", "thread_time"):
        monkeypatch.setattr(schedule, name, lambda: now[0])
    return now


@pytest.fixture
def run():
    return Run(document_for("circle", (2,), count=20))


@dataclass(frozen=True, slots=True)
class Toy(Request[int]):
    name: str = "a"


@dataclass(frozen=True, slots=True)
class Side(Request[int]):
    side: int = 64


@pytest.fixture
def toy(monkeypatch, clock):
    """A kind whose results are numbered and take as long as `seconds` says."""

    class ToyProbe(Probe):
        ALLOWANCE = Allowance(share=0.1)
        seconds = 0.01

        def take(self, _run, _request, budget):
            clock[0] += self.seconds
            self.made.append(clock[0])
            return len(self.made)

    monkeypatch.setitem(table.PROBES, Toy, ToyProbe)
    ToyProbe.made = []
    return ToyProbe


def test_a_kind_keeps_to_its_share_of_the_time(toy, run, clock):
    taking = scheduler()
    while clock[0] < 110.0:
        taken(run, Toy(), by=taking, hurried=True)
        clock[0] += 0.001
    assert 90 <= len(toy.made) <= 101


def test_another_wish_and_a_pause_are_answered_at_once(toy, run):
    taking = scheduler()
    found = [taken(run, Toy(name), by=taking, hurried=hurried)[Toy] for name, hurried in (("a", True), ("b", True))]
    assert found == [1, 2]
    assert taken(run, Toy("b"), by=taking, hurried=True)[Toy] == 2
    assert taken(run, Toy("b"), by=taking)[Toy] == 3
    assert taken(run, Toy("b"), by=taking, unchanged=True)[Toy] == 3, "nothing has changed: it stays"


def test_what_nobody_asked_for_meanwhile_is_taken_anew(toy, run):
    """Else a panel that was closed while the network trained would open on what was."""
    taking = scheduler()
    taken(run, Toy(), by=taking, hurried=True)
    assert Toy not in taken(run, by=taking, hurried=True)
    assert taken(run, Toy(), by=taking, unchanged=True)[Toy] == 2


def test_another_time_is_another_result_but_of_what_is_read(toy, run):
    taking = scheduler()
    for is_read, number in ((False, 2), (True, 2)):
        toy.IS_READ = is_read
        taken(run, Toy(), by=taking, hurried=True)
        taking.renew()
        assert taken(run, Toy(), by=taking, hurried=True)[Toy] == number


def test_what_is_read_is_taken_ten_times_a_second(toy, run, clock):
    toy.seconds, toy.ALLOWANCE = 0.0, Allowance(share=0.05, rest_s=0.1)
    taking = scheduler()
    for _ in range(61):
        taken(run, Toy(), by=taking, hurried=True)
        clock[0] += FRAME_S
    assert 8 <= len(toy.made) <= 11


def test_an_error_leaves_nothing_that_looks_like_a_result(toy, run, monkeypatch):
    taking = scheduler()
    taken(run, Toy(), by=taking)
    with monkeypatch.context() as broken:
        broken.setattr(toy, "take", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            taken(run, Toy("b"), by=taking)
    assert taken(run, Toy("b"), by=taking, unchanged=True)[Toy] == 2


# ---- grids -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sized(monkeypatch, clock):
    """A kind whose result is its side in samples, and takes `seconds` where that is 64."""

    class SideProbe(Probe):
        ALLOWANCE = Allowance(share=1.0, budget_s=0.004)
        seconds = 0.0
        least, moving = 1, 1

        def coarseness(self, _run, _request):
            return Coarseness(self.least, self.moving)

        def take(self, _run, request, budget):
            side = request.side // budget.coarseness
            clock[0] += self.seconds * (side / request.side) ** 2
            return side

    monkeypatch.setitem(table.PROBES, Side, SideProbe)
    return SideProbe


def sides(run, clock, taking, frames):
    found = []
    for _ in range(frames):
        found.append(taken(run, Side(), by=taking, hurried=True)[Side])
        clock[0] += 1.0
    return found


def test_pictures_get_coarser_when_slow_and_finer_again(sized, run, clock):
    taking, sized.seconds = scheduler(), 0.4
    assert sides(run, clock, taking, 50)[-1] == 64 // COARSEST
    assert taken(run, Side(), by=taking)[Side] == 64, "paused there is time"
    sized.seconds = 0.001
    assert sides(run, clock, taking, 50)[-1] == 64


def test_a_cost_near_the_budget_does_not_flicker(sized, run, clock):
    taking, found = scheduler(), []
    for frame in range(200):
        sized.seconds = 0.0036 + 0.0008 * (frame % 2)
        found += sides(run, clock, taking, 1)
    assert np.count_nonzero(np.diff(found)) <= 1


def test_what_moves_is_rough_and_what_rests_is_fine(sized, run):
    taking, sized.moving = scheduler(), 2
    assert taken(run, Side(), by=taking, at_rest=False)[Side] == 32
    assert taking.is_rough
    assert taken(run, Side(), by=taking, unchanged=True)[Side] == 64
    assert not taking.is_rough
    assert taken(run, Side(), by=taking, at_rest=False, unchanged=True)[Side] == 64, "it was finer already"
    sized.least = 4
    assert taken(run, Side(32), by=taking)[Side] == 8, "too large a network is coarse even at rest"
    assert not taking.is_rough


# ---- in pieces -------------------------------------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch, clock):
    """A kind that takes 20 ms in 20 pieces, of which a frame has time for three."""

    class SlowProbe(Probe):
        ALLOWANCE = Allowance(share=0.1, budget_s=0.003, rest_s=0.05)

        def pieces(self, _run, _request, _budget):
            self.begun.append(clock[0])
            number = len(self.begun)
            for _ in range(20):
                clock[0] += 0.001
                yield None
            yield number

    monkeypatch.setitem(table.PROBES, Toy, SlowProbe)
    SlowProbe.begun = []
    return SlowProbe


def test_what_takes_long_is_made_a_piece_in_each_frame(slow, run, clock):
    taking = scheduler()
    assert taken(run, Toy(), by=taking, hurried=True)[Toy] == 1, "there is nothing to show yet: it is made at once"
    clock[0] += 0.3
    seen, longest = [], 0.0
    for _ in range(7):
        before = clock[0]
        seen.append(taken(run, Toy(), by=taking, hurried=True)[Toy])
        longest = max(longest, clock[0] - before)
    assert seen == [1] * 6 + [2]
    assert longest <= 0.003 + 1e-9
    assert taken(run, Toy(), by=taking, hurried=True)[Toy] == 2, "its share of the time is used up"
    assert len(slow.begun) == 2


def test_another_wish_does_not_wait_for_what_is_half_done(slow, run, clock):
    taking = scheduler()
    taken(run, Toy(), by=taking, hurried=True)
    clock[0] += 0.3
    assert taken(run, Toy(), by=taking, hurried=True)[Toy] == 1
    assert taken(run, Toy("b"), by=taking, hurried=True)[Toy] == 3
    assert taken(run, Toy("b"), by=taking)[Toy] == 4
