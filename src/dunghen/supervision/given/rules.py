"""The way of a task that somebody gave. Pure; every function is told the day.

"Done" is the giver's word: the lead submits a product, the giver's office confirms, extends or returns.
Whether in time is decided by the day of the submission that was confirmed.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from dunghen.supervision.errors import Refused
from dunghen.supervision.tasks.rules import SOON_DAYS, Timing

NEW, RECEIVED, ONGOING, SUBMITTED, DONE, STOPPED = (
    *("new", "received", "ongoing", "submitted"),
    *("done", "stopped"),
)
OPEN = frozenset({NEW, RECEIVED, ONGOING, SUBMITTED})
IN_HAND = frozenset({NEW, RECEIVED, ONGOING})


def timing(state: str, due: date | None, done: date | None, today: date) -> Timing:
    """Of a task; without a day, or once it is no longer followed, none. What was submitted waits for the
    giver: nobody is late with it until it is returned (ADR 38)."""
    if due is None or state in (SUBMITTED, STOPPED):
        return Timing.NONE
    if state == DONE:
        return Timing.ON_TIME if done is not None and done <= due else Timing.LATE
    if due < today:
        return Timing.OVERDUE
    return Timing.SOON if (due - today).days <= SOON_DAYS else Timing.WITHIN


def check_cut(content: str, leads: Sequence[int], partners: Collection[int], product: str) -> None:
    """Notice of conclusion 24/02/2023, 1.b: who answers, by when, which product. Raises Refused."""
    if not content.strip():
        raise Refused(_("Phải ghi nội dung nhiệm vụ."))
    if not leads:
        raise Refused(_("Nhiệm vụ phải có cơ quan chủ trì."))
    if set(leads) & set(partners):
        raise Refused(_("Cơ quan chủ trì không đồng thời là cơ quan phối hợp của nhiệm vụ này."))
    if not product.strip():
        raise Refused(_("Phải ghi sản phẩm của nhiệm vụ (văn bản, kết quả đếm được)."))


def check_due(due: date | None, given: date) -> None:
    """Raises Refused."""
    if due is not None and due < given:
        raise Refused(
            _("Thời hạn %(due)s không được trước ngày của văn bản giao việc (%(given)s).")
            % {"due": f"{due:%d/%m/%Y}", "given": f"{given:%d/%m/%Y}"}
        )


def check_state(state: str, allowed: Collection[str]) -> None:
    """Raises Refused."""
    if state not in allowed:
        raise Refused(_("Nhiệm vụ không còn ở bước này. Tải lại trang để xem việc có thể làm."))


def check_text(text: str, message: str) -> None:
    """That something was written. Raises Refused."""
    if not text.strip():
        raise Refused(message)


def check_submission(state: str, day: date, given: date, today: date) -> None:
    """Whether a product may be submitted with a document of that day. Raises Refused."""
    check_state(state, IN_HAND)
    if day > today:
        raise Refused(_("Ngày của văn bản không được sau ngày hôm nay."))
    if day < given:
        raise Refused(
            _("Ngày của văn bản không được trước ngày giao nhiệm vụ (%(given)s).")
            % {"given": f"{given:%d/%m/%Y}"}
        )


def check_asking(state: str, due: date | None, wanted: date, asked: date, *, waiting: bool) -> date:
    """An extension is asked while the day has not passed, for a later one, once at a time; the day it would
    move. Raises Refused."""
    check_state(state, IN_HAND)
    if due is None:
        raise Refused(_("Nhiệm vụ không có thời hạn; không cần gia hạn."))
    if asked > due:
        raise Refused(
            _(
                "Đã quá thời hạn %(due)s; đề nghị gia hạn phải gửi trước khi hết hạn. "
                "Hoàn thành nhiệm vụ và báo cáo lý do quá hạn."
            )
            % {"due": f"{due:%d/%m/%Y}"}
        )
    if wanted <= due:
        raise Refused(
            _("Thời hạn đề nghị phải sau thời hạn hiện nay (%(due)s).") % {"due": f"{due:%d/%m/%Y}"}
        )
    if waiting:
        raise Refused(_("Đang có một đề nghị gia hạn chờ ý kiến cơ quan giao."))
    return due


def check_granting(due: date | None, now: date) -> None:
    """Raises Refused."""
    if due is not None and now <= due:
        raise Refused(_("Thời hạn mới phải sau thời hạn cũ (%(due)s).") % {"due": f"{due:%d/%m/%Y}"})


class Part(NamedTuple):
    """What one lead's task says; `done` once the giver's office confirmed it; `submitted`: since when its
    product waits for that."""

    state: str
    due: date | None
    done: date | None
    submitted: date | None = None

    @property
    def missed(self) -> date | None:
        """The day that passed, or will unless it is done; none once it was handed in by then."""
        handed = self.done or self.submitted or date.max
        return self.due if self.due and handed > self.due else None


class Outcome(NamedTuple):
    """What is known of something ordered, over all its leads."""

    due: date | None
    overdue_from: date | None
    finished: date | None
    on_time: bool | None


def outcome(parts: Sequence[Part]) -> Outcome | None:
    """Done when every lead's task is, on the day of the last; in time when every one was. Overdue from the
    first day that passed without its task handed in: who submitted in time is not late because nobody has
    confirmed it yet. None when nothing of it is followed any more."""
    held = [part for part in parts if part.state != STOPPED]
    if not held:
        return None
    due = max((part.due for part in held if part.due), default=None)
    missed = min((part.missed for part in held if part.missed), default=None)
    overdue_from = missed and missed + timedelta(days=1)
    days = [part.done for part in held if part.done]
    if len(days) < len(held):
        return Outcome(due, overdue_from, None, None)
    return Outcome(due, overdue_from, max(days), missed is None)
