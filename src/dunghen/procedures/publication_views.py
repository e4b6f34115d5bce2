"""The pages of publication decisions: the list, a decision with its deadlines, and what moves it on."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Max, Prefetch, Q, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.core.worktime_calendar import Calendar
from dunghen.org.access_forms import read_day
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.procedures import publication_page as shown
from dunghen.procedures import publication_rules as rules
from dunghen.procedures import publications
from dunghen.procedures.models import (
    ContentKind,
    Publication,
    PublicationItem,
    PublicationQuerySet,
    PublicationState,
)
from dunghen.procedures.publication_forms import OnDay, Reason, Signing
from dunghen.procedures.rules import Refused
from dunghen.procedures.stock import ENDED, movement
from dunghen.procedures.who import Able, able

PAGE = 50
IN_ORDER = [When(kind=kind, then=place) for place, kind in enumerate(ContentKind)]
ITEMS = Prefetch(
    "items",
    PublicationItem.objects.select_related("procedure", "version", "replaced_by")
    .prefetch_related("version__scopes", "version__papers", "version__steps")
    .order_by(Case(*IN_ORDER), "procedure__search"),
)


def seen(request: HttpRequest) -> PublicationQuerySet:
    """The decisions the reader may see."""
    return Publication.objects.visible_to(signed_in(request), timezone.localdate())


@needs(Right.CONTROL)
@require_safe
def publications_list(request: HttpRequest) -> HttpResponse:
    """Decisions of a period and those on their way, newest first, with the movement of the stock."""
    said, today, found = request.GET, timezone.localdate(), seen(request)
    first, last = _period(said.get("tu", ""), said.get("den", ""), found, today)
    inside = Q(signed__gte=first, signed__lte=last)
    found = found.filter(inside | Q(signed=None))
    if (state := said.get("trang-thai", "")) in PublicationState.values:
        found = found.filter(state=state)
    after = number(said.get("sau", ""))
    rows = list(_counted(found.filter(pk__lt=after) if after else found).order_by("-pk")[: PAGE + 1])
    working = calendar()
    scored = seen(request).filter(inside).prefetch_related("items")
    city = Unit.objects.filter(pk__in=scored.values("signer")).first()
    page = {
        "rows": [
            (row, shown.KINDS[PublicationState(row.state)], _late(row, working, today)) for row in rows[:PAGE]
        ],
        "said": said,
        "first_day": first,
        "last_day": last,
        "state": state,
        "states": [("", _("Tất cả")), *PublicationState.choices],
        "movement": movement(city, first, last) if city else None,
        "scores": shown.scores(scored, working, today),
        "may_draft": bool(able(signed_in(request), today).drafts_at),
        "next": further(said, rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "procedures/publications.html", page)


def _period(since: str, until: str, found: PublicationQuerySet, today: date) -> tuple[date, date]:
    """The days asked for; else the calendar year of the latest decision."""
    latest: date = found.aggregate(day=Max("signed"))["day"] or today
    first, last = read_day(since), read_day(until)
    return first or date(latest.year, 1, 1), last or min(today, date(latest.year, 12, 31))


def _counted(found: PublicationQuerySet) -> PublicationQuerySet:
    kinds = {"n_new": [ContentKind.NEW], "n_amended": [ContentKind.AMENDED], "n_ended": list(ENDED)}
    numbers = {name: Count("items", filter=Q(items__kind__in=kind)) for name, kind in kinds.items()}
    return found.select_related("drafter").annotate(**numbers)


def _late(row: Publication, working: Calendar, today: date) -> list[str]:
    """What of a decision is or was late, in words."""
    return [one.late for one in shown.deadlines(row, working, today) if one.in_time is False]


@needs(Right.CONTROL)
@require_safe
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision: its deadlines, its procedures, what is to be done next and what was done."""
    return _page(request, pk)


class Step(NamedTuple):
    """What moves a decision on: its words, its form, whether it may be done now, and how."""

    verb: str
    label: Any
    form: type[forms.Form]
    states: frozenset[str]
    may: Callable[[Able, Publication], bool]
    act: Callable[[Person, int, dict[str, Any]], None]
    done: Any


