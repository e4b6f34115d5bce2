"""The register on paper: a volume of the book of a unit and a year (form 06 of TT 01/2018/TT-VPCP, 07 of
TT 03/2025/TT-VPCP).

The form is that of the first day of the year, when the book is opened (art. 10.2.a); it is closed at year
end by the head of the one-stop.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from dunghen.documents.form import Fact, Form, Signer
from dunghen.documents.layout import long_date
from dunghen.documents.model import Column, Letterhead, Paragraph, Table, TableRow
from dunghen.dossiers.papers.facts import Issuer
from dunghen.dossiers.papers.law import Kind, Paper, paper_of
from dunghen.dossiers.papers.volumes import first_of

CLOSER = "NGƯỜI ĐỨNG ĐẦU BỘ PHẬN MỘT CỬA"
STAMPED = "(ký, ghi rõ họ tên, đóng dấu)"
HIDDEN = "–"  # what the reader has no right to


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the register."""

    number: int
    code: str
    procedure: str
    sets: int
    name: str
    address: str
    phone: str
    agency: str
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    way: str
    note: str

    @property
    def reached(self) -> str:
        return "\n".join(part for part in (self.address, self.phone) if part)


@dataclass(frozen=True, slots=True)
class Written:
    """A column: its words, its share of the sheet, what it reads of a line."""

    name: str
    label: str
    share: int
    read: str
    group: str = ""
    centred: bool = False

    def value(self, line: Line, /) -> Any:
        """For a workbook: moments in Vietnamese time without a zone, numbers as numbers."""
        found = getattr(line, self.read) if self.read else ""
        if isinstance(found, datetime):
            return localtime(found).replace(tzinfo=None)
        return "" if found is None else found

    def text(self, line: Line) -> str:
        """For paper, where a code stands in two lines."""
        found = self.value(line)
        if isinstance(found, datetime):
            return f"{found:%H:%M\n%d/%m/%Y}"
        return str(found).replace("-", "-\n", 1) if self.read == "code" else str(found)


DAYS = "Ngày, tháng, năm"
COLUMNS = (
    Written("number", "STT", 4, "number", centred=True),
    Written("dossier", "Mã hồ sơ", 12, "code"),
    Written("procedure", "Tên TTHC", 19, "procedure"),
    Written("sets", "Số lượng hồ sơ (bộ)", 5, "sets", centred=True),
    Written("name", "Tên cá nhân, tổ chức", 13, "name"),
    Written("content", "Địa chỉ, số điện thoại", 14, "reached"),
    Written("unit", "Cơ quan chủ trì giải quyết", 12, "agency"),
    Written("received_at", "Nhận hồ sơ", 8, "received_at", DAYS, centred=True),
    Written("due_at", "Hẹn trả kết quả", 8, "due_at", DAYS, centred=True),
    Written("returned_at", "Trả kết quả", 8, "returned_at", DAYS, centred=True),
    Written("way", "Phương thức nhận kết quả", 9, "way"),
    Written("signature", "Ký nhận", 7, ""),
    Written("note", "Ghi chú", 10, "note"),
)


@dataclass(frozen=True, slots=True)
class Book:
    """The book of a place of receipt and a year. `last`: its last number so far."""

    desk: Issuer
    year: int
    last: int

    @property
    def paper(self) -> Paper:
        """Raises NoForm for a year before the first circular."""
        return paper_of(Kind.REGISTER, date(self.year, 1, 1))

    def closed(self, today: date) -> bool:
        return today.year > self.year


def volume(book: Book, number: int, lines: Iterable[Line], today: date, *, sample: bool) -> Form:
    """A volume of the book; the last one of a year that is over ends with its closing."""
    rows = tuple(TableRow(tuple(column.text(line) for column in COLUMNS)) for line in lines)
    columns = tuple(
        Column(column.label, column.share, "center" if column.centred else "left", column.group)
        for column in COLUMNS
    )
    first, last = first_of(number), first_of(number) + len(rows) - 1
    ended = book.closed(today) and last >= book.last
    closing = (
        f"Sổ này ghi từ số 01 đến số {book.last:02} của năm {book.year}. "
        f"Khóa sổ {long_date(date(book.year, 12, 31))}."
    )
    return Form(
        letterhead=Letterhead(
            agency=book.desk.agency, superior=book.desk.superior, place=book.desk.place, day=today
        ),
        title=book.paper.title,
        under_title=(f"Năm {book.year} - Quyển số {number:02}",),
        reference=book.paper.reference,
        blocks=(
            Fact("Từ số thứ tự", f"{first:02} đến {last:02}" if rows else "không có hồ sơ"),
            Table("Các hồ sơ đã tiếp nhận", columns, rows),
            *((Paragraph(closing),) if ended else ()),
        ),
        signers=(Signer((CLOSER,), "", STAMPED),) if ended else (),
        sheet=book.paper.sheet,
        sample=sample,
        numbered=False,
    )
