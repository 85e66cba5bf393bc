"""Kinds of data: what a sample is, how people make samples, which inputs a network gets of them. No Qt, no torch.

A new kind is one package and one line here.
"""

import difflib

from playground.domains.base import Domain, InputFeature, features
from playground.domains.making import AnyGenerator
from playground.domains.picture.domain import PictureDomain
from playground.domains.plane.domain import PlaneDomain
from playground.domains.table.domain import TableDomain

DOMAINS: dict[str, Domain] = {domain.name: domain for domain in (PlaneDomain(), TableDomain(), PictureDomain())}
"""Every kind by name."""

GENERATORS: dict[str, AnyGenerator] = {
    name: made for domain in DOMAINS.values() for name, made in domain.generators.items()
}
"""Everything that makes samples, of whatever kind, by name."""


def domain_of_generator(name: str) -> Domain:
    """The kind of samples that a generator makes.

    Raises:
        ValueError: There is no such generator; in words.
    """
    found = next((domain for domain in DOMAINS.values() if name in domain.generators), None)
    if found is None:
        near = difflib.get_close_matches(name, GENERATORS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "known are " + ", ".join(GENERATORS)
        raise ValueError(f"there is no generator '{name}'; {hint}")
    return found


__all__ = ["DOMAINS", "GENERATORS", "Domain", "InputFeature", "domain_of_generator", "features"]
