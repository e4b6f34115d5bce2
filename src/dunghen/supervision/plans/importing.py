"""A plan's tasks from an Excel table as offices write it: the columns of Appendix I, in any order.

A line of a field ("II | Cải cách thể chế") names the field of the tasks that follow; a line without a task is
a further product of the task above. A row whose cells slid sideways is named as such. Nothing is taken in
unless every row can be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, CalamineWorkbook

from dunghen.core.text import fold
from dunghen.supervision.plans.actions import ProductSaid, TaskSaid
from dunghen.supervision.plans.times import Unreadable, read_time
from dunghen.supervision.tasks.naming import Units

Grid = Sequence[Sequence[str]]
LABELS = {
    "field": gettext_lazy("Nội dung CCHC"),
    "content": gettext_lazy("Nhiệm vụ cụ thể"),
    "product": gettext_lazy("Sản phẩm"),
    "lead": gettext_lazy("Cơ quan chủ trì"),
    "partners": gettext_lazy("Cơ quan phối hợp"),
    "time": gettext_lazy("Thời gian thực hiện"),
    "in_charge": gettext_lazy("Người, bộ phận chịu trách nhiệm"),
}
_KNOWN = {
    "field": ("noi dung cchc", "noi dung", "linh vuc"),
    "content": ("nhiem vu cu the", "nhiem vu"),
    "product": ("san pham", "san pham, ket qua", "ket qua, san pham"),
    "lead": ("co quan chu tri", "don vi chu tri", "chu tri"),
    "partners": ("co quan phoi hop", "don vi phoi hop", "phoi hop"),
    "time": ("thoi gian thuc hien", "thoi gian hoan thanh", "thoi gian"),
    "in_charge": ("nguoi, bo phan chiu trach nhiem", "nguoi chiu trach nhiem", "nguoi phu trach"),
}
NEEDED = ("content", "product", "lead", "time")
SLIPS = (1, -1, 2, -2)


class BadFile(ValueError):
    """The file cannot be read, or its rows are wrong: one message for each, none of it was taken in."""

    def __init__(self, message: str, rows: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.rows = tuple(rows)


class Places(NamedTuple):
    """In which column stands what, and below which row the tasks begin."""

    columns: dict[str, int]
    head: int


@dataclass(slots=True)
class _Row:
    """A row of the file by its number there."""

    number: int
    cells: Sequence[str]
    places: Places

    def said(self, name: str, slip: int = 0) -> str:
        """What stands in a column, or `slip` columns to the right of it."""
        place = self.places.columns.get(name, -1)
        here = place + slip
        return self.cells[here].strip() if place >= 0 and 0 <= here < len(self.cells) else ""

    @property
    def further(self) -> bool:
        """Whether it is a further product of the task above: neither task nor lead stand in it."""
        return bool(self.said("product")) and not (self.said("content") or self.said("lead"))


def read_grid(file: IO[bytes]) -> Grid:
    """The first sheet. Raises BadFile."""
    try:
        rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise BadFile(_("Không đọc được tệp. Chọn tệp Excel (.xlsx).")) from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    if isinstance(cell, date | datetime):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def tasks_of(grid: Grid, year: int, units: Units) -> list[TaskSaid]:
    """The tasks of a table, all of them well said. Raises BadFile with a message for every wrong row."""
    places = _places(grid)
    found: list[TaskSaid] = []
    wrong: list[str] = []
    field = ""
    for number, cells in enumerate(grid[places.head + 1 :], places.head + 2):
        row = _Row(number, cells, places)
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled:
            continue
        if len(filled) <= 2 and not any(row.said(name) for name in ("product", "lead", "time")):
            field = ". ".join(filled)
            continue
        field = row.said("field") or field
        wrong += _wrong(row, year, units, bool(found))
        _take(row, field, found, units)
    if wrong:
        raise BadFile(_("Chưa nhập nhiệm vụ nào: sửa các dòng dưới đây trong tệp rồi gửi lại."), wrong)
    if not found:
        raise BadFile(_("Tệp không có nhiệm vụ nào dưới dòng tiêu đề."))
    return found


def _take(row: _Row, field: str, found: list[TaskSaid], units: Units) -> None:
    product = ProductSaid(row.said("product"), row.said("time"))
    if row.further and found:
        last = found[-1]
        time = product.time_text or last.products[-1].time_text
        found[-1] = TaskSaid(
            field=last.field,
            content=last.content,
            lead=last.lead,
            partners=last.partners,
            in_charge=last.in_charge,
            products=[*last.products, ProductSaid(product.name, time)],
        )
        return
    found.append(
        TaskSaid(
            field=field,
            content=row.said("content"),
            lead=units.one(row.said("lead")),
            partners=[
                name.strip() for name in row.said("partners").replace("\n", ";").split(";") if name.strip()
            ],
            in_charge=row.said("in_charge"),
            products=[product],
        )
    )


def _places(grid: Grid) -> Places:
    for number, row in enumerate(grid[:20]):
        folded = [fold(cell) for cell in row]
        columns = {
            name: place
            for name, words in _KNOWN.items()
            for place in [next((folded.index(word) for word in words if word in folded), -1)]
            if place >= 0
        }
        if "content" in columns:
            missing = [str(LABELS[name]) for name in NEEDED if name not in columns]
            if missing:
                raise BadFile(_("Dòng tiêu đề thiếu cột: %(columns)s.") % {"columns": ", ".join(missing)})
            return Places(columns, number)
    raise BadFile(_("Không thấy dòng tiêu đề có cột “Nhiệm vụ cụ thể” trong 20 dòng đầu của tệp."))


def _wrong(row: _Row, year: int, units: Units, follows: bool) -> Iterator[str]:
    """What is wrong with a row, in words that name the row."""
    if row.further and follows:
        if row.said("time") and _days(row.said("time"), year) is None:
            yield _time_words(row)
        return
    slipped = _slip(row, year, units)
    if slipped:
        side = _("phải") if slipped > 0 else _("trái")
        yield _(
            "Dòng %(row)s: các ô bị lệch %(count)s cột sang %(side)s (cột “%(column)s” ghi “%(text)s”)."
        ) % {
            "row": row.number,
            "count": abs(slipped),
            "side": side,
            "column": LABELS["lead"],
            "text": row.said("lead"),
        }
        return
    for name in NEEDED:
        if not row.said(name):
            yield _("Dòng %(row)s: cột “%(column)s” để trống.") % {"row": row.number, "column": LABELS[name]}
    if row.said("lead") and units.one(row.said("lead")) is None:
        yield _(
            "Dòng %(row)s: “%(text)s” không phải tên của một cơ quan; mỗi nhiệm vụ một cơ quan chủ trì."
        ) % {
            "row": row.number,
            "text": row.said("lead"),
        }
    if row.said("time") and _days(row.said("time"), year) is None:
        yield _time_words(row)


def _time_words(row: _Row) -> str:
    return _("Dòng %(row)s: thời gian “%(text)s” không đọc được thành ngày.") % {
        "row": row.number,
        "text": row.said("time"),
    }


def _slip(row: _Row, year: int, units: Units) -> int:
    """By how many columns the row's cells slid; 0 for none. Seen by the lead and the time, which only fit
    together in another place: a partner may stand where the lead should, and fit by itself."""
    if units.one(row.said("lead")) is not None and _days(row.said("time"), year) is not None:
        return 0
    for slip in SLIPS:
        if units.one(row.said("lead", slip)) is not None and _days(row.said("time", slip), year) is not None:
            return slip
    return 0


def _days(text: str, year: int) -> tuple[date, date] | None:
    try:
        time = read_time(text, year)
    except Unreadable:
        return None
    return time.starts, time.ends
