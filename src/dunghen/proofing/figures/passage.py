"""A passage is a block with its tokens and quantities; a document all passages, and what hangs on what."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dunghen.proofing.figures.masks import Masks, find_masks
from dunghen.proofing.figures.quantity import Quantity, find_quantities, settled
from dunghen.proofing.figures.reading import Habit, habit_of
from dunghen.proofing.figures.sheet import Sheet, read_sheet
from dunghen.proofing.figures.tokens import Token, tokenize
from dunghen.proofing.surface.blocks import Block, Grid, lay_out
from dunghen.proofing.surface.shadow import Shadow, shadow

_FAR = 6  # blocks over which a paragraph still goes on with what was counted
_MOST_QUANTITIES = 250  # of a paragraph; what holds more is no prose
_OPEN_NOTES = 80  # marks that may still wait for their footnote
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True)
class Passage:
    """A block (or a table cell) as tokens and quantities; `index` is its place in the document."""

    page: Shadow
    block: Block
    index: int
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]

    @cached_property
    def line(self) -> str:
        """All folded words and signs with single blanks between them; `token_in_line` leads back."""
        return " ".join(self._folded)

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

    def words(self, first: int, last: int) -> str:
        """The folded words and signs of the tokens first..last-1."""
        return " ".join(self._folded[max(first, 0) : last])

    @cached_property
    def _folded(self) -> list[str]:
        return [token.fold for token in self.tokens]

    def sentence(self, number: int) -> tuple[int, int]:
        """The token places first..last-1 of a sentence."""
        first = bisect_left(self._sentences, number)
        return first, bisect_left(self._sentences, number + 1)

    @cached_property
    def _sentences(self) -> list[int]:
        return [token.sentence for token in self.tokens]

    def within(self, first: int, last: int) -> list[Quantity]:
        """The quantities whose number stands at the tokens first..last-1."""
        low, high = bisect_left(self._numbers, first), bisect_left(self._numbers, last)
        return list(self.quantities[low:high])

    @cached_property
    def _numbers(self) -> list[int]:
        return [quantity.token for quantity in self.quantities]

    @cached_property
    def is_section(self) -> bool:
        """Whether it counts in several sentences, as a section of a report does and a list's line seldom."""
        return len({quantity.sentence for quantity in self.quantities}) > 1

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
    def sheets(self) -> list[Sheet]:
        """What its tables say, one for each grid."""
        return [read_sheet(self.page, self.habit, grid) for grid in self.grids]

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

    def passage_of(self, quantity: Quantity) -> Passage:
        """The block in which a quantity stands."""
        return self._by_start[max(bisect_right(self._starts, quantity.start) - 1, 0)]

    @cached_property
    def _by_start(self) -> list[Passage]:
        return sorted((one for one in self.passages if one.tokens), key=lambda one: one.tokens[0].start)

    @cached_property
    def _starts(self) -> list[int]:
        return [one.tokens[0].start for one in self._by_start]

    def siblings_of(self, passage: Passage) -> list[int]:
        """The items of the list that a block stands in, itself among them, in their order."""
        return self._list_of.get(passage.index, [])

    @cached_property
    def _list_of(self) -> dict[int, list[int]]:
        return {index: items for items in self.lists for index in items}

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
        before: Passage | None = None
        for passage in self.passages:
            kind, level = passage.block.kind, passage.block.level
            if kind != "note":
                while above and above[-1].block.level >= level:
                    above.pop()
                parent = above[-1] if above else None
                if kind == "item":
                    parent = _note_over(before, level, parents) or _announced(announcing, parent, level)
                elif passage.ends_with_colon() or passage.quantities:
                    announcing = passage if passage.ends_with_colon() else None
                if parent is not None:
                    parents[passage.index] = parent
                above.append(passage)
            before = passage
        return parents

    @cached_property
    def anchors(self) -> dict[int, tuple[Passage, Quantity]]:
        """For each footnote the quantity whose clause carries its mark."""
        found: dict[int, tuple[Passage, Quantity]] = {}
        waiting: list[tuple[str, Passage, Quantity]] = []
        for passage in self.passages:
            if passage.block.kind == "note":
                own = _number(passage.block.marker)
                for place, (wanted, owner, quantity) in enumerate(waiting):
                    if wanted == own:
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


def _announced(announcing: Passage | None, parent: Passage | None, level: int) -> Passage | None:
    """The line with a colon that an item stands under, over a paragraph between that counts nothing."""
    if announcing is None or announcing.block.level >= level or (parent and parent.block.kind == "item"):
        return parent
    return announcing


def _note_over(before: Passage | None, level: int, parents: dict[int, Passage]) -> Passage | None:
    """The footnote with a colon right before an item, or over the item before it of the same list."""
    if before is None:
        return None
    if before.block.kind == "note":
        return before if before.ends_with_colon() else None
    parent = (
        parents.get(before.index) if before.block.kind == "item" and before.block.level == level else None
    )
    return parent if parent is not None and parent.block.kind == "note" else None


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
    tokens = settled(tokenize(page, block.pieces, masks), masks)
    return Passage(page, block, index, tokens, find_quantities(tokens, habit)[:_MOST_QUANTITIES])


def sentences(passage: Passage) -> Iterator[tuple[int, Sequence[Quantity]]]:
    """The quantities of each sentence that has some."""
    by_sentence: dict[int, list[Quantity]] = {}
    for quantity in passage.quantities:
        by_sentence.setdefault(quantity.sentence, []).append(quantity)
    yield from sorted(by_sentence.items())
