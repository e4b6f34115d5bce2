"""Who may do what to a dossier, and when: one table. Pure.

A duty belongs to roles at a place: the unit that decides; either of the two one-stops, that unit's own or the
one that received it; or only where it was received, for there the applicant comes back: a result decided
elsewhere is handed over to that desk on a list, and returned by it. At a commune one person may hold several
roles, so the receiver may handle what they received (NĐ 61/2018/NĐ-CP art. 17.5); who drafted a paper does
not sign it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from dunghen.dossiers.rules import (
    ANSWERED,
    HANDLERS,
    OPEN,
    TRANSITIONS,
    EventKind,
    Paper,
    Refused,
    Stage,
    State,
    Status,
)
from dunghen.org.rights import ROLE_NAMES, Role


class Act(StrEnum):
    """What is done on the page of a dossier; the value stands in its address."""

    ASSIGN = "phan-cong"
    STEP = "chuyen-buoc"
    CONSULT = "lay-y-kien"
    OPINION = "ghi-y-kien"
    SUPPLEMENT = "yeu-cau-bo-sung"
    COMPLETE = "nhan-du-ho-so"
    PAUSE = "tam-dung"
    RESUME = "tiep-tuc"
    ASK_FEE = "yeu-cau-nop"
    PAY = "thu-phi"
    APOLOGY = "xin-loi"
    RESULT = "trinh-ket-qua"
    REFUSAL = "tu-choi"
    STOP = "dung-giai-quyet"
    WITHDRAW = "rut-ho-so"
    URGE = "don-doc"
    SIGN = "ky"
    SEND_BACK = "tra-lai-du-thao"
    SEND = "gui"
    ISSUE = "phat-hanh"
    RETURN = "tra-ket-qua"
    RATE = "danh-gia"
    CAUSE = "nguyen-nhan-tre"
    CONFIRM_CAUSE = "xac-nhan-nguyen-nhan"


ACT_NAMES = {
    Act.ASSIGN: gettext_lazy("Phân công thụ lý"),
    Act.STEP: gettext_lazy("Chuyển bước xử lý"),
    Act.CONSULT: gettext_lazy("Lấy ý kiến cơ quan phối hợp"),
    Act.OPINION: gettext_lazy("Ghi ý kiến trả lời"),
    Act.SUPPLEMENT: gettext_lazy("Yêu cầu bổ sung"),
    Act.COMPLETE: gettext_lazy("Nhận đủ hồ sơ bổ sung"),
    Act.PAUSE: gettext_lazy("Tạm dừng tính thời hạn"),
    Act.RESUME: gettext_lazy("Tiếp tục tính thời hạn"),
    Act.ASK_FEE: gettext_lazy("Yêu cầu nộp nghĩa vụ tài chính"),
    Act.PAY: gettext_lazy("Thu phí, lệ phí"),
    Act.APOLOGY: gettext_lazy("Xin lỗi và hẹn lại"),
    Act.RESULT: gettext_lazy("Trình lãnh đạo"),
    Act.REFUSAL: gettext_lazy("Từ chối giải quyết"),
    Act.STOP: gettext_lazy("Dừng giải quyết"),
    Act.WITHDRAW: gettext_lazy("Rút hồ sơ"),
    Act.URGE: gettext_lazy("Đôn đốc"),
    Act.SIGN: gettext_lazy("Duyệt, ký"),
    Act.SEND_BACK: gettext_lazy("Trả lại dự thảo"),
    Act.SEND: gettext_lazy("Gửi qua Bộ phận Một cửa"),
    Act.ISSUE: gettext_lazy("Cấp số, phát hành"),
    Act.RETURN: gettext_lazy("Trả kết quả"),
    Act.RATE: gettext_lazy("Ghi đánh giá của người nộp"),
    Act.CAUSE: gettext_lazy("Ghi nguyên nhân trễ hạn"),
    Act.CONFIRM_CAUSE: gettext_lazy("Xác nhận nguyên nhân trễ hạn"),
}


class Place(StrEnum):
    DECIDES = "decides"
    ONE_STOP = "one_stop"
    RECEIVED = "received"


class Duty(NamedTuple):
    """Whose it is, where, and by which article."""

    place: Place
    roles: frozenset[Role]
    basis: str


HEADS = frozenset({Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY})
DESK = frozenset({Role.RECEIVING_OFFICER, Role.HEAD_OF_ONE_STOP})
_AGENCY, _ONE_STOP_HEAD = frozenset({Role.HEAD_OF_AGENCY}), frozenset({Role.HEAD_OF_ONE_STOP})
_SOLVE = Duty(Place.DECIDES, HANDLERS, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19"))
DUTIES: dict[Act, Duty] = {
    Act.ASSIGN: Duty(Place.DECIDES, HEADS, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19.1")),
    **dict.fromkeys(
        (Act.STEP, Act.CONSULT, Act.OPINION, Act.SUPPLEMENT, Act.APOLOGY, Act.RESULT, Act.REFUSAL, Act.STOP),
        _SOLVE,
    ),
    **dict.fromkeys((Act.PAUSE, Act.RESUME, Act.ASK_FEE, Act.CAUSE), _SOLVE),
    Act.COMPLETE: Duty(Place.ONE_STOP, DESK, gettext_noop("NĐ 61/2018/NĐ-CP Điều 5.1.e")),
    Act.SEND: Duty(Place.ONE_STOP, DESK, gettext_noop("NĐ 61/2018/NĐ-CP Điều 5.1.e")),
    Act.PAY: Duty(Place.ONE_STOP, DESK | {Role.CASHIER}, gettext_noop("NĐ 61/2018/NĐ-CP Điều 22")),
    Act.WITHDRAW: Duty(Place.ONE_STOP, DESK, gettext_noop("NĐ 61/2018/NĐ-CP Điều 6")),
    Act.RETURN: Duty(Place.RECEIVED, DESK | {Role.POSTAL_STAFF}, gettext_noop("NĐ 61/2018/NĐ-CP Điều 20")),
    Act.RATE: Duty(Place.ONE_STOP, DESK, gettext_noop("NĐ 61/2018/NĐ-CP Điều 31")),
    Act.URGE: Duty(Place.ONE_STOP, DESK, gettext_noop("NĐ 61/2018/NĐ-CP Điều 9.1")),
    Act.SIGN: Duty(Place.DECIDES, _AGENCY, gettext_noop("NĐ 30/2020/NĐ-CP Điều 13")),
    Act.SEND_BACK: Duty(Place.DECIDES, HEADS, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19")),
    Act.ISSUE: Duty(Place.DECIDES, frozenset({Role.CLERK}), gettext_noop("NĐ 30/2020/NĐ-CP Điều 15")),
    Act.CONFIRM_CAUSE: Duty(Place.ONE_STOP, _ONE_STOP_HEAD, gettext_noop("NĐ 61/2018/NĐ-CP Điều 9")),
}
# A letter of urging is signed by order of the head of the agency (art. 9.1): TL.
URGING = Duty(Place.ONE_STOP, _ONE_STOP_HEAD, gettext_noop("NĐ 61/2018/NĐ-CP Điều 9.1"))
# The paper an act drafts, and what it brings about when it is sent.
PAPER_OF = {
    Act.SUPPLEMENT: Paper.SUPPLEMENT,
    Act.REFUSAL: Paper.REFUSAL,
    Act.APOLOGY: Paper.APOLOGY,
    Act.STOP: Paper.STOP,
    Act.URGE: Paper.URGE,
    Act.RESULT: Paper.RESULT,
}
EFFECT = {
    Paper.SUPPLEMENT: EventKind.PAPERS_REQUESTED,
    Paper.REFUSAL: EventKind.REFUSED,
    Paper.APOLOGY: EventKind.APOLOGISED,
    Paper.STOP: EventKind.STOPPED,
    Paper.URGE: EventKind.URGED,
    Paper.RESULT: EventKind.RESOLVED,
}
_KIND = {
    Act.ASSIGN: EventKind.ASSIGNED,
    Act.STEP: EventKind.STEP_DONE,
    Act.CONSULT: EventKind.CONSULTED,
    Act.OPINION: EventKind.OPINION,
    Act.COMPLETE: EventKind.PAPERS_COMPLETED,
    Act.PAUSE: EventKind.PAUSED,
    Act.RESUME: EventKind.RESUMED,
    Act.ASK_FEE: EventKind.PAYMENT_REQUESTED,
    Act.PAY: EventKind.PAID,
    Act.WITHDRAW: EventKind.WITHDRAWN,
    Act.RETURN: EventKind.RETURNED,
    Act.CAUSE: EventKind.CAUSE_GIVEN,
    Act.CONFIRM_CAUSE: EventKind.CAUSE_CONFIRMED,
    **{act: EFFECT[paper] for act, paper in PAPER_OF.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a dossier and of who looks at it. `decides`, `one_stop`, `received`: the roles held at
    each place; `mine`: it is theirs, or nobody's; `papers`: the stages of the papers on their way;
    `open_asks`: how many opinions are awaited; `steps_left`: how many steps of the process are not done;
    `may_apologise`: whether the last day for it is not over."""

    state: State
    decides: frozenset[Role] = frozenset()
    one_stop: frozenset[Role] = frozenset()
    received: frozenset[Role] = frozenset()
    mine: bool = False
    papers: Mapping[Paper, Stage] = field(default_factory=dict)
    open_asks: int = 0
    steps_left: int = 0
    may_pause: bool = False
    may_apologise: bool = True
    late: bool = False
    cause: bool = False
    cause_confirmed: bool = False
    rated: bool = False

    def held(self, duty: Duty) -> frozenset[Role]:
        """The roles held where a duty is done."""
        at = {Place.DECIDES: self.decides, Place.ONE_STOP: self.one_stop, Place.RECEIVED: self.received}
        return at[duty.place]

    def holds(self, duty: Duty) -> bool:
        held = self.held(duty)
        if not held & duty.roles:
            return False
        # what one officer handles is not taken out of their hands by a colleague; by a head it may be
        return duty is not _SOLVE or self.mine or bool(held & HEADS)


