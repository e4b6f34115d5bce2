"""Inspections by the book. Pure: every rule returns nothing, or raises Refused with the sentence to be shown.

The seven of the notice of 24/02/2023, part 2: substitutes for absent specialists; a schedule sent beforehand;
the unit's head present when the conclusion is passed; disagreement with reasons, to the UBND; members present
or with leave; the unit's own recommendations answered; the remedy reported.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from dunghen.core.worktime_calendar import Calendar
from dunghen.supervision.errors import Refused

PLANNED, SCHEDULED, MINUTED, DRAFTED = "planned", "scheduled", "minuted", "drafted"
DISPUTED, AGREED, PASSED, CONCLUDED, CLOSED = "disputed", "agreed", "passed", "concluded", "closed"
# While the unit's own recommendations may be entered.
OPEN_TO_REQUESTS = frozenset({SCHEDULED, MINUTED, DRAFTED, DISPUTED, AGREED, PASSED, CONCLUDED})
MOST_DAYS = 365  # working days for a remedy


class Stale(Refused):
    """Somebody else was faster."""


def fresh(held: int, seen: int) -> None:
    """Whoever acts has seen the latest version."""
    if held != seen:
        raise Stale(_("Người khác vừa xử lý cuộc kiểm tra này. Xem nội dung mới bên dưới rồi thực hiện lại."))


def _state(state: str, allowed: str, words: str) -> None:
    if state != allowed:
        raise Refused(words)


def not_later(day: date, today: date, words: str = "") -> None:
    """What was done was done by today."""
    if day > today:
        raise Refused(words or _("Ngày thực hiện không được sau ngày hôm nay."))


def founding(plan_day: date, decision_number: str, decision_day: date, today: date) -> None:
    """A decision founds the team after its plan was issued."""
    if not decision_number.strip():
        raise Refused(_("Phải ghi số, ký hiệu quyết định thành lập Đoàn."))
    not_later(decision_day, today)
    if decision_day < plan_day:
        raise Refused(_("Quyết định thành lập Đoàn không được trước ngày ban hành kế hoạch."))


def listing(day: date, outline_due: date, year: int, plan_day: date, *, working: bool) -> None:
    """A unit enters the plan with its working day and the date of its outline report before it."""
    if day.year != year:
        raise Refused(_("Ngày làm việc phải trong năm của kế hoạch ({year}).").format(year=year))
    if not working:
        raise Refused(_("Ngày {day:%d/%m/%Y} không phải ngày làm việc.").format(day=day))
    if not plan_day <= outline_due < day:
        raise Refused(_("Hạn gửi báo cáo theo đề cương phải sau ngày kế hoạch và trước ngày làm việc."))


def existing(day: date, valid_from: date, valid_to: date | None) -> None:
    """Only a unit that there was on the day is inspected."""
    if day < valid_from or (valid_to is not None and day >= valid_to):
        raise Refused(
            _("Đơn vị không tồn tại vào ngày {day:%d/%m/%Y}. Chọn đơn vị có vào ngày đó.").format(day=day)
        )


def schedule(state: str, duties: Collection[str], decision_number: str, sent: date, day: date) -> None:
    """The schedule is announced beforehand, by a team that was founded and has a head and a secretary."""
    _state(state, PLANNED, _("Lịch kiểm tra đã được gửi."))
    if not decision_number:
        raise Refused(
            _(
                "Chưa có quyết định thành lập Đoàn nên chưa gửi lịch kiểm tra."
                " Ghi quyết định ở trang của Đoàn trước."
            )
        )
    if not {"head", "secretary"} <= set(duties):
        raise Refused(_("Đoàn phải có Trưởng đoàn và Thư ký trước khi gửi lịch kiểm tra."))
    if sent >= day:
        raise Refused(_("Lịch kiểm tra theo kế hoạch phải được thông báo trước ngày làm việc."))


def outline(state: str, sent: date, today: date, scheduled: date | None) -> None:
    """The unit's report by the outline; a late one is taken and shown as late."""
    _state(state, SCHEDULED, _("Chỉ nhận báo cáo theo đề cương sau khi gửi lịch và trước buổi làm việc."))
    not_later(sent, today)
    if scheduled is not None and sent < scheduled:
        raise Refused(_("Ngày gửi báo cáo không được trước ngày gửi lịch kiểm tra."))


