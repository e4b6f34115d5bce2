"""Who may change whose account and roles. Pure: no database, every function told the day.

A rule returns nothing, or raises AccessRefused with the sentence the reader gets.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.org.rights import PERSONAL, Role

LONGEST_DELEGATION = timedelta(days=366)
OWN_ACCESS = gettext_lazy(
    "Không ai được tự thay đổi quyền hoặc tài khoản của mình. Đề nghị quản trị viên khác thực hiện."
)


class AccessRefused(Exception):
    """The rule does not allow it; the text says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Term:
    """A role at a unit from a day until before another, or for good; `delegated` by somebody else."""

    role: Role
    unit: int
    first: date
    until: date | None
    delegated: bool = False

    def on(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)

    def meets(self, other: "Term") -> bool:
        """Whether there is a day in both."""
        last = min((until for until in (self.until, other.until) if until is not None), default=None)
        return last is None or max(self.first, other.first) < last

    def contains(self, other: "Term") -> bool:
        """Whether every day of the other is in this one."""
        ends_in = self.until is None or (other.until is not None and other.until <= self.until)
        return self.first <= other.first and ends_in


def not_oneself(by: int | None, person: int) -> None:
    """Nobody changes their own account or roles; `by` is None at the server's command line."""
    if by == person:
        raise AccessRefused(OWN_ACCESS)


def give(new: Term, held: Iterable[Term], today: date) -> None:
    """A role begins today or later, is not held twice at once, and whoever keeps the machines running sees
    no business data: their role goes with no other."""
    if new.first < today:
        raise AccessRefused(_("Ngày bắt đầu không được trước ngày hôm nay."))
    if new.until is not None and new.until <= new.first:
        raise AccessRefused(_("Ngày kết thúc không được trước ngày bắt đầu."))
    together = [term for term in held if term.meets(new)]
    if any((term.role, term.unit) == (new.role, new.unit) for term in together):
        raise AccessRefused(_("Người này đã giữ vai trò đó tại đơn vị đó trong khoảng thời gian trên."))
    if any((term.role is Role.TECHNICAL_ADMIN) != (new.role is Role.TECHNICAL_ADMIN) for term in together):
        raise AccessRefused(
            _("Quản trị kỹ thuật không được xem dữ liệu nghiệp vụ nên không giữ cùng lúc với vai trò khác.")
        )


def delegate(new: Term, own: Iterable[Term], colleague: bool) -> None:
    """A role one holds oneself, for all the days of the delegation, to somebody of the same unit or of one
    directly below it (`colleague`)."""
    if new.role in PERSONAL:
        raise AccessRefused(_("Vai trò này không được ủy quyền."))
    if new.until is None or new.until - new.first > LONGEST_DELEGATION:
        raise AccessRefused(_("Ủy quyền phải có ngày kết thúc, không quá một năm kể từ ngày bắt đầu."))
    same = [term for term in own if (term.role, term.unit) == (new.role, new.unit) and term.contains(new)]
    if not same:
        raise AccessRefused(_("Chỉ được ủy quyền vai trò đang giữ, trong thời gian còn giữ vai trò đó."))
    if all(term.delegated for term in same):
        raise AccessRefused(_("Không được ủy quyền lại vai trò được người khác ủy quyền."))
    if not colleague:
        raise AccessRefused(
            _("Chỉ được ủy quyền cho người đang công tác tại cùng đơn vị hoặc đơn vị trực thuộc.")
        )


def end(term: Term, until: date, today: date) -> None:
    """A role ends before `until`, today or later, and is not lengthened by ending it."""
    if until < max(today, term.first):
        raise AccessRefused(_("Không kết thúc vai trò lùi về trước ngày hôm nay."))
    if term.until is not None and until >= term.until:
        raise AccessRefused(_("Vai trò đã kết thúc hoặc sẽ kết thúc trước ngày này."))


def an_administrator_stays(others: Iterable[Term], until: date) -> None:
    """`others`: the terms of administrators that go on when one ends before `until`. One of them must hold
    the role then, without an end."""
    if not any(term.on(until) and term.until is None for term in others):
        raise AccessRefused(_("Phải còn ít nhất một người giữ vai trò Quản trị nghiệp vụ không thời hạn."))


def act_on_account(by: Collection[Role], person: Collection[Role]) -> None:
    """Only an administrator touches an administrator's account: who resets it could sign in with it."""
    if Role.CITY_ADMIN in person and Role.CITY_ADMIN not in by:
        raise AccessRefused(_("Chỉ Quản trị nghiệp vụ được thay đổi tài khoản của Quản trị nghiệp vụ."))
