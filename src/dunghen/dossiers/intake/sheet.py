"""The intake page's sheet: what was typed, what the system found for it, and what is wrong with it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.forms import moment_of
from dunghen.core.worktime import VIETNAM, CalendarGapError, Limit, LimitUnit, due_at
from dunghen.dossiers.intake import search as desk_search
from dunghen.dossiers.intake.desk import Refusal, Slip, Wanted, wanted
from dunghen.dossiers.intake.identity import ORGANISATION, PERSON, BadNumber, Number, read_number
from dunghen.dossiers.intake.places import Terms, decides, deciding
from dunghen.dossiers.intake.receive import Facts, Intake, version_on
from dunghen.dossiers.models import StoredPaper
from dunghen.dossiers.rules import Channel, Refused
from dunghen.dossiers.store.rules import Said, Taken
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.reference import lasting
from dunghen.org.rights import Right
from dunghen.procedures.models import ProcedurePaper, ProcedureVersion

MOMENT = gettext_lazy("Tiếp nhận lúc")
OPEN_TO_ADDRESS = ("tim", "thu-tuc", "don-vi", "luc")  # of no person: an address may name them
LONGEST = {"ten": 300, "dien-thoai": 20, "dia-chi": 300, "thu": 254, "chu-ten": 300, "uq-ten": 300} | {
    "uq-dien-thoai": 20,
    "uq-van-ban": 300,
    "tim": 200,
    "can-cu": 500,
    "ly-do": 2000,
}
MOST_FEE = 10**12


@dataclass(frozen=True, slots=True)
class Row:
    """A component on the sheet: what is asked, what the store offers, what was noted."""

    paper: ProcedurePaper
    offer: StoredPaper | None
    bound: bool
    said: Said


@dataclass(slots=True)
class Sheet:
    """Filled in order by `fill`; `typed` is what the page shows again, `wrong` what is wrong by field."""

    typed: dict[str, str]
    person: Person
    now: datetime
    wrong: dict[str, str] = field(default_factory=dict)
    received_at: datetime | None = None
    units: Sequence[Unit] = ()
    unit: Unit | None = None
    ended: Sequence[tuple[str, date]] = ()  # where no unit of the officer's stands that day: their last days
    found: Sequence[desk_search.Found] = ()
    version: ProcedureVersion | None = None
    deciders: Sequence[Unit] = ()
    decided: Unit | None = None
    due: datetime | None = None
    numbers: dict[str, Number] = field(default_factory=dict)
    known: desk_search.Known | None = None
    looked: bool = False  # for who bears the number, now
    want: Wanted | None = None
    rows: Sequence[Row] = ()

    @property
    def day(self) -> date:
        return (self.received_at or self.now).astimezone(VIETNAM).date()

    @property
    def token(self) -> UUID:
        """The slip's; a new one where what came is none."""
        try:
            return UUID(self.typed.get("phieu", ""))
        except ValueError:
            made = uuid4()
            self.typed["phieu"] = str(made)
            return made


def read(request: HttpRequest) -> dict[str, str]:
    """What a form or an address said, without what no database keeps."""
    said = request.POST if request.method == "POST" else request.GET
    names = said.keys() if request.method == "POST" else OPEN_TO_ADDRESS
    return {name: said.get(name, "").replace("\0", "").strip() for name in names if name in said}


def fill(typed: dict[str, str], person: Person, now: datetime, *, look_up: bool, shown: bool = True) -> Sheet:
    """The sheet for what was typed. `look_up`: the officer asks for what is known of a number, or for a
    procedure by its words; what they typed otherwise stays. `shown`: with what only the page needs: who else
    may decide, the appointment, what the store offers."""
    sheet = Sheet(typed, person, now)
    _when_and_where(sheet)
    if sheet.unit is not None:
        _procedure(sheet, look_up=look_up)
    if sheet.version is not None:
        _places(sheet, sheet.version, shown=shown)
    _people(sheet, look_up=look_up)
    if sheet.version is not None:
        _papers(sheet, sheet.version, shown=shown)
    for name, longest in LONGEST.items():
        if len(typed.get(name, "")) > longest:
            sheet.wrong[name] = _("Dài quá %(limit_value)d ký tự.") % {"limit_value": longest}
    return sheet


