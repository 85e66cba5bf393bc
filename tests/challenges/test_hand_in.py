"""Hand-ins: written, read again, replayed into a table that tells those that are not what they are said to be."""

import csv
import io
from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest

from playground.app.commands.mark import as_text
from playground.challenges.class_marks import FORGED, as_csv, as_plain, mark_folder, summary
from playground.challenges.hand_in import HandIn, pack_hand_in, read_hand_in, shortened_steps
from playground.challenges.keeping import keep_solution, kept_solutions
from playground.challenges.library import known_solution, shipped_challenge, start_of
from playground.challenges.marking import Marks, mark
from playground.interop.sources import open_source
from playground.lessons.lesson import StepSettings
from playground.lessons.setting_up import with_step
from playground.storage.project import Project, pack_project
from playground.training.headless import train

CHALLENGE = shipped_challenge("smallest-for-xor")
EPOCHS, SEEDS = 300, 20


def weights(document, epochs=EPOCHS):
    return train(document, epochs=epochs).checkpoint.to_arrays()


def handed_in(document, name, *, key=CHALLENGE.key, arrays=None, **said):
    said = {"predicted": 4, "predicted_of": 5, "is_claimed": True, "epoch": float(EPOCHS), **said}
    return pack_hand_in(Project(document, arrays or {}), HandIn(key, name, "2026-11-30T10:00", **said))


def with_units(units, **knobs):
    return with_step(start_of(CHALLENGE), StepSettings(hidden=(units,), knobs=knobs))


def lucky_seed(document):
    """The document with the first seed from which it happens to work."""
    seeds = range(60)
    met = mark(CHALLENGE, document, seeds=seeds).met
    return replace(document, training=replace(document.training, seed=seeds[met.index(True)]))


