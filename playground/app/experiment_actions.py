"""Commands of the Train menu that train many times, or set something beside the network."""

from __future__ import annotations

from playground.app.action_info import ActionInfo
from playground.app.doctor_desk import is_unable
from playground.session.experiment_starts import how_sure, seeds_refusal
from playground.session.kept_results import RESULTS

EXPERIMENTS: dict[str, ActionInfo] = {
    "train_seeds": ActionInfo(
        "Train",
        "|Train from 64 seeds",
        lambda s: how_sure(s.session),
        ("Ctrl+Alt+T",),
        "dice",
        "How many of 64 first weights succeed, with their maps and the band of their losses; the document stays.",
        refusal=lambda s: seeds_refusal(s.session),
    ),
    "sweep": ActionInfo(
        "Train",
        "Sweep over settings",
        lambda s: s.session.experiments.shown.emit("sweep"),
        icon="grid",
        hint="One knob or two over a range: which learning rates, depths, noises work, as a curve or a map.",
    ),
    "race": ActionInfo(
        "Train",
        "Race optimizers",
        lambda s: s.session.experiments.shown.emit("race"),
        icon="flag",
        hint="Optimizers, or values of one knob, from the same first weights: their curves, maps and paths together.",
    ),
    "methods": ActionInfo(
        "Train",
        "Compare with classical methods",
        lambda s: s.session.experiments.shown.emit("methods"),
        icon="table",
        hint="SVM, trees, neighbours ... beside the network, with their maps and scores, live while points are drawn.",
    ),
    "hunger": ActionInfo(
        "Train",
        "How much data does it need?",
        lambda s: s.session.experiments.shown.emit("hunger"),
        icon="chart-line",
        hint="Test scores of the network and classical methods over the number of training samples.",
    ),
    "results": ActionInfo(
        "Train",
        "Results of experiments",
        lambda s: s.session.experiments.shown.emit(RESULTS),
        icon="bookmark",
        hint="All that the project keeps of experiments, to be seen again, compared and deleted.",
    ),
    "ask_doctor": ActionInfo(
        "Train",
        "|Ask the doctor",
        lambda s: s.doctor_desk.ask(),
        icon="stethoscope",
        hint="Looks for what is wrong with this run, and says it with a cure that was proved on 16 seeds.",
    ),
    "doctor": ActionInfo(
        "Train",
        "The doctor speaks by itself",
        lambda s: s.doctor_desk.toggle(),
        hint="It looks at the run about once a second, tries cures beside it, and says only what they prove.",
        is_on=lambda s: s.settings.doctor,
        value=lambda s: "tries nothing of this document" if is_unable(s.session) else "",
    ),
}
"""In the order of the menu."""
