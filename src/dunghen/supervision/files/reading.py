"""What is in the file of each kind of work: the documents its record holds, in the words of the register.

Nothing is stored here: a file is as its record is (documents.official.work_files). `seen` are the rows the
reader may see; each function raises DoesNotExist where the record is not among them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dunghen.documents.models import DocumentKind, OfficialDocument
from dunghen.documents.official.citations import cited
from dunghen.documents.official.work_files import Paper, WorkFile, in_order, of_document
from dunghen.supervision.given.models import (
    OPEN,
    GivenQuerySet,
    GivenState,
    GivenStep,
    GivenTask,
    Source,
    SourceQuerySet,
)
from dunghen.supervision.inspections.models import (
    Audit,
    AuditQuerySet,
    Inspection,
    InspectionQuerySet,
    InspectionState,
    InspectionStep,
    Remedy,
    SurpriseVisitQuerySet,
    Team,
)
from dunghen.supervision.steps import Step
from dunghen.supervision.tasks.models import Evidence, EvidenceState, TaskQuerySet, TaskStatus


def of_given(seen: GivenQuerySet, pk: int) -> WorkFile:
    """Of a given task: the document that gives it, what was submitted, urging letters, the lead's report."""
    given = seen.select_related("task__lead", "item__source__office").get(pk=pk)
    source, task = given.item.source, given.task
    return WorkFile(
        code=f"{pk:02}.NV",
        title=task.content,
        unit=task.lead or source.office,
        opened=source.day,
        closed=_ended(given),
        papers=in_order(
            [
                _source(source),
                *_submitted([given]),
                *_drafted(source, [given], reports={task.lead_id, source.office_id}),
            ]
        ),
        address=reverse("given_task", args=(pk,)),
        sample=source.sample,
    )


def of_source(seen: SourceQuerySet, tasks: GivenQuerySet, pk: int) -> WorkFile:
    """Of a document that gives tasks, until the last of them is done: what came of those among `tasks`, and
    the reports on it."""
    source = seen.select_related("office").get(pk=pk)
    given = list(tasks.filter(item__source=source).select_related("task").order_by("pk"))
    leads = {one.task.lead_id for one in given}
    open_ = GivenTask.objects.filter(item__source=source, state__in=OPEN).exists()
    ended = [day for one in given if (day := _ended(one))]
    return WorkFile(
        code=f"{pk:02}.VB",
        title=source.abstract,
        unit=source.office,
        opened=source.day,
        closed=max(ended) if ended and not open_ else None,
        papers=in_order(
            [_source(source), *_submitted(given), *_drafted(source, given, {*leads, source.office_id})]
        ),
        address=reverse("given_source", args=(pk,)),
        sample=source.sample,
    )


def _ended(given: GivenTask) -> date | None:
    if given.state == GivenState.DONE:
        return given.task.done
    return given.changed_at.date() if given.state == GivenState.STOPPED else None


def _source(source: Source) -> Paper:
    return Paper(
        kind=str(DocumentKind(source.kind).label),
        number=source.symbol,
        day=source.day,
        abstract=source.abstract,
        author=source.issuer,
        note=_("Văn bản giao việc"),
    )


def _submitted(given: list[GivenTask]) -> Iterator[Paper]:
    rows = Evidence.objects.filter(product__task__in=[one.pk for one in given])
    for row in rows.select_related("file", "product__task__lead").order_by("pk"):
        yield _evidence(row, reverse("given_file", args=(row.product.task_id, row.pk)))


def _evidence(row: Evidence, address: str) -> Paper:
    lead, words = row.product.task.lead, str(EvidenceState(row.state).label)
    return Paper(
        kind=_("Sản phẩm: %(name)s") % {"name": row.product.name},
        number=row.number,
        day=row.day,
        abstract=row.subject,
        author=lead.name if lead else "",
        note=f"{words}: {row.reason}" if row.reason else words,
        file=row.file.name if row.file else "",
        address=address if row.file else "",
    )


