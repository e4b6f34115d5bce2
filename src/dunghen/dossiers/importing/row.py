"""One line of the file, read and checked by itself. Pure."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple, TypeVar

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.importing.columns import NAMES, PERSONAL, REQUIRED
from dunghen.dossiers.rules import Channel, Outcome
from dunghen.procedures.models import LimitKind

CODE = re.compile(r"(\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}|[A-Y]\d{2}(\.[0-9A-Z]{1,4})*)-\d{6}-\d{4,5}")
LIMIT_UNITS = {str(kind.label): kind.value for kind in LimitKind} | {
    kind.value: kind.value for kind in LimitKind
}
UNIT_LABELS = {kind.value: str(kind.label) for kind in LimitKind}
CHANNELS = frozenset(Channel.values)
OUTCOMES = frozenset(Outcome.values)
GIVEN_BACK = frozenset({Outcome.RESOLVED.value, Outcome.REFUSED.value})
MAX_TEXT = 300
MAX_NUMBER = 20
PERSON_KINDS = frozenset({"person", "organisation"})
EPOCH = datetime.fromtimestamp(0, UTC)

Person = tuple[str, str, str, str, str]


class BadCell(ValueError):
    """A cell that cannot be taken; `column` names it, the text says why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


class Interval(NamedTuple):
    """A supplement or a pause; without `end` it still runs."""

    start: datetime
    end: datetime | None
    basis: str = ""


class Row(NamedTuple):
    """A line's content; units and procedure as the file names them."""

    code: str
    case_code: str
    procedure: str
    helped_unit: str
    received_unit: str
    decided_unit: str
    channel: str
    received_at: datetime
    received_recorded_at: datetime | None
    supplements: tuple[Interval, ...]
    pauses: tuple[Interval, ...]
    outcome: str
    resolved_at: datetime | None
    resolved_recorded_at: datetime | None
    returned_at: datetime | None
    returned_recorded_at: datetime | None
    limit: Decimal | None
    limit_unit: str
    due_at: datetime | None
    apology_at: datetime | None
    appointment_at: datetime | None
    digitised: bool
    e_result: bool
    reused: bool
    fee: int
    paid: int
    paid_at: datetime | None
    paid_online: bool
    person: Person
    sample: bool
    note: str


