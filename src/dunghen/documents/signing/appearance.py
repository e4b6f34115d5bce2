"""What is seen of a digital signature on the page, and where it stands.

NĐ 30/2020/NĐ-CP Phụ lục I, Phần I, mục II, points 7 and 8: the person's between the position and the name
of who signs, the agency's over its left third. An image of the signature or of the seal is shown where there
is one, with the name and the time below.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

import pdfplumber
import typst
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader

from dunghen.core.text import fold
from dunghen.core.worktime import VIETNAM
from dunghen.documents.pdf import FONT

TEMPLATE = Path(__file__).with_name("box.typ")
WIDTH, HEIGHT = 174, 62  # of a box, in points
ABOVE_NAME = 8  # between the box and the name below it
OVERLAP = 1 / 3  # of the person's box that the agency's covers
Look = Literal["person", "agency"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands: the page from 0, and its left lower corner in points."""

    page: int
    left: float
    bottom: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        left, bottom = round(self.left), round(self.bottom)
        return (left, bottom, left + WIDTH, bottom + HEIGHT)


def place_for(pdf: bytes, name: str, look: Look) -> Place:
    """Above the last line that reads `name`; where there is none, on the last page at the lower right."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        for page in reversed(opened.pages):
            lines = [line for line in page.extract_text_lines() if fold(name) in fold(line["text"])]
            if name and lines:
                found = page.search(name, regex=False) or lines
                middle = (found[-1]["x0"] + found[-1]["x1"]) / 2
                bottom = float(page.height) - found[-1]["top"] + ABOVE_NAME
                return _beside(Place(page.page_number - 1, middle - WIDTH / 2, bottom), look)
        last = opened.pages[-1]
        corner = Place(last.page_number - 1, float(last.width) - WIDTH - 40, 60)
    return _beside(corner, look)


def _beside(person: Place, look: Look) -> Place:
    if look == "person":
        return person
    return Place(person.page, max(10, person.left - WIDTH * (1 - OVERLAP)), person.bottom)


class Shown(PdfContent):
    """The box as a page of its own, made by Typst so that its fonts are embedded as PDF/A asks."""

    def __init__(self, look: Look, name: str, at: datetime, image: bytes = b"") -> None:
        super().__init__()
        moment = at.astimezone(VIETNAM).isoformat(sep=" ", timespec="seconds")
        said = {"look": look, "name": name, "at": moment, "font": FONT, "image": list(image)}
        size = {"width": WIDTH, "height": HEIGHT}
        made = typst.compile(
            TEMPLATE,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"said": json.dumps(said | size, ensure_ascii=False)},
            pdf_standards="a-2b",
            pdf_tags=False,  # the page it is put on has its own structure
            timestamp=at.replace(microsecond=0),
        )
        if not isinstance(made, bytes):
            raise TypeError(type(made))
        self._page = made

    def render(self) -> bytes:
        """Called by pyHanko when the box is written."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        self.resources.xobject["/Box"] = page
        self.box = BoxConstraints(width=WIDTH, height=HEIGHT)
        return b"/Box Do"
