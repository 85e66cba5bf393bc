"""The panel of challenges: the list of all, and the one at hand with its goals, its marking and what was kept."""

from playground.views.challenge.view import ChallengeView

__all__ = ["ChallengeView"]
