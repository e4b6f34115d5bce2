"""Every address × every role × where it is held: who is answered, and with whose rows and whose names.

What a holder may see is worked out here from the table of rights and the tree of units alone. An address that
takes arguments and has no example below makes the walk fail.
"""

import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache as once
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from conftest import drop_database, make_database, point, template
from dunghen.core.access import PUBLIC, SIGNED_IN
from dunghen.core.excel import write_rows
from dunghen.documents.files import keep
from dunghen.documents.models import CaseFile, OfficialDocument
from dunghen.documents.official.actions import CLERKS, WRITERS
from dunghen.dossiers.actions import assign
from dunghen.dossiers.models import (
    Consultation,
    CorrectedTime,
    Dossier,
    DossierEvent,
    DossierVersion,
    Draft,
    HandedOver,
    HandOverList,
    LinkedCase,
    LinkedPart,
    TimeCorrection,
)
from dunghen.dossiers.rules import HANDLERS, Paper
from dunghen.dossiers.tests.files import Cells, open_row, row, take_rows
from dunghen.exchange.models import Message
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import TABLE, Right, Role, Scope
from dunghen.org.tests.people import sign_in
from dunghen.org.tokens import ANY_CALLER, GRANTED, create_token
from dunghen.procedures.who import DRAFTERS
from dunghen.statistics.models import ProofEvent, ProofFinding, ProofRun
from dunghen.statistics.proofs.actions import take
from dunghen.statistics.proofs.rules import Act
from dunghen.supervision.given.who import GIVERS as OFFICES
from dunghen.supervision.inspections.who import AUDITORS, ORGANISERS
from dunghen.supervision.models import (
    Answer,
    Campaign,
    Case,
    GivenTask,
    PendingItem,
    Product,
    RegisterEntry,
    Source,
    SourceItem,
    Target,
    Task,
)
from dunghen.supervision.pending.actions import RUNNERS
from dunghen.supervision.pending.actions import WRITERS as LISTERS
from dunghen.supervision.registers.who import KEEPERS
from dunghen.supervision.targets.actions import KEEPERS as TARGET_KEEPERS
from dunghen.supervision.who import GIVERS
from dunghen.supervision.who import WRITERS as PLANNERS
from tests.routes import API, Address, addresses

CITY, DISTRICT, HOME = "ct-thanh-pho", "ct-quan-binh-thuy", "ct-phuong-an-thoi"
SISTER, FAR = "ct-phuong-long-hoa", "ct-phuong-cai-khe"
PLACES = (HOME, SISTER, CITY)  # the dossiers' unit, another, the city
CODES = {HOME: "H13.33.05", SISTER: "H13.33.07", FAR: "H13.31.01", DISTRICT: "H13.33"}
REPORT, COMPLETED, RATE = "2024-H1", "B3.3.3.1", "B3.3.3"  # the communes'
LATE = {"resolved_at": "2024-04-19T10:00", "resolved_recorded_at": "2024-04-19T10:05"} | {
    "returned_at": "2024-04-19T15:00",
    "returned_recorded_at": "2024-04-19T15:10",
}
# Whose own work a dossier is. Nothing is given to who carries the post: theirs is from an earlier role.
OFFICERS = {(HOME, "open"): (Role.CASE_OFFICER, HOME), (SISTER, "open"): (Role.POSTAL_STAFF, SISTER)}


@dataclass(frozen=True)
class Kept:
    """A dossier of the walk, who filed it and who handles it."""

    unit: str
    code: str
    name: str
    state: str  # in time, late or open
    officer: tuple[Role, str] | None = None


DOSSIERS = [
    Kept(unit, f"{CODES[unit]}-240315-{serial:04}", f"Mẫu {unit} {state}", state, OFFICERS.get((unit, state)))
    for unit in (HOME, SISTER, FAR, DISTRICT)
    for serial, state in enumerate(("in-time", "late", "open"), 1)
]
MINE, HANDLED, CARRIED = (
    next(each for each in DOSSIERS if (each.unit, each.state) == said)
    for said in ((HOME, "in-time"), (HOME, "open"), (SISTER, "open"))
)
PERSON = 10**6  # the number of an account, and of a role delegated to it


def cells_of(kept: Kept) -> Cells:
    at = CODES[kept.unit]
    said = {"code": kept.code, "applicant_name": kept.name}
    said |= dict.fromkeys(("helped_unit", "received_unit", "decided_unit"), at)
    if kept.state == "open":
        return open_row(**said)
    return row(**said, **(LATE if kept.state == "late" else {}))


@dataclass(frozen=True)
class Holder:
    """Somebody with a role at a unit; what they may see, by the table."""

    role: Role | None
    place: str

    def holds(self, right: str) -> bool:
        return self.role is not None and Right(right) in TABLE[self.role]

    def sees(self, right: Right, unit: str, officer: tuple[Role, str] | None = None) -> bool:
        match TABLE[self.role].get(right) if self.role else None:
            case Scope.CITY:
                return True
            case Scope.SUBTREE:
                return self.place in above(unit)
            case Scope.UNIT:
                return self.place == unit
            case Scope.OWN:
                return officer == (self.role, self.place)
        return False

    def codes(self, unit: str = "", state: str = "", right: Right = Right.ROWS) -> set[str]:
        """The dossiers of which they may see rows, at or below a unit, in a state."""
        return {
            each.code
            for each in DOSSIERS
            if self.sees(right, each.unit, each.officer)
            and (not unit or unit in above(each.unit))
            and (not state or state == each.state)
        }

    def names(self, codes: Collection[str]) -> set[str]:
        seen = self.codes(right=Right.PERSONS)
        return {each.name for each in DOSSIERS if each.code in seen & set(codes)}


@once
def tree() -> dict[str, str | None]:
    return dict(Unit.objects.values_list("key", "parent__key"))


def above(unit: str) -> list[str]:
    """The unit and those it stands under."""
    found: list[str] = []
    here: str | None = unit
    while here:
        found.append(here)
        here = tree()[here]
    return found


Status = Callable[[Holder], int]
Codes = Callable[[Holder], set[str]]


def answered(_holder: Holder) -> int:
    return 200


def nobody(_holder: Holder) -> set[str]:
    return set()


@dataclass(frozen=True)
class Example:
    """A question to an address: what who has the right is answered, and whose dossiers stand in it.
    `persons`: whether their names do; `absent`: another question, of something that is not there, for the
    same answer to whom this is withheld."""

    args: dict[str, Any] = field(default_factory=dict)
    question: dict[str, str] = field(default_factory=dict)
    status: Status = answered
    rows: Codes = nobody
    persons: bool = False
    absent: "Example | None" = None


UNTOLD = Example()  # of an address that asks for nothing: a page, or one that leads on


def figures_of(unit: str) -> Status:
    return lambda holder: 200 if holder.sees(Right.FIGURES, unit) else 404


def rows_of(unit: str) -> Status:
    both = (Right.FIGURES, Right.ROWS)
    return lambda holder: 200 if all(holder.sees(right, unit) for right in both) else 404


def own_figures(holder: Holder) -> int:
    """Without a unit named: the figures of the first of the units one may see."""
    return 200 if holder.holds(Right.FIGURES) else 404


def whole_city(holder: Holder) -> int:
    return 200 if scope_of(holder, Right.FIGURES) == Scope.CITY else 403


def scope_of(holder: Holder, right: Right) -> Scope | None:
    return TABLE[holder.role].get(right) if holder.role else None


def in_any_state(unit: str, *states: str) -> Codes:
    return lambda holder: {code for state in states for code in holder.codes(unit, state)}


def not_in_time(unit: str) -> Codes:
    return in_any_state(unit, "late", "open")  # the open ones are overdue by now


def communes(codes: Codes) -> Codes:
    """The figure of the walk counts the communes; its rows are seen by who sees figures too."""
    of_district = {each.code for each in DOSSIERS if each.unit == DISTRICT}
    return lambda holder: codes(holder) - of_district if holder.holds(Right.FIGURES) else set()


DONE = communes(in_any_state("", "in-time", "late"))
IN_TIME = communes(in_any_state("", "in-time"))
DONE_HOME = communes(in_any_state(HOME, "in-time", "late"))
AT_HOME, NOWHERE = {"unit": HOME}, {"unit": "ct-khong-co"}
CELL = {"code": REPORT, "cell": COMPLETED}