def _drafted(source: Source, given: list[GivenTask], reports: Iterable[int | None]) -> Iterator[Paper]:
    """Urging letters and reports that have their number: a draft is no document of the file yet."""
    urged = Step.objects.filter(
        subject="task", subject_id__in=[one.pk for one in given], kind=GivenStep.URGED
    )
    letters = [pk for pk in urged.values_list("detail__document", flat=True) if pk]
    own = source.reports.filter(unit__in=[pk for pk in reports if pk], document__isnull=False)
    keys = [*letters, *own.values_list("document", flat=True)]
    for document in OfficialDocument.objects.filter(pk__in=keys, day__isnull=False).order_by("pk"):
        yield of_document(document)


def of_plan_task(seen: TaskQuerySet, pk: int) -> WorkFile:
    """Of a task of a plan: the plan, and what was offered as its products."""
    task = seen.select_related("lead", "plan__unit", "plan__parent__unit").get(pk=pk, plan__isnull=False)
    plan = task.plan
    if plan is None:
        raise seen.model.DoesNotExist
    plans = [one for one in (plan.parent, plan) if one is not None and one.issued is not None]
    rows = Evidence.objects.filter(product__task=task).select_related("file", "product__task__lead")
    return WorkFile(
        code=f"{pk:02}.KH",
        title=task.content or task.note,
        unit=task.lead or plan.unit,
        opened=plan.issued or plan.starts,
        closed=task.done if task.status == TaskStatus.DONE else None,
        papers=in_order(
            [
                *(
                    Paper(
                        kind=str(DocumentKind.PLAN.label),
                        number=one.number,
                        day=one.issued,
                        abstract=one.title,
                        author=one.unit.name,
                    )
                    for one in plans
                ),
                *(_evidence(row, reverse("plan_evidence", args=(pk, row.pk))) for row in rows.order_by("pk")),
            ]
        ),
        address=reverse("plan_task", args=(pk,)),
        sample=task.sample,
    )


def of_inspection(seen: InspectionQuerySet, pk: int) -> WorkFile:
    """Of an inspection by plan: plan, decision, outline report, minutes, what the UBND said of the unit's
    disagreement, conclusion, proofs of the remedies."""
    row = seen.select_related("unit", "team__organiser", "outline").get(pk=pk)
    closed = [one.closed for one in row.problems.all() if one.closed]
    ended = max([*closed, *([row.conclusion_day] if row.conclusion_day else [])], default=None)
    return WorkFile(
        code=f"{pk:02}.KT",
        title=_("Kiểm tra công tác CCHC tại %(unit)s") % {"unit": row.unit.name},
        unit=row.team.organiser,
        opened=row.team.decision_day or row.team.plan_day,
        closed=ended if row.state == InspectionState.CLOSED else None,
        papers=in_order([*_founding(row.team), *_sitting(row), *_settled(row), *_remedies(row)]),
        address=reverse("inspection", args=(pk,)),
        sample=row.sample,
    )


def _founding(team: Team) -> Iterator[Paper]:
    """The plan and the decision a team works by."""
    author = team.organiser.name
    plan, decision = str(DocumentKind.PLAN.label), str(DocumentKind.DECISION.label)
    yield Paper(
        kind=plan,
        number=team.plan_number,
        day=team.plan_day,
        abstract=_("Kiểm tra công tác CCHC"),
        author=author,
    )
    if team.decision_day:
        yield Paper(
            kind=decision,
            number=team.decision_number,
            day=team.decision_day,
            abstract=_("Thành lập %(team)s") % {"team": team.name},
            author=author,
        )


def _sitting(row: Inspection) -> Iterator[Paper]:
    if row.outline_day:
        yield Paper(
            kind=str(DocumentKind.REPORT.label),
            day=row.outline_day,
            abstract=_("Theo đề cương của Đoàn kiểm tra"),
            author=row.unit.name,
            file=row.outline.name if row.outline else "",
            address=reverse("inspection_file", args=(row.pk, row.outline.pk)) if row.outline else "",
        )
    if row.held:
        yield Paper(
            kind=str(DocumentKind.MINUTES.label),
            day=row.held,
            abstract=_("Kiểm tra công tác CCHC tại %(unit)s") % {"unit": row.unit.name},
            author=row.team.name,
            file=_("Biên bản (Word)"),
            address=reverse("inspection_minutes", args=(row.pk,)),
        )
    if row.conclusion_day:
        yield Paper(
            kind=str(DocumentKind.NOTICE.label),
            number=row.conclusion_number,
            day=row.conclusion_day,
            abstract=_("Kết luận kiểm tra công tác CCHC tại %(unit)s") % {"unit": row.unit.name},
            author=row.team.organiser.name,
            file=_("Thông báo kết luận (Word)"),
            address=reverse("inspection_conclusion", args=(row.pk,)),
        )