def duty_of(act: Act, paper: Paper | None = None) -> Duty:
    """Whose an act is; signing and sending back depend on the paper."""
    if paper is Paper.URGE and act in (Act.SIGN, Act.SEND_BACK):
        return URGING
    if paper is Paper.RESULT and act is Act.SEND:
        return DUTIES[Act.ISSUE]
    return DUTIES[act]


def offered(facts: Facts) -> list[Act]:
    """The acts on the dossier itself that this person may do now, in the order of Act."""
    return [act for act in Act if act in _KIND | {Act.RATE: None} and not refusal(act, facts)]


def offered_on(facts: Facts, paper: Paper) -> list[Act]:
    """The acts on a paper that is on its way."""
    return [act for act in _PAPER_ACTS if not refusal(act, facts, paper)]


_PAPER_ACTS = (Act.SIGN, Act.SEND_BACK, Act.SEND, Act.ISSUE)


def require(act: Act, facts: Facts, paper: Paper | None = None) -> None:
    """Raises Refused, which says why, with the article."""
    if said := refusal(act, facts, paper):
        raise Refused(said)


def refusal(act: Act, facts: Facts, paper: Paper | None = None) -> str:
    """Why this person may not do this now; empty where they may."""
    duty = duty_of(act, paper)
    if not facts.holds(duty):
        return _not_yours(act, duty, facts)
    if act in _PAPER_ACTS:
        return _on_paper(act, facts, paper)
    if act is Act.RATE:
        return "" if facts.state.status in ANSWERED and not facts.rated else _("Đã ghi đánh giá.")
    kind = _KIND[act]
    allowed, basis = TRANSITIONS[kind]
    if facts.state.status not in allowed:
        status = str(Status(facts.state.status).label)
        words = _("Hồ sơ đang ở trạng thái “{status}”, không thể: {label} ({basis}).")
        return words.format(status=status, label=ACT_NAMES[act], basis=_(basis))
    return _not_now(act, facts)


