"""What stands on the report pages: lines of a form, the words of a figure, the parts of a formula."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dunghen.core.paths import LAW
from dunghen.org.models import Level, Unit
from dunghen.statistics.columns import grouped
from dunghen.statistics.compile import Cell, Compiled, Figure, Number, whole
from dunghen.statistics.counting import field
from dunghen.statistics.forms import NARRATIVE, Form, Row
from dunghen.statistics.models import Published
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.targets import Compared
from dunghen.statistics.validate import Finding, check, read_rules
from dunghen.statistics.view import View

ORIGINS = {
    "counted": gettext_lazy("Hệ thống tổng hợp"),
    "derived": gettext_lazy("Hệ thống tính"),
    "declared": gettext_lazy("Đơn vị nhập"),
}
FILLERS = {
    "lead": gettext_lazy("Cơ quan chủ trì lĩnh vực"),
    "city": gettext_lazy("UBND thành phố"),
    "department": gettext_lazy("Từng sở, ngành"),
    "district": gettext_lazy("Từng UBND cấp huyện"),
}
ROLLUPS = {
    "sum": gettext_lazy("Cộng số liệu của đơn vị và các đơn vị trực thuộc."),
    "distinct": gettext_lazy("Mỗi thủ tục chỉ tính một lần ở mỗi cấp."),
    "stock": gettext_lazy("Cộng số hiện có tại thời điểm cuối kỳ của đơn vị và các đơn vị trực thuộc."),
    "city": gettext_lazy("Chỉ tính cho toàn thành phố."),
    "own": gettext_lazy("Chỉ tính của chính đơn vị, không cộng các đơn vị trực thuộc."),
    "ratio": gettext_lazy("Tổng tử số chia cho tổng mẫu số, không lấy trung bình các tỷ lệ."),
}
SIGNS = {"ratio": "÷", "total": "+", "difference": "−"}

# By form, then by the code of the row under which they stand.
Findings = dict[int, dict[str, tuple[Finding, ...]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a form with its figure; `beside`: the figure it is compared with; `compared`: with the target
    of the unit."""

    row: Row
    place: str
    value: str
    cell: Cell | None
    origin: Any
    printed: str
    difference: str
    reason: str
    beside: str
    change: str
    findings: tuple[Finding, ...]
    compared: Compared | None


@dataclass(frozen=True, slots=True)
class Share:
    """What a unit has of a figure; `depth` is the mark of its place in the tree."""

    unit: Unit
    depth: str
    value: str
    unallotted: str
    address: str


@dataclass(frozen=True, slots=True)
class Operand:
    """A part of a formula: the sign before it, its label, address and value."""

    sign: str
    row: Row
    value: str


def shown(value: Number | None, row: Row) -> str:
    """A figure as officials write it in the reader's language; a percentage has always two decimals."""
    if value is None:
        return ""
    if row.measure == "ratio":
        return grouped(Decimal(value), 2)
    return grouped(value)


def signed(value: Number | None, row: Row) -> str:
    """A difference with its sign."""
    if value is None:
        return ""
    size = shown(-value if value < 0 else value, row)
    return f"+{size}" if value > 0 else f"−{size}" if value < 0 else size


def changed(now: Number | None, before: Number | None, row: Row) -> str:
    """An increase or decrease; of rates in points of percent."""
    if now is None or before is None:
        return ""
    text = signed(whole(Decimal(now) - Decimal(before)), row)
    return _("%(change)s điểm phần trăm") % {"change": text} if row.measure == "ratio" else text


def form_name(form: Form) -> str:
    return form.title if form.form == NARRATIVE else _("Biểu mẫu %(number)s") % {"number": form.form}


def form_of(asked: View, code: str) -> Form:
    """The form a figure stands in."""
    return next(form for form in asked.forms if any(row.code == code for row in form.rows))


