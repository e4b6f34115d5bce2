"""The pages of plans: the list, a plan with its tasks, what moves it on, its papers."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.documents.official.rules import Refused as NotDrafted
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.fields import Reason, Seen
from dunghen.supervision.models import Plan, PlanKind, PlanQuerySet, PlanState, PlanStep, Step, TaskStatus
from dunghen.supervision.plans import actions, letters, reading
from dunghen.supervision.plans.forms import Issuing
from dunghen.supervision.plans.lines import STATES, plan_lines, task_lines
from dunghen.supervision.tasks.rules import Timing
from dunghen.supervision.who import Able, able

PAGE, BELOW = 50, 20  # plans of a page; of those that carry one out, on its own page
FILTERS = (
    ("", gettext_lazy("Tất cả"), lambda row: True),
    ("da-thuc-hien", TaskStatus.DONE.label, lambda row: row.task.status == TaskStatus.DONE),
    ("dang-trien-khai", TaskStatus.ONGOING.label, lambda row: row.task.status == TaskStatus.ONGOING),
    ("chua-toi", TaskStatus.NOT_YET.label, lambda row: row.task.status == TaskStatus.NOT_YET),
    ("qua-han", gettext_lazy("Quá hạn"), lambda row: row.timing == Timing.OVERDUE),
    ("sap-den-han", gettext_lazy("Sắp đến hạn"), lambda row: row.timing == Timing.SOON),
    ("cho-xac-nhan", gettext_lazy("Chờ xác nhận"), lambda row: row.waiting > 0),
    ("chua-du", gettext_lazy("Chưa đủ nội dung"), lambda row: bool(row.flaws)),
)


def seen(request: HttpRequest) -> PlanQuerySet:
    """The plans the reader may see."""
    return Plan.objects.visible_to(signed_in(request), timezone.localdate())


@needs(Right.TASKS)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of a year, the city's first, with how far they are; narrowed by kind, unit, words of a title
    or of a task, and by the plan they carry out (`thuc-hien`)."""
    said, today, found = request.GET, timezone.localdate(), seen(request)
    above = found.filter(pk=number(said.get("thuc-hien", ""))).first()
    latest: date | None = found.aggregate(last=Max("starts"))["last"]
    year = number(said.get("nam", "")) or (above.year if above else (latest or today).year)
    found = reading.asked(found, said, above, min(year, 9000))
    ordered = found.order_by("unit__parent_id", "unit__name", "starts", "kind", "pk")
    places = reading.places(list(ordered.values_list("pk", "parent")))
    shown = reading.part(places, number(said.get("sau", "")), PAGE)
    last = shown[-1].pk if shown else 0
    page = {
        "rows": plan_lines(reading.standings(shown, today)),
        "said": said,
        "above": above,
        "year": year,
        "kind": said.get("loai", ""),
        "unit": said.get("don-vi", ""),
        "kinds": [("", _("Tất cả")), *PlanKind.choices],
        "may_draft": _drafts(signed_in(request), today),
        "next": further(said, last) if places and last != places[-1].pk else "",
        "first": further(said, "") if said.get("sau") else "",
    }
    return render(request, "supervision/plans/plans.html", page)


def _drafts(person: Person, day: date) -> bool:
    may = able(person, day)
    return may.gives or bool(may.writes_at)