def _not_yours(act: Act, duty: Duty, facts: Facts) -> str:
    if facts.held(duty) & duty.roles:
        return _("Hồ sơ đang do người khác thụ lý; người đó hoặc lãnh đạo thực hiện việc này.")
    where = _("cơ quan giải quyết") if duty.place is Place.DECIDES else _("Bộ phận Một cửa nơi tiếp nhận")
    roles = ", ".join(str(ROLE_NAMES[role]) for role in Role if role in duty.roles)
    words = _("{act}: việc của {roles} tại {where} ({basis}).")
    return words.format(act=ACT_NAMES[act], roles=roles, where=where, basis=_(duty.basis))


def _on_paper(act: Act, facts: Facts, paper: Paper | None) -> str:
    stage = facts.papers.get(paper) if paper else None
    if stage is None:
        return _("Văn bản này đã được gửi hoặc đã trả lại.")
    if (act is Act.ISSUE) != (paper is Paper.RESULT) and act in (Act.ISSUE, Act.SEND):
        return _("Kết quả do văn thư phát hành; văn bản khác gửi qua Bộ phận Một cửa.")
    if act is Act.SIGN and stage is not Stage.DRAFTED:
        return _("Văn bản đã ký.")
    if act in (Act.SEND, Act.ISSUE) and stage is not Stage.SIGNED:
        return _("Văn bản chưa được ký nên chưa gửi, phát hành được (NĐ 61/2018/NĐ-CP Điều 5.1.e).")
    return "" if facts.state.status in OPEN else _("Hồ sơ đã kết thúc.")


