"""Spreadsheets: every sheet as a table, numbers as the cell shows them (51,43 %, 86.643)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from io import BytesIO
from math import isfinite
from zipfile import ZipFile

from docx.oxml import parse_xml
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dunghen.proofing.reading.archive import DAMAGED, opened
from dunghen.proofing.reading.model import Limits, Unreadable, clean, table_lines

Value = int | float | str | bool | time | date | datetime | timedelta
Shown = dict[tuple[int, int], str]  # the number format of a cell by row and column

_KIND = "spreadsheetml.sheet.main+xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE = re.compile(rb'\bs="([0-9]{1,6})"')
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_NUMBER = re.compile(r"(?P<group>#,##)?0(?:\.(?P<decimals>0+))?(?P<percent>%)?")
_SIGNIFICANT = 15  # digits a cell keeps; what follows is the noise of binary fractions
_AS_EXCEL = Context(prec=400, rounding=ROUND_HALF_UP)
_TO_VIETNAMESE = str.maketrans(",.", ".,")


def read_sheets(data: bytes, limits: Limits) -> str:
    """The text of an .xlsx file: for each visible sheet its name, then its table. Raises Unreadable."""
    try:
        with opened(data, _KIND, limits) as archive:
            shown = dict(_formats(archive, limits))
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            blocks = [
                "\n".join([sheet.name, "", *lines]) for sheet, lines in _tables(workbook, shown) if lines
            ]
    except (*DAMAGED, CalamineError, SyntaxError, KeyError, IndexError) as error:
        raise Unreadable("Tệp Excel bị hỏng, không đọc được.") from error
    return clean("\n\n".join(blocks))


def _tables(workbook: CalamineWorkbook, shown: dict[str, Shown]) -> Iterator[tuple[CalamineSheet, list[str]]]:
    for about in workbook.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
            sheet = workbook.get_sheet_by_name(about.name)
            formats = shown.get(about.name, {})
            rows = [
                [as_shown(value, formats.get((row, column), "")) for column, value in enumerate(values)]
                for row, values in enumerate(sheet.to_python(skip_empty_area=False))
            ]
            yield sheet, table_lines(rows)


def _formats(archive: ZipFile, limits: Limits) -> Iterator[tuple[str, Shown]]:
    """The number formats of every sheet. The area a sheet spans is checked on the way: it is laid out whole
    in memory, and two cells can span billions. Raises Unreadable."""
    codes = _styles(archive)
    left = limits.cells
    for name, path in _sheets(archive):
        formats: Shown = {}
        last_row = last_column = 0
        for found in _CELL.finditer(archive.read(path)):
            place, style = _PLACE.search(found[1]), _STYLE.search(found[1])
            if place is None:
                continue
            row, column = int(place[2]) - 1, _column(place[1])
            last_row, last_column = max(last_row, row), max(last_column, column)
            code = codes.get(int(style[1]), "") if style else ""
            if code:
                formats[row, column] = code
        left -= (last_row + 1) * (last_column + 1)
        if left < 0:
            raise Unreadable("Bảng tính quá lớn nên không đọc.")
        yield name, formats


def _sheets(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets' names with the parts they stand in."""
    links = {
        link.get("Id"): str(link.get("Target")).removeprefix("/xl/")
        for link in parse_xml(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in parse_xml(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = links.get(sheet.get(_LINK))
        if target and f"xl/{target}" in archive.namelist():
            yield str(sheet.get("name")), f"xl/{target}"


def _styles(archive: ZipFile) -> dict[int, str]:
    """Number formats by the style number cells carry."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = parse_xml(archive.read("xl/styles.xml"))
    own = {int(found.get("numFmtId")): str(found.get("formatCode")) for found in root.iter(f"{_MAIN}numFmt")}
    styles = root.find(f"{_MAIN}cellXfs")
    numbers = [int(style.get("numFmtId", 0)) for style in ([] if styles is None else styles)]
    return {at: own.get(number, _BUILT_IN.get(number, "")) for at, number in enumerate(numbers)}


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - ord("A") + 1
    return at - 1


def as_shown(value: Value, code: str = "") -> str:
    """A cell's value as its number format shows it, in the Vietnamese way of writing numbers."""
    match value:
        case bool():
            return "x" if value else ""
        case int() | float():
            return _number(value, _NUMBER.search(code.partition(";")[0]))
        case datetime() if value.time() != time():
            return f"{value:%H:%M %d/%m/%Y}"
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value)


def _number(value: float, format_: re.Match[str] | None) -> str:
    if not isfinite(value):
        return ""
    exact = Decimal(f"{value:.{_SIGNIFICANT}g}")
    if format_ is None:
        text = f"{exact:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).translate(_TO_VIETNAMESE)
    group, decimals = "," if format_["group"] else "", min(len(format_["decimals"] or ""), _SIGNIFICANT)
    with localcontext(_AS_EXCEL):
        shown = exact * 100 if format_["percent"] else exact
        text = f"{shown:{group}.{decimals}f}".translate(_TO_VIETNAMESE)
    return f"{text}%" if format_["percent"] else text
