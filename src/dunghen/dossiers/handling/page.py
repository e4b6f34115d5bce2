"""What the page of a dossier shows of its handling: what is to do, what is on its way, who had it when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.ledger import moment
from dunghen.documents.models import Result
from dunghen.dossiers.handling import duties
from dunghen.dossiers.handling.decree import note_of
from dunghen.dossiers.handling.desk import Desk, desk_of, reminders
from dunghen.dossiers.handling.duties import ACT_NAMES, Act
from dunghen.dossiers.handling.steps import HandOver, Timing, hand_overs
from dunghen.dossiers.models import Consultation, DossierVersion, Draft, LateCause, Notice, NoticeKind
from dunghen.dossiers.rules import Outcome, Paper, Stage
from dunghen.org.models import Person, Unit

# The acts that carry a dossier onward stand first and stand out.
ONWARD = (Act.ASSIGN, Act.STEP, Act.COMPLETE, Act.RESUME, Act.PAY, Act.RESULT, Act.RETURN, Act.CONFIRM_CAUSE)
STAGE_KINDS = {Stage.DRAFTED: "wait", Stage.SIGNED: "info", Stage.SENT: "ok", Stage.SENT_BACK: "soon"}
TIMINGS = {
    Timing.BEFORE: ("ok", gettext_lazy("Trước hạn")),
    Timing.ON: ("ok", gettext_lazy("Đúng hạn")),
    Timing.LATE: ("late", gettext_lazy("Quá hạn")),
}
_SAYS = {
    "items": gettext_lazy("Nội dung cần bổ sung, hoàn thiện"),
    "reason": gettext_lazy("Lý do"),
    "law": gettext_lazy("Căn cứ pháp lý"),
    "appointment_at": gettext_lazy("Hẹn trả lại lúc"),
    "units": gettext_lazy("Cơ quan được đôn đốc"),
    "note": gettext_lazy("Ý kiến trình"),
    "head_reason": gettext_lazy("Lý do của người đứng đầu"),
}


class Link(NamedTuple):
    """An act, where its form stands, and whether it carries the dossier onward."""

    label: str
    address: str
    onward: bool


class PaperRow(NamedTuple):
    """A paper and how it stands; of a result that anybody may look up, what they look it up by."""

    paper: Draft
    kind: str
    result: Result | None


class AskRow(NamedTuple):
    """An opinion asked for, and how it stands against its limit."""

    ask: Consultation
    kind: str
    label: str


class StepRow(NamedTuple):
    """A hand-over and its timing in words."""

    hand_over: HandOver
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Handling:
    """The part of the page."""

    links: list[Link]
    papers: list[PaperRow]
    asks: list[AskRow]
    steps: list[StepRow]
    notices: list[str]
    cause: LateCause | None
    unapologised: str
    decree: str


def handling_of(person: Person, version: DossierVersion, now: datetime) -> Handling:
    """Of a current version."""
    desk = desk_of(person, version, now)
    links = [link for paper in desk.papers for link in _paper_links(desk, paper)]
    links += [_link(desk, act) for act in desk.acts]
    return Handling(
        links=sorted(links, key=lambda link: not link.onward),
        papers=_papers(desk),
        asks=[_ask(ask, now) for ask in desk.asks],
        steps=[_step(one) for one in hand_overs(version)],
        notices=[notice_text(one) for one in reminders(version)],
        cause=desk.cause,
        unapologised=_unapologised(desk, now),
        decree=note_of(localtime(version.received_at).date()),
    )


def _papers(desk: Desk) -> list[PaperRow]:
    """One query more where a result was issued."""
    issued = [one.file_id for one in desk.papers if one.kind == Paper.RESULT and one.stage == Stage.SENT]
    results = {one.file_id: one for one in Result.objects.filter(file__in=issued)} if any(issued) else {}
    return [
        PaperRow(one, STAGE_KINDS[Stage(one.stage)], results.get(one.file_id) if one.file_id else None)
        for one in desk.papers
    ]


def _unapologised(desk: Desk, now: datetime) -> str:
    """Late without an apology: a breach of its own (NĐ 61/2018/NĐ-CP art. 19.9)."""
    version = desk.version
    if version.outcome not in ("", Outcome.RESOLVED, Outcome.REFUSED) or version.due_at is None:
        return ""
    if version.apologised_at is not None or (version.resolved_at or now) <= version.due_at:
        return ""
    words = _("Trễ hạn, chưa xin lỗi") if version.outcome else _("Quá hạn, chưa xin lỗi")
    basis = _("chưa gửi văn bản xin lỗi và hẹn lại trước ngày hết hạn (NĐ 61/2018/NĐ-CP Điều 19.9).")
    return f"{words}: {basis}"


def _link(desk: Desk, act: Act, paper: Draft | None = None) -> Link:
    address = reverse("act", kwargs={"code": desk.version.dossier.code, "act": act.value})
    onward = act in ONWARD if paper is None else act is not Act.SEND_BACK
    if paper is None:
        return Link(str(ACT_NAMES[act]), address, onward)
    words = _("{act}: {paper}").format(act=ACT_NAMES[act], paper=paper.get_kind_display().lower())
    return Link(words, f"{address}?van-ban={paper.pk}", onward)


def _paper_links(desk: Desk, paper: Draft) -> list[Link]:
    if paper.stage not in (Stage.DRAFTED, Stage.SIGNED):
        return []
    return [_link(desk, act, paper) for act in duties.offered_on(desk.facts, Paper(paper.kind))]


def _ask(ask: Consultation, now: datetime) -> AskRow:
    if ask.answered_at is not None:
        late = ask.was_late(now)
        return AskRow(ask, "late" if late else "ok", _("Trả lời trễ hạn") if late else _("Trả lời đúng hạn"))
    if ask.closed_at is not None:
        return AskRow(ask, "none", _("Hồ sơ kết thúc trước khi có ý kiến"))
    late = ask.was_late(now)
    return AskRow(ask, "late" if late else "wait", _("Quá hạn trả lời") if late else _("Chờ ý kiến"))


def _step(one: HandOver) -> StepRow:
    kind, label = TIMINGS[one.timing] if one.timing else ("none", "")
    return StepRow(one, kind, str(label))


def notice_text(notice: Notice) -> str:
    """What a notice says."""
    due = f"{localtime(notice.due_at):%H:%M %d/%m/%Y}"
    if notice.kind == NoticeKind.OPINION_LATE:
        words = _("%(unit)s chưa trả lời ý kiến, hạn %(due)s (NĐ 61/2018/NĐ-CP Điều 19.5.b).")
        return words % {"unit": notice.about.name if notice.about else "", "due": due}
    words = _(
        "Hạn giải quyết %(due)s, chưa có kết quả. Nếu không kịp, gửi văn bản xin lỗi và hẹn lại chậm nhất một"
        " ngày làm việc trước ngày hết hạn (NĐ 61/2018/NĐ-CP Điều 19.9)."
    )
    return words % {"due": due}


def paper_lines(paper: Draft) -> list[tuple[str, list[str]]]:
    """What a paper says: labels and lines."""
    return [
        (str(label), _lines(name, paper.content[name]))
        for name, label in _SAYS.items()
        if paper.content.get(name)
    ]


def _lines(name: str, value: Any) -> list[str]:
    if name == "appointment_at":
        return [f"{localtime(moment(value)):%H:%M %d/%m/%Y}"]
    if name == "units":
        return list(Unit.objects.filter(key__in=value).values_list("name", flat=True))
    return value if isinstance(value, list) else [str(value)]


def last_content(papers: Sequence[Draft], kind: Paper) -> dict[str, Any]:
    """What the last paper of a kind said that was sent back, as its form takes it."""
    back = [one for one in papers if one.kind == kind and one.stage == Stage.SENT_BACK]
    if not back:
        return {}
    content = dict(back[-1].content)
    if "items" in content:
        content["items"] = "\n".join(content["items"])
    if "appointment_at" in content:
        (content["appointment_at"],) = _lines("appointment_at", content["appointment_at"])
    return content