def _settled(row: Inspection) -> Iterator[Paper]:
    """What the UBND said where the unit did not agree, by the number and day that are typed; without a day
    that on which it was recorded."""
    days = dict(
        Step.objects.of(row).filter(kind=InspectionStep.SETTLED, day__isnull=False).values_list("note", "day")
    )
    for text in sorted({one.answer_document for one in row.problems.all() if one.answer_document}):
        found = next(cited(text), None)
        yield Paper(
            kind=str(DocumentKind.OTHER.label),
            number=found.symbol if found else text,
            day=(found.day if found else None) or days.get(text),
            abstract=_("Ý kiến của UBND về nội dung đơn vị chưa thống nhất"),
        )


def _remedies(row: Inspection) -> Iterator[Paper]:
    """Each file that proves a remedy, with the report it came with; a report without a file by itself."""
    for one in row.problems.prefetch_related("evidence").order_by("number"):
        if one.reported is None or one.state == Remedy.DROPPED:
            continue
        report = Paper(
            kind=_("Báo cáo kết quả khắc phục"),
            day=one.reported,
            abstract=_("Vấn đề %(number)s: %(report)s") % {"number": one.number, "report": one.report},
            author=row.unit.name,
            note=str(Remedy(one.state).label),
        )
        files = sorted(one.evidence.all(), key=lambda file: file.pk)
        for file in files:
            yield replace(report, file=file.name, address=reverse("inspection_file", args=(row.pk, file.pk)))
        if not files:
            yield report


def of_visit(seen: SurpriseVisitQuerySet, pk: int) -> WorkFile:
    """Of a surprise visit: it ends with its minutes. Its cases have files of their own, for few to see."""
    row = seen.select_related("unit", "team__organiser", "scan").get(pk=pk)
    minutes = Paper(
        kind=str(DocumentKind.MINUTES.label),
        number=row.number,
        day=row.day,
        abstract=_("Kiểm tra công vụ đột xuất"),
        author=row.team.name,
        file=row.scan.name if row.scan else _("Biên bản (Word)"),
        address=reverse("surprise_file", args=(pk, row.scan.pk))
        if row.scan
        else reverse("surprise_paper", args=(pk,)),
    )
    photos = (
        Paper(
            kind=_("Ảnh"),
            day=row.day,
            author=row.team.name,
            file=file.name,
            address=reverse("surprise_file", args=(pk, file.pk)),
        )
        for file in row.photos.order_by("pk")
    )
    return WorkFile(
        code=f"{pk:02}.DX",
        title=_("Kiểm tra đột xuất tại %(unit)s") % {"unit": row.unit.name},
        unit=row.team.organiser,
        opened=row.day,
        closed=row.day,
        papers=in_order([*_founding(row.team), minutes, *photos]),
        address=reverse("surprise_visit", args=(pk,)),
        sample=row.sample,
    )


def of_audit(seen: AuditQuerySet, pk: int) -> WorkFile:
    """Of an audit: decision, conclusion, decision on handling, what says that it was carried out."""
    row = seen.select_related("unit", "auditor").get(pk=pk)
    return WorkFile(
        code=f"{pk:02}.TT",
        title=_("Thanh tra tại %(unit)s") % {"unit": row.unit.name},
        unit=row.auditor,
        opened=row.decision_day,
        closed=row.carried_out,
        papers=in_order(_audited(row)),
        address=reverse("audit", args=(pk,)),
        sample=row.sample,
    )


def _audited(row: Audit) -> Iterator[Paper]:
    said = (
        (_("Quyết định thanh tra"), row.decision_number, row.decision_day, row.subject),
        (_("Kết luận thanh tra"), row.conclusion_number, row.conclusion_day, row.subject),
        (_("Quyết định xử lý sau thanh tra"), row.handling_number, row.handling_day, row.subject),
        (_("Văn bản xác nhận thực hiện xong"), row.proof, row.carried_out, ""),
    )
    for kind, number, day, abstract in said:
        if day is not None:
            yield Paper(kind=kind, number=number, day=day, abstract=abstract, author=row.auditor.name)
