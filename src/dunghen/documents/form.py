"""A printed form of the one-stop: short, on a small sheet, with what is filled in after each label.

Beside the content model of documents (model.py), whose letterhead, paragraphs and tables it uses.
"""

from dataclasses import dataclass
from typing import Literal

from dunghen.documents.layout import Layout
from dunghen.documents.model import Letterhead, Paragraph, Table

Sheet = Literal["A5", "A4", "A4 ngang"]
# Thông tư 01/2018/TT-VPCP Điều 9.2 names the sheets; the measures on them are ours, after those of A4.
SHEETS: dict[Sheet, Layout] = {
    "A5": Layout(
        width=148,
        height=210,
        top=10,
        bottom=8,
        left=13,
        right=10,
        header=5,
        page_number=9,
        nation=8.5,
        motto=9.5,
        agency=8.5,
        number=9.5,
        place=9.5,
        body=10.5,
        indent=6,
        spacing=2.5,
        leading=1.0,
        signature_gap=15,
        recipients_title=9,
        recipients=8.5,
        table=9,
        note=8.5,
        letterhead_left=0.44,
    ),
    "A4": Layout(left=25, right=15, body=12.5, table=11, spacing=4, leading=1.0, signature_gap=24),
    "A4 ngang": Layout(
        width=297,
        height=210,
        top=14,
        bottom=12,
        left=14,
        right=12,
        header=7,
        page_number=10,
        body=12,
        spacing=3,
        leading=1.0,
        signature_gap=22,
        table=9,
        note=10,
    ),
}
SAMPLE = "MẪU"  # on the papers of a sample dossier, 16 points (Thông tư 01/2018/TT-VPCP Điều 5.2)
SAMPLE_SIZE = 16.0
GAP = "." * 24  # to be filled in by hand


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the form: its label and what is filled in; a gap where there is nothing."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """A line that opens what stands below it."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """Numbered lines."""

    texts: tuple[str, ...]


Block = Fact | Lead | Items | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: what it holds, and what a screen reader says of it."""

    text: str
    alt: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, as what (one line or more); `hint` stands where there is no name yet."""

    position: tuple[str, ...]
    name: str = ""
    hint: str = "(ký, ghi rõ họ tên)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A whole form, in the order it is read. One signer stands on the right, beside the recipients if there
    are any; two stand side by side. What is never numbered shows no gap for a number."""

    letterhead: Letterhead
    title: str
    under_title: tuple[str, ...] = ()
    reference: str = ""
    blocks: tuple[Block, ...]
    signers: tuple[Signer, ...]
    recipients: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    code: Code | None = None
    sheet: Sheet = "A5"
    sample: bool = False
    numbered: bool = True

    @property
    def layout(self) -> Layout:
        return SHEETS[self.sheet]

    @property
    def name(self) -> str:
        """What programs show as its title."""
        return ", ".join((self.title.capitalize(), *self.under_title))

    @property
    def author(self) -> str:
        return " ".join(self.letterhead.agency)
