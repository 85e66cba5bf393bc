"""Training speed of all engines in one run: `python -m tests.bench.engine [SECONDS]`, from the checkout's root."""

import sys

from playground.training.bench import engine_table

HEAD = ("epochs/s", "eager", "fused", "sklearn", "fused/eager", "fused/sklearn", "spread of fused")


def lines(table):
    """The table as text, a line each."""
    yield "{:14}{:>10}{:>12}{:>10}{:>13}{:>15}   {}".format(*HEAD)
    for name, row in table.items():
        low, high = row["spread"]["fused"]
        sklearn = row["sklearn"] or float("nan")
        yield (
            f"{name:14}{row['eager']:10.1f}{row['fused']:12,.0f}{sklearn:10.1f}"
            f"{row['fused'] / row['eager']:12.1f}x{row['fused'] / sklearn:14.1f}x   {low:,.0f} to {high:,.0f}"
        )


if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    sys.stdout.write("\n".join(lines(engine_table(seconds))) + "\n")
