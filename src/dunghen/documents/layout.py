"""Measures of a document by Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I: lengths in millimetres, type in
points.

Where the decree leaves a range, the value taken stands here once for both renderers.
"""

from dataclasses import asdict, dataclass
from datetime import date

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"
UNSIGNED = "(ký, ghi rõ họ tên)"


@dataclass(frozen=True, slots=True)
class Layout:
    """Mục I (paper, margins, page number) and Mục II (each component)."""

    width: float = 210.0
    height: float = 297.0
    top: float = 20.0
    bottom: float = 20.0
    left: float = 30.0
    right: float = 20.0
    header: float = 10.0  # the page number, from the upper edge
    page_number: float = 13.0
    nation: float = 12.0
    motto: float = 13.0
    agency: float = 12.0
    number: float = 13.0
    place: float = 13.0
    body: float = 14.0
    indent: float = 12.7
    spacing: float = 6.0  # between paragraphs
    leading: float = 1.15  # of single line spacing; the decree allows 1 to 1.5
    signature_gap: float = 30.0  # for the signature and the seal
    recipients_title: float = 12.0
    recipients: float = 11.0
    table: float = 12.0
    note: float = 12.0
    letterhead_left: float = 0.4  # share of the agency's half
    rule: float = 0.4  # of the text's width; the decree says a third to a half

    def measures(self) -> dict[str, float]:
        return asdict(self)


LAYOUT = Layout()


def number_line(number: str) -> str:
    """Số: 137/BC-UBND; a gap where the number is still to be given."""
    return f"Số: {number or '        /'}"


def dated(place: str, day: date | None) -> str:
    """<place>, ngày 10 tháng 6 năm 2024: days below 10 and the months 1 and 2 with a leading zero."""
    if day is None:
        return f"{place}, ngày      tháng      năm"
    return f"{place}, {long_date(day)}"


def long_date(day: date) -> str:
    """ngày 08 tháng 02 năm 2024"""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def recipient_lines(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """- Sở, ban, ngành thành phố; … - Lưu: VT."""
    return tuple(f"- {line};" for line in recipients[:-1]) + tuple(f"- {line}." for line in recipients[-1:])