@needs(Right.TASKS)
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan with its tasks, what they lack, how far they are, what is to be done next and what was done."""
    return page_of(request, pk)


# Long columns that the page of a plan does not say.
UNSAID = ("search", "partners", "status_text", "lead__office_hours", "lead__source", "lead__unsure")


class Move(NamedTuple):
    """What moves a plan on: its words, its form, when it may be done, and how."""

    verb: str
    label: Any
    form: type[forms.Form]
    state: PlanState
    may: Callable[[Able, Plan], bool]
    act: Callable[[Person, int, dict[str, Any]], object]
    done: Any
    danger: bool = False


MOVES = (
    Move(
        "lay-nhiem-vu",
        gettext_lazy("Lấy nhiệm vụ từ kế hoạch cấp trên"),
        Seen,
        PlanState.DRAFT,
        lambda may, row: may.writes(row) and row.parent is not None and row.parent.unit_id != row.unit_id,
        lambda by, pk, said: actions.born(by, pk, said["version"]),
        gettext_lazy("Đã lấy các nhiệm vụ có tên đơn vị từ kế hoạch cấp trên."),
    ),
    Move(
        "trinh",
        gettext_lazy("Trình ký"),
        Seen,
        PlanState.DRAFT,
        lambda may, row: may.writes(row),
        lambda by, pk, said: actions.submit(by, pk, said["version"]),
        gettext_lazy("Đã trình ký kế hoạch."),
    ),
    Move(
        "ban-hanh",
        gettext_lazy("Ghi nhận đã ban hành"),
        Issuing,
        PlanState.SUBMITTED,
        lambda may, row: may.signs(row),
        lambda by, pk, said: actions.issue(by, pk, said["version"], number=said["number"], day=said["day"]),
        gettext_lazy("Đã ghi nhận. Các đơn vị thấy nhiệm vụ của mình từ bây giờ."),
    ),
    Move(
        "tra-lai",
        gettext_lazy("Trả lại"),
        Reason,
        PlanState.SUBMITTED,
        lambda may, row: may.signs(row),
        lambda by, pk, said: actions.send_back(by, pk, said["version"], said["reason"]),
        gettext_lazy("Đã trả lại người dự thảo."),
        danger=True,
    ),
)


@needs(Right.TASKS)
@require_POST
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Letters to the units chosen, drafted into the register of documents."""
    row = get_object_or_404(seen(request).select_related("unit"), pk=pk)
    chosen = list(Unit.objects.filter(key__in=request.POST.getlist("don-vi")).order_by("code", "pk"))
    try:
        made = letters.urge(signed_in(request), row, chosen)
    except (Refused, NotDrafted) as refusal:
        return page_of(request, pk, refusal=refusal)
    messages.success(request, _("Đã dự thảo %(count)d công văn đôn đốc.") % {"count": len(made)})
    return redirect(f"{reverse('documents_register')}?so=du-thao")


@needs(Right.TASKS)
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of a plan; a refusal is shown on its page."""
    row = get_object_or_404(seen(request), pk=pk)
    step = next((one for one in MOVES if one.verb == verb), None)
    if step is None:
        raise Http404
    form = step.form(request.POST, prefix=verb)
    if not form.is_valid():
        return page_of(request, row.pk, typed={verb: form})
    try:
        step.act(signed_in(request), pk, form.cleaned_data)
    except Refused as refusal:
        return page_of(request, pk, refusal=refusal, typed={verb: form})
    messages.success(request, str(step.done))
    return redirect("plan", pk)


def page_of(
    request: HttpRequest,
    pk: int,
    *,
    refusal: Exception | None = None,
    typed: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    """The page of a plan, also after a refused step."""
    row = get_object_or_404(seen(request).select_related("unit__parent", "parent__unit"), pk=pk)
    today, typed = timezone.localdate(), typed or {}
    may = able(signed_in(request), today)
    mine = request.GET.get("cua-toi", "")
    found = row.tasks.select_related("lead").order_by("number")
    tasks = list((found.prefetch_related("units") if mine else found).defer(*UNSAID))
    lacking = dict(reading.flaws_of(row)) if row.state != PlanState.ISSUED else {}
    shown = reading.shown(tasks, today, lacking)
    tally = reading.tallied((one.task, one.timing) for one in shown)
    if mine:
        shown = [one for one in shown if may.does(one.task)]
    asked = request.GET.get("ket-qua", "")
    chosen = next((test for key, _label, test in FILTERS if key == asked), FILTERS[0][2])
    steps = [one for one in MOVES if one.state == row.state and one.may(may, row)]
    children, n_children = reading.slowest(seen(request).filter(parent=row), today, BELOW)
    page = {
        "row": row,
        "kind": STATES[PlanState(row.state)],
        "tally": tally,
        "tabs": _tabs(shown, asked, mine),
        "rows": task_lines(one for one in shown if chosen(one)),
        "mine": mine,
        "late": reading.overdue(shown) if row.state == PlanState.ISSUED and may.urges(row) else [],
        "children": plan_lines(children),
        "n_children": n_children,
        "moves": [(one, typed.get(one.verb) or _empty(one, row)) for one in steps],
        "may_write": may.writes(row) and row.state != PlanState.SUBMITTED,
        "draft": row.state == PlanState.DRAFT,
        "steps": [(PlanStep(one.kind).label, one) for one in Step.objects.of(row)],
        "refusal": refusal,
    }
    return render(request, "supervision/plans/plan.html", page, status=422 if refusal or typed else 200)


def _empty(step: Move, row: Plan) -> forms.Form:
    return step.form(prefix=step.verb, initial={"version": row.version})


def _tabs(shown: list[reading.Shown], asked: str, mine: str) -> list[tuple[object, str, bool, int]]:
    """The filters with how many tasks each shows; those that show none are left out."""
    found: list[tuple[object, str, bool, int]] = []
    for key, label, test in FILTERS:
        count = sum(map(test, shown))
        if count or not key or key == asked:
            query = "&".join(filter(None, (f"ket-qua={key}" if key else "", "cua-toi=1" if mine else "")))
            found.append((label, f"?{query}#tasks", key == asked, count))
    return found
