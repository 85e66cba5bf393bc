"""In which encoding a text is: marks and UTF-8 decide, else what makes words of a language; several are a question."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from playground.interop.tables.csv_layout import CsvError

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252 (Western)",
    "cp1250": "Windows-1250 (Central European)",
    "iso8859-2": "ISO 8859-2 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8-r": "KOI8-R (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "gb18030": "GBK (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp932": "Shift-JIS (Japanese)",
    "euc-jp": "EUC-JP (Japanese)",
    "euc-kr": "EUC-KR (Korean)",
    "mac-roman": "Mac Roman",
    "cp437": "DOS 437",
}
"""What can be chosen, with the words for it."""
HEAD_BYTES = 65_536
SHORT_LETTERS = 60
"""With fewer letters that are not ASCII a detector's statistics say nothing."""
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\0\0": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_WORD = re.compile(r"[^\W\d_]+")
_WESTERN = (
    "äöüßÄÖÜ",
    "éèàùçêâîôûëïœæÉÈÀÇÊÂÎÔ",
    "ñáéíóúüÑÁÉÍÓÚ¿¡ºª",
    "ãõçáéíóúâêôàÃÕÇÁÉÍÓÚÂÊÔÀ",
    "àèéìòùÀÈÉÌÒÙ",
    "åäöæøéÅÄÖÆØÉ",
    "áéíóúýþðæöÁÉÍÓÚÝÞÐÆÖ",
)
_CENTRAL = (
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
    "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    "ăâîşţĂÂÎŞŢ",
    "čšžćđČŠŽĆĐ",
    "áäčďéíľňóôšťúýžÁÄČĎÉÍĽŇÓÔŠŤÚÝŽ",
    "äöüßÄÖÜ",
)
_TURKISH = ("çğıöşüâîÇĞİÖŞÜ",)
_LATIN = {"cp1252": _WESTERN, "cp1250": _CENTRAL, "iso8859-2": _CENTRAL, "cp1254": _TURKISH}
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћџђѓќѕ"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"
_ALPHABETS = {
    "cp1251": (_CYRILLIC, "оеаинтсрвлкмдпу"),
    "koi8-r": (_CYRILLIC, "оеаинтсрвлкмдпу"),
    "cp1253": (_GREEK, "αοιετνσηρπκλυμς"),
}
"""The letters of an alphabet, small, and those that most of a text is made of."""
_SIGNS = frozenset("°±µ²³§€£·×«»–—“”„’…№½¼·\u00a0")
"""Signs that stand in texts of any language."""
MOSTLY = 0.75
USUAL = 0.9
CLEARLY = 0.25
"""By so much the letters of one reading have to be more usual than those of another."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, what it was decoded from, and what it may be as well.

    Attributes:
        text: The whole.
        encoding: A key of `ENCODINGS`.
        others: Keys of those in which other words would come out that look as likely.
    """

    text: str
    encoding: str
    others: tuple[str, ...] = ()


