"""What is looked at in a house that has the toy finding: run in it."""

import contextlib
import io
import json
import sys
from pathlib import Path


def doctor(*words):
    """What the command prints."""
    from playground.app.cli import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["doctor", *words, "--quiet"]) == 0
    return said.getvalue()


def main():
    import msgspec

    from playground.document.edits_network import change_training
    from playground.document.presets import document_for
    from playground.storage.codec import document_to_dict

    assert "the rate itself, " in doctor("gauss", "--epochs", "20")
    slow = change_training(document_for("gauss", (3,), count=60), learning_rate=1e-6)
    file = Path("slow.json")
    file.write_bytes(msgspec.json.encode(document_to_dict(slow)))
    told = json.loads(doctor(str(file), "--epochs", "100", "--json"))
    assert told["finding"] == "crawling"
    assert told["says"] == "The rate is all but zero."
    assert told["proof"].startswith("With a rate of 0.01, 16 of 16 runs ")
    sys.stdout.write("the toy is found\n")


if __name__ == "__main__":
    main()
