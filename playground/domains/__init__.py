"""Kinds of data: what a sample is, how people make samples, which inputs a network gets of them. No Qt, no torch.

A new kind is one package and one line here.
"""

from playground.domains.base import Domain, InputFeature, features
from playground.domains.plane.domain import PlaneDomain
from playground.domains.table.domain import TableDomain

DOMAINS: dict[str, Domain] = {domain.name: domain for domain in (PlaneDomain(), TableDomain())}
"""Every kind by name."""

__all__ = ["DOMAINS", "Domain", "InputFeature", "features"]
