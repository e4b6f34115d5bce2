"""What waits at a desk: groups of dossiers of the units where somebody works, by due date, with the figures
of the day above them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.known import transaction_time
from dunghen.core.worktime import VIETNAM, CalendarGapError
from dunghen.dossiers import rules
from dunghen.dossiers.actions import assign, forward
from dunghen.dossiers.chain.append import current_version
from dunghen.dossiers.finding.wanted import Key
from dunghen.dossiers.handling import duties
from dunghen.dossiers.handling.desk import desk_of
from dunghen.dossiers.handling.duties import Act
from dunghen.dossiers.models import (
    CURRENT,
    OPEN,
    Consultation,
    DossierVersion,
    DossierVersionQuerySet,
    Draft,
    HandedOver,
    HandOverList,
)
from dunghen.dossiers.queue import papers
from dunghen.dossiers.rules import Refused, Stage, Status
from dunghen.org.calendar import calendar
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Reach, Right, Role

PAGE = 40
MOST = 1000  # a group is counted no further
RECENT = timedelta(days=7)
FOR_OTHERS = "nhan-thay"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works today: the units whose rows they may see, with what passed into them."""

    person: Person
    units: frozenset[int]
    now: datetime

    @property
    def day(self) -> date:
        """The day in Vietnam."""
        return localtime(self.now).date()

    @property
    def today(self) -> tuple[datetime, datetime]:
        """The day's first moment, and the next day's."""
        first = datetime.combine(self.day, time(), VIETNAM)
        return first, first + timedelta(days=1)

    def holds(self, roles: frozenset[Role]) -> bool:
        """Whether they hold one of the roles anywhere today."""
        return any(held.role in roles for held in self.person.holdings(self.day))


def place_of(person: Person, now: datetime) -> Place:
    """Reads the roles held today and what passed into their units."""
    day = localtime(now).date()
    at = frozenset(held.unit for held in person.holdings(day))
    reach = Reach(everything=False, units=at, subtrees=frozenset(), own=False)
    found = Unit.objects.within(reach, day) or frozenset()
    seen = Unit.objects.within(person.reach(Right.ROWS, day), day)
    return Place(person, found if seen is None else found & seen, now)


class Group(NamedTuple):
    """A tab of the queue. `condition`: whose dossiers, as known now; `anchor`: in whose order; `roles`: who
    has the tab, all if none; `stage`: of the papers for whose sake its dossiers stand there."""

    key: str
    label: object
    condition: Callable[[Place], Q]
    anchor: str = "due_at"
    roles: frozenset[Role] = frozenset()
    stage: Stage | None = None


def _unit(place: Place) -> Q:
    return OPEN & Q(unit__in=place.units)


def _asked() -> Exists:
    return Exists(Consultation.objects.filter(dossier=OuterRef("dossier"), answered_at=None, closed_at=None))


def _lists() -> "QuerySet[HandedOver]":
    return HandedOver.objects.filter(dossier=OuterRef("dossier"))


def _today(place: Place) -> Q:
    first, next_ = place.today
    return _unit(place) & Q(due_at__gte=first, due_at__lt=next_)


def _waiting_applicant(place: Place) -> Q:
    # what is asked for comes back to the desk that received (art. 5.1.e)
    here = Q(unit__in=place.units) | Q(received_unit__in=place.units)
    return OPEN & here & Q(status__in=(Status.WAITING_PAPERS, Status.WAITING_PAYMENT))


def _returned(place: Place) -> Q:
    since = place.now - RECENT
    ended = Q(resolved_at__gte=since - 4 * RECENT, returned_at__gte=since)
    return CURRENT & Q(unit__in=place.units, status=Status.RETURNED) & ended


def _papers(stage: Stage) -> Callable[[Place], Q]:
    return lambda at: (
        OPEN & Q(dossier__in={one.dossier_id for one in papers.waiting(at.person, stage, at.day)})
    )


