"""The pages of what is to be done: the week, a unit's duties, the tables by unit; reminders read."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.org.access_page import number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.given.who import GIVERS
from dunghen.supervision.home import actions, duties, reading
from dunghen.supervision.home.duties import Scope
from dunghen.supervision.home.models import WORK, DutyKind
from dunghen.supervision.home.rules import Stand
from dunghen.supervision.models import Target
from dunghen.supervision.targets.reading import Standing, of_units
from dunghen.supervision.targets.views import KINDS

FEW = 20  # rows of a box of the week; whole lists stand elsewhere
URGED = 20  # units; the others stand in the table by unit
DEEPEST = 40  # pages of a unit's duties; who has more narrows the list
STANDS = [
    (Stand.OVERDUE.value, gettext_lazy("Quá hạn")),
    (Stand.SOON.value, gettext_lazy("Sắp đến hạn")),
    (Stand.LATER.value, gettext_lazy("Còn hạn")),
]


def _tabs(request: HttpRequest) -> list[tuple[str, str, bool, None]]:
    pages = [
        ("week", _("Tuần này")),
        ("unit_duties", _("Việc của đơn vị")),
        ("duties_by_unit", _("Theo đơn vị")),
    ]
    return [(label, reverse(name), request.path == reverse(name), None) for name, label in pages]


@needs(Right.TASKS)
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's word; what is overdue and due within the week in all they follow; whom to
    urge."""
    person, today = signed_in(request), timezone.localdate()
    scope = duties.scope_of(person, today)
    own = duties.own_units(person, today)
    to_send = reading.to_send(scope, today)
    work = duties.sums(scope, today, WORK)
    own_sent = [one for one in to_send if one.unit in own]
    due = duties.rows(scope, today, (Stand.OVERDUE, Stand.SOON), WORK, FEW) + own_sent
    due.sort(key=lambda one: one.due or today)
    boxes = []
    for stand, label in STANDS[:2]:
        rows = [one for one in due if one.stand(today) == stand]
        boxes.append((stand, label, reading.shown(rows[:FEW], today)))
    waiting = reading.to_confirm(person, today)
    every = reading.lines([*work, *duties.summed(to_send, today)])
    urged = [one for one in every if one.overdue and one.unit not in own]
    page = {
        "tabs": _tabs(request),
        "waiting": waiting[:FEW],
        "few": FEW,
        "n_waiting": len(waiting),
        "boxes": boxes,
        "totals": reading.totals(
            reading.lines([*work, *duties.summed(own_sent, today)]), duties.again(scope, today)
        ),
        "urged": urged[:URGED],
        "n_urged": len(urged),
        "may_urge": any(one.role in GIVERS for one in person.holdings(today)),
    }
    return render(request, "supervision/home/week.html", page)


@needs(Right.TASKS)
@require_safe
def unit_duties(request: HttpRequest) -> HttpResponse:
    """Everything that the reader's units, or one they follow (`don-vi`), are to do, in one list; narrowed by
    kind (`loai`) and by day (`han`)."""
    person, said, today = signed_in(request), request.GET, timezone.localdate()
    scope = duties.scope_of(person, today)
    name, at = _place(scope, said.get("don-vi", ""))
    if at is None:
        at = scope.at(duties.own_units(person, today), scope.officer)
    kinds = [kind for kind in DutyKind if said.get("loai", "") in ("", kind)] or list(DutyKind)
    wanted = next((stand for stand in Stand if said.get("han", "") == stand), None)
    page_at = min(max(number(said.get("trang", "")), 1), DEEPEST)
    rows, more = reading.listed(at, today, wanted, kinds, page_at)
    kept = {name: said[name] for name in ("don-vi", "loai", "han") if said.get(name)}
    page = {
        "tabs": _tabs(request),
        "name": name,
        "rows": reading.shown(rows, today),
        "targets": [(one, KINDS[one.state]) for one in _targets(person, at, today)],
        "next": f"?{urlencode({**kept, 'trang': page_at + 1})}" if more and page_at < DEEPEST else "",
        "first": f"?{urlencode(kept)}" if page_at > 1 else "",
        "said": said,
        "kind": said.get("loai", ""),
        "stand": said.get("han", ""),
        "unit": said.get("don-vi", ""),
        "kinds": [("", _("Tất cả")), *DutyKind.choices],
        "stands": [("", _("Tất cả")), *STANDS],
    }
    return render(request, "supervision/home/duties.html", page)


def _targets(person: Person, at: Scope, today: date) -> list[Standing]:
    """How the targets of the page's units stand."""
    return of_units(Target.objects.visible_to(person, today), at.units or frozenset(), today, reading.MOST)


def _place(scope: Scope, key: str) -> tuple[str, Scope | None]:
    """A unit by its key with what the reader follows of it."""
    if not key:
        return "", None
    unit = Unit.objects.filter(key=key).first()
    if unit is None or (scope.units is not None and unit.pk not in scope.units):
        raise Http404
    return unit.name, scope.at(frozenset({unit.pk}), None)


@needs(Right.TASKS)
@require_safe
def duties_by_unit(request: HttpRequest) -> HttpResponse:
    """The leader's two tables: overdue and nearly due by unit; what was to be sent, and who has not."""
    person, today = signed_in(request), timezone.localdate()
    scope = duties.scope_of(person, today)
    found = reading.lines(duties.sums(scope, today, WORK))
    page = {
        "tabs": _tabs(request),
        "rows": found,
        "totals": reading.totals(found, duties.again(scope, today)),
        "kinds": [kind.label for kind in WORK],
        "unsent": reading.unsent(reading.to_send(scope, today), today),
    }
    return render(request, "supervision/home/by_unit.html", page)


@needs(Right.TASKS)
@require_POST
def reminders_read(request: HttpRequest) -> HttpResponse:
    """One of the reader's reminders (`muc`), or all of them, were read."""
    which = request.POST.get("muc", "")
    done = actions.mark_read(signed_in(request), number(which) if which else None)
    if which and not done:
        raise Http404
    messages.success(request, _("Đã ghi nhận là đã đọc."))
    return redirect("home")


def on_home(request: HttpRequest) -> dict[str, Any]:
    """What the home page says of it: sums, the units with most overdue, reminders. Nothing for who has no
    part in it."""
    person, today = signed_in(request), timezone.localdate()
    if person.reach(Right.TASKS, today).nothing:
        return {}
    scope = duties.scope_of(person, today)
    found = reading.lines(duties.sums(scope, today, WORK))
    sent = reading.lines(duties.summed(reading.to_send(scope, today), today))
    told = reading.reminders(person, today)
    return {
        "totals": reading.totals(found, duties.again(scope, today)),
        "unsent": reading.totals(sent).overdue,
        "lines": found[:5] if len(found) > 1 else [],
        "reminders": told[:5],
        "n_reminders": len(told),
    }
