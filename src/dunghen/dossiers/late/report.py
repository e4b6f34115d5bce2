"""The explanation of late dossiers for the reform office: each with its cause, and the report's sentence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.worktime import VIETNAM, Calendar, CalendarGapError
from dunghen.documents.model import (
    Annex,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    TableRow,
    Title,
)
from dunghen.documents.model import Column as PaperColumn
from dunghen.dossiers.models import CorrectedTime, DossierVersion, Draft, LateCause
from dunghen.dossiers.rules import Cause, Outcome, Paper, Stage, working_days_late
from dunghen.org.models import Person
from dunghen.org.rights import Right

MOST = 1000  # rows of the page; a file holds as many as any other


@dataclass(frozen=True, slots=True)
class LateRow:
    """A late dossier, by the fact or, where its time was corrected, only on the system."""

    version: DossierVersion
    cause: LateCause | None
    corrected: bool
    days: int | None

    @property
    def cause_words(self) -> str:
        if self.corrected and self.cause is None:
            return _("Đúng hạn theo thực tế, trễ hạn trên hệ thống")
        if self.cause is None:
            return _("Chưa giải trình")
        other = self.cause.other_unit
        return f"{self.cause.get_cause_display()}{f' ({other.name})' if other else ''}"

    @property
    def apology_words(self) -> str:
        if self.corrected:
            return "–"
        return _("Đã xin lỗi") if self.version.apologised_at else _("Chưa xin lỗi")


class Sums(NamedTuple):
    """How many were late by the fact, how many of these without an apology, without a cause; how many only on
    the system; how often papers were asked for late or again."""

    late: int
    not_apologised: int
    not_explained: int
    only_on_system: int
    asked_with_reason: int


@dataclass(frozen=True, slots=True)
class LateReport:
    """The late dossiers that ended from `first` to `last`, of which somebody sees the rows."""

    first: date
    last: date
    rows: list[LateRow]
    sums: Sums
    sentences: list[str]


def late_report(person: Person, first: date, last: date, today: date, working: Calendar) -> LateReport:
    """Read them, at most MOST; five queries."""
    start = datetime.combine(first, time(), VIETNAM)
    end = datetime.combine(last + timedelta(days=1), time(), VIETNAM)
    ended = DossierVersion.objects.known_at(None).visible_to(person, Right.ROWS, today)
    ended = ended.filter(outcome__in=(Outcome.RESOLVED, Outcome.REFUSED))
    # the index of the late is of these in so many words
    late = ended.filter(resolved_at__gt=F("due_at"), resolved_at__gte=start, resolved_at__lt=end)
    approved = CorrectedTime.objects.filter(
        correction__approved_at__isnull=False, recorded_at__gte=start, recorded_at__lt=end
    )
    fixed = ended.filter(
        Q(dossier__in=list(approved.values_list("dossier", flat=True))) & Q(resolved_at__lte=F("due_at"))
    )
    related = ("dossier", "procedure", "unit")
    versions = [*late.select_related(*related).order_by("resolved_at", "id")[:MOST]]
    corrected = list(fixed.select_related(*related).order_by("resolved_at", "id"))
    causes = _causes(version.dossier_id for version in (*versions, *corrected))
    rows = [
        LateRow(one, causes.get(one.dossier_id), corrected=False, days=_days(one, working))
        for one in versions
    ]
    rows += [LateRow(one, causes.get(one.dossier_id), corrected=True, days=None) for one in corrected]
    asked = Draft.objects.filter(kind=Paper.SUPPLEMENT, stage=Stage.SENT, sent_at__gte=start, sent_at__lt=end)
    asked = asked.filter(content__head_reason__gt="", dossier__in=ended.values("dossier"))
    return LateReport(first, last, rows, _sums(rows, asked.count()), list(_sentences(rows)))


def _causes(dossiers: Iterable[int]) -> dict[int, LateCause]:
    found = LateCause.objects.filter(dossier__in=list(dossiers)).select_related("other_unit")
    return {cause.dossier_id: cause for cause in found}


def _days(version: DossierVersion, working: Calendar) -> int | None:
    if version.due_at is None or version.resolved_at is None:
        return None
    try:
        return working_days_late(version.due_at, version.resolved_at, working)
    except CalendarGapError:
        return None


def _sums(rows: Iterable[LateRow], asked: int) -> Sums:
    late = [row for row in rows if not row.corrected]
    return Sums(
        late=len(late),
        not_apologised=sum(1 for row in late if row.version.apologised_at is None),
        not_explained=sum(1 for row in late if row.cause is None or row.cause.confirmed_at is None),
        only_on_system=sum(1 for row in rows if row.corrected),
        asked_with_reason=asked,
    )


def _sentences(rows: list[LateRow]) -> Iterator[str]:
    """One line a unit, as the report has it: (01 hồ sơ; lĩnh vực đất đai; cơ quan phối hợp có ý kiến trễ)."""
    units: dict[str, list[LateRow]] = {}
    for row in rows:
        if not row.corrected:
            units.setdefault(row.version.unit.name, []).append(row)
    for name, late in sorted(units.items()):
        fields = ", ".join(sorted({_in_a_sentence(row.version.procedure.field) for row in late}))
        causes = sorted({str(_CAUSES[Cause(row.cause.cause)]) for row in late if row.cause})
        words = _("{unit} ({count:02d} hồ sơ; lĩnh vực {fields}; {causes})")
        yield words.format(
            unit=name,
            count=len(late),
            fields=fields,
            causes=", ".join(causes) or _("chưa giải trình"),
        )
    if fixed := sum(1 for row in rows if row.corrected):
        words = _("{count:02d} hồ sơ trả kết quả đúng hạn nhưng trễ hạn trên hệ thống")
        yield words.format(count=fixed)


def _in_a_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


_CAUSES = {
    Cause.REAL: gettext_lazy("giải quyết chậm"),
    Cause.LATE_ENTRY: gettext_lazy("cập nhật hệ thống chậm"),
    Cause.SYSTEM: gettext_lazy("lỗi hệ thống"),
    Cause.OTHER_UNIT: gettext_lazy("cơ quan phối hợp có ý kiến trễ"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list, in the workbook and in the document."""

    name: str
    label: object
    read: Callable[[LateRow], Any]
    share: int = 2

    def value(self, row: LateRow, /) -> Any:
        """Numbers as numbers, moments in Vietnamese time, the rest as text."""
        found = self.read(row)
        if isinstance(found, datetime):
            return localtime(found).replace(tzinfo=None)
        return "" if found is None else found

    def text(self, row: LateRow) -> str:
        """As it stands in a document."""
        found = self.value(row)
        return f"{found:%H:%M %d/%m/%Y}" if isinstance(found, datetime) else str(found)


