"""A file that was saved may be something else when it is looked at again; nothing waits for a pipe."""

import os

import pytest

from playground.app.known_file import KnownFile, digest_of


def test_a_file_is_the_same_until_its_contents_are_others(tmp_path):
    path = tmp_path / "a.nnplay"
    path.write_bytes(b"one")
    known = KnownFile.now(path, digest_of(b"one"))
    assert known.state() == "same"
    path.write_bytes(b"two")
    assert known.state() == "changed"
    path.unlink()
    assert known.state() == "missing"
    path.mkdir()
    assert known.state() == "changed"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names there")
def test_a_pipe_in_its_place_is_a_change(tmp_path):
    path = tmp_path / "a.nnplay"
    path.write_bytes(b"one")
    known = KnownFile.now(path, digest_of(b"one"))
    path.unlink()
    os.mkfifo(path)
    assert known.state() == "changed"
