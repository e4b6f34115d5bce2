"""A report as a file, from the same figures as its page: made while the reader waits (well under a second).

Word and PDF carry the letterhead and the words of the report's own unit, so they are offered of it alone;
the workbook holds the forms of any unit.
"""

from dataclasses import replace
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.excel import XLSX
from dunghen.documents.content import MediaType
from dunghen.documents.pdf import to_pdf
from dunghen.documents.word import to_word
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.statistics import questions
from dunghen.statistics.compile import Compiled, compiled
from dunghen.statistics.kept import Kept, kept
from dunghen.statistics.paper.cells import PaperError
from dunghen.statistics.paper.report import report_document
from dunghen.statistics.paper.workbook import to_workbook
from dunghen.statistics.questions import MISSING, Asked, query
from dunghen.statistics.view import View

TYPES = {
    "docx": MediaType.DOCX.value,
    "pdf": "application/pdf",
    "xlsx": XLSX,
}
NAMES = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"}


@needs(Right.FIGURES)
@require_safe
def paper(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The report of the unit, map and moment asked for, as `kind`: docx, xlsx or pdf."""
    asked = questions.asked(request, cast("Person", request.user), code)
    if kind not in kinds(asked):
        raise Http404(MISSING)
    figures = kept(asked.view, asked.which)
    known = replace(asked.view, known_at=figures.known_at)
    ours = compiled(known, asked.unit.pk, figures.of(asked.unit.pk, known.rows))
    content = (
        _workbook(request, asked, known, ours) if kind == "xlsx" else _document(known, ours, figures, kind)
    )
    name = f"{code}.{kind}" if asked.unit.pk == asked.view.own else f"{code}_{asked.unit.key}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=TYPES[kind], headers={"Content-Disposition": str(disposition)})


def kinds(asked: Asked) -> list[str]:
    """As what the report of this unit can be had."""
    return list(NAMES) if asked.unit.pk == asked.view.own else ["xlsx"]


def exports(asked: Asked) -> list[tuple[str, str]]:
    """The buttons: label and address."""
    carried = query(asked.carried)
    return [
        (
            _("Xuất %(kind)s") % {"kind": NAMES[kind]},
            reverse("report_paper", args=[asked.view.report.code, kind]) + carried,
        )
        for kind in kinds(asked)
    ]


def _workbook(request: HttpRequest, asked: Asked, known: View, ours: Compiled) -> bytes:
    carried = query(asked.carried).removeprefix("?")
    return to_workbook(known, ours, request.build_absolute_uri("/"), unit=asked.unit, carried=carried)


def _document(known: View, ours: Compiled, figures: Kept, kind: str) -> bytes:
    try:
        document = report_document(
            known, ours, lambda code: (figures.by_unit(code), figures.left.get(code, {}))
        )
    except PaperError as error:
        raise Http404(str(error)) from error
    return to_word(document) if kind == "docx" else to_pdf(document)