def _when_and_where(sheet: Sheet) -> None:
    if said := sheet.typed.get("luc"):
        try:
            sheet.received_at = moment_of(said, MOMENT, VIETNAM)
        except ValidationError as error:
            sheet.wrong["luc"] = str(error.message)
    if sheet.received_at is not None and sheet.received_at > sheet.now:
        sheet.wrong["luc"] = _("Thời điểm tiếp nhận không được ở tương lai.")
    today = sheet.now.astimezone(VIETNAM).date()
    mine = Unit.objects.within(sheet.person.reach(Right.RECEIVE, today), today)
    sheet.units = lasting(("desks", mine, sheet.day), lambda: _desks(mine, sheet.day))
    if not sheet.units and mine is not None:
        over = Unit.objects.filter(pk__in=mine, valid_to__lte=sheet.day).order_by("-valid_to")
        sheet.ended = [(unit.name, unit.valid_to - timedelta(days=1)) for unit in over if unit.valid_to]
    chosen = sheet.typed.get("don-vi", "")
    sheet.unit = next((unit for unit in sheet.units if unit.key == chosen), next(iter(sheet.units), None))


def _desks(mine: frozenset[int] | None, day: date) -> list[Unit]:
    rows = Unit.objects.on(day).order_by("pk")
    return list(rows if mine is None else rows.filter(pk__in=mine))


def _procedure(sheet: Sheet, *, look_up: bool) -> None:
    assert sheet.unit is not None
    words, key = sheet.typed.get("tim", ""), sheet.typed.get("thu-tuc", "")
    if words or not key:
        sheet.found = desk_search.procedures(words, sheet.unit, sheet.day)
    if words and look_up and sheet.found:
        key = sheet.typed["thu-tuc"] = sheet.found[0].version.procedure.key
        sheet.typed["tim"] = ""
        sheet.found = ()
    elif words and look_up:
        sheet.wrong["tim"] = _("Không có thủ tục nào đang có hiệu lực khớp với nội dung này.")
    if not key:
        return
    try:
        sheet.version = version_on(key, sheet.day)
    except Refused as refusal:
        sheet.wrong["tim"] = str(refusal)


def _places(sheet: Sheet, version: ProcedureVersion, *, shown: bool) -> None:
    if sheet.unit is None:
        return
    terms = Terms.of(version, sheet.day)
    asked = sheet.typed.get("co-quan", "")
    if not shown and asked in ("", sheet.unit.key) and decides(terms, sheet.unit):
        sheet.decided = sheet.unit
        return
    units = lasting(
        ("standing", sheet.day), lambda: list(Unit.objects.on(sheet.day).order_by("level", "name"))
    )
    sheet.deciders = deciding(terms, sheet.unit, units)
    sheet.decided = next((unit for unit in sheet.deciders if unit.key == asked), None)
    if sheet.decided is None and sheet.deciders:
        certain = len(sheet.deciders) == 1 or sheet.deciders[0].pk == sheet.unit.pk
        sheet.decided = sheet.deciders[0] if certain else None
    if shown:
        _due(sheet, version)


def _due(sheet: Sheet, version: ProcedureVersion) -> None:
    """When it would be returned if it were received at that moment."""
    if version.limit_amount is None or sheet.decided is None or "luc" in sheet.wrong:
        return
    limit = Limit(version.limit_amount, LimitUnit(version.limit_unit))
    try:
        sheet.due = due_at(sheet.received_at or sheet.now, limit, calendar(sheet.decided.office_hours))
    except CalendarGapError as gap:
        sheet.wrong["luc"] = str(gap)


def _people(sheet: Sheet, *, look_up: bool) -> None:
    typed = sheet.typed
    for name in ("so", "chu-so", "uq-so"):
        if not typed.get(name):
            continue
        try:
            sheet.numbers[name] = read_number(typed[name], sheet.day)
        except BadNumber as error:
            sheet.wrong[name] = str(error)
    for name, prefix in (("so", ""), ("chu-so", "chu-"), ("uq-so", "uq-")):
        number = sheet.numbers.get(name)
        if number is None or not look_up or typed.get(f"{name}-da-tim") == number.text:
            continue
        typed[f"{name}-da-tim"] = number.text
        known = desk_search.came_before(number)
        sheet.looked = sheet.looked or name == "so"
        if known is None:
            continue
        sheet.known = known if name == "so" else sheet.known
        one = known.applicant
        typed |= {f"{prefix}ten": one.name, f"{prefix}dien-thoai": one.phone, f"{prefix}dia-chi": one.address}
        typed[f"{prefix}thu"] = one.email
        typed[f"{prefix}loai"] = one.kind


