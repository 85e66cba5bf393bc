"""What a view asks for and what it is answered with: a frozen request a kind, and its result by the request's type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Self


R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Request(Generic[R_co]):
    """Base of what can be asked for; `Request[R]` is answered with an R. Each kind is a frozen dataclass with slots.

    Attributes:
        OF_LAYERS: Whether it shows layers one by one. Where the network had others at the recorded state that is shown,
            they are of that network by itself, in `Snapshot.foreign`.
        OF_ANSWERS: Whether it means nothing where the network had other classes or values than the points have.
        OF_ALL_TIMES: Whether it shows the whole run, and so is the same whichever recorded state is shown.
    """

    __slots__ = ()
    OF_LAYERS: ClassVar[bool] = False
    OF_ANSWERS: ClassVar[bool] = True
    OF_ALL_TIMES: ClassVar[bool] = False

    def merged(self, other: Self) -> Self:
        """One request that serves two views: the kind's own rule. Without one the later view has its way."""
        return other

    def without_layers(self) -> Self | None:
        """What of it can be shown of a network with other layers than those at hand; None for nothing."""
        return None if self.OF_LAYERS else self


Requests = tuple[Request[Any], ...]
"""At most one of a kind."""


def merged(requests: Iterable[Request[Any]]) -> Requests:
    """One request a kind, each by the rule of its kind, in the order in which kinds are first asked for."""
    found: dict[type, Request[Any]] = {}
    for request in requests:
        kind = type(request)
        found[kind] = found[kind].merged(request) if kind in found else request
    return tuple(found.values())


class Results:
    """What requests were answered with, by their types; frozen."""

    __slots__ = ("_found",)

    def __init__(self, found: Mapping[type[Request[Any]], object] | None = None) -> None:
        self._found: Mapping[type[Request[Any]], Any] = dict(found or {})

    def get(self, kind: type[Request[R]]) -> R | None:
        """The answer to a kind of request; None where nobody asked, or it cannot be had."""
        found: R | None = self._found.get(kind)
        return found

    def __getitem__(self, kind: type[Request[R]]) -> R:
        """The answer to a kind of request.

        Raises:
            KeyError: Nobody asked, or it cannot be had.
        """
        found: R = self._found[kind]
        return found

    def __contains__(self, kind: object) -> bool:
        return kind in self._found

    def __iter__(self) -> Iterator[type[Request[Any]]]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __or__(self, other: Results) -> Results:
        return Results({**self._found, **other._found})