@lru_cache(maxsize=4096)  # a line repeats its times, and so do the lines around it
def moment(text: str) -> datetime:
    """`2024-03-04T08:15`, seconds and zone optional; without a zone it is Vietnamese time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” không phải là thời điểm; ghi dạng 2024-03-04T08:15.") from None
    if len(text) < len("2024-03-04T08:15"):
        raise ValueError(f"“{text}” thiếu giờ phút; ghi dạng 2024-03-04T08:15.")
    return found.replace(tzinfo=VIETNAM) if found.tzinfo is None else found.astimezone(VIETNAM)


def moment_text(value: datetime | None) -> str:
    """A moment as the file writes it: Vietnamese time, as short as it is exact."""
    if value is None:
        return ""
    here = value.astimezone(VIETNAM).replace(tzinfo=None)
    if here.microsecond:
        return here.isoformat()
    return here.isoformat(timespec="seconds" if here.second else "minutes")


def intervals(text: str) -> tuple[Interval, ...]:
    """Read `TỪ -> ĐẾN | căn cứ; …`. Raises ValueError."""
    found = []
    for part in text.split(";"):
        if not part.strip():
            continue
        times, _, basis = part.partition("|")
        start, arrow, end = times.partition("->")
        if not arrow:
            raise ValueError(f"“{part.strip()}” phải ghi dạng TỪ -> ĐẾN.")
        first, last = moment(start.strip()), moment(end.strip()) if end.strip() else None
        if last is not None and last < first:
            raise ValueError(f"“{part.strip()}”: thời điểm sau đứng trước thời điểm đầu.")
        found.append(Interval(first, last, basis.strip()))
    for earlier, later in pairwise(found):
        if earlier.end is None or later.start < earlier.end:
            raise ValueError("Các khoảng thời gian phải theo thứ tự và không chồng lên nhau.")
    return tuple(found)


def interval_text(intervals: tuple[Interval, ...]) -> str:
    """The inverse of reading intervals."""
    parts = []
    for start, end, basis in intervals:
        part = f"{moment_text(start)} -> {moment_text(end)}".rstrip()
        parts.append(f"{part} | {basis}" if basis else part)
    return "; ".join(parts)


def _amount(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"“{text}” không phải số tiền nguyên (đồng).")
    return int(text)


def _limit(text: str) -> Decimal:
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"“{text}” không phải là số.") from None
    if not found.is_finite() or found <= 0:
        raise ValueError("Thời hạn phải lớn hơn 0.")
    return found


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError(f"“{text}” phải là 1, 0 hoặc để trống.")
    return text == "1"


T = TypeVar("T")


def _read(cells: Mapping[str, str], column: str, reader: Callable[[str], T], default: T) -> T:
    text = cells.get(column)
    if not text:
        return default
    try:
        return reader(text)
    except ValueError as error:
        raise BadCell(column, str(error)) from error


def _text(cells: Mapping[str, str], column: str) -> str:
    found = cells.get(column) or ""
    if len(found) > MAX_TEXT:
        raise BadCell(column, f"Dài quá {MAX_TEXT} ký tự.")
    if "\0" in found:
        raise BadCell(column, "Có ký tự không in được.")
    return found


def _one_of(cells: Mapping[str, str], column: str, allowed: frozenset[str]) -> str:
    found = cells.get(column) or ""
    if found and found not in allowed:
        raise BadCell(column, f"“{found}” không thuộc: {', '.join(sorted(allowed))}.")
    return found


def _limit_unit(text: str) -> str:
    found = LIMIT_UNITS.get(" ".join(text.lower().split()))
    if found is None:
        raise ValueError(f"Không có đơn vị “{text}”; dùng một trong: {', '.join(UNIT_LABELS.values())}.")
    return found


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise ValueError(f"“{text}” không đúng cấu trúc mã hồ sơ (TT 01/2018/TT-VPCP Điều 19).")
    return text


def read_row(cells: Mapping[str, str]) -> Row:
    """A line's cells, stripped, by column name. Raises BadCell for the first that cannot be taken."""
    for column in REQUIRED:
        if not cells.get(column):
            raise BadCell(column, "Không được để trống.")
    row = _row(cells)
    _check_order(row)
    _check_payment(row)
    return row


def _row(cells: Mapping[str, str]) -> Row:
    optional = partial(_read, cells, reader=moment, default=None)
    flag = partial(_read, cells, reader=_flag, default=False)
    amount = partial(_read, cells, reader=_amount, default=0)
    return Row(
        code=_read(cells, "code", _code, ""),
        case_code=_text(cells, "case_code"),
        procedure=_text(cells, "procedure"),
        helped_unit=_text(cells, "helped_unit"),
        received_unit=_text(cells, "received_unit"),
        decided_unit=_text(cells, "decided_unit"),
        channel=_one_of(cells, "channel", CHANNELS),
        received_at=_read(cells, "received_at", moment, EPOCH),
        received_recorded_at=optional("received_recorded_at"),
        supplements=_read(cells, "supplements", intervals, ()),
        pauses=_read(cells, "pauses", intervals, ()),
        outcome=_one_of(cells, "outcome", OUTCOMES),
        resolved_at=optional("resolved_at"),
        resolved_recorded_at=optional("resolved_recorded_at"),
        returned_at=optional("returned_at"),
        returned_recorded_at=optional("returned_recorded_at"),
        limit=_read(cells, "limit", _limit, None),
        limit_unit=_read(cells, "limit_unit", _limit_unit, ""),
        due_at=optional("due_at"),
        apology_at=optional("apology_at"),
        appointment_at=optional("appointment_at"),
        digitised=flag("digitised"),
        e_result=flag("e_result"),
        reused=flag("reused"),
        fee=amount("fee"),
        paid=amount("paid"),
        paid_at=optional("paid_at"),
        paid_online=flag("paid_online"),
        person=_person(cells),
        sample=flag("sample"),
        note=_text(cells, "note"),
    )


def _person(cells: Mapping[str, str]) -> Person:
    kind, name, number, phone, address = (_text(cells, column) for column in PERSONAL)
    if kind and kind not in PERSON_KINDS:
        raise BadCell("applicant_kind", "Phải là person hoặc organisation.")
    if len(number) > MAX_NUMBER or len(phone) > MAX_NUMBER:
        raise BadCell("applicant_no", f"Số định danh, số điện thoại dài quá {MAX_NUMBER} ký tự.")
    return kind, name, number, phone, address


