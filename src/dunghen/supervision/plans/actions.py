"""The verbs on plans: drafted, given tasks, submitted, returned, issued. Each leaves a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.org.models import Person, Unit
from dunghen.supervision.errors import Refused, locked, need, once
from dunghen.supervision.plans import rules
from dunghen.supervision.plans.models import Plan, PlanKind, PlanState, PlanStep
from dunghen.supervision.plans.reading import flaws_of, root_of
from dunghen.supervision.plans.times import Unreadable, read_time
from dunghen.supervision.steps import record
from dunghen.supervision.tasks.models import Product, ProductKind, Task, TaskStep
from dunghen.supervision.tasks.naming import Units, name_units
from dunghen.supervision.tasks.record import remember, settle
from dunghen.supervision.who import able


@dataclass(frozen=True, slots=True)
class ProductSaid:
    """A product as typed; its time is read into days, where it can be."""

    name: str
    time_text: str
    kind: str = ""
    pk: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSaid:
    """A task as typed. `partners`: names as printed, of units or groups of units."""

    field: str
    content: str
    lead: Unit | None
    partners: Sequence[str] = ()
    in_charge: str = ""
    note: str = ""
    products: Sequence[ProductSaid] = ()


@transaction.atomic
def create(by: Person, *, unit: Unit, kind: str, year: int, title: str, parent: Plan | None) -> Plan:
    """A new draft. Raises Refused, PermissionDenied."""
    plan = Plan(unit=unit, kind=kind, year=year, title=title, parent=parent, state=PlanState.DRAFT)
    plan.starts, plan.ends = date(year, 1, 1), date(year + rules.YEARS.get(PlanKind(kind), 1), 1, 1)
    need(able(by, timezone.localdate()).writes(plan))
    rules.check_unit(plan.starts, plan.ends, unit.valid_from, unit.valid_to)
    _check_parent(plan)
    named = {"unit": unit.name, "kind": plan.get_kind_display(), "year": year}
    with once(_("%(unit)s đã có %(kind)s %(year)s. Mở kế hoạch đó để sửa.") % named):
        plan.save()
    record(plan, PlanStep.DRAFTED, by)
    return plan


@transaction.atomic
def edit(by: Person, pk: int, seen: int, *, title: str, parent: Plan | None) -> None:
    """The head of a draft. Raises Refused, PermissionDenied."""
    plan = _own_draft(by, pk, seen)
    plan.title, plan.parent = title, parent
    _check_parent(plan)
    _bump(plan, PlanStep.CHANGED, by)


@transaction.atomic
def add_task(by: Person, pk: int, said: TaskSaid, *, basis: str = "") -> Task:
    """A task at the end of the plan. A plan that is issued takes it by a document (`basis`). Raises Refused,
    PermissionDenied."""
    plan = _writable(by, pk, basis)
    task = _added(plan, said, _next_number(plan), Units(plan.starts, root_of(plan.unit)))
    record(task, TaskStep.ADDED, by, note=basis)
    _adjusted(plan, task, by, basis)
    return task


@transaction.atomic
def change_task(by: Person, pk: int, seen: int, said: TaskSaid, *, basis: str = "") -> None:
    """A task said anew; products that keep their row keep their evidence. Raises Refused,
    PermissionDenied."""
    task = locked(Task, pk, seen)
    if task.plan_id is None:
        raise PermissionDenied
    plan = _writable(by, task.plan_id, basis)
    _write(task, plan, said, Units(plan.starts, root_of(plan.unit)))
    record(task, TaskStep.CHANGED, by, note=basis)
    if plan.state == PlanState.ISSUED:
        _adjusted(plan, task, by, basis)


@transaction.atomic
def remove_task(by: Person, pk: int, seen: int) -> None:
    """Take a task out of a draft; those after it move up. Raises Refused, PermissionDenied."""
    task = locked(Task, pk, seen)
    if task.plan_id is None:
        raise PermissionDenied
    plan = _own_draft(by, task.plan_id, None)
    number, content = task.number, task.content
    task.delete()
    for later in Task.objects.filter(plan=plan, number__gt=number).order_by("number"):
        later.number -= 1
        later.save(update_fields=("number",))
    _bump(plan, PlanStep.CHANGED, by, _("Bỏ: %(task)s") % {"task": content})


@transaction.atomic
def born(by: Person, pk: int, seen: int) -> int:
    """Take from the plan above every task that names the unit and is not there yet; how many. Raises Refused,
    PermissionDenied."""
    plan = _own_draft(by, pk, seen)
    above = plan.parent
    if above is None or above.state != PlanState.ISSUED:
        raise Refused(_("Chọn kế hoạch cấp trên đã ban hành rồi lấy nhiệm vụ."))
    there = set(plan.tasks.exclude(parent=None).values_list("parent", flat=True))
    units, made = Units(plan.starts, root_of(plan.unit)), 0
    for task in _naming(above, plan.unit):
        if task.pk in there:
            continue
        products = [
            ProductSaid(one.name, one.time_text, one.kind) for one in task.products.order_by("position")
        ]
        said = TaskSaid(
            field=task.field,
            content=task.content,
            lead=plan.unit,
            partners=[name for name in (*task.leads, *task.partners) if name != plan.unit.name],
            products=products,
        )
        new = _added(plan, said, _next_number(plan), units, parent=task)
        record(new, TaskStep.ADDED, by)
        made += 1
    _bump(plan, PlanStep.BORN, by, _("%(count)s nhiệm vụ") % {"count": made})
    return made


@transaction.atomic
def take_in(by: Person, pk: int, seen: int, rows: Sequence[TaskSaid]) -> int:
    """Tasks read from a file, all or none. Raises Refused, PermissionDenied."""
    plan = _own_draft(by, pk, seen)
    units, first = Units(plan.starts, root_of(plan.unit)), _next_number(plan)
    for place, said in enumerate(rows):
        record(_added(plan, said, first + place, units), TaskStep.ADDED, by)
    _bump(plan, PlanStep.IMPORTED, by, _("%(count)s nhiệm vụ") % {"count": len(rows)})
    return len(rows)


@transaction.atomic
def submit(by: Person, pk: int, seen: int) -> None:
    """To the one who signs; only a plan whose every task is complete. Raises Refused, PermissionDenied."""
    plan = _own_draft(by, pk, seen)
    if not plan.tasks.exists():
        raise Refused(_("Kế hoạch chưa có nhiệm vụ nào. Thêm nhiệm vụ rồi trình ký."))
    if lacking := _lacking(plan):
        raise Refused(
            _("Chưa trình được: %(count)s nhiệm vụ chưa đủ nội dung.") % {"count": len(lacking)}, lacking
        )
    plan.state = PlanState.SUBMITTED
    _bump(plan, PlanStep.SUBMITTED, by)


@transaction.atomic
def send_back(by: Person, pk: int, seen: int, reason: str) -> None:
    """From the one who signs to the one who drafts. Raises Refused, PermissionDenied."""
    plan = _submitted(by, pk, seen)
    plan.state = PlanState.DRAFT
    _bump(plan, PlanStep.RETURNED, by, reason)


@transaction.atomic
def issue(by: Person, pk: int, seen: int, *, number: str, day: date) -> None:
    """It was signed and bears its number; from now on its tasks are counted and its units find them. Raises
    Refused, PermissionDenied."""
    plan = _submitted(by, pk, seen)
    if day > timezone.localdate():
        raise Refused(_("Ngày ban hành không thể sau hôm nay."))
    plan.state, plan.number, plan.issued = PlanState.ISSUED, number, day
    _bump(plan, PlanStep.ISSUED, by, number, day)
    for task in plan.tasks.order_by("number"):
        settle(task)
        remember(task)


def _naming(plan: Plan, unit: Unit) -> list[Task]:
    """The tasks of a plan that name a unit as lead or beside one, in order."""
    led = plan.tasks.filter(lead=unit)
    named = plan.tasks.filter(units__unit=unit)
    return list((led | named).distinct().order_by("number").prefetch_related("products"))


def _added(plan: Plan, said: TaskSaid, number: int, units: Units, parent: Task | None = None) -> Task:
    task = Task(plan=plan, number=number, parent=parent, version=0, sample=plan.sample)
    _write(task, plan, said, units)
    return task


def _write(task: Task, plan: Plan, said: TaskSaid, units: Units) -> None:
    task.field, task.content, task.note = said.field, said.content, said.note
    task.lead, task.leads = said.lead, [said.lead.name] if said.lead else []
    task.partners, task.in_charge = list(said.partners), said.in_charge
    task.version += 1
    task.save()
    gone = task.products.exclude(pk__in={one.pk for one in said.products if one.pk})
    proved = gone.filter(evidence__isnull=False).first()
    if proved is not None:
        raise Refused(
            _("Sản phẩm “%(name)s” đã có văn bản chứng minh, không bỏ được.") % {"name": proved.name}
        )
    gone.delete()
    for position, product in enumerate(said.products, 1):
        _write_product(task, plan.year, position, product)
    name_units(task, units)
    settle(task)
    if plan.state == PlanState.ISSUED:
        remember(task)


def _write_product(task: Task, year: int, position: int, said: ProductSaid) -> None:
    """What cannot be read stays as typed, without days: the plan is not submitted so."""
    columns: dict[str, Any] = {"position": position, "name": said.name, "time_text": said.time_text}
    columns |= {"starts": None, "ends": None, "condition": "", "kind": said.kind or ProductKind.ONCE}
    try:
        time = read_time(said.time_text, year)
    except Unreadable:
        pass
    else:
        columns |= {"starts": time.starts, "ends": time.ends, "condition": time.condition}
        if not said.kind or time.kind == ProductKind.CONDITIONAL:
            columns["kind"] = time.kind
    if said.pk is None:
        Product.objects.create(task=task, **columns)
    else:
        task.products.filter(pk=said.pk).update(**columns)


def _next_number(plan: Plan) -> int:
    last: int | None = plan.tasks.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _lacking(plan: Plan, task: Task | None = None) -> list[str]:
    """What the tasks of a plan, or one of them, lack that notice 004 asks for."""
    return [
        _("Nhiệm vụ %(number)s: %(words)s.")
        % {"number": one.number, "words": "; ".join(flaw.words for flaw in found)}
        for one, found in flaws_of(plan, None if task is None else [task])
        if any(flaw.stops for flaw in found)
    ]


def _adjusted(plan: Plan, task: Task, by: Person, basis: str) -> None:
    """A draft may lack something until it is submitted; what is issued may not. Raises Refused."""
    if plan.state != PlanState.ISSUED:
        _bump(plan, PlanStep.CHANGED, by, task.content)
        return
    if lacking := _lacking(plan, task):
        raise Refused(_("Kế hoạch đã ban hành: nhiệm vụ phải đủ nội dung."), lacking)
    _bump(plan, PlanStep.ADJUSTED, by, f"{basis}: {task.content}")


def _check_parent(plan: Plan) -> None:
    above = plan.parent
    if above is None:
        return
    if above.kind not in rules.carries_out(plan.kind) or (
        above.kind == plan.kind and above.unit_id == plan.unit_id
    ):
        raise Refused(
            _("%(kind)s không thể thực hiện “%(above)s”. Chọn kế hoạch cấp trên khác.")
            % {"kind": plan.get_kind_display(), "above": above.title}
        )
    if not (above.starts <= plan.starts < above.ends):
        raise Refused(_("Năm của kế hoạch nằm ngoài thời gian của “%(above)s”.") % {"above": above.title})


def _bump(plan: Plan, step: PlanStep, by: Person, note: str = "", day: date | None = None) -> None:
    plan.version += 1
    plan.save()
    record(plan, step, by, note=note, day=day)


def _writable(by: Person, pk: int, basis: str) -> Plan:
    plan = locked(Plan, pk, None)
    need(able(by, timezone.localdate()).writes(plan))
    if plan.state == PlanState.SUBMITTED:
        raise Refused(_("Kế hoạch đang trình ký; đề nghị trả lại để sửa."))
    if plan.state == PlanState.ISSUED and not basis.strip():
        raise Refused(_("Kế hoạch đã ban hành: ghi số, ký hiệu văn bản điều chỉnh."))
    return plan


def _own_draft(by: Person, pk: int, seen: int | None) -> Plan:
    plan = locked(Plan, pk, seen)
    need(able(by, timezone.localdate()).writes(plan))
    if plan.state != PlanState.DRAFT:
        raise Refused(_("Kế hoạch không còn là dự thảo. Tải lại trang để xem việc có thể làm."))
    return plan


def _submitted(by: Person, pk: int, seen: int) -> Plan:
    plan = locked(Plan, pk, seen)
    need(able(by, timezone.localdate()).signs(plan))
    if plan.state != PlanState.SUBMITTED:
        raise Refused(_("Kế hoạch chưa được trình ký. Trình ký trước rồi thực hiện bước này."))
    return plan
