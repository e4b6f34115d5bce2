"""The electronic file of a piece of work (hồ sơ công việc điện tử) with its list of contents.

NĐ 30/2020/NĐ-CP art. 29: opened with the work, all its documents in the order of the work, closed when it is
done; of an electronic file the system itself writes the list (art. 29.4.d). So what the record of the work
holds its file holds, and who sees the record sees the file. What arrived beside it is put in by hand, into
the CaseFile of this code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from dunghen.documents.model import (
    Column,
    Document,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    TableRow,
    Title,
)
from dunghen.documents.official import citations
from dunghen.documents.official.models import DocumentKind, OfficialDocument, OfficialQuerySet
from dunghen.documents.official.reading import case_of, contents, remarks, written
from dunghen.documents.official.rules import filed_by
from dunghen.org.models import Unit

SUBJECT = "work"  # of the CaseFile in which documents are put by hand; its key is the code
COLUMNS = (
    Column("STT", 12, "center"),
    Column("Số, ký hiệu", 34),
    Column("Ngày văn bản", 24, "center"),
    Column("Tên loại và trích yếu nội dung", 48),
    Column("Tác giả", 28),
    Column("Tệp, ghi chú", 25),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of a file. `file`, `address`: the name of its file and where to get it; `page`: its page in
    the register of documents, where the reader may open it; `remark`: what the registers say against it."""

    kind: str
    number: str = ""
    day: date | None = None
    abstract: str = ""
    author: str = ""
    note: str = ""
    file: str = ""
    address: str = ""
    page: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFile:
    """The file of one piece of work; `address` is that of its record."""

    code: str
    title: str
    unit: Unit
    opened: date
    closed: date | None
    papers: tuple[Paper, ...]
    address: str
    sample: bool = False
    retention: str = ""

    @property
    def filed_by(self) -> date | None:
        """The last day to hand it to the archive (art. 30.2.b)."""
        return filed_by(self.closed) if self.closed else None


def of_document(document: OfficialDocument, note: str = "") -> Paper:
    """A document of the registers."""
    return Paper(
        kind=str(DocumentKind(document.kind).label),
        number=document.symbol,
        day=document.day,
        abstract=document.abstract,
        author=document.issuer,
        note=note,
    )


def in_order(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """By day, of one day as they came; the same document once; what has no day last."""
    once: dict[Any, Paper] = {}
    for paper in papers:
        named = (citations.key(paper.number), paper.day) if paper.number and paper.day else object()
        once.setdefault(named, paper)
    return tuple(sorted(once.values(), key=lambda paper: paper.day or date.max))


def with_added(work: WorkFile) -> WorkFile:
    """With what was put in by hand, and for how long it is kept where somebody said so; three queries at
    most."""
    case = case_of(SUBJECT, work.code)
    if case is None:
        return work
    added = [of_document(one.document, one.note) for one in contents(case)]
    kept = case.kept.last()
    return replace(work, papers=in_order([*work.papers, *added]), retention=kept.retention if kept else "")


def registered(papers: Sequence[Paper], seen: OfficialQuerySet) -> tuple[Paper, ...]:
    """With the pages of those that stand in the registers among what the reader may see, and a remark at
    those that stand in none; minutes are numbered where they are made. Three queries at most."""
    named = {(citations.key(one.number), one.day) for one in papers if one.number and one.day}
    if not named:
        return tuple(papers)
    forms = {form for number, _day in named for form in written(number)}
    rows = seen.filter(symbol_key__in=forms, day__in={day for _number, day in named})
    pages = {
        (citations.key(symbol), day): reverse("official", args=(pk,))
        for symbol, day, pk in rows.order_by("direction", "-pk").values_list("symbol", "day", "pk")
    }
    made_here = str(DocumentKind.MINUTES.label)
    typed = [(one.number, one.day) for one in papers if one.number and one.day and one.kind != made_here]
    against = remarks(typed, seen)
    return tuple(
        replace(
            one,
            page=pages.get((citations.key(one.number), one.day), ""),
            remark=against.get((one.number, one.day), ""),
        )
        for one in papers
    )


def contents_list(work: WorkFile, letterhead: Letterhead, day: date) -> Document:
    """MỤC LỤC VĂN BẢN of a file, as it stands on a day."""
    rows = tuple(
        TableRow(
            (
                str(place),
                one.number,
                f"{one.day:%d/%m/%Y}" if one.day else "",
                f"{one.kind}: {one.abstract}" if one.abstract else one.kind,
                one.author,
                "\n".join(filter(None, (one.file, one.note))),
            )
        )
        for place, one in enumerate(work.papers, 1)
    )
    ended = (
        f"; kết thúc ngày {work.closed:%d/%m/%Y}" if work.closed else f"; đang lập đến ngày {day:%d/%m/%Y}"
    )
    return Document(
        letterhead=letterhead,
        title=Title("MỤC LỤC VĂN BẢN", work.title, "DỮ LIỆU MẪU" if work.sample else ""),
        body=(
            Paragraph(
                f"Hồ sơ số {work.code} của {work.unit.name}, mở ngày {work.opened:%d/%m/%Y}{ended}; "
                f"gồm {len(work.papers):02} văn bản, tài liệu"
                f"{f'; thời hạn bảo quản: {work.retention}' if work.retention else ''}."
            ),
            Table("Mục lục văn bản trong hồ sơ", COLUMNS, rows),
        ),
        closing=(),
        signature=Signature((), "NGƯỜI LẬP HỒ SƠ", ()),
    )
