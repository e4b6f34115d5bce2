"""Numbers written against the habit of the document: 86,643 among 86.643, 8.42% among 12,5%."""

import re
from collections.abc import Iterator

from dunghen.proofing.figures.passage import Document
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.surface.blocks import Place

_GROUPED = re.compile(r"\d{1,3}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})*")
_DECIMAL = re.compile(r"\d+(?P<sign>[.,])(?:\d{1,2}|\d{4,})")
_MANY = 40  # one kind of slip is shown this often


def find_formats(document: Document) -> Iterator[Draft]:
    """Each number whose sign for thousands or decimals is not the document's own."""
    own = "." if document.habit.comma_is_decimal else ","
    shown = 0
    for place, kind, odd in _numbers(document):
        raw = document.page.clean[slice(*place)]
        grouped, decimal = _GROUPED.fullmatch(raw), _DECIMAL.fullmatch(raw)
        wrong = (grouped and kind != "percent" and grouped["sign"] != own and not raw.startswith("0")) or (
            decimal and decimal["sign"] == own and kind not in {"bare", "size"}
        )
        if (wrong or odd) and shown < _MANY:
            shown += 1
            yield Draft(
                "format", "warning", (place,), None, None, _words(document.page.text[slice(*place)], odd=odd)
            )


def _numbers(document: Document) -> Iterator[tuple[Place, str, bool]]:
    both = any(sign in document.page.text for sign in ".,")
    for passage in document.passages if both else ():
        for quantity in passage.quantities:
            if quantity.of is None:
                measured = quantity.other is not None and quantity.kind in {"score", "size", "money", "bare"}
                yield (quantity.start, quantity.end), "percent" if measured else quantity.kind, quantity.odd
    for sheet in document.sheets:
        for row in sheet.rows:
            for value in row.values.values():
                kind = value.kind if row.unit[0] != "bare" or value.kind != "bare" else "percent"
                yield (value.start, value.end), kind, value.odd


def _words(raw: str, *, odd: bool) -> str:
    if odd:
        return f"Số {raw} không nhóm đủ ba chữ số. Cần rà soát cách viết."
    return f"Số {raw} viết dấu phân cách khác với các số khác trong văn bản. Cần rà soát cách viết."