def encoding_named(name: str) -> str:
    """The key of an encoding by one of its names.

    Raises:
        CsvError: There is none; with the names there are.
    """
    plain = name.strip().casefold()
    usual = {"gbk": "gb18030", "gb2312": "gb18030", "shift-jis": "cp932", "shift_jis": "cp932", "sjis": "cp932"}
    with suppress(LookupError):
        found = codecs.lookup(usual.get(plain, plain)).name
        for key in ENCODINGS:
            if codecs.lookup(key).name == found:
                return key
        if codecs.lookup(found)._is_text_encoding:  # noqa: SLF001 - hex and zip are none
            return found
    raise CsvError(f"no encoding is called {name!r}; there are: {', '.join(ENCODINGS)}")


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text of a file.

    Args:
        data: The whole file.
        encoding: As Python names it; found when empty: by a byte-order mark, else UTF-8 where that fits, else UTF-16
            where every other byte is zero, else by what the letters beyond ASCII would be.

    Raises:
        CsvError: It is no text.
    """
    if encoding:
        with suppress(UnicodeError):
            return Decoded(data.decode(encoding), encoding)
        raise CsvError(f"this is no text in {ENCODINGS.get(encoding, encoding)}")
    for mark, named in _MARKS.items():
        if data.startswith(mark):
            with suppress(UnicodeError):
                return Decoded(data.decode(named), named)
            raise CsvError("this is not a text file")
    if b"\0" in data[:HEAD_BYTES]:
        return _wide(data)
    with suppress(UnicodeError):
        return Decoded(data.decode("utf-8"), "utf-8")
    return _narrow(data)


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a mark: the zero bytes of plain letters all stand at even, or at odd places."""
    head = data[:HEAD_BYTES]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for encoding, zeros, rest in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        # More than a fifth of its letters are ASCII, as digits and separators of a table are in any language.
        if 5 * zeros > len(head) // 2 and rest == 0 and len(data) % 2 == 0:
            with suppress(UnicodeError):
                text = data.decode(encoding)
                if not _CONTROLS.search(text):
                    return Decoded(text, encoding)
    raise CsvError("this is not a text file")


def _narrow(data: bytes) -> Decoded:
    """One of the older encodings: the one whose letters are the most usual, where it is the one by far."""
    tried = {name: text for name in ENCODINGS if not name.startswith("utf") and (text := _decoded(data, name))}
    usual = {name: found for name, text in tried.items() if (found := _usualness(name, text)) > 0.0}
    if not usual:
        raise CsvError("this is not a text file, or its encoding is not known", options="--encoding E")
    chosen = max(usual, key=lambda name: usual[name])
    near = [name for name in usual if usual[name] > usual[chosen] - CLEARLY and tried[name] != tried[chosen]]
    if near and sum(not letter.isascii() for letter in tried[chosen]) > SHORT_LETTERS:
        named = _detected(data, [chosen, *near])
        if named:
            return Decoded(tried[named], named)
    return Decoded(tried[chosen], chosen, tuple(near))


def _decoded(data: bytes, encoding: str) -> str:
    with suppress(UnicodeError):
        return data.decode(encoding)
    return ""


