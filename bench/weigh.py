"""Grow the trees of the proofreader's third reading, and how they serve a set they did not see."""

import json
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import click

from bench.boosting import grow
from bench.examples import Example, examples
from bench.unfound import unfound
from dunghen.proofing.engine import read
from dunghen.proofing.weighing.trees import FILE, Group, Grove, Tree, Trees
from tests.proofing.labels import CONTRADICTION, SETS, Case, load
from tests.proofing.score import Score, score

# probability from which on a relation that fails is a contradiction: of differences and sums more are tried
SURE: Mapping[Group, float] = {"share": 0.8, "growth": 0.7, "gap": 0.8, "run": 0.7}


def learn(sets: Sequence[Sequence[Example]]) -> Trees:
    """The trees that these examples teach."""
    groups: dict[Group, list[Example]] = {}
    for example in chain.from_iterable(sets):
        groups.setdefault(example.group, []).append(example)
    return Trees({name: Grove(SURE[name], *grow(groups[name])) for name in sorted(groups)})


def written(trees: Trees) -> str:
    """The trees as their file says them, each in a line."""
    groups = [
        f'"{name}": {{"sure": {grove.sure}, "start": {grove.start}, "trees": [\n{_lines(grove.trees)}]}}'
        for name, grove in trees.groves.items()
    ]
    return "{\n" + ",\n".join(groups) + "}\n"


def _lines(trees: Sequence[Tree]) -> str:
    return ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)


def _told(total: Score) -> str:
    found, labelled = total.found(CONTRADICTION), total.labelled(CONTRADICTION)
    return f"{found} of {labelled} = {total.recall:.1%} found, {total.false_share:.1%} false"


def _judged(title: str, cases: Sequence[Case], trees: Mapping[str, Trees], misses: bool) -> None:
    for name, each in trees.items():
        total = score(cases, partial(read, trees=each))
        sys.stdout.write(f"{title}, {name}: {_told(total)}\n")
        for line in unfound(total, each) if misses and each.groves else ():
            sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@click.command()
@click.option("--write", is_flag=True, help="Write the trees learned from all sets.")
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
    nothing = Trees({})
    for number in without or range(1, len(SETS) + 1):
        trees = learn([each for at, each in enumerate(taught, 1) if at != number])
        _judged(f"set {number}", cases[number - 1], {"rules alone": nothing, "with trees": trees}, misses)
    every = learn(taught)
    count = sum(len(grove.trees) for grove in every.groves.values())
    sys.stdout.write(f"{count} trees of {sum(map(len, taught))} examples\n")
    for folder in folders:
        _judged(folder.name, load(folder), {"rules alone": nothing, "with trees": every}, misses)
    if write:
        FILE.write_text(written(every), encoding="utf-8")


if __name__ == "__main__":
    main()
