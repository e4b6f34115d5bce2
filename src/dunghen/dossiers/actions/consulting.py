"""Opinions of other units (NĐ 61/2018/NĐ-CP art. 19.5): asked for, answered, late; and the letter by which
the head of the one-stop urges (art. 9.1)."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from dunghen.core.ledger import stamp
from dunghen.core.worktime import Calendar
from dunghen.core.worktime_calendar import local
from dunghen.dossiers import rules
from dunghen.dossiers.actions.base import Work, done, take
from dunghen.dossiers.limits.clock import working_day_after
from dunghen.dossiers.models import Consultation, DossierVersion, Draft, Notice, NoticeKind
from dunghen.dossiers.rules import EventKind, Paper, Refused, Stage
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role


def opinion_due(calendar: Calendar, at: datetime, days: int) -> datetime:
    """The close of the `days`-th working day after it was asked."""
    return calendar.closing(working_day_after(calendar, local(at).date(), days))


@transaction.atomic
def consult(
    dossier_id: int,
    *,
    unit: str,
    due_at: datetime,
    at: datetime,
    by: str,
    question: str = "",
    who: Person | None = None,
) -> DossierVersion:
    """Ask another unit, by its key, for its opinion by `due_at`; the clock of the dossier runs on."""
    work = take(dossier_id)
    rules.check(EventKind.CONSULTED, work.state, at, work.now)
    asked = Unit.objects.on(local(at).date()).filter(key=unit).first()
    if asked is None:
        raise Refused(_("Không có đơn vị được lấy ý kiến vào ngày đó."))
    if asked.pk == work.version.unit_id:
        raise Refused(_("Cơ quan giải quyết không lấy ý kiến của chính mình."))
    if due_at <= at:
        raise Refused(_("Thời hạn trả lời phải sau thời điểm gửi lấy ý kiến."))
    if _open(dossier_id).filter(unit=asked).exists():
        raise Refused(_("Đang chờ ý kiến của cơ quan này."))
    Consultation.objects.create(
        dossier_id=dossier_id,
        unit=asked,
        lead=work.version.unit,
        question=question,
        asked_at=at,
        asked_by=who,
        due_at=due_at,
    )
    return done(work, EventKind.CONSULTED, at, work.state, by, unit=unit, due_at=stamp(due_at))


@transaction.atomic
def record_opinion(
    dossier_id: int,
    *,
    unit: str,
    document: str,
    at: datetime,
    by: str,
    answer: str = "",
    who: Person | None = None,
) -> DossierVersion:
    """The consulted unit, by its key, answered: on its own page, or by a paper that the lead records."""
    work = take(dossier_id)
    rules.check(EventKind.OPINION, work.state, at, work.now)
    asked = _open(dossier_id).filter(unit__key=unit).first()
    if asked is None:
        raise Refused(_("Cơ quan này không đang được lấy ý kiến."))
    if at < asked.asked_at:
        raise Refused(_("Ý kiến không thể được trả lời trước khi được hỏi."))
    if not (document or answer):
        raise Refused(_("Phải ghi nội dung ý kiến hoặc số, ký hiệu văn bản trả lời."))
    asked.answered_at, asked.answered_by, asked.answer, asked.document = at, who, answer, document
    asked.save(update_fields=["answered_at", "answered_by", "answer", "document"])
    late = "1" if at > asked.due_at else ""
    return done(work, EventKind.OPINION, at, work.state, by, unit=unit, document=document, late=late)


@transaction.atomic
def tell_late_opinion(consultation: int) -> bool:
    """Tell the head of the one-stop that an opinion is late, with the letter of urging drafted (art. 19.5.b);
    once. Whether there was anything to tell."""
    dossier_id = Consultation.objects.values_list("dossier", flat=True).get(pk=consultation)
    work = take(dossier_id)
    asked = _open(dossier_id).select_related("unit").filter(pk=consultation, told_at=None).first()
    if asked is None or asked.due_at >= work.now or work.state.status not in rules.OPEN:
        return False
    asked.told_at = work.now
    asked.save(update_fields=["told_at"])
    told = {"role": Role.HEAD_OF_ONE_STOP, "unit_id": work.version.received_unit_id, "made_at": work.now}
    Notice.objects.get_or_create(
        kind=NoticeKind.OPINION_LATE,
        dossier_id=dossier_id,
        about=asked.unit,
        due_at=asked.due_at,
        defaults=told,
    )
    urge_by_letter(work, [asked], reason="")
    said = {"unit": asked.unit.key, "due_at": stamp(asked.due_at)}
    done(work, EventKind.OPINION_LATE, work.now, work.state, "jobs", **said)
    return True


def urge_by_letter(
    work: Work, asked: list[Consultation], *, reason: str, who: Person | None = None
) -> Draft | None:
    """The letter to these units: a new one, or one more unit in the one that is not signed yet. None where a
    signed one waits to be sent."""
    waiting = Draft.objects.filter(dossier=work.version.dossier_id, kind=Paper.URGE)
    letter = waiting.filter(stage__in=(Stage.DRAFTED, Stage.SIGNED)).first()
    if letter is not None and letter.stage == Stage.SIGNED:
        return None
    named = [one.unit.key for one in asked]
    if letter is not None:
        letter.content["units"] = sorted({*letter.content["units"], *named})
        letter.save(update_fields=["content"])
        return letter
    return Draft.objects.create(
        dossier_id=work.version.dossier_id,
        unit_id=work.version.unit_id,
        kind=Paper.URGE,
        content={"units": named, "reason": reason},
        drafted_by=who,
        drafted_at=work.now,
    )


def _open(dossier_id: int) -> models.QuerySet[Consultation]:
    return Consultation.objects.filter(dossier=dossier_id, answered_at=None, closed_at=None)
