"""What may be done about a finding, and when. Pure.

A finding is open until it is explained; in between a unit may be asked about the figure by a slip (PHIẾU ĐỀ
NGHỊ RÀ SOÁT SỐ LIỆU). Its state follows from the acts alone.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Act(TextChoices):
    DISMISS = "dismiss", gettext_lazy("Giải thích")
    SEND = "send", gettext_lazy("Gửi phiếu đề nghị rà soát")
    ANSWER = "answer", gettext_lazy("Trả lời phiếu")
    ACCEPT = "accept", gettext_lazy("Chấp nhận trả lời")
    AGAIN = "again", gettext_lazy("Đề nghị rà soát lại")
    REOPEN = "reopen", gettext_lazy("Mở lại")


class State(TextChoices):
    OPEN = "open", gettext_lazy("Chưa xử lý")
    ASKED = "asked", gettext_lazy("Chờ đơn vị trả lời")
    ANSWERED = "answered", gettext_lazy("Đơn vị đã trả lời")
    EXPLAINED = "explained", gettext_lazy("Đã giải thích")


class Refused(Exception):
    """What may not be done, and why, in Vietnamese; `field` is what to fill in anew, if it is one."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


MOVES: dict[State, dict[Act, State]] = {
    State.OPEN: {Act.DISMISS: State.EXPLAINED, Act.SEND: State.ASKED},
    State.ASKED: {Act.ANSWER: State.ANSWERED, Act.REOPEN: State.OPEN},
    State.ANSWERED: {Act.ACCEPT: State.EXPLAINED, Act.AGAIN: State.ASKED},
    State.EXPLAINED: {Act.REOPEN: State.OPEN},
}
UNDER_WAY = frozenset({State.ASKED, State.ANSWERED})  # a slip is out
WORDED = frozenset(Act) - {Act.ACCEPT}  # which say why
DATED = frozenset({Act.SEND, Act.AGAIN})  # which say until when
_AFTER = {act: state for moves in MOVES.values() for act, state in moves.items()}
_NUMBER = re.compile(r"[-−]?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?")


def state_of(acts: Iterable[str]) -> State:
    """The state after these acts, oldest first."""
    last = "".join([*acts][-1:])
    return _AFTER[Act(last)] if last else State.OPEN


def check(state: State, act: Act, text: str, due: date | None, today: date) -> None:
    """Raise Refused for an act out of turn, without its words, or asking for an answer in the past."""
    if act not in MOVES[state]:
        words = {"state": State(state).label, "act": Act(act).label}
        raise Refused(_("Kết quả đang ở trạng thái “%(state)s”, không thực hiện được “%(act)s”.") % words)
    if act in WORDED and not text.strip():
        raise Refused(_("Ghi rõ nội dung, lý do trước khi xác nhận."), "text")
    if act in DATED and due is None:
        raise Refused(_("Chọn ngày đơn vị phải trả lời."), "due")
    if act in DATED and due is not None and due < today:
        raise Refused(_("Ngày trả lời đã qua. Chọn từ hôm nay trở đi."), "due")


def overdue(state: State, due: date | None, today: date) -> bool:
    """Whether a unit that was asked should have answered; the day named is still in time."""
    return state == State.ASKED and due is not None and due < today


def number(text: str) -> Decimal:
    """A figure as officials write it: 1.850; 51,43. Raises Refused."""
    text = text.strip()
    if not _NUMBER.fullmatch(text) or len(text) > 40:
        raise Refused(_("Ghi số liệu theo cách viết 1.850 hoặc 51,43."), "corrected")
    return Decimal(text.replace("−", "-").replace(".", "").replace(",", "."))
