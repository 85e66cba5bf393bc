"""The report says what is in the document, in one file that loads nothing."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from playground.document.dataset import DataClass
from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.interop.exports.report import COLOURS, report_page
from playground.training.trainee.history import History, LossRecord

INK = dict.fromkeys(COLOURS, "#123456")


class Page(HTMLParser):
    """The tags of a page, each closed in its order, and its words."""

    def __init__(self, content):
        super().__init__()
        self.open, self.tags, self.words = [], [], []
        self.feed(content.decode())
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def history(document):
    made = History()
    made.append(LossRecord(1, 0, 0.7, 0.8, 0.5, 0.4))
    made.append(LossRecord(1, 12, 0.0123, float("nan"), 0.987, float("nan")))
    return made.to_arrays()


@pytest.mark.parametrize("generator", ["circle", "spirals", "reg-plane"])
def test_it_is_whole_and_says_what_there_is(generator):
    document = document_for(generator, (5, 4))
    page = Page(report_page(document, "A name", history(document), {"Map": b"png"}, INK))
    text = " ".join(page.words)
    for words in ("A name", "Adam", "nn.Linear(5, 4)", "0.0123", f"{len(document.dataset)}"):
        assert words in text
    assert ("98.7\N{NARROW NO-BREAK SPACE}%" in text) == (document.task == "classification")
    assert [about["src"] for tag, about in page.tags if tag == "img"] == ["data:image/png;base64,cG5n"]


def test_nothing_is_loaded_and_nothing_runs():
    page = Page(report_page(document_for("circle", (3,)), "a", {}, {}, INK))
    assert not {tag for tag, _ in page.tags} & {"script", "link", "iframe", "object", "embed"}
    assert all(not re.match("on", name) for _, about in page.tags for name in about)
    assert "Not trained yet." in " ".join(page.words)


def test_names_are_words_and_not_markup():
    evil = "</style><script>alert(1)</script>"
    document = document_for("circle", (3,))
    classes = (DataClass(evil, 0), DataClass("b", 1))
    document = replace(document, dataset=replace(document.dataset, classes=classes))
    page = Page(report_page(document, evil, {}, {evil: b""}, INK))
    assert "script" not in {tag for tag, _ in page.tags}
    assert " ".join(page.words).count("alert(1)") >= 2


def test_settings_without_a_say_are_left_out():
    document = document_for("circle", (3,))
    words = Page(report_page(document, "a", {}, {}, INK)).words
    assert "Beta 1" in words
    assert "Nesterov" not in words
    assert "Adversarial steps" not in words
    against = change_training(document, adversarial=0.2)
    assert "Adversarial steps" in Page(report_page(against, "a", {}, {}, INK)).words
    assert np.isin(["Learning rate", "0.01"], words).all()
