"""The intake page of linked cases: the desk's sheet for the people, and one for the papers of each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dunghen.core.once import one_page
from dunghen.core.worktime import CalendarGapError
from dunghen.dossiers.intake import sheet as desk_sheet
from dunghen.dossiers.intake.desk import Slip
from dunghen.dossiers.intake.sheet import Row, Sheet
from dunghen.dossiers.linked import rules
from dunghen.dossiers.linked.actions import CaseSlip
from dunghen.dossiers.linked.law import CaseLaw, cases_on
from dunghen.dossiers.linked.opening import Part, parts_of, plan_of, promise_of
from dunghen.dossiers.linked.rules import Planned
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.store.rules import Said, Taken
from dunghen.org.models import Person
from dunghen.procedures.paper_types import RESULT, type_code, types_of

KIND = "nhom"
OPEN_TO_ADDRESS = (KIND, "don-vi", "luc")  # of no person: an address may name them
PAPER_FIELDS = ("g", "co", "bc", "bs", "ld", "dc")


@dataclass(slots=True)
class PartSheet:
    """A part on the page: the rows it asks for; `taken` is how its other papers come."""

    part: Part
    sheet: Sheet | None = None
    rows: Sequence[Row] = ()
    taken: dict[str, Said] = field(default_factory=dict)
    planned: Planned | None = None

    @property
    def key(self) -> str:
        return self.part.law.key

    def named(self, code: str) -> str:
        """The name of a component on the page, unlike that of any other part."""
        return f"{self.key}.{code}"


@dataclass(slots=True)
class CaseSheet:
    """`base` holds who and where; `law` what was chosen of `kinds`."""

    base: Sheet
    kinds: Sequence[CaseLaw]
    law: CaseLaw | None = None
    parts: list[PartSheet] = field(default_factory=list)
    due: datetime | None = None
    promised: datetime | None = None

    @property
    def typed(self) -> dict[str, str]:
        return self.base.typed

    @property
    def wrong(self) -> dict[str, str]:
        return self.base.wrong

    @property
    def token(self) -> UUID:
        return self.base.token


def read(request: HttpRequest) -> dict[str, str]:
    """What a form or an address said, without what no database keeps."""
    said = request.POST if request.method == "POST" else request.GET
    names = said.keys() if request.method == "POST" else OPEN_TO_ADDRESS
    return {name: said.get(name, "").replace("\0", "").strip() for name in names if name in said}


@one_page()
def fill(typed: dict[str, str], person: Person, now: datetime, *, look_up: bool) -> CaseSheet:
    """The sheet for what was typed; `look_up`: for what is known of a number. Nothing is written, so that
    what all parts ask for is read once."""
    base = desk_sheet.fill(typed, person, now, look_up=look_up)
    kinds = cases_on(base.day)
    case = CaseSheet(base, kinds)
    case.law = next((kind for kind in kinds if kind.key == typed.get(KIND)), None)
    if case.law is None and typed.get(KIND):
        base.wrong[KIND] = _("Nhóm liên thông này không có vào ngày tiếp nhận.")
    if case.law is None or base.unit is None:
        return case
    try:
        parts = parts_of(case.law, base.unit, base.day)
    except Refused as refusal:
        base.wrong[KIND] = str(refusal)
        return case
    case.parts = [_part(case, part) for part in parts]
    _share_papers(case.parts)
    _plan(case, case.law, parts)
    return case


def _part(case: CaseSheet, part: Part) -> PartSheet:
    if part.problem:
        if not part.law.after:
            case.wrong[KIND] = part.problem
        return PartSheet(part)
    base = case.base
    typed = {name: text for name, text in base.typed.items() if name.split("-")[0] not in PAPER_FIELDS}
    found = PartSheet(part)
    for name in PAPER_FIELDS:
        start = f"{name}-{found.named('')}"
        typed |= {
            f"{name}-{said.removeprefix(start)}": text
            for said, text in base.typed.items()
            if said.startswith(start)
        }
    typed |= {"thu-tuc": part.law.procedure, "tim": "", "co-quan": ""}
    found.sheet = desk_sheet.fill(typed, base.person, base.now, look_up=False)
    found.sheet.decided = part.unit
    return found


def _share_papers(parts: Sequence[PartSheet]) -> None:
    """A paper that two parts need is asked for once; what a part issues is not asked for after it."""
    asked: dict[str, Said] = {}
    issued: dict[str, str] = {}
    for each in parts:
        if each.sheet is None or each.sheet.want is None:
            continue
        types, rows = each.sheet.want.types, []
        for row in each.sheet.rows:
            kind = types[row.paper.code]
            if kind in issued:
                reason = _("Kết quả của “{name}”").format(name=issued[kind])
                each.taken[row.paper.code] = Said(taken=Taken.ABSENT.value, reason=reason[:300])
            elif kind in asked:
                each.taken[row.paper.code] = asked[kind]
            else:
                asked[kind] = row.said
                rows.append(row)
        each.rows = rows
        procedure = each.part.procedure
        issued[type_code(types_of(procedure), procedure, RESULT)] = procedure.name


def _plan(case: CaseSheet, law: CaseLaw, parts: Sequence[Part]) -> None:
    if KIND in case.wrong or "luc" in case.wrong or case.base.unit is None:
        return
    start = case.base.received_at or case.base.now
    try:
        planned = plan_of(law, parts, start)
    except CalendarGapError as gap:
        case.wrong["luc"] = str(gap)
        return
    for each in case.parts:
        each.planned = planned.get(each.key)
    case.due = rules.case_due(one.due for one in planned.values())
    case.promised = promise_of(law, case.base.unit, start, case.due)


def slip_of(case: CaseSheet, request: HttpRequest) -> CaseSlip | None:
    """The slip to be received, or None with `wrong` saying what lacks."""
    if case.law is None:
        case.wrong.setdefault(KIND, _("Chọn nhóm thủ tục liên thông."))
    slips: dict[str, Slip] = {}
    for each in case.parts:
        if each.sheet is None:
            continue
        slip = desk_sheet.slip_of(each.sheet, request)
        case.base.wrong |= each.sheet.wrong
        if slip is not None:
            slips[each.key] = _with_own(slip, each, request)
    if case.wrong or case.law is None or case.base.unit is None:
        return None
    return CaseSlip(
        token=case.token,
        digest=desk_sheet.digest_of(case.typed, request),
        law=case.law,
        received=case.base.unit,
        received_at=case.base.received_at or case.base.now,
        at_once=case.base.received_at is None,
        slips=slips,
    )


def _with_own(slip: Slip, each: PartSheet, request: HttpRequest) -> Slip:
    """With the papers and files of the part."""
    files: Mapping[str, list[UploadedFile[bytes]]] = {
        row.paper.code: given
        for row in each.rows
        if (given := request.FILES.getlist(f"tep-{each.named(row.paper.code)}"))
    }
    return replace(slip, papers={**slip.papers, **each.taken}, files=files)