STEPS = (
    Step(
        "trinh",
        gettext_lazy("Trình Văn phòng UBND kiểm tra"),
        forms.Form,
        frozenset({rules.DRAFT}),
        lambda may, row: may.writes(row.drafter_id),
        lambda by, pk, said: publications.submit(by, pk),
        gettext_lazy("Đã trình Văn phòng UBND kiểm tra."),
    ),
    Step(
        "kiem-tra",
        gettext_lazy("Kiểm tra xong, trình ký"),
        forms.Form,
        frozenset({rules.SUBMITTED}),
        lambda may, row: may.controls,
        lambda by, pk, said: publications.check(by, pk),
        gettext_lazy("Đã kiểm tra đủ các bộ phận tạo thành, chuyển trình ký."),
    ),
    Step(
        "tra-lai",
        gettext_lazy("Trả lại"),
        Reason,
        frozenset({rules.SUBMITTED, rules.CHECKED}),
        lambda may, row: may.controls,
        lambda by, pk, said: publications.send_back(by, pk, said["reason"]),
        gettext_lazy("Đã trả lại đơn vị trình."),
    ),
    Step(
        "ky",
        gettext_lazy("Ghi nhận quyết định đã ký"),
        Signing,
        frozenset({rules.CHECKED}),
        lambda may, row: may.signs,
        lambda by, pk, said: publications.sign(by, pk, **said),
        gettext_lazy("Đã ghi nhận. Thủ tục được áp dụng từ ngày văn bản có hiệu lực."),
    ),
    Step(
        "nhap",
        gettext_lazy("Ghi nhận đã nhập CSDL quốc gia"),
        OnDay,
        frozenset({rules.SIGNED}),
        lambda may, row: may.controls,
        lambda by, pk, said: publications.enter(by, pk, said["day"]),
        gettext_lazy("Đã ghi nhận ngày nhập CSDL quốc gia."),
    ),
)
POSTING = "niem-yet"


@needs(Right.CONTROL)
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of a decision; a refusal is shown on its page."""
    get_object_or_404(seen(request), pk=pk)
    step = next((step for step in STEPS if step.verb == verb), None)
    if step is None:
        raise Http404
    form = step.form(request.POST, prefix=verb)
    if not form.is_valid():
        return _page(request, pk, typed={verb: form})
    try:
        step.act(signed_in(request), pk, form.cleaned_data)
    except Refused as refusal:
        return _page(request, pk, refusal=refusal, typed={verb: form})
    messages.success(request, str(step.done))
    return redirect("publication", pk)


@needs(Right.CONTROL)
@require_POST
def post(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """A unit of the reader confirms that it posted the decision."""
    get_object_or_404(seen(request), pk=pk)
    form = OnDay(request.POST, prefix=POSTING)
    if not form.is_valid():
        return _page(request, pk, typed={POSTING: form})
    try:
        place = get_object_or_404(Unit, key=unit)
        publications.post(signed_in(request), pk, place, form.cleaned_data["day"])
    except Refused as refusal:
        return _page(request, pk, refusal=refusal, typed={POSTING: form})
    messages.success(request, _("Đã xác nhận niêm yết."))
    return redirect("publication", pk)


def _page(
    request: HttpRequest,
    pk: int,
    *,
    refusal: Refused | None = None,
    typed: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    rows = seen(request).select_related("drafter", "signer").prefetch_related(ITEMS)
    row = get_object_or_404(rows, pk=pk)
    today, typed = timezone.localdate(), typed or {}
    may = able(signed_in(request), today)
    steps = [step for step in STEPS if row.state in step.states and step.may(may, row)]
    signed = row.state in rules.IN_EFFECT
    to_post, posted = shown.to_post(row) if signed else [], list(row.postings.select_related("unit"))
    own = [unit for unit in to_post if unit.pk in may.posts_at - {one.unit_id for one in posted}]
    page = {
        "row": row,
        "kind": shown.KINDS[PublicationState(row.state)],
        "deadlines": shown.deadlines(row, calendar(), today),
        "gaps": [] if signed else list(publications.gaps(row.items.all()).items()),
        "steps": [(step, typed.get(step.verb) or step.form(prefix=step.verb)) for step in steps],
        "may_write": row.state == rules.DRAFT and may.writes(row.drafter_id),
        "may_process": may.controls or may.writes(row.drafter_id),
        "to_post": to_post,
        "posted": posted,
        "own": own,
        "posting": typed.get(POSTING) or OnDay(prefix=POSTING),
        "events": row.events.select_related("by").order_by("pk"),
        "refusal": refusal,
    }
    return render(request, "procedures/publication.html", page, status=422 if refusal or typed else 200)


def writable(request: HttpRequest, pk: int) -> Publication:
    """A draft the reader may write in. Raises Http404, PermissionDenied."""
    row = get_object_or_404(seen(request), pk=pk, state=PublicationState.DRAFT)
    if not able(signed_in(request), timezone.localdate()).writes(row.drafter_id):
        raise PermissionDenied
    return row