def _not_now(act: Act, facts: Facts) -> str:
    """What else an act waits for."""
    if act in PAPER_OF and PAPER_OF[act] in facts.papers:
        return _("Đã có văn bản loại này đang chờ ký hoặc chờ gửi.")
    state = facts.state
    ending = {Paper.REFUSAL, Paper.RESULT, Paper.STOP} & facts.papers.keys()
    checks: dict[Act, tuple[bool, str]] = {
        Act.STEP: (facts.steps_left > 0, _("Quy trình không còn bước nào phải chuyển.")),
        Act.OPINION: (facts.open_asks > 0, _("Không có cơ quan nào đang được lấy ý kiến.")),
        Act.URGE: (facts.open_asks > 0, _("Không có cơ quan nào đang được lấy ý kiến.")),
        Act.PAUSE: (facts.may_pause, _("Thủ tục này không có quy định tạm dừng tính thời hạn.")),
        Act.ASK_FEE: (state.paid < state.fee, _("Hồ sơ không còn nghĩa vụ tài chính phải nộp.")),
        Act.PAY: (state.paid < state.fee, _("Hồ sơ không còn nghĩa vụ tài chính phải nộp.")),
        Act.APOLOGY: (
            facts.may_apologise and state.apologised_at is None and state.due_at is not None,
            _("Văn bản xin lỗi gửi một lần, chậm nhất một ngày làm việc trước ngày hết hạn (Điều 19.9)."),
        ),
        Act.RESULT: (not ending, _("Đã có văn bản kết thúc hồ sơ đang chờ ký hoặc chờ gửi.")),
        Act.REFUSAL: (not ending, _("Đã có văn bản kết thúc hồ sơ đang chờ ký hoặc chờ gửi.")),
        Act.CAUSE: (facts.late and not facts.cause_confirmed, _("Hồ sơ không trễ hạn.")),
        Act.CONFIRM_CAUSE: (
            facts.cause and not facts.cause_confirmed,
            _("Chưa có nguyên nhân trễ hạn nào chờ xác nhận."),
        ),
    }
    met, words = checks.get(act, (True, ""))
    return "" if met else words


def roles_at(places: Collection[int], held: Mapping[int, frozenset[Role]]) -> frozenset[Role]:
    """The roles held at any of these units."""
    return frozenset().union(*(held.get(place, frozenset()) for place in places))
