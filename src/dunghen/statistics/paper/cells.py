"""The figures of a compiled report as text: a row says how its value is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from dunghen.core.known import known_at as known
from dunghen.documents.numbers import figure, in_prose
from dunghen.dossiers.models import DossierVersion
from dunghen.statistics.compile import Cell, Compiled
from dunghen.statistics.forms import Form, Row
from dunghen.statistics.view import View

SAMPLE = "Số liệu tổng hợp từ dữ liệu mẫu, không phải số liệu thật"
LEVELS = ("city", "department", "district", "commune")
NO_AMOUNT = {"%", "Điểm", "Tỷ đồng", "Đồng"}  # units whose values never take a leading zero


class PaperError(Exception):
    """A text of a pack that cannot be filled from this report; Vietnamese, names the code or the file."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows and cells of one compiled report, by code."""

    forms: tuple[Form, ...]
    rows: Mapping[str, Row]
    cells: Mapping[str, Cell]

    def in_prose(self, code: str) -> str:
        """A figure in a sentence. Raises PaperError for a code the report has not."""
        if code not in self.cells:
            raise PaperError(f"Báo cáo không có chỉ tiêu “{code}”.")
        row = self.rows[code]
        return in_prose(self.cells[code].value, rate=is_rate(row), amount=row.unit not in NO_AMOUNT)

    def in_table(self, row: Row) -> str:
        """A figure in its column; nothing for a heading."""
        cell = self.cells.get(row.code)
        return figure(cell.value, rate=is_rate(row)) if cell else ""

    def by_level(self, row: Row) -> str:
        """Cấp huyện: 72; cấp xã: 40. The figures of the levels that stand beside a row."""
        parts = []
        for level in LEVELS:
            beside = self.rows.get(f"{row.code}@{level}")
            if beside and beside.extra:
                sign = "%" if beside.unit == "%" else ""
                parts.append(f"{beside.label.rsplit(': ')[-1]}: {self.in_table(beside)}{sign}")
        text = "; ".join(parts)
        return text[:1].upper() + text[1:]


def sampled(asked: View, unit: int) -> bool:
    """Whether a dossier of a unit, or of those below it, that was received before the period's end and had
    not ended before its beginning is sample data."""
    start, end = asked.window
    going_on = Q(resolved_at__isnull=True) | Q(resolved_at__gte=start)
    counted = DossierVersion.objects.filter(
        known(asked.known_at), going_on, received_at__lt=end, unit__in=asked.units.scope(unit)
    )
    return counted.filter(sample=True).exists()


def figures(asked: View, compiled: Compiled) -> Figures:
    return Figures(asked.forms, asked.rows, {cell.code: cell for cell in compiled.cells})


def is_rate(row: Row) -> bool:
    """Whether a value is a percentage of two decimals."""
    return row.measure == "ratio"