def kind_of(sheet: Sheet, name: str, prefix: str) -> str:
    """Person or organisation: by the number where it tells, else as typed."""
    number = sheet.numbers.get(name)
    if number is not None and number.kind == ORGANISATION:
        return ORGANISATION
    return ORGANISATION if sheet.typed.get(f"{prefix}loai") == ORGANISATION else PERSON


def _papers(sheet: Sheet, version: ProcedureVersion, *, shown: bool) -> None:
    if not shown:
        papers = sorted(version.papers.all(), key=lambda paper: paper.pk)
        sheet.rows = [Row(paper, None, bound=False, said=_said(sheet, paper, None)) for paper in papers]
        return
    owner = sheet.numbers.get("chu-so") if sheet.typed.get("chu-ten") else sheet.numbers.get("so")
    sheet.want = wanted(version, owner.text if owner else "", sheet.day)
    bound = {each.code: each.bound for each in sheet.want.asked}
    sheet.rows = [
        Row(paper, sheet.want.offer(paper.code), bound[paper.code], _said(sheet, paper, bound[paper.code]))
        for paper in sheet.want.papers
    ]


def _said(sheet: Sheet, paper: ProcedurePaper, bound: bool | None) -> Said:
    """As typed; at first what the store holds is used again, and what is not required is not handed in.
    `bound`: whether the store holds it; None where it was not asked."""
    typed, code = sheet.typed, paper.code
    first = Taken.REUSED.value if bound else "" if paper.required else Taken.ABSENT.value
    taken = typed.get(f"g-{code}", "")
    # an offer that came after the officer's choice, or went, is chosen anew
    offered_before = typed.get(f"co-{code}", "")
    if not taken or (bound is not None and offered_before != ("1" if bound else "")):
        taken = first
    return Said(
        taken=taken,
        originals=_count(typed.get(f"bc-{code}"), paper.originals),
        copies=_count(typed.get(f"bs-{code}"), paper.copies),
        reason=typed.get(f"ld-{code}", "")[:300],
        compared=bool(typed.get(f"dc-{code}")),
    )


def _count(typed: str | None, default: int) -> int:
    if typed is None:
        return default
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else 0


def slip_of(sheet: Sheet, request: HttpRequest) -> Slip | None:
    """The slip to be received, or None with `wrong` saying what lacks."""
    typed = sheet.typed
    _check_places(sheet)
    _check_people(sheet)
    fee = _fee(sheet)
    if sheet.wrong or sheet.unit is None or sheet.version is None or sheet.decided is None:
        return None
    intake = Intake(
        procedure=sheet.version.procedure.key,
        decided_unit=sheet.decided.key,
        received_unit=sheet.unit.key,
        helped_unit=typed.get("noi-ho-tro") or sheet.unit.key,
        channel=Channel.POSTAL if typed.get("hinh-thuc") == Channel.POSTAL else Channel.COUNTER,
        received_at=sheet.received_at or sheet.now,
        fee=fee,
        person=_party(sheet, "so", ""),
        officer=sheet.person if typed.get("toi-thu-ly") else None,
    )
    files = {row.paper.code: request.FILES.getlist(f"tep-{row.paper.code}") for row in sheet.rows}
    return Slip(
        token=sheet.token,
        digest=digest_of(typed, request),
        intake=intake,
        papers={row.paper.code: row.said for row in sheet.rows},
        files={code: given for code, given in files.items() if given},
        subject=_party(sheet, "chu-so", "chu-") if typed.get("chu-ten") else {},
        representative=_party(sheet, "uq-so", "uq-") if typed.get("uq-ten") else {},
        authority=typed.get("uq-van-ban", ""),
        authority_file=request.FILES.get("tep-uq"),
        at_once=sheet.received_at is None,
        facts=_facts(sheet, sheet.version, intake),
    )


