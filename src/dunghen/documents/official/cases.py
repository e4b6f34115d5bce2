"""What is done with files of a matter (NĐ 30/2020/NĐ-CP art. 29, 30): opened by who handles it, documents in
the order of the work, closed, handed to the archive. The only writer of their tables."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.official import rules
from dunghen.documents.official.actions import CLERKS, WRITERS, need
from dunghen.documents.official.models import CaseFile, CaseItem, CaseKept, OfficialDocument
from dunghen.documents.official.rules import Refused
from dunghen.org.models import Person, Unit

TWENTY_YEARS = "20 năm"


@transaction.atomic
def open_case(
    by: Person | None,
    unit: Unit,
    *,
    code: str,
    title: str,
    retention: str = TWENTY_YEARS,
    subject: str = "",
    key: object = "",
    sample: bool = False,
) -> CaseFile:
    """A file of a unit; the one there is, where the matter has one. `by` is None for the pack. Raises
    Refused, PermissionDenied."""
    if by is not None:
        need(by, unit, WRITERS)
    if not (code.strip() and title.strip()):
        raise Refused(_("Phải ghi tiêu đề, số và ký hiệu của hồ sơ."))
    kept = rules.retention_of(retention)
    same = CaseFile.objects.filter(subject=subject, key=str(key)) if subject else CaseFile.objects.none()
    if (found := same.first()) is not None:
        return found
    if CaseFile.objects.filter(unit=unit, code=code.strip()).exists():
        raise Refused(_("Đã có hồ sơ số, ký hiệu %(code)s.") % {"code": code.strip()})
    return CaseFile.objects.create(
        unit=unit,
        code=code.strip(),
        title=title.strip(),
        retention=kept,
        subject=subject,
        key=str(key),
        opened=timezone.localdate(),
        opened_by=by,
        sample=sample,
    )


@transaction.atomic
def keep_for(by: Person, case_pk: int, retention: str) -> None:
    """For how long it is kept, said until the archive has it; what was said before stays. Raises Refused,
    PermissionDenied."""
    case, wanted = _held(by, case_pk), rules.retention_of(retention)
    if case.filed is not None:
        raise Refused(_("Hồ sơ đã nộp lưu; thời hạn bảo quản do lưu trữ cơ quan quyết định."))
    CaseKept.objects.create(case=case, retention=wanted, at=transaction_time(), by=by)


@transaction.atomic
def add(by: Person | None, case_pk: int, document: OfficialDocument, *, note: str = "") -> CaseItem:
    """Put a document in, behind the last one; one that is in stays where it is. The caller has looked it up
    among those the person may see. Raises Refused, PermissionDenied."""
    case = _held(by, case_pk)
    rules.check_case_item(closed=case.closed)
    if (inside := case.items.filter(document=document, removed_at=None).first()) is not None:
        return inside
    last = case.items.aggregate(last=Max("position"))["last"] or 0
    return CaseItem.objects.create(
        case=case,
        position=last + 1,
        document=document,
        note=note.strip(),
        added_at=transaction_time(),
        added_by=by,
    )


@transaction.atomic
def take_out(by: Person, case_pk: int, item_pk: int, *, reason: str) -> None:
    """A document that does not belong here; the row stays, with who took it out and why. Raises Refused,
    PermissionDenied, DoesNotExist."""
    case = _held(by, case_pk)
    rules.check_case_item(closed=case.closed)
    if not reason.strip():
        raise Refused(_("Phải ghi lý do đưa văn bản ra khỏi hồ sơ."))
    item = case.items.get(pk=item_pk, removed_at=None)
    item.removed_at, item.removed_by, item.removed_why = transaction_time(), by, reason.strip()
    item.save(update_fields=["removed_at", "removed_by", "removed_why"])


@transaction.atomic
def close(by: Person, case_pk: int, day: date) -> None:
    """The work is done (art. 29.4). Raises Refused, PermissionDenied."""
    case = _held(by, case_pk)
    rules.check_case_item(closed=case.closed)
    if day > timezone.localdate() or day < case.opened:
        raise Refused(_("Ngày kết thúc phải từ ngày mở hồ sơ đến hôm nay."))
    if not case.items.filter(removed_at=None).exists():
        raise Refused(_("Hồ sơ chưa có văn bản nào. Đưa văn bản vào hồ sơ trước khi kết thúc."))
    CaseFile.objects.filter(pk=case.pk).update(closed=day)


@transaction.atomic
def file_away(by: Person, case_pk: int, day: date) -> None:
    """Handed to the agency's archive (art. 30), recorded by the clerk. Raises Refused, PermissionDenied."""
    case = _held(by, case_pk)
    need(by, case.unit, CLERKS)
    if case.closed is None or case.filed is not None:
        raise Refused(_("Chỉ nộp lưu hồ sơ đã kết thúc, chưa nộp lưu."))
    if day > timezone.localdate() or day < case.closed:
        raise Refused(_("Ngày nộp lưu phải từ ngày kết thúc hồ sơ đến hôm nay."))
    CaseFile.objects.filter(pk=case.pk).update(filed=day)


def _held(by: Person | None, pk: int) -> CaseFile:
    case = CaseFile.objects.select_related("unit").select_for_update(of=("self",)).get(pk=pk)
    if by is not None:
        need(by, case.unit, WRITERS)
    return case