@dataclass(frozen=True, slots=True)
class Came:
    """Whether a member was there; `leave`: who let them stay away."""

    name: str
    present: bool
    leave: str = ""


def holding(state: str, day: date, today: date, members: Sequence[Came], minutes: str) -> None:
    """Minutes of the working day: members are there, or the head of the team let them stay away."""
    _state(state, SCHEDULED, _("Chỉ lập biên bản sau khi đã gửi lịch kiểm tra, mỗi cuộc kiểm tra một lần."))
    not_later(day, today)
    if not minutes.strip():
        raise Refused(_("Biên bản phải có nội dung."))
    unexcused = [one.name for one in members if not one.present and not one.leave.strip()]
    if unexcused:
        raise Refused(
            _("Thành viên vắng phải được Trưởng đoàn hoặc người được ủy quyền đồng ý: {names}.").format(
                names=", ".join(unexcused)
            )
        )
    if not any(one.present for one in members):
        raise Refused(_("Không có thành viên nào của Đoàn dự buổi làm việc. Ghi lại thành phần tham dự."))


def found(state: str, days: int) -> None:
    """A problem is written after the working day and before the draft goes to the unit."""
    _state(state, MINUTED, _("Chỉ ghi vấn đề phát hiện sau khi lập biên bản và trước khi gửi dự thảo."))
    if not 0 < days <= MOST_DAYS:
        raise Refused(_("Thời hạn khắc phục từ 1 đến {most} ngày làm việc.").format(most=MOST_DAYS))


def drafting(state: str) -> None:
    _state(state, MINUTED, _("Chỉ gửi dự thảo kết luận sau khi lập biên bản."))


def opinion(state: str, disagrees: Mapping[int, str], numbers: Collection[int]) -> str:
    """The unit's opinion on the draft; the state it leads to. `disagrees`: of a problem's number the reasons
    why; without reasons there is no disagreement."""
    _state(state, DRAFTED, _("Dự thảo kết luận không chờ ý kiến của đơn vị."))
    if not disagrees.keys() <= set(numbers):
        raise Refused(_("Có ý kiến về vấn đề không có trong dự thảo."))
    if any(not reason.strip() for reason in disagrees.values()):
        raise Refused(_("Chưa thống nhất thì phải nêu rõ lý do để Đoàn báo cáo UBND cho ý kiến."))
    return DISPUTED if disagrees else AGREED


def settling(state: str, answers: Mapping[int, str], disputed: Collection[int], document: str) -> None:
    """The UBND answers every disagreement, by a document."""
    _state(state, DISPUTED, _("Không có ý kiến chưa thống nhất nào đang chờ UBND."))
    if set(disputed) - {number for number, answer in answers.items() if answer.strip()}:
        raise Refused(_("Phải ghi ý kiến của UBND về từng vấn đề đơn vị chưa thống nhất."))
    if not document.strip():
        raise Refused(_("Phải ghi số, ngày văn bản của UBND."))


def passing(state: str, day: date, today: date, held: date | None, head: str, *, present: bool) -> None:
    """The conclusion is passed before the unit's head, or not at all."""
    if state == DISPUTED:
        raise Refused(_("Đơn vị chưa thống nhất và UBND chưa cho ý kiến; chưa thông qua kết luận được."))
    _state(state, AGREED, _("Chỉ thông qua kết luận sau khi đơn vị có ý kiến về dự thảo."))
    not_later(day, today)
    if held is not None and day < held:
        raise Refused(_("Ngày thông qua kết luận không được trước buổi làm việc."))
    if not present:
        raise Refused(_("Người đứng đầu đơn vị phải dự buổi thông qua kết luận; bố trí buổi khác."))
    if not head.strip():
        raise Refused(_("Phải ghi họ tên, chức vụ người đứng đầu đơn vị dự buổi thông qua kết luận."))


def concluding(state: str, number: str, day: date, passed: date | None, today: date) -> None:
    """The notice is issued after it was passed."""
    _state(state, PASSED, _("Chỉ ban hành thông báo sau khi kết luận được thông qua."))
    if not number.strip():
        raise Refused(_("Phải ghi số, ký hiệu thông báo kết luận."))
    not_later(day, today)
    if passed is not None and day < passed:
        raise Refused(_("Thông báo kết luận không được trước ngày thông qua kết luận."))


