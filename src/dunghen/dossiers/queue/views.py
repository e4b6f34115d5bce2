"""The queue of a desk, what is done to many dossiers at once, and the lists of hand-over."""

from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.core.paths import PACKS
from dunghen.core.text import thousands
from dunghen.documents.letterhead import read_issuer
from dunghen.documents.pdf import to_pdf
from dunghen.dossiers.actions import take_over
from dunghen.dossiers.finding.search import TimeState, time_state
from dunghen.dossiers.finding.wanted import Key
from dunghen.dossiers.finding.work import soon_after
from dunghen.dossiers.handling.duties import ACT_NAMES
from dunghen.dossiers.models import DossierVersion, Draft, HandOverList
from dunghen.dossiers.models.handover import HandOverListQuerySet
from dunghen.dossiers.papers.hand_over import document
from dunghen.dossiers.queue import reading as queue
from dunghen.dossiers.queue.papers import act_on
from dunghen.dossiers.rules import Refused
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Installation, Person
from dunghen.org.rights import Right

FORWARDED = ("cho-chuyen", "ket-qua-cho-chuyen")
DUE, OVERDUE = "den-han-hom-nay", "qua-han"
ASSIGNED = (
    *("cua-toi", "don-vi", "cho-chuyen", "cho-nguoi-nop", "cho-don-vi-khac"),
    *(DUE, OVERDUE),
)
LISTS = 50


@needs(Right.ROWS)
@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """One group of the queue, with how many stand in each."""
    return _queue(request)


def _queue(
    request: HttpRequest, refusal: str = "", refused: list[tuple[str, str]] | None = None
) -> HttpResponse:
    said, now = request.GET, timezone.now()
    place = queue.place_of(signed_in(request), now)
    numbers = queue.numbers(place)
    group = queue.group_of(said.get("nhom", ""), numbers)
    rows = queue.page(group, place, Key.read(said.get("sau", "")))
    shown = rows[: queue.PAGE]
    here = said.copy()
    here["nhom"] = group.key  # the next page is of the same group, whatever has come into another
    assigns = queue.may_assign(place) and group.key in ASSIGNED
    page = {
        "group": group,
        "here": here.urlencode(),
        "tabs": _tabs(group, numbers),
        "today": [*map(thousands, queue.of_today(place)), _count(numbers[DUE]), _count(numbers[OVERDUE])],
        "rows": _marked(group, shown, queue.papers_of(group, place, shown), now),
        "forwards": group.key in FORWARDED,
        "assigns": assigns,
        "officers": [("", _("Chọn người thụ lý")), *_names(queue.officers_of(place))] if assigns else [],
        "chosen": request.POST.getlist("ho-so"),
        "refusal": refusal,
        "refused": refused or [],
        "next": further(here, str(queue.key_of(group, shown[-1]))) if len(rows) > queue.PAGE else "",
        "first": further(here, "") if "sau" in said else "",
    }
    return render(request, "dossiers/queue.html", page, status=422 if refusal or refused else 200)


def _tabs(current: queue.Group, numbers: dict[str, int]) -> list[tuple[object, str, bool, str]]:
    return [
        (group.label, f"?nhom={group.key}", group is current, _count(numbers[group.key]))
        for group in queue.GROUPS
        if group.key in numbers
    ]


def _count(found: int) -> str:
    return f"> {thousands(queue.MOST)}" if found > queue.MOST else thousands(found)


def _names(people: list[Person]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.full_name}{f', {one.title}' if one.title else ''}") for one in people]


class Row(NamedTuple):
    """A dossier of the table, where it stands in its limit, the kind and words of its forwarding, until when;
    what waits to be done with its papers, and where."""

    version: DossierVersion
    time: TimeState
    forward: tuple[str, str]
    until: str
    papers: list[tuple[str, str]]


def _marked(
    group: queue.Group, rows: list[DossierVersion], papers: dict[int, list[Draft]], now: datetime
) -> list[Row]:
    """Each row with its marks."""
    soon, waits = soon_after(now), group.key == "cho-chuyen"
    made = []
    for version in rows:
        kind, label, until = queue.forward_words(version, now) if waits else ("", "", "")
        links = [_link(version, paper) for paper in papers[version.dossier_id]]
        made.append(Row(version, time_state(version, now, soon), (kind, label), until, links))
    return made


def _link(version: DossierVersion, paper: Draft) -> tuple[str, str]:
    """What is done with a paper, and the page where it is."""
    act = act_on(paper.kind, paper.stage)
    words = _("{act}: {paper}").format(act=ACT_NAMES[act], paper=paper.get_kind_display().lower())
    return words, f"{reverse('act', args=[version.dossier.code, act.value])}?van-ban={paper.pk}"


