"""What proves a task: offered by who does it, confirmed or returned by who gave it, never the same person."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.models import File
from dunghen.org.models import Person
from dunghen.supervision.errors import Refused, locked
from dunghen.supervision.plans.models import PlanState
from dunghen.supervision.steps import record
from dunghen.supervision.tasks.models import (
    Evidence,
    EvidenceState,
    Product,
    ProductKind,
    Task,
    TaskStatus,
    TaskStep,
)
from dunghen.supervision.tasks.record import remember, settle
from dunghen.supervision.who import able


@transaction.atomic
def offer(
    by: Person, product: Product, seen: int, *, number: str, day: date, subject: str, file: File | None
) -> Evidence:
    """A document is said to prove a product. Raises Refused, PermissionDenied."""
    task = _held(product.task_id, seen)
    if not able(by, timezone.localdate()).does(task):
        raise PermissionDenied
    if day > timezone.localdate():
        raise Refused(_("Ngày của văn bản không thể sau hôm nay."))
    if product.evidence.filter(number=number, day=day).exclude(state=EvidenceState.RETURNED).exists():
        raise Refused(_("Văn bản số %(number)s đã có trong sản phẩm này.") % {"number": number})
    made = Evidence.objects.create(
        product=product,
        number=number,
        day=day,
        subject=subject,
        file=file,
        state=EvidenceState.OFFERED,
        by=by,
        at=transaction_time(),
    )
    _settled(task, TaskStep.OFFERED, by, number, day)
    return made


@transaction.atomic
def confirm(by: Person, pk: int, seen: int) -> None:
    """The document proves the product; its day is the day the product was done. Raises Refused,
    PermissionDenied."""
    evidence, task = _judged(by, pk, seen)
    evidence.state, evidence.judged_by = EvidenceState.CONFIRMED, by
    evidence.save()
    _done_by(evidence.product)
    if task.stated and task.stated != TaskStatus.DONE:
        task.stated = ""
    _settled(task, TaskStep.CONFIRMED, by, evidence.number, evidence.day)


@transaction.atomic
def send_back(by: Person, pk: int, seen: int, reason: str) -> None:
    """The document does not prove it (a draft, another thing). One that was confirmed may be returned too.
    Raises Refused, PermissionDenied."""
    evidence, task = _judged(by, pk, seen, also_confirmed=True)
    evidence.state, evidence.judged_by, evidence.reason = EvidenceState.RETURNED, by, reason
    evidence.save()
    _done_by(evidence.product)
    task.stated = ""
    _settled(task, TaskStep.RETURNED, by, f"{evidence.number}: {reason}")


@transaction.atomic
def condition_met(by: Person, product: Product, seen: int, *, day: date, basis: str) -> None:
    """What a conditional product waited for is there: from now on it can fall due. Raises Refused,
    PermissionDenied."""
    task = _held(product.task_id, seen)
    may = able(by, timezone.localdate())
    if not (may.does(task) or may.confirms(task)):
        raise PermissionDenied
    if day > timezone.localdate():
        raise Refused(_("Ngày của văn bản không thể sau hôm nay."))
    if product.kind != ProductKind.CONDITIONAL or product.met:
        raise Refused(_("Sản phẩm này không chờ điều kiện nào."))
    product.met = day
    product.save(update_fields=("met",))
    _settled(task, TaskStep.CONDITION, by, basis, day)


def _held(pk: int, seen: int) -> Task:
    task = locked(Task, pk, seen)
    if task.plan is None or task.plan.state != PlanState.ISSUED:
        raise Refused(_("Kế hoạch chưa ban hành; chưa ghi được kết quả. Ban hành kế hoạch trước."))
    return task


def _judged(by: Person, pk: int, seen: int, *, also_confirmed: bool = False) -> tuple[Evidence, Task]:
    """Two who confirm at once: the second finds the task changed."""
    found = Evidence.objects.select_related("product").get(pk=pk)
    task = _held(found.product.task_id, seen)
    evidence = Evidence.objects.select_related("product__task__plan__unit", "by").get(pk=pk)
    may = able(by, timezone.localdate())
    if not may.confirms(task):
        raise PermissionDenied
    if may.offered(evidence):
        raise Refused(
            _("Người, cơ quan gửi văn bản chứng minh không tự xác nhận; cơ quan giao nhiệm vụ xác nhận.")
        )
    states = {EvidenceState.OFFERED} | ({EvidenceState.CONFIRMED} if also_confirmed else set())
    if evidence.state not in states:
        raise Refused(
            _("Văn bản số %(number)s đã được xử lý. Tải lại trang để xem kết quả.")
            % {"number": evidence.number}
        )
    return evidence, task


def _done_by(product: Product) -> None:
    """The day of the first document that proves it; none, none."""
    days = product.evidence.filter(state=EvidenceState.CONFIRMED).values_list("day", flat=True)
    product.done = min((day for day in days if day), default=None)
    product.save(update_fields=("done",))


def _settled(task: Task, step: TaskStep, by: Person, note: str, day: date | None = None) -> None:
    task.version += 1
    task.save(update_fields=("version", "stated"))
    settle(task)
    remember(task)
    record(task, step, by, note=note, day=day)