def lines(
    form: Form,
    cells: Mapping[str, Cell],
    printed: Mapping[str, Published],
    findings: Mapping[str, tuple[Finding, ...]],
    beside: Mapping[str, Figure],
    compared: Mapping[str, Compared],
) -> list[Line]:
    """The rows of a form."""
    return [
        line(
            form,
            row,
            cells.get(row.code),
            printed.get(row.code),
            findings,
            beside.get(row.code),
            compared.get(row.code),
        )
        for row in form.rows
    ]


def place(form: Form, row: Row) -> str:
    """Where a row stands in its form; one beside the form by its code."""
    return row.code if row.extra and form.form != NARRATIVE else row.stt


def line(
    form: Form,
    row: Row,
    cell: Cell | None,
    printed: Published | None,
    findings: Mapping[str, tuple[Finding, ...]],
    beside: Figure | None,
    compared: Compared | None,
) -> Line:
    """One row of a form."""
    value = cell.value if cell else None
    before = beside.value if beside else None
    return Line(
        row=row,
        place=row.stt if form.form == NARRATIVE or not row.extra else "",
        value=shown(value, row),
        cell=cell,
        origin=ORIGINS.get(row.origin, ""),
        printed=printed.text if printed else "",
        difference=signed(cell.difference, row) if cell and cell.difference else "",
        reason=printed.reason if printed else "",
        beside=shown(before, row),
        change=changed(value, before, row),
        findings=findings.get(row.code, ()),
        compared=compared,
    )


def found_in(asked: View, compiled: Compiled) -> Findings:
    """Findings by form and by the row under which they stand: the first that the rule names in the form."""
    rules = read_rules(LAW / "validation.toml")
    named = {rule.id: {*rule.left, *rule.right} for rule in rules}
    placed: Findings = {form.form: {} for form in asked.forms}
    for finding in check(compiled, rules):
        for form in asked.forms:
            code = next((row.code for row in form.rows if row.code in named[finding.rule]), None)
            if code:
                placed[form.form][code] = (*placed[form.form].get(code, ()), finding)
    return placed


def what_counts(row: Row) -> str:
    """What a counted figure counts, in words."""
    population = POPULATIONS[row.population]
    words = {"label": _(population.label), "time": field(population.model, population.anchor).verbose_name}
    kinds = {
        "count": _("Đếm: %(label)s, theo thời điểm “%(time)s” nằm trong kỳ báo cáo."),
        "sum": _("Cộng: %(label)s, theo thời điểm “%(time)s” nằm trong kỳ báo cáo."),
        "distinct": _("Đếm mỗi thủ tục một lần: %(label)s, theo thời điểm “%(time)s” nằm trong kỳ báo cáo."),
        "stock": _("Số hiện có lúc 24:00 ngày cuối kỳ: %(label)s."),
    }
    return kinds[population.measure] % words


def at_level(row: Row) -> str:
    """Of which level a counted figure is."""
    if row.level:
        return str(Level(row.level).label)
    if POPULATIONS[row.population].level:
        return _("Mọi cấp, trừ cơ quan ngành dọc (tính riêng)")
    return ""


def operands(asked: View, row: Row, figures: Mapping[str, Figure]) -> list[Operand]:
    """The parts of a derived figure, in the order of its formula."""
    parts = [asked.rows[code] for code in row.operands]
    sign = SIGNS.get(row.measure, "")
    return [
        Operand(sign if place else "", part, shown(figures[part.code].value, part))
        for place, part in enumerate(parts)
    ]


def rows_shown(number: int, at_most: int) -> str:
    """How many rows a list has."""
    if number > at_most:
        return _("Hơn %(number)s dòng") % {"number": grouped(at_most)}
    return ngettext("%(number)s dòng", "%(number)s dòng", number) % {"number": grouped(number)}


def printed_of(asked: View, unit: int) -> dict[str, Published]:
    """What was published of the unit: of the report's own only. One query."""
    rows: Iterable[Published] = asked.report.published.all() if unit == asked.own else ()
    return {found.cell: found for found in rows}
