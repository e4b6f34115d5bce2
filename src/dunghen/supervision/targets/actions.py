"""What is done with targets: the only writers of their tables."""

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

KEEPERS = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE, Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY})


def keeps(by: Person, target: Target) -> bool:
    """Whether somebody enters what was observed: where the target is given, or where it is answered for."""
    today = timezone.localdate()
    return any(by.works_for(unit, KEEPERS, today) for unit in (target.unit_id, target.answers_id) if unit)


@transaction.atomic
def set_target(by: Person | None, unit: Unit, *, sample: bool = False, **said: Any) -> Target:
    """A target of a unit, as a document gives it; `by` is None for the pack. Raises Refused,
    PermissionDenied."""
    if by is not None and not by.works_for(unit.pk, KEEPERS, timezone.localdate()):
        raise PermissionDenied
    rules.check_target(said["year"], said["judged_on"], said["source"])
    named = {"unit": unit, "year": said["year"], "programme": said["programme"], "name": said["name"]}
    if Target.objects.filter(**named).exists():
        raise Refused(_("Chỉ tiêu này đã giao cho đơn vị trong năm. Mở chỉ tiêu đó để ghi số liệu."))
    made = Target.objects.create(unit=unit, sample=sample, **said)
    record(made, TargetStep.SET, by, note=made.name[:300])
    return made


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
