"""Rows of long tables with their words made beforehand: a word made in a template costs ten times as much."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.text import thousands
from dunghen.supervision.plans.models import PlanKind, PlanState
from dunghen.supervision.plans.reading import Shown, Standing
from dunghen.supervision.tasks.models import Evidence, TaskStatus
from dunghen.supervision.tasks.rules import Timing

STATES = {PlanState.DRAFT: "none", PlanState.SUBMITTED: "soon", PlanState.ISSUED: "ok"}
STATUSES = {
    TaskStatus.DONE: "ok",
    TaskStatus.ONGOING: "info",
    TaskStatus.NOT_YET: "wait",
    TaskStatus.UNKNOWN: "none",
}
TIMINGS = {
    Timing.WITHIN: ("wait", gettext_lazy("Trong hạn")),
    Timing.SOON: ("soon", gettext_lazy("Sắp đến hạn")),
    Timing.OVERDUE: ("late", gettext_lazy("Quá hạn")),
    Timing.ON_TIME: ("ok", gettext_lazy("Đúng hạn")),
    Timing.LATE: ("warn", gettext_lazy("Hoàn thành quá hạn")),
    Timing.NONE: ("", ""),
}
PAPERS = 4  # named in a row; the page of the task has all


class PlanLine(NamedTuple):
    """A plan as a row: `sort`: what kind of plan; `signed`: its number and day; `late`: what the link
    to its late tasks says."""

    pk: int
    title: str
    unit: str
    sample: bool
    sort: str
    state: str
    indent: str
    kind: str
    signed: str
    years: str
    total: str
    done: str
    rate: str
    overdue: str
    late: str


def plan_lines(standings: Iterable[Standing]) -> list[PlanLine]:
    return [_plan_line(one) for one in standings]


def _plan_line(one: Standing) -> PlanLine:
    plan, signed, late, first = one.plan, "", "", one.plan.starts.year
    if plan.number and plan.issued:
        signed = _("số %(number)s ngày %(day)s") % {
            "number": plan.number,
            "day": f"{plan.issued:%d/%m/%Y}",
        }
    if one.overdue:
        said = {"count": thousands(one.overdue), "title": plan.title}
        late = _("%(count)s nhiệm vụ quá hạn của %(title)s") % said
    spans = plan.kind in (PlanKind.STAGE, PlanKind.PROGRAMME)
    return PlanLine(
        pk=plan.pk,
        title=plan.title,
        unit=plan.unit.name,
        sample=plan.sample,
        sort=str(PlanKind(plan.kind).label),
        state=str(PlanState(plan.state).label),
        indent=one.indent,
        kind=STATES[PlanState(plan.state)],
        signed=signed,
        years=f"{first}–{plan.ends.year - 1}" if spans else f"{first}",
        total=thousands(one.total),
        done=thousands(one.done),
        rate=one.rate,
        overdue=thousands(one.overdue),
        late=late,
    )


class TaskLine(NamedTuple):
    """A task as a row; `products`, `times`, `papers`: one a line. `waiting`:
    how many documents wait to be confirmed."""

    pk: int
    number: int
    field: str
    content: str
    in_charge: str
    status: str
    address: str
    flaws: tuple[str, ...]
    products: str
    lead: str
    times: str
    due: str
    kind: str
    time_kind: str
    time_words: str
    waiting: str
    papers: str


def task_lines(rows: Iterable[Shown]) -> list[TaskLine]:
    return [_task_line(one) for one in rows]


def _task_line(one: Shown) -> TaskLine:
    task, kept = one.task, one.evidence
    papers = [_paper(paper) for paper in kept[:PAPERS]]
    if len(kept) > PAPERS:
        papers.append(_("và văn bản khác, tất cả %(count)s") % {"count": len(kept)})
    time_kind, time_words = TIMINGS[one.timing]
    return TaskLine(
        pk=task.pk,
        number=task.number,
        field=task.field,
        content=task.content or task.note,
        in_charge=task.in_charge,
        status=str(TaskStatus(task.status).label),
        address=reverse("plan_task", args=(task.pk,)),
        flaws=tuple(flaw.words for flaw in one.flaws),
        products="\n".join(product.name for product in one.products),
        lead=task.lead.name if task.lead else ", ".join(task.leads),
        times="\n".join(dict.fromkeys(product.time_text for product in one.products if product.time_text)),
        due=_("hạn %(day)s") % {"day": f"{task.due:%d/%m/%Y}"} if task.due else "",
        kind=STATUSES[TaskStatus(task.status)],
        time_kind=time_kind,
        time_words=str(time_words),
        waiting=_("%(count)s văn bản chờ xác nhận") % {"count": one.waiting} if one.waiting else "",
        papers="\n".join(papers),
    )


def _paper(paper: Evidence) -> str:
    return f"{paper.number}, {paper.day:%d/%m/%Y}" if paper.day else paper.number
