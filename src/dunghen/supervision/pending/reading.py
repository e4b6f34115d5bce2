"""What the pages of a campaign read: who answered, what was listed, by unit and cause."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from dunghen.core.text import sort_key
from dunghen.org.models import Unit
from dunghen.supervision.pending.models import Answer, Campaign, Cause, Group, PendingItem, Way

ANSWERED, LATE, WAITING, MISSING = "answered", "late", "waiting", "missing"
STANDINGS = {ANSWERED: "ok", LATE: "warn", WAITING: "wait", MISSING: "late"}


class Line(NamedTuple):
    """A unit of a campaign with what it lists."""

    answer: Answer
    unit: Unit
    standing: str
    items: int
    a: int
    b: int
    causes: tuple[int, ...]  # in the order of Cause
    became: int
    registered: int

    @property
    def kind(self) -> str:
        return STANDINGS[self.standing]

    @property
    def words(self) -> str:
        return {
            ANSWERED: _("Đã gửi"),
            LATE: _("Gửi trễ hạn"),
            WAITING: _("Chưa gửi"),
            MISSING: _("Chưa gửi, quá hạn"),
        }[self.standing]

    @property
    def unregistered(self) -> bool:
        """Difficulties without rules, and nothing registered to be tried: its head is proposed for criticism
        (NĐ 73/2023/NĐ-CP; report 3719/BC-SNV, II.2)."""
        return self.b > 0 and self.registered == 0


class Totals(NamedTuple):
    """Of a campaign, or of the part of it that the reader sees."""

    asked: int
    answered: int
    items: int
    a: int
    b: int
    causes: tuple[int, ...]
    became: int


def lines(answers: QuerySet[Answer], campaign: Campaign, today: date) -> list[Line]:
    """Of each unit asked, by name; one query. What was not sent yet is counted for nobody."""
    sent = Q(answered__isnull=False)
    counts = {f"n_{one.value}": sent & Q(items__causes__contains=[one.value]) for one in Cause}
    counts |= {f"n_{one.value}": sent & Q(items__group=one) for one in Group}
    counts["n_registered"] = sent & Q(items__way=Way.INNOVATION)
    done = Q(items__task__isnull=False) | ~Q(items__way="") | Q(items__finished__isnull=False)
    counts["n_became"] = sent & Q(items__isnull=False) & done
    rows = (
        answers.filter(campaign=campaign)
        .select_related("unit")
        .annotate(**{name: Count("items", filter=where) for name, where in counts.items()})
    )
    found = [_line(row, vars(row), campaign, today) for row in rows]
    return sorted(found, key=lambda line: sort_key(line.unit.name))


class Brief(NamedTuple):
    """A campaign in the list: how many units answered of those asked, and what they list."""

    asked: int
    answered: int
    a: int
    b: int

    @property
    def items(self) -> int:
        return self.a + self.b


def briefs(answers: QuerySet[Answer], campaigns: Iterable[Campaign]) -> dict[int, Brief]:
    """By campaign; one query."""
    sent = Q(answered__isnull=False)
    rows = answers.filter(campaign__in=campaigns).order_by().values("campaign")
    counted = rows.annotate(
        n_asked=Count("pk", distinct=True),
        n_answered=Count("pk", filter=sent, distinct=True),
        n_a=Count("items", filter=sent & Q(items__group=Group.A)),
        n_b=Count("items", filter=sent & Q(items__group=Group.B)),
    )
    return {
        row["campaign"]: Brief(row["n_asked"], row["n_answered"], row["n_a"], row["n_b"]) for row in counted
    }


def _line(row: Answer, told: dict[str, int], campaign: Campaign, today: date) -> Line:
    return Line(
        answer=row,
        unit=row.unit,
        standing=standing(row, campaign, today),
        items=told["n_a"] + told["n_b"],
        a=told["n_a"],
        b=told["n_b"],
        causes=tuple(told[f"n_{one.value}"] for one in Cause),
        became=told["n_became"],
        registered=told["n_registered"],
    )


def standing(answer: Answer, campaign: Campaign, today: date) -> str:
    """Whether it came, and in time."""
    if answer.answered:
        return ANSWERED if answer.answered <= campaign.deadline else LATE
    return WAITING if today <= campaign.deadline else MISSING


def totals(rows: Iterable[Line]) -> Totals:
    """The sums of the lines."""
    found = list(rows)
    return Totals(
        asked=len(found),
        answered=sum(line.answer.answered is not None for line in found),
        items=sum(line.items for line in found),
        a=sum(line.a for line in found),
        b=sum(line.b for line in found),
        causes=tuple(sum(each) for each in zip(*(line.causes for line in found), strict=True))
        or (0,) * len(Cause),
        became=sum(line.became for line in found),
    )


def sentence(found: Totals) -> str:
    """The paragraph of the report."""
    return _(
        "{answered:02} cơ quan, đơn vị đã gửi kết quả rà soát, {missing:02} chưa gửi; có {items:02} công "
        "việc tồn đọng, trong đó nhóm A {a:02}, nhóm B {b:02}."
    ).format(
        answered=found.answered,
        missing=found.asked - found.answered,
        items=found.items,
        a=found.a,
        b=found.b,
    )


def items_of(answers: QuerySet[Answer], campaign: Campaign, *, sent: bool = True) -> list[PendingItem]:
    """What was listed, by unit and number; `sent`: of the answers that came."""
    rows = PendingItem.objects.filter(answer__in=answers.filter(campaign=campaign))
    if sent:
        rows = rows.filter(answer__answered__isnull=False)
    found = list(rows.select_related("answer__unit", "task"))
    return sorted(found, key=lambda item: (sort_key(item.answer.unit.name), item.number))


def cause_words(causes: Iterable[str]) -> str:
    """Cơ chế; Phối hợp."""
    return "; ".join(str(Cause(one).label) for one in causes)


def became_words(item: PendingItem) -> str:
    """What became of an item, in words."""
    if item.finished:
        return _("Giải quyết xong ngày {day:%d/%m/%Y}").format(day=item.finished)
    if item.task:
        return _("Đã giao nhiệm vụ: {status}").format(status=item.task.get_status_display())
    if item.way:
        return f"{item.get_way_display()}: {item.document}, {item.addressee}"
    return ""
