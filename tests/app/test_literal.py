"""Names that look like markup are shown as they are, wherever Qt would guess rich text: tooltips and questions."""

from html import unescape

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.document import edits_data
from playground.widgets.text import literal

NAME = "<img src=a>&lt;"


def shown(text):
    """What a tooltip or a question shows, where it is one of `literal`'s."""
    assert text.startswith("<span>") == ("<" in text), text
    return unescape(text.removeprefix("<span>").removesuffix("</span>").replace("<br>", "\n"))


@pytest.mark.parametrize("text", ["<b>", "a <img src='file:///x'> b", "&lt;b&gt;", "1 < 2 & 3", "<a\nb>", "\u202e<i>"])
def test_markup_is_shown_literally(text):
    assert shown(literal(text)) == text
    assert "<img" not in literal(text)


@pytest.mark.parametrize("text", ["", "Rate\nHow far a step goes", "R & D", 'a "b"'])
def test_other_texts_stay_as_they_are(text):
    assert literal(text) == text


def test_no_widget_takes_a_name_for_markup(window, tmp_path):
    window.session.edit("Name", lambda d: edits_data.change_class(d, 0, name=NAME))
    assert window.documents.save_to(tmp_path / f"{NAME}.nnplay")
    window.session.message_posted.emit(f"{NAME} is a name", "warn")
    window.toast.show_progress(f"Reading {NAME}")
    tips = {widget.toolTip() for widget in window.findChildren(QWidget)}
    named = [shown(tip) for tip in tips if "img" in tip]
    assert len(named) >= 3
    assert all(NAME in tip for tip in named)
    window.toast.hide_progress()


def test_no_question_takes_a_name_for_markup(window, tmp_path, monkeypatch):
    assert window.documents.save_to(tmp_path / f"{NAME}.nnplay")
    window.session.edit("Clear", edits_data.clear_points)
    asked = []
    cancel = QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[2]) or cancel)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()) or cancel)
    assert not window.documents.may_discard()
    (tmp_path / f"{NAME}.nnplay").write_bytes(b"theirs")
    assert not window.documents.save()
    assert len(asked) == 2
    assert all(NAME in shown(text) for text in asked)
