"""What a thread is doing, looked at from another one."""

import faulthandler
import re
import tempfile
import threading
from collections import Counter
from pathlib import Path

SAMPLE_S, MOST_LETTERS = 0.02, 150
OURS = re.compile(r'File "(.*playground.*)", line (\d+)')


class Sampler(threading.Thread):
    """Looks every now and then what the GUI's thread is doing.

    Not by its frames: held here, they would keep a painter alive whose paint event is over.
    """

    def __init__(self):
        super().__init__(name="sampler", daemon=True)
        self.heading = f"Thread 0x{threading.get_ident():016x}"
        self.seen = Counter()
        self.counting = threading.Lock()  # a Counter that grows while it is read raises
        self.is_done = threading.Event()
        self.start()

    def run(self):
        with tempfile.TemporaryFile("w+") as file:
            while not self.is_done.wait(SAMPLE_S):
                file.seek(0)
                file.truncate()
                faulthandler.dump_traceback(file)
                file.seek(0)
                place = self.place(file.read())
                with self.counting:
                    self.seen[place] += 1

    def place(self, dump):
        """The innermost places in the program, innermost first."""
        lines = dump.partition(self.heading)[2].partition("\n\n")[0].splitlines()
        found = [one for one in map(OURS.search, lines) if one]
        return " < ".join(f"{Path(one[1]).stem}:{one[2]}" for one in found)[:MOST_LETTERS]

    def told(self):
        """The places it was seen at most often since the last turn of the event loop."""
        with self.counting:
            most = self.seen.most_common(4)
        return "\n".join(f"    {times} x {place}" for place, times in most)

    def forget(self):
        """Begin anew, for the next turn of the event loop."""
        with self.counting:
            self.seen.clear()
