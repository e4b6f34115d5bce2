"""The pages of plans, tasks, inspections, accountability, reviews, registers, targets and documents, over ten
years of invented rows (supervision.sql), asked for as people who see the city, a department and a commune.

Server time is that of the WSGI application in this process (bench.visitors); beside it stands what this
process was busy, without the database's server."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from bench.databases import kept, working_in
from bench.measure import Claim, Result, tell
from bench.pages import Page, visit
from bench.visitors import Visitor, query, visitors
from dunghen.documents.official import reading as documents
from dunghen.documents.official.models import OfficialDocument
from dunghen.org.models import Unit, UnitKind
from dunghen.org.rights import Right, Role
from dunghen.supervision.models import Case, GivenTask, Inspection, Plan, Source, SurpriseVisit
from dunghen.supervision.pending.models import Campaign
from dunghen.supervision.registers.law import registers
from dunghen.supervision.registers.reading import occasions

ROUNDS = 5
FAR = 20  # pages
MADE = 1_000_000  # keys of the rows made here begin with this
WORDS = {
    "rare": "quan trac thuy van",
    "common": "bao cao",
    "two words": "bao cao giai ngan",
    "a word begun": "th",
    "none": "khong co van ban nay",
    "a symbol": "15/BC",
}
Address = Callable[[Visitor], Iterator[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is made; `visits`: inspections by plan and surprise visits together."""

    years: int = 10
    units: int = 120
    tasks: int = 50_000
    visits: int = 5_000
    documents: int = 200_000


DEFAULT = Sizes()


def fill(sizes: Sizes) -> None:
    """Write the rows of supervision.sql into the database at hand."""
    this = timezone.localdate().year
    owed = [one for year in range(this - sizes.years + 1, this + 1) for one in occasions(year)]
    asked = asdict(sizes) | {
        "registers": list(registers()),
        "duties": [one.duty.key for one in owed],
        "periods": [one.period for one in owed],
        "duty_years": [one.year for one in owed],
        "cut_offs": [one.cut_off for one in owed],
    }
    statements = Path(__file__).with_suffix(".sql").read_text().split(";\n")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in filter(str.strip, statements):
            cursor.execute(statement, asked)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def people() -> dict[str, Visitor]:
    """Who sees the city, a department, a commune, of the units of today."""
    units = Unit.objects.on(timezone.localdate()).order_by("code")

    def key(kind: UnitKind) -> str:
        return str(units.filter(kind=kind).values_list("key", flat=True)[0])

    return visitors(
        {
            "leader today": (Role.LEADER, key(UnitKind.CITY)),
            "committee's office": (Role.COMMITTEE_OFFICE, key(UnitKind.OFFICE)),
            "head of a department": (Role.HEAD_OF_AGENCY, key(UnitKind.DEPARTMENT)),
            "clerk of a commune": (Role.CLERK, key(UnitKind.COMMUNE)),
        }
    )


