"""The papers of given tasks: the urging letter of a unit, the report on what a document ordered.

The report has a heading for each content of the document, the answers of the divisions below it, and the
documents they rest on as footnotes (layout of report 3719/BC-SNV of 15/11/2024; NĐ 30/2020/NĐ-CP Phụ lục I).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dunghen.core.paths import PACKS
from dunghen.documents.layout import long_date
from dunghen.documents.letterhead import Issuer, read_issuer
from dunghen.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    TableRow,
    Title,
)
from dunghen.org.models import Installation, Unit, UnitKind
from dunghen.supervision.given.models import GivenState, GivenTask, Source

COLUMNS = (
    Column("STT", 9, "center"),
    Column("Văn bản giao", 24),
    Column("Nhiệm vụ", 40),
    Column("Sản phẩm", 24),
    Column("Thời hạn", 21, "center"),
    Column("Quá hạn (ngày)", 15, "center"),
)
FEW = 3  # units that are named one by one where they wrote nothing
HEADS = {
    UnitKind.CITY: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    UnitKind.DISTRICT: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    UnitKind.COMMUNE: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    UnitKind.OFFICE: ("", "CHÁNH VĂN PHÒNG"),
    UnitKind.INSPECTORATE: ("", "CHÁNH THANH TRA"),
    UnitKind.INDUSTRIAL_ZONES: ("", "TRƯỞNG BAN"),
}


def issuer_here() -> Issuer:
    """How the city heads its papers."""
    return read_issuer(PACKS / Installation.objects.get().pack / "letterhead.toml")


def letterhead(unit: Unit, number: str = "", day: date | None = None) -> Letterhead:
    """Of a unit below the city, or of the city itself."""
    issuer = issuer_here()
    below = unit.parent_id is not None
    return Letterhead(
        agency=(unit.name.upper(),) if below else issuer.agency,
        superior=" ".join(issuer.agency) if below else issuer.superior,
        place=issuer.place,
        number=number,
        day=day,
    )


def signature(unit: Unit, recipients: Sequence[str]) -> Signature:
    """Who heads such a unit signs."""
    kind = UnitKind(unit.kind)
    first, post = HEADS.get(kind, ("", "TRƯỞNG BAN" if unit.name.startswith("Ban ") else "GIÁM ĐỐC"))
    return Signature((first,) if first else (), post, (*recipients, "Lưu: VT"))


def sent_to(names: Sequence[str]) -> tuple[Block, ...]:
    """Kính gửi: on one line, or one a line below it."""
    if len(names) == 1:
        return (Paragraph(f"Kính gửi: {names[0]}.", centred=True),)
    ends = (*(";" for _name in names[:-1]), ".")
    named = (Paragraph(f"- {name}{end}", centred=True) for name, end in zip(names, ends, strict=True))
    return (Paragraph("Kính gửi:", centred=True), *named)


def urging_letter(office: Unit, unit: Unit, overdue: Sequence[GivenTask], today: date) -> Document:
    """One letter for a unit with all its overdue tasks in one table; number and day come with its issue."""
    rows = tuple(
        TableRow(
            (
                str(place),
                one.item.source.named,
                one.task.content,
                one.item.product,
                f"{one.task.due:%d/%m/%Y}" if one.task.due else "",
                str((today - one.task.due).days) if one.task.due else "",
            )
        )
        for place, one in enumerate(overdue, 1)
    )
    opening = (
        f"Qua theo dõi, đến {long_date(today)} {unit.name} còn {len(overdue):02} nhiệm vụ được giao đã quá "
        "thời hạn nhưng chưa hoàn thành:"
    )
    ask = (
        f"Đề nghị {unit.name} khẩn trương hoàn thành, gửi sản phẩm về {office.name} và báo cáo rõ nguyên "
        "nhân quá hạn, trách nhiệm của tổ chức, cá nhân có liên quan./."
    )
    return Document(
        letterhead=letterhead(office),
        title=Title("", "đôn đốc thực hiện nhiệm vụ được giao đã quá hạn"),
        body=(*sent_to((unit.name,)), Paragraph(opening), Table("Nhiệm vụ quá hạn", COLUMNS, rows)),
        closing=(Paragraph(ask),),
        signature=signature(office, ("Như trên",)),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """A paragraph of a report and the documents it rests on."""

    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A content of the document and what is answered to it."""

    heading: str
    answers: tuple[Answer, ...]


