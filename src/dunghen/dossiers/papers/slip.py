"""The routing slip: who handed the dossier to whom, when, and whether in their own time.

NĐ 61/2018/NĐ-CP art. 18 and 19; form 05 of TT 01/2018/TT-VPCP, form 06 of TT 03/2025/TT-VPCP.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.timezone import localtime

from dunghen.core.worktime import VIETNAM
from dunghen.documents.form import Fact, Form
from dunghen.documents.model import Column, Table, TableRow
from dunghen.dossiers.papers.facts import Facts, HandOver
from dunghen.dossiers.papers.law import Kind, paper_of
from dunghen.dossiers.papers.receipt import head_of
from dunghen.dossiers.rules import EventKind

APPLICANT = "Người nộp hồ sơ"
COLUMNS = (
    Column("STT", 5, "center"),
    Column("Bên giao", 15),
    Column("Bên nhận", 15),
    Column("Thời gian giao, nhận", 14, "center"),
    Column("Kết quả giải quyết", 10, "center"),
    Column("Ghi chú", 15),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the slip as a workbook: rows are hand-overs with their place."""

    name: str
    label: str
    read: Callable[[int, HandOver], Any]

    def value(self, row: tuple[int, HandOver], /) -> Any:
        found = self.read(*row)
        return localtime(found).replace(tzinfo=None) if isinstance(found, datetime) else found


SHEET = (
    Cell("number", "STT", lambda place, _one: place),
    Cell("unit", "Bên giao", lambda _place, one: one.giver),
    Cell("unit", "Bên nhận", lambda _place, one: one.receiver),
    Cell("at", "Thời gian giao, nhận", lambda _place, one: one.at),
    Cell("until", "Thời hạn", lambda _place, one: one.allowed_until or ""),
    Cell("result", "Kết quả giải quyết", lambda _place, one: one.result.value if one.result else ""),
    Cell("note", "Ghi chú", lambda _place, one: one.note),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that happened to the dossier: who handles it from then on (`officer`), the unit asked or
    answering (`unit`), the step that was done, and until when it was allowed."""

    kind: EventKind
    at: datetime
    officer: str = ""
    unit: str = ""
    step: str = ""
    allowed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """The hand-overs of a dossier, in their order, and who was consulted."""

    hand_overs: tuple[HandOver, ...]
    consulted: tuple[str, ...]


def slip_of(happened: Iterable[Happened], desk: str, agency: str) -> Slip:
    """Read the hand-overs out of what happened."""
    listed = list(happened)
    consulted = dict.fromkeys(one.unit for one in listed if one.kind is EventKind.CONSULTED)
    return Slip(tuple(_hand_overs(listed, desk, agency)), tuple(consulted))


def _hand_overs(happened: list[Happened], desk: str, agency: str) -> Iterator[HandOver]:
    holder = desk
    for one in happened:
        made = _made(one, holder, desk, agency)
        if made is None:
            continue
        yield made
        holder = made.receiver
        if one.kind is EventKind.RECEIVED and one.officer:
            holder = f"{agency} ({one.officer})"
            yield HandOver(desk, holder, one.at, one.allowed_until)


class Way(NamedTuple):
    """From whom to whom an event hands the dossier, what is noted, and whether its own limit is judged."""

    giver: str
    receiver: str
    note: str = ""
    judged: bool = False


WAYS = {
    EventKind.RECEIVED: Way("applicant", "desk"),
    EventKind.ASSIGNED: Way("holder", "officer", judged=True),
    EventKind.STEP_DONE: Way("holder", "agency", judged=True),
    EventKind.CONSULTED: Way("agency", "unit", "Lấy ý kiến"),
    EventKind.OPINION: Way("unit", "agency", "Trả lời ý kiến", judged=True),
    EventKind.PAPERS_REQUESTED: Way("agency", "desk", "Yêu cầu bổ sung"),
    EventKind.PAPERS_COMPLETED: Way("desk", "agency", "Nhận đủ hồ sơ bổ sung"),
    EventKind.RESOLVED: Way("worker", "desk", "Có kết quả", judged=True),
    EventKind.REFUSED: Way("worker", "desk", "Từ chối giải quyết", judged=True),
    EventKind.STOPPED: Way("worker", "desk", "Dừng giải quyết"),
    EventKind.WITHDRAWN: Way("worker", "desk", "Rút hồ sơ"),
    EventKind.TIME_CORRECTED: Way("agency", "desk", "Thời điểm có kết quả trên thực tế", judged=True),
    EventKind.RETURNED: Way("desk", "applicant", "Trả kết quả"),
}


def _made(one: Happened, holder: str, desk: str, agency: str) -> HandOver | None:
    way = WAYS.get(one.kind)
    if way is None:
        return None
    parties = {
        "applicant": APPLICANT,
        "desk": desk,
        "agency": agency,
        "unit": one.unit,
        "holder": holder,
        "worker": holder if holder != desk else agency,
        "officer": f"{agency} ({one.officer})" if one.officer else agency,
    }
    note = one.step or way.note
    if one.kind is EventKind.CONSULTED and one.allowed_until:
        note += f"; hạn trả lời {short(one.allowed_until)}"
    limit = one.allowed_until if way.judged else None
    return HandOver(parties[way.giver], parties[way.receiver], one.at, limit, note)


def short(at: datetime) -> str:
    """17:00 25/04/2024"""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def slip(facts: Facts, found: Slip) -> Form:
    """The form, by the law of the day of receipt. Raises NoForm before the first circular."""
    paper = paper_of(Kind.SLIP, facts.received_on)
    return Form(
        letterhead=head_of(facts.desk, "", facts),
        title=paper.title,
        under_title=(f"Mã hồ sơ: {facts.code}",),
        reference=paper.reference,
        blocks=(
            Fact("Thủ tục hành chính", facts.procedure),
            Fact("Cơ quan (bộ phận) giải quyết hồ sơ", facts.agency.name),
            Fact("Cơ quan phối hợp giải quyết hồ sơ", "; ".join(found.consulted) or "Không có"),
            Table("Các lần giao, nhận hồ sơ", COLUMNS, tuple(_rows(found))),
        ),
        signers=(),
        sheet=paper.sheet,
        sample=facts.sample,
        numbered=False,
    )


def _rows(found: Slip) -> Iterator[TableRow]:
    for place, one in enumerate(found.hand_overs, 1):
        result = one.result
        cells = (f"{place}", one.giver, one.receiver, short(one.at), result.value if result else "", one.note)
        yield TableRow(cells)
