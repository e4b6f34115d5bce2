"""The forms of a compiled report as a workbook: numbers as numbers, counted ones as links to their rows."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any
from urllib.parse import quote

import xlsxwriter

from dunghen.org.models import Unit
from dunghen.statistics.compile import Compiled
from dunghen.statistics.forms import NARRATIVE, Form, Row
from dunghen.statistics.models import Published
from dunghen.statistics.paper.cells import SAMPLE, Figures, figures, is_rate, sampled
from dunghen.statistics.view import View

COLUMNS = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Bản in", "Chênh lệch", "Ghi chú")
WIDTHS = (12, 48, 14, 13, 13, 11, 44)  # in letters
LINE = 16.0  # height of a line in points
BESIDE = "Số liệu bên cạnh biểu mẫu"
HEAD = 3  # rows above the first figure
WHOLE, RATE, OTHER = "#,##0", "#,##0.00", "#,##0.##"
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
Number = int | Decimal


def to_workbook(
    asked: View, compiled: Compiled, base_url: str, *, unit: Unit | None = None, carried: str = ""
) -> bytes:
    """The forms of a unit, the report's own unless told. `base_url`: where the pages of this installation
    are, as in https://dunghen.example; `carried`: what their addresses keep of the reader's question."""
    unit = unit or asked.report.unit
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    signed = asked.report.signed
    made = datetime.combine(signed, time(), UTC) if signed else asked.report.window_to
    book.set_properties({"title": asked.report.name, "author": unit.name, "created": made})
    found = figures(asked, compiled)
    own = any(cell.published is not None for cell in compiled.cells)
    printed = {row.cell: row for row in asked.report.published.all()} if own else {}
    said = [asked.report.name, unit.name]
    if sampled(asked, asked.units.place(unit.pk).unit):
        said.append(SAMPLE)
    link = _Link(f"{base_url.rstrip('/')}/bao-cao/{quote(asked.report.code)}", carried)
    for form in asked.forms:
        _Sheet(book, form, found, printed, link).write(" · ".join(said))
    book.close()
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class _Link:
    """Where the rows of a counted figure are."""

    report: str
    carried: str

    def to(self, code: str) -> str:
        asked = f"?{self.carried}" if self.carried else ""
        return f"{self.report}/{quote(code, safe='@')}/{asked}"


class _Sheet:
    """One form on one sheet."""

    def __init__(
        self, book: Any, form: Form, found: Figures, printed: dict[str, Published], link: _Link
    ) -> None:
        self.book, self.form, self.found, self.printed, self.link = book, form, found, printed, link
        self.narrative = form.form == NARRATIVE
        self.sheet = book.add_worksheet("Phần lời" if self.narrative else f"Biểu mẫu {form.form}")
        self.formats: dict[tuple[str, bool, bool], Any] = {}

    def write(self, of: str) -> None:
        self._page(of)
        place = HEAD
        beside = False
        for row in self.form.rows:
            if row.extra and not beside and not self.narrative:
                beside = True
                self.sheet.merge_range(place, 0, place, len(COLUMNS) - 1, BESIDE, self._format(bold=True))
                place += 1
            self._row(place, row)
            place += 1
        self.sheet.print_area(0, 0, place - 1, len(COLUMNS) - 1)

    def _page(self, of: str) -> None:
        title = self.form.title if self.narrative else f"Biểu mẫu {self.form.form}. {self.form.title}"
        heading = self.book.add_format({**FONT, "bold": True, "font_size": 14})
        self.sheet.write_string(0, 0, title, heading)
        self.sheet.write_string(1, 0, of, self.book.add_format({**FONT, "italic": True}))
        head = self.book.add_format({**FONT, "bold": True, "border": 1, "align": "center", "text_wrap": True})
        for place, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            self.sheet.set_column(place, place, width)
            self.sheet.write_string(HEAD - 1, place, name, head)
        self.sheet.freeze_panes(HEAD, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEAD - 1)
        self.sheet.set_footer("&C&P/&N")

    def _row(self, place: int, row: Row) -> None:
        text = self._format(bold=row.heading)
        number = row.code if self.narrative or row.extra else row.stt
        for column, words in enumerate((number, row.label, row.unit)):
            self.sheet.write_string(place, column, words, text)
        cell, printed = self.found.cells.get(row.code), self.printed.get(row.code)
        if cell and cell.origin == "counted":
            self.sheet.write_url(place, 3, self.link.to(row.code))
        self._number(place, 3, cell.value if cell else None, row)
        if printed and cell and cell.published is None:
            self.sheet.write_string(place, 4, printed.text, text)
        else:
            self._number(place, 4, cell.published if cell else None, row)
        self._number(place, 5, (cell.difference or None) if cell else None, row)
        notes = (self.found.by_level(row), row.note, printed.reason if printed else "")
        note = "\n".join(filter(None, notes))
        self.sheet.write_string(place, 6, note, self._format())
        lines = max(_lines(words, width) for words, width in ((row.label, WIDTHS[1]), (note, WIDTHS[6])))
        self.sheet.set_row(place, LINE * max(lines, _lines(row.unit, WIDTHS[2])))

    def _number(self, place: int, column: int, value: Number | None, row: Row) -> None:
        """A number after the link of its cell keeps the link."""
        cell = self.found.cells.get(row.code)
        linked = column == 3 and cell is not None and cell.origin == "counted"
        if value is None:
            self.sheet.write_blank(place, column, None, self._format(bold=row.heading))
            return
        shape = WHOLE if value == int(value) and not is_rate(row) else RATE if is_rate(row) else OTHER
        self.sheet.write_number(place, column, float(value), self._format(shape, linked=linked))

    def _format(self, shape: str = "", *, bold: bool = False, linked: bool = False) -> Any:
        """One format of the workbook for each shape of a cell."""
        key = (shape, bold, linked)
        if key not in self.formats:
            said = {**FONT, "border": 1, "bold": bold, "text_wrap": not shape}
            if shape:
                said |= {"num_format": shape, "align": "right"}
            if linked:
                said |= {"font_color": "#0b4f9e", "underline": 1}
            self.formats[key] = self.book.add_format(said)
        return self.formats[key]


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes: not every program fits rows to their text."""
    return sum(max(1, ceil(len(line) / width)) for line in text.split("\n"))
