"""The list of a hand-over as a paper for two signatures (DANH SÁCH BÀN GIAO HỒ SƠ)."""

from collections.abc import Sequence

from django.utils.timezone import localtime

from dunghen.documents.model import Column, Document, Letterhead, Paragraph, Signature, Table, TableRow, Title
from dunghen.dossiers.models import DossierVersion, HandOverList

COLUMNS = (
    Column("STT", 1, "center"),
    Column("Mã hồ sơ", 5),
    Column("Tên thủ tục hành chính", 7),
    Column("Tiếp nhận lúc", 3),
    Column("Hạn giải quyết", 3),
    Column("Ghi chú", 2),
)
ROOM = "(Ký, ghi rõ họ tên)\n\n\n\n"  # for a signature


def document(made: HandOverList, rows: Sequence[tuple[DossierVersion, bool]], place: str) -> Document:
    """Codes, procedures and times; no personal data, because it passes through many hands."""
    table = Table("Hồ sơ bàn giao", COLUMNS, tuple(_row(*one) for one in enumerate(rows, 1)))
    given = f"{localtime(made.given_at):%H giờ %M ngày %d/%m/%Y}"
    words = (
        _sides(made),
        f"Giao lúc {given}, tổng số {len(rows):02d} hồ sơ, kèm theo đủ thành phần hồ sơ.",
    )
    names = Table(
        "Chữ ký hai bên",
        (Column("BÊN GIAO", 1, "center"), Column("BÊN NHẬN", 1, "center")),
        (TableRow((f"{ROOM}{made.given_by.full_name}", f"{ROOM}{_taker(made)}")),),
    )
    sides = tuple(dict.fromkeys((made.from_unit.name, made.to_unit.name)))
    return Document(
        letterhead=Letterhead(
            agency=(made.from_unit.name.upper(),), place=place, number=f"{made.number:02d}/BG", day=made.day
        ),
        title=Title("DANH SÁCH BÀN GIAO HỒ SƠ", f"Ngày {made.day:%d/%m/%Y}"),
        body=(*(Paragraph(text) for text in words), table, *_signed(made), names),
        closing=(),
        signature=Signature((), "NGƯỜI LẬP DANH SÁCH", sides, made.given_by.full_name),
    )


def _sides(made: HandOverList) -> str:
    if made.from_unit_id == made.to_unit_id:
        return f"Bàn giao trong nội bộ {made.from_unit.name}."
    return f"Bên giao: {made.from_unit.name}. Bên nhận: {made.to_unit.name}."


def _signed(made: HandOverList) -> list[Paragraph]:
    if made.taken_at is None:
        return []
    return [Paragraph(f"Bên nhận ký nhận lúc {localtime(made.taken_at):%H giờ %M ngày %d/%m/%Y}.")]


def _row(place: int, found: tuple[DossierVersion, bool]) -> TableRow:
    row, late = found
    due = f"{localtime(row.due_at):%H:%M %d/%m/%Y}" if row.due_at else ""
    received = f"{localtime(row.received_at):%H:%M %d/%m/%Y}"
    note = "Chuyển muộn" if late else ""
    return TableRow((str(place), row.dossier.code, row.procedure.name, received, due, note))


def _taker(made: HandOverList) -> str:
    return made.taken_by.full_name if made.taken_by else ""
