"""Tokens of a passage: words, numbers, signs, note marks, enumerators, each with depth and sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dunghen.proofing.figures.masks import Masks
from dunghen.proofing.figures.reading import NUMBER
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.surface.shadow import NOTE, Shadow
from dunghen.proofing.vocabulary import table

TokenKind = Literal["word", "number", "sign", "note", "enum", "masked"]

_TOKEN = re.compile(
    rf"(?P<enum>\((?:\d{{1,2}}|[ivx]{{1,5}}|[a-zđ])\)(?!\s*(?:[:;,.)]|$))|(?<=[;:.] )\d{{1,2}}\)(?= ))"
    rf"|(?P<number>{NUMBER.pattern})|(?P<word>[^\W\d_]+)|(?P<note>{re.escape(NOTE)}+)"
    rf"|(?P<sign>\.{{2,}}|[^\s\w\x1f])"
)
_APART = table("words.apart")
_ABBREVIATIONS = frozenset(
    ["tp", "tt", "ts", "ths", "gs", "pgs", "bs", "ubnd", "kt", "tm", "q", "tl", "ct", "st", "tx"]
)


@dataclass(eq=False, slots=True)  # not frozen: a report has tens of thousands, and that takes twice the time
class Token:
    """A piece of the text: `text` in lower case, `fold` without accents; `wide`: a blank on each side."""

    kind: TokenKind
    start: int
    end: int
    text: str
    fold: str
    depth: int
    sentence: int
    wide: bool = False


def tokenize(page: Shadow, pieces: tuple[Place, ...], masks: Masks) -> tuple[Token, ...]:
    """The tokens of a block, in order; numbers that are no quantities are of the kind "masked"."""
    tokens: list[Token] = []
    depth = sentence = 0
    for kind, at, to in _cut(page.clean, pieces):
        text = page.clean[at:to]
        if kind == "sign":
            closes = text in ")]"
            depth = max(depth - closes, 0)
        if tokens and tokens[-1].kind == "sign" and _ends_sentence(page, tokens, at):
            sentence, depth = sentence + 1, 0
        wide = text == "-" and page.clean[at - 1 : at].isspace() and page.clean[to : to + 1].isspace()
        wide = wide and masks.at(at) is None  # năm học 2022 - 2023
        kept = _KINDS[kind]
        if kept == "number" and masks.at(at) not in {None, "maybe"}:
            kept = "masked"
        tokens.append(Token(kept, at, to, text, _APART.get(text, page.fold[at:to]), depth, sentence, wide))
        depth += kind == "sign" and text in "(["
    return tuple(tokens)


def _cut(clean: str, pieces: tuple[Place, ...]) -> Iterator[tuple[str, int, int]]:
    """Kind and place of each token. "(13) nội dung" is a number where nothing counts up to it, and "; 2. Chi
    phí" an enumerator where something does."""
    counted = 0
    for start, end in pieces:
        taken = start
        for found in _TOKEN.finditer(clean, start, end):
            at, to = found.span()
            kind = found.lastgroup or "sign"
            if at < taken:
                continue
            if kind == "enum" and (shown := _BRACKETED.fullmatch(found[0])):
                value = int(shown[1])
                if value > 1 and value != counted + 1 and _stands_alone(clean, to, end, value):
                    yield from (("sign", at, at + 1), ("number", at + 1, to - 1), ("sign", to - 1, to))
                    continue
                counted = value
            elif kind == "number" and _enumerates(clean, at, to, end, counted):
                counted, kind, to = int(found[0]), "enum", to + 1
            yield kind, at, to
            taken = to


_BRACKETED = re.compile(r"\((\d{1,2})\)")
_POINT = re.compile(r"\. (?=[^\W\d_])")


def _stands_alone(clean: str, at: int, end: int, value: int) -> bool:
    """Whether a number in brackets tells how many follow: no next one stands behind it."""
    return f"({value + 1})" not in clean[at:end]


def _enumerates(clean: str, at: int, to: int, end: int, counted: int) -> bool:
    """Whether a number with a point is the next enumerator in a line: "chỉ số: 1. Chi phí; 2. Thiết chế"."""
    if to - at > 2 or not _POINT.match(clean, to, end) or clean[at - 2 : at] not in {": ", "; ", ". "}:
        return False
    value = int(clean[at:to])
    return value == counted + 1 and (value > 1 or any(f"{sign} 2. " in clean[to:end] for sign in ";."))


_KINDS: dict[str, TokenKind] = {
    "word": "word",
    "number": "number",
    "sign": "sign",
    "note": "note",
    "enum": "enum",
}


def _ends_sentence(page: Shadow, tokens: list[Token], at: int) -> bool:
    """Whether the sign before this place ended a sentence: a capital, a digit or a quote follows it."""
    last = tokens[-1]
    if last.text not in {".", "!", "?", "...", "…"} and not last.text.startswith(".."):
        return False
    if last.end == at:
        return last.text == "." and _runs_on(page.text, tokens, at)
    if len(tokens) > 1 and tokens[-2].kind == "word":
        word = page.text[tokens[-2].start : tokens[-2].end]
        short = tokens[-2].fold in _ABBREVIATIONS or len(word) == 1
        if short and word[:1].isupper() and tokens[-2].end == last.start:  # TP. and Tp.
            return False
    letter = page.text[at : at + 1]
    return letter.isupper() or letter in "\"“'(-+•*" or (letter.isdigit() and last.text == ".")


def _runs_on(text: str, tokens: list[Token], at: int) -> bool:
    """Whether the blank behind a sentence was lost: … so sánh.Trong đó, đường bộ …"""
    before = text[tokens[-2].start : tokens[-2].end] if len(tokens) > 1 else ""
    capital = text[at : at + 1].isupper() and text[at + 1 : at + 2].islower()
    return capital and len(before) > _SHORTENED and before.islower()


_SHORTENED = 2  # letters of an abbreviation
