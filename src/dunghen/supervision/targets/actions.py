"""What is done with targets: the only writers of their tables."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.supervision.errors import Refused
from dunghen.supervision.steps import record
from dunghen.supervision.targets import rules
from dunghen.supervision.targets.models import Observation, Target, TargetStep

GIVERS = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE})
KEEPERS = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE, Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY})


def gives(by: Person) -> bool:
    """Whether somebody enters what is given to the city and to any of its units."""
    return any(one.role in GIVERS for one in by.holdings(timezone.localdate()))


def keeps(by: Person, target: Target) -> bool:
    """Whether somebody enters what was observed: where the target is given, or where it is answered for; of
    the city's own the offices that give."""
    today = timezone.localdate()
    if target.unit.parent_id is None and gives(by):
        return True
    return any(by.works_for(unit, KEEPERS, today) for unit in (target.unit_id, target.answers_id) if unit)


@transaction.atomic
def set_target(by: Person | None, unit: Unit, *, sample: bool = False, **said: Any) -> Target:
    """A target of a unit, as a document gives it; `by` is None for the pack. Raises Refused,
    PermissionDenied."""
    if by is not None and not (gives(by) or by.works_for(unit.pk, KEEPERS, timezone.localdate())):
        raise PermissionDenied
    rules.check_target(said["year"], said["judged_on"], said["source"])
    named = {"unit": unit, "year": said["year"], "programme": said["programme"], "name": said["name"]}
    if Target.objects.filter(**named).exists():
        raise Refused(_("Chỉ tiêu này đã giao cho đơn vị trong năm. Mở chỉ tiêu đó để ghi số liệu."))
    made = Target.objects.create(unit=unit, sample=sample, **said)
    record(made, TargetStep.SET, by, note=made.name[:300])
    return made


@transaction.atomic
def set_for_level(by: Person, units: Collection[Unit], **said: Any) -> int:
    """The same target for each unit of a level that does not have it yet; how many. Each stands by itself:
    its own observations, its own state. Raises Refused, PermissionDenied."""
    named = {"year": said["year"], "programme": said["programme"], "name": said["name"]}
    there = set(Target.objects.filter(**named, unit__in=units).values_list("unit", flat=True))
    wanted = [unit for unit in units if unit.pk not in there]
    if not wanted:
        raise Refused(_("Các đơn vị của cấp này đã được giao chỉ tiêu này."))
    for unit in wanted:
        set_target(by, unit, **said)
    return len(wanted)


@transaction.atomic
def observe(
    by: Person | None,
    target: Target,
    *,
    day: date,
    value: Decimal,
    source: str,
    cause: str = "",
    cause_of: Unit | None = None,
) -> Observation:
    """What was observed on a day; a correction is a later row of the same day. Raises Refused,
    PermissionDenied."""
    if by is not None and not keeps(by, target):
        raise PermissionDenied
    verdict = rules.reached(target.operator, target.value, value)
    rules.check_observation(day, source, cause, verdict, timezone.localdate(), target.judged_on)
    made = Observation.objects.create(
        target=target,
        day=day,
        value=value,
        source=source.strip(),
        cause=cause.strip(),
        cause_of=cause_of,
        at=transaction_time(),
        by=by,
    )
    record(target, TargetStep.OBSERVED, by, day=day, note=str(value))
    return made
