"""Measuring: medians of runs taken in turn, and how a claim is printed."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 7


def medians(runs: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds of each run: one round to warm up, then the median of `rounds`, the runs taken in turn so
    that what else the machine does falls on all of them alike."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, run in runs.items():
            begun = perf_counter()
            run()
            if number:
                taken[name].append(perf_counter() - begun)
    return {name: median(seconds) for name, seconds in taken.items()}


@dataclass(frozen=True, slots=True)
class Claim:
    """A measured value and the bound it is held to; `least`: the bound is from below."""

    what: str
    value: float
    bound: float
    least: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.bound if self.least else self.value <= self.bound

    def __str__(self) -> str:
        sign = ">=" if self.least else "<="
        verdict = "holds" if self.holds else "MISSED"
        return f"{verdict:7} {self.what}: {self.value:,.3f} {sign} {self.bound:,g}"


@dataclass(frozen=True, slots=True)
class Result:
    """What a figure's command prints: the claims, and the figures behind them."""

    claims: tuple[Claim, ...]
    figures: Mapping[str, object]


def tell(result: Result) -> int:
    """Print it; the exit code is 1 when a claim does not hold."""
    for claim in result.claims:
        sys.stdout.write(f"{claim}\n")
    for name, value in result.figures.items():
        shown = f"{value:,.4f}" if isinstance(value, float) else str(value)
        sys.stdout.write(f"        {name}: {shown}\n")
    return 0 if all(claim.holds for claim in result.claims) else 1
