"""What may be done with a case, and when. Pure. A rule returns nothing, or raises Refused.

The order is that of the register: explanation asked, explanation, self-review, meeting, result. Whom the
Standing Committee of the city's Party committee manages, the city may only propose about; what that body then
decides is recorded as received.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dunghen.supervision.accountability.law import Discipline
from dunghen.supervision.accountability.models import (
    CaseState,
    ManagedBy,
    Rank,
    ResultKind,
    Subject,
    Verb,
)
from dunghen.supervision.errors import Refused

RECORDED, ASKED, EXPLAINED = CaseState.RECORDED, CaseState.ASKED, CaseState.EXPLAINED
REVIEWED, MET, PROPOSED, SETTLED = CaseState.REVIEWED, CaseState.MET, CaseState.PROPOSED, CaseState.SETTLED
# Each step of the way: from which states, into which.
STEPS: dict[Verb, tuple[frozenset[CaseState], CaseState]] = {
    Verb.ASK: (frozenset({RECORDED}), ASKED),
    Verb.EXPLAIN: (frozenset({ASKED}), EXPLAINED),
    Verb.REVIEW: (frozenset({EXPLAINED}), REVIEWED),
    Verb.MEET: (frozenset({REVIEWED}), MET),
    Verb.PROPOSE: (frozenset({MET}), PROPOSED),
}
SETTLING = frozenset({EXPLAINED, REVIEWED, MET})  # who was heard may get a result
REVIEWING = frozenset({ResultKind.LESSONS, ResultKind.DISCIPLINED})  # results of a meeting
WITH_DOCUMENT = frozenset({ResultKind.CRITICISED, ResultKind.DISCIPLINED, ResultKind.SUSPENDED})
OPEN = frozenset(CaseState) - {SETTLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the rules need to know of a case."""

    state: CaseState
    subject: Subject
    managed: ManagedBy
    rank: str
    last_day: date  # of what was done last


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a case, as it is entered."""

    kind: ResultKind
    day: date
    form: str = ""
    party_form: str = ""
    number: str = ""
    authority: str = ""


def check_case(subject: Subject, rank: str, managed: ManagedBy, opened: date, today: date) -> None:
    """Before a case is recorded: a person has a rank, a collective none; leaders of departments are not
    managed by their own unit."""
    if opened > today:
        raise Refused(_("Ngày ghi nhận không được sau ngày hôm nay."))
    if subject == Subject.PERSON and not rank:
        raise Refused(_("Chọn ngạch, chức danh của cá nhân."))
    if subject == Subject.COLLECTIVE and rank:
        raise Refused(_("Tập thể không có ngạch, chức danh. Bỏ chọn ô này."))
    if rank == Rank.LEADER and managed == ManagedBy.UNIT:
        raise Refused(
            _("Lãnh đạo sở, ngành, UBND cấp huyện do cấp thành phố quản lý, không do đơn vị mình quản lý.")
        )


def check_day(day: date, standing: Standing, today: date) -> None:
    """What was done lies between the last step and today."""
    if day > today:
        raise Refused(_("Ngày thực hiện không được sau ngày hôm nay."))
    if day < standing.last_day:
        raise Refused(
            _("Ngày thực hiện không được trước bước liền trước ({day:%d/%m/%Y}).").format(
                day=standing.last_day
            )
        )


def check_step(verb: Verb, standing: Standing, day: date, today: date) -> None:
    """One of STEPS. To propose is for whom the Standing Committee manages."""
    before, _after = STEPS[verb]
    if standing.state not in before:
        raise Refused(
            _("Vụ việc đang ở bước “{state}”, không thực hiện được “{verb}”.").format(
                state=standing.state.label, verb=verb.label
            )
        )
    if verb == Verb.PROPOSE and standing.managed != ManagedBy.STANDING_COMMITTEE:
        raise Refused(
            _("Chỉ đề xuất đối với người diện Ban Thường vụ Thành ủy quản lý; vụ việc này ghi kết quả.")
        )
    check_day(day, standing, today)


def may_step(verb: Verb, standing: Standing) -> bool:
    """Whether the page offers a step."""
    return standing.state in STEPS[verb][0] and (
        verb != Verb.PROPOSE or standing.managed == ManagedBy.STANDING_COMMITTEE
    )


def may_settle(standing: Standing) -> bool:
    """Whether the page offers to enter a result."""
    if standing.managed == ManagedBy.STANDING_COMMITTEE:
        return standing.state == PROPOSED
    return standing.state in SETTLING


def may_suspend(standing: Standing) -> bool:
    """Whether the page offers to enter a suspension."""
    return standing.subject == Subject.PERSON and standing.state != SETTLED


def check_result(result: Result, standing: Standing, law: Discipline, today: date) -> None:
    """What comes of a case (law/accountability.toml names the forms of each rank)."""
    if standing.state == SETTLED:
        raise Refused(_("Vụ việc đã có kết quả. Cần ghi khác thì hủy kết quả trước."))
    if result.kind == ResultKind.SUSPENDED:
        raise Refused(_("Tạm đình chỉ công tác không phải là kết quả; ghi ở bước riêng."))
    if standing.managed == ManagedBy.STANDING_COMMITTEE and standing.state != PROPOSED:
        raise Refused(
            _(
                "Người diện Ban Thường vụ Thành ủy quản lý: thành phố chỉ đề xuất. "
                "Ghi đề xuất trước, quyết định nhận được của cấp có thẩm quyền ghi sau."
            )
        )
    if not may_settle(standing):
        raise Refused(_("Phải có giải trình trước khi ghi kết quả."))
    if result.kind in REVIEWING and standing.state not in (MET, PROPOSED):
        raise Refused(_("“{kind}” phải qua họp kiểm điểm có biên bản.").format(kind=result.kind.label))
    _check_forms(result, standing, law)
    _check_document(result)
    check_day(result.day, standing, today)


def check_suspension(result: Result, standing: Standing, today: date) -> None:
    """A temporary suspension from work while the case goes on."""
    if standing.subject != Subject.PERSON:
        raise Refused(_("Chỉ tạm đình chỉ công tác cá nhân."))
    if standing.state == SETTLED:
        raise Refused(_("Vụ việc đã có kết quả. Cần ghi khác thì hủy kết quả trước."))
    _check_document(result)
    check_day(result.day, standing, today)


def _check_forms(result: Result, standing: Standing, law: Discipline) -> None:
    forms = result.form or result.party_form
    if result.kind != ResultKind.DISCIPLINED:
        if forms:
            raise Refused(
                _("“{kind}” không phải là kỷ luật, không có hình thức.").format(kind=result.kind.label)
            )
        return
    if standing.subject != Subject.PERSON:
        raise Refused(_("Chỉ kỷ luật cá nhân; đối với tập thể ghi phê bình hoặc kiểm điểm rút kinh nghiệm."))
    if not forms:
        raise Refused(_("Chọn hình thức kỷ luật về chính quyền, về Đảng, hoặc cả hai."))
    if result.form and result.form not in law.forms[standing.rank]:
        raise Refused(
            _("Hình thức này không áp dụng cho “{rank}” ({basis}).").format(
                rank=Rank(standing.rank).label, basis=law.basis
            )
        )
    if result.party_form and result.party_form not in law.party:
        raise Refused(
            _("Không có hình thức kỷ luật Đảng này vào ngày quyết định ({basis}).").format(
                basis=law.party_basis
            )
        )


def _check_document(result: Result) -> None:
    if result.kind in WITH_DOCUMENT and not (result.number and result.authority):
        raise Refused(_("Ghi số văn bản và cấp có thẩm quyền của “{kind}”.").format(kind=result.kind.label))
