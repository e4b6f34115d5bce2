"""Forms and printed tables of them, made up: whole, turned, doubled, damaged."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from dunghen.proofing.tables import FormRow, FormSpec

Line = tuple[str, str, str, str, str]  # STT, label, unit, figure, note


def row(
    code: str, stt: str, label: str, unit: str = "Hồ sơ", measure: str = "number", *operands: str
) -> FormRow:
    return FormRow(code=code, stt=stt, label=label, unit=unit, measure=measure, operands=operands)


THREE = FormSpec(
    "3",
    "Thủ tục",
    (
        FormRow(code="B3.1", stt="1.", label="Thống kê thủ tục hành chính", unit="", heading=True),
        row("B3.1.1", "1.1.", "Tổng số thủ tục đang áp dụng", "Thủ tục", "total", "B3.1.1.1", "B3.1.1.2"),
        row("B3.1.1.1", "1.1.1.", "Số thủ tục cấp tỉnh", "Thủ tục"),
        row("B3.1.1.2", "1.1.2.", "Số thủ tục cấp huyện và cấp xã", "Thủ tục"),
        row("B3.2", "2.", "Tỷ lệ hồ sơ của sở được giải quyết đúng hạn", "%", "ratio", "B3.2.2", "B3.2.1"),
        row("B3.2.1", "2.1.", "Tổng số hồ sơ đã giải quyết xong"),
        row("B3.2.2", "2.2.", "Số hồ sơ giải quyết đúng hạn"),
        row("B3.3", "3.", "Tỷ lệ hồ sơ của xã được giải quyết đúng hạn", "%", "ratio", "B3.3.2", "B3.3.1"),
        row("B3.3.1", "3.1.", "Tổng số hồ sơ đã giải quyết xong"),
        row("B3.3.2", "3.2.", "Số hồ sơ giải quyết đúng hạn"),
        row("B3.4", "4.", "Hình thức khảo sát", "Trực tuyến = 0; Phát phiếu = 1; Kết hợp = 2", "code"),
        FormRow(code="B3.3.1@district", stt="3.1.", label="Số hồ sơ: cấp huyện", unit="Hồ sơ", beside=True),
    ),
)
FOUR = FormSpec(
    "4",
    "Bộ máy",
    (
        row("B4.1", "1.", "Tổng số biên chế được giao trong năm", "Người"),
        row("B4.2", "2.", "Số ban quản lý trực thuộc", "Ban"),
    ),
)
FORMS = (THREE, FOUR)

LINES: list[Line] = [
    ("1.", "Thống kê thủ tục hành chính", "", "", ""),
    ("1.1.", "Tổng số thủ tục đang áp dụng", "Thủ tục", "1.850", ""),
    ("1.1.1.", "Số thủ tục cấp tỉnh", "Thủ tục", "1.456", ""),
    ("1.1.2.", "Số thủ tục cấp huyện và cấp xã", "Thủ tục", "394", ""),
    ("2.", "Tỷ lệ hồ sơ của sở được giải quyết đúng hạn", "%", "99,94", ""),
    ("2.1.", "Tổng số hồ sơ đã giải quyết xong", "Hồ sơ", "86,643", ""),
    ("2.2.", "Số hồ sơ giải quyết đúng hạn", "Hồ sơ", "86,593", ""),
    ("3.", "Tỷ lệ hồ sơ của xã được giải quyết đúng hạn", "%", "90%", ""),
    ("3.1.", "Tổng số hồ sơ đã giải quyết xong", "Hồ sơ", "200", "Cấp huyện: 72"),
    ("3.2.", "Số hồ sơ giải quyết đúng hạn", "Hồ sơ", "180", ""),
    ("4.", "Hình thức khảo sát", "Trực tuyến = 0 Phát phiếu = 1 Kết hợp = 2", "2", ""),
]
FIGURES = "1850 1456 394 99.94 86643 86593 90 200 180 2 72"
CODES = "B3.1.1 B3.1.1.1 B3.1.1.2 B3.2 B3.2.1 B3.2.2 B3.3 B3.3.1 B3.3.2 B3.4 B3.3.1@district"
VALUES = dict(zip(CODES.split(), map(Decimal, FIGURES.split()), strict=True))
HEADER: Line = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")


def printed(lines: Iterable[Sequence[str]], form: str = "3") -> str:
    """A table under the heading of its form, cells apart by tabs."""
    return f"Biểu mẫu {form}\n\n" + "\n".join("\t".join(line) for line in lines) + "\n\n"


def barred(lines: Iterable[Sequence[str]]) -> str:
    return "Biểu mẫu 3\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n"


def changed(stt: str, figure: str) -> list[Line]:
    """The lines with one figure printed otherwise."""
    return [(line[0], line[1], line[2], figure, line[4]) if line[0] == stt else line for line in LINES]
