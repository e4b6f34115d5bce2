"""The page of one act on a dossier: a small form, or why it may not be done now."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.ledger import stamp
from dunghen.documents.content import NotAccepted
from dunghen.documents.files import download, keep
from dunghen.documents.results import code_of
from dunghen.documents.signing.certificates import CannotSign
from dunghen.documents.signing.signing import sign_as_person, sign_as_unit
from dunghen.dossiers import actions
from dunghen.dossiers.chain.append import RELATED, Stale, current_version
from dunghen.dossiers.handling import duties
from dunghen.dossiers.handling import page as handling_page
from dunghen.dossiers.handling.decree import note_of
from dunghen.dossiers.handling.desk import Desk, Doing, desk_of, perform
from dunghen.dossiers.handling.duties import ACT_NAMES, PAPER_OF, Act
from dunghen.dossiers.handling.forms import form_of
from dunghen.dossiers.models import Area, DossierVersion, Draft, ViewedPage
from dunghen.dossiers.persons.viewed import note_view
from dunghen.dossiers.rules import Cause, Often, Paper, Refused, Score, Stage
from dunghen.org.access_views import signed_in
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right

Do = Callable[[Doing], object]


def _assign(doing: Doing) -> object:
    officer = Person.objects.get(pk=doing.said["officer"])
    return actions.assign(doing.dossier, officer=officer, at=doing.at, by=doing.by)


def _step(doing: Doing) -> object:
    to = doing.said["to"]
    taker = Person.objects.get(pk=to) if to else None
    said = {"step": doing.said["step"], "note": doing.said["note"]}
    return actions.finish_step(doing.dossier, **said, to=taker, at=doing.at, by=doing.by)


def _consult(doing: Doing) -> object:
    due_at = actions.opinion_due(calendar(), doing.at, doing.said["days"])
    said = {"unit": doing.said["unit"], "question": doing.said["question"]}
    return actions.consult(doing.dossier, **said, due_at=due_at, at=doing.at, by=doing.by, who=doing.who)


def _opinion(doing: Doing) -> object:
    return actions.record_opinion(doing.dossier, **doing.said, at=doing.at, by=doing.by, who=doing.who)


def _draft(doing: Doing, act: Act) -> object:
    said = dict(doing.said)
    file = said.pop("file", None)
    kept = keep(file.name, file, by=doing.who) if file else None
    if "appointment_at" in said:
        said["appointment_at"] = stamp(said["appointment_at"])
    return actions.draft(doing.dossier, PAPER_OF[act], said, who=doing.who, at=doing.at, file=kept)


def _paper(doing: Doing) -> Draft:
    if doing.paper is None:
        raise Refused(_("Văn bản này đã được gửi hoặc đã trả lại."))
    return doing.paper


def _sign(doing: Doing) -> object:
    paper, key = _paper(doing), doing.said.pop("mat_khau", "")
    file = None
    if key and paper.file:
        code = code_of(actions.result_of(current_version(doing.dossier)))
        file = sign_as_person(paper.file, doing.who, key, code=code)
    return actions.sign(paper.pk, who=doing.who, at=doing.at, file=file, **doing.said)


def _issue(doing: Doing) -> object:
    paper, key = _paper(doing), doing.said.pop("mat_khau", "")
    file = None
    if key and paper.file and paper.signed_by:
        file = sign_as_unit(paper.file, paper.unit, key, signer=paper.signed_by, by=doing.who)
    return actions.send(paper.pk, who=doing.who, at=doing.at, file=file)


def _answers(said: Mapping[str, str]) -> actions.Said:
    def number(name: str) -> int | None:
        return int(said[name]) if said[name] else None

    score, contacts, places = number("score"), number("contacts"), number("places")
    return actions.Said(
        score=Score(score) if score is not None else None,
        contacts=Often(contacts) if contacts is not None else None,
        places=Often(places) if places is not None else None,
        complaint=said["complaint"] == "1" if said["complaint"] else None,
    )


def _return(doing: Doing) -> object:
    if answers := _answers(doing.said):
        actions.rate(doing.dossier, answers, at=doing.at)
    return actions.give_back(doing.dossier, way=doing.said["way"], at=doing.at, by=doing.by)


def _give_cause(doing: Doing) -> object:
    other = Unit.objects.filter(key=doing.said["other_unit"]).first()
    cause = Cause(doing.said["cause"])
    return actions.give_cause(
        doing.dossier, cause, other_unit=other, note=doing.said["note"], who=doing.who, at=doing.at
    )


def _pay(doing: Doing) -> object:
    said = {**doing.said, "online": doing.said["online"] == "1"}
    return actions.pay(doing.dossier, **said, at=doing.at, by=doing.by)


DO: Mapping[Act, Do] = {
    Act.ASSIGN: _assign,
    Act.STEP: _step,
    Act.CONSULT: _consult,
    Act.OPINION: _opinion,
    Act.COMPLETE: lambda doing: actions.complete_papers(doing.dossier, at=doing.at, by=doing.by),
    Act.PAUSE: lambda doing: actions.pause(doing.dossier, law="", **doing.said, at=doing.at, by=doing.by),
    Act.RESUME: lambda doing: actions.resume(doing.dossier, at=doing.at, by=doing.by),
    Act.ASK_FEE: lambda doing: actions.request_payment(doing.dossier, at=doing.at, by=doing.by),
    Act.PAY: _pay,
    Act.WITHDRAW: lambda doing: actions.withdraw(doing.dossier, **doing.said, at=doing.at, by=doing.by),
    Act.SIGN: _sign,
    Act.SEND_BACK: lambda doing: actions.send_back(
        _paper(doing).pk, who=doing.who, at=doing.at, **doing.said
    ),
    Act.SEND: lambda doing: actions.send(_paper(doing).pk, who=doing.who, at=doing.at),
    Act.ISSUE: _issue,
    Act.RETURN: _return,
    Act.RATE: lambda doing: actions.rate(doing.dossier, _answers(doing.said), at=doing.at),
    Act.CAUSE: _give_cause,
    Act.CONFIRM_CAUSE: lambda doing: actions.confirm_cause(doing.dossier, who=doing.who, at=doing.at),
}


def doer(act: Act) -> Do:
    """What an act does."""
    return (lambda doing: _draft(doing, act)) if act in PAPER_OF else DO[act]


@needs(Right.ROWS)
@never_cache
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """One act on a dossier (`van-ban`: on which paper): its form, its doing, or why not now."""
    person = signed_in(request)
    if act not in set(Act):
        raise Http404
    chosen, desk = Act(act), _desk(person, code)
    paper = _paper_of(desk, request.GET.get("van-ban", ""))
    kind = Paper(paper.kind) if paper else None
    why = duties.refusal(chosen, desk.facts, kind)
    sent = request.method == "POST"
    form = (
        form_of(chosen, desk, kind or "", request.POST, request.FILES) if sent else _empty(chosen, desk, kind)
    )
    # what was typed stays on the page, whatever has become of the dossier meanwhile
    refusal = Refused(why) if sent and why else None
    if sent and not why and form.is_valid():
        refusal = _done(request, chosen, desk, form, paper)
        if refusal is None:
            messages.success(request, _("Đã ghi: %(act)s.") % {"act": ACT_NAMES[chosen]})
            return redirect("dossier", code=code)
        desk = _desk(person, code)
    context = {
        "version": desk.version,
        "code": code,
        "title": ACT_NAMES[chosen],
        "act": chosen,
        "paper": paper,
        "lines": handling_page.paper_lines(paper) if paper else [],
        "form": form,
        "why": "" if refusal else why,
        "refusal": refusal,
        "seen": desk.seen,
        "decree": note_of(timezone.localdate(desk.version.received_at)),
    }
    return render(request, "dossiers/act.html", context, status=_status(refusal, failed=sent))


def _status(refusal: Refused | None, *, failed: bool) -> int:
    return 409 if isinstance(refusal, Stale) else 422 if failed else 200


def _desk(person: Person, code: str) -> Desk:
    """Raises Http404 for what the person may not see."""
    versions = DossierVersion.objects.select_related("dossier", "officer", *RELATED)
    visible = versions.within_reach(person, Right.ROWS, timezone.localdate()).known_at(None)
    version = visible.filter(dossier__code=code).first()
    if version is None:
        raise Http404
    return desk_of(person, version, timezone.now())


def _paper_of(desk: Desk, said: str) -> Draft | None:
    if not said:
        return None
    found = next((one for one in desk.papers if str(one.pk) == said), None)
    if found is None:
        raise Http404
    return found


def _empty(chosen: Act, desk: Desk, kind: Paper | None) -> forms.Form:
    """With what stood in the draft that was sent back, to be mended and not typed again."""
    form = form_of(chosen, desk, kind or "")
    if chosen in PAPER_OF:
        form.initial = handling_page.last_content(desk.papers, PAPER_OF[chosen])
    return form


def _done(
    request: HttpRequest, chosen: Act, desk: Desk, form: forms.Form, paper: Draft | None
) -> Refused | None:
    """What was refused of it; a file that is not taken is said at its field."""
    seen = request.POST.get("seen", "")
    try:
        perform(
            doer(chosen),
            chosen,
            person=desk.person,
            dossier=desk.version.dossier_id,
            seen=int(seen) if seen.isdecimal() else 0,
            said=dict(form.cleaned_data),
            paper=paper.pk if paper else None,
        )
    except (NotAccepted, CannotSign) as error:
        return Refused(str(error))
    except Refused as error:
        return error
    return None


@needs(Right.PERSONS)
@never_cache
@require_safe
def draft_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The file of a paper; a result names its applicant, so that who opens it may see them and is noted.

    The desk that received the dossier for another unit opens what is signed: it sends the papers and returns
    the result (NĐ 61/2018/NĐ-CP art. 5.1.e, 20). What is still a draft stays with the unit that decides."""
    person, now = signed_in(request), timezone.now()
    versions = DossierVersion.objects.known_at(None).filter(dossier__code=code)
    version = versions.within_reach(person, Right.PERSONS, timezone.localdate()).first()
    if version is None:
        raise Http404
    papers = Draft.objects.filter(dossier=version.dossier_id, file__isnull=False)
    if not Area.of(person, Right.PERSONS, timezone.localdate()).covers(version):
        papers = papers.filter(stage__in=(Stage.SIGNED, Stage.SENT))
    paper = papers.select_related("file").filter(pk=pk).first()
    if paper is None or paper.file is None:
        raise Http404
    note_view(person, ViewedPage.DOSSIER, [version], now)
    return download(paper.file)