@needs(Right.ROWS)
@require_POST
def queue_act(request: HttpRequest) -> HttpResponse:
    """Assign the chosen dossiers, or hand them over; on a refusal the page comes back as it was."""
    place = queue.place_of(signed_in(request), timezone.now())
    seen = queue.chosen(place, [number(text) for text in request.POST.getlist("ho-so")])
    if not seen:
        return _queue(request, _("Chưa chọn hồ sơ nào."))
    return (
        _forward_all(request, place, seen)
        if request.POST.get("viec") == "chuyen"
        else _assign_all(request, place, seen)
    )


def _assign_all(request: HttpRequest, place: queue.Place, seen: list[DossierVersion]) -> HttpResponse:
    wanted = request.POST.get("nguoi", "")
    officer = next((one for one in queue.officers_of(place) if str(one.pk) == wanted), None)
    if officer is None:
        return _queue(request, _("Chọn người thụ lý."))
    outcome = queue.assign_all([row.dossier_id for row in seen], officer, place.person)
    if outcome.done:
        words = ngettext(
            "Đã phân công %(total)s hồ sơ cho %(name)s.",
            "Đã phân công %(total)s hồ sơ cho %(name)s.",
            outcome.done,
        )
        messages.success(request, words % {"total": outcome.done, "name": officer})
    if outcome.refused:
        return _queue(request, refused=outcome.refused)
    return redirect(f"{reverse('queue')}?{request.GET.urlencode()}")


def _forward_all(request: HttpRequest, place: queue.Place, seen: list[DossierVersion]) -> HttpResponse:
    """One list for each unit they go to."""
    try:
        made = queue.forward_all(place, seen)
    except Refused as error:
        return _queue(request, str(error))
    if len(made) == 1:
        return redirect("hand_over", made[0].pk)
    messages.success(request, _("Đã lập %s danh sách bàn giao, mỗi nơi nhận một danh sách.") % len(made))
    return redirect("hand_overs")


def _lists(request: HttpRequest) -> tuple[queue.Place, HandOverListQuerySet]:
    place = queue.place_of(signed_in(request), timezone.now())
    return place, HandOverList.objects.between(place.units).select_related(
        "from_unit", "to_unit", "given_by", "taken_by"
    )


@needs(Right.ROWS)
@require_safe
def hand_overs(request: HttpRequest) -> HttpResponse:
    """The lists that one's units gave or were given; those to be signed stand first."""
    said = request.GET
    place, lists = _lists(request)
    before = lists.filter(pk__lt=after) if (after := number(said.get("sau", ""))) else lists
    rows = list(before.filter(taken_at__isnull=False).order_by("-pk")[: LISTS + 1])
    page = {
        "waiting": [] if after else list(lists.filter(taken_at=None).order_by("pk")),
        "rows": rows[:LISTS],
        "units": place.units,
        "next": further(said, rows[LISTS - 1].pk) if len(rows) > LISTS else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "dossiers/hand_overs.html", page)


@needs(Right.ROWS)
@require_safe
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """One list, to be printed and signed."""
    return _one(request, pk)


def _one(request: HttpRequest, pk: int, refusal: str = "") -> HttpResponse:
    place, lists = _lists(request)
    made = get_object_or_404(lists, pk=pk)
    page = {
        "list": made,
        "rows": queue.rows_of(made),
        "may_take": made.taken_at is None
        and made.to_unit_id in place.units
        and made.given_by_id != place.person.pk,
        "refusal": refusal,
    }
    return render(request, "dossiers/hand_over.html", page, status=422 if refusal else 200)


@needs(Right.ROWS)
@require_POST
def hand_over_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign that one's unit has them."""
    place, lists = _lists(request)
    made = get_object_or_404(lists, pk=pk, to_unit__in=place.units)
    try:
        take_over(made, at=place.now, by=place.person)
    except Refused as error:
        return _one(request, pk, str(error))
    messages.success(request, _("Đã ký nhận danh sách bàn giao."))
    return redirect("hand_over", pk)


@needs(Right.ROWS)
@require_safe
def hand_over_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as PDF, with room for two signatures."""
    _place, lists = _lists(request)
    made = get_object_or_404(lists, pk=pk)
    issuer = read_issuer(PACKS / Installation.objects.get().pack / "letterhead.toml")
    content = to_pdf(document(made, queue.rows_of(made), issuer.place))
    name = content_disposition_header(
        as_attachment=True, filename=f"ban-giao-{made.day:%Y%m%d}-{made.number}.pdf"
    )
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": str(name)})
