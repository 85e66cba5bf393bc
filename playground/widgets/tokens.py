"""The colours of the program by role, in two themes. Nothing else in the program names a colour.

The roles and their values are those of the look's tokens; `marks` paint points, edges and chips, `maps` are
the colours of full confidence in areas. With two classes the first is negative and the second positive.

The first nine class colours are tuned by hand, and told apart by anyone together with their markers. The others lie on
two rings of OKLCH (a lightness each for dark marks, dark maps, light marks and light maps; as much chroma as sRGB has
there, up to .19), every one of them as far as can be, in the worst of the four, from all before it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Theme:
    """One QColor for each role, and the class colours as "#RRGGBB", of which nine are tuned.

    Attributes:
        name: "dark" or "light".
        marks: Points, edges, chips.
        maps: Areas at full confidence.
    """

    name: str
    window: QColor
    card: QColor
    raised: QColor
    sunken: QColor
    control: QColor
    control_hover: QColor
    control_press: QColor
    line: QColor
    line_strong: QColor
    ink: QColor
    ink2: QColor
    ink3: QColor
    ink_off: QColor
    ink_inv: QColor
    danger: QColor
    warn: QColor
    ok: QColor
    map0: QColor
    halo: QColor
    boundary: QColor
    grid: QColor
    graticule: QColor
    marks: tuple[str, ...]
    maps: tuple[str, ...]

    def mark(self, class_index: int) -> QColor:
        """Colour of a class's points, by its place in the palette."""
        return QColor(self.marks[class_index % len(self.marks)])

    def map_colour(self, class_index: int) -> QColor:
        """Colour of a class's areas at full confidence."""
        return QColor(self.maps[class_index % len(self.maps)])

    @property
    def is_dark(self) -> bool:
        """Whether light ink stands on dark surfaces."""
        return self.name == "dark"


