"""What is said of a dossier afterwards: why it was late, and what the applicant thought of it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dunghen.dossiers import rules
from dunghen.dossiers.actions.base import done, take
from dunghen.dossiers.models import Consultation, LateCause, Rating
from dunghen.dossiers.rules import Cause, EventKind, Often, Refused, Score
from dunghen.org.models import Person, Unit


@transaction.atomic
def give_cause(
    dossier_id: int, cause: Cause, *, other_unit: Unit | None, note: str, who: Person, at: datetime
) -> LateCause:
    """The unit says why its dossier is late. That another unit was late takes an opinion of that unit which
    came, or is, after its limit."""
    work = take(dossier_id)
    rules.check(EventKind.CAUSE_GIVEN, work.state, at, work.now)
    rules.late(work.state, work.now)
    if cause is Cause.OTHER_UNIT:
        asked = Consultation.objects.filter(dossier=dossier_id, unit=other_unit)
        if other_unit is None or not any(one.was_late(work.now) for one in asked):
            raise Refused(_("Cơ quan này không có ý kiến trả lời trễ hạn trong hồ sơ (Điều 19.5)."))
    before = LateCause.objects.filter(dossier=dossier_id).first()
    if before is not None and before.confirmed_at is not None:
        raise Refused(_("Nguyên nhân trễ hạn đã được xác nhận."))
    said = {"cause": cause, "other_unit": other_unit if cause is Cause.OTHER_UNIT else None, "note": note}
    given, _new = LateCause.objects.update_or_create(
        dossier_id=dossier_id, defaults={**said, "given_by": who, "given_at": at}
    )
    unit = other_unit.key if other_unit and cause is Cause.OTHER_UNIT else ""
    done(work, EventKind.CAUSE_GIVEN, at, work.state, who.username, cause=cause.value, unit=unit)
    return given


@transaction.atomic
def confirm_cause(dossier_id: int, *, who: Person, at: datetime) -> LateCause:
    """The head of the one-stop confirms the cause that somebody else gave."""
    work = take(dossier_id)
    rules.check(EventKind.CAUSE_CONFIRMED, work.state, at, work.now)
    given = LateCause.objects.filter(dossier=dossier_id, confirmed_at=None).first()
    if given is None:
        raise Refused(_("Chưa có nguyên nhân trễ hạn nào chờ xác nhận."))
    if given.given_by_id == who.pk:
        raise Refused(_("Người ghi nguyên nhân không tự xác nhận."))
    given.confirmed_by, given.confirmed_at = who, at
    given.save(update_fields=["confirmed_by", "confirmed_at"])
    done(work, EventKind.CAUSE_CONFIRMED, at, work.state, who.username, cause=given.cause)
    return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an applicant answered; None: not asked, or not answered."""

    score: Score | None = None
    contacts: Often | None = None
    places: Often | None = None
    complaint: bool | None = None

    def __bool__(self) -> bool:
        return self != Said()


@transaction.atomic
def rate(dossier_id: int, said: Said, *, at: datetime) -> Rating:
    """What the applicant said, if they did; once. No event: it is theirs, not the desk's."""
    work = take(dossier_id)
    if work.state.status not in rules.ANSWERED:
        raise Refused(_("Hồ sơ chưa có kết quả để đánh giá."))
    if not said:
        raise Refused(_("Chưa có nội dung đánh giá nào."))
    rating, new = Rating.objects.get_or_create(dossier_id=dossier_id, defaults={**asdict(said), "at": at})
    if not new:
        raise Refused(_("Hồ sơ này đã được đánh giá."))
    return rating
