"""Actual times that differ from the recorded ones: entered by one person on evidence, confirmed by the head
of the one-stop, approved by the head of the agency, all within the days that law/desk.toml sets."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.models import File
from dunghen.dossiers import rules
from dunghen.dossiers.actions.base import take
from dunghen.dossiers.actions.dossier import correct_time
from dunghen.dossiers.late.law import actual_time_within
from dunghen.dossiers.models import CorrectedTime, TimeCorrection
from dunghen.dossiers.rules import EventKind, Refused
from dunghen.org.models import Person

MOST = 200  # dossiers of one batch: more are no page of a book


@transaction.atomic
def enter_times(
    actual: Mapping[int, datetime], *, reason: str, evidence: File | None, evidence_note: str, who: Person
) -> TimeCorrection:
    """Enter the actual moments of dossiers, by their ids, of one unit. Raises Refused for what the rule would
    not let through, for a batch without its page, and for a dossier that is in another batch."""
    if not actual or len(actual) > MOST:
        raise Refused(_("Chọn từ 1 đến {most} hồ sơ.").format(most=MOST))
    if evidence is None or not evidence_note or not reason:
        raise Refused(
            _("Phải có lý do và minh chứng (trang sổ có chữ ký của công dân hoặc thời điểm ký số).")
        )
    works = [take(dossier) for dossier in sorted(actual)]
    units = {work.version.unit_id for work in works}
    if len(units) != 1:
        raise Refused(_("Mỗi lần điều chỉnh chỉ gồm hồ sơ của một cơ quan."))
    waiting = CorrectedTime.objects.filter(dossier__in=actual, correction__rejected_at=None)
    if waiting.exists():
        raise Refused(_("Có hồ sơ đã được đề nghị điều chỉnh rồi."))
    made = TimeCorrection.objects.create(
        unit_id=units.pop(),
        reason=reason,
        evidence=evidence,
        evidence_note=evidence_note,
        entered_by=who,
        entered_at=works[0].now,
    )
    for work in works:
        at = actual[work.version.dossier_id]
        rules.check(EventKind.TIME_CORRECTED, work.state, at, work.now)
        rules.correct_time(work.state, at, work.now, actual_time_within(timezone.localdate(work.now)))
        CorrectedTime.objects.create(
            correction=made,
            dossier_id=work.version.dossier_id,
            due_at=work.state.due_at,
            recorded_at=work.state.resolved_recorded_at or work.state.resolved_at or work.now,
            actual_at=at,
        )
    return made


@transaction.atomic
def confirm_times(pk: int, *, who: Person) -> TimeCorrection:
    """The head of the one-stop confirms what somebody else entered."""
    found = _waiting(pk)
    if found.confirmed_at is not None:
        raise Refused(_("Đề nghị này đã được xác nhận."))
    if who.pk == found.entered_by_id:
        raise Refused(_("Người nhập không tự xác nhận."))
    found.confirmed_by, found.confirmed_at = who, transaction_time()
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    return found


@transaction.atomic
def approve_times(pk: int, *, who: Person) -> TimeCorrection:
    """The head of the agency approves: every dossier gets its actual time, and keeps the recorded one."""
    found = _waiting(pk)
    if found.confirmed_by is None:
        raise Refused(_("Người đứng đầu Bộ phận Một cửa chưa xác nhận."))
    if who.pk in (found.entered_by_id, found.confirmed_by_id):
        raise Refused(_("Người nhập, người xác nhận và người phê duyệt phải là ba người khác nhau."))
    for time in found.times.order_by("dossier"):
        correct_time(
            time.dossier_id,
            actual=time.actual_at,
            reason=found.reason,
            evidence=f"{found.evidence_note} ({found.evidence.digest})",
            by=found.entered_by.username,
            confirmed_by=found.confirmed_by.username,
            approved_by=who.username,
        )
    found.approved_by, found.approved_at = who, transaction_time()
    found.save(update_fields=["approved_by", "approved_at"])
    return found


@transaction.atomic
def reject_times(pk: int, *, who: Person, reason: str) -> TimeCorrection:
    """Confirmed or approved it will not be, for a reason; it stays in the list."""
    if not reason:
        raise Refused(_("Phải ghi rõ lý do."))
    found = _waiting(pk)
    found.rejected_by, found.rejected_at, found.rejection = who, transaction_time(), reason
    found.save(update_fields=["rejected_by", "rejected_at", "rejection"])
    return found


def _waiting(pk: int) -> TimeCorrection:
    found = TimeCorrection.objects.select_for_update(of=("self",)).select_related(
        "evidence", "entered_by", "confirmed_by"
    )
    correction = found.get(pk=pk)
    if correction.approved_at is not None or correction.rejected_at is not None:
        raise Refused(_("Đề nghị điều chỉnh này đã được xử lý xong."))
    return correction