def _check_order(row: Row) -> None:
    """What must follow what; the file's own recording never comes before the thing recorded."""
    start, end = row.received_at, row.resolved_at
    if row.outcome and end is None:
        raise BadCell("resolved_at", "Hồ sơ đã kết thúc phải có thời điểm kết thúc.")
    if end is not None and not row.outcome:
        raise BadCell("outcome", "Có thời điểm kết thúc nhưng không có kết quả.")
    if end is not None and end < start:
        raise BadCell("resolved_at", "Kết thúc trước khi tiếp nhận.")
    if row.returned_at is not None:
        _check_return(row, row.returned_at)
    for column, waits in (("supplements", row.supplements), ("pauses", row.pauses)):
        for begin, stop, _ in waits:
            if begin < start or (end is not None and (stop is None or stop > end)):
                raise BadCell(column, "Nằm ngoài thời gian từ tiếp nhận đến kết thúc.")
    for column, fact, recorded in (
        ("received_recorded_at", start, row.received_recorded_at),
        ("resolved_recorded_at", end, row.resolved_recorded_at),
        ("returned_recorded_at", row.returned_at, row.returned_recorded_at),
    ):
        if recorded is not None and (fact is None or recorded < fact):
            raise BadCell(column, "Thời điểm ghi phải sau thời điểm của việc được ghi.")


def _check_return(row: Row, returned_at: datetime) -> None:
    if row.outcome not in GIVEN_BACK:
        raise BadCell("returned_at", "Chỉ hồ sơ đã giải quyết mới có thời điểm trả kết quả.")
    if row.resolved_at is None or returned_at < row.resolved_at:
        raise BadCell("returned_at", "Trả kết quả trước khi có kết quả.")


def _check_payment(row: Row) -> None:
    if row.paid and row.paid_at is None:
        raise BadCell("paid_at", "Có số tiền đã nộp thì phải có thời điểm nộp.")
    if row.paid_at is not None and not row.paid:
        raise BadCell("paid", "Có thời điểm nộp nhưng không có số tiền.")
    if row.paid > row.fee:
        raise BadCell("paid", "Số tiền đã nộp lớn hơn số phải nộp.")
    if row.paid_at is not None and row.paid_at < row.received_at:
        raise BadCell("paid_at", "Nộp trước khi tiếp nhận hồ sơ.")
    if row.apology_at is not None and row.apology_at < row.received_at:
        raise BadCell("apology_at", "Xin lỗi trước khi tiếp nhận hồ sơ.")


def cells_of(row: Row) -> dict[str, str]:
    """The row as the file writes it: reading these cells again gives the same row."""
    cells = {}
    for name in NAMES:
        if name in PERSONAL:
            cells[name] = row.person[PERSONAL.index(name)]
            continue
        value = getattr(row, name)
        if name in {"supplements", "pauses"}:
            cells[name] = interval_text(value)
        elif isinstance(value, bool):
            cells[name] = "1" if value else ""
        elif isinstance(value, datetime):
            cells[name] = moment_text(value)
        elif name == "limit_unit":
            cells[name] = UNIT_LABELS.get(value, "")
        else:
            cells[name] = "" if value is None or value == 0 else _number(value)
    return cells


def _number(value: object) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def content_digest(row: Row) -> str:
    """SHA-256 over what the row says, without the person: two files that say the same give the same."""
    said = (
        *(row.code, row.case_code, row.procedure, row.helped_unit, row.received_unit, row.decided_unit),
        *(row.channel, row.outcome, row.limit_unit, row.note, _number(row.limit or 0)),
        *(str(number) for number in (row.fee, row.paid)),
        *(
            "1" if flag else "0"
            for flag in (row.digitised, row.e_result, row.reused, row.paid_online, row.sample)
        ),
        *(
            "" if found is None else found.isoformat()
            for found in (
                *(row.received_at, row.received_recorded_at, row.resolved_at, row.resolved_recorded_at),
                *(row.returned_at, row.returned_recorded_at, row.due_at, row.apology_at, row.appointment_at),
                row.paid_at,
            )
        ),
        interval_text(row.supplements) if row.supplements else "",
        interval_text(row.pauses) if row.pauses else "",
    )
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
