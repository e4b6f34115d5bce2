"""How well the proofreader finds the contradictions of labelled texts, kind by kind."""

import sys
from pathlib import Path

import click

from dunghen.proofing import check
from tests.proofing.labels import SETS, Case, load, load_seeds
from tests.proofing.score import Engine, misses, score, table


def tell(title: str, cases: list[Case], engine: Engine, listed: bool) -> None:
    """Print the figures of one set, and what was missed if asked."""
    total = score(cases, engine)
    sys.stdout.write(f"{title}: {len(cases)} texts\n")
    for line in [*table(total), *(misses(total) if listed else ())]:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write("\n")


@click.command()
@click.option(
    "--set",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Further cases.",
)
@click.option("--only", default="", help="Only cases whose id begins like this.")
@click.option("--misses", "listed", is_flag=True, help="List what was not seen, and false contradictions.")
def main(folders: tuple[Path, ...], only: str, listed: bool) -> None:
    """The set the rules were written against, the source reports where they are at hand, and given sets."""
    engine: Engine = check
    own = [(f"development set {place}", load(folder)) for place, folder in enumerate(SETS, 1)]
    sets = [*own, ("source reports", load_seeds())]
    for title, cases in [*sets, *((folder.name, load(folder)) for folder in folders)]:
        chosen = [case for case in cases if case.id.startswith(only)]
        if chosen:
            tell(title, chosen, engine, listed)


if __name__ == "__main__":
    main()