def covers(holder: Holder) -> bool:
    """Whether the rows of all units below the first of one's units are within the right."""
    match scope_of(holder, Right.FIGURES):
        case Scope.CITY:
            return scope_of(holder, Right.ROWS) == Scope.CITY
        case Scope.SUBTREE:
            return True
    return holder.place in (HOME, SISTER)  # nothing stands below a ward


def late_of_own(holder: Holder) -> set[str]:
    return not_in_time("")(holder) if covers(holder) else set()


def late_list(holder: Holder) -> set[str]:
    """A unit's late dossiers stand on its dashboard for who may see the rows of all its units."""
    return not_in_time(HOME)(holder)


def city_rows(holder: Holder) -> set[str]:
    """Where nothing is withheld: of the whole city."""
    return holder.codes(state="open") if scope_of(holder, Right.ROWS) == Scope.CITY else set()


def found_by_name(holder: Holder) -> set[str]:
    return {code for code in holder.codes() if holder.names([code])}


def all_viewed(holder: Holder) -> set[str]:
    """An inspector looked at the persons of every dossier."""
    return holder.codes(right=Right.VIEWS)


def in_log(holder: Holder) -> bool:
    """The page that showed MINE showed all the others too."""
    return MINE.code in all_viewed(holder)


NO_DOSSIER = Example({"code": f"{CODES[HOME]}-990101-0001"})


def page_of(kept: Kept, question: dict[str, str] | None = None) -> Example:
    def status(holder: Holder) -> int:
        return 200 if kept.code in holder.codes() else 404

    def rows(holder: Holder) -> set[str]:
        return holder.codes() & {kept.code}

    return Example({"code": kept.code}, question or {}, status, rows, persons=True, absent=NO_DOSSIER)


def paper_of(kept: Kept, form: str, kind: str) -> Example:
    """A paper that names who asks; a kind of file that it does not have is answered as what is not there."""

    def status(holder: Holder) -> int:
        return 200 if kind == "pdf" and kept.code in holder.codes(right=Right.PERSONS) else 404

    args = {"code": kept.code, "form": form, "kind": kind}
    absent = Example({**args, **NO_DOSSIER.args})
    return Example(args, {}, status, lambda _: {kept.code}, persons=True, absent=absent)


def slip_of(kept: Kept, kind: str) -> Example:
    """The routing slip names no applicant."""

    def status(holder: Holder) -> int:
        return 200 if kept.code in holder.codes() else 404

    args = {"code": kept.code, "kind": kind}
    return Example(args, {}, status, lambda _: {kept.code}, absent=Example({**args, **NO_DOSSIER.args}))


def desk_of(kept: Kept) -> Example:
    """What the desk where it was received may see again."""

    def status(holder: Holder) -> int:
        return 200 if holder.sees(Right.RECEIVE, kept.unit) else 404

    return Example({"code": kept.code}, {}, status, lambda _: {kept.code}, persons=True, absent=NO_DOSSIER)


def store_of(kept: Kept) -> Example:
    """The papers of who filed it, for who may see them."""

    def status(holder: Holder) -> int:
        return 200 if kept.code in holder.codes(right=Right.PERSONS) else 404

    return Example({"code": kept.code}, {}, status, lambda _: {kept.code}, persons=True, absent=NO_DOSSIER)


def book_of(unit: str) -> Example:
    """The register of a unit: not for who sees no more of it than their own work."""

    def status(holder: Holder) -> int:
        return 200 if holder.sees(Right.ROWS, unit) else 404

    def rows(holder: Holder) -> set[str]:
        return {each.code for each in DOSSIERS if each.unit == unit}

    absent = Example({}, {"don-vi": "ct-khong-co"})
    return Example({}, {"don-vi": unit}, status, rows, persons=True, absent=absent)


def at_desk(holder: Holder) -> set[str]:
    """What is open at the very unit where they hold their role, where they see its rows."""
    return {
        each.code
        for each in DOSSIERS
        if each.state == "open" and each.unit == holder.place and holder.sees(Right.ROWS, each.unit)
    }


def own_work(holder: Holder) -> set[str]:
    return {each.code for each in DOSSIERS if each.officer == (holder.role, holder.place)}


def given_list(holder: Holder) -> int:
    """The list between two desks of one unit."""
    return 200 if holder.place == HOME and holder.sees(Right.ROWS, HOME) else 404


NO_LIST = Example({"pk": PERSON + 1})


def listed(_holder: Holder) -> set[str]:
    return {HANDLED.code}


def only_post(**args: int | str) -> Example:
    """Read by nobody, whether it is there or not."""
    absent = Example(dict.fromkeys(args, PERSON + 1), status=lambda _: 405)
    return Example(dict(args), status=lambda _: 405, absent=absent)


# A linked case: MINE is its first part, the second waits at FAR.
LINKED = f"LT-{MINE.code}"


def of_case(holder: Holder) -> set[str]:
    """Who sees rows of either; its code holds that of MINE."""
    seen = any(holder.sees(Right.ROWS, unit) for unit in (HOME, FAR))
    return {MINE.code} if seen else set()


def case_page(right: Right = Right.ROWS, **more: str) -> Example:
    def status(holder: Holder) -> int:
        return 200 if of_case(holder) and (right == Right.ROWS or holder.sees(right, HOME)) else 404

    absent = Example({"code": "LT-KHONG-CO", **more})
    return Example({"code": LINKED, **more}, {}, status, lambda _: {MINE.code}, persons=True, absent=absent)


def paper(kind: str, question: dict[str, str], status: Status) -> Example:
    args = {"code": REPORT, "kind": kind}
    return Example(args, question, status, absent=Example(args, NOWHERE))


# A document to proofread that somebody of HOME brought; a figure of it was asked of SISTER.
WRONG = "Tổng số hồ sơ đã giải quyết là 100 hồ sơ, trong đó: cấp huyện 60 hồ sơ và cấp xã 30 hồ sơ."
BROUGHT = (Role.REPORTING_OFFICER, HOME)
NUMBER = PERSON  # of the document, of the finding in it, of the slip


def of_run(holder: Holder) -> int:
    """Who brought it, and who sees the whole city's figures."""
    mine = (holder.role, holder.place) == BROUGHT
    return 200 if mine or scope_of(holder, Right.FIGURES) == Scope.CITY else 404


def of_slip(holder: Holder) -> int:
    return 200 if holder.sees(Right.FIGURES, SISTER) else of_run(holder)


def of_proof(**more: int) -> list[Example]:
    absent = Example(dict.fromkeys(("run", *more), NUMBER + 1))
    return [Example({"run": NUMBER, **more}, status=of_run, absent=absent)]


ASKED = [Example({"slip": NUMBER}, status=of_slip, absent=Example({"slip": NUMBER + 1}))]


def by_role(*roles: Role) -> Status:
    """Opened by who holds one of these roles; by nobody else of those with the right."""
    return lambda holder: 200 if holder.role in roles else 403


def gone(status: int, **args: Any) -> list[Example]:
    """A decision or review that is not there: for who holds the right as for everybody else."""
    absent = Example({**args, "pk": PERSON + 1}, status=lambda _: status)
    return [Example({"pk": PERSON, **args}, status=lambda _: status, absent=absent)]


def controlled() -> dict[str, list[Example]]:
    """Publication decisions and reviews: no dossier stands in them. Those that are there are looked at by the
    tests of procedures."""
    one, item = "thu-tuc/cong-bo/<int:pk>/", "thu-tuc/cong-bo/<int:pk>/thu-tuc/<int:item>/"
    review = "thu-tuc/ra-soat/thu-tuc/<int:pk>/"
    day = {"linh-vuc": "Hộ tịch", "ngay": "01/06/2024"}
    office = by_role(Role.COMMITTEE_OFFICE)
    no_plan = Example({"year": 2019}, status=lambda _: 404)
    return {
        "thu-tuc/cong-bo/du-thao/": [Example(status=by_role(*DRAFTERS))],
        one: gone(404),
        f"{one}sua/": gone(404),
        f"{one}them/<slug:kind>/": gone(404, kind="moi"),
        item: gone(404, item=PERSON),
        f"{item}bo/": gone(405, item=PERSON),
        f"{item}quy-trinh/": gone(404, item=PERSON),
        f"{one}niem-yet/<slug:unit>/": gone(405, unit=HOME),
        f"{one}buoc/<slug:verb>/": gone(405, verb="ky"),
        f"{one}quyet-dinh.<slug:kind>": gone(404, kind="pdf"),
        "thu-tuc/danh-muc/": [Example(), Example({}, day)],
        "thu-tuc/danh-muc/danh-muc.<slug:kind>": [
            Example({"kind": "xlsx"}, day),
            Example({"kind": "pdf"}, status=lambda _: 404),
        ],
        "thu-tuc/ra-soat/ke-hoach/": [Example(status=office)],
        "thu-tuc/ra-soat/<int:year>/them/": [Example({"year": 2018}, status=lambda _: 404, absent=no_plan)],
        review: gone(404),
        f"{review}danh-gia/": gone(404),
        f"{review}chi-phi/<slug:side>/": gone(404, side="truoc"),
        f"{review}phe-duyet/": gone(404),
    }


