"""The addresses that are measured: each list with each filter, dossiers, each form and figure of a report."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

from django.db.models import Count
from django.utils import timezone
from django.utils.timezone import localtime

from bench.visitors import Visitor, query
from dunghen.dossiers.finding import search, wanted
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.populations import LATE
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.procedures.models import Procedure
from dunghen.statistics.trace import PAGE, Trace
from dunghen.statistics.view import View

FAR = 1_000
SOME = 9
LIST, REPORTS, BOARD = "/ho-so/", "/bao-cao/", "/tong-quan/"
API = "/api/v1"
WORDS = {"common": "dang ky", "rare": "dang ky khai sinh", "none": "khong co thu tuc nay"}
NAMES = {"common": "nguyen", "two words": "nguyen van", "rare": "uyen ho ngoc", "beginning": "ng"}
BIG, RARE, RATE = "B3.3.3.1", "B3.3.3@late_unapologised", "B3.3.3"


def lists(who: Visitor) -> Iterator[tuple[str, str]]:
    """The list of dossiers: what is asked, and its address."""
    yield "as it opens", LIST
    for order in ("", "moi"):
        yield f"all, order {order or 'due'}", LIST + query(trang_thai="tat-ca", xep=order)
    for status, _label in wanted.STATUSES:
        yield f"status {status}", LIST + query(trang_thai=status)
        yield f"status {status}, newest", LIST + query(trang_thai=status, xep="moi")
    for time, _label in wanted.TIMES[1:]:
        yield f"time {time}", LIST + query(han=time)
        yield f"time {time}, newest", LIST + query(han=time, xep="moi")
        yield f"time {time}, procedure", LIST + query(han=time, thu_tuc=WORDS["rare"])
    half = {"ket_thuc_tu": "15/12/2023", "ket_thuc_den": "14/06/2024"}
    for time in ("", wanted.ON_TIME, wanted.TOO_LATE):
        yield f"ended in a half-year, {time or 'all'}", LIST + query(han=time, **half)
    for time in ("", wanted.OVERDUE):
        yield f"open at the end of it, {time or 'all'}", LIST + query(han=time, con_den="14/06/2024")
    for channel, _label in wanted.CHANNELS[1:]:
        yield f"channel {channel}", LIST + query(trang_thai="tat-ca", hinh_thuc=channel)
        yield f"channel {channel}, open", LIST + query(hinh_thuc=channel)
    for what, words in WORDS.items():
        yield f"procedure, {what}", LIST + query(trang_thai="tat-ca", thu_tuc=words)
        yield f"procedure, {what}, open", LIST + query(thu_tuc=words)
    seldom = Procedure.objects.filter(pk=_seldom()).values_list("key", flat=True)[0]
    yield "procedure, the rarest", LIST + query(trang_thai="tat-ca", thu_tuc=seldom)
    for unit in (who.unit.name, who.unit.key, "cai rang"):
        yield f"unit {unit}", LIST + query(trang_thai="tat-ca", don_vi=unit)
        yield f"unit {unit}, newest", LIST + query(trang_thai="tat-ca", don_vi=unit, xep="moi")
        yield f"unit {unit}, late", LIST + query(don_vi=unit, han=wanted.TOO_LATE)
        yield f"unit {unit}, procedure", LIST + query(trang_thai="tat-ca", don_vi=unit, thu_tuc=WORDS["rare"])
    yield from _searched(who)
    yield f"page {FAR}", LIST + query(trang_thai="tat-ca", sau=far(who.person))
    yield "end of the list", LIST + query(trang_thai="tat-ca", xep="moi", sau="99999999@")
    yield f"API, page {1}", f"{API}/dossiers"
    yield "API, a status", f"{API}/dossiers?status=in_process"
    yield "API, a unit", f"{API}/dossiers?unit={who.unit.key}"
    yield "API, a procedure", f"{API}/dossiers?channel=online"


def _searched(who: Visitor) -> Iterator[tuple[str, str]]:
    """By name, with the right, and by code."""
    if not who.person.reach(Right.PERSONS, timezone.localdate()).nothing:
        for what, name in NAMES.items():
            yield f"name, {what}", LIST + query(nguoi_nop=name)
            yield f"name, {what}, procedure", LIST + query(nguoi_nop=name, thu_tuc=WORDS["rare"])
    for code in codes(who)[-1:]:
        for length in (len(code), len(code) - 1, len(code) - 4, 3):
            yield f"code, {length} characters", LIST + query(ma=code[:length])


def _seldom() -> int:
    """The procedure with fewest dossiers."""
    counted = DossierVersion.objects.known_at(None).values_list("procedure").annotate(number=Count("pk"))
    return int(counted.order_by("number", "procedure")[0][0])


def far(person: Person) -> str:
    """Where the 1,000th page of the list begins, or the last one of a shorter list."""
    rows = DossierVersion.objects.known_at(None).visible_to(person, Right.ROWS, timezone.localdate())
    keys = rows.filter(due_at__isnull=False).order_by("due_at", "id").values_list("due_at", "pk")
    place = min((FAR - 1) * search.PAGE, max(1, keys.count() - search.PAGE))
    return str(wanted.Key(*keys[place - 1]))


def codes(who: Visitor) -> list[str]:
    """Dossiers within reach: open, late, corrected often, and the last."""
    rows = DossierVersion.objects.known_at(None).visible_to(who.person, Right.ROWS, timezone.localdate())
    kinds = [
        rows.filter(outcome="").order_by("due_at", "id"),
        rows.filter(LATE).order_by("due_at", "id"),
        rows.filter(due_at__isnull=False).order_by("-due_at", "-id"),
    ]
    found = [asked.values_list("dossier__code", flat=True).first() for asked in kinds]
    return [code for code in found if code]


def dossiers(who: Visitor) -> Iterator[tuple[str, str]]:
    """Pages of one dossier, now and as known before."""
    for code in codes(who):
        yield code, f"{LIST}{code}/"
        yield f"{code}, API", f"{API}/dossiers/{code}"
        yield f"{code}, events, API", f"{API}/dossiers/{code}/events"
        first = DossierVersion.objects.filter(dossier__code=code).order_by("known_from")[0].known_from
        moment = localtime(first + timedelta(minutes=1)).isoformat()
        yield f"{code}, as known at first", f"{LIST}{code}/{query(luc=moment)}"


def reports(who: Visitor, asked: View) -> Iterator[tuple[str, str]]:
    """Everything of a report but its lists: forms, figures by unit, the dashboard."""
    code, whose = asked.report.code, query(unit=who.unit.key)
    here = f"{REPORTS}{code}/"
    yield "reports", REPORTS
    for form in asked.forms:
        yield f"form {form.form}", f"{here}{whose}&form={form.form}"
    if who.person.reach(Right.FIGURES, timezone.localdate()).everything:
        yield "form 1, map of today", f"{here}?map=today"
    yield "form 3, as known before", f"{here}{whose}&form=3&known_at=2024-07-06"
    yield "form 3, two moments", f"{here}{whose}&form=3&compare=2024-07-06"
    for cell in _cells(who, asked):
        if asked.rows[cell].rollup != "city":
            yield f"{cell} by unit", f"{here}{cell}/{whose}&tab=units"
    yield "dashboard", BOARD + whose + f"&report={code}"
    yield "API, reports", f"{API}/reports"
    yield "API, cells", f"{API}/reports/{code}/cells?org={who.unit.key}"


def _cells(who: Visitor, asked: View) -> list[str]:
    """The figures that are not declared: each of them for the leader, some for the others."""
    cells = [cell for cell, row in asked.rows.items() if row.origin != "declared"]
    return cells if who.name == "leader" else cells[::SOME]


def records(who: Visitor, asked: View) -> Iterator[tuple[str, str]]:
    """The rows behind the figures of a report, filtered and far down too."""
    code, whose = asked.report.code, query(unit=who.unit.key)
    here = f"{REPORTS}{code}/"
    for cell in _cells(who, asked):
        yield f"{cell}", f"{here}{cell}/{whose}"
    for cell in (BIG, RARE, RATE):
        for order in ("oldest", "newest"):
            yield f"{cell}, {order}", f"{here}{cell}/{whose}&order={order}"
        for what, words in WORDS.items():
            yield (
                f"{cell}, procedure, {what}",
                f"{here}{cell}/{whose}" + f"&procedure={words.replace(' ', '+')}",
            )
        yield f"{cell}, late", f"{here}{cell}/{whose}&in_time=no"
        yield f"{cell}, refused", f"{here}{cell}/{whose}&outcome=refused"
        yield f"{cell}, rows, API", f"{API}/reports/{code}/cells/{cell}/rows?org={who.unit.key}"
    yield f"{RATE}, not in the numerator", f"{here}{RATE}/{whose}&inside=no"
    after = Trace(asked, asked.rows[BIG], who.unit.pk).page(size=(FAR - 1) * PAGE).after
    if after:
        yield f"{BIG}, page {FAR}", f"{here}{BIG}/{whose}&after={quote(after)}"
