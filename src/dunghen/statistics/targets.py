"""So với chỉ tiêu được giao: the targets that documents give a unit (supervision/targets), by its figures."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.org.maps import UnknownUnitError
from dunghen.statistics.compile import Number
from dunghen.statistics.view import View
from dunghen.supervision.models import Target
from dunghen.supervision.targets import rules

KINDS = {rules.ABOVE: "ok", rules.MET: "ok", rules.BELOW: "late"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside the target of its unit. What is not reached before the day of judgement is said all
    the same, with that day (`until`)."""

    target: Target
    state: str
    until: str

    @property
    def below(self) -> bool:
        return self.state == rules.BELOW

    @property
    def kind(self) -> str:
        return KINDS[self.state]

    @property
    def label(self) -> str:
        return str(rules.STATES[self.state])

    @property
    def words(self) -> str:
        """Vượt, tối thiểu 45 %."""
        target = self.target
        return rules.compared(target.operator, target.value, target.measure, self.state)


def targets_of(asked: View, org: int) -> dict[str, Target]:
    """The targets of a unit for the year in which the period ends, by cell; of one it took over from whole
    where it has none of its own. One query."""
    last_day = localtime(asked.window.end - timedelta(microseconds=1)).date()
    rows = Target.objects.filter(year=last_day.year).exclude(cell="").select_related("unit").order_by("pk")
    own, passed = {}, {}
    for row in rows:
        if row.unit_id == org:
            own[row.cell] = row
        elif _whole(asked, row.unit_id) == org:
            passed[row.cell] = row
    return passed | own


def beside(asked: View, target: Target | None, value: Number | None) -> Compared | None:
    """None where there is no target or nothing to compare."""
    if target is None or value is None:
        return None
    last_day = localtime(asked.window.end - timedelta(microseconds=1)).date()
    state = rules.reached(target.operator, target.value, Decimal(value))
    waits = state == rules.BELOW and last_day < target.judged_on
    until = _("đánh giá ngày %(day)s") % {"day": f"{target.judged_on:%d/%m/%Y}"} if waits else ""
    return Compared(target, state, until)


def _whole(asked: View, unit: int) -> int | None:
    """The unit of the map that shows another's figures whole."""
    try:
        placed = asked.units.place(unit)
    except UnknownUnitError:
        return None
    return None if placed.unallotted else placed.unit
