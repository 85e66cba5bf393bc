"""The kinds of probe: what answers each request, in the order in which they are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.training.probes.activations import Activations, ActivationsProbe
from playground.training.probes.dreams import Dreams, DreamsProbe
from playground.training.probes.explanation import Explanation, ExplanationProbe
from playground.training.probes.firing_patches import FiringPatches, FiringPatchesProbe
from playground.training.probes.fooling import Fooling, FoolingCurve, FoolingCurveProbe, FoolingProbe
from playground.training.probes.landscape.probe import LossLandscapeProbe
from playground.training.probes.landscape.request import LossLandscape
from playground.training.probes.landscape.shared import SharedLandscape, SharedLandscapeProbe
from playground.training.probes.layer_spaces.probe import LayerSpacesProbe
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.layer_statistics import LayerStatistics, LayerStatisticsProbe
from playground.training.probes.least_change import LeastChange, LeastChangeProbe
from playground.training.probes.mending_weight import MendingWeight, MendingWeightProbe
from playground.training.probes.nearest_samples import NearestSamples, NearestSamplesProbe
from playground.training.probes.one_update import OneUpdate, OneUpdateProbe
from playground.training.probes.plane.input_gradients import InputGradients, InputGradientsProbe
from playground.training.probes.plane.linear_regions import LinearRegions, LinearRegionsProbe
from playground.training.probes.plane.output_map import OutputMap, OutputMapProbe
from playground.training.probes.plane.true_posterior import TruePosterior, TruePosteriorProbe
from playground.training.probes.plane.unit_maps import UnitMaps, UnitMapsProbe
from playground.training.probes.point_predictions import PointPredictions, PointPredictionsProbe
from playground.training.probes.saliency import Saliency, SaliencyProbe
from playground.training.probes.stills import Stills, StillsProbe
from playground.training.probes.weight_curves import WeightCurves, WeightCurvesProbe

if TYPE_CHECKING:
    from playground.training.probes.probe import Probe
    from playground.training.probes.request import Request

PROBES: dict[type[Request[Any]], type[Probe[Any, Any]]] = {
    Activations: ActivationsProbe,
    Saliency: SaliencyProbe,
    Explanation: ExplanationProbe,
    UnitMaps: UnitMapsProbe,
    OutputMap: OutputMapProbe,
    LayerSpaces: LayerSpacesProbe,
    PointPredictions: PointPredictionsProbe,
    LayerStatistics: LayerStatisticsProbe,
    LinearRegions: LinearRegionsProbe,
    InputGradients: InputGradientsProbe,
    FiringPatches: FiringPatchesProbe,
    NearestSamples: NearestSamplesProbe,
    MendingWeight: MendingWeightProbe,
    LeastChange: LeastChangeProbe,
    OneUpdate: OneUpdateProbe,
    Fooling: FoolingProbe,
    FoolingCurve: FoolingCurveProbe,
    Dreams: DreamsProbe,
    LossLandscape: LossLandscapeProbe,
    SharedLandscape: SharedLandscapeProbe,
    Stills: StillsProbe,
    WeightCurves: WeightCurvesProbe,
    TruePosterior: TruePosteriorProbe,
}
