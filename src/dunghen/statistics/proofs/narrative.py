"""A text beside the figures of its period: our own sentences are looked for by their words, and the numbers
that stand between them are compared with the cells. Pure.

A sentence that was rewritten is looked for clause by clause. A clause may speak of another time or place than
ours, so what differs there is only doubtful; what is not found is not judged.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dunghen.documents.model import Block, Paragraph
from dunghen.statistics.compile import Number

CODE = re.compile(r"\{([^{}]*)\}")
SENTENCE = re.compile(r"(?<=[.])\s+")
CLAUSE = re.compile(r"(?<=[.;:,])\s+")
NUMBERED = re.compile(r"^([^\W\d_]\)|\d+\.)\s+")  # a point may be moved
FIGURE = r"([0-9][0-9.,]*[0-9]|[0-9])"
LEAST = 5  # words that make a place of the text known, not counting figures


class Codes:
    """Fills a narrative with the codes themselves in place of figures."""

    def in_prose(self, code: str) -> str:
        return f"{{{code}}}"


@dataclass(frozen=True, slots=True)
class Met:
    """A figure of the text that is this cell's: where it stands, as written and as a number; `agrees` with
    the cell's value to the digits that are shown; `whole`: our sentence stands there word for word."""

    code: str
    text: str
    start: int
    stated: Decimal
    value: Number
    agrees: bool
    whole: bool


def meet(text: str, said: Iterable[Block], values: Mapping[str, Number | None]) -> list[Met]:
    """The figures of a narrative (its codes in braces) as they stand in a text, in the text's order."""
    found: dict[int, Met] = {}
    for sentence in _pieces(said):
        places = [*_places(text, sentence)]
        whole = bool(places)
        if not whole:
            clauses = (_places(text, clause) for clause in CLAUSE.split(sentence))
            places = [one for each in map(list, clauses) if _once(each) for one in each]
        for code, start, end in places:
            met = _met(code, text[start:end], start, values.get(code), whole=whole)
            if met and (whole or start not in found):
                found[start] = met
    return [found[start] for start in sorted(found)]


def _pieces(said: Iterable[Block]) -> Iterator[str]:
    for block in said:
        if isinstance(block, Paragraph):
            words = NUMBERED.sub("", block.text)
            yield from (piece for piece in SENTENCE.split(words) if CODE.search(piece))


def _places(text: str, words: str) -> Iterator[tuple[str, int, int]]:
    """Code, start and end of each figure wherever these words stand."""
    codes = CODE.findall(words)
    bare = re.findall(r"[^\W\d_]+", CODE.sub(" ", words))
    if not codes or len(bare) < LEAST:
        return
    words = words.rstrip(".;:, ")
    parts = [r"\s+".join(map(re.escape, re.split(r"\s+", part))) for part in CODE.split(words)[::2]]
    pattern = FIGURE.join(parts)
    for match in re.finditer(rf"(?<!\w){pattern}" if parts[0] else rf"(?<![\w.,/]){pattern}", text):
        yield from ((code, *match.span(place)) for place, code in enumerate(codes, 1))


def _once(places: list[tuple[str, int, int]]) -> bool:
    codes = [code for code, _, _ in places]
    return len(codes) == len(set(codes))


def _met(code: str, text: str, start: int, value: Number | None, *, whole: bool) -> Met | None:
    if value is None or text.count(",") > 1:
        return None
    stated = Decimal(text.replace(".", "").replace(",", "."))
    decimals = len(text.partition(",")[2])
    # a whole number is exact; of a rate the last digit shown may be rounded or cut
    allowed = Decimal(1).scaleb(-decimals) if value != int(value) else Decimal(0)
    gap = abs(Decimal(value) - stated)
    return Met(code, text, start, stated, value, agrees=gap < allowed or gap == 0, whole=whole)
