"""Papers on their way: drafted by one, signed by another, sent through the one-stop, or issued by the clerk.

What a paper brings about happens when it is sent: the applicant is asked, refused, told. Rules are asked at
each stage, so that what could not be sent is refused when it is drafted.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dunghen.core.ledger import moment
from dunghen.core.worktime_calendar import local
from dunghen.documents.models import File, Result
from dunghen.documents.numbering import next_number, numbered
from dunghen.documents.results import NotIssued, issue, prepare
from dunghen.dossiers import rules
from dunghen.dossiers.actions.base import Work, done, take
from dunghen.dossiers.actions.consulting import urge_by_letter
from dunghen.dossiers.actions.dossier import (
    apologise,
    apologised,
    ask_for_papers,
    asked_for_papers,
    refuse,
    resolve,
    stop,
)
from dunghen.dossiers.models import Consultation, DossierVersion, Draft
from dunghen.dossiers.rules import EventKind, Paper, Refused, Stage
from dunghen.dossiers.store.vault import store_result
from dunghen.org.models import Person

WAITING = (Stage.DRAFTED, Stage.SIGNED)
# What a paper must say; what each is in words.
NEEDED = {
    Paper.SUPPLEMENT: ("items", "law"),
    Paper.REFUSAL: ("reason", "law"),
    Paper.APOLOGY: ("reason", "appointment_at"),
    Paper.STOP: ("reason", "law"),
}
# The abbreviations in their numbers (TT 01/2018/TT-VPCP forms 02 to 04; NĐ 30/2020/NĐ-CP annex III).
SYMBOLS = {
    Paper.SUPPLEMENT: "HDHS",
    Paper.REFUSAL: "TCHS",
    Paper.APOLOGY: "PXL",
    Paper.STOP: "TBDHS",
    Paper.URGE: "CV",
    Paper.RESULT: "KQ",
}


@transaction.atomic
def draft(
    dossier_id: int,
    kind: Paper,
    content: Mapping[str, Any],
    *,
    who: Person,
    at: datetime,
    file: File | None = None,
) -> Draft:
    """Draft a paper and submit it. Raises Refused where it lacks something, could not be sent, or one of its
    kind waits."""
    work = take(dossier_id)
    rules.check(EventKind.SUBMITTED, work.state, at, work.now)
    if not all(content.get(name) for name in NEEDED.get(kind, ())):
        raise Refused(_("Văn bản phải ghi đủ nội dung, lý do và căn cứ."))
    if Draft.objects.filter(dossier=dossier_id, kind=kind, stage__in=WAITING).exists():
        raise Refused(_("Đã có văn bản loại này đang chờ ký hoặc chờ gửi."))
    _might_be_sent(work, kind, content, at, signing=False)
    if kind is Paper.URGE:
        made = _urging(work, str(content.get("reason", "")), who)
    else:
        made = Draft.objects.create(
            dossier_id=dossier_id,
            unit_id=work.version.unit_id,
            kind=kind,
            content=dict(content),
            file=file,
            drafted_by=who,
            drafted_at=at,
        )
    done(work, EventKind.SUBMITTED, at, work.state, who.username, paper=kind.value)
    return made


def _urging(work: Work, reason: str, who: Person) -> Draft:
    waiting = Consultation.objects.filter(dossier=work.version.dossier_id, answered_at=None, closed_at=None)
    asked = list(waiting.select_related("unit"))
    letter = urge_by_letter(work, asked, reason=reason, who=who) if asked else None
    if letter is None:
        raise Refused(_("Không có cơ quan nào đang được lấy ý kiến."))
    return letter


def _might_be_sent(
    work: Work, kind: Paper, content: Mapping[str, Any], at: datetime, *, signing: bool
) -> None:
    """Ask the rule of its effect now. A head's reason is given when signing, so a draft may still lack it."""
    if kind is Paper.SUPPLEMENT:
        rules.check(EventKind.PAPERS_REQUESTED, work.state, at, work.now)
        asked_for_papers(work, at, content.get("head_reason", "") if signing else "?")
    elif kind is Paper.APOLOGY:
        apologised(work, at, moment(content["appointment_at"]))


@transaction.atomic
def sign(
    draft_id: int, *, who: Person, at: datetime, head_reason: str = "", file: File | None = None
) -> Draft:
    """The head signs: not who drafted it, but for a letter of urging, which is the signer's own (art. 9.1).

    `head_reason`: why papers are asked for again, or after the third day (art. 19.4). `file`: what was signed
    digitally, in the place of the draft.
    """
    paper, work = _take(draft_id, Stage.DRAFTED)
    kind = Paper(paper.kind)
    if paper.drafted_by_id == who.pk and kind is not Paper.URGE:
        raise Refused(_("Người dự thảo không ký văn bản của chính mình."))
    if head_reason:
        paper.content["head_reason"] = head_reason
    _might_be_sent(work, kind, paper.content, at, signing=True)
    paper.stage, paper.signed_by, paper.signed_at, paper.file = Stage.SIGNED, who, at, file or paper.file
    paper.save(update_fields=["stage", "signed_by", "signed_at", "content", "file"])
    done(work, EventKind.SIGNED, at, work.state, who.username, paper=kind.value)
    return paper