def lists(who: Visitor) -> Iterator[tuple[str, str]]:
    """Where one starts, and every list as it opens, narrowed and further down."""
    last = timezone.localdate().year - 1
    yield "home", "/"
    yield "week", "/tuan-cong-viec/"
    yield "open work by unit", "/tuan-cong-viec/theo-don-vi/"
    yield "a unit's duties", "/viec-cua-don-vi/"
    yield "plans", "/ke-hoach/"
    yield "plans of a year", f"/ke-hoach/?nam={last}"
    yield "plans, words", f"/ke-hoach/?nam={last}&tim=dat+dai"
    yield "given tasks", "/nhiem-vu/"
    yield "given tasks, far", "/nhiem-vu/" + query(sau=2 * MADE + 50)
    yield "given tasks, late", "/nhiem-vu/?thoi-han=qua-han"
    yield "given tasks, done late", "/nhiem-vu/?thoi-han=hoan-thanh-qua-han"
    yield "given tasks, of a unit", "/nhiem-vu/" + query(don_vi=who.unit.key)
    yield "given tasks, words", "/nhiem-vu/" + query(tim="đất đai")
    yield "given tasks, words without accents", "/nhiem-vu/" + query(tim="bao cao giai ngan")
    yield "given tasks, no such words", "/nhiem-vu/" + query(tim="không có việc này")
    yield "given tasks, box", "/nhiem-vu/hop-viec/"
    yield "given tasks, a box", "/nhiem-vu/hop-viec/?phan=new"
    yield "given tasks, counted", "/nhiem-vu/tong-hop/"
    yield "documents that give", "/nhiem-vu/van-ban/"
    yield "reviews", "/ra-soat-ton-dong/"
    yield "registers", f"/so-nghiep-vu/?nam={last}"
    yield "a register", f"/so-nghiep-vu/{next(iter(registers()))}/?nam={last}"
    yield "reporting duties", f"/che-do-bao-cao/?nam={last}"
    yield "targets", "/chi-tieu/"
    yield "targets of a year", f"/chi-tieu/?nam={last}"
    if _may(who, Right.INSPECT):
        yield "inspections", "/kiem-tra/"
        yield "inspections, far", "/kiem-tra/" + query(sau=_middle(Inspection))
        yield "inspections, concluded", "/kiem-tra/?trang-thai=concluded"
        yield "inspections, words", "/kiem-tra/?tim=van+de+mau+2"
        yield "surprise visits", "/kiem-tra/dot-xuat/"
        yield "surprise visits, far", "/kiem-tra/dot-xuat/" + query(sau=_middle(SurpriseVisit))
        yield "audits", "/kiem-tra/thanh-tra/"
    if _may(who, Right.ACCOUNTABILITY):
        yield "accountability", "/trach-nhiem/"
        yield "accountability, not settled", "/trach-nhiem/?trang-thai=chua-xong"
        yield "accountability, a name", "/trach-nhiem/?tim=nguoi+mau+10"
        yield "accountability, far", "/trach-nhiem/?sau=1000"
    for tab in (documents.OUT, documents.IN, documents.WAITING, documents.DRAFTS):
        yield f"documents, {tab}", f"/so-van-ban/?so={tab}"
    yield "documents, far", "/so-van-ban/" + query(sau=_far(who, ""))
    yield "documents, a kind", "/so-van-ban/?so=den&loai=bao-cao"
    yield "files of matters", "/so-van-ban/tap-ho-so/"


def records(who: Visitor) -> Iterator[tuple[str, str]]:
    """One of everything a person may see."""
    person, today = who.person, timezone.localdate()
    last = today.year - 1
    plan = Plan.objects.visible_to(person, today).filter(year=last, pk__gte=MADE).order_by("pk")[0]
    given = GivenTask.objects.visible_to(person, today).order_by("-pk")[0]
    yield "plan", f"/ke-hoach/{plan.pk}/"
    yield "task of a plan", f"/ke-hoach/nhiem-vu/{plan.tasks.order_by('pk')[0].pk}/"
    yield "given task", f"/nhiem-vu/{given.pk}/"
    yield "document that gives", f"/nhiem-vu/van-ban/{Source.objects.filter(items__tasks=given)[0].pk}/"
    campaign = Campaign.objects.visible_to(person, today).order_by("-pk")[0]
    yield "review", f"/ra-soat-ton-dong/{campaign.pk}/"
    owed = occasions(last)[0]
    yield "reports of a period", f"/che-do-bao-cao/{owed.duty.key}/{last}/{owed.period}/"
    for found in documents.found(person, today, documents.Asked()).order_by("-pk")[:1]:
        yield "document", f"/so-van-ban/{found.pk}/"
    if _may(who, Right.INSPECT):
        for row in Inspection.objects.visible_to(person, today).order_by("-pk")[:1]:
            yield "inspection", f"/kiem-tra/{row.pk}/"
        for visited in SurpriseVisit.objects.visible_to(person, today).order_by("-pk")[:1]:
            yield "surprise visit", f"/kiem-tra/dot-xuat/{visited.pk}/"
    if _may(who, Right.ACCOUNTABILITY):
        for case in Case.objects.visible_to(person, today).order_by("-pk")[:1]:
            yield "case", f"/trach-nhiem/{case.pk}/"


