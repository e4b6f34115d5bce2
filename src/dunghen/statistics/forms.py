"""Forms of the periodic report: law as dated data (law/forms/*.toml).

A changed form is a second file with a later `since`; a report is compiled by the forms of its day.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, TypeVar

NARRATIVE = 0  # the "form" of the figures that stand in the report's own text


class FormError(Exception):
    """A form file that cannot be read as law; the text names the file and the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a form, or a figure of the narrative.

    `operands`: numerator and denominator of a ratio, the parts of a total, the first less the others
    of a difference. `level` restricts what is counted; without it every level counts but the
    vertical agencies', which are counted apart. `extra`: stands beside the printed form. `blank`: as long
    as nothing was counted the printed form shows nothing, not a zero. `fallback`: of a declared row, the one
    that says it where nothing was declared.
    """

    code: str
    stt: str
    label: str
    unit: str
    heading: bool = False
    origin: str = ""
    measure: str = ""
    population: str = ""
    level: str = ""
    operands: tuple[str, ...] = ()
    rollup: str = ""
    filled_by: str = ""
    note: str = ""
    place: str = ""
    extra: bool = False
    blank: bool = False
    fallback: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        """The rows it is worked out from."""
        return (*self.operands, self.fallback) if self.fallback else self.operands


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form in force from `since` until before `until`, with the law that prescribes it."""

    form: int
    title: str
    since: date
    basis: str
    lead: str
    rows: tuple[Row, ...]
    until: date | None = None
    unsure: tuple[str, ...] = ()


Record = TypeVar("Record", Row, Form)
ROLLUPS = {"sum", "distinct", "stock", "city", "own", "ratio"}
MEASURES = {
    "counted": {"count", "sum", "distinct", "stock"},
    "derived": {"ratio", "total", "difference"},
    "declared": {"number", "code"},
}


@cache
def read_forms(folder: Path) -> tuple[Form, ...]:
    """Every form of every time. Raises FormError."""
    return tuple(_read(path) for path in sorted(folder.glob("*.toml")))


@lru_cache(maxsize=64)
def forms_for(day: date, folder: Path) -> tuple[Form, ...]:
    """The forms in force on a day, by number, the narrative last. Raises FormError."""
    latest: dict[int, Form] = {}
    for form in read_forms(folder):
        if form.since <= day and (form.form not in latest or latest[form.form].since < form.since):
            latest[form.form] = form
    forms = [form for form in latest.values() if form.until is None or day < form.until]
    forms.sort(key=lambda form: (form.form == NARRATIVE, form.form))
    _check(row for form in forms for row in form.rows)
    return tuple(forms)


def in_order(rows: Mapping[str, Row]) -> list[str]:
    """Codes so that every operand comes before what is derived from it. Raises FormError on a circle."""
    try:
        return list(TopologicalSorter({code: row.needs for code, row in rows.items()}).static_order())
    except CycleError as error:
        raise FormError(f"Chỉ tiêu tính vòng tròn: {error.args[1]}") from error


def _read(path: Path) -> Form:
    with path.open("rb") as file:
        document = tomllib.load(file)
    try:
        rows = tuple(_record(Row, row) for row in document.pop("row"))
        return _record(Form, {**document, "rows": rows})
    except (KeyError, TypeError) as error:
        raise FormError(f"{path.name}: {error}") from error


def _record(kind: type[Record], values: Mapping[str, Any]) -> Record:
    unknown = values.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise FormError(f"{values.get('code', '')} khóa không có trong mẫu: {sorted(unknown)}")
    frozen: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return kind(**frozen)


def _check(rows: Iterable[Row]) -> None:
    known: dict[str, Row] = {}
    for row in rows:
        if row.code in known:
            raise FormError(f"{row.code}: mã chỉ tiêu lặp lại")
        known[row.code] = row
    for row in known.values():
        problem = "" if row.heading else _problem(row, known)
        if problem:
            raise FormError(f"{row.code}: {problem}")
    in_order(known)


def _problem(row: Row, known: Mapping[str, Row]) -> str:
    if row.measure not in MEASURES.get(row.origin, ()):
        return f"“{row.measure}” không hợp với nguồn số liệu “{row.origin}”"
    if row.rollup not in ROLLUPS:
        return f"không rõ cách tổng hợp “{row.rollup}”"
    if (row.origin == "counted") != bool(row.population):
        return "chỉ tiêu đếm, và chỉ chỉ tiêu đếm, phải nêu tập hồ sơ được đếm"
    if (row.origin == "derived") != bool(row.operands):
        return "chỉ tiêu tính, và chỉ chỉ tiêu tính, phải nêu các chỉ tiêu thành phần"
    if row.measure == "ratio" and len(row.operands) != 2:
        return "tỷ lệ phải có đúng tử số và mẫu số"
    return _wrong_needs(row, known)


def _wrong_needs(row: Row, known: Mapping[str, Row]) -> str:
    if row.fallback and row.origin != "declared":
        return "chỉ chỉ tiêu khai mới có chỉ tiêu thay khi không khai"
    missing = [code for code in row.needs if code not in known or known[code].heading]
    return f"không có chỉ tiêu thành phần {missing}" if missing else ""
