"""`dunghen verify` in events a second, and how it compares with reading the same rows and nothing more."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import click
from django.utils import timezone

from bench.databases import loaded, working_in
from bench.measure import Claim, Result, medians, tell
from dunghen.dossiers.models import DossierEvent
from dunghen.dossiers.verify import Verdict, seal_now, verify
from dunghen.dossiers.verify.rows import LAST, next_stretch, read
from dunghen.dossiers.verify.run import STRETCH

BOUND = 40_000  # events a second
ROUNDS = 5


def check(folder: Path) -> Verdict:
    """One whole verification; it must find nothing."""
    verdict = verify(folder, folder / "verify.json", timezone.now(), restart=True)
    assert not verdict.findings, verdict.findings[:3]
    return verdict


def read_only() -> None:
    """All rows, stretch by stretch, as verify reads them."""
    after = 0
    while after != LAST:
        upto = next_stretch(after, STRETCH)
        read(after, upto)
        after = upto


def measure(rounds: int) -> Result:
    """In the database at hand, sealed for the purpose in a folder of its own."""
    events = DossierEvent.objects.count()
    with TemporaryDirectory() as name:
        folder = Path(name)
        seal_now(folder, timezone.now())
        assert not check(folder).unsealed_events
        seconds = medians({"verify": lambda: check(folder), "reading alone": read_only}, rounds)
        begun = process_time()
        check(folder)
        busy = process_time() - begun
    speed = events / seconds["verify"]
    figures = {
        "ratio of verify to reading alone": seconds["verify"] / seconds["reading alone"],
        "events": events,
        **{f"{what}, s": taken for what, taken in seconds.items()},
        "verify, s on a processor (the server's not among them)": busy,
    }
    return Result((Claim("events a second", speed, BOUND, least=True),), figures)


@click.command()
@click.option("--dossiers", default=200_000, show_default=True)
@click.option("--years", default=1, show_default=True)
@click.option("--rounds", default=ROUNDS, show_default=True)
def main(dossiers: int, years: int, rounds: int) -> None:
    with working_in(loaded(dossiers, years)):
        sys.exit(tell(measure(rounds)))


if __name__ == "__main__":
    main()
