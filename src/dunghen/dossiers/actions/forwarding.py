"""Dossiers forwarded to who handles them, and results back to the desk, on a list for two signatures."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.core.worktime import CalendarGapError
from dunghen.dossiers import rules
from dunghen.dossiers.actions.base import Work, done, take
from dunghen.dossiers.models import HandedOver, HandOverList
from dunghen.dossiers.rules import EventKind, Refused, Status
from dunghen.org.models import Person, Unit

MOST = 200  # dossiers of one list


@transaction.atomic
def forward(dossiers: Sequence[int], *, from_unit: Unit, at: datetime, by: Person) -> HandOverList:
    """Hand dossiers over: open ones to the unit that decides them, those with a result to the desk that
    received them (art. 18.2, 20). All go on one list or none does. Raises Refused."""
    if not 0 < len(dossiers) <= MOST:
        raise Refused(_("Chọn từ 1 đến {most} hồ sơ để bàn giao.").format(most=MOST))
    # in one order, so that two lists made at once do not wait for each other for ever
    works = [take(pk) for pk in sorted(dossiers)]
    targets = {_target(work, from_unit) for work in works}
    if len(targets) != 1:
        raise Refused(_("Mỗi danh sách bàn giao chỉ gồm hồ sơ chuyển đến một cơ quan."))
    made = _new_list(from_unit, targets.pop(), at, by)
    for work in works:
        _hand_over(work, made)
    return made


def _target(work: Work, from_unit: Unit) -> int:
    """Where a dossier goes next from this unit."""
    version = work.version
    ended = work.state.status == Status.RESOLVED
    here, there = version.unit_id, version.received_unit_id
    start, goal = (here, there) if ended else (there, here)
    if from_unit.pk != start:
        words = _("Hồ sơ {code} không ở {unit}, không bàn giao được.")
        raise Refused(words.format(code=version.dossier.code, unit=from_unit.name))
    return goal


def _new_list(from_unit: Unit, to_unit: int, at: datetime, by: Person) -> HandOverList:
    # whoever else numbers a list of this unit waits
    Unit.objects.select_for_update(no_key=True).get(pk=from_unit.pk)
    day = localtime(at).date()
    last = HandOverList.objects.filter(from_unit=from_unit, day=day).aggregate(last=Max("number"))["last"]
    return HandOverList.objects.create(
        number=(last or 0) + 1, day=day, from_unit=from_unit, to_unit_id=to_unit, given_by=by, given_at=at
    )


def _hand_over(work: Work, made: HandOverList) -> None:
    rules.check(EventKind.FORWARDED, work.state, made.given_at, work.now)
    if HandedOver.objects.filter(dossier=work.version.dossier_id, to_take=True).exists():
        raise Refused(_("Hồ sơ {code} đang chờ bên nhận ký nhận.").format(code=work.version.dossier.code))
    HandedOver.objects.create(list=made, dossier=work.version.dossier, late=_late(work, made.given_at))
    done(
        work,
        EventKind.FORWARDED,
        made.given_at,
        work.state,
        made.given_by.username,
        list=made.pk,
        unit=made.to_unit_id,
    )


def _late(work: Work, at: datetime) -> bool:
    """Forwarded after its time (art. 18.2); never told of a result on its way back."""
    if work.state.status == Status.RESOLVED:
        return False
    try:
        return at > rules.forward_by(work.state.received_at, work.calendar)
    except CalendarGapError:
        return False


@transaction.atomic
def take_over(made: HandOverList, *, at: datetime, by: Person) -> None:
    """The other side has them all: it signs the list. Raises Refused."""
    held = HandOverList.objects.select_for_update().get(pk=made.pk)
    if held.taken_at is not None:
        raise Refused(
            _("Danh sách này đã được ký nhận lúc %s.") % f"{localtime(held.taken_at):%H:%M %d/%m/%Y}"
        )
    if held.given_by_id == by.pk:
        raise Refused(_("Người giao không tự ký nhận danh sách của mình."))
    for row in held.rows.order_by("dossier"):
        work = take(row.dossier_id)
        done(work, EventKind.TAKEN, at, work.state, by.username, list=held.pk)
    held.rows.update(to_take=False)
    held.taken_by, held.taken_at = by, at
    held.save()