def inspected() -> dict[str, list[Example]]:
    """Inspections, surprise visits and audits: no dossier stands in them. Those that are there are looked at
    by the tests of supervision; nobody of the walk is a member of a team."""
    one, team, visit, audit = (
        f"kiem-tra/{part}<int:pk>/" for part in ("", "doan/", "dot-xuat/", "thanh-tra/")
    )
    return {
        "kiem-tra/doan/them/": [Example(status=by_role(*ORGANISERS))],
        "kiem-tra/thanh-tra/them/": [Example(status=by_role(*AUDITORS))],
        "kiem-tra/dot-xuat/lap-bien-ban/": [Example(status=lambda _: 404)],
        **dict.fromkeys((one, team, visit, audit), gone(404)),
        **{f"{each}.docx": gone(404) for each in (f"{one}bien-ban", f"{one}thong-bao", f"{visit}bien-ban")},
        f"{team}bao-cao.docx": gone(404),
        f"{one}buoc/<slug:verb>/": gone(405, verb="gui-lich"),
        f"{team}ghi/<slug:verb>/": gone(405, verb="thanh-vien"),
        f"{audit}ghi/<slug:verb>/": gone(405, verb="ket-luan"),
        f"{visit}vu-viec/": gone(405),
        f"{one}tep/<int:file>/": gone(404, file=PERSON),
        f"{visit}tep/<int:file>/": gone(404, file=PERSON),
    }


def work_files() -> dict[str, list[Example]]:
    """The files of tasks, inspections and of the city's report; that of the task given to HOME."""
    absent, city = Example({"kind": "duoc-giao", "pk": PERSON + 1}), figures_of(CITY)
    own = Example({"kind": "duoc-giao", "pk": PERSON}, status=of_home(Right.TASKS), absent=absent)
    task, inspection = (f"ho-so-cong-viec/{part}/<slug:kind>/<int:pk>/" for part in ("nhiem-vu", "kiem-tra"))
    report, no_report = (
        "bao-cao/<slug:code>/ho-so-cong-viec/",
        Example({"code": "khong-co"}, status=lambda _: 404),
    )
    return {
        **{f"{task}{name}": [own] for name in ("", "muc-luc.docx")},
        **{f"{inspection}{name}": gone(404, kind="thanh-tra") for name in ("", "muc-luc.docx")},
        **{
            f"{report}{name}": [Example({"code": REPORT}, status=city, absent=no_report)]
            for name in ("", "muc-luc.docx")
        },
    }


def planned() -> dict[str, list[Example]]:
    """Plans and their tasks: no dossier stands in them. Those that are there are looked at by the tests of
    supervision."""
    one, task = "ke-hoach/<int:pk>/", "ke-hoach/nhiem-vu/<int:pk>/"
    return {
        "ke-hoach/lap/": [Example(status=by_role(*PLANNERS, *GIVERS))],
        one: gone(404),
        f"{one}sua/": gone(404),
        f"{one}them/": gone(404),
        f"{one}nhap-tep/": gone(404),
        f"{one}buoc/<slug:verb>/": gone(405, verb="trinh"),
        f"{one}don-doc/": gone(405),
        f"{one}<slug:name>.<slug:kind>": gone(404, name="ke-hoach", kind="docx"),
        task: gone(404),
        f"{task}sua/": gone(404),
        f"{task}bo/": gone(405),
        f"{task}van-ban/<int:product>/": gone(405, product=PERSON),
        f"{task}dieu-kien/<int:product>/": gone(405, product=PERSON),
        f"{task}tep/<int:evidence>/": gone(404, evidence=PERSON),
        f"{task}<slug:verb>/<int:evidence>/": gone(405, verb="xac-nhan", evidence=PERSON),
    }


def given() -> dict[str, list[Example]]:
    """A document by which the committee's office gives HOME a task, that task, and HOME's report."""
    source, task = "nhiem-vu/van-ban/<int:pk>/", "nhiem-vu/<int:pk>/"
    report = f"{source}ket-qua/<slug:unit>/"
    own = Example({"pk": PERSON}, status=of_home(Right.TASKS), absent=Example({"pk": PERSON + 1}))
    of_unit = Example(
        {"pk": PERSON, "unit": HOME},
        status=of_home(Right.TASKS),
        absent=Example({"pk": PERSON + 1, "unit": HOME}),
    )
    paper = replace(
        of_unit,
        args={**of_unit.args, "kind": "docx"},
        absent=Example({"pk": PERSON + 1, "unit": HOME, "kind": "docx"}),
    )
    return {
        "nhiem-vu/don-doc/": [Example(status=by_role(*OFFICES))],
        "nhiem-vu/van-ban/nhap/": [Example(status=by_role(*OFFICES))],
        source: [own],
        report: [of_unit],
        f"{report}bao-cao.<slug:kind>": [paper],
        task: [own],
        f"{task}buoc/<slug:verb>/": [only_post(pk=PERSON, verb="xin-gia-han")],
        f"{task}tep/<int:evidence>/": gone(404, evidence=PERSON),
    }


def task_of_home() -> None:
    """What these look at."""
    home, office = Unit.objects.get(key=HOME), Unit.objects.get(key="ct-van-phong-ubnd")
    head: dict[str, Any] = {"giver": "committee", "city": Unit.objects.get(key=CITY), "kind": "thong-bao"}
    head |= {"day": date(2024, 5, 2), "abstract": "Thông báo mẫu", "issuer": "UBND mẫu", "office": office}
    item = SourceItem.objects.create(
        source=Source.objects.create(pk=PERSON, **head), position=1, content="Việc mẫu", product="Báo cáo"
    )
    task = Task.objects.create(pk=PERSON, number=1, content=item.content, lead=home, status="ongoing")
    Product.objects.create(task=task, position=1, name=item.product)
    GivenTask.objects.create(task=task, item=item, changed_at=timezone.now())


DRAFT = PERSON + 2  # of a document; PERSON is one that HOME issued


def of_home(right: Right, *roles: Role) -> Status:
    """Who has the right over HOME; with roles, who holds one of them there."""
    if roles:
        return lambda holder: 200 if holder.place == HOME and holder.role in roles else 404
    return lambda holder: 200 if holder.sees(right, HOME) else 404


def official() -> dict[str, list[Example]]:
    """Documents in and out and files of a matter: an issued document of HOME, a draft of HOME, a file."""
    one, case, absent = "so-van-ban/<int:pk>/", "so-van-ban/tap-ho-so/<int:pk>/", Example({"pk": PERSON + 1})
    issued = Example({"pk": PERSON}, status=of_home(Right.ROWS), absent=absent)
    seen = [role for role in Role if role is not Role.POSTAL_STAFF]  # who sees rows of their own work alone
    draft = Example({"pk": DRAFT}, status=of_home(Right.ROWS, *seen), absent=absent)
    written = replace(draft, status=of_home(Right.ROWS, *WRITERS))
    return {
        "so-van-ban/du-thao/": [Example(status=by_role(*WRITERS))],
        "so-van-ban/dang-ky/": [Example(status=by_role(*CLERKS))],
        "so-van-ban/da-phat-hanh/": [Example(status=by_role(*CLERKS))],
        "so-van-ban/tap-ho-so/mo/": [Example(status=by_role(*WRITERS))],
        one: [issued, draft],
        f"{one}sua/": [written],
        f"{one}tep/": [issued],
        f"{one}buoc/<slug:verb>/": [only_post(pk=PERSON, verb="ky")],
        f"{one}nhan/<slug:unit>/": [only_post(pk=PERSON, unit=HOME)],
        case: [issued],
        f"{case}buoc/<slug:verb>/": [only_post(pk=PERSON, verb="ket-thuc")],
        f"{case}dua-ra/<int:item>/": [only_post(pk=PERSON, item=PERSON)],
    }


