"""A document as PDF/A-2b with tags, for keeping and for screen readers, by Typst (layout.typ).

The typeface is the one Typst carries, so that every machine makes the same pages.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from dunghen.documents import layout
from dunghen.documents.layout import LAYOUT
from dunghen.documents.model import Annex, Block, Document, Table

FONT = "Libertinus Serif"
TEMPLATE = Path(__file__).with_name("layout.typ")
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # a document without a day is the same whenever it is made


def to_pdf(document: Document) -> bytes:
    """The same document gives the same bytes."""
    day = document.letterhead.day
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_said(document), ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=datetime.combine(day, time(), UTC) if day else UNDATED,
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _said(document: Document) -> dict[str, Any]:
    """All that the template shows, in words and measures."""
    head = document.letterhead
    day = head.day
    return {
        "name": document.name,
        "author": document.author,
        "day": [day.year, day.month, day.day] if day else None,
        "font": FONT,
        "layout": LAYOUT.measures(),
        "words": {
            "nation": layout.NATION,
            "motto": layout.MOTTO,
            "number": layout.number_line(head.number),
            "dated": layout.dated(head.place, day),
            "recipients": layout.RECIPIENTS,
            "recipient_lines": layout.recipient_lines(document.signature.recipients),
            "unsigned": layout.UNSIGNED,
            "about": document.about,
        },
        "letterhead": {"agency": head.agency, "superior": head.superior},
        "title": asdict(document.title),
        "body": [_block(block) for block in document.body],
        "closing": [_block(block) for block in document.closing],
        "signature": asdict(document.signature),
        "annexes": [_annex(annex) for annex in document.annexes],
    }


def _annex(annex: Annex) -> dict[str, Any]:
    return {**asdict(annex), "blocks": [_block(block) for block in annex.blocks]}


def _block(block: Block) -> dict[str, Any]:
    said = {"type": type(block).__name__, **asdict(block)}
    if isinstance(block, Table):
        said["rows"] = [{**asdict(row), "long": row.long} for row in block.rows]
    return said
