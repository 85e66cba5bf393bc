"""The doctor: what can be wrong with a run, a file each and a line here; said only with a cure that is proved."""

from playground.experiments.doctor.base import Cure, Evidence, Finding, Suspicion, by_key
from playground.experiments.doctor.contradicting_labels import ContradictingLabels
from playground.experiments.doctor.dead_units import DeadUnits
from playground.experiments.doctor.exploding_gradients import ExplodingGradients
from playground.experiments.doctor.input_scale import InputScale
from playground.experiments.doctor.memorising import Memorising
from playground.experiments.doctor.narrow_layer import NarrowLayer
from playground.experiments.doctor.plateau import Plateau
from playground.experiments.doctor.rate_too_high import RateTooHigh
from playground.experiments.doctor.rate_too_low import RateTooLow
from playground.experiments.doctor.saturated_units import SaturatedUnits
from playground.experiments.doctor.unbalanced_classes import UnbalancedClasses
from playground.experiments.doctor.vanishing_gradients import VanishingGradients

__all__ = ["FINDINGS", "Cure", "Evidence", "Finding", "Suspicion"]

FINDINGS: dict[str, Finding] = by_key(
    ContradictingLabels(),
    UnbalancedClasses(),
    InputScale(),
    NarrowLayer(),
    ExplodingGradients(),
    VanishingGradients(),
    DeadUnits(),
    SaturatedUnits(),
    RateTooHigh(),
    RateTooLow(),
    Memorising(),
    Plateau(),
)
"""All by their keys, in the order of asking: what causes another comes before it, data before layers before rate."""