def registers() -> dict[str, list[Example]]:
    """Registers and reporting duties: a line of HOME, a report of HOME."""
    line, duty = "so-nghiep-vu/dong/<int:pk>/", "che-do-bao-cao/<slug:key>/<int:year>/<slug:period>/"
    report: dict[str, int | str] = {"key": "cchc", "year": 2024, "period": "H1"}
    absent = Example({"pk": PERSON + 1})
    own = Example({"pk": PERSON}, status=of_home(Right.TASKS), absent=absent)
    keeps = of_home(Right.TASKS, *(role for role in KEEPERS if Right.TASKS in TABLE[role]))
    no_register, no_period = Example({"key": "khong-co"}), Example(report | {"period": "Q2"})
    return {
        "so-nghiep-vu/<slug:key>/": [Example({"key": "tuyen-truyen"}, absent=no_register)],
        "so-nghiep-vu/<slug:key>/ghi/": [
            Example({"key": "tuyen-truyen"}, status=by_role(*KEEPERS), absent=no_register)
        ],
        line: [own],
        f"{line}dinh-chinh/": [replace(own, status=keeps)],
        f"{line}buoc/<slug:verb>/": [only_post(pk=PERSON, verb="rut")],
        duty: [Example(report, absent=no_period)],
        f"{duty}gui/<slug:unit>/": [only_post(**report, unit=HOME)],
        "che-do-bao-cao/tra-lai/<int:pk>/": [only_post(pk=PERSON)],
        "chi-tieu/lap/": [Example(status=by_role(*TARGET_KEEPERS))],
        "chi-tieu/<int:pk>/": [own],
    }


def papers_of_home() -> None:
    """What these look at."""
    home, today = Unit.objects.get(key=HOME), timezone.localdate()
    book = BytesIO()
    write_rows(book, ["Văn bản mẫu"], [], [], 1)
    said: dict[str, Any] = {"unit": home, "direction": "out", "kind": "bao-cao", "issuer": home.name}
    said |= {"abstract": "Báo cáo mẫu", "file": keep("bao-cao.xlsx", book.getvalue(), by=None)}
    numbered = {"number": 1, "symbol": "01/BC-UBND", "day": today, "issued_at": timezone.now()}
    OfficialDocument.objects.create(pk=PERSON, state="issued", **said, **numbered)
    OfficialDocument.objects.create(pk=DRAFT, state="draft", **said)
    CaseFile.objects.create(
        pk=PERSON, unit=home, code="01/M", title="Hồ sơ mẫu", retention="20 năm", opened=today
    )
    line: dict[str, Any] = {"unit": home, "register": "tuyen-truyen", "title": "Bài mẫu", "day": today}
    given: dict[str, Any] = {"programme": "Mẫu", "name": "Chỉ tiêu mẫu", "operator": "ge", "value": 50}
    Target.objects.create(pk=PERSON, unit=home, year=today.year, judged_on=today, source="Mẫu", **given)
    RegisterEntry.objects.create(pk=PERSON, year=today.year, serial=1, known_from=timezone.now(), **line)


ALL = {"trang-thai": "tat-ca"}
SPRING = {"tu": "01/04/2024", "den": "30/06/2024"}  # when the late ones ended


def act_on(kept: Kept, act: str) -> Example:
    """The page of an act: that it may not be done stands on it for who may see the dossier."""
    absent = Example({"code": "KHONG-CO", "act": act})
    return replace(page_of(kept), args={"code": kept.code, "act": act}, persons=False, absent=absent)


def is_asked(holder: Holder) -> bool:
    """Whether they answer for the unit whose opinion is asked."""
    return holder.role in HANDLERS and holder.place == SISTER


def late_codes(holder: Holder) -> set[str]:
    return holder.codes(state="late")


def sees_papers(holder: Holder) -> bool:
    return HANDLED.code in holder.codes() and HANDLED.code in holder.codes(right=Right.PERSONS)


def at_home(*rights: Right) -> Status:
    return lambda holder: 200 if all(holder.sees(right, HOME) for right in rights) else 404


NOT_THERE = {"pk": PERSON + 1}


def there(right: Right, **more: Any) -> list[Example]:
    """Something of HOME: for whom the right reaches it; to others as if it were not there."""
    absent = Example({**more, **NOT_THERE})
    return [Example({"pk": PERSON, **more}, status=at_home(right), absent=absent)]


def accountable() -> dict[str, list[Example]]:
    """A case whose person HOME manages; whose names stand where is shown by supervision's own tests."""
    one = "trach-nhiem/<int:pk>/"
    return {
        one: there(Right.ACCOUNTABILITY),
        f"{one}viec/<slug:slug>/": [only_post(pk=PERSON, slug="giai-trinh")],
        f"{one}tep/<int:event>/": gone(404, event=PERSON),
    }


def answers_home(holder: Holder) -> int:
    """Whether they write what HOME lists."""
    if not holder.sees(Right.TASKS, HOME):
        return 404
    return 200 if holder.role in LISTERS and holder.place == HOME else 403


def lists_home(holder: Holder) -> int:
    """Whether they read what HOME lists and has not sent: as long as it is written, who writes it."""
    return 200 if answers_home(holder) == 200 else 404


def pending_work() -> dict[str, list[Example]]:
    """A campaign that asks HOME alone, and what it lists."""
    campaign, answer, item = (
        *("ra-soat-ton-dong/<int:pk>/", "ra-soat-ton-dong/tra-loi/<int:pk>/"),
        "ra-soat-ton-dong/noi-dung/<int:pk>/",
    )
    writing = [Example({"pk": PERSON}, status=answers_home, absent=Example(NOT_THERE))]
    unsent = [Example({"pk": PERSON}, status=lists_home, absent=Example(NOT_THERE))]
    return {
        "ra-soat-ton-dong/mo/": [
            Example(status=lambda it: 200 if it.role in RUNNERS and it.place == CITY else 403)
        ],
        campaign: there(Right.TASKS),
        f"{campaign}ket-thuc/": [only_post(pk=PERSON)],
        f"{campaign}ket-qua.<slug:kind>": there(Right.TASKS, kind="xlsx"),
        answer: there(Right.TASKS),
        f"{answer}bang.xlsx": unsent,
        f"{answer}nhap/": [only_post(pk=PERSON)],
        f"{answer}them/": writing,
        f"{answer}viec/<slug:slug>/": [only_post(pk=PERSON, slug="gui")],
        item: unsent,
        f"{item}sua/": unsent,
        f"{item}bo/": [only_post(pk=PERSON)],
        f"{item}viec/<slug:slug>/": [only_post(pk=PERSON, slug="xong")],
    }


