"""What an item of pending work must say, and what may become of it. Pure: nothing, or Refused."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dunghen.supervision.errors import Refused
from dunghen.supervision.pending.models import Cause, Group, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An item as it is typed or read from a file."""

    content: str
    since: str
    group: str
    causes: tuple[str, ...]
    responsible: str
    way_out: str
    due: date | None
    waits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of an item so far."""

    group: str
    tasked: bool
    way: str
    finished: bool


def flaws(said: Said, opened: date) -> list[str]:
    """What an item lacks, in words: each has a responsible person, a way out and a day."""
    needed = (
        (said.content, _("nội dung công việc")),
        (said.since, _("từ thời điểm nào")),
        (said.responsible, _("người chịu trách nhiệm")),
        (said.way_out, _("hướng giải quyết")),
        (said.due, _("thời hạn")),
    )
    found = [_("chưa ghi {what}").format(what=what) for value, what in needed if not value]
    if said.group not in Group.values:
        found.append(_("nhóm phải là A hoặc B"))
    if not said.causes or not set(said.causes) <= set(Cause.values):
        found.append(_("chưa ghi nguyên nhân"))
    if said.due and said.due < opened:
        found.append(_("thời hạn trước ngày văn bản yêu cầu rà soát ({day:%d/%m/%Y})").format(day=opened))
    return found


def check_item(said: Said, opened: date) -> None:
    """Before an item is written."""
    if found := flaws(said, opened):
        raise Refused(_("Chưa lưu được: {flaws}.").format(flaws="; ".join(found)))


def check_campaign(opened: date, deadline: date, units: int, today: date) -> None:
    """Before units are asked."""
    if opened > today:
        raise Refused(_("Ngày văn bản không được sau ngày hôm nay."))
    if deadline < opened:
        raise Refused(_("Hạn gửi không được trước ngày văn bản."))
    if not units:
        raise Refused(_("Chọn ít nhất một nhóm đơn vị có vào ngày văn bản."))


def check_open(closed: date | None) -> None:
    """Nothing is written in a campaign that has ended."""
    if closed:
        raise Refused(_("Đợt rà soát đã kết thúc ngày {day:%d/%m/%Y}.").format(day=closed))


def check_unsent(answered: date | None) -> None:
    """What was sent is not changed until it is sent back."""
    if answered:
        raise Refused(_("Kết quả rà soát đã gửi; đề nghị cơ quan tổng hợp trả lại để sửa."))


def check_sent(answered: date | None) -> None:
    """An item becomes something once its unit has sent it."""
    if not answered:
        raise Refused(_("Đơn vị chưa gửi kết quả rà soát."))


def check_task(became: Became) -> None:
    """Group A: the rules are there, so there is something to do."""
    if became.group != Group.A:
        raise Refused(_("Chỉ nội dung nhóm A được giao thành nhiệm vụ; nhóm B ghi kiến nghị."))
    if became.tasked or became.finished:
        raise Refused(_("Nội dung này đã được giao nhiệm vụ hoặc đã giải quyết xong."))


def check_recommendation(became: Became, way: str, addressee: str, document: str) -> None:
    """Group B: somebody is to change or to allow something."""
    if became.group != Group.B:
        raise Refused(_("Chỉ nội dung nhóm B thành kiến nghị; nhóm A giao nhiệm vụ."))
    if became.finished:
        raise Refused(_("Nội dung này đã giải quyết xong."))
    if way not in Way.values or not addressee.strip() or not document.strip():
        raise Refused(_("Ghi hình thức, nơi nhận và văn bản của kiến nghị."))


def check_finish(became: Became, day: date, opened: date, today: date) -> None:
    """Done at last."""
    if became.finished:
        raise Refused(_("Nội dung này đã giải quyết xong."))
    if became.tasked:
        raise Refused(_("Nội dung đã thành nhiệm vụ; xác nhận hoàn thành ở nhiệm vụ đó."))
    if not opened <= day <= today:
        raise Refused(_("Ngày giải quyết xong phải từ ngày văn bản đến hôm nay."))
