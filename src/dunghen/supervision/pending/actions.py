"""A campaign from its letter to its end: units are asked, list their items, send them; what is of group A is
given as a task, what is of group B is recommended. Each action leaves a step."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.documents.models import DocumentKind
from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Role
from dunghen.supervision.errors import Refused, locked, need, once
from dunghen.supervision.given import sources
from dunghen.supervision.given.models import Giver, Source
from dunghen.supervision.given.sources import Order
from dunghen.supervision.pending import rules
from dunghen.supervision.pending.models import Answer, Campaign, PendingItem, PendingStep
from dunghen.supervision.pending.rules import Became, Said
from dunghen.supervision.plans.reading import root_of
from dunghen.supervision.steps import record
from dunghen.supervision.tasks.models import Task

RUNNERS = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE, Role.HEAD_OF_AGENCY})
WRITERS = RUNNERS | {Role.HEAD_OF_DIVISION, Role.CLERK, Role.REPORTING_OFFICER, Role.FIELD_LEAD}
DEPARTMENTS = (UnitKind.DEPARTMENT, UnitKind.OFFICE, UnitKind.INSPECTORATE, UnitKind.INDUSTRIAL_ZONES)


def runs(by: Person, unit: int) -> bool:
    """Whether somebody runs the campaigns of a unit."""
    return by.works_for(unit, RUNNERS, timezone.localdate())


def closes(by: Person, answer: Answer) -> bool:
    """Whether somebody says that a unit's item is pending no more: who runs the campaign; of their own unit's
    items its head alone."""
    own = by.works_for(answer.unit_id, tuple(Role), timezone.localdate())
    at_own = by.works_for(answer.unit_id, {Role.HEAD_OF_AGENCY}, timezone.localdate())
    return runs(by, answer.campaign.unit_id) and (at_own or not own)


def writes(by: Person, unit: int) -> bool:
    """Whether somebody answers for a unit."""
    return by.works_for(unit, WRITERS, timezone.localdate())


def reads(by: Person, answer: Answer) -> bool:
    """Whether somebody reads what a unit lists: others than its own once it was sent."""
    return answer.answered is not None or writes(by, answer.unit_id)


def asked_units(unit: Unit, kinds: Collection[str], day: date) -> list[Unit]:
    """The units of these kinds below the committee of a unit on a day, by name; not the one that asks."""
    root = root_of(unit)
    rows = Unit.objects.on(day).filter(kind__in=kinds).exclude(pk=unit.pk).select_related("parent")
    return [one for one in rows if root.pk in (one.parent_id, one.parent and one.parent.parent_id)]


@transaction.atomic
def open_campaign(
    by: Person, *, unit: Unit, units: Sequence[Unit], title: str, number: str, opened: date, deadline: date
) -> Campaign:
    """A new campaign that asks these units. Raises Refused, PermissionDenied."""
    need(runs(by, unit.pk))
    rules.check_campaign(opened, deadline, len(units), timezone.localdate())
    said = {"title": title, "number": number, "opened": opened, "deadline": deadline}
    with once(_("Đã có đợt rà soát theo văn bản này. Mở đợt đó trong danh sách.")):
        made = Campaign.objects.create(unit=unit, **said)
    Answer.objects.bulk_create(Answer(campaign=made, unit=one) for one in units)
    record(made, PendingStep.OPENED, by, day=opened, units=len(units))
    return made


@transaction.atomic
def close(by: Person, pk: int, seen: int) -> None:
    """Nothing is written in it any more. Raises Refused, PermissionDenied, DoesNotExist."""
    campaign = locked(Campaign, pk, seen)
    need(runs(by, campaign.unit_id))
    rules.check_open(campaign.closed)
    today = timezone.localdate()
    Campaign.objects.filter(pk=pk).update(closed=today, version=campaign.version + 1)
    record(campaign, PendingStep.CLOSED, by, day=today)


@transaction.atomic
def add(by: Person, pk: int, seen: int, rows: Sequence[Said], *, imported: bool = False) -> int:
    """Items of a unit's answer, all or none. Raises Refused, PermissionDenied, DoesNotExist."""
    answer = _own(by, pk, seen)
    for said in rows:
        rules.check_item(said, answer.campaign.opened)
    last: int = answer.items.aggregate(last=Max("number"))["last"] or 0
    PendingItem.objects.bulk_create(
        PendingItem(answer=answer, number=number, sample=answer.campaign.sample, **_columns(said))
        for number, said in enumerate(rows, last + 1)
    )
    _bump(answer, PendingStep.IMPORTED if imported else PendingStep.ADDED, by, rows=len(rows))
    return len(rows)


@transaction.atomic
def change(by: Person, item: PendingItem, seen: int, said: Said) -> None:
    """An item said anew. Raises Refused, PermissionDenied, DoesNotExist."""
    answer = _own(by, item.answer_id, seen)
    rules.check_item(said, answer.campaign.opened)
    answer.items.filter(pk=item.pk).update(**_columns(said))
    _bump(answer, PendingStep.CHANGED, by, item=item.number)


@transaction.atomic
def remove(by: Person, item: PendingItem, seen: int) -> None:
    """An item that is none. Raises Refused, PermissionDenied, DoesNotExist."""
    answer = _own(by, item.answer_id, seen)
    answer.items.filter(pk=item.pk).delete()
    _bump(answer, PendingStep.REMOVED, by, item=item.number, content=item.content)