MARKS_HOME = {"don-vi": HOME, "quy": "2024-Q1"}
PAGES: dict[str, list[Example]] = {
    "accounts/2fa/recovery-codes/": [Example(status=lambda _: 404)],  # nobody here has any
    "don-vi/lich/": [Example(status=lambda _: 302)],
    "don-vi/lich/<int:year>/": [Example({"year": 2024})],
    "don-vi/<slug:key>/": [Example({"key": HOME})],
    "thu-tuc/<slug:key>/": [Example({"key": "xac-nhan-tinh-trang-hon-nhan"})],
    "tra-cuu/<str:code>/<slug:token>/": [
        Example({"code": CODES[HOME], "token": "khong-co"}, status=lambda _: 404)  # no token, so no guess
    ],
    "ho-so/": [
        Example({}, ALL, rows=Holder.codes, persons=True),
        Example({}, rows=lambda holder: holder.codes(state="open"), persons=True),
        Example({}, {"nguoi-nop": "mau"}, rows=found_by_name, persons=True),
        Example({}, {"don-vi": FAR, **ALL}, rows=lambda holder: holder.codes(FAR), persons=True),
        Example({}, {"ma": CODES[HOME]}, rows=lambda holder: holder.codes(HOME), persons=True),
    ],
    "ho-so/danh-sach.xlsx": [
        Example({}, ALL, rows=Holder.codes),
        Example(
            {}, {"thuoc": DISTRICT, "ban-do": "cua-ky", **ALL}, rows=lambda holder: holder.codes(DISTRICT)
        ),
    ],
    "ho-so/<str:code>/": [
        page_of(MINE),
        page_of(MINE, {"luc": "2024-03-18T08:00"}),
        page_of(HANDLED),
        page_of(CARRIED),
    ],
    "ho-so/<str:code>/giay-to/<slug:form>.<str:kind>": [
        paper_of(MINE, "tiep-nhan", "pdf"),
        paper_of(HANDLED, "tiep-nhan", "pdf"),
        paper_of(MINE, "tiep-nhan", "xlsx"),
    ],
    "ho-so/<str:code>/giay-to/kiem-soat.<str:kind>": [slip_of(MINE, "pdf"), slip_of(CARRIED, "xlsx")],
    "ho-so/<str:code>/da-tiep-nhan/": [desk_of(MINE), desk_of(HANDLED)],
    "ho-so/<str:code>/kho/": [store_of(MINE), store_of(HANDLED)],
    # an address is given by a page to whom it showed the paper (dossiers/tests/test_desk.py)
    "ho-so/kho/tep/<str:token>/": [
        Example({"token": "khong-co"}, status=lambda _: 404, absent=Example({"token": "cung-khong"}))
    ],
    "so-theo-doi/": [book_of(HOME), book_of(FAR)],
    "so-theo-doi/so.pdf": [book_of(HOME)],
    "so-theo-doi/so.xlsx": [book_of(HOME)],
    "ho-so/<str:code>/viec/<slug:act>/": [
        *(act_on(each, act) for each in (MINE, HANDLED) for act in ("tra-ket-qua", "lay-y-kien", "ky")),
        act_on(CARRIED, "xin-loi"),
    ],
    "ho-so/<str:code>/van-ban/<int:pk>/": [
        Example(
            {"code": HANDLED.code, "pk": PERSON},
            status=lambda holder: 200 if sees_papers(holder) else 404,
            absent=Example({"code": HANDLED.code, **NOT_THERE}),
        )
    ],
    "ho-so/lay-y-kien/": [Example(rows=lambda holder: {HANDLED.code} if is_asked(holder) else set())],
    "ho-so/lay-y-kien/<int:pk>/": [
        Example(
            {"pk": PERSON},
            status=lambda holder: 200 if is_asked(holder) else 404,
            rows=lambda holder: {HANDLED.code} if is_asked(holder) else set(),
            absent=Example(NOT_THERE),
        )
    ],
    "ho-so/dieu-chinh-thoi-diem/<int:pk>/": [
        Example(
            {"pk": PERSON},
            status=at_home(Right.ROWS),
            rows=lambda holder: {MINE.code} if holder.sees(Right.ROWS, HOME) else set(),
            absent=Example(NOT_THERE),
        )
    ],
    "ho-so/dieu-chinh-thoi-diem/<int:pk>/minh-chung/": [
        Example({"pk": PERSON}, status=at_home(Right.ROWS, Right.PERSONS), absent=Example(NOT_THERE))
    ],
    "ho-so/giai-trinh-tre-han/": [Example(), Example({}, SPRING, rows=late_codes)],
    "ho-so/giai-trinh-tre-han/danh-sach.<slug:kind>": [
        Example({"kind": kind}, SPRING, rows=late_codes, absent=Example({"kind": "pdf"}, SPRING))
        for kind in ("xlsx", "docx")
    ],
    "huong-dan/<slug:name>/": [
        Example({"name": "tiep-nhan-ho-so"}, absent=Example({"name": "khong-co"}, status=lambda _: 404))
    ],
    "ho-so/chat-luong/": [
        Example(status=own_figures),
        Example({}, MARKS_HOME, figures_of(HOME), absent=Example({}, {"don-vi": "ct-khong-co"})),
    ],
    "ho-so/chat-luong/ghi/": [only_post()],
    "ho-so/nhat-ky-xem/": [
        Example(rows=all_viewed),
        Example({}, {"ma": MINE.code}, rows=lambda holder: all_viewed(holder) if in_log(holder) else set()),
    ],
    "ho-so/can-xu-ly/": [
        Example({}, {"nhom": "don-vi"}, rows=at_desk),
        Example({}, {"nhom": "cua-toi"}, rows=own_work),
    ],
    "ho-so/can-xu-ly/thuc-hien/": [only_post()],
    "ho-so/ban-giao/": [UNTOLD],
    "ho-so/ban-giao/<int:pk>/": [Example({"pk": PERSON}, status=given_list, rows=listed, absent=NO_LIST)],
    "ho-so/ban-giao/<int:pk>/ky-nhan/": [only_post(pk=PERSON)],
    "ho-so/ban-giao/<int:pk>/danh-sach.pdf": [
        Example({"pk": PERSON}, status=given_list, rows=listed, absent=NO_LIST),
    ],
    "tin-nhan/": [Example(rows=Holder.codes)],
    "tin-nhan/<int:pk>/gui-lai/": [only_post(pk=PERSON)],
    "ho-so/lien-thong/": [Example(rows=of_case)],
    "ho-so/lien-thong/<str:code>/": [case_page()],
    "ho-so/lien-thong/<str:code>/cham-dut/": [only_post(code=LINKED)],
    "ho-so/lien-thong/<str:code>/giay-tiep-nhan.<str:kind>": [case_page(Right.PERSONS, kind="pdf")],
    "ho-so/lich/xem-truoc/": [
        Example(status=whole_city),
        Example({}, {"ngay": "2024-03-18"}, whole_city, city_rows),
    ],
    "tong-quan/": [
        Example(status=own_figures, rows=late_of_own),
        Example({}, AT_HOME, figures_of(HOME), late_list, absent=Example({}, NOWHERE)),
    ],
    "tong-quan/hinh/<slug:name>/": [
        Example({"name": "flows"}, AT_HOME, figures_of(HOME), absent=Example({"name": "flows"}, NOWHERE))
    ],
    # none is drawn here; drawn or not, each is answered by the question it belongs to
    "tong-quan/hinh/<slug:name>/<slug:theme>.svg": [
        Example(
            {"name": "flows", "theme": "dark"},
            AT_HOME,
            lambda _: 404,
            absent=Example({"name": "khong-co", "theme": "dark"}, NOWHERE),
        )
    ],
    "bao-cao/<slug:code>/": [
        Example({"code": REPORT}, {"form": "3"}, own_figures, absent=Example({"code": "2019"})),
        Example({"code": REPORT}, AT_HOME, figures_of(HOME), absent=Example({"code": REPORT}, NOWHERE)),
    ],
    "bao-cao/<slug:code>/<str:cell>/": [
        Example(CELL, {}, own_figures, DONE),
        Example({"code": REPORT, "cell": RATE}, {"inside": "yes"}, own_figures, IN_TIME),
        Example(CELL, {"tab": "units"}, own_figures),
        Example(CELL, AT_HOME, figures_of(HOME), DONE_HOME, absent=Example(CELL, NOWHERE)),
    ],
    "bao-cao/<slug:code>/<str:cell>/danh-sach.xlsx": [
        Example(CELL, {}, own_figures, DONE),
        Example(CELL, AT_HOME, rows_of(HOME), DONE_HOME, absent=Example(CELL, NOWHERE)),
    ],
    # Word and PDF are of the whole city alone, and slow: statistics' own tests read them
    "bao-cao/<slug:code>/bao-cao.<slug:kind>": [
        paper("xlsx", AT_HOME, figures_of(HOME)),
        paper("pdf", AT_HOME, lambda _: 404),
    ],
    "ra-soat/<key:run>/": of_proof(),
    "ra-soat/<key:run>/<key:number>/": of_proof(number=NUMBER),
    "ra-soat/<key:run>/bieu-mau/": of_proof(),
    "ra-soat/<key:run>/ra-soat.xlsx": of_proof(),
    "ra-soat/<key:run>/ra-soat.docx": of_proof(),
    "ra-soat/<key:run>/ra-soat.json": of_proof(),
    "ra-soat/<key:run>/ky/": [only_post(run=NUMBER)],
    "ra-soat/<key:run>/so-van-ban/": [only_post(run=NUMBER)],
    "ra-soat/<key:run>/xoa/": [only_post(run=NUMBER)],
    "ra-soat/phieu/<key:slip>/": ASKED,
    "ra-soat/phieu/<key:slip>/phieu.docx": ASKED,
    "ra-soat/phieu/<key:slip>/phieu.pdf": ASKED,
    "nguoi-dung/<int:pk>/": [Example({"pk": PERSON}, absent=Example({"pk": PERSON + 1}))],
    "nguoi-dung/<int:pk>/giao-vai-tro/": [only_post(pk=PERSON)],
    "nguoi-dung/<int:pk>/vai-tro/<int:assignment>/": [only_post(pk=PERSON, assignment=PERSON)],
    "nguoi-dung/<int:pk>/khoa/": [only_post(pk=PERSON)],
    "nguoi-dung/<int:pk>/mo-lai/": [only_post(pk=PERSON)],
    "nguoi-dung/<int:pk>/mat-khau/": [only_post(pk=PERSON)],
    "nguoi-dung/<int:pk>/hai-lop/": [only_post(pk=PERSON)],
    "uy-quyen/<int:assignment>/cham-dut/": [only_post(assignment=PERSON)],
    **controlled(),
    **inspected(),
    **accountable(),
    **pending_work(),
    **planned(),
    **given(),
    **work_files(),
    **official(),
    **registers(),
    "viec-cua-don-vi/": [
        UNTOLD,
        Example({}, {"don-vi": HOME}, at_home(Right.TASKS), absent=Example({}, {"don-vi": "ct-khong-co"})),
    ],
    "tuan-cong-viec/nhac-viec/da-doc/": [Example(status=lambda _: 405)],
}


