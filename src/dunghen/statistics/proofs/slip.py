"""PHIẾU ĐỀ NGHỊ RÀ SOÁT SỐ LIỆU on paper, by the layout of Nghị định 30/2020/NĐ-CP."""

from django.utils.timezone import localdate

from dunghen.core.paths import PACKS
from dunghen.documents.layout import long_date
from dunghen.documents.letterhead import Issuer, read_issuer
from dunghen.documents.model import (
    Block,
    Column,
    Document,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    TableRow,
    Title,
)
from dunghen.org.models import Installation, Unit
from dunghen.statistics.models import ProofEvent
from dunghen.statistics.proofs.marked import sentence
from dunghen.statistics.proofs.rules import Act

COLUMNS = (Column("TT", 8, "center"), Column("Nội dung trong văn bản", 92), Column("Số liệu", 25, "right"))

REMOVED = "văn bản đã được xóa, nội dung trích không còn."


def slip_document(slip: ProofEvent) -> Document:
    """The slip as it was sent, with the latest day to answer by; it is numbered and signed by hand."""
    issuer = read_issuer(PACKS / Installation.objects.get().pack / "letterhead.toml")
    events = [slip, *ProofEvent.objects.filter(slip=slip, act=Act.AGAIN).order_by("number")]
    home = slip.by.assignments.on(localdate(slip.at)).select_related("unit").first()
    assert slip.unit is not None
    return Document(
        letterhead=_letterhead(issuer, home.unit if home else None, slip),
        title=Title("PHIẾU ĐỀ NGHỊ RÀ SOÁT SỐ LIỆU", f"Số liệu trong văn bản “{slip.finding.run.name}”"),
        body=tuple(_body(slip, events)),
        closing=(_closing(events[-1]),),
        signature=Signature(
            (), "NGƯỜI ĐỀ NGHỊ", (slip.unit.name, "Lưu: hồ sơ rà soát số liệu"), str(slip.by)
        ),
    )


def _letterhead(issuer: Issuer, home: Unit | None, slip: ProofEvent) -> Letterhead:
    """Of the unit that asks: under the agency of the city, unless it is that agency."""
    below = home is not None and home.parent_id is not None
    return Letterhead(
        agency=(home.name.upper(),) if home and below else issuer.agency,
        superior=" ".join(issuer.agency) if below else issuer.superior,
        place=issuer.place,
        day=localdate(slip.at),
    )


def _body(slip: ProofEvent, events: list[ProofEvent]) -> list[Block]:
    finding = slip.finding
    text = finding.run.text
    places: dict[tuple[int, int], list[str]] = {}
    for quote in finding.quotes:
        places.setdefault(sentence(text, quote["start"], quote["end"]), []).append(quote["text"])
    rows = [
        TableRow((str(place), text[slice(*span)], "; ".join(quoted)))
        for place, (span, quoted) in enumerate(places.items(), 1)
    ]
    assert slip.unit is not None
    return [
        Paragraph(f"Kính gửi: {slip.unit.name}", centred=True),
        Paragraph(f"Qua rà soát văn bản “{finding.run.name}”, số liệu dưới đây cần được đơn vị xem lại:"),
        *([Table("Số liệu đề nghị rà soát", COLUMNS, tuple(rows))] if rows else []),
        Paragraph(f"Kết quả đối chiếu: {finding.explanation or REMOVED}"),
        *(Paragraph(f"Nội dung đề nghị: {event.text}") for event in events),
    ]


def _closing(last: ProofEvent) -> Paragraph:
    assert last.due is not None
    return Paragraph(f"Đề nghị đơn vị rà soát, xác nhận số liệu và trả lời trước hết {long_date(last.due)}.")