GROUPS = (
    Group("cua-toi", gettext_lazy("Của tôi"), lambda at: OPEN & Q(officer=at.person)),
    Group(
        "cho-ky",
        gettext_lazy("Chờ ký"),
        _papers(Stage.DRAFTED),
        roles=papers.roles_for(Stage.DRAFTED),
        stage=Stage.DRAFTED,
    ),
    Group(
        "cho-phat-hanh",
        gettext_lazy("Chờ phát hành, gửi"),
        _papers(Stage.SIGNED),
        roles=papers.roles_for(Stage.SIGNED),
        stage=Stage.SIGNED,
    ),
    Group("don-vi", gettext_lazy("Của đơn vị"), _unit),
    Group(
        "cho-chuyen",
        gettext_lazy("Chờ chuyển xử lý"),
        lambda at: OPEN & Q(received_unit__in=at.units, officer__isnull=True) & ~Q(Exists(_lists())),
    ),
    Group(
        FOR_OTHERS,
        gettext_lazy("Nhận thay nơi khác"),
        lambda at: OPEN & Q(received_unit__in=at.units) & ~Q(unit__in=at.units),
        roles=duties.DESK,
    ),
    Group("cho-nguoi-nop", gettext_lazy("Chờ người nộp"), _waiting_applicant),
    Group("cho-don-vi-khac", gettext_lazy("Chờ đơn vị khác"), lambda at: _unit(at) & Q(_asked())),
    Group("den-han-hom-nay", gettext_lazy("Đến hạn hôm nay"), _today),
    Group("qua-han", gettext_lazy("Quá hạn"), lambda at: _unit(at) & Q(due_at__lt=at.now)),
    Group(
        "cho-tra",
        gettext_lazy("Chờ trả kết quả"),
        lambda at: CURRENT & Q(received_unit__in=at.units, status=Status.RESOLVED),
        "resolved_at",
    ),
    Group(
        "ket-qua-cho-chuyen",
        gettext_lazy("Kết quả chờ chuyển về nơi tiếp nhận"),
        lambda at: (
            CURRENT
            & Q(unit__in=at.units, status=Status.RESOLVED)
            & ~Q(received_unit=F("unit"))
            & ~Q(Exists(_lists().filter(list__to_unit=OuterRef("received_unit"))))
        ),
        "resolved_at",
    ),
    Group("vua-tra", gettext_lazy("Vừa trả"), _returned, "resolved_at"),
)
# What the table shows of a row, and what its marks are counted from.
_SHOWN = (
    *("status", "outcome", "received_at", "due_at", "resolved_at", "apologised_at"),
    *("dossier__code", "procedure__name", "officer__full_name", "officer__username"),
    *("unit__short_name", "unit__office_hours", "received_unit_id"),
)


def groups_of(place: Place) -> list[Group]:
    """The tabs that somebody has."""
    return [group for group in GROUPS if not group.roles or place.holds(group.roles)]


def group_of(key: str, numbers: Mapping[str, int]) -> Group:
    """The group of an address; without one the first in which something stands. `numbers`: of the tabs that
    the reader has."""
    found = {group.key: group for group in GROUPS if group.key in numbers}
    filled = (group for name, group in found.items() if numbers[name])
    return found.get(key) or next(filled, next(iter(found.values())))


def _rows(group: Group, place: Place) -> DossierVersionQuerySet:
    return DossierVersion.objects.filter(group.condition(place))