def api_unit(right: Right, unit: str) -> Status:
    return lambda holder: 200 if holder.sees(right, unit) else 404


def api_done(unit: str) -> Codes:
    of_district = {each.code for each in DOSSIERS if each.unit == DISTRICT}
    return lambda holder: in_any_state(unit, "in-time", "late")(holder) - of_district


# With a token that holds all its person's rights; no address of the API names a person.
READS: dict[str, list[Example]] = {
    "api/v1/reports/<code>/cells": [
        Example({"code": REPORT}, status=api_unit(Right.FIGURES, CITY)),
        Example(
            {"code": REPORT},
            {"org": HOME},
            api_unit(Right.FIGURES, HOME),
            absent=Example({"code": REPORT}, {"org": "ct-khong-co"}),
        ),
    ],
    "api/v1/reports/<code>/cells/<cell>/rows": [
        Example(CELL, status=api_unit(Right.ROWS, CITY), rows=api_done("")),
        Example(
            CELL,
            {"org": HOME},
            api_unit(Right.ROWS, HOME),
            api_done(HOME),
            absent=Example(CELL, {"org": "ct-khong-co"}),
        ),
    ],
    "api/v1/dossiers": [
        Example(rows=Holder.codes),
        Example({}, {"unit": FAR}, rows=lambda holder: holder.codes(FAR)),
    ],
    "api/v1/dossiers/<code>": [
        replace(page_of(MINE), persons=False),
        replace(page_of(CARRIED), persons=False),
    ],
    "api/v1/dossiers/<code>/events": [
        replace(page_of(each), persons=False, rows=nobody) for each in (MINE, CARRIED)
    ],
    "api/v1/procedures/<name>": [Example({"name": "xac-nhan-tinh-trang-hon-nhan"})],
    "api/v1/units/<name>": [Example({"name": HOME})],
    "api/v1/<path:rest>": [Example({"rest": "khong-co"}, status=lambda _: 404)],
}
EXAMPLES = PAGES | READS


def examples(address: Address) -> list[Example]:
    """Raises KeyError for an address with arguments that nobody gave an example of."""
    return EXAMPLES[address.route] if address.route in EXAMPLES or "<" in address.route else [UNTOLD]


def url(address: Address, example: Example) -> str:
    path = address.path(example.args)
    return f"{path}?{urlencode(example.question)}" if example.question else path


ADDRESSES = addresses()
OURS = [each for each in ADDRESSES if not each.library]
SITE = [each for each in OURS if not each.route.startswith(API)]
# Of roles with the same line in the table the first goes to every place, the others home.
FIRST = {str(TABLE[role]): role for role in reversed(Role)}
HOLDERS = [
    Holder(role, place) for role in Role for place in (PLACES if role in FIRST.values() else (HOME,))
] + [
    Holder(None, CITY),  # signed in, without a role
    Holder(Role.HEAD_OF_AGENCY, DISTRICT),  # with units below
]
# Walked each time: the scopes and duties once each, a stranger, a colleague elsewhere; everybody else before
# an issue closes.
DAILY = [
    *(Holder(Role.RECEIVING_OFFICER, HOME), Holder(Role.CASE_OFFICER, HOME)),
    *(Holder(None, CITY), Holder(Role.HEAD_OF_AGENCY, DISTRICT)),
    *(Holder(Role.RECEIVING_OFFICER, SISTER), Holder(Role.INSPECTORATE, CITY)),
]
WALKING = [
    pytest.param(each, marks=() if each in DAILY else pytest.mark.long, id=f"{each.role}-{each.place}")
    for each in HOLDERS
]


def person_of(role: Role | None, place: str) -> Person:
    return Person.objects.get(username=f"{role}-{place}")


def give_officers() -> None:
    """Each of OFFICERS gets their dossier; until yesterday all were case officers too."""
    today = timezone.localdate()
    for (unit, state), (role, place) in OFFICERS.items():
        sign_in(role, place)
        officer, at = person_of(role, place), Unit.objects.get(key=place)
        officer.assignments.create(
            role=Role.CASE_OFFICER, unit=at, valid_from=date(2020, 1, 2), valid_to=today
        )
        (kept,) = (each for each in DOSSIERS if (each.unit, each.state) == (unit, state))
        dossier = Dossier.objects.get(code=kept.code)
        assign(dossier.pk, officer=officer, at=timezone.now() - timedelta(days=1), by="truong-phong")


def an_account() -> None:
    """An account to look at, with a role that somebody delegated."""
    sign_in(Role.HEAD_OF_AGENCY, FAR)
    person = Person.objects.create(pk=PERSON, username="tai-khoan-mau", full_name="Tài khoản mẫu")
    giver, unit = person_of(Role.HEAD_OF_AGENCY, FAR), Unit.objects.get(key=FAR)
    today = timezone.localdate()
    days = {"valid_from": today, "valid_to": today + timedelta(days=30), "document": "Văn bản mẫu"}
    held = {"role": Role.HEAD_OF_AGENCY, "unit": unit, "delegated_by": giver}
    Assignment.objects.create(pk=PERSON, person=person, **held, **days)


def a_document() -> None:
    """What BROUGHT brought, and the slip about it."""
    sign_in(*BROUGHT)
    by = person_of(*BROUGHT)
    run = take(WRONG.encode(), "bao-cao.txt", by)
    with transaction.atomic():
        run.findings.filter(verdict="contradiction").update(number=NUMBER)
        run.findings.update(run=NUMBER)
        ProofRun.objects.filter(id=run.pk).update(id=NUMBER)
    found, now = ProofFinding.objects.get(number=NUMBER), timezone.now()
    sister, due = Unit.objects.get(key=SISTER), timezone.localdate() + timedelta(days=3)
    ProofEvent.objects.create(
        pk=NUMBER, finding=found, number=1, act=Act.SEND, text="Đề nghị.", unit=sister, due=due, by=by, at=now
    )


def a_list() -> None:
    """A list of hand-over between two desks of one unit."""
    home, giver = Unit.objects.get(key=HOME), person_of(Role.HEAD_OF_AGENCY, FAR)
    ends = {"from_unit": home, "to_unit": home, "given_by": giver, "given_at": timezone.now()}
    made = HandOverList.objects.create(pk=PERSON, number=1, day=timezone.localdate(), **ends)
    HandedOver.objects.create(list=made, dossier=Dossier.objects.get(code=HANDLED.code), late=False)


def messages_of_all() -> None:
    """What their applicants were told of the receipt."""
    for event in DossierEvent.objects.filter(number=1).select_related("dossier"):
        unit = DossierVersion.objects.get(dossier=event.dossier, known_to=None).unit
        Message.objects.create(
            event=event, unit=unit, channel="sms", subject="Mẫu", text="Mẫu", written_at=timezone.now()
        )


def a_desk() -> None:
    """An opinion asked, a paper with a file and a correction, to look at."""
    file = BytesIO()
    write_rows(file, ["Mẫu"], [], [], 1)
    officer, now = person_of(*HANDLED.officer) if HANDLED.officer else None, timezone.now()
    kept = keep("mau.xlsx", file.getvalue(), by=officer)
    home, sister = Unit.objects.get(key=HOME), Unit.objects.get(key=SISTER)
    handled, mine = (Dossier.objects.get(code=each.code) for each in (HANDLED, MINE))
    said: dict[str, Any] = {"asked_at": now, "due_at": now + timedelta(days=3)}
    Consultation.objects.create(pk=PERSON, dossier=handled, unit=sister, lead=home, **said)
    Draft.objects.create(pk=PERSON, dossier=handled, unit=home, kind=Paper.RESULT, file=kept, drafted_at=now)
    signed = {"evidence": kept, "evidence_note": "trang 1", "entered_by": officer, "entered_at": now}
    made = TimeCorrection.objects.create(pk=PERSON, unit=home, reason="mẫu", **signed)
    CorrectedTime.objects.create(correction=made, dossier=mine, recorded_at=now, actual_at=now)


