"""The papers of given tasks: the urging letter of a unit, the report on what a document ordered.

The report has a heading for each content of the document, the answers of the divisions below it, and the
documents they rest on as footnotes (layout of report 3719/BC-SNV of 15/11/2024; NĐ 30/2020/NĐ-CP Phụ lục I).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dunghen.documents.layout import long_date
from dunghen.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    TableRow,
    Title,
)
from dunghen.org.models import Unit
from dunghen.supervision.given.models import GivenState, GivenTask, Source
from dunghen.supervision.paper import counted_to, letterhead, sample_note, sent_to, signature, urging_of

COLUMNS = (
    Column("STT", 9, "center"),
    Column("Văn bản giao", 24),
    Column("Nhiệm vụ", 40),
    Column("Sản phẩm", 24),
    Column("Thời hạn", 21, "center"),
    Column("Quá hạn (ngày)", 15, "center"),
)
FEW = 3  # units that are named one by one where they wrote nothing


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
    return urging_of(
        office,
        unit,
        subject="đôn đốc thực hiện nhiệm vụ được giao đã quá hạn",
        found=f"Qua theo dõi, {counted_to(today, unit, len(overdue))} được giao đã quá thời hạn nhưng chưa "
        "hoàn thành:",
        ask=f"Đề nghị {unit.name} khẩn trương hoàn thành, gửi sản phẩm về {office.name} và báo cáo rõ nguyên "
        "nhân quá hạn, trách nhiệm của tổ chức, cá nhân có liên quan./.",
        table=Table("Nhiệm vụ quá hạn", COLUMNS, rows),
        sample=any(one.item.source.sample for one in overdue),
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
    blocks += [Paragraph(text.strip()) for text in outlook.splitlines() if text.strip()] or [Paragraph("…")]
    return Document(
        letterhead=letterhead(unit, number, day),
        title=Title("BÁO CÁO", subject(source), sample_note(sample=source.sample)),
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
