"""Where a change begins and arrives: từ A lên B, từ A và B còn C và D."""

import re
from collections.abc import Iterator

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.changes.subjects import alike

FROM = re.compile(r"(?<!dien )\btu(?: muc| con so)?(?: \w+){0,2}$")
_TO = re.compile(r"\b(?:len|xuong con|xuong|con|den|thanh|nay con|dat|ve|toi)(?: muc| con so| thanh)?$")


def from_to(passage: Passage, same: list[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Each "từ A … lên B" of a sentence; từ 131 phòng và 16 chi cục còn 109 phòng và 13 chi cục tells two."""
    for first in same:
        led = FROM.search(first.before) or _added_to(passage, first, FROM)
        if led and not re.search(r"\btu (?:ngay|thang|nam|quy)\b", first.before):
            last = next((q for q in same if q.token > first.token and alike(q, first)), None)
            if last is not None and (_TO.search(last.before) or _added_to(passage, last, _TO)):
                yield first, last


def _added_to(passage: Passage, quantity: Quantity, cue: re.Pattern[str]) -> bool:
    """Whether a "và" joins it to a figure of another unit behind these words."""
    if quantity.before != "va":
        return False
    before = next((q for q in reversed(passage.quantities) if q.token < quantity.token), None)
    joined = before is not None and before.sentence == quantity.sentence and before.depth == quantity.depth
    return joined and before is not None and cue.search(before.before) is not None