def with_alpha(colour: QColor, opacity: float) -> QColor:
    """A copy of a colour at an opacity of 0 to 1."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made


# fmt: off - class colours from the tenth on
_DARK_MARKS = (
    "#3FA621",
    "#BA7F02",
    "#FFBCC7",
    "#B263DE",
    "#5B81FE",
    "#B1E388",
    "#F9B5FE",
    "#E44D7F",
    "#F9C965",
    "#BBD1FD",
    "#4CE8FD",
    "#0093E4",
    "#0EA576",
    "#889601",
    "#DD6301",
    "#9270F4",
    "#FFC1A2",
    "#CB57BE",
    "#D9D76C",
    "#DA51A0",
    "#93DDFE",
    "#DCC4FD",
    "#8CEAA6",
    "#09A198",
    "#0E9BC1",
    "#E94E5A",
    "#4FECE1",
)
_DARK_MAPS = (
    "#165E00",
    "#694500",
    "#BE6879",
    "#682C87",
    "#2B439D",
    "#6D944B",
    "#A76EAC",
    "#891844",
    "#A5802B",
    "#6485C9",
    "#0497A7",
    "#005182",
    "#005C40",
    "#4B5300",
    "#7E3300",
    "#523696",
    "#BB7048",
    "#792370",
    "#8D8B32",
    "#831C5B",
    "#2692BA",
    "#9575BC",
    "#4D9965",
    "#005A55",
    "#02566C",
    "#8D1828",
    "#0C9A92",
)
_LIGHT_MARKS = (
    "#155A00",
    "#654300",
    "#C8536F",
    "#652983",
    "#28409A",
    "#5D9222",
    "#AB5DB2",
    "#861441",
    "#A27905",
    "#517CD9",
    "#0791A0",
    "#004E7D",
    "#00593D",
    "#485000",
    "#793200",
    "#4F3393",
    "#C55F1D",
    "#75206D",
    "#888500",
    "#7F1958",
    "#008DB7",
    "#9466C8",
    "#1A9951",
    "#045651",
    "#00536A",
    "#891426",
    "#0E938B",
)
_LIGHT_MAPS = (
    "#65A556",
    "#BF851E",
    "#F6A3B1",
    "#AD79CB",
    "#708EE2",
    "#A6CC88",
    "#DEA8E2",
    "#D36D89",
    "#DCB970",
    "#9DBDFF",
    "#66D0DF",
    "#3F99DB",
    "#27AB7C",
    "#8F9B30",
    "#D17746",
    "#9482DB",
    "#F3AA85",
    "#C072B5",
    "#C4C375",
    "#CB6FA0",
    "#73CBF0",
    "#CCAEF2",
    "#8CD19E",
    "#06A89F",
    "#0DA1C9",
    "#D66F71",
    "#68D3CA",
)
# fmt: on

DARK = Theme(
    name="dark",
    window=QColor("#0F1113"),
    card=QColor("#17191D"),
    raised=QColor("#1E2126"),
    sunken=QColor("#111316"),
    control=QColor("#22262B"),
    control_hover=QColor("#2B3037"),
    control_press=QColor("#1B1E22"),
    line=QColor("#262A30"),
    line_strong=QColor("#454C56"),
    ink=QColor("#ECEEF1"),
    ink2=QColor("#AEB5BF"),
    ink3=QColor("#8E96A1"),
    ink_off=QColor("#565D67"),
    ink_inv=QColor("#101214"),
    danger=QColor("#FF6B6B"),
    warn=QColor("#F2C14E"),
    ok=QColor("#7FD6A4"),
    map0=QColor("#1B1E22"),
    halo=QColor("#0B0D0F"),
    boundary=QColor("#F4F5F7"),
    grid=with_alpha(QColor("#ECEEF1"), 0.22),
    graticule=with_alpha(QColor("#ECEEF1"), 0.08),
    marks=(
        "#FF9D45",
        "#4BA6FF",
        "#1BD6AA",
        "#C2459F",
        "#F7EC5A",
        "#7E5CF0",
        "#DE3A1E",
        "#8F959C",
        "#A5F3F5",
        *_DARK_MARKS,
    ),
    maps=(
        "#BC6511",
        "#1F69BE",
        "#0C9470",
        "#8C1473",
        "#A8A010",
        "#5730BC",
        "#A51706",
        "#5E646B",
        "#55A5A8",
        *_DARK_MAPS,
    ),
)

LIGHT = Theme(
    name="light",
    window=QColor("#E9EBEE"),
    card=QColor("#FFFFFF"),
    raised=QColor("#FFFFFF"),
    sunken=QColor("#F5F6F8"),
    control=QColor("#F0F2F4"),
    control_hover=QColor("#E6E9ED"),
    control_press=QColor("#DCE0E5"),
    line=QColor("#E2E5E9"),
    line_strong=QColor("#B9C0C9"),
    ink=QColor("#16191D"),
    ink2=QColor("#48505B"),
    ink3=QColor("#5E6671"),
    ink_off=QColor("#A9B0B9"),
    ink_inv=QColor("#FFFFFF"),
    danger=QColor("#C62828"),
    warn=QColor("#8A5A00"),
    ok=QColor("#177346"),
    map0=QColor("#F3F4F6"),
    halo=QColor("#FFFFFF"),
    boundary=QColor("#16191D"),
    grid=with_alpha(QColor("#16191D"), 0.30),
    graticule=with_alpha(QColor("#16191D"), 0.08),
    marks=(
        "#D9690A",
        "#1667C7",
        "#009E7E",
        "#9E228A",
        "#6E6900",
        "#9A7BFA",
        "#7E0A04",
        "#273039",
        "#005E68",
        *_LIGHT_MARKS,
    ),
    maps=(
        "#FFAE63",
        "#74B4F7",
        "#74D3B5",
        "#E68BD2",
        "#C4C050",
        "#CBBDFF",
        "#D27B6E",
        "#858D95",
        "#5FA9B3",
        *_LIGHT_MAPS,
    ),
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT)}

COLOUR_ROLES = frozenset(field.name for field in fields(Theme)) - {"name", "marks", "maps"}
