"""What a question about a report is asked of: the report, the forms of its day, a map of units, a moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.core.paths import LAW
from dunghen.org.maps import UnitMap, UnknownUnitError, Which
from dunghen.org.trees import unit_map
from dunghen.statistics.counting import Window
from dunghen.statistics.forms import Form, Row, forms_for
from dunghen.statistics.models import Report


class BadQuestionError(Exception):
    """Asked of a report, unit or cell that there is not; the text is for the reader, in Vietnamese."""


@dataclass(frozen=True)
class View:
    """One report, by one map of units, as known at a moment (None: now)."""

    report: Report
    forms: tuple[Form, ...]
    units: UnitMap
    known_at: datetime | None

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Rows that hold a figure, by code, in the order of the forms."""
        return {row.code: row for form in self.forms for row in form.rows if not row.heading}

    @property
    def window(self) -> Window:
        return Window(self.report.window_from, self.report.window_to)

    @cached_property
    def own(self) -> int:
        """The report's own unit, by this map."""
        return self.units.place(self.report.unit_id).unit

    def org(self, code: str) -> int:
        """The unit that a code or key names on this map; the report's own without one. Raises
        BadQuestionError, also for a unit that was divided: its figures belong to no single successor."""
        if not code:
            return self.own
        try:
            placement = self.units.place(self.units.find(code))
        except UnknownUnitError as error:
            raise BadQuestionError(
                _("Không có đơn vị “{code}” trên bản đồ đơn vị được chọn.").format(code=code)
            ) from error
        if placement.unallotted:
            raise BadQuestionError(
                _("Đơn vị “{code}” đã chia tách, không phân bổ được số liệu.").format(code=code)
            )
        return placement.unit

    def row(self, code: str) -> Row:
        """The row of a code. Raises BadQuestionError."""
        try:
            return self.rows[code]
        except KeyError as error:
            raise BadQuestionError(
                _("Báo cáo {code} không có chỉ tiêu “{cell}”.").format(code=self.report.code, cell=code)
            ) from error


def view(code: str, *, today: date, which: Which = "day", known_at: datetime | None = None) -> View:
    """A report by the map of its last day or of `today`. Raises BadQuestionError for an unknown report."""
    report = Report.objects.select_related("unit").filter(code=code).first()
    if report is None:
        raise BadQuestionError(_("Không có báo cáo “{code}”.").format(code=code))
    last_day = localtime(report.window_to - timedelta(microseconds=1)).date()
    units = unit_map(which, last_day if which == "day" else today)
    return View(report, forms_for(last_day, LAW / "forms"), units, known_at)
