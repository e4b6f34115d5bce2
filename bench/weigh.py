"""Grow the trees of the proofreader's third reading, and how they serve a set they did not see."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
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


def examples_of(folders: Sequence[Path]) -> list[list[Example]]:
    """What each of these sets teaches."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_examples, folders))


def _examples(folder: Path) -> list[Example]:
    return [example for case in load(folder) for example in examples(case)]


def learn(sets: Iterable[Sequence[Example]]) -> Trees:
    """The trees that these examples teach, those of each group by themselves."""
    groups: dict[Group, list[Example]] = {}
    for example in chain.from_iterable(sets):
        groups.setdefault(example.group, []).append(example)
    names = sorted(groups)
    with ProcessPoolExecutor() as pool:
        grown = pool.map(grow, [groups[name] for name in names])
        return Trees({name: Grove(SURE[name], *one) for name, one in zip(names, grown, strict=True)})


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
@click.option("--without", type=int, multiple=True, help="Judge this set by what the others teach.")
@click.option("--misses", is_flag=True, help="Tell of each miss which relations were tried, and how likely.")
@click.option(
    "--set",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Further cases to judge.",
)
def main(write: bool, without: tuple[int, ...], misses: bool, folders: tuple[Path, ...]) -> None:
    """Learn from all sets (some five minutes), and from all but one for each that is left out."""
    taught, nothing = examples_of(SETS), Trees({})
    for number in without:
        trees = learn(each for at, each in enumerate(taught, 1) if at != number)
        cases = load(SETS[number - 1])
        _judged(f"set {number}", cases, {"rules alone": nothing, "with trees": trees}, misses)
    every = learn(taught)
    count = sum(len(grove.trees) for grove in every.groves.values())
    sys.stdout.write(f"{count} trees of {sum(map(len, taught))} examples\n")
    for folder in folders:
        _judged(folder.name, load(folder), {"rules alone": nothing, "with trees": every}, misses)
    if write:
        FILE.write_text(written(every), encoding="utf-8")


if __name__ == "__main__":
    main()