def remedy_due(day: date, days: int, calendar: Calendar) -> date:
    """The last of `days` working days after the notice, whose own day does not count."""
    return calendar.nth(calendar.position(day) + calendar.is_working(day) + days - 1)


def reporting(state: str, remedy: str, text: str, day: date, concluded: date | None, today: date) -> None:
    """The unit's report on a remedy; it may be given late, and again where it was returned."""
    _state(state, CONCLUDED, _("Chỉ báo cáo khắc phục sau khi có thông báo kết luận."))
    if remedy in ("closed", "dropped"):
        raise Refused(_("Vấn đề này đã kết thúc."))
    if not text.strip():
        raise Refused(_("Phải ghi kết quả khắc phục."))
    not_later(day, today)
    if concluded is not None and day < concluded:
        raise Refused(_("Ngày báo cáo không được trước ngày thông báo kết luận."))


def mending(remedy: str, reported: date | None, evidence: int, day: date, today: date) -> None:
    """Confirmed closed by the team, on evidence."""
    if remedy != "reported" or reported is None:
        raise Refused(_("Đơn vị chưa báo cáo kết quả khắc phục vấn đề này."))
    if not evidence:
        raise Refused(_("Báo cáo chưa có tài liệu minh chứng; trả lại để đơn vị bổ sung."))
    not_later(day, today)
    if day < reported:
        raise Refused(_("Ngày xác nhận không được trước ngày đơn vị báo cáo."))


def returning(remedy: str, reason: str) -> None:
    if remedy != "reported":
        raise Refused(_("Không có báo cáo khắc phục nào đang chờ xác nhận."))
    if not reason.strip():
        raise Refused(_("Phải ghi lý do trả lại."))


def requesting(state: str, content: str) -> None:
    if state not in OPEN_TO_REQUESTS:
        raise Refused(_("Cuộc kiểm tra chưa bắt đầu hoặc đã kết thúc nên không nhận kiến nghị."))
    if not content.strip():
        raise Refused(_("Phải ghi nội dung kiến nghị, đề xuất."))


def answering(answer: str, answered: date | None) -> None:
    if answered is not None:
        raise Refused(_("Kiến nghị này đã được trả lời."))
    if not answer.strip():
        raise Refused(_("Phải ghi nội dung trả lời."))


def visiting(at: datetime, now: datetime, plan_day: date, founded: date | None) -> None:
    """A surprise visit by a team that was founded; minutes are made when it happened, never beforehand."""
    if at > now:
        raise Refused(_("Thời điểm kiểm tra không được sau hiện tại."))
    if founded is None:
        raise Refused(
            _("Chưa có quyết định thành lập Đoàn kiểm tra đột xuất. Ghi quyết định ở trang của Đoàn trước.")
        )
    if at.date() < max(plan_day, founded):
        raise Refused(_("Thời điểm kiểm tra không được trước ngày thành lập Đoàn."))


def signing(*, drawn: bool, scanned: bool, unsigned_reason: str, team: bool) -> None:
    """Both signed, on the screen or on paper; where the unit would not, the minutes say why."""
    if scanned:
        return
    if not team:
        raise Refused(_("Biên bản phải có chữ ký của Đoàn, hoặc bản giấy đã ký được chụp, quét."))
    if not drawn and not unsigned_reason.strip():
        raise Refused(_("Đơn vị ký biên bản, hoặc ghi lý do đơn vị không ký."))


def auditing(day: date, today: date) -> None:
    not_later(day, today)


def audit_concluding(decided: date, day: date, concluded: date | None, today: date) -> None:
    if concluded is not None:
        raise Refused(_("Cuộc thanh tra đã có kết luận."))
    not_later(day, today)
    if day < decided:
        raise Refused(_("Kết luận thanh tra không được trước quyết định thanh tra."))


def carrying_out(concluded: date | None, day: date, done: date | None, proof: str, today: date) -> None:
    if concluded is None:
        raise Refused(_("Chưa có kết luận thanh tra nên chưa có kết luận để thực hiện."))
    if done is not None:
        raise Refused(_("Kết luận thanh tra đã được ghi nhận thực hiện xong."))
    if not proof.strip():
        raise Refused(_("Phải ghi văn bản xác nhận đã thực hiện xong kết luận."))
    not_later(day, today)
    if day < concluded:
        raise Refused(_("Ngày thực hiện xong không được trước ngày kết luận thanh tra."))
