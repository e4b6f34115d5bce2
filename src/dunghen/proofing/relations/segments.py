"""Which words around a quantity are said of it: between semicolons, and before its bracket."""

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity


def before_bracket(passage: Passage, quantity: Quantity) -> str:
    """What the bracket around a quantity is said of."""
    at = quantity.token
    while at > 0 and passage.tokens[at].depth >= max(quantity.depth, 1):
        at -= 1
    words: list[str] = []
    while at > 0 and (
        passage.tokens[at - 1].kind in {"word", "note", "number", "masked"}
        or passage.tokens[at - 1].text in _JOINS
    ):
        at -= 1
        if passage.tokens[at].kind in {"word", "masked"}:
            words.append(passage.tokens[at].fold)
        if len(words) > 16 or passage.tokens[at].sentence != quantity.sentence:
            break
    return " ".join(reversed(words))


_JOINS = frozenset({"(", "/", ":", '"'})


def segment_start(passage: Passage, quantity: Quantity, first: int) -> int:
    """Where the words between semicolons begin in which a quantity stands."""
    for at in range(quantity.token - 1, first - 1, -1):
        if passage.tokens[at].text == ";":
            return at + 1
    return first


def segment_end(passage: Passage, quantity: Quantity, last: int) -> int:
    """Where they end."""
    for at in range(quantity.last + 1, last):
        if passage.tokens[at].text == ";":
            return at
    return last
