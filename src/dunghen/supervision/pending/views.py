"""The pages of campaigns that review pending work: the list, the board of a campaign, a unit's answer."""

import io

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.core.excel import LIMIT, XLSX, write_rows
from dunghen.core.text import sort_key
from dunghen.core.typed import typed
from dunghen.documents.content import MediaType
from dunghen.documents.word import to_word
from dunghen.org.access_page import number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.pending import actions, reading, sheet
from dunghen.supervision.pending.forms import DEPARTMENTS, Back, NewCampaign, Upload
from dunghen.supervision.pending.models import Answer, Campaign, Cause, Group, PendingItem, PendingStep
from dunghen.supervision.pending.paper import report
from dunghen.supervision.plans.importing import BadFile
from dunghen.supervision.steps import Step

PAGE = 50
SEEN = "phien-ban"  # the version of the answer or campaign that the reader saw


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    rows = Campaign.objects.visible_to(signed_in(request), timezone.localdate())
    return get_object_or_404(rows.select_related("unit"), pk=pk)


def answer_of(request: HttpRequest, pk: int) -> Answer:
    """An answer the reader may see. Raises Http404."""
    rows = Answer.objects.visible_to(signed_in(request), timezone.localdate())
    return get_object_or_404(rows.select_related("campaign__unit", "unit"), pk=pk)


def seen_of(request: HttpRequest) -> int:
    """The version the form showed."""
    return number(request.POST.get(SEEN, ""))


@needs(Right.TASKS)
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns the reader's units were asked by, newest first."""
    person, today = signed_in(request), timezone.localdate()
    found = Campaign.objects.visible_to(person, today).select_related("unit")
    rows = list(found.order_by("-opened", "-pk")[:PAGE])
    briefs = reading.briefs(Answer.objects.visible_to(person, today), rows)
    page = {"rows": [(row, briefs.get(row.pk)) for row in rows], "may_open": bool(_running(person))}
    return render(request, "supervision/pending/campaigns.html", page)


def _running(person: Person) -> list[Unit]:
    """The units whose campaigns somebody runs."""
    held = person.holdings(timezone.localdate())
    at = {one.unit for one in held if one.role in actions.RUNNERS}
    rows = Unit.objects.filter(pk__in=at).exclude(kind__in=(UnitKind.DISTRICT, UnitKind.COMMUNE))
    return sorted(rows.select_related("parent"), key=lambda unit: sort_key(unit.name))


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    """A campaign as its letter opens it."""
    units = _running(signed_in(request))
    if not units:
        raise PermissionDenied
    form = NewCampaign([(unit.key, unit.name) for unit in units], request.POST or None)

    def act() -> HttpResponse:
        said = dict(form.cleaned_data)
        unit = next(one for one in units if one.key == said["unit"])
        kinds = set(said.pop("kinds"))
        chosen = (kinds - {DEPARTMENTS}) | (set(actions.DEPARTMENTS) if DEPARTMENTS in kinds else set())
        asked = actions.asked_units(unit, chosen, said["opened"])
        made = actions.open_campaign(signed_in(request), **{**said, "unit": unit}, units=asked)
        messages.success(request, _("Đã mở đợt rà soát."))
        return redirect("campaign", made.pk)

    return typed(request, form, "supervision/pending/form.html", act, Refused, title=_("Mở đợt rà soát"))


@needs(Right.TASKS)
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answered and who did not; what was listed, by unit and cause."""
    return _board(request, _campaign(request, pk))


def _board(request: HttpRequest, row: Campaign, refusal: str = "") -> HttpResponse:
    person, today = signed_in(request), timezone.localdate()
    answers = Answer.objects.visible_to(person, today)
    found = reading.lines(answers, row, today)
    page = {
        "row": row,
        "lines": found,
        "totals": reading.totals(found),
        "sentence": reading.sentence(reading.totals(found)),
        "causes": [one.label for one in Cause],
        "blamed": [line for line in found if line.unregistered],
        "missing": [line for line in found if line.answer.answered is None],
        "runs": actions.runs(person, row.unit_id),
        "seen": SEEN,
        "refusal": refusal,
    }
    return render(request, "supervision/pending/campaign.html", page, status=422 if refusal else 200)


@needs(Right.TASKS)
@require_POST
def campaign_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of a campaign."""
    row = _campaign(request, pk)
    try:
        actions.close(signed_in(request), pk, seen_of(request))
    except Refused as refused:
        return _board(request, row, str(refused))
    messages.success(request, _("Đã kết thúc đợt rà soát."))
    return redirect("campaign", pk)