def what_home_answers_for() -> None:
    """A case of somebody HOME manages, and pending work that HOME lists."""
    home, office, day = Unit.objects.get(key=HOME), Unit.objects.get(key=CITY), date(2024, 3, 1)
    who = {"unit": home, "manager": home, "managed": "unit", "subject": "person", "rank": "commune"}
    about = {
        "origin": "surprise",
        "origin_key": "mẫu",
        "reason": "hours",
        "facts": "Mẫu",
        "state": "recorded",
    }
    Case.objects.create(pk=PERSON, name="Người Mẫu Bị Nêu", search="nguoi mau", opened=day, **who, **about)
    campaign = Campaign.objects.create(
        pk=PERSON, title="Mẫu", number="Mẫu", unit=office, opened=day, deadline=day
    )
    answer = Answer.objects.create(pk=PERSON, campaign=campaign, unit=home)
    said = {"content": "Mẫu", "since": "2023", "group": "a", "causes": ["capacity"], "way_out": "Mẫu"}
    PendingItem.objects.create(pk=PERSON, answer=answer, number=1, responsible="Mẫu", due=day, **said)


def a_linked_case() -> None:
    mine, units = Dossier.objects.get(code=MINE.code), Unit.objects
    version = DossierVersion.objects.select_related("procedure").get(dossier=mine, known_to=None)
    at = version.received_at
    times = {"received_at": at, "due_at": at, "promised_at": at, "opened_at": at}
    opened = {"token": uuid4(), "opened_by": person_of(Role.INSPECTORATE, FAR), "name": "Liên thông mẫu"}
    case = LinkedCase.objects.create(
        code=LINKED, applicant=mine.applicant, received_unit=units.get(key=HOME), **times, **opened
    )
    for position, unit, dossier in ((1, HOME, mine), (2, FAR, None)):
        where = {"unit": units.get(key=unit), "procedure": version.procedure, "dossier": dossier}
        LinkedPart.objects.create(case=case, position=position, key=str(position), **where)


