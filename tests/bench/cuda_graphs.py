"""Eager against captured steps on CUDA, and the CPU beside them: `python -m tests.bench.cuda_graphs [SECONDS]`."""

import sys
from statistics import median
from time import perf_counter

import torch

from playground.training.bench import Case, document_of
from playground.training.engines.cuda_graph import CudaGraphStepper
from playground.training.engines.device import available_devices
from playground.training.engines.eager import EagerStepper
from playground.training.engines.kernels import prepare_fused
from playground.training.engines.steppers import choose_stepper
from playground.training.state.run import Run

CASES = {
    "2-4-2-1": Case("circle", (4, 2)),
    "2-64-64-64-3": Case("spirals", (64, 64, 64), batch=32, parameter=3),
    "2-1024-1024-3": Case("spirals", (1024, 1024), batch=128, parameter=3),
}
ROUNDS = 5
SLICE_S = 0.05
HEAD = ("epochs/s", "CPU", "CUDA eager", "CUDA graph", "graph/eager", "CUDA/CPU", "spread of graph", "engine on CPU")


def stepping(stepper, made):
    """What trains for about so many seconds and gives epochs a second; warm."""
    run = Run(made)
    for _ in range(10):
        stepper.advance(run, run.batches_per_epoch, SLICE_S)

    def train(seconds):
        before, start = run.position, perf_counter()
        while perf_counter() - start < seconds:
            stepper.advance(run, None, SLICE_S)
        return (run.position - before) / (perf_counter() - start)

    return train


def line(name, case, seconds, problem):
    """The figures of one network, engines in turns, medians."""
    made = document_of(case)
    cpu, _ = choose_stepper(made, "cpu", problem)
    graph = CudaGraphStepper()
    engines = [stepping(one, made) for one in (cpu, EagerStepper("cuda"), graph)]
    rounds = [[train(seconds / ROUNDS) for train in engines] for _ in range(ROUNDS)]
    on_cpu, eager, captured = (median(rates) for rates in zip(*rounds, strict=True))
    spread = [one[2] for one in rounds]
    return (
        f"{name:14}{on_cpu:12,.1f}{eager:12,.1f}{captured:12,.1f}{captured / eager:12.1f}x"
        f"{max(eager, captured) / on_cpu:11.2f}x   {min(spread):,.0f} to {max(spread):,.0f}   {cpu.name}"
        + (f"   {graph.refusal}" if graph.refusal else "")
    )


def main(seconds):
    """Measure, or say why not."""
    missing = {device.name: device.reason for device in available_devices()}["cuda"]
    if missing:
        sys.stdout.write(f"There is no CUDA device here ({missing}): nothing was measured.\n")
        return
    torch.set_num_threads(1)
    problem = prepare_fused()
    sys.stdout.write(f"{torch.cuda.get_device_name()}, torch {torch.__version__}\n")
    sys.stdout.write("{:14}{:>12}{:>12}{:>12}{:>13}{:>12}   {}   {}\n".format(*HEAD))
    for name, case in CASES.items():
        sys.stdout.write(line(name, case, seconds, problem) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.0)