@transaction.atomic
def send(by: Person, pk: int, seen: int) -> None:
    """The answer, with its items or with none: nothing is pending. Raises Refused, PermissionDenied,
    DoesNotExist."""
    answer = _own(by, pk, seen)
    today = timezone.localdate()
    Answer.objects.filter(pk=pk).update(answered=today)
    _bump(answer, PendingStep.ANSWERED, by, day=today, rows=answer.items.count())


@transaction.atomic
def send_back(by: Person, pk: int, seen: int, reason: str) -> None:
    """To the unit, to be said better; not once an item became something. Raises Refused, PermissionDenied,
    DoesNotExist."""
    answer = locked(Answer, pk, seen)
    need(runs(by, answer.campaign.unit_id))
    rules.check_open(answer.campaign.closed)
    rules.check_sent(answer.answered)
    if not reason.strip():
        raise Refused(_("Ghi lý do trả lại."))
    if answer.items.exclude(task=None, way="", finished=None).exists():
        raise Refused(_("Đã có nội dung được giao nhiệm vụ hoặc kiến nghị; không trả lại được."))
    Answer.objects.filter(pk=pk).update(answered=None)
    _bump(answer, PendingStep.RETURNED, by, note=reason.strip())


@transaction.atomic
def give_task(by: Person, item: PendingItem, seen: int) -> Task:
    """An item of group A becomes a task of its unit, given by the campaign's letter: its product is the way
    out, its day the item's. Raises Refused, PermissionDenied, DoesNotExist."""
    answer = locked(Answer, item.answer_id, seen)
    campaign = Campaign.objects.select_for_update().get(pk=answer.campaign_id)
    need(runs(by, campaign.unit_id))
    item = answer.items.get(pk=item.pk)
    rules.check_sent(answer.answered)
    rules.check_task(became(item))
    source = campaign.source or _source(by, campaign)
    order = Order(
        content=item.content,
        leads=[answer.unit],
        product=item.way_out[:500],
        heading=campaign.title,
        time_text=f"{item.due:%d/%m/%Y}",
        due=item.due,
    )
    task = sources.cut(by, source.pk, order).tasks.get().task
    Task.objects.filter(pk=task.pk).update(in_charge=item.responsible)
    answer.items.filter(pk=item.pk).update(task=task)
    _bump(answer, PendingStep.TASKED, by, item=item.number, task=task.pk)
    return task


@transaction.atomic
def recommend(by: Person, item: PendingItem, seen: int, *, way: str, addressee: str, document: str) -> None:
    """An item of group B goes to who can change the rules, or is registered to be tried otherwise. Raises
    Refused, PermissionDenied, DoesNotExist."""
    answer, item = _sent(by, item, seen)
    rules.check_recommendation(became(item), way, addressee, document)
    said = {"way": way, "addressee": addressee.strip(), "document": document.strip()}
    answer.items.filter(pk=item.pk).update(**said)
    _bump(answer, PendingStep.RECOMMENDED, by, item=item.number, said=said)


@transaction.atomic
def finish(by: Person, item: PendingItem, seen: int, day: date, note: str) -> None:
    """It is pending no more; by who runs the campaign, not by the unit. Raises Refused, PermissionDenied,
    DoesNotExist."""
    answer, item = _sent(by, item, seen)
    need(closes(by, answer))
    rules.check_finish(became(item), day, answer.campaign.opened, timezone.localdate())
    answer.items.filter(pk=item.pk).update(finished=day)
    _bump(answer, PendingStep.FINISHED, by, day=day, note=note.strip(), item=item.number)


def became(item: PendingItem) -> Became:
    """What became of an item so far."""
    return Became(
        group=item.group,
        tasked=item.task_id is not None,
        way=item.way,
        finished=item.finished is not None,
    )


def _source(by: Person, campaign: Campaign) -> Source:
    """The campaign's letter as a document that gives tasks."""
    same = Source.objects.filter(office=campaign.unit, symbol=campaign.number, day=campaign.opened)
    made = same.first() or sources.enter(
        by,
        campaign.unit,
        [],
        giver=Giver.AGENCY,
        city=root_of(campaign.unit),
        kind=DocumentKind.LETTER,
        symbol=campaign.number,
        day=campaign.opened,
        abstract=campaign.title,
        issuer=campaign.unit.name,
        sample=campaign.sample,
    )
    Campaign.objects.filter(pk=campaign.pk).update(source=made)
    return made


def _own(by: Person, pk: int, seen: int) -> Answer:
    """An answer that its unit may still write."""
    answer = locked(Answer, pk, seen)
    need(writes(by, answer.unit_id))
    rules.check_open(answer.campaign.closed)
    rules.check_unsent(answer.answered)
    return answer


def _sent(by: Person, item: PendingItem, seen: int) -> tuple[Answer, PendingItem]:
    """An answer that was sent, for its unit and for who runs the campaign, with the item as it is now."""
    answer = locked(Answer, item.answer_id, seen)
    need(writes(by, answer.unit_id) or runs(by, answer.campaign.unit_id))
    rules.check_sent(answer.answered)
    return answer, answer.items.get(pk=item.pk)


def _columns(said: Said) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Said.__slots__} | {"causes": list(said.causes)}


def _bump(
    answer: Answer, kind: PendingStep, by: Person, *, day: date | None = None, note: str = "", **detail: Any
) -> None:
    Answer.objects.filter(pk=answer.pk).update(version=answer.version + 1)
    record(answer, kind, by, day=day, note=note, **detail)
