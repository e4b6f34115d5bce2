"""What a linked case consists of where it is received on a day: its parts with unit, version and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from dunghen.core.worktime import Limit, LimitUnit, due_at
from dunghen.dossiers.intake.receive import version_on
from dunghen.dossiers.linked import rules
from dunghen.dossiers.linked.law import CaseLaw, PartLaw
from dunghen.dossiers.linked.places import decider_of
from dunghen.dossiers.linked.rules import NOT_DONE, WAITING, Planned
from dunghen.dossiers.rules import Refused
from dunghen.org.calendar import calendar
from dunghen.org.models import Unit
from dunghen.procedures.models import Procedure, ProcedureVersion


@dataclass(slots=True)
class Part:
    """A part: `problem` says why it cannot be dealt with, then without unit or version."""

    law: PartLaw
    procedure: Procedure
    unit: Unit | None = None
    version: ProcedureVersion | None = None
    problem: str = ""


def parts_of(law: CaseLaw, received: Unit, day: date) -> list[Part]:
    """The parts in the order in which they may start. Raises Refused for a procedure not in the catalogue."""
    known = {
        procedure.key: procedure
        for procedure in Procedure.objects.filter(key__in=[part.procedure for part in law.parts])
    }
    found = [_part(part, known.get(part.procedure), received, day) for part in law.parts]
    names = {part.law.key: part.procedure.name for part in found}
    standings = {part.law.key: NOT_DONE if part.problem else WAITING for part in found}
    for key in rules.lost(law.after, standings):
        part = next(each for each in found if each.law.key == key)
        before = next(one for one in part.law.after if not _possible(found, one))
        part.problem = without(names[before])
    return found


def without(name: str) -> str:
    """Why a part does not start: what it needs of the one before does not come."""
    return _("Không thực hiện được vì “{name}” không có kết quả.").format(name=name)


def plan_of(law: CaseLaw, parts: Sequence[Part], start: datetime) -> dict[str, Planned]:
    """The parts that can be dealt with, planned. Raises CalendarGapError outside the known years."""
    possible = {part.law.key: part for part in parts if not part.problem}

    def until(key: str, begins: datetime) -> datetime:
        part = possible[key]
        assert part.version is not None
        assert part.unit is not None
        return part_due(part.version, part.unit, begins)

    return rules.plan({key: law.after[key] for key in possible}, start, until)


def part_due(version: ProcedureVersion, unit: Unit, start: datetime) -> datetime:
    """When a version's limit ends at a unit."""
    assert version.limit_amount is not None
    return _ends(Limit(version.limit_amount, LimitUnit(version.limit_unit)), unit, start)


def promise_of(law: CaseLaw, received: Unit, start: datetime, due: datetime) -> datetime:
    """What the applicant is told: by the law's own limit of the case, else with the last part."""
    return due if law.limit is None else _ends(law.limit, received, start)


def _ends(limit: Limit, unit: Unit, start: datetime) -> datetime:
    ends = due_at(start, limit, calendar(unit.office_hours))
    assert ends is not None  # there is none only while a pause runs
    return ends


def _part(law: PartLaw, procedure: Procedure | None, received: Unit, day: date) -> Part:
    if procedure is None:
        raise Refused(_("Danh mục thủ tục chưa có “{key}”.").format(key=law.procedure))
    part = Part(law, procedure)
    try:
        part.version = version_on(law.procedure, day)
        part.unit = decider_of(law.decider, received, part.version.procedure, day)
        if part.version.limit_amount is None:
            raise Refused(_("Thủ tục không có thời hạn giải quyết."))
        if not part.unit.counts:
            raise Refused(_("Trung tâm Phục vụ hành chính công chỉ tiếp nhận, không giải quyết hồ sơ."))
    except Refused as refusal:
        part.problem = str(refusal)
    return part


def _possible(parts: Sequence[Part], key: str) -> bool:
    return not next(part for part in parts if part.law.key == key).problem