@pytest.fixture(scope="module")
def _dossiers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The dossiers of the walk, in a database of their own: whoever handles one got it after it came."""
    before = str(connection.settings_dict["NAME"])
    name = f"{before}_walk"
    with django_db_blocker.unblock():
        make_database(name, template())
        point(name)
        try:
            fill()
            yield
        finally:
            point(before)
            drop_database(name)


def fill() -> None:
    cache.clear()
    told = take_rows(*(cells_of(each) for each in DOSSIERS))
    assert (told.summary.added, told.bad) == (len(DOSSIERS), [])
    give_officers()
    an_account()
    a_document()
    messages_of_all()
    a_list()
    a_desk()
    what_home_answers_for()
    papers_of_home()
    task_of_home()
    sign_in(Role.INSPECTORATE, FAR).get("/ho-so/", ALL)  # is noted in the log of views
    inspector = sign_in(Role.INSPECTORATE, FAR)
    a_linked_case()
    inspector.get("/ho-so/", ALL)  # is noted in the log of views
    leader = sign_in(Role.LEADER, FAR)
    for address in SITE:  # figures are compiled once and kept for all
        for example in examples(address):
            leader.get(url(address, example))


@pytest.fixture
def dossiers(_dossiers: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The same, with what a test adds forgotten after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def text_of(answer: Any) -> str:
    """All that an answer says: of a workbook the words of its sheets."""
    if answer.get("Content-Type", "").startswith("application/vnd.openxmlformats"):
        with zipfile.ZipFile(BytesIO(answer.content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    if answer.get("Content-Type") == "application/pdf":
        pages = PdfReader(BytesIO(answer.content)).pages
        return re.sub(r"-\s+", "-", " ".join(" ".join(page.extract_text().split()) for page in pages))
    # a reader's own words come back in the field and in the links that keep them
    return re.sub(r'value="[^"]*"|[?;&]ma=[^"&]*', "", answer.content.decode())


def test_every_page_has_a_title_of_its_own_and_says_its_language(dossiers: None) -> None:
    client = sign_in(Role.INSPECTORATE, CITY)
    titles: dict[str, str] = {}
    for address in SITE:
        answer = client.get(url(address, examples(address)[0]))
        text = text_of(answer) if answer.get("Content-Type", "").startswith("text/html") else ""
        if answer.status_code == 200 and "<html" in text:
            assert '<html lang="vi"' in text, address.route
            (title,) = re.findall(r"<title>(.+?)</title>", text)
            assert titles.setdefault(title, address.route) == address.route
    assert len(titles) > 10


CODE = re.compile("|".join(re.escape(each.code) for each in DOSSIERS))


def codes_in(text: str) -> set[str]:
    return set(CODE.findall(text))


def names_in(text: str) -> set[str]:
    return {each.name for each in DOSSIERS if each.name in text}


def plain(answer: Any, example: Example) -> str:
    """An answer without what differs between any two: tokens, the minute, the words asked with."""
    differing = r'name="csrfmiddlewaretoken" value="\w+"|^.*name="next".*$|\blúc \d\d:\d\d'
    text = re.sub(differing, "", answer.content.decode(), flags=re.M)
    for said in {str(value) for value in (*example.args.values(), *example.question.values())}:
        text = text.replace(said, "…")
    return text


def test_every_address_names_a_right_and_every_argument_has_an_example() -> None:
    known = {PUBLIC, SIGNED_IN, ANY_CALLER, *Right}
    assert [each.route for each in OURS if each.right not in known] == []
    routes = {each.route for each in ADDRESSES}
    assert [each for each in routes if "<" in each and each not in EXAMPLES] == []
    assert [each for each in EXAMPLES if each not in routes] == []
    # what is withheld is told from what is not there by nobody: such an address says what is not there
    told = {route for route, examples in EXAMPLES.items() if any(each.absent for each in examples)}
    rights = {each.route for each in OURS if each.right in set(Right) and "<" in each.route}
    assert rights - told == set()


def test_an_address_without_an_example_is_found() -> None:
    with pytest.raises(KeyError):
        examples(Address("ho-so/<str:code>/in/", Right.ROWS, library=False))


def test_addresses_are_written_as_the_resolver_writes_them() -> None:
    for each in SITE:
        for example in examples(each):
            path = url(each, example).split("?")[0]
            found = get_resolver().resolve(path)
            assert found.route == each.route
            assert reverse(found.view_name, kwargs=found.kwargs) == path


def test_who_is_not_signed_in(dossiers: None) -> None:
    for address in SITE:
        for example in examples(address):
            asked = url(address, example)
            answer = Client().get(asked)
            if address.right == PUBLIC:
                assert answer.status_code == example.status(Holder(None, CITY)), asked
            else:
                assert answer.status_code == 302, asked
                there = f"/accounts/login/?{urlencode({'next': asked}, safe='/')}"
                assert answer["Location"] == there, asked


TAKES_POST = {
    *("tra-cuu/", "tra-cuu/<str:code>/<slug:token>/"),
    *("bao-cao/<slug:code>/", "nguoi-dung/them/", "uy-quyen/"),
    *("ra-soat/", "ra-soat/<key:run>/<key:number>/", "ra-soat/<key:run>/bieu-mau/"),
    "ra-soat/phieu/<key:slip>/",
    *("accounts/2fa/totp/activate/", "accounts/2fa/totp/replace/"),
    *("ho-so/tiep-nhan/", "ho-so/<str:code>/viec/<slug:act>/", "ho-so/lay-y-kien/<int:pk>/"),
    *("ho-so/dieu-chinh-thoi-diem/lap/", "ho-so/dieu-chinh-thoi-diem/<int:pk>/"),
    *("thu-tuc/cong-bo/du-thao/", "thu-tuc/cong-bo/<int:pk>/sua/", "thu-tuc/ra-soat/ke-hoach/"),
    *("thu-tuc/cong-bo/<int:pk>/them/<slug:kind>/", "thu-tuc/cong-bo/<int:pk>/thu-tuc/<int:item>/"),
    *("thu-tuc/cong-bo/<int:pk>/thu-tuc/<int:item>/quy-trinh/", "thu-tuc/ra-soat/<int:year>/them/"),
    *("thu-tuc/ra-soat/thu-tuc/<int:pk>/danh-gia/", "thu-tuc/ra-soat/thu-tuc/<int:pk>/phe-duyet/"),
    "thu-tuc/ra-soat/thu-tuc/<int:pk>/chi-phi/<slug:side>/",
    *("kiem-tra/doan/them/", "kiem-tra/thanh-tra/them/", "kiem-tra/dot-xuat/lap-bien-ban/"),
    *("trach-nhiem/ghi-moi/", "ra-soat-ton-dong/mo/"),
    *("ra-soat-ton-dong/tra-loi/<int:pk>/them/", "ra-soat-ton-dong/noi-dung/<int:pk>/sua/"),
    *("ho-so/lien-thong/tiep-nhan/", "ho-so/lien-thong/<str:code>/cham-dut/"),
    *("so-van-ban/doi-chieu/", "so-van-ban/du-thao/", "so-van-ban/dang-ky/", "so-van-ban/da-phat-hanh/"),
    *("so-van-ban/tap-ho-so/mo/", "so-van-ban/<int:pk>/sua/", "so-nghiep-vu/<slug:key>/ghi/"),
    *("so-nghiep-vu/dong/<int:pk>/dinh-chinh/", "chi-tieu/lap/", "chi-tieu/<int:pk>/"),
    *("ke-hoach/lap/", "ke-hoach/<int:pk>/sua/", "ke-hoach/<int:pk>/them/", "ke-hoach/<int:pk>/nhap-tep/"),
    *("ke-hoach/nhiem-vu/<int:pk>/sua/", "nhiem-vu/don-doc/", "nhiem-vu/van-ban/nhap/"),
    *("nhiem-vu/van-ban/<int:pk>/", "nhiem-vu/van-ban/<int:pk>/ket-qua/<slug:unit>/"),
    *(f"ho-so-cong-viec/{part}/<slug:kind>/<int:pk>/" for part in ("nhiem-vu", "kiem-tra")),
    "bao-cao/<slug:code>/ho-so-cong-viec/",
}


def test_what_only_reads_takes_nothing(dossiers: None) -> None:
    client = sign_in(Role.INSPECTORATE, CITY)
    held = {"person": person_of(Role.INSPECTORATE, CITY), "unit": Unit.objects.get(key=CITY)}
    for role in (Role.CITY_ADMIN, Role.RECEIVING_OFFICER, Role.CADRES):
        Assignment.objects.create(role=role, valid_from=date(2020, 1, 1), **held)
    takes = set()
    for address in SITE:
        asked = url(address, examples(address)[0])
        if not address.library and client.get(asked).status_code != 405:
            takes |= {address.route} if client.post(asked).status_code != 405 else set()
    assert " ".join(sorted(takes - TAKES_POST)) == ""


def expected(address: Address, example: Example, holder: Holder) -> int:
    if address.right in (PUBLIC, SIGNED_IN, ANY_CALLER):
        return example.status(holder)
    return example.status(holder) if holder.holds(address.right) else 403


@pytest.mark.parametrize("holder", WALKING)
def test_each_role_gets_its_answer_and_nobody_elses_rows(dossiers: None, holder: Holder) -> None:
    client = sign_in(holder.role, holder.place)
    for address in SITE:
        for example in examples(address):
            check(holder, address, example, client.get(url(address, example)))
        if address.right in set(Right) and not holder.holds(address.right):
            assert client.post(url(address, examples(address)[0])).status_code == 403, address


def check(holder: Holder, address: Address, example: Example, answer: Any) -> None:
    said = (url(address, example), holder)
    status = expected(address, example, holder)
    leads_on = example is UNTOLD and status == 200 and answer.status_code == 302
    assert answer.status_code == status or leads_on, said
    rows = example.rows(holder) if status == 200 else set()
    text = text_of(answer)
    if status != 200:  # a refusal may name what it was asked for
        text = text.replace(str(example.args.get("code")), "")
    assert codes_in(text) == rows, said
    assert names_in(text) == (holder.names(rows) if example.persons else set()), said


@pytest.mark.parametrize("holder", WALKING)
def test_a_token_reads_what_its_person_may(dossiers: None, holder: Holder) -> None:
    sign_in(holder.role, holder.place)
    person = person_of(holder.role, holder.place)
    held = [right for right in GRANTED if holder.holds(right)]
    if not held:  # no token can be given; one given before holds on paper only
        return
    headers = {"authorization": f"Bearer {token_of(person, held)}"}
    for address in OURS:
        if address.route.startswith(API):
            for example in examples(address):
                answer = Client().get(url(address, example), headers=headers)
                check(holder, address, example, answer)
                assert not answer.cookies


def token_of(person: Person, rights: list[Right]) -> str:
    return create_token(person, name="thử", rights=rights, days=1, now=timezone.now())


WITHHELD = [
    (address, example)
    for address in OURS
    for example in EXAMPLES.get(address.route, [])
    if example.absent is not None
]


_LATER = (Role.CITY_ADMIN, Role.HEAD_OF_AGENCY, Role.FIELD_LEAD)
ASKING = [Role.RECEIVING_OFFICER, *(pytest.param(role, marks=pytest.mark.long) for role in _LATER)]


@pytest.mark.parametrize(("address", "example"), WITHHELD, ids=lambda each: getattr(each, "route", ""))
@pytest.mark.parametrize("role", ASKING)
def test_what_is_withheld_is_answered_as_what_is_not_there(
    dossiers: None, address: Address, example: Example, role: Role
) -> None:
    holder = Holder(role, SISTER)
    assert example.absent is not None
    client = sign_in(role, SISTER)
    headers = {}
    if address.route.startswith(API):
        person = person_of(role, SISTER)
        headers = {
            "authorization": f"Bearer {token_of(person, [right for right in GRANTED if holder.holds(right)])}"
        }
    withheld = client.get(url(address, example), headers=headers)
    missing = client.get(url(address, example.absent), headers=headers)
    wanted = expected(address, example, holder)
    assert missing.status_code == (wanted if wanted in {403, 405} else 404)  # refused before anything is read
    if wanted != 200:
        assert withheld.status_code == missing.status_code
        assert plain(withheld, example) == plain(missing, example.absent)


@pytest.mark.parametrize("address", [each for each in ADDRESSES if each.library], ids=lambda each: each.route)
def test_the_libraries_pages_show_no_dossier_and_do_not_break(dossiers: None, address: Address) -> None:
    for client in (Client(), sign_in(Role.INSPECTORATE, CITY)):
        for example in examples(address):
            answer = client.get(url(address, example))
            assert answer.status_code < 500
            assert (codes_in(text_of(answer)), names_in(text_of(answer))) == (set(), set())


def test_nothing_is_sent_from_elsewhere(dossiers: None) -> None:
    """A form without the token of its page changes nothing, whoever is signed in."""
    signed = sign_in(Role.INSPECTORATE, CITY)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed.cookies
    for address in SITE:
        for example in examples(address):
            assert strict.post(url(address, example)).status_code in {403, 405}, address


# What most officers have open all day; the others wait for --long.
BUSY = {"ho-so/", "ho-so/<str:code>/", "ho-so/can-xu-ly/", "bao-cao/<slug:code>/<str:cell>/"}


@pytest.mark.parametrize(
    "address",
    [each if each.route in BUSY else pytest.param(each, marks=pytest.mark.long) for each in SITE],
    ids=lambda each: each.route or "/",
)
def test_three_rows_cost_the_queries_of_one(dossiers: None, address: Address) -> None:
    """Each question of each page, to who sees everything: three times the dossiers cost no query more."""
    client = sign_in(Role.INSPECTORATE, CITY)

    def cost(example: Example) -> int:
        cache.clear()
        client.get(url(address, example))  # figures are compiled and kept, a calendar is read once
        with CaptureQueriesContext(connection) as queries:
            client.get(url(address, example))
        return len(queries)

    with transaction.atomic():
        before = [cost(example) for example in examples(address)]
        more = [
            {**cells_of(each), "code": f"{each.code[:-4]}{n}00{each.code[-1]}"}
            for each in DOSSIERS
            for n in (1, 2)
        ]
        assert take_rows(*more).bad == []
        after = [cost(example) for example in examples(address)]
        transaction.set_rollback(True)
    assert before == after