COLUMNS = (
    Column("dossier", gettext_lazy("Mã hồ sơ"), lambda row: row.version.dossier.code, 4),
    Column("procedure", gettext_lazy("Tên TTHC"), lambda row: row.version.procedure.name, 5),
    Column("field", gettext_lazy("Lĩnh vực"), lambda row: row.version.procedure.field),
    Column("unit", gettext_lazy("Cơ quan giải quyết"), lambda row: row.version.unit.name, 3),
    Column("due_at", gettext_lazy("Hạn giải quyết"), lambda row: row.version.due_at, 3),
    Column("resolved_at", gettext_lazy("Kết thúc"), lambda row: row.version.resolved_at, 3),
    Column("days", gettext_lazy("Số ngày làm việc trễ"), lambda row: row.days),
    Column("apology", gettext_lazy("Xin lỗi"), lambda row: row.apology_words),
    Column("cause", gettext_lazy("Nguyên nhân"), lambda row: row.cause_words, 3),
    Column("note", gettext_lazy("Giải trình"), lambda row: row.cause.note if row.cause else "", 3),
    Column(
        "confirmed", gettext_lazy("Xác nhận"), lambda row: row.cause.confirmed_at if row.cause else None, 3
    ),
)


def document(report: LateReport, letterhead: Letterhead) -> Document:
    """The explanation as a document to be signed."""
    columns = tuple(PaperColumn(str(column.label), column.share) for column in COLUMNS)
    rows = tuple(TableRow(tuple(column.text(row) for column in COLUMNS)) for row in report.rows)
    told = [Paragraph(text) for text in report.sentences] or [Paragraph(_("Không có hồ sơ trễ hạn."))]
    subject = _("Giải trình hồ sơ trễ hạn từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}")
    return Document(
        letterhead=letterhead,
        title=Title(_("BÁO CÁO"), subject.format(first=report.first, last=report.last)),
        body=(Heading(1, _("Tổng hợp")), *told),
        closing=(),
        signature=Signature(
            (), _("NGƯỜI ĐỨNG ĐẦU"), (_("Cơ quan đầu mối cải cách hành chính"), _("Lưu: VT"))
        ),
        annexes=(
            Annex(
                _("Phụ lục"),
                _("DANH SÁCH HỒ SƠ TRỄ HẠN"),
                "",
                (Table(_("Hồ sơ trễ hạn"), columns, rows),),
                landscape=True,
            ),
        ),
    )
