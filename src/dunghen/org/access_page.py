"""What the pages of accounts and roles show: who is there, who holds what, who changed it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from dunghen.core.text import fold
from dunghen.org.models import AccessChange, Assignment, Person, Unit

PAGE = 50


@dataclass(slots=True)
class Held:
    """Somebody's roles by time: now, to come, over."""

    now: list[Assignment] = field(default_factory=list)
    later: list[Assignment] = field(default_factory=list)
    over: list[Assignment] = field(default_factory=list)


def held(assignments: Iterable[Assignment], today: date) -> Held:
    """Sorted by time; the newest first among those that are over. One that never had a day is over."""
    found = Held()
    for one in assignments:
        ended = one.valid_to is not None and one.valid_to <= max(today, one.valid_from)
        (found.over if ended else found.later if one.valid_from > today else found.now).append(one)
    for rows in (found.now, found.later):
        rows.sort(key=lambda one: (one.valid_from, one.pk))
    found.over.sort(key=lambda one: (one.valid_from, one.pk), reverse=True)
    return found


def roles_of(person: Person, today: date) -> Held:
    """The roles of one person; one query."""
    return held(person.assignments.select_related("unit", "delegated_by"), today)


def people(said: QueryDict, today: date) -> QuerySet[Person]:
    """Who is asked for, by username, with the roles of today in `held_today`: by name or username without
    accents, by unit and role held today, open or closed."""
    found = Person.objects.order_by("username")
    match said.get("trang-thai", ""):
        case "da-khoa":
            found = found.filter(is_active=False)
        case "tat-ca":
            pass
        case _:
            found = found.filter(is_active=True)
    if text := fold(said.get("tim", "").strip()):
        names = found.values_list("pk", "username", "full_name")
        found = found.filter(
            pk__in=[pk for pk, username, name in names if text in fold(name) or text in username]
        )
    now = Assignment.objects.on(today)
    asked = now
    if role := said.get("vai-tro", ""):
        asked = asked.filter(role=role)
    if unit := fold(said.get("don-vi", "").strip()):
        units = Unit.objects.values_list("pk", "key", "name")
        asked = asked.filter(unit__in=[pk for pk, key, name in units if unit == key or unit in fold(name)])
    if asked is not now:
        found = found.filter(pk__in=asked.values("person"))
    return found.prefetch_related(
        Prefetch(
            "assignments", now.select_related("unit", "delegated_by").order_by("valid_from"), "held_today"
        )
    )


def changes(said: QueryDict) -> QuerySet[AccessChange]:
    """The log, the newest first; of one person (`nguoi`) if asked."""
    found = AccessChange.objects.select_related("by", "person", "unit").order_by("-pk")
    if whom := number(said.get("nguoi", "")):
        found = found.filter(person=whom)
    if after := number(said.get("sau", "")):
        found = found.filter(pk__lt=after)
    return found


def number(text: str) -> int:
    """A row's number from an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def further(said: QueryDict, after: object) -> str:
    """The same question from behind a row."""
    kept = {name: value for name, value in said.items() if name != "sau" and value}
    return f"?{urlencode({**kept, **({'sau': after} if after else {})})}"
