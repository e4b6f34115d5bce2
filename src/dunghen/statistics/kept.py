"""Figures kept for a while, with the moment as of which they are known.

A report page asks for one unit, but counting costs the same for all: so every unit's figures are counted
together, as known at a moment no open transaction can still write into, and kept. The page says that
moment, and the records behind a figure are listed as known at the same moment: both always agree. The
worker counts the latest reports anew every ten minutes, and all of them at night and after an import or a
lock (statistics.jobs).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dunghen.core.known import settled_time
from dunghen.org.maps import Which
from dunghen.statistics import remember
from dunghen.statistics.by_unit import unallotted
from dunghen.statistics.compile import Figure, Number, counted, figures_of
from dunghen.statistics.counting import one_snapshot
from dunghen.statistics.view import View

SECONDS = 25 * 3600  # until the next night's counting
FORMAT = 2  # another number whenever Kept changes: what is kept of the old form is not read
Plain = tuple[Number | None, Number | None, Number | None]
NOTHING: Plain = (None, None, None)


@dataclass(frozen=True, slots=True)
class Kept:
    """Every unit's figures as known at `known_at`; figures without any number are left out. `left`: of each
    figure, what no unit of the map can claim, by the unit at which it shows."""

    known_at: datetime
    units: Mapping[int, Mapping[str, Plain]]
    left: Mapping[str, Mapping[int, int]]

    def of(self, org: int, codes: Mapping[str, object]) -> dict[str, Figure]:
        """The figures of a unit for these codes."""
        figures = self.units[org]
        return {code: Figure(*figures.get(code, NOTHING)) for code in codes}

    def by_unit(self, code: str) -> dict[int, dict[str, Figure]]:
        """One figure of every unit."""
        return {unit: {code: Figure(*figures.get(code, NOTHING))} for unit, figures in self.units.items()}


def kept(asked: View, which: Which) -> Kept:
    """The figures of a report by its map, as known at the moment asked or, without one, a moment ago."""
    found = remember.recall(_key(asked, which))
    return found if isinstance(found, Kept) else renew(asked, which)


def renew(asked: View, which: Which) -> Kept:
    """Count anew and keep it."""
    at = asked.known_at or settled_time()
    seen = replace(asked, known_at=at)
    with one_snapshot():
        counts = counted(seen)
        made = Kept(at, _plain(figures_of(seen, None, counts)), unallotted(seen, counts))
    remember.remember(_key(asked, which), made, SECONDS)
    return made


def forget(asked: View, which: Which) -> None:
    """Count anew at the next question."""
    remember.forget(_key(asked, which))


def order_renewal() -> None:
    """Ask the worker to count every report anew; for whoever wrote much at once."""
    name = "dunghen.statistics.jobs.renew_reports"
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(name, queueing_lock="renew_reports").defer(timestamp=0)


def _key(asked: View, which: Which) -> str:
    moment = asked.known_at.isoformat() if asked.known_at else ""
    return f"figures|{FORMAT}|{asked.report.pk}|{which}|{moment}"


def _plain(units: Mapping[int, Mapping[str, Figure]]) -> dict[int, dict[str, Plain]]:
    # Units of which nothing is known share one set of figures; they still do when this is pickled.
    shared: dict[int, dict[str, Plain]] = {}
    for figures in units.values():
        if id(figures) not in shared:
            shared[id(figures)] = {
                code: (figure.value, figure.numerator, figure.denominator)
                for code, figure in figures.items()
                if figure != NOTHING
            }
    return {unit: shared[id(figures)] for unit, figures in units.items()}
