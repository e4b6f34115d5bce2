"""What the pages of given tasks read: lists, a task with all that belongs to it, counts by unit and giver."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext_lazy as _

from dunghen.org.models import Unit
from dunghen.supervision.given import rules
from dunghen.supervision.given.models import (
    OPEN,
    Extension,
    ExtensionState,
    GivenQuerySet,
    GivenState,
    GivenTask,
    Giver,
    Source,
    SourceQuerySet,
    SourceReport,
)
from dunghen.supervision.given.who import Able
from dunghen.supervision.given.words import with_each, words_of
from dunghen.supervision.tasks.models import TaskUnit
from dunghen.supervision.tasks.rules import SOON_DAYS, Timing

PAGE = 50
LONG = (
    *("task__leads", "task__partners", "task__status_text", "task__note", "task__search"),
    *("item__heading", "item__content", "item__source__reply_to", "item__source__search"),
)
KINDS = {
    GivenState.NEW: "info",
    GivenState.RECEIVED: "info",
    GivenState.ONGOING: "info",
    GivenState.SUBMITTED: "wait",
    GivenState.DONE: "ok",
    GivenState.STOPPED: "none",
}
LATE = {Timing.OVERDUE: "late", Timing.SOON: "soon"}
MOVED = Q(first_due__lt=F("task__due"))
IN_TIME = Q(task__due=None) | Q(task__done__lte=F("task__due"))
TIMINGS = (
    ("qua-han", _("Chưa hoàn thành, quá hạn")),
    ("sap-den-han", _("Sắp đến hạn")),
    ("trong-han", _("Chưa hoàn thành, trong hạn")),
    ("hoan-thanh-dung-han", _("Hoàn thành đúng hạn")),
    ("hoan-thanh-qua-han", _("Hoàn thành quá hạn")),
    ("gia-han", _("Đã gia hạn")),
)


class Row(NamedTuple):
    """A task as a line of a list. `people`: who does it; `about`: where it stands in which document;
    `moved`: from which day."""

    pk: int
    content: str
    lead: str
    people: str
    sample: bool
    words: str
    kind: str
    timing: Timing
    about: str
    due: str
    moved: str
    ended: str


def state_words(given: GivenTask, timing: Timing) -> str:
    """How far, and whether in time, in the words of officials."""
    if given.state == GivenState.DONE:
        late = timing == Timing.LATE
        return str(_("Hoàn thành quá hạn") if late else _("Hoàn thành đúng hạn"))
    if timing == Timing.OVERDUE:
        return str(_("Chưa hoàn thành, quá hạn"))
    return str(GivenState(given.state).label)


def rows(found: Iterable[GivenTask], today: date) -> list[Row]:
    """Of tasks with task and lead at hand."""
    made = []
    for given in found:
        timing = timing_of(given, today)
        kind = "warn" if timing == Timing.LATE else LATE.get(timing) or KINDS[GivenState(given.state)]
        named, days = _named(given), _days(given)
        made.append(Row(given.pk, *named, state_words(given, timing), kind, timing, *days))
    return made


def _named(given: GivenTask) -> tuple[str, str, str, bool]:
    task = given.task
    people = ", ".join(str(one) for one in (task.in_charge, task.officer) if one)
    return task.content, task.lead.name if task.lead else "", people, given.item.source.sample


def _days(given: GivenTask) -> tuple[str, str, str, str]:
    item, task = given.item, given.task
    about = item.source.named
    if item.label:
        about = _("Mục %(label)s") % {"label": item.label} + f", {about}"
    moved = given.extended and given.first_due
    ended = task.done or given.submitted
    return (
        about,
        f"{task.due:%d/%m/%Y}" if task.due else "–",
        _("gia hạn từ %(day)s") % {"day": f"{given.first_due:%d/%m/%Y}"} if moved else "",
        f"{ended:%d/%m/%Y}" if ended else "–",
    )


def timing_of(given: GivenTask, today: date) -> Timing:
    return rules.timing(given.state, given.task.due, given.task.done, today)


def listed(found: GivenQuerySet) -> GivenQuerySet:
    """With what a list shows; one query."""
    return found.select_related("task__lead", "task__officer", "item__source__office")


def brief(found: GivenQuerySet) -> GivenQuerySet:
    """The same for rows on a screen, without the long columns that they do not show."""
    return listed(found).defer(*LONG)


def whole(found: GivenQuerySet) -> GivenQuerySet:
    """With what the page of a task shows; five queries."""
    extensions = Extension.objects.select_related("asked_by", "decided_by")
    return (
        listed(found)
        .select_related("submitted_by")
        .prefetch_related(
            Prefetch("extensions", extensions),
            Prefetch("task__units", TaskUnit.objects.select_related("unit")),
            "task__products__evidence__file",
        )
    )


def late(today: date) -> Q:
    """In hand past its day; what was submitted waits for the giver."""
    return Q(state__in=rules.IN_HAND, task__due__lt=today)


def soon(today: date) -> Q:
    return Q(state__in=rules.IN_HAND, task__due__gte=today, task__due__lte=today + timedelta(days=SOON_DAYS))


def _timings(today: date) -> Mapping[str, Q]:
    return {
        "qua-han": late(today),
        "sap-den-han": soon(today),
        "trong-han": Q(state__in=rules.IN_HAND) & (Q(task__due=None) | Q(task__due__gte=today)),
        "hoan-thanh-dung-han": Q(state=GivenState.DONE) & IN_TIME,
        "hoan-thanh-qua-han": Q(state=GivenState.DONE, task__done__gt=F("task__due")),
        "gia-han": MOVED,
    }


def asked(found: GivenQuerySet, said: Mapping[str, Any], today: date) -> GivenQuerySet:
    """Narrowed by what the address asks for; what it asks wrongly narrows nothing."""
    if (giver := said.get("nguon", "")) in Giver.values:
        found = found.filter(item__source__giver=giver)
    if (state := said.get("trang-thai", "")) in GivenState.values:
        found = found.filter(state=state)
    if (timing := said.get("thoi-han", "")) in _timings(today):
        found = found.filter(_timings(today)[timing])
    if unit := said.get("don-vi", ""):
        leads = Q(task__lead__key=unit)
        named = TaskUnit.objects.filter(task=OuterRef("pk"), unit__key=unit)
        found = found.filter(leads if said.get("chu-tri") == "1" else leads | Exists(named))
    if words := words_of(said):
        found = found.filter(pk__in=with_each(words))
    return found


# The boxes of who is given tasks and of who gives them, in their order on the page.
BOXES = {
    "confirm": _("Chờ xác nhận hoàn thành"),
    "extend": _("Chờ ý kiến gia hạn"),
    "overdue": _("Chưa hoàn thành, quá hạn"),
    "new": _("Mới giao"),
    "working": _("Đang thực hiện"),
    "waiting": _("Đã trình, chờ cơ quan giao"),
}
ANSWERED = ("confirm", "extend")  # by the giver; the others are the doers'
FEW = 10  # rows of a box among the others; opened by itself it has a page of them


class Box(NamedTuple):
    """What somebody's units are to do, or what their office is to answer: how many, and those shown.
    `capped`: there may be more."""

    key: str
    label: object
    total: int
    rows: list[Row]
    capped: bool


def inbox(found: GivenQuerySet, may: Able, today: date, only: str = "", page: int = 1) -> list[Box]:
    """Of what one may see; four queries at most. The first few of each box, or a page of one (`only`)."""
    first, last = ((page - 1) * PAGE, page * PAGE) if only else (0, FEW)
    own = brief(found).filter(Q(task__lead__in=may.own) | Q(task__officer=may.person), state__in=OPEN)
    placed = _placed(own, today)
    held: dict[str, list[Any]] = {}
    for given in placed.filter(place__gt=first, place__lte=last, **({"box": only} if only else {})):
        held.setdefault(given.box, []).append(given)
    boxes = {key: (one[0].size, one) for key, one in held.items()}
    judged, capped = awaited(may) if only in ("", *ANSWERED) else ([], False)
    for key, sent in (
        ("confirm", [one.key for one in judged if one.state == GivenState.SUBMITTED]),
        ("extend", [one.key for one in judged if one.asked]),
    ):
        at_hand = brief(GivenTask.objects.filter(pk__in=sent[first:last])).in_bulk() if sent else {}
        boxes[key] = (len(sent), [at_hand[one] for one in sent[first:last] if one in at_hand])
    shown = ((key, *boxes.get(key, (0, []))) for key in BOXES if not only or key == only)
    return [
        Box(key, BOXES[key], total, rows(given, today), capped and key in ANSWERED)
        for key, total, given in shown
    ]


def _placed(own: GivenQuerySet, today: date) -> Any:
    """Open tasks with their box, their place in it, the first due first, and its size."""
    box = Case(
        When(state=GivenState.NEW, then=Value("new")),
        When(state=GivenState.SUBMITTED, then=Value("waiting")),
        When(task__due__lt=today, then=Value("overdue")),
        default=Value("working"),
    )
    order = (F("task__due").asc(nulls_last=True), F("pk").asc())
    return own.annotate(
        box=box,
        place=Window(RowNumber(), partition_by=F("box"), order_by=order),
        size=Window(Count("pk"), partition_by=F("box")),
    ).order_by("box", "place")


class Awaited(NamedTuple):
    """A product that was submitted, or an extension that was asked, and since when."""

    key: int
    state: GivenState
    content: str
    lead: str
    submitted: date | None
    asked: date | None


def awaited(may: Able) -> tuple[list[Awaited], bool]:
    """What was submitted to one's office, and the extensions asked of it, the oldest MOST, and whether there
    may be more; one query."""
    shown = ("pk", "state", "task__content", "task__lead__name", "submitted")
    whose = ("task__officer", "submitted_by", "task__lead", "item__source__office")
    asked_on = Subquery(_ASKED.filter(given=OuterRef("pk")).values("asked")[:1])
    waiting = _to_judge(may).annotate(asked_on=asked_on).values_list(*shown, "asked_on", *whose)
    rows = list(waiting[:MOST])
    found = [
        Awaited(key, GivenState(state), content, lead or "", submitted, asked)
        for key, state, content, lead, submitted, asked, officer, by, at, office in rows
        if not may.among((officer, by), at, office)
    ]
    return found, len(rows) == MOST


_ASKED = Extension.objects.filter(state=ExtensionState.ASKED)


def _to_judge(may: Able) -> GivenQuerySet:
    """What one's own offices gave, or the committee one leads, is among what one sees; what waits, few of all
    tasks, is found by its indexes."""
    follows = Q(item__source__office__in=may.gives_at) | Q(item__source__city__in=may.rules_at)
    submitted = GivenTask.objects.filter(state=GivenState.SUBMITTED).values("pk")
    waiting = submitted.union(_ASKED.values("given"))
    return GivenTask.objects.filter(follows, pk__in=waiting, state__in=OPEN).order_by("submitted", "pk")


MOST = 100  # that wait for an answer; the oldest first


def counted(found: QuerySet[Source], today: date) -> QuerySet[Source]:
    """Documents with the numbers of their tasks (n_tasks, n_done, n_overdue); one query."""
    tasks = GivenTask.objects.filter(item__source=OuterRef("pk")).order_by().values("item__source")

    def number(where: Q) -> Coalesce:
        return Coalesce(Subquery(tasks.filter(where).annotate(n=Count("pk")).values("n")), 0)

    return found.select_related("office").annotate(
        n_tasks=number(Q()), n_done=number(Q(state=GivenState.DONE)), n_overdue=number(late(today))
    )


def city_of(office: Unit, day: date) -> Unit:
    """The city an office belonged to on a day, in the form it had then."""
    top = office
    while top.parent is not None:
        top = top.parent
    return Unit.objects.on(day).filter(code=top.code, parent=None).first() or top


def replies(seen: SourceQuerySet, year: int) -> list[tuple[Source, list[SourceReport]]]:
    """The documents of which a report is due in a year, by that day, with the reports that have their number.
    Two queries."""
    numbered = SourceReport.objects.filter(document__day__isnull=False).select_related("document", "unit")
    rows = seen.filter(reply_by__year=year).prefetch_related(Prefetch("reports", numbered))
    return [(row, list(row.reports.all())) for row in rows.order_by("reply_by", "pk")]
