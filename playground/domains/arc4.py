"""Random numbers keyed by a text, as pages in a browser draw them: David Bau's seedrandom 2.4 over ARC4."""

from __future__ import annotations

from copy import copy

DROPPED = 256
"""Bytes thrown away at first, so that the key does not show."""
SIGNIFICANCE, OVERFLOW = 2**52, 2**53
FEW_BYTES = 6


class Arc4:
    """A stream of numbers in [0, 1); a `RandomSource` for the generators.

    Python numbers only: there are thousands of draws, not millions.
    """

    def __init__(self, seed: str) -> None:
        key = _key(seed)
        state = list(range(256))
        j = 0
        for i in range(256):
            j = (j + key[i % len(key)] + state[i]) & 255
            state[i], state[j] = state[j], state[i]
        self._state, self._i, self._j = state, 0, 0
        for _ in range(DROPPED):
            self._byte()

    def random(self) -> float:
        """The next number: at least 52 random bits."""
        n, d, x = 0, 1 << (8 * FEW_BYTES), 0
        for _ in range(FEW_BYTES):
            n = n * 256 + self._byte()
        while n < SIGNIFICANCE:
            n, d, x = (n + x) * 256, d * 256, self._byte()
        while n >= OVERFLOW:
            n, d, x = n >> 1, d >> 1, x >> 1
        return (n + x) / d

    def clone(self) -> Arc4:
        """A stream of its own that goes on from here."""
        made = copy(self)
        made._state = self._state.copy()  # noqa: SLF001 - its own kind
        return made

    def _byte(self) -> int:
        state = self._state
        self._i = i = (self._i + 1) & 255
        self._j = j = (self._j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        return state[(state[i] + state[j]) & 255]


def shuffled(count: int, random: Arc4) -> list[int]:
    """An order of `count` points, shuffled from the last place down."""
    order = list(range(count))
    for left in range(count, 0, -1):
        k = int(random.random() * left)
        order[left - 1], order[k] = order[k], order[left - 1]
    return order


def next_seed(seed: str) -> str:
    """Another seed text, made of this one: a number with five decimals, as links have it."""
    return f"{Arc4(seed).random():.5f}"


def _key(seed: str) -> list[int]:
    """Up to 256 bytes of a text's UTF-16 code units; longer texts wrap around and are mixed in."""
    units = memoryview(seed.encode("utf-16-le", "surrogatepass")).cast("H")
    key: list[int] = []
    smear = 0
    for j, unit in enumerate(units):
        place = j & 255
        if j < 256:
            key.append(unit & 255)
            continue
        smear ^= key[place] * 19
        key[place] = (smear + unit) & 255
    return key or [0]
