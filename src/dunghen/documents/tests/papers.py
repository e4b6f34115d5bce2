"""A short paper to be signed."""

from datetime import date

from dunghen.documents.model import Document, Letterhead, Paragraph, Signature, Title


def paper(*, name: str, number: str = "03/GXN-UBND") -> Document:
    return Document(
        letterhead=Letterhead(
            agency=("ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU"),
            place="Phường Mẫu",
            number=number,
            day=date(2026, 11, 20),
        ),
        title=Title("GIẤY XÁC NHẬN", "Tình trạng hôn nhân"),
        body=(Paragraph("Ủy ban nhân dân phường Mẫu xác nhận nội dung sau."),),
        closing=(),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH", ("Như trên", "Lưu: VT"), name),
    )
