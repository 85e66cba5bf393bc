"""What is looked at in a house that has the toy command of the command line: run in it."""

import subprocess
import sys


def playground(*words):
    """Exit status, output, errors of a command line."""
    done = subprocess.run(
        [sys.executable, "-m", "playground", *words], check=False, capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


def main():
    from playground.app.commands import COMMANDS

    status, said, _ = playground("--help")
    assert status == 0
    assert "  count      count the points of a document." in said
    status, said, _ = playground("count", "--help")
    assert status == 0
    assert "--classes" in said
    assert "those of each class" in said
    assert all(f"  playground {example}" in said for example in COMMANDS["count"].examples)
    assert playground("count", "circle") == (0, "300\n", "")
    assert playground("count", "circle", "--classes") == (0, "150 150\n", "")
    status, said, error = playground("count", "nothing-of-that-name")
    assert (status, said) == (2, "")
    assert error.count("\n") == 1
    status, _, error = playground("coumt", "circle")
    assert status == 2
    assert "did you mean 'count'?" in error


if __name__ == "__main__":
    main()
