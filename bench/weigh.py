"""Learn the weights of the proofreader's third reading, and how they serve a set they did not see."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from bench.examples import Example, examples
from bench.fitting import fit
from bench.unfound import unfound
from dunghen.proofing.engine import read
from dunghen.proofing.weighing.weights import FILE, Weights
from tests.proofing.labels import CONTRADICTION, SETS, Case, load
from tests.proofing.score import Score, score

SURE, LIKELY = 0.75, 0.6  # probability from which on a relation that fails is a contradiction, a warning


def learn(sets: Sequence[Sequence[Example]]) -> Weights:
    """The weights that these examples teach."""
    return Weights(fit([example for each in sets for example in each]), SURE, LIKELY)


def written(weights: Weights) -> str:
    """The weights as their file says them."""
    lines = [
        "# Learned by `bench/run weigh`: what each feature adds to the log odds that a relation is meant."
    ]
    lines += [f"contradiction = {weights.contradiction}", f"warning = {weights.warning}", "", "[odds]"]
    lines += [f'"{key}" = {value}' for key, value in sorted(weights.odds.items())]
    return "\n".join(lines) + "\n"


def _told(total: Score) -> str:
    found, labelled = total.found(CONTRADICTION), total.labelled(CONTRADICTION)
    return f"{found} of {labelled} = {total.recall:.1%} found, {total.false_share:.1%} false"


def _judged(title: str, cases: Sequence[Case], weights: Mapping[str, Weights], misses: bool) -> None:
    for name, each in weights.items():
        total = score(cases, partial(read, weights=each))
        sys.stdout.write(f"{title}, {name}: {_told(total)}\n")
        for line in unfound(total, each) if misses and each.odds else ():
            sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@click.command()
@click.option("--write", is_flag=True, help="Write the weights learned from all sets.")
@click.option("--without", type=int, multiple=True, help="Leave out only these sets.")
@click.option("--misses", is_flag=True, help="Tell of each miss which relations were tried, and how likely.")
@click.option(
    "--set",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Further cases to judge.",
)
def main(write: bool, without: tuple[int, ...], misses: bool, folders: tuple[Path, ...]) -> None:
    """Leave each set out in turn; then learn from all."""
    cases = [load(folder) for folder in SETS]
    taught = [[example for case in each for example in examples(case)] for each in cases]
    nothing = Weights({}, 1.0, 1.0)
    for number in without or range(1, len(SETS) + 1):
        weights = learn([each for at, each in enumerate(taught, 1) if at != number])
        _judged(f"set {number}", cases[number - 1], {"rules alone": nothing, "with weights": weights}, misses)
    every = learn(taught)
    sys.stdout.write(f"{len(every.odds)} weights of {sum(map(len, taught))} examples\n")
    for folder in folders:
        _judged(folder.name, load(folder), {"rules alone": nothing, "with weights": every}, misses)
    if write:
        FILE.write_text(written(every), encoding="utf-8")


if __name__ == "__main__":
    main()
