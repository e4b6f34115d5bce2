"""A list as a workbook, written as its rows are read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO, Any, Generic, Protocol, TypeVar

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from dunghen.core.text import thousands

Row = TypeVar("Row")
Told_contra = TypeVar("Told_contra", contravariant=True)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # what a browser is told
LIMIT = 10_000  # rows of one file: a few seconds of work
WIDTHS = {
    "number": 8,
    "group": 10,
    "day": 13,
    "due": 13,
    "opened": 13,
    "received": 13,
    "dossier": 26,
    "responsible": 26,
    "waits": 26,
    "origin": 26,
    "post": 26,
    "managed": 30,
    "unit": 34,
    "became": 34,
    "note": 40,
    "procedure": 48,
    "content": 60,
}
WIDTH = 18
LINE = 15  # points


class Column(Protocol[Told_contra]):
    """A column of a list: its name here, the words above it, and what stands in it for a row: text, a whole
    number, a day or a moment without a zone."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> object: ...
    def value(self, row: Told_contra, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """A column, and what it reads of a row."""

    name: str
    label: object
    read: Callable[[Row], Any]

    def value(self, row: Row, /) -> Any:
        """Numbers as numbers, moments in Vietnamese time, the rest as text; empty where there is nothing."""
        found = self.read(row)
        if isinstance(found, datetime):
            return localtime(found).replace(tzinfo=None)
        return "" if found is None else found


def write_rows(
    file: IO[bytes], heading: Sequence[str], columns: Sequence[Column[Row]], rows: Iterable[Row], limit: int
) -> None:
    """Heading lines, the columns' names, then at most `limit` rows; where there are more, a last line
    says so. No text becomes a formula or a link; a long one goes on below itself."""
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, {"constant_memory": True, **safe}) as book:
        sheet = book.add_worksheet(_("Danh sách"))
        top = {"valign": "top"}
        formats = {
            datetime: book.add_format({**top, "num_format": "hh:mm dd/mm/yyyy", "indent": 1}),
            date: book.add_format({**top, "num_format": "dd/mm/yyyy", "indent": 1}),
            int: book.add_format({**top, "num_format": "#,##0"}),
            str: book.add_format({**top, "text_wrap": True, "indent": 1}),
        }
        widths = [WIDTHS.get(column.name, WIDTH) for column in columns]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for line, text in enumerate(heading):
            sheet.write_string(line, 0, text, book.add_format({"bold": line == 0}))
        line = len(heading) + 1
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "indent": 1})
        for place, column in enumerate(columns):
            sheet.write_string(line, place, str(column.label), head)
        sheet.freeze_panes(line + 1, 0)
        sheet.repeat_rows(line)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for row in islice(rows, limit + 1):
            line += 1
            if line > len(heading) + 1 + limit:
                more = _("Tệp chỉ chứa %(limit)s dòng đầu. Lọc danh sách hẹp hơn để tải phần còn lại.")
                sheet.write_string(line, 0, more % {"limit": thousands(limit)})
                break
            values = [column.value(row) for column in columns]
            lines = max(map(_lines, values, widths))
            if lines > 1:
                sheet.set_row(line, lines * LINE)
            _write_row(sheet, line, values, formats)


def _lines(value: Any, width: int) -> int:
    """How many lines a text takes in a column so wide; a word that does not fit begins the next."""
    if not isinstance(value, str):
        return 1
    return sum(1 + len(part) // (width - 2) for part in value.split("\n"))


def _write_row(sheet: Any, line: int, values: Iterable[Any], formats: dict[type, Any]) -> None:
    for place, value in enumerate(values):
        if isinstance(value, datetime | date):
            sheet.write_datetime(line, place, value, formats[type(value)])
        elif isinstance(value, int):
            sheet.write_number(line, place, value, formats[int])
        else:
            sheet.write_string(line, place, str(value), formats[str])
