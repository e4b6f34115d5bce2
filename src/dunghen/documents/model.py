"""What a document says, whatever it is rendered to. Pieces by Nghị định 30/2020/NĐ-CP Article 8.2."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

LONG = 8  # lines of a row that is kept whole at any price


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who issues, under which number, where and when. `superior` stands above the agency, if any; without
    a number or a day there is a gap to be filled by hand."""

    agency: tuple[str, ...]
    place: str
    number: str = ""
    day: date | None = None
    superior: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """The kind of document (BÁO CÁO) and what it is about (trích yếu); `note`: a quiet line below both. An
    official letter has no kind: what it is about stands under its number (NĐ 30/2020/NĐ-CP Phụ lục I, Phần I,
    mục II.5.b)."""

    kind: str
    subject: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Bold: of a part (1) or of what stands in it (2); a title above a table is centred."""

    level: Literal[1, 2]
    text: str
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Justified text with a first-line indent, or a centred line, which stays with what follows. `footnote`:
    what it rests on, at the foot of the page."""

    text: str
    italic: bool = False
    centred: bool = False
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`share` of the table's width against the other columns; neighbours of one `group` stand under it."""

    title: str
    share: int
    align: Literal["left", "center", "right"] = "left"
    group: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One text per column, a line break beginning a new line; with `spanning` the last text given runs
    over the columns that are left. A bold row stays with the next one."""

    texts: tuple[str, ...]
    bold: bool = False
    italic: bool = False
    spanning: bool = False

    @property
    def long(self) -> bool:
        """Whether it may be broken over two pages rather than leave one half empty."""
        return any(text.count("\n") > LONG for text in self.texts)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with borders; its header is repeated on every page."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """In whose name and as what one signs (TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH), who receives the document, and
    who signs; without a name the place for it says so."""

    authority: tuple[str, ...]
    position: str
    recipients: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """A part after the signature, from a new page; landscape where its tables are wide."""

    label: str
    title: str
    reference: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document, in the order it is read. `closing` stays on the page of the signature."""

    letterhead: Letterhead
    title: Title
    body: tuple[Block, ...]
    closing: tuple[Paragraph, ...]
    signature: Signature
    annexes: tuple[Annex, ...] = ()

    @property
    def name(self) -> str:
        """What programs show as its title."""
        kind = self.title.kind.capitalize() or "Công văn"
        return f"{kind} {self.title.subject[:1].lower()}{self.title.subject[1:]}"

    @property
    def about(self) -> str:
        """What stands under the number of an official letter."""
        return "" if self.title.kind else f"V/v {self.title.subject}"

    @property
    def author(self) -> str:
        return " ".join(self.letterhead.agency)
