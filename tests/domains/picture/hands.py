"""Fifty digits as five people might draw them on the pad: what a network that learned scikit-learn's digits must read.

Points are in hundredths of the pad, y down. `bow` goes smoothly through its points, `edge` straight from one to the
next. They were written to be read by people, and looked at, before any network saw them.
"""

from dataclasses import dataclass

import numpy as np

from playground.domains.picture.strokes import Drawing, PenStroke


def bow(*points):
    """A smooth line through points: Catmull-Rom, eight steps from one to the next."""
    at = np.array(points, np.float64)
    at = np.concatenate((2 * at[:1] - at[1:2], at, 2 * at[-1:] - at[-2:-1]))
    along = np.linspace(0.0, 1.0, 8, endpoint=False)[:, None]
    before, start, end, after = at[:-3, None], at[1:-2, None], at[2:-1, None], at[3:, None]
    way = (
        2 * start
        + (end - before) * along
        + (2 * before - 5 * start + 4 * end - after) * along**2
        + (3 * start - before - 3 * end + after) * along**3
    ) / 2
    return np.concatenate((way.reshape(-1, 2), at[-2:-1]))


def edge(*points):
    """A line with corners."""
    return np.array(points, np.float64)


def joined(*parts):
    """Parts of one stroke."""
    return np.concatenate(parts)


@dataclass(frozen=True)
class Hand:
    """How somebody writes.

    Attributes:
        width: Of the pen, in the pad's side.
        slant: How far to the right a stroke leans for each step up.
        size: Of what is drawn, against the numbers below.
        place: Where (50, 50) lies on the pad.
        digits: Strokes of each digit.
    """

    width: float
    slant: float
    size: float
    place: tuple[float, float]
    digits: dict[int, list[np.ndarray]]

    def draws(self, digit):
        """The digit on the pad."""
        return Drawing(tuple(PenStroke(self._placed(points), self.width) for points in self.digits[digit]))

    def _placed(self, points):
        x, y = (points - 50.0).T
        return np.column_stack((x - self.slant * y, y)) * (self.size / 100.0) + self.place


SCHOOL = {
    0: [bow((50, 12), (34, 20), (27, 48), (34, 78), (50, 88), (66, 78), (73, 48), (66, 20), (50, 12))],
    1: [edge((36, 32), (54, 12), (54, 88))],
    2: [joined(bow((29, 32), (34, 18), (50, 12), (66, 20), (67, 38), (54, 58), (28, 87)), edge((72, 87)))],
    3: [
        joined(
            bow((30, 20), (48, 11), (66, 20), (66, 36), (46, 47)), bow((46, 47), (68, 56), (69, 76), (50, 89), (28, 80))
        )
    ],
    4: [edge((42, 12), (28, 56), (72, 56)), edge((60, 32), (58, 88))],
    5: [
        joined(edge((36, 13), (33, 45)), bow((33, 45), (52, 39), (69, 54), (66, 78), (46, 88), (29, 80))),
        edge((36, 13), (68, 13)),
    ],
    6: [bow((62, 12), (42, 28), (30, 56), (34, 80), (50, 89), (67, 78), (66, 60), (50, 52), (34, 62))],
    7: [edge((28, 14), (72, 14), (46, 88))],
    8: [
        bow(
            (62, 20),
            (48, 12),
            (34, 22),
            (40, 40),
            (60, 54),
            (69, 72),
            (52, 88),
            (32, 76),
            (40, 56),
            (60, 40),
            (64, 24),
            (56, 13),
        )
    ],
    9: [joined(bow((66, 24), (50, 12), (33, 22), (34, 42), (50, 50), (66, 38), (67, 22)), edge((65, 50), (62, 88)))],
}
"""A careful hand: no bar on the 7, an open 4, a flag on the 1, no loop in the 2, a straight 9."""

CONTINENTAL = {
    0: [bow((54, 10), (40, 14), (31, 38), (31, 64), (42, 88), (57, 87), (68, 62), (67, 34), (56, 12), (47, 12))],
    1: [edge((30, 44), (56, 10), (56, 90))],
    2: [
        joined(
            bow(
                (30, 30),
                (40, 12),
                (60, 14),
                (66, 32),
                (54, 58),
                (36, 82),
                (30, 88),
                (27, 78),
                (36, 76),
                (48, 86),
                (62, 90),
                (74, 82),
            )
        )
    ],
    3: [
        joined(
            bow((31, 18), (50, 10), (64, 20), (60, 38), (44, 47)),
            bow((44, 47), (62, 50), (70, 68), (56, 88), (36, 88), (28, 76)),
        )
    ],
    4: [edge((56, 10), (26, 62), (76, 62)), edge((58, 40), (56, 90))],
    5: [joined(edge((70, 12), (40, 12), (34, 46)), bow((34, 46), (50, 40), (66, 50), (66, 74), (50, 89), (28, 82)))],
    6: [bow((60, 10), (44, 24), (33, 50), (33, 76), (46, 90), (62, 84), (66, 66), (54, 54), (38, 62), (34, 74))],
    7: [edge((28, 20), (30, 13), (72, 13), (44, 90)), edge((36, 52), (70, 50))],
    8: [
        bow(
            (66, 24),
            (54, 11),
            (38, 18),
            (38, 36),
            (56, 50),
            (66, 68),
            (56, 88),
            (38, 86),
            (33, 70),
            (46, 52),
            (62, 36),
            (66, 22),
        )
    ],
    9: [
        bow(
            (66, 28), (54, 11), (36, 18), (33, 38), (46, 52), (62, 42), (67, 24), (67, 50), (58, 80), (40, 90), (30, 82)
        )
    ],
}
"""A hand that leans to the right: a bar on the 7, loops in the 2, a round tail under the 9."""

