"""What each view needs of the trainer, and when that is told: once for all that one change makes views ask for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from playground.training.probes.request import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playground.training.probes.request import Requests


class Wants:
    """Requests by view. Several views that ask for one kind are merged by the kind's own rule."""

    def __init__(self, ask: Callable[[Requests], None]) -> None:
        """Begin with nobody asking.

        Args:
            ask: Is given what all views need, at most one request of a kind, whenever that has changed.
        """
        self._ask = ask
        self._of_views: dict[str, Requests] = {}
        self._gathering = self._has_changed = False

    def want(self, view: str, requests: Requests) -> None:
        """Say what a view needs from now on; nothing when it is hidden."""
        if self._of_views.get(view, ()) == requests:
            return
        self._of_views[view] = requests
        self._has_changed = True
        if not self._gathering:
            self._tell()

    def wanted(self, view: str | None = None) -> Requests:
        """What a view needs now, or what all of them do, merged."""
        if view is not None:
            return self._of_views.get(view, ())
        return merged(request for requests in self._of_views.values() for request in requests)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Tell what is asked for within only at the end, if it has changed.

        Where two views show the picture at hand, the first of them asks while the other still asks for the picture of
        before, whose answer would then be taken once more, and keep the new one waiting for a frame.
        """
        if self._gathering:
            yield
            return
        self._gathering = True
        try:
            yield
        finally:
            self._gathering = False
            if self._has_changed:
                self._tell()

    def _tell(self) -> None:
        self._has_changed = False
        self._ask(self.wanted())
