"""The yearly review of procedures (kế hoạch rà soát, NĐ 63/2010/NĐ-CP art. 27 to 31). Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from dunghen.procedures.control_law import PublicationTerms
from dunghen.procedures.rules import Refused

KEEP = "keep"
FINDINGS = ("necessity", "reasonableness", "legality")


def plan_due(year: int, terms: PublicationTerms) -> date:
    """The last day to send the plan of a year: art. 30.3 says before 31 January."""
    return date(year, terms.plan_month, terms.plan_day) - timedelta(days=1)


def check_plan(decision: str, decided: date, sent: date | None, year: int, today: date) -> None:
    """A plan is approved by a decision, for a year that is not over. Raises Refused."""
    if not decision.strip():
        raise Refused(_("Phải ghi số, ký hiệu quyết định phê duyệt kế hoạch."))
    if decided > today or decided.year > year:
        raise Refused(_("Ngày phê duyệt kế hoạch không được sau ngày hôm nay hoặc sau năm kế hoạch."))
    if sent is not None and not decided <= sent <= today:
        raise Refused(_("Ngày gửi kế hoạch phải từ ngày phê duyệt đến ngày hôm nay."))


def check_item(starts: date, ends: date, year: int) -> None:
    """Art. 30.2: the time of the work, inside the year of the plan. Raises Refused."""
    if not starts <= ends or starts.year != year or ends.year != year:
        raise Refused(_("Thời gian thực hiện phải nằm trong năm kế hoạch."))


def check_result(findings: Mapping[str, str], proposal: str) -> None:
    """Art. 28.1: necessity, reasonableness and legality are each judged; then something is proposed.
    Raises Refused."""
    if any(not findings.get(name, "").strip() for name in FINDINGS):
        raise Refused(_("Phải đánh giá đủ sự cần thiết, tính hợp lý và tính hợp pháp."))
    if not proposal:
        raise Refused(_("Phải chọn phương án."))


def check_approval(
    proposal: str, costs: tuple[int, int] | None, decision: str, approved: date, today: date
) -> None:
    """A simplification is approved with its cost before and after, which must save something. Raises
    Refused."""
    if not proposal or proposal == KEEP:
        raise Refused(_("Chỉ phê duyệt phương án đơn giản hóa; thủ tục này chưa có hoặc được giữ nguyên."))
    if costs is None:
        raise Refused(_("Chưa tính chi phí tuân thủ trước và sau đơn giản hóa."))
    before, after = costs
    if after >= before:
        raise Refused(_("Chi phí sau đơn giản hóa phải thấp hơn chi phí trước."))
    if not decision.strip():
        raise Refused(_("Phải ghi số, ký hiệu quyết định phê duyệt phương án."))
    if approved > today:
        raise Refused(_("Ngày phê duyệt không được sau ngày hôm nay."))