class _Counted(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()
    empty_result_set_value = 0


def numbers(place: Place) -> dict[str, int]:
    """How many stand in each group that somebody has, each counted to MOST and one more by the index of what
    is open. One query, and one for each kind of papers that wait."""
    groups = groups_of(place)
    rows = (_rows(group, place).order_by(group.anchor, "id")[: MOST + 1] for group in groups)
    return dict(zip((group.key for group in groups), _counted(place, rows), strict=True))


def _counted(place: Place, every: Iterable[DossierVersionQuerySet]) -> tuple[int, ...]:
    """How many rows each has; one query."""
    counts = [_Counted(rows.values("id")) for rows in every]
    found: tuple[int, ...] = Person.objects.filter(pk=place.person.pk).values_list(*counts).get()
    return found


def papers_of(group: Group, place: Place, rows: Sequence[DossierVersion]) -> dict[int, list[Draft]]:
    """By dossier, the papers for whose sake the rows stand in this group."""
    found: dict[int, list[Draft]] = {row.dossier_id: [] for row in rows}
    for paper in papers.waiting(place.person, group.stage, place.day) if group.stage else ():
        if paper.dossier_id in found:
            found[paper.dossier_id].append(paper)
    return found


def of_today(place: Place) -> tuple[int, int]:
    """How many dossiers were received at the desk today, and of how many its units ended the work today."""
    first, next_ = place.today
    rows = DossierVersion.objects.filter(CURRENT)
    received = rows.filter(received_unit__in=place.units, received_at__gte=first, received_at__lt=next_)
    ended = rows.filter(unit__in=place.units, resolved_at__gte=first, resolved_at__lt=next_)
    found = _counted(place, (received, ended))
    return found[0], found[1]


def page(group: Group, place: Place, after: Key | None, size: int = PAGE) -> list[DossierVersion]:
    """The rows after a place, and one more than `size` if there are: by due date, the most urgent first; what
    has none stands at the end. Two queries at most."""
    rows = _rows(group, place)
    related = rows.select_related("dossier", "procedure", "unit", "officer").only(*_SHOWN)
    found: list[DossierVersion] = []
    for dated in (True, False) if after is None or after.at is not None else (False,):
        part = related.filter(**{f"{group.anchor}__isnull": not dated})
        if after is not None and after.at is not None and dated:
            later = Q(**{group.anchor: after.at, "pk__gt": after.pk})
            part = part.filter(Q(**{f"{group.anchor}__gt": after.at}) | later)
        elif after is not None and after.at is None:
            part = part.filter(pk__gt=after.pk)
        found += part.order_by(group.anchor, "pk")[: size + 1 - len(found)]
        if len(found) > size:
            break
    return found


def key_of(group: Group, row: DossierVersion) -> Key:
    """The place of a row in a group."""
    return Key(getattr(row, group.anchor), row.pk)


def forward_words(row: DossierVersion, now: datetime) -> tuple[str, str, str]:
    """The kind of a status, its words and until when, of a dossier that waits to be forwarded (art. 18.2)."""
    try:
        until = rules.forward_by(row.received_at, calendar(row.unit.office_hours))
    except CalendarGapError:
        return "none", "", ""
    if now > until:
        return "late", _("Chậm chuyển"), _("phải chuyển trước %s") % f"{localtime(until):%H:%M %d/%m/%Y}"
    if localtime(until).date() > localtime(now).date():
        opening = f"{localtime(until):%d/%m/%Y}"
        return "wait", _("Nhận sau 15 giờ"), _("chuyển vào đầu giờ ngày %s") % opening
    return "soon", _("Chuyển trong hôm nay"), ""


def chosen(place: Place, dossiers: Sequence[int]) -> list[DossierVersion]:
    """Those of the dossiers that stand at these units: decided or received there."""
    rows = DossierVersion.objects.filter(CURRENT, dossier__in=dossiers)
    here = rows.filter(Q(unit__in=place.units) | Q(received_unit__in=place.units))
    return list(here.select_related("unit", "received_unit", "dossier").order_by("due_at", "pk"))


@transaction.atomic
def forward_all(place: Place, rows: Sequence[DossierVersion]) -> list[HandOverList]:
    """One list for each way from a unit to another; all of them or none. Raises Refused."""
    ways: dict[tuple[int, int], list[DossierVersion]] = {}
    for row in rows:
        ends = (row.received_unit_id, row.unit_id)
        ways.setdefault(ends[::-1] if row.status == Status.RESOLVED else ends, []).append(row)
    lists = []
    for start, _goal in sorted(ways):
        _may_forward(place, start)
        dossiers = [row.dossier_id for row in ways[start, _goal]]
        unit = Unit.objects.get(pk=start)
        lists.append(forward(dossiers, from_unit=unit, at=transaction_time(), by=place.person))
    return lists


def _may_forward(place: Place, unit: int) -> None:
    day = localtime(place.now).date()
    if not place.person.works_for(unit, duties.DESK | rules.HANDLERS, day):
        raise Refused(_("Bàn giao hồ sơ là việc của người tiếp nhận, thụ lý tại nơi đang giữ hồ sơ."))


def rows_of(made: HandOverList) -> list[tuple[DossierVersion, bool]]:
    """The dossiers of a list as they stand now, in the order of their codes, and whether each came late."""
    late = dict(made.rows.values_list("dossier", "late"))
    rows = DossierVersion.objects.filter(CURRENT, dossier__in=late).select_related("dossier", "procedure")
    return [(row, late[row.dossier_id]) for row in rows.order_by("dossier__code")]


class Outcome(NamedTuple):
    """What came of doing one thing to many: how many it was done to, and of the others code and reason."""

    done: int
    refused: list[tuple[str, str]]


def assign_all(dossiers: Sequence[int], officer: Person, person: Person) -> Outcome:
    """Assign each by itself: one that is refused does not hold back the others."""
    done, refused = 0, []
    for pk in dossiers:
        try:
            _assign(pk, officer, person)
        except Refused as error:
            code = DossierVersion.objects.filter(dossier=pk).values_list("dossier__code", flat=True)[0]
            refused.append((code, str(error)))
        else:
            done += 1
    return Outcome(done, refused)


def _assign(pk: int, officer: Person, person: Person) -> None:
    with transaction.atomic():
        now = transaction_time()
        duties.require(Act.ASSIGN, desk_of(person, current_version(pk), now).facts)
        assign(pk, officer=officer, at=now, by=person.username)


def officers_of(place: Place) -> list[Person]:
    """Who may be given a dossier of these units today, by name."""
    day = localtime(place.now).date()
    held = Assignment.objects.on(day).filter(role__in=rules.HANDLERS, unit__in=place.units)
    return list(
        Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("full_name", "pk")
    )


def may_assign(place: Place) -> bool:
    """Whether they head a division or agency today."""
    return place.holds(duties.HEADS)
