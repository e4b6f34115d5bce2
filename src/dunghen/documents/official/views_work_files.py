"""How the file of a piece of work is shown, and its list of contents saved; the rooms that have such files
check who may see them and say what is in them."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dunghen.documents.model import Letterhead
from dunghen.documents.official.views import seen
from dunghen.documents.official.work_files import WorkFile, contents_list, registered
from dunghen.documents.word import to_word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_work_file(request: HttpRequest, work: WorkFile, word: str) -> HttpResponse:
    """The page of a file; `word`: where its list of contents is saved from."""
    today = timezone.localdate()
    page = {
        "work": replace(work, papers=registered(work.papers, seen(request))),
        "word": word,
        "state": _state(work, late=work.filed_by is not None and work.filed_by < today),
    }
    return render(request, "documents/official/work_file.html", page)


def save_work_file(work: WorkFile, letterhead: Letterhead) -> HttpResponse:
    """The list of contents as .docx."""
    response = HttpResponse(to_word(contents_list(work, letterhead, timezone.localdate())), content_type=WORD)
    name = f"muc-luc-ho-so-{work.code}.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _state(work: WorkFile, *, late: bool) -> tuple[str, str]:
    """How a file stands: its kind of status, and the words."""
    if work.closed is None:
        return "info", _("Đang lập")
    words = _("Đã kết thúc ngày %(day)s, nộp lưu trước ngày %(last)s") % {
        "day": f"{work.closed:%d/%m/%Y}",
        "last": f"{work.filed_by:%d/%m/%Y}",
    }
    return ("late" if late else "ok"), words
