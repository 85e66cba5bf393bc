"""What several views want of a kind is one request that serves them all, by the kind's own rule."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from playground.training.probes.activations import Activations
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.dreams import Dreams
from playground.training.probes.explanation import Explanation
from playground.training.probes.firing_patches import FiringPatches
from playground.training.probes.fooling import Fooling, FoolingCurve
from playground.training.probes.landscape.request import LossLandscape
from playground.training.probes.landscape.shared import SharedLandscape, SharedPlane
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.probes.least_change import LeastChange
from playground.training.probes.mending_weight import MendingWeight
from playground.training.probes.nearest_samples import NearestSamples
from playground.training.probes.one_update import OneUpdate
from playground.training.probes.plane.input_gradients import InputGradients
from playground.training.probes.plane.linear_regions import LinearRegions
from playground.training.probes.plane.output_map import OutputMap
from playground.training.probes.plane.true_posterior import TruePosterior
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.request import Request, Results, merged
from playground.training.probes.saliency import Saliency
from playground.training.probes.stills import Stills
from playground.training.probes.table import PROBES
from playground.training.probes.weight_curves import WeightCurves

UNIT, OTHER = NeuronAddress(1, 2), NeuronAddress(2, 0)
LEFT, RIGHT, BOTH = (-6.0, 0.0, -1.0, 1.0), (1.0, 3.0, 0.0, 2.0), (-6.0, 3.0, -1.0, 2.0)
PLANE, OTHER_PLANE = SharedPlane(None, None, LEFT), SharedPlane(None, None, RIGHT)
PAIRS = {
    UnitMaps: (UnitMaps(24), UnitMaps(48), UnitMaps(48)),
    OutputMap: (OutputMap((30, 80), LEFT, UNIT), OutputMap((60, 40), RIGHT), OutputMap((60, 80), BOTH, UNIT)),
    LayerSpaces: (
        LayerSpaces((-1, 1), cells=12, strip_cells=8, main=1),
        LayerSpaces((1, 0), cells=24, strip_cells=4, main=0, view="pca", unit=OTHER),
        LayerSpaces((-1, 1, 0), cells=24, strip_cells=8, main=0, view="pca", unit=OTHER),
    ),
    Activations: (Activations((1.0, 2.0)), Activations((3.0, 4.0)), Activations((3.0, 4.0))),
    Saliency: (Saliency((1.0, 2.0)), Saliency((3.0, 4.0), 1), Saliency((3.0, 4.0), 1)),
    Explanation: (
        Explanation((1.0, 2.0)),
        Explanation((3.0, 4.0), "integrated"),
        Explanation((3.0, 4.0), "integrated"),
    ),
    PointPredictions: (PointPredictions(),) * 3,
    LayerStatistics: (LayerStatistics(),) * 3,
    LinearRegions: (LinearRegions(LEFT), LinearRegions(RIGHT), LinearRegions(BOTH)),
    InputGradients: (InputGradients(),) * 3,
    FiringPatches: (FiringPatches((UNIT,)), FiringPatches((OTHER, UNIT)), FiringPatches((UNIT, OTHER))),
    NearestSamples: (NearestSamples((1.0, 2.0), 1), *(NearestSamples((3.0, 4.0), 2, 5),) * 2),
    MendingWeight: (MendingWeight((1.0, 2.0), 0), *(MendingWeight((3.0, 4.0), 1),) * 2),
    LeastChange: (LeastChange((1.0, 2.0), 0), *(LeastChange((3.0, 4.0), 1, after=2),) * 2),
    OneUpdate: (OneUpdate(), *(OneUpdate((3, 4)),) * 2),
    Fooling: (Fooling((1.0, 2.0)), *(Fooling((3.0, 4.0), "smallest", "l2"),) * 2),
    FoolingCurve: (FoolingCurve("fast", "l2", (0.0, 1.0)), *(FoolingCurve("fast", "linf", (0.0, 0.5)),) * 2),
    Dreams: (Dreams((UNIT,)), *(Dreams((OTHER,), 0.2, 1),) * 2),
    SharedLandscape: (SharedLandscape(PLANE), *(SharedLandscape(OTHER_PLANE),) * 2),
    LossLandscape: (LossLandscape("path"), LossLandscape("points", 2, True), LossLandscape("points", 2, True)),
    Stills: (Stills((1, 2), 40), Stills((2, 5), 30, layer=3), Stills((1, 2, 5), 40, layer=3)),
    WeightCurves: (WeightCurves(),) * 3,
    TruePosterior: (TruePosterior(LEFT), TruePosterior(RIGHT), TruePosterior(RIGHT)),
}


def test_every_kind_of_the_table_is_here():
    assert set(PAIRS) == set(PROBES)


@pytest.mark.parametrize("kind", PROBES, ids=lambda kind: kind.__name__)
def test_a_request_is_frozen_and_equal_by_what_it_says(kind):
    request, *_ = PAIRS[kind]
    assert isinstance(request, Request)
    assert replace(request) == request
    assert hash(replace(request)) == hash(request)
    for field in fields(request):
        with pytest.raises(FrozenInstanceError):
            setattr(request, field.name, None)


@pytest.mark.parametrize("kind", PROBES, ids=lambda kind: kind.__name__)
def test_two_views_are_served_by_one_request(kind):
    one, other, both = PAIRS[kind]
    assert merged((one, other)) == (both,)
    assert merged((one, one)) == (one,)
    assert merged((both, one)) == merged((both, one, one)), "asking twice changes nothing"


def test_kinds_do_not_mix_and_keep_their_order():
    wanted = (LayerStatistics(), UnitMaps(8), LayerStatistics(), UnitMaps(16))
    assert merged(wanted) == (LayerStatistics(), UnitMaps(16))
    assert merged(()) == ()


def test_results_are_found_by_the_kind_that_asked():
    results = Results({PointPredictions: "predictions"}) | Results({UnitMaps: "pictures"})
    assert results[PointPredictions] == results.get(PointPredictions) == "predictions"
    assert set(results) == {PointPredictions, UnitMaps}
    assert results.get(OutputMap) is None
    with pytest.raises(KeyError):
        results[OutputMap]
