"""The doctor: names what is wrong with a proved cure, is silent where nothing is, and says what it does not look at."""

import json
from concurrent.futures import Future
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from playground.app.cli import main
from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.experiments.doctor import FINDINGS
from playground.experiments.doctor.base import Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.contradicting_labels import outvoted
from playground.experiments.doctor.examination import examine, suspicions
from playground.experiments.doctor.observation import observed
from playground.experiments.doctor.trial import Trial
from playground.experiments.experiment import ExperimentControl
from playground.experiments.statistics import share_of
from playground.experiments.tiles import run_tile
from playground.experiments.workers import ThreadWorkers
from playground.interop.sources import open_source
from playground.storage.codec import document_to_dict
from tests.support.broken_runs import BROKEN, HEALTHY, healthy

EPOCHS = 300


@pytest.fixture
def workers():
    made = ThreadWorkers(1)
    yield made
    made.close()


def test_there_is_a_broken_run_for_every_finding():
    assert set(BROKEN) == set(FINDINGS)


def test_at_least_eleven_of_twelve_are_named_first(workers):
    named = {}
    for key, make in BROKEN.items():
        found = examine(observed(make(), EPOCHS), workers).diagnosis
        named[key] = None if found is None else found.finding.key
        if found is not None:
            assert found.trial.is_proof
            assert f"{found.trial.cured.count} of 16 runs" in found.proof
            assert found.proof.endswith(f"as it is, {found.trial.present.count}.")
            assert found.after is not None
    wrong = {key: name for key, name in named.items() if key != name}
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_said_of_a_healthy_run(name, workers):
    report = examine(observed(healthy(name), EPOCHS), workers)
    assert report.diagnosis is None
    assert report.is_whole


def test_what_no_cure_helps_is_not_said(workers):
    document = document_for("xor", (4,), count=80)
    random = np.random.default_rng(0)
    data = document.dataset
    document = replace(document, dataset=replace(data, targets=random.integers(0, 2, len(data))))
    document = change_training(document, l2=1.0)
    report = examine(observed(document, 100), workers)
    assert report.diagnosis is None
    assert "plateau" in report.unproved


def test_what_nobody_wants_to_hear_is_not_tried(workers):
    seen = observed(BROKEN["plateau"](), 100)
    assert [finding.key for finding, _ in suspicions(seen)] == ["plateau"]
    told = []
    report = examine(seen, workers, skip={"plateau"}, tell=told.append)
    assert (report.diagnosis, report.unproved, told) == (None, (), [])
    assert FINDINGS["plateau"].looks_at not in report.looked_at


def test_a_cancelled_examination_says_nothing(workers):
    control = ExperimentControl()
    control.cancel()
    report = examine(observed(BROKEN["plateau"](), 100), workers, control=control)
    assert report.diagnosis is None
    assert not report.is_whole


def test_a_tile_that_was_given_up_before_its_first_run_ends_it_in_silence():
    class GivenUp:
        slots, tile_s, words, interrupts = 1, 0.1, "", True

        def submit(self, tile, go_on):
            control.cancel()
            future = Future()
            future.set_result(run_tile(tile, go_on))
            return future

    control = ExperimentControl()
    report = examine(observed(BROKEN["plateau"](), 100), GivenUp(), control=control)
    assert report.diagnosis is None
    assert not report.is_whole


@pytest.mark.parametrize(
    ("cured", "present", "is_proof"),
    [(16, 0, True), (14, 2, True), (12, 4, True), (12, 8, False), (11, 0, False), (16, 13, False), (2, 14, False)],
)
def test_a_proof_is_a_sure_difference_that_one_can_count_on(cured, present, is_proof):
    assert Trial(share_of(cured, 16), share_of(present, 16), 0.9, "score", 100).is_proof == is_proof


def test_a_cure_that_changes_nothing_proves_nothing(workers, monkeypatch):
    class Empty(Finding):
        key, title, looks_at = "empty", "Empty", "nothing"

        def look(self, seen):
            same = Cure("the same network", lambda document: replace(document, network=tuple(document.network)))
            none = Cure("nothing", lambda document: document)
            return Suspicion("Nothing.", Evidence("loss"), (none, same))

    monkeypatch.setitem(FINDINGS, "empty", Empty())
    report = examine(observed(document_for("gauss", (3,), count=60), 20), workers)
    assert report.diagnosis is None
    assert report.unproved == ("empty",)


def test_votes_are_counted_by_place():
    document = BROKEN["contradicting_labels"]()
    wrong, involved, lost = outvoted(document.dataset)
    assert len(wrong) == len(involved) == 2 * lost
    more = replace(document.dataset, samples=np.concatenate([document.dataset.samples] * 2))
    more = replace(more, targets=np.concatenate([document.dataset.targets] * 2))
    more = replace(more, is_test=np.concatenate([document.dataset.is_test] * 2))
    assert outvoted(more)[2] == 2 * lost


def test_it_says_what_it_does_not_look_at(workers):
    report = examine(observed(open_source("digits").document, 2), workers)
    reasons = dict(report.not_looked_at)
    assert "Pixels share one scale." in reasons["Inputs of different scale"]
    assert "plane" in reasons["Too narrow a layer"]
    values = dict(examine(observed(open_source("plane").document, 20), workers).not_looked_at)
    assert values["Unbalanced classes"] == values["Labels that contradict each other"] == "There are no classes."


def test_every_finding_says_what_it_is():
    for key, finding in FINDINGS.items():
        assert finding.key == key
        assert finding.title[0].isupper()
        for words in (finding.summary, finding.threshold):
            assert words.endswith(".")
        assert not finding.looks_at.endswith(".")


def test_the_command_says_it_in_words_and_as_json(tmp_path, capsys):
    assert main(["doctor", "gauss", "--epochs", "20", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Nothing found that can be proved.\nLooked at: ")
    assert "Not looked at: Dead units. No layer has ReLUs, which alone die.\n" in said

    file = tmp_path / "broken.json"
    file.write_bytes(msgspec.json.encode(document_to_dict(BROKEN["plateau"]())))
    assert main(["doctor", str(file), "--epochs", "100", "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["finding"], told["runs"]) == ("plateau", 16)
    assert told["cured"] > told["present"]
    assert main(["doctor", str(file), "--epochs", "100", "--quiet"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Plateau"


def test_of_a_table_it_compares_the_columns(tmp_path, capsys):
    random = np.random.default_rng(0)
    rows = random.normal(size=(160, 3)) * [1000.0, 0.01, 1.0]
    labels = np.where(rows[:, 1] * 100 + rows[:, 2] > 0, "yes", "no")
    lines = [",".join([*(f"{number:.5g}" for number in row), label]) for row, label in zip(rows, labels, strict=True)]
    file = tmp_path / "table.csv"
    file.write_text("\n".join(["a,b,c,said", *lines]), encoding="utf-8")
    command = ["doctor", str(file), "--columns", "a,b,c", "--label", "said", "--epochs", "60", "--json", "--quiet"]
    assert main([*command, "--no-standardise"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["finding"], told["cure"]) == ("input_scale", "the inputs standardised")
    assert told["says"].startswith("a spreads ")
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out)["finding"] is None
