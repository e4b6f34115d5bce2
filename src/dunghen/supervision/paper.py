"""Shared by the papers of this room: who heads them, who signs, to whom they go (NĐ 30/2020/NĐ-CP)."""

from collections.abc import Sequence
from datetime import date

from dunghen.core.paths import PACKS
from dunghen.documents.layout import long_date
from dunghen.documents.letterhead import Issuer, read_issuer
from dunghen.documents.model import Block, Document, Letterhead, Paragraph, Signature, Table, Title
from dunghen.org.models import Installation, Unit, UnitKind

NO_BREAK = "\N{NO-BREAK SPACE}"
SAMPLE = "DỮ LIỆU MẪU"
COMMITTEE = ("TM. ỦY BAN NHÂN DÂN",)
HEADS: dict[UnitKind, tuple[tuple[str, ...], str]] = {
    UnitKind.CITY: (COMMITTEE, "CHỦ TỊCH"),
    UnitKind.DISTRICT: (COMMITTEE, "CHỦ TỊCH"),
    UnitKind.COMMUNE: (COMMITTEE, "CHỦ TỊCH"),
    UnitKind.DEPARTMENT: ((), "GIÁM ĐỐC"),
    UnitKind.SERVICE_CENTRE: ((), "GIÁM ĐỐC"),
    UnitKind.OFFICE: ((), "CHÁNH VĂN PHÒNG"),
    UnitKind.INSPECTORATE: ((), "CHÁNH THANH TRA"),
    UnitKind.INDUSTRIAL_ZONES: ((), "TRƯỞNG BAN"),
}


def issuer_here() -> Issuer:
    """How the city heads its papers."""
    return read_issuer(PACKS / Installation.objects.get().pack / "letterhead.toml")


def letterhead(unit: Unit, number: str = "", day: date | None = None) -> Letterhead:
    """Of a unit below the city, or of the city itself."""
    issuer, above = issuer_here(), unit.parent
    if above is None:
        agency, superior = issuer.agency, issuer.superior
    else:
        agency = (_kept(unit.name.upper(), issuer),)
        superior = " ".join(issuer.agency) if above.parent_id is None else above.name.upper()
    superior = _kept(superior, issuer)
    return Letterhead(agency=agency, superior=superior, place=issuer.place, number=number, day=day)


def _kept(name: str, issuer: Issuer) -> str:
    """A line breaks between ỦY BAN NHÂN DÂN and THÀNH PHỐ CẦN THƠ, not within them."""
    for part in issuer.agency:
        name = name.replace(part, part.replace(" ", NO_BREAK))
    return name


def signature(unit: Unit, recipients: Sequence[str]) -> Signature:
    """Who heads such a unit signs; a copy stays with the clerk."""
    other = "TRƯỞNG BAN" if unit.name.startswith("Ban ") else "THỦ TRƯỞNG"
    authority, post = HEADS.get(UnitKind(unit.kind), ((), other))
    return Signature(authority, post, (*recipients, "Lưu: VT"))


def sent_to(names: Sequence[str]) -> tuple[Block, ...]:
    """Kính gửi: on one line, or one a line below it."""
    if len(names) == 1:
        return (Paragraph(f"Kính gửi: {names[0]}.", centred=True),)
    ends = (*(";" for _name in names[:-1]), ".")
    named = (Paragraph(f"- {name}{end}", centred=True) for name, end in zip(names, ends, strict=True))
    return (Paragraph("Kính gửi:", centred=True), *named)


def sample_note(*, sample: bool) -> str:
    """What a paper made of invented data says below its title."""
    return SAMPLE if sample else ""


def urging_of(
    office: Unit, unit: Unit, *, subject: str, found: str, ask: str, table: Table, sample: bool = False
) -> Document:
    """A letter that urges, of an office to a unit: what was found, the table, what is asked. Number and day
    come later."""
    return Document(
        letterhead=letterhead(office),
        title=Title("", subject, sample_note(sample=sample)),
        body=(*sent_to((unit.name,)), Paragraph(found), table),
        closing=(Paragraph(ask),),
        signature=signature(office, ("Như trên",)),
    )


def counted_to(today: date, unit: Unit, count: int) -> str:
    """đến ngày 22 tháng 11 năm 2026 Sở Y tế còn 02 nhiệm vụ"""
    return f"đến {long_date(today)} {unit.name} còn {count:02} nhiệm vụ"
