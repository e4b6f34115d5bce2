"""What changes of accounts and roles share: one at a time, by somebody who may, with a line in the log."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.org import rules
from dunghen.org.models import AccessChange, AccessKind, Assignment, Installation, Person, Unit
from dunghen.org.rights import Right, Role
from dunghen.org.rules import AccessRefused, Term


class AccessStale(AccessRefused):
    """Somebody else changed the person's access since the reader saw it."""


def begin(by: Person | None, person: Person | None, *needed: Right, seen: int | None = None) -> date:
    """Hold off every other change until the transaction ends, and see that `by` has one of the rights today
    (None: the command line, which may). `seen`: the last change the reader knew of. Returns today.

    They wait for one another, so that nobody is the last administrator twice and no role is given twice.
    """
    Installation.objects.select_for_update().get()
    today = timezone.localdate(transaction_time())
    if by is not None and needed and all(by.reach(right, today).nothing for right in needed):
        raise AccessRefused(_("Anh/chị không có quyền thực hiện việc này."))
    if person is not None and seen is not None:
        _fresh(person, seen)
    return today


def last_change(person: Person) -> int:
    """The number of the last change of somebody's access; 0 before the first."""
    return AccessChange.objects.filter(person=person).values_list("pk", flat=True).first() or 0


def _fresh(person: Person, seen: int) -> None:
    newer = AccessChange.objects.filter(person=person, pk__gt=seen).select_related("by").first()
    if newer is not None:
        who = newer.by or _("Người vận hành máy chủ")
        at = timezone.localtime(newer.at)
        raise AccessStale(
            _(
                "{who} vừa thay đổi quyền của người này lúc {at:%H:%M %d/%m/%Y} ({newer}). "
                "Xem lại rồi gửi lần nữa; nội dung đã nhập vẫn còn."
            ).format(who=who, at=at, newer=newer.get_kind_display().lower())
        )


def note(
    kind: AccessKind, by: Person | None, person: Person, assignment: Assignment | None = None
) -> AccessChange:
    """Write the change into the log."""
    at: datetime = transaction_time()
    if assignment is None:
        return AccessChange.objects.create(at=at, kind=kind, by=by, person=person)
    return AccessChange.objects.create(
        at=at,
        kind=kind,
        by=by,
        person=person,
        role=assignment.role,
        unit=assignment.unit,
        valid_from=assignment.valid_from,
        valid_to=assignment.valid_to,
        document=assignment.document,
    )


def term(assignment: Assignment) -> Term:
    return Term(
        Role(assignment.role),
        assignment.unit_id,
        assignment.valid_from,
        assignment.valid_to,
        delegated=assignment.delegated_by_id is not None,
    )


def terms(person: Person) -> list[Term]:
    """Every role the person holds, held or will hold."""
    return [term(assignment) for assignment in person.assignments.all()]


def check_administrators(person: Person, until: date) -> None:
    """See that somebody else stays an administrator when this person stops being one before `until`."""
    others = Assignment.objects.filter(role=Role.CITY_ADMIN, person__is_active=True).exclude(person=person)
    rules.an_administrator_stays([term(assignment) for assignment in others], until)


def unit_on(key: str, day: date) -> Unit:
    """The unit of this key, which must stand on the day. Raises AccessRefused."""
    unit = Unit.objects.on(day).filter(key=key).first()
    if unit is None:
        raise AccessRefused(_("Đơn vị không hoạt động vào ngày {day:%d/%m/%Y}.").format(day=day))
    return unit