def annexes(who: Visitor) -> Iterator[tuple[str, str]]:
    """Phụ lục I of the city's year and of the person's unit, as Word."""
    last = timezone.localdate().year - 1
    rows = Plan.objects.visible_to(who.person, timezone.localdate()).filter(year=last, pk__gte=MADE)
    for plan in {rows.order_by("pk")[0], rows.order_by("-pk")[0], *rows.filter(unit=who.unit)}:
        yield f"Phụ lục I, {plan.unit.name}", f"/ke-hoach/{plan.pk}/phu-luc-1.docx"


def searches(who: Visitor) -> Iterator[tuple[str, str]]:
    """Words of abstracts without accents, the first page and a later one."""
    for what, words in WORDS.items():
        yield f"{what}, out", "/so-van-ban/" + query(tim=words)
        yield f"{what}, in", "/so-van-ban/" + query(so="den", tim=words)
        yield f"{what}, far", "/so-van-ban/" + query(tim=words, sau=_far(who, words))


def _may(who: Visitor, right: Right) -> bool:
    return not who.person.reach(right, timezone.localdate()).nothing


def _middle(model: type[Inspection] | type[SurpriseVisit]) -> int:
    rows = model.objects.order_by("pk")
    return int(rows.values_list("pk", flat=True)[rows.count() // 2])


def _far(who: Visitor, words: str) -> str:
    """Where a later page begins, or the last row of a shorter list."""
    rows = documents.found(who.person, timezone.localdate(), documents.Asked(text=words))
    first = list(rows.order_by("-day", "-pk")[: FAR * documents.PAGE])
    return documents.place_of(first[-1] if first else OfficialDocument.objects.order_by("-pk")[0])


GROUPS: Mapping[str, tuple[float, Address]] = {
    "lists": (0.05, lists),
    "records": (0.05, records),
    "Phụ lục I": (0.3, annexes),
    "search": (0.1, searches),
}


def serve(who: Iterable[Visitor], rounds: int) -> list[Page]:
    """Every page of everybody."""
    people_ = list(who)
    return [
        page
        for name, (_bound, asked) in GROUPS.items()
        for each in people_
        for page in visit(each, name, asked, rounds)
    ]


def measure(rounds: int) -> tuple[list[Page], Result]:
    """In the database at hand."""
    pages = serve(people().values(), rounds)
    claims, figures = list[Claim](), dict[str, object]()
    for name, (bound, _asked) in GROUPS.items():
        found = [page for page in pages if page.group == name]
        slowest = max(found, key=lambda page: page.seconds)
        claims.append(Claim(f"{name}: seconds, slowest of the pages' medians", slowest.seconds, bound))
        missed = sum(page.seconds > bound for page in found)
        figures[name] = f"{len(found)} pages, {missed} over the bound"
        figures[f"{name}, slowest"] = slowest
    return pages, Result(tuple(claims), figures)


@click.command()
@click.option("--years", default=DEFAULT.years, show_default=True)
@click.option("--tasks", default=DEFAULT.tasks, show_default=True)
@click.option("--visits", default=DEFAULT.visits, show_default=True)
@click.option("--documents", default=DEFAULT.documents, show_default=True)
@click.option("--rounds", default=ROUNDS, show_default=True)
@click.option("--each", is_flag=True, help="Print every page, the slowest first.")
def main(years: int, tasks: int, visits: int, documents: int, rounds: int, each: bool) -> None:
    sizes = Sizes(years=years, tasks=tasks, visits=visits, documents=documents)
    call_command("collectstatic", interactive=False, verbosity=0)
    name = f"bench_supervision_{years}_{tasks}_{visits}_{documents}"
    with working_in(kept(name, lambda: fill(sizes))):
        pages, result = measure(rounds)
    if each:
        for page in sorted(pages, key=lambda page: -page.seconds):
            sys.stdout.write(f"{page}\n")
    sys.exit(tell(result))


if __name__ == "__main__":
    main()
