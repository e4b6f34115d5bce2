"""Passages: a block with its tokens and quantities; a document: all passages, tables and what hangs on what."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dunghen.proofing.figures.masks import Masks, find_masks
from dunghen.proofing.figures.quantity import Quantity, find_quantities
from dunghen.proofing.figures.reading import Habit, habit_of
from dunghen.proofing.figures.tokens import Token, tokenize
from dunghen.proofing.surface.blocks import Block, Grid, Place, lay_out
from dunghen.proofing.surface.shadow import Shadow, shadow

_FAR = 6  # blocks over which a paragraph still goes on with what was counted
_OPEN_NOTES = 80  # marks that may still wait for their footnote
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True)
class Passage:
    """A block (or a table cell) as tokens and quantities; `index` is its place among the document's blocks."""

    page: Shadow
    block: Block
    index: int
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]

    @cached_property
    def starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def line(self) -> str:
        """All folded words and signs with single blanks between them; `token_in_line` leads back."""
        return " ".join(token.fold for token in self.tokens)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [], 0
        for token in self.tokens:
            starts.append(at)
            at += len(token.fold) + 1
        return starts

    def token_in_line(self, place: int) -> int:
        """The token that stands at or begins after this place of the line."""
        return bisect_left(self._line_starts, place)

    @cached_property
    def last_sentence(self) -> int:
        return self.tokens[-1].sentence if self.tokens else 0

    def token_at(self, place: int) -> int:
        """The token that begins at or after a place of the text."""
        return bisect_left(self.starts, place)

    def words(self, first: int, last: int) -> str:
        """The folded words and signs of the tokens first..last-1."""
        return " ".join(token.fold for token in self.tokens[max(first, 0) : last])

    def sentence(self, number: int) -> tuple[int, int]:
        """The token places first..last-1 of a sentence."""
        first = next((i for i, token in enumerate(self.tokens) if token.sentence == number), len(self.tokens))
        last = next(
            (i for i in range(first, len(self.tokens)) if self.tokens[i].sentence > number), len(self.tokens)
        )
        return first, last

    def within(self, first: int, last: int) -> list[Quantity]:
        """The quantities whose number stands at the tokens first..last-1."""
        return [quantity for quantity in self.quantities if first <= quantity.token < last]

    def ends_with_colon(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].text == ":"


@dataclass(frozen=True)
class Document:
    """Everything that was read of a text."""

    page: Shadow
    masks: Masks
    habit: Habit
    passages: tuple[Passage, ...]
    grids: tuple[Grid, ...]

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """For each block the list items directly under it, when there are."""
        found: dict[int, list[int]] = {}
        for passage in self.passages:
            parent = self.parent_of(passage)
            if parent is not None:
                found.setdefault(parent.index, []).append(passage.index)
        return found

    @cached_property
    def lists(self) -> list[list[int]]:
        """The items of each list, those of a list without a line above it too."""
        found = list(self.children.values())
        loose: list[int] = []
        for passage in self.passages:
            if passage.block.kind == "item" and self.parent_of(passage) is None:
                loose.append(passage.index)
            elif loose:
                found.append(loose)
                loose = []
        return [*found, loose]

    def parent_of(self, passage: Passage) -> Passage | None:
        """The block that a list item stands under."""
        if passage.block.kind != "item":
            return None
        return self._parents.get(passage.index)

    def section_of(self, passage: Passage) -> Passage | None:
        """The heading or item that a block stands under."""
        return self._parents.get(passage.index)

    def counted_before(self, passage: Passage) -> Passage | None:
        """The nearest earlier block with quantities, over a few that have none; notes do not count."""
        for back in range(passage.index - 1, max(passage.index - _FAR, -1), -1):
            other = self.passages[back]
            if other.quantities and other.block.kind != "note":
                return other
        return None

    @cached_property
    def _parents(self) -> dict[int, Passage]:
        parents: dict[int, Passage] = {}
        above: list[Passage] = []
        announcing: Passage | None = None
        for passage in self.passages:
            kind, level = passage.block.kind, passage.block.level
            if kind == "note":
                continue
            while (
                above
                and above[-1].block.level >= level
                and not (
                    kind == "item" and above[-1].block.kind == "paragraph" and above[-1].block.level < level
                )
            ):
                above.pop()
            before = self.passages[passage.index - 1] if passage.index else None
            if (
                kind == "item"
                and before is not None
                and before.block.kind == "note"
                and before.ends_with_colon()
            ):
                parents[passage.index] = before
            elif above and kind == "item":
                waiting = announcing if above[-1].block.kind == "paragraph" else None
                parents[passage.index] = waiting or above[-1]
            elif above:
                parents[passage.index] = above[-1]
            if kind == "paragraph" and (passage.ends_with_colon() or passage.quantities):
                announcing = passage if passage.ends_with_colon() else None
            above.append(passage)
        return parents

    @cached_property
    def anchors(self) -> dict[int, tuple[Passage, Quantity]]:
        """For each footnote the quantity whose clause carries its mark."""
        found: dict[int, tuple[Passage, Quantity]] = {}
        waiting: list[tuple[str, Passage, Quantity]] = []
        for passage in self.passages:
            if passage.block.kind == "note":
                mark = _number(passage.block.marker)
                for place, (wanted, owner, quantity) in enumerate(waiting):
                    if wanted == mark:
                        found[passage.index] = owner, quantity
                        del waiting[place]
                        break
            waiting += [
                (mark, passage, quantity)
                for quantity in passage.quantities
                if quantity.kind != "percent" and (mark := self._mark(passage, quantity))
            ]
            del waiting[:-_OPEN_NOTES]
        return found

    def _mark(self, passage: Passage, quantity: Quantity) -> str | None:
        at = quantity.token + 1
        while at < len(passage.tokens) and passage.tokens[at].sentence == quantity.sentence:
            token = passage.tokens[at]
            if token.kind == "note":
                return _number(self.page.text[token.start : token.end])
            if token.kind in {"number", "masked"} and passage.tokens[at - 1].kind == "word":
                glued = token.start == passage.tokens[at - 1].end
                return token.text if glued else None
            if token.kind in {"number", "enum", "masked"} or token.text in {";", ":", "("}:
                return None
            at += 1
        return None


def _number(mark: str) -> str:
    return re.sub(r"\D", "", mark.translate(_SUPER))


def read_document(text: str) -> Document:
    """Cut a text into passages and tables and find its quantities."""
    page = shadow(text)
    blocks, grids = lay_out(page)
    masks, habit = find_masks(page), habit_of(page.clean)
    passages = tuple(
        read_passage(page, block, index, masks=masks, habit=habit) for index, block in enumerate(blocks)
    )
    return Document(page, masks, habit, passages, grids)


def read_passage(page: Shadow, block: Block, index: int, *, masks: Masks, habit: Habit) -> Passage:
    """The tokens and quantities of one block."""
    tokens = tokenize(page, block.pieces, masks)
    return Passage(page, block, index, tokens, find_quantities(tokens, masks, habit))


def cell_passage(document: Document, cell: Place) -> Passage:
    """The prose of a table cell."""
    block = Block("cell", "", "", 0, (cell,))
    return read_passage(document.page, block, -1, masks=document.masks, habit=document.habit)


def sentences(passage: Passage) -> Iterator[tuple[int, Sequence[Quantity]]]:
    """The quantities of each sentence that has some."""
    by_sentence: dict[int, list[Quantity]] = {}
    for quantity in passage.quantities:
        by_sentence.setdefault(quantity.sentence, []).append(quantity)
    yield from sorted(by_sentence.items())