def unlucky_seed(document):
    seeds = range(60)
    met = mark(CHALLENGE, document, seeds=seeds).met
    return replace(document, training=replace(document.training, seed=seeds[met.index(False)]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Eleven hand-ins, four of them forged; and files that are none."""
    place = tmp_path_factory.mktemp("class")
    good = known_solution(CHALLENGE)
    elu = {"layer1.activation": "elu", "learning_rate": 0.03}
    honest = {
        "ada": with_units(4, **elu),
        "bela": with_units(5, **elu),
        "cleo": replace(good, training=replace(good.training, seed=7)),
        "dora": with_units(5, **{"layer1.activation": "silu", "learning_rate": 0.03}),
        "emil": with_units(5, **{"layer1.activation": "elu", "learning_rate": 0.06}),
    }
    files = {name: handed_in(document, name) for name, document in honest.items()}
    files["finn"] = handed_in(with_units(2, learning_rate=0.01), "Finn", is_claimed=False)
    files["gita"] = handed_in(with_step(good, StepSettings(inputs=("x", "y", "xy"))), "Gita")
    two = with_units(2, **{"layer1.activation": "silu", "learning_rate": 0.05})
    files["hugo"] = handed_in(lucky_seed(two), "Hugo")
    stuck = unlucky_seed(two)
    files["ines"] = handed_in(stuck, "Ines", arrays=weights(lucky_seed(two)), is_claimed=False, steps=("Weight x",))
    files["kim"] = handed_in(lucky_seed(two), "Kim", is_by_hand=True)
    other = shipped_challenge("one-input-for-xor")
    files["jan"] = handed_in(known_solution(other), "Jan", key=other.key)
    for name, data in files.items():
        (place / f"{name}.nnplay").write_bytes(data)
    (place / "k-damaged.nnplay").write_bytes(files["ada"][:2000])
    (place / "l-notes.txt").write_text("I could not do it.")
    (place / ".hidden").write_text("x")
    (place / "a-folder").mkdir()
    return place


@pytest.fixture(scope="module")
def rows(folder):
    return {row.file.partition(".")[0]: row for row in mark_folder(folder, CHALLENGE, SEEDS)}


def test_the_table_tells_the_four_forged_of_eleven(rows):
    verdicts = {name: row.verdict for name, row in rows.items()}
    assert {name for name, verdict in verdicts.items() if verdict == "passed"} == {
        "ada",
        "bela",
        "cleo",
        "dora",
        "emil",
    }
    assert verdicts["finn"] == "failed"
    assert verdicts["gita"] == "not allowed"
    assert {name: verdict for name, verdict in verdicts.items() if verdict in FORGED} == {
        "hugo": "lucky seed",
        "ines": "edited weights",
        "kim": "edited weights",
        "jan": "another challenge",
    }


def test_a_row_has_counts_size_and_prediction(rows):
    ada = rows["ada"]
    assert (ada.needed, ada.seeds, ada.parameters, ada.units, ada.epochs) == (16, SEEDS, 17, 4, 300)
    assert ada.met >= 16
    assert ada.predicted == pytest.approx(0.8)
    assert ada.seconds > 0.0
    assert "xy is on" in rows["gita"].words
    assert "From its own seed it works." in rows["hugo"].words
    assert "not what its document learns" in rows["ines"].words
    assert rows["kim"].words.startswith(
        "Weights of its run were set by hand. From its own seed its document works, too."
    )
    assert "one-input-for-xor" in rows["jan"].words


def test_files_that_are_none_are_rows_with_words(rows):
    assert rows["k-damaged"].verdict == rows["l-notes"].verdict == "unreadable"
    assert ".nnplay" in rows["l-notes"].words
    assert len(rows) == 13


def test_the_table_is_written_and_printed(rows):
    table = list(rows.values())
    read = list(csv.DictReader(io.StringIO(as_csv([replace(table[0], name="=1+1"), *table[1:]]).decode())))
    assert read[0]["name"] == "'=1+1"
    assert [row["verdict"] for row in read] == [row.verdict for row in table]
    assert as_plain(rows["l-notes"])["seconds"] is None
    assert "Hugo" in as_text(table)
    assert summary(table) == "5 of 13 passed, 4 are not what they are said to be"
    assert summary([row for row in table if row.name == "Ines"]) == "0 of 1 passed, 1 is not what it is said to be"


def test_a_hand_in_is_a_project_that_opens(folder):
    said, project = read_hand_in(folder / "ines.nnplay")
    assert (said.name, said.challenge, said.steps) == ("Ines", CHALLENGE.key, ("Weight x",))
    opened = open_source(str(folder / "ines.nnplay"))
    np.testing.assert_array_equal(opened.weights["parameters"], project.weights["parameters"])
    assert [one.units for one in opened.document.network] == [2]


def test_a_plain_project_is_marked_and_a_damaged_word_is_told(tmp_path):
    good = known_solution(CHALLENGE)
    damaged = replace(good, extras={"": {"hand_in": {"challenge": 7}}})
    for name, document in (("damaged", damaged), ("plain", good)):
        (tmp_path / f"{name}.nnplay").write_bytes(pack_project(Project(document)))
    bad, plain = mark_folder(tmp_path, CHALLENGE, 10)
    assert (bad.verdict, "damaged" in bad.words) == ("unreadable", True)
    assert (plain.name, plain.verdict) == ("plain", "passed")
    assert "no hand-in" in plain.words


def test_what_marking_does_not_know_comes_back(tmp_path):
    path = tmp_path / "mine.nnplay"
    for marks in (
        Marks(CHALLENGE.key, (1, 2), (False, True), ((nan, 3.0), (0.1, 3.0)), 2, 300, 13, 3, 0.1),
        Marks(CHALLENGE.key, (1,), (False,), ((),), 1, 300, 13, 0, broken=("No.",)),
    ):
        path.write_bytes(pack_hand_in(Project(known_solution(CHALLENGE)), HandIn(CHALLENGE.key, marks=marks)))
        said, _ = read_hand_in(path)
        assert said.marks.met == marks.met
        assert said.marks.broken == marks.broken
        assert isnan(said.marks.seconds) == isnan(marks.seconds)
        np.testing.assert_array_equal(said.marks.values, marks.values)


def test_steps_are_cut_to_what_a_hand_in_takes():
    steps = shortened_steps(tuple(f"{number} " + "x" * 300 for number in range(600)))
    assert len(steps) == 500
    assert steps[-1].startswith("599 ")
    assert max(map(len, steps)) == 200


def test_a_document_that_is_marked_twice_is_kept_once(tmp_path):
    other = with_step(known_solution(CHALLENGE), StepSettings(seed=77))
    marks = Marks(CHALLENGE.key, (1,), (True,), ((0.1,),), 1, 300, 13, 3, 0.1)
    for day, document in enumerate((known_solution(CHALLENGE), other, known_solution(CHALLENGE)), start=1):
        date = f"2026-01-0{day}T10:00:00"
        said = HandIn(CHALLENGE.key, date=date, marks=marks)
        keep_solution(tmp_path, date, pack_hand_in(Project(document), said))
    assert sorted(one.date[:10] for one in kept_solutions(tmp_path)) == ["2026-01-02", "2026-01-03"]