MARKER = {
    0: [bow((50, 16), (28, 22), (20, 50), (28, 80), (52, 86), (74, 76), (80, 48), (70, 22), (48, 16))],
    1: [edge((50, 14), (50, 86))],
    2: [joined(bow((24, 34), (36, 17), (60, 16), (74, 30), (66, 50), (44, 68), (24, 85)), edge((78, 85)))],
    3: [
        joined(
            bow((24, 22), (48, 15), (70, 22), (68, 40), (46, 48)), bow((46, 48), (74, 54), (76, 74), (52, 86), (24, 80))
        )
    ],
    4: [edge((24, 14), (24, 54), (76, 54)), edge((66, 14), (66, 86))],
    5: [edge((72, 15), (28, 15), (28, 46)), bow((28, 46), (54, 42), (74, 54), (72, 76), (50, 86), (24, 82))],
    6: [bow((66, 15), (42, 24), (26, 50), (28, 76), (50, 86), (72, 76), (72, 58), (50, 50), (30, 62))],
    7: [edge((24, 16), (76, 16), (48, 86))],
    8: [
        bow((50, 15), (30, 22), (30, 40), (50, 48), (70, 40), (70, 22), (50, 15)),
        bow((50, 48), (26, 56), (26, 78), (50, 86), (74, 78), (74, 56), (50, 48)),
    ],
    9: [bow((72, 40), (50, 50), (28, 42), (28, 22), (50, 15), (70, 22), (72, 40), (66, 66), (44, 86))],
}
"""A thick pen: a 1 of one stroke, a 4 like a chair, an 8 of two rings, a round 9."""

SMALL = {
    0: [bow((56, 14), (38, 16), (30, 44), (36, 78), (52, 86), (66, 68), (68, 34), (58, 16), (44, 18))],
    1: [edge((38, 28), (52, 12), (52, 88)), edge((36, 88), (68, 88))],
    2: [
        joined(
            bow((32, 26), (46, 12), (64, 22), (62, 42), (46, 62), (32, 86)), bow((32, 86), (46, 84), (58, 88), (70, 84))
        )
    ],
    3: [edge((32, 14), (66, 14), (46, 42)), bow((46, 42), (66, 48), (70, 68), (56, 86), (32, 84))],
    4: [edge((58, 88), (58, 12), (28, 64), (74, 64))],
    5: [bow((66, 14), (50, 15), (38, 18), (36, 32), (36, 44), (52, 42), (66, 54), (64, 76), (48, 88), (30, 82))],
    6: [bow((54, 12), (38, 34), (32, 60), (38, 84), (54, 86), (64, 70), (54, 56), (38, 64))],
    7: [
        joined(bow((30, 22), (32, 14), (46, 17), (58, 17), (70, 13)), bow((70, 13), (58, 40), (50, 64), (47, 88))),
        edge((40, 50), (68, 48)),
    ],
    8: [
        bow(
            (60, 14), (44, 14), (38, 28), (50, 46), (64, 64), (60, 84), (42, 86), (36, 70), (48, 50), (62, 32), (60, 14)
        )
    ],
    9: [bow((62, 18), (46, 12), (34, 26), (40, 46), (56, 44), (64, 24)), bow((64, 16), (63, 40), (62, 64), (60, 88))],
}
"""A small hand off the middle that leans to the left: a foot under the 1, a 3 with a flat top, a closed 4."""

HASTY = {
    0: [bow((60, 18), (46, 10), (32, 24), (28, 52), (38, 84), (58, 88), (72, 62), (70, 34), (62, 20))],
    1: [edge((52, 10), (49, 50), (48, 90))],
    2: [joined(bow((26, 28), (44, 10), (66, 16), (70, 34), (52, 60), (30, 84)), edge((30, 86), (52, 84), (76, 88)))],
    3: [
        joined(
            bow((28, 16), (54, 10), (66, 24), (56, 40), (42, 46)),
            bow((42, 46), (64, 50), (72, 66), (62, 84), (40, 90), (24, 84)),
        )
    ],
    4: [bow((38, 12), (34, 32), (30, 54), (46, 56), (72, 52)), edge((64, 20), (60, 52), (56, 90))],
    5: [bow((72, 12), (54, 13), (38, 15), (35, 28), (33, 42), (54, 44), (70, 58), (64, 80), (44, 90), (26, 82))],
    6: [bow((52, 8), (38, 34), (31, 62), (38, 86), (56, 88), (70, 74), (62, 58), (46, 58), (34, 72))],
    7: [bow((26, 20), (38, 14), (54, 15), (72, 12)), bow((72, 12), (62, 36), (50, 62), (42, 90))],
    8: [
        bow(
            (64, 16),
            (46, 10),
            (34, 24),
            (46, 42),
            (64, 58),
            (68, 78),
            (50, 90),
            (34, 80),
            (40, 60),
            (58, 42),
            (70, 24),
            (60, 14),
        )
    ],
    9: [bow((66, 22), (52, 10), (34, 20), (34, 40), (50, 46), (64, 34), (68, 18), (64, 50), (54, 90))],
}
"""A hand in a hurry: curves where others have corners, a 0 that does not quite close, a 5 of one stroke."""

HANDS = {
    "school": Hand(0.07, 0.0, 0.9, (0.5, 0.5), SCHOOL),
    "continental": Hand(0.045, 0.22, 0.85, (0.52, 0.48), CONTINENTAL),
    "marker": Hand(0.13, 0.0, 0.85, (0.5, 0.5), MARKER),
    "small": Hand(0.05, -0.12, 0.5, (0.36, 0.6), SMALL),
    "hasty": Hand(0.08, 0.1, 1.0, (0.5, 0.5), HASTY),
}
