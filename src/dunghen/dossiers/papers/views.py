"""The papers of a dossier as files: made while the reader waits, by the law of their day.

The routing slip names no applicant; the others do: they ask for the right to persons, and each look is noted.
"""

from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.excel import XLSX, write_rows
from dunghen.documents.content import MediaType
from dunghen.documents.form import Form
from dunghen.documents.form_pdf import form_to_pdf
from dunghen.documents.form_word import form_to_word
from dunghen.dossiers.models import DossierVersion, ViewedPage
from dunghen.dossiers.papers.facts import Facts
from dunghen.dossiers.papers.law import Kind, NoForm, paper_of
from dunghen.dossiers.papers.notices import NOTICES
from dunghen.dossiers.papers.read import facts_of, happened_to, notices_of, papers_of, with_facts
from dunghen.dossiers.papers.receipt import receipt
from dunghen.dossiers.papers.slip import SHEET, Slip, slip, slip_of
from dunghen.dossiers.persons.viewed import note_view
from dunghen.org.access_views import signed_in
from dunghen.org.rights import Right
from dunghen.procedures.models import LimitKind

TYPES = {
    "pdf": "application/pdf",
    "docx": MediaType.DOCX.value,
    "xlsx": XLSX,
}
NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
MADE: dict[str, Callable[[Form], bytes]] = {"pdf": form_to_pdf, "docx": form_to_word}


class Printed(NamedTuple):
    """A paper of a dossier as its page offers it: what it is, and its files as name and address."""

    label: str
    files: list[tuple[str, str]]


def printed(version: DossierVersion, *, persons: bool) -> list[Printed]:
    """The papers the reader may have. One query."""
    offered = []
    for kind, day in papers_of(version):
        if kind is not Kind.SLIP and not persons:
            continue
        try:
            title = paper_of(kind, day).title.capitalize()
        except NoForm:
            continue
        if kind is Kind.RECEIPT and version.limit_unit == LimitKind.SAME_DAY:
            title = _("%(title)s (khi người nộp yêu cầu)") % {"title": title}
        offered.append(Printed(title, _files(version.dossier.code, kind)))
    return offered


def _files(code: str, kind: Kind) -> list[tuple[str, str]]:
    if kind is Kind.SLIP:
        return [(NAMES[each], reverse("routing_slip", args=[code, each])) for each in TYPES]
    return [(NAMES[each], reverse("paper", args=[code, kind, each])) for each in MADE]


@needs(Right.PERSONS)
@require_safe
def paper(request: HttpRequest, code: str, kind: str, form: str) -> HttpResponse:
    """Form 01, or the last paper of a kind that was sent (`lan`: which of them, from 1), as PDF or Word."""
    version = _version(request, code, Right.PERSONS)
    if kind not in MADE:
        raise Http404
    facts = facts_of(version, persons=True)
    made = _form(facts, version, form, request.GET.get("lan", ""))
    if version.dossier.applicant_id:
        note_view(signed_in(request), ViewedPage.PAPER, [version], timezone.now())
    return as_file(MADE[kind](made), f"{form}_{code}", kind)


def _form(facts: Facts, version: DossierVersion, form: str, which: str) -> Form:
    try:
        kind = Kind(form)
        if kind is Kind.RECEIPT:
            return receipt(facts)
        sent = notices_of(version, kind)
        return NOTICES[kind](facts, sent[int(which) - 1 if which.isdecimal() and which != "0" else -1])
    except (ValueError, KeyError, IndexError, NoForm) as error:
        raise Http404 from error


@needs(Right.ROWS)
@require_safe
def routing_slip(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The routing slip as PDF, Word or Excel."""
    version = _version(request, code, Right.ROWS)
    if kind not in TYPES:
        raise Http404
    facts = facts_of(version, persons=False)
    found = slip_of(happened_to(version), facts.desk.name, facts.agency.name)
    try:
        made = slip(facts, found)
    except NoForm as error:
        raise Http404 from error
    content = _sheet(made, found) if kind == "xlsx" else MADE[kind](made)
    return as_file(content, f"{Kind.SLIP}_{code}", kind)


def _sheet(made: Form, found: Slip) -> bytes:
    file = BytesIO()
    rows = list(enumerate(found.hand_overs, 1))
    write_rows(file, [made.title, *made.under_title], SHEET, rows, len(rows))
    return file.getvalue()


def _version(request: HttpRequest, code: str, right: Right) -> DossierVersion:
    visible = DossierVersion.objects.known_at(None).within_reach(
        signed_in(request), right, timezone.localdate()
    )
    version = with_facts(visible).filter(dossier__code=code).first()
    if version is None:
        raise Http404
    return version


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A PDF opens in the browser, from where it is printed; the others are downloaded."""
    disposition = content_disposition_header(as_attachment=kind != "pdf", filename=f"{name}.{kind}")
    headers = {"Content-Disposition": str(disposition), "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)