@transaction.atomic
def send_back(draft_id: int, *, who: Person, at: datetime, reason: str) -> Draft:
    """Not signed, or not to be sent as it was signed: to be drafted anew, for a reason."""
    paper, work = _take(draft_id, *WAITING)
    if not reason:
        raise Refused(_("Phải ghi rõ lý do."))
    paper.stage, paper.returned_by, paper.returned_at = Stage.SENT_BACK, who, at
    paper.return_reason = reason
    paper.save(update_fields=["stage", "returned_by", "returned_at", "return_reason"])
    done(work, EventKind.SENT_BACK, at, work.state, who.username, paper=paper.kind, reason=reason)
    return paper


@transaction.atomic
def send(draft_id: int, *, who: Person, at: datetime, file: File | None = None) -> Draft:
    """Number a signed paper and send it; what it says happens. A result is issued and waits at the one-stop
    for the applicant. All of it or nothing: no number is used for a paper that was not sent.

    `file`: a result with the digital signatures of the signer and the agency; with it the result is an
    electronic one.
    """
    paper, work = _take(draft_id, Stage.SIGNED)
    kind = Paper(paper.kind)
    if paper.signed_at is not None and at < paper.signed_at:
        raise Refused(_("Văn bản không thể được gửi trước khi ký."))
    symbol = SYMBOLS[kind]
    paper.number = numbered(next_number(work.version.unit, symbol, local(at).date()), symbol)
    paper.stage, paper.sent_by, paper.sent_at = Stage.SENT, who, at
    paper.file = file or paper.file
    paper.save(update_fields=["stage", "sent_by", "sent_at", "number", "file"])
    electronic = kind is Paper.RESULT and file is not None
    if electronic:
        _issue(work, paper, who)
    _take_effect(work, kind, paper, at, who.username, electronic=electronic)
    if kind is Paper.RESULT and paper.file is not None:
        store_result(
            work.version,
            file=paper.file,
            title=work.version.procedure.name[:300],
            by=who,
            signed=electronic,
            issued_on=local(at).date(),
        )
    return paper


def result_of(version: DossierVersion) -> Result:
    """The result that is to be issued of a dossier: its codes go onto the paper before it is signed."""
    return prepare(version.dossier.code, kind=version.procedure.name[:300], unit=version.unit)


def _issue(work: Work, paper: Draft, who: Person) -> None:
    """Raises Refused where a signature is missing or does not hold."""
    if paper.file is None or paper.signed_by is None:
        raise Refused(_("Văn bản chưa được ký."))
    try:
        issue(result_of(work.version), paper.file, number=paper.number, signer=paper.signed_by, by=who)
    except NotIssued as error:
        raise Refused(str(error)) from error


def _take_effect(work: Work, kind: Paper, paper: Draft, at: datetime, by: str, *, electronic: bool) -> None:
    said = {name: value for name, value in paper.content.items() if name not in ("units", "note")}
    dossier: dict[str, Any] = {"at": at, "by": by, "number": paper.number}
    match kind:
        case Paper.SUPPLEMENT:
            ask_for_papers(paper.dossier_id, **dossier, **said)
        case Paper.APOLOGY:
            said["appointment_at"] = moment(said["appointment_at"])
            apologise(paper.dossier_id, **dossier, **said)
        case Paper.REFUSAL:
            refuse(paper.dossier_id, **dossier, **said)
        case Paper.STOP:
            stop(paper.dossier_id, **dossier, **said)
        case Paper.RESULT:
            resolve(paper.dossier_id, **dossier, e_result=electronic)
        case Paper.URGE:
            document = {"document": paper.number, "unit": ", ".join(paper.content["units"])}
            done(work, EventKind.URGED, at, work.state, by, **document)


def _take(draft_id: int, *stages: Stage) -> tuple[Draft, Work]:
    """The paper and its dossier, both locked. Raises Refused where somebody was faster."""
    dossier_id = Draft.objects.values_list("dossier", flat=True).get(pk=draft_id)
    work = take(dossier_id)
    paper = Draft.objects.select_related("dossier", "file", "signed_by").get(pk=draft_id)
    if paper.stage not in stages:
        words = _("Văn bản đang ở trạng thái “{stage}”; tải lại trang để xem nội dung mới.")
        raise Refused(words.format(stage=paper.get_stage_display()))
    return paper, work