def report(
    source: Source, unit: Unit, parts: Iterable[Part], outlook: str, number: str = "", day: date | None = None
) -> Document:
    """A unit's report on what a document ordered; without number and day until it is numbered."""
    about = about_source(source)
    basis = f"Thực hiện {source.reply_basis}, " if source.reply_basis else ""
    opening = f"{basis}{unit.name} báo cáo kết quả thực hiện {about}, như sau:"
    blocks: list[Block] = [*sent_to(source.reply_to or [source.issuer]), Paragraph(opening)]
    blocks.append(Heading(1, "I. KẾT QUẢ THỰC HIỆN"))
    for place, part in enumerate(parts, 1):
        blocks.append(Heading(2, f"{place}. {part.heading}"))
        blocks += [Paragraph(f"- {said.text}", footnote=_footnote(said.cites)) for said in part.answers]
    blocks.append(Heading(1, "II. NHIỆM VỤ, GIẢI PHÁP THỜI GIAN TỚI"))
    blocks += [Paragraph(text.strip()) for text in outlook.splitlines() if text.strip()]
    note = "DỮ LIỆU MẪU" if source.sample else ""
    return Document(
        letterhead=letterhead(unit, number, day),
        title=Title("BÁO CÁO", subject(source), note),
        body=tuple(blocks),
        closing=(Paragraph(f"Trên đây là báo cáo của {unit.name} về kết quả thực hiện {cited(source)}./."),),
        signature=signature(unit, ("Như trên",)),
    )


def _footnote(cites: Sequence[str]) -> str:
    return f"{'; '.join(cites)}." if cites else ""


def cited(source: Source) -> str:
    """Nghị quyết số 29/NQ-HĐND ngày 05 tháng 7 năm 2024 của Hội đồng nhân dân thành phố."""
    number = f" số {source.symbol}" if source.symbol else ""
    return f"{source.get_kind_display()}{number} {long_date(source.day)} của {source.issuer}"


def about_source(source: Source) -> str:
    """The document with what it is about."""
    subject = source.abstract
    return f"{cited(source)} về {subject[:1].lower()}{subject[1:]}"


def subject(source: Source) -> str:
    """What a report on it is about."""
    return f"Kết quả thực hiện {about_source(source)}"


def parts_of(given: Iterable[tuple[GivenTask, Sequence[Answer]]], *, named: bool) -> list[Part]:
    """The contents in the document's order with the answers of their tasks; `named`: several units answer, so
    each is named. What has no answer says how far it is, many units together."""
    found: dict[str, list[Answer]] = {}
    silent: dict[str, list[GivenTask]] = {}
    for one, answers in given:
        heading = one.item.heading or one.item.content
        before = f"{one.task.lead}: " if named and one.task.lead else ""
        said = [Answer(f"{before}{answer.text}", answer.cites) for answer in answers]
        found.setdefault(heading, []).extend(said)
        if not said:
            silent.setdefault(heading, []).append(one)
    for heading, tasks in silent.items():
        if len(tasks) > FEW:
            found[heading].append(Answer(_all_together(tasks)))
            continue
        for one in tasks:
            before = f"{one.task.lead}: " if named and one.task.lead else ""
            found[heading].append(Answer(f"{before}{_how_far(one)}"))
    return [Part(heading, tuple(answers)) for heading, answers in found.items()]


def _all_together(tasks: Sequence[GivenTask]) -> str:
    """Of many units: how many did it, and who was late or has not done it."""
    done = [one for one in tasks if one.state == GivenState.DONE]
    late = [one for one in done if one.task.due and one.task.done and one.task.done > one.task.due]
    rest = [one for one in tasks if one.state not in (GivenState.DONE, GivenState.STOPPED)]
    words = f"{len(done):02}/{len(tasks):02} cơ quan, đơn vị đã hoàn thành"
    for label, some in (("quá hạn", late), ("chưa hoàn thành", rest)):
        if some:
            words += f"; {label}: {', '.join(str(one.task.lead) for one in some)}"
    return f"{words}."


def _how_far(given: GivenTask) -> str:
    """Where nobody wrote an answer."""
    task = given.task
    if given.state == GivenState.DONE and task.done:
        return f"Đã hoàn thành {long_date(task.done)}: {given.item.product}."
    until = f", thời hạn {long_date(task.due)}" if task.due else ""
    return f"{given.get_state_display()}{until}."
