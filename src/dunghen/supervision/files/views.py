"""The pages of the electronic files: seen by whom their record is seen."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dunghen.core.access import needs
from dunghen.documents.official.views_work_files import save_work_file, show_work_file
from dunghen.documents.official.work_files import WorkFile
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.supervision.files import reading
from dunghen.supervision.given.models import GivenTask, Source
from dunghen.supervision.inspections.models import Audit, Inspection, SurpriseVisit
from dunghen.supervision.paper import letterhead
from dunghen.supervision.tasks.models import Task

Read = Callable[[Person, date, int], WorkFile]
TASKS: dict[str, Read] = {
    "duoc-giao": lambda by, day, pk: reading.of_given(GivenTask.objects.visible_to(by, day), pk),
    "van-ban": lambda by, day, pk: reading.of_source(
        Source.objects.visible_to(by, day), GivenTask.objects.visible_to(by, day), pk
    ),
    "ke-hoach": lambda by, day, pk: reading.of_plan_task(Task.objects.visible_to(by, day), pk),
}
INSPECTIONS: dict[str, Read] = {
    "theo-ke-hoach": lambda by, day, pk: reading.of_inspection(Inspection.objects.visible_to(by, day), pk),
    "dot-xuat": lambda by, day, pk: reading.of_visit(SurpriseVisit.objects.visible_to(by, day), pk),
    "thanh-tra": lambda by, day, pk: reading.of_audit(Audit.objects.visible_to(by, day), pk),
}


def _read(request: HttpRequest, kinds: dict[str, Read], kind: str, pk: int) -> WorkFile:
    """Raises Http404 where there is no such record, or none the reader may see."""
    read = kinds.get(kind)
    if read is None:
        raise Http404
    try:
        return read(signed_in(request), timezone.localdate(), pk)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_file(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The file of a given task, of a document that gives tasks, of a task of a plan."""
    word = reverse("task_file_paper", args=(kind, pk))
    return show_work_file(request, _read(request, TASKS, kind, pk), word)


@needs(Right.TASKS)
@require_safe
def task_file_paper(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Its list of contents."""
    work = _read(request, TASKS, kind, pk)
    return save_work_file(work, letterhead(work.unit))


@needs(Right.INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_work_file(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The file of an inspection by plan, of a surprise visit, of an audit."""
    word = reverse("inspection_work_file_paper", args=(kind, pk))
    return show_work_file(request, _read(request, INSPECTIONS, kind, pk), word)


@needs(Right.INSPECT)
@require_safe
def inspection_work_file_paper(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Its list of contents."""
    work = _read(request, INSPECTIONS, kind, pk)
    return save_work_file(work, letterhead(work.unit))
