"""The dashboard of a unit: what a leader or a head of a unit looks at first. Figures from a snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from dunghen.core.text import sort_key
from dunghen.dossiers.models import DossierVersion
from dunghen.org.models import Person, Succession, Unit
from dunghen.org.rights import Right
from dunghen.statistics.compile import Figure, Number, derive
from dunghen.statistics.forms import Row
from dunghen.statistics.questions import reached
from dunghen.statistics.snapshot import (
    COMPLETED,
    DECLARED,
    LATE,
    LISTED,
    ON_TIME,
    OPEN,
    OVERDUE,
    Flow,
    Late,
    Month,
    Oldest,
    Snapshot,
)
from dunghen.statistics.targets import Compared, beside, targets_of
from dunghen.statistics.view import View
from dunghen.supervision.models import Target

FIELDS = 12  # the fields (lĩnh vực) with most late dossiers
# Short names of snapshot.SHARES; the full ones are those of the forms.
INDICATORS = {
    "N2.d.3": _("Số hóa hồ sơ, kết quả giải quyết"),
    "N2.d.4": _("Cấp kết quả điện tử"),
    "N2.d.5@dossiers": _("Sử dụng lại dữ liệu số hóa"),
    "B7.6.3": _("Hồ sơ trực tuyến toàn trình"),
    "B7.6.7": _("Thanh toán trực tuyến"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's dossiers of the period with all below it. `on_time` is None where nothing was completed."""

    unit: Unit
    completed: int
    on_time: Figure
    late: int
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A share, what the city declared of the same, and the unit's target of the year, if it has one."""

    row: Row
    share: Figure
    declared: Number | None
    target: Target | None
    compared: Compared | None

    @property
    def name(self) -> str:
        return str(INDICATORS[self.row.code])


@dataclass(frozen=True, slots=True)
class Point:
    """A month of the trend; `rate` is None where nothing was completed."""

    first: date
    last: date
    flow: Flow
    rate: Number | None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything one unit's dashboard shows, but the list of late dossiers."""

    whole: Line
    known_at: datetime | None
    indicators: tuple[Indicator, ...]
    below: tuple[Line, ...]
    fields: tuple[tuple[str, Late], ...]
    months: tuple[Point, ...]
    mergers: tuple[date, ...]
    unallotted: Late


def may_list(asked: View, org: int, person: Person) -> bool:
    """Whether the rows behind a unit's figures, of all units they come from, are within a person's right."""
    allowed = reached(person, Right.ROWS)
    return allowed is None or asked.units.scope(org) <= allowed


def board(asked: View, taken: Snapshot, org: int, seen: frozenset[int]) -> Board:
    """The dashboard of a unit; of the units directly below it those that may be `seen`."""
    children = [unit for unit in asked.units.units & seen if asked.units.ancestors(unit)[:1] == (org,)]
    units = Unit.objects.in_bulk([org, *children])
    lines = [line(taken, units[unit]) for unit in children if unit in taken.figures]
    fields = taken.fields.get(org, {})
    months = tuple(_point(month, org) for month in taken.months)
    return Board(
        whole=line(taken, units[org]),
        known_at=taken.known_at,
        indicators=_indicators(asked, taken, org),
        below=tuple(
            sorted(lines, key=lambda found: (-found.late, -found.overdue, sort_key(found.unit.name)))
        ),
        fields=tuple(sorted(fields.items(), key=lambda found: (-found[1].late, sort_key(found[0])))[:FIELDS]),
        months=months,
        mergers=_mergers(asked, org, months),
        unallotted=taken.unallotted.get(org, Late(0, 0)),
    )


def line(taken: Snapshot, unit: Unit) -> Line:
    """A unit's headline figures, added over the levels of form 3."""
    figures = taken.figures.get(unit.pk, {})
    completed, on_time, late = (_sum(figures, codes) for codes in (COMPLETED, ON_TIME, LATE))
    waiting, overdue = (_sum(figures, [code]) for code in (OPEN, OVERDUE))
    return Line(unit, completed, derive("ratio", [on_time, completed]), late, waiting, overdue)


def _sum(figures: dict[str, Figure], codes: Iterable[str]) -> int:
    return sum(int(figures[code].value or 0) for code in codes if code in figures)


def _indicators(asked: View, taken: Snapshot, org: int) -> tuple[Indicator, ...]:
    figures, none = taken.figures.get(org, {}), Figure(None)
    targets = targets_of(asked, org)
    return tuple(
        Indicator(
            asked.rows[code],
            figures.get(code, none),
            figures.get(DECLARED.get(code, ""), none).value,
            targets.get(code),
            beside(asked, targets.get(code), figures.get(code, none).value),
        )
        for code in INDICATORS
        if code in asked.rows
    )


def _point(month: Month, org: int) -> Point:
    flow = month.flows.get(org, Flow(0, 0, 0))
    return Point(month.first, month.last, flow, derive("ratio", [flow.on_time, flow.completed]).value)


def _mergers(asked: View, org: int, months: tuple[Point, ...]) -> tuple[date, ...]:
    """Days inside the trend on which a unit counted here took over from another."""
    if not months:
        return ()
    inside = asked.units.scope(org)
    found = Succession.objects.filter(day__gt=months[0].first, day__lte=months[-1].last, successor__in=inside)
    return tuple(found.order_by("day").values_list("day", flat=True).distinct())


def listed(asked: View, oldest: Oldest, org: int) -> list[DossierVersion]:
    """The dossiers of a late list of a unit and all below it, the oldest due date first. One query."""
    own = (dossier for unit in asked.units.scope(org) for dossier in oldest.get(unit, ()))
    keys = [pk for _due_at, pk in sorted(own)[:LISTED]]
    versions = DossierVersion.objects.select_related("dossier", "procedure", "unit").in_bulk(keys)
    return [versions[key] for key in keys]
