"""A list as a workbook, written as its rows are read."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, Any, Protocol, TypeVar

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from dunghen.core.text import thousands

Row = TypeVar("Row")
Told_contra = TypeVar("Told_contra", contravariant=True)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # what a browser is told
LIMIT = 10_000  # rows of one file: a few seconds of work
WIDTHS = {"procedure": 48, "content": 60, "note": 40, "unit": 34, "dossier": 26}
WIDTH = 18


class Column(Protocol[Told_contra]):
    """A column of a list: its name here, the words above it, and what stands in it for a row: text, a whole
    number, a day or a moment without a zone."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> object: ...
    def value(self, row: Told_contra, /) -> Any: ...


def write_rows(
    file: IO[bytes], heading: Sequence[str], columns: Sequence[Column[Row]], rows: Iterable[Row], limit: int
) -> None:
    """Heading lines, the columns' names, then at most `limit` rows; where there are more, a last line
    says so. No text becomes a formula or a link."""
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, {"constant_memory": True, **safe}) as book:
        sheet = book.add_worksheet(_("Danh sách"))
        formats = {
            datetime: book.add_format({"num_format": "hh:mm dd/mm/yyyy"}),
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            int: book.add_format({"num_format": "#,##0"}),
        }
        for place, column in enumerate(columns):
            sheet.set_column(place, place, WIDTHS.get(column.name, WIDTH))
        for line, text in enumerate(heading):
            sheet.write_string(line, 0, text, book.add_format({"bold": line == 0}))
        line = len(heading) + 1
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
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
            _write_row(sheet, line, [column.value(row) for column in columns], formats)


def _write_row(sheet: Any, line: int, values: Iterable[Any], formats: dict[type, Any]) -> None:
    for place, value in enumerate(values):
        if isinstance(value, datetime | date):
            sheet.write_datetime(line, place, value, formats[type(value)])
        elif isinstance(value, int):
            sheet.write_number(line, place, value, formats[int])
        else:
            sheet.write_string(line, place, str(value))