def _facts(sheet: Sheet, version: ProcedureVersion, intake: Intake) -> Facts | None:
    """What was read for the sheet, so that it is not read again; None where another unit is named."""
    units = {unit.key: unit for unit in (sheet.unit, sheet.decided) if unit is not None}
    return Facts(units, version) if intake.helped_unit in units else None


def _check_places(sheet: Sheet) -> None:
    typed, wrong = sheet.typed, sheet.wrong
    if sheet.unit is None:
        wrong.setdefault("luc", _("Không có đơn vị nào của anh/chị hoạt động vào ngày tiếp nhận."))
    elif typed.get("don-vi", "") not in ("", sheet.unit.key):
        wrong["don-vi"] = _("Anh/chị không tiếp nhận hồ sơ tại đơn vị này.")
    if sheet.version is None:
        wrong.setdefault("tim", _("Chọn thủ tục hành chính."))
    elif sheet.decided is None:
        wrong["co-quan"] = _("Chọn cơ quan giải quyết.")
    elif typed.get("co-quan", "") not in ("", sheet.decided.key):
        wrong["co-quan"] = _("Nơi này không tiếp nhận thay cơ quan đó (NĐ 61/2018/NĐ-CP Điều 14).")


def _check_people(sheet: Sheet) -> None:
    typed, wrong = sheet.typed, sheet.wrong
    if not typed.get("ten"):
        wrong.setdefault("ten", _("Ghi họ tên hoặc tên tổ chức của người nộp hồ sơ."))
    if typed.get("thu"):
        try:
            validate_email(typed["thu"])
        except ValidationError:
            wrong.setdefault("thu", _("Ghi đúng địa chỉ thư điện tử, ví dụ ten@vidu.vn."))
    for number, name in (("chu-so", "chu-ten"), ("uq-so", "uq-ten")):
        if typed.get(number) and not typed.get(name):
            wrong.setdefault(name, _("Ghi họ tên hoặc tên tổ chức."))
    if typed.get("uq-ten") and not typed.get("uq-van-ban"):
        wrong["uq-van-ban"] = _("Ghi số, ngày, nơi chứng thực của văn bản ủy quyền.")


def refusal_of(sheet: Sheet) -> Refusal | None:
    """Form 03, or None with `wrong` saying what lacks."""
    reason, law = sheet.typed.get("ly-do", ""), sheet.typed.get("can-cu", "")
    if not reason:
        sheet.wrong["ly-do"] = _("Ghi nội dung chưa đủ điều kiện, mỗi nội dung một dòng.")
    if not law:
        sheet.wrong["can-cu"] = _("Ghi điều, khoản của văn bản làm căn cứ từ chối.")
    return None if {"ly-do", "can-cu"} & set(sheet.wrong) else Refusal(reason, law)


def _party(sheet: Sheet, name: str, prefix: str) -> dict[str, str]:
    number = sheet.numbers.get(name)
    return {
        "kind": kind_of(sheet, name, prefix),
        "name": sheet.typed.get(f"{prefix}ten", ""),
        "number": number.text if number else "",
        "phone": sheet.typed.get(f"{prefix}dien-thoai", ""),
        "address": sheet.typed.get(f"{prefix}dia-chi", ""),
        "email": sheet.typed.get(f"{prefix}thu", ""),
    }


def _fee(sheet: Sheet) -> int | None:
    said = sheet.typed.get("phi", "").replace(".", "").replace(" ", "")
    if not said:
        return None
    if said.isascii() and said.isdigit() and int(said) <= MOST_FEE:
        return int(said)
    sheet.wrong["phi"] = _("Số tiền chỉ gồm chữ số, tính bằng đồng.")
    return None


def digest_of(typed: Mapping[str, str], request: HttpRequest) -> str:
    """Of all that was on the slip: the same sent again is the same dossier, anything else is not."""
    skipped = {"csrfmiddlewaretoken", "buoc"}
    said: list[Any] = sorted((name, value) for name, value in typed.items() if name not in skipped)
    said += [(name, one.name, one.size) for name, many in sorted(request.FILES.lists()) for one in many]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def renewed(sheet: Sheet) -> Sheet:
    """The same sheet as a new slip."""
    return replace(sheet, typed={**sheet.typed, "phieu": str(uuid4())})
