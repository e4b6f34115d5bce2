"""How the file of a piece of work is shown, and its list of contents saved; the rooms that have such files
check who may see them and say what is in them."""

from dataclasses import replace
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dunghen.documents.content import MediaType
from dunghen.documents.model import Letterhead
from dunghen.documents.official import cases
from dunghen.documents.official.actions import WRITERS
from dunghen.documents.official.forms import CaseAdd, CaseTerm
from dunghen.documents.official.models import CaseFile
from dunghen.documents.official.reading import named
from dunghen.documents.official.rules import Refused
from dunghen.documents.official.views import seen
from dunghen.documents.official.work_files import SUBJECT, WorkFile, contents_list, registered, with_added
from dunghen.documents.word import to_word
from dunghen.org.access_views import signed_in


def show_work_file(request: HttpRequest, work: WorkFile, word: str) -> HttpResponse:
    """The page of a file, on which an officer of its unit says for how long it is kept, and puts in a
    document of the registers while it is open. `word`: where its list of contents is saved from. Raises
    PermissionDenied."""
    keeps = signed_in(request).works_for(work.unit.pk, WRITERS, timezone.localdate())
    writes, keeping = keeps and work.closed is None, request.POST.get("viec", "") == "bao-quan"
    sent = request.POST or None
    form, term = CaseAdd(None if keeping else sent), CaseTerm(sent if keeping else None)
    refusal = ""
    if request.method == "POST":
        if not (keeps if keeping else writes):
            raise PermissionDenied
        try:
            if _done(request, work, term if keeping else form, keeping=keeping):
                return redirect(request.path)
        except Refused as error:
            refusal = str(error)
    whole = with_added(work)
    if not keeping:
        term = CaseTerm(initial={"retention": whole.retention})
    page = {
        "work": replace(whole, papers=registered(whole.papers, seen(request))),
        "word": word,
        "form": form if writes else None,
        "term": term if keeps else None,
        "keeping": keeping,
        "refusal": refusal,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/official/work_file.html", page, status=status)


def _done(request: HttpRequest, work: WorkFile, form: forms.Form, *, keeping: bool) -> bool:
    """Whether what was typed could be read, and so was done. Raises Refused."""
    if not form.is_valid():
        return False
    if keeping:
        _keep(request, work, **form.cleaned_data)
        messages.success(request, _("Đã ghi thời hạn bảo quản."))
    else:
        _put_in(request, work, **form.cleaned_data)
        messages.success(request, _("Đã đưa văn bản vào hồ sơ."))
    return True


@transaction.atomic
def _put_in(request: HttpRequest, work: WorkFile, *, symbol: str, day: date | None, note: str) -> None:
    """The file is opened with the first. Raises Refused."""
    document = named(seen(request), work.unit.pk, symbol, day)
    cases.add(signed_in(request), _opened(request, work).pk, document, note=note)


@transaction.atomic
def _keep(request: HttpRequest, work: WorkFile, *, retention: str) -> None:
    """Raises Refused."""
    cases.keep_for(signed_in(request), _opened(request, work).pk, retention)


def _opened(request: HttpRequest, work: WorkFile) -> CaseFile:
    """What was said of the file by hand; begun with the first."""
    by, title = signed_in(request), work.title[:500]
    return cases.open_case(by, work.unit, code=work.code, title=title, subject=SUBJECT, key=work.code)


def save_work_file(work: WorkFile, letterhead: Letterhead) -> HttpResponse:
    """The list of contents as .docx."""
    response = HttpResponse(
        to_word(contents_list(with_added(work), letterhead, timezone.localdate())),
        content_type=MediaType.DOCX.value,
    )
    name = f"muc-luc-ho-so-{work.code}.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