@needs(Right.TASKS)
@require_safe
def campaign_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What the reader sees of a campaign, as Word (the report with its annex) or Excel (the items)."""
    row, person, today = _campaign(request, pk), signed_in(request), timezone.localdate()
    answers = Answer.objects.visible_to(person, today)
    items = reading.items_of(answers, row)
    if kind == "docx":
        content = to_word(report(row, reading.lines(answers, row, today), items))
        return _file(content, MediaType.DOCX.value, "ra-soat-ton-dong.docx")
    if kind == "xlsx":
        return _file(_workbook(row, items), XLSX, "cong-viec-ton-dong.xlsx")
    raise Http404


def _workbook(row: Campaign, items: list[PendingItem]) -> bytes:
    file = io.BytesIO()
    write_rows(file, [row.title, f"{row.number}, {row.opened:%d/%m/%Y}"], sheet.COLUMNS, items, LIMIT)
    return file.getvalue()


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": str(disposition)})


@needs(Right.TASKS)
@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit lists, and what became of it."""
    return answer_page(request, answer_of(request, pk))


def answer_page(
    request: HttpRequest,
    row: Answer,
    *,
    refusal: str = "",
    more: tuple[str, ...] = (),
    typed: dict[str, django_forms.Form] | None = None,
) -> HttpResponse:
    """A unit's answer; `more`: what is wrong with a file, row by row."""
    person, today, typed = signed_in(request), timezone.localdate(), typed or {}
    reads = actions.reads(person, row)
    found = row.items.select_related("task__given", "answer__unit").order_by("number")
    items = list(found) if reads else []
    runs, writes = actions.runs(person, row.campaign.unit_id), actions.writes(person, row.unit_id)
    open_now = row.campaign.closed is None
    standing = reading.standing(row, row.campaign, today)
    page = {
        "row": row,
        "campaign": row.campaign,
        "kind": reading.STANDINGS[standing],
        "items": [(one, reading.cause_words(one.causes), reading.became_words(one)) for one in items],
        "numbers": [sum(one.group == group for one in items) for group in Group],
        "reads": reads,
        "writing": writes and open_now and row.answered is None,
        "returning": runs and open_now and row.answered is not None,
        "upload": typed.get("nhap") or Upload(),
        "back": typed.get("tra-lai") or Back(),
        "seen": SEEN,
        "events": [(PendingStep(one.kind).label, one) for one in Step.objects.of(row)],
        "refusal": refusal,
        "more": more,
    }
    return render(request, "supervision/pending/answer.html", page, status=422 if refusal or typed else 200)


@needs(Right.TASKS)
@require_safe
def answer_book(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's items as a workbook, empty to be filled in and read again."""
    row = answer_of(request, pk)
    if not actions.reads(signed_in(request), row):
        raise Http404
    items = list(row.items.select_related("answer__unit", "task").order_by("number"))
    return _file(_workbook(row.campaign, items), XLSX, "cong-viec-ton-dong.xlsx")


@needs(Right.TASKS)
@require_POST
def item_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Items from an Excel table; wrong rows are named and none is taken in."""
    row = answer_of(request, pk)
    form = Upload(request.POST, request.FILES)
    if not form.is_valid():
        return answer_page(request, row, typed={"nhap": form})
    try:
        rows = sheet.read(form.cleaned_data["file"], row.campaign.opened)
        taken = actions.add(signed_in(request), pk, seen_of(request), rows, imported=True)
    except BadFile as bad:
        return answer_page(request, row, refusal=str(bad), more=bad.rows)
    except Refused as refused:
        return answer_page(request, row, refusal=str(refused))
    messages.success(request, _("Đã nhập {number} nội dung.").format(number=taken))
    return redirect("pending_answer", pk)


@needs(Right.TASKS)
@require_POST
def answer_move(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The answer is sent, or sent back."""
    row, person = answer_of(request, pk), signed_in(request)
    form = Back(request.POST)
    try:
        if slug == "gui":
            actions.send(person, pk, seen_of(request))
        elif slug == "tra-lai" and not form.is_valid():
            return answer_page(request, row, typed={"tra-lai": form})
        elif slug == "tra-lai":
            actions.send_back(person, pk, seen_of(request), form.cleaned_data["reason"])
        else:
            raise Http404
    except Refused as refused:
        return answer_page(request, row, refusal=str(refused))
    messages.success(request, _("Đã gửi kết quả rà soát.") if slug == "gui" else _("Đã trả lại đơn vị."))
    return redirect("pending_answer", pk)
