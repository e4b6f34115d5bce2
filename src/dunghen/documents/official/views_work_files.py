"""How the file of a piece of work is shown, and its list of contents saved; the rooms that have such files
check who may see them and say what is in them."""

from dataclasses import replace
from datetime import date

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
from dunghen.documents.official.forms import CaseAdd
from dunghen.documents.official.reading import named
from dunghen.documents.official.rules import Refused
from dunghen.documents.official.views import seen
from dunghen.documents.official.work_files import SUBJECT, WorkFile, contents_list, registered, with_added
from dunghen.documents.word import to_word
from dunghen.org.access_views import signed_in


def show_work_file(request: HttpRequest, work: WorkFile, word: str) -> HttpResponse:
    """The page of a file, on which an officer of its unit puts in a document of the registers while it is
    open. `word`: where its list of contents is saved from. Raises PermissionDenied."""
    today, by = timezone.localdate(), signed_in(request)
    writes = work.closed is None and by.works_for(work.unit.pk, WRITERS, today)
    form, refusal = CaseAdd(request.POST or None), ""
    if request.method == "POST" and not writes:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            _put_in(request, work, **form.cleaned_data)
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã đưa văn bản vào hồ sơ."))
            return redirect(request.path)
    whole = with_added(work)
    page = {
        "work": replace(whole, papers=registered(whole.papers, seen(request))),
        "word": word,
        "form": form if writes else None,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "documents/official/work_file.html", page, status=status)


@transaction.atomic
def _put_in(request: HttpRequest, work: WorkFile, *, symbol: str, day: date | None, note: str) -> None:
    """The file is opened with the first. Raises Refused."""
    by, document = signed_in(request), named(seen(request), work.unit.pk, symbol, day)
    case = cases.open_case(
        by, work.unit, code=work.code, title=work.title[:500], subject=SUBJECT, key=work.code
    )
    cases.add(by, case.pk, document, note=note)


def save_work_file(work: WorkFile, letterhead: Letterhead) -> HttpResponse:
    """The list of contents as .docx."""
    response = HttpResponse(
        to_word(contents_list(with_added(work), letterhead, timezone.localdate())),
        content_type=MediaType.DOCX.value,
    )
    name = f"muc-luc-ho-so-{work.code}.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
