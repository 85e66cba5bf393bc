"""measure training speed, frames and start-up on this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from playground.app.commands.arguments import seconds
from playground.app.progress import Progress, add_quiet
from playground.training.engines.torch_door import require_torch

if TYPE_CHECKING:
    import argparse


EXAMPLES = (
    "bench --seconds 0.5",
    "bench --gui --json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long, and whether the window takes part."""
    parser.add_argument("--gui", action="store_true", help="measure the window as well")
    parser.add_argument("--experiments", action="store_true", help="measure many runs at once as well, a minute or two")
    parser.add_argument("--seconds", type=seconds, default=2.0, metavar="S", help="time for each measurement")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_quiet(parser)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print."""
    import msgspec

    require_torch()
    from playground.training.bench import engine_table, machine
    from playground.training.engines.kernels import kernel_wait

    progress = Progress(quiet=arguments.quiet)
    progress.wait(kernel_wait())
    progress.begin()
    result: dict[str, Any] = {"machine": machine(), "engine": engine_table(arguments.seconds, tell=progress.show)}
    if arguments.experiments:
        from playground.experiments.bench_runs import experiments_table
        from playground.training.bench import CASES, document_of

        progress.begin()
        documents = document_of(CASES["2-4-2-1"]), document_of(CASES["2-8-8-8-1"])
        result["experiments"] = experiments_table(*documents, tell=progress.show)
    if arguments.gui:
        from playground.app.bench_gui import gui_table

        progress.begin()
        result |= gui_table(arguments.seconds, tell=progress.show)
    progress.clear()
    sys.stdout.write(msgspec.json.encode(result).decode() + "\n" if arguments.json else _as_text(result))
    return 0


def _as_text(result: dict[str, Any]) -> str:
    lines = [f"{'epochs/s':16}{'eager':>12}{'fused':>12}{'sklearn':>12}{'fused/eager':>14}"]
    for case, row in result["engine"].items():
        cells = "".join(f"{row[name]:12,.0f}" if row[name] else f"{'–':>12}" for name in ("eager", "fused", "sklearn"))
        lines.append(f"{case:16}{cells}{row['fused'] / row['eager']:13.1f}x")
    lines += _of_experiments(result["experiments"]) if "experiments" in result else []
    for case, row in result.get("gui", {}).items():
        gap = row["gap_ms"]
        lines.append(
            f"window {case:16}{row['epochs_per_second']:10,.0f} epochs/s {row['frames_per_second']:5.1f} frames/s   "
            f"gap {'  '.join(f'{name} {_ms(value)}' for name, value in gap.items())} ms"
        )
    if "startup_seconds" in result:
        lines.append(f"start to first paint {result['startup_seconds']:.2f} s")
        memory = result["memory_mb"]
        after = f"after {memory['trained_s']:.0f} s of training"
        lines.append(f"memory {_mb(memory['start'])}, {after} {_mb(memory['after_60_s'])}")
    return "\n".join(lines) + "\n"


def _of_experiments(table: dict[str, Any]) -> list[str]:
    seeds, phase, many = table["seeds"], table["phase_map"], table["many"]
    single = f"{1000 * seeds['train']:.0f} ms each; {1000 * seeds['single']:.0f} ms without its rows of losses"
    many_words = f"{many['seconds']:.0f} s, estimated from {many['estimated_from']}; memory {_mb(many['memory_mb'])}"
    as_many = f"as {seeds['train_ratio']:.1f} runs of `train` ({single})"
    return [
        f"{seeds['runs']} seeds of 2-4-2-1 {seeds['seconds']:.2f} s, {as_many}",
        f"phase map of {phase['runs']:,} runs, {phase['epochs']} epochs each {phase['seconds']:.1f} s",
        f"{many['runs']:,} runs of 2-8-8-8-1 {many_words}",
        _of_cluster(table["cluster"]),
    ]


def _of_cluster(row: dict[str, Any]) -> str:
    if "skipped" in row:
        return f"Dask, two workers on this machine against one: not measured. {row['skipped']}"
    seconds = f"{row['runs']:,} runs of 2-8-8-8-1 in {row['two']:.1f} s and {row['one']:.1f} s"
    return f"Dask, two workers on this machine against one: {row['ratio']:.2f} x ({seconds})"


def _mb(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0f} MB"


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