def _detected(data: bytes, likely: list[str]) -> str:
    """Which of the likely ones the detector finds in a long text; "" if none of them."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - few files need it

    found = from_bytes(data[:HEAD_BYTES], cp_isolation=[name.replace("-", "_") for name in likely]).best()
    name = "" if found is None else found.encoding.replace("_", "-")
    return next((one for one in likely if one.replace("_", "-") == name), "")


# ---- what looks like words ------------------------------------------------------------------------------------------


def _usualness(encoding: str, text: str) -> float:
    """How usual the letters beyond ASCII would be in a language of this encoding, 0 to 1; 0 where they make no words.

    Signs alone, as in "5 °C", are surely Western.
    """
    if _CONTROLS.search(text) or _WITHIN.search(text):
        return 0.0
    foreign = {letter for letter in text if not letter.isascii()} - _SIGNS
    if not foreign:
        # Higher by so much than any other can be that nothing is asked.
        return 1.0 + CLEARLY if encoding == "cp1252" else 0.0
    if encoding in _EASTERN:
        beside_latin = re.search(r"[a-z][^\0-\x7f]|[^\0-\x7f][a-z]", text)
        return 0.0 if beside_latin else _EASTERN[encoding](foreign)
    words = [word for word in _WORD.findall(text) if not word.isascii() and not set(word) <= _SIGNS]
    return _spoken(encoding, words, foreign) if all(map(str.isalpha, foreign)) else 0.0


def _spoken(encoding: str, words: list[str], foreign: set[str]) -> float:
    if encoding == "cp1253" and not all(len(word) == 1 or _GREEK_ACCENT.search(word.lower()) for word in words):
        return 0.0
    if encoding in _ALPHABETS:
        return _alphabetic(words, *_ALPHABETS[encoding])
    is_spoken = any(foreign <= set(letters) for letters in _LATIN.get(encoding, ()))
    is_polish = not any(map(_POLISH_N.search, words))
    return USUAL if is_spoken and is_polish and all(map(_is_latin_word, words)) else 0.0


_WITHIN = re.compile(r"[²³£¥·][^\W\d_]|[^\W\d_]§|[^\W\d_][«»][^\W\d_]")
"""Signs before, within or behind words: letters of another encoding."""
_POLISH_N = re.compile("ń[aeiouyąęó]")
"""Never in Polish; in another encoding it is the ñ of Spanish, which stands before vowels alone."""


_GREEK_ACCENT = re.compile("^[^άέήίόύώΐΰ]*[άέήίόύώΐΰ][^άέήίόύώΐΰ]*$")
"""Every Greek word of more than one syllable has one."""


def _is_latin_word(word: str) -> bool:
    """Mostly ASCII letters, and capitals only at the start or throughout."""
    foreign = sum(not letter.isascii() for letter in word)
    return (len(word) == 1 or 3 * foreign <= 2 * len(word)) and _has_usual_capitals(word)


def _has_usual_capitals(word: str) -> bool:
    return word[1:] == word[1:].lower() or word == word.upper()


def _alphabetic(words: list[str], alphabet: str, common: str) -> float:
    """The share of usual letters in words of one alphabet."""
    letters = "".join(words).lower()
    if not letters or not set(letters) <= set(alphabet) or not all(map(_has_usual_capitals, words)):
        return 0.0
    return sum(letter in common for letter in letters) / len(letters)


def _wide_letters(foreign: set[str], first: str, last: str) -> list[str]:
    """The letters of a range; none where there are others that are no signs of East Asia."""
    inside = [one for one in foreign if first <= one <= last]
    rest = [one for one in foreign if one not in inside and not _is_wide_sign(one)]
    return [] if rest else inside


def _is_wide_sign(letter: str) -> bool:
    """Punctuation and full-width forms of East Asia."""
    return "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uff60"


def _share_of(letters: list[str], encoding: str, leads: tuple[int, int], trail: int) -> float:
    """Which share of letters are common ones: the standards put these first."""
    codes = [letter.encode(encoding, "replace") for letter in letters]
    common = [code for code in codes if len(code) == 2 and leads[0] <= code[0] <= leads[1] and code[1] >= trail]
    share = len(common) / len(codes) if codes else 0.0
    return share if share > MOSTLY else 0.0


def _chinese(foreign: set[str]) -> float:
    letters = _wide_letters(foreign, "\u4e00", "\u9fff")
    return _share_of(letters, "gb18030", (0xB0, 0xD7), 0xA1)


def _traditional(foreign: set[str]) -> float:
    return _share_of(_wide_letters(foreign, "\u4e00", "\u9fff"), "big5", (0xA4, 0xC6), 0x40)


def _japanese(foreign: set[str]) -> float:
    letters = _wide_letters(foreign, "\u3040", "\u9fff")
    kanji = [one for one in letters if one >= "\u4e00"]
    if not letters:
        return 0.0
    return 1.0 if not kanji else _share_of(kanji, "cp932", (0x88, 0x97), 0x40)


def _kana(foreign: set[str]) -> float:
    """Japanese where the two bytes of a letter are those of Chinese and Korean as well: some of it is kana."""
    return _japanese(foreign) if any("\u3040" <= one <= "\u30ff" for one in foreign) else 0.0


def _korean(foreign: set[str]) -> float:
    return 1.0 if _wide_letters(foreign, "\uac00", "\ud7a3") else 0.0


_EASTERN = {"gb18030": _chinese, "big5": _traditional, "cp932": _japanese, "euc-jp": _kana, "euc-kr": _korean}
