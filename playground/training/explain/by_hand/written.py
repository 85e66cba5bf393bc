"""A number written out as what it is made of: a sum of products, and perhaps a function of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log10, prod

SMALL, LARGE = 1e-4, 1e6
"""Beyond them numbers are written with a power of ten."""
MOST_TERMS = 6
"""Terms of a sum that are written out; of more the largest, and what the others come to."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One number of a product.

    Attributes:
        name: As formulas have it: "w", "a3", "1 − a²".
        value: In the run's own units.
        role: What it is, for whoever leaves it out: "the derivative of tanh".
    """

    name: str
    value: float
    role: str


@dataclass(frozen=True, slots=True)
class SumTerm:
    """One product of a sum.

    Attributes:
        factors: None of them may be empty of meaning: they are printed one by one.
        role: What is missing where the term is left out: "the bias", "the path through unit 3".
    """

    factors: tuple[Factor, ...]
    role: str = ""

    @property
    def value(self) -> float:
        """The product of the factors."""
        return prod(one.value for one in self.factors)


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A number with its arithmetic: name = factors · (terms), or name = function of that.

    Attributes:
        name: What is worked out: "z", "δ", "step".
        formula: The same in symbols.
        terms: Of the sum.
        factors: What the whole sum is multiplied with.
        function: The name of what is done to the sum last; empty for nothing.
        result: What the function gives; None without one.
        words: A plain sentence, where something is not in the numbers.
    """

    name: str
    formula: str
    terms: tuple[SumTerm, ...]
    factors: tuple[Factor, ...] = ()
    function: str = ""
    result: float | None = None
    words: str = ""

    @property
    def inner(self) -> float:
        """The sum with its factors, before the function."""
        return prod(one.value for one in self.factors) * sum(one.value for one in self.terms)

    @property
    def value(self) -> float:
        """What the line comes to: its result, or its inner number where no function is applied to that."""
        return self.inner if self.result is None else self.result

    @property
    def is_number(self) -> bool:
        """Whether it comes to a number, and is not a sentence alone."""
        return bool(self.terms) or self.result is not None

    @property
    def text(self) -> str:
        """The arithmetic in numbers: "z = 0.5 · 1.2 + 0.1 = 0.7"; the words alone where there is none."""
        if not self.terms:
            known = "" if self.result is None else f"{self.name} = {number_words(self.result)}"
            return ", ".join(part for part in (known, self.words) if part)
        end = number_words(self.value)
        body = self._body()
        return f"{self.name} = {end}" if body == end else f"{self.name} = {body} = {end}"

    def _body(self) -> str:
        total = _sum_words(self.terms)
        outer = _product_words(self.factors)
        if outer:
            is_product = len(self.terms) == 1
            total = f"{outer} · {total}" if is_product else f"{outer} · ({total})"
        return f"{self.function}({total})" if self.function else total


def plain_line(name: str, value: float, words: str) -> WrittenLine:
    """A number whose arithmetic is told in words only."""
    return WrittenLine(name, "", (), result=value, words=words)


def number_words(value: float, digits: int = 4) -> str:
    """So many significant digits: 0.0364, −12.3, 2.1e−6; "–" for what is not a number."""
    if not isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    decimals = max(digits - 1 - int(log10(abs(value)) // 1), 0)
    if not SMALL <= abs(value) < LARGE:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
        text = f"{mantissa}e{int(exponent)}"
    else:
        text = f"{value:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def _bracketed(value: float, *, first: bool) -> str:
    text = number_words(value)
    return f"({text})" if value < 0.0 and not first else text


def _product_words(factors: tuple[Factor, ...], *, first: bool = True) -> str:
    parts = [_bracketed(one.value, first=first and place == 0) for place, one in enumerate(factors)]
    return " · ".join(parts)


def _sum_words(terms: tuple[SumTerm, ...]) -> str:
    """All terms in their order, or the largest of many and the rest in one number."""
    shown = terms
    if len(terms) > MOST_TERMS:
        order = sorted(range(len(terms)), key=lambda place: -abs(terms[place].value))[: MOST_TERMS - 1]
        shown = tuple(terms[place] for place in sorted(order))
    text = ""
    for place, one in enumerate(shown):
        product = _product_words(one.factors, first=place == 0)
        is_taken_off = one.value < 0.0 or (one.value == 0.0 and one.factors[0].name.startswith("−"))
        if place and len(one.factors) == 1 and is_taken_off:
            text += f" − {number_words(abs(one.value))}"
        else:
            text += f" + {product}" if place else product
    if len(shown) < len(terms):
        rest = sum(one.value for one in terms) - sum(one.value for one in shown)
        sign = "−" if rest < 0.0 else "+"
        text += f" {sign} {number_words(abs(rest))} of {len(terms) - len(shown):,} more"
    return text
