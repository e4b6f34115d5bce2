"""Which row of which form a printed row is, and which of its cells holds the figure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dunghen.proofing.tables.figures import figure
from dunghen.proofing.tables.grid import Box, Row, plain_stt
from dunghen.proofing.tables.likeness import Labels, alike, plain
from dunghen.proofing.tables.model import UNRULED, FormRow, FormSpec

_LEADING = re.compile(r"\s*[\dlIoO]{1,2}(?:[.,][\dlIoO]{1,2}){0,4}[.,)]?\s+(?=\S)")
_LETTERS = 6  # a label has more
# What speaks for a candidate beside the likeness of its label.
_SAME_STT, _OTHER_STT, _SAME_FORM, _NEXT = 0.35, -0.15, 0.10, 0.10
_LEAST, _LEAST_IN_PLACE, _CLEAR, _APART = 0.6, 0.4, 0.75, 0.1

LABEL = "tên chỉ tiêu khác mẫu"
STT = "số thứ tự khác mẫu"
SEVERAL = "giống nhiều dòng của mẫu"
SHORT = "dòng thiếu ô"
UNIT = "không có ô đơn vị tính"
HEADING = "dòng tiêu đề có số"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A printed row that was recognised."""

    form: FormSpec
    row: FormRow
    value: Box | None
    note: Box | None
    doubts: tuple[str, ...]


class Catalogue:
    """The rows of all forms, to be found by what is printed."""

    def __init__(self, forms: Sequence[FormSpec]) -> None:
        self.places = [(form, row) for form in forms for row in form.rows if not row.beside]
        self._labels = Labels(row.label for _, row in self.places)
        self._last = -1

    def placed(self, row: Row, width: int) -> Placed | None:
        """The form row a printed row is, if any; asked in the order of the text. `width`: cells that rows
        of this table have."""
        found = self._label(row)
        if found is None:
            return None
        at, likes = found
        printed = _printed_stt(row.boxes, at)
        scores = sorted(
            ((self._score(place, like, printed, row.form), place) for place, like in likes.items())
        )
        _, best = scores[-1]
        form, wanted = self.places[best]
        in_place = plain_stt(wanted.stt) == printed and form.form == row.form
        if likes[best] < (_LEAST_IN_PLACE if in_place else _LEAST):
            return None
        self._last = best
        doubts = []
        if likes[best] < _CLEAR:
            doubts.append(LABEL)
        if printed and plain_stt(wanted.stt) != printed:
            doubts.append(STT)
        clear = self._evidence(best, likes[best], printed, row.form) - _APART
        if any(
            self._evidence(*other, printed, row.form) > clear for other in likes.items() if other[0] != best
        ):
            doubts.append(SEVERAL)
        if not row.ruled:
            doubts.append(UNRULED)
        if wanted.heading:
            doubts.append(HEADING)
        value, note, more = _cells(row.boxes, at, wanted, width)
        return Placed(form=form, row=wanted, value=value, note=note, doubts=(*doubts, *more))

    def likeness(self, row: Row) -> float:
        """How well a row's label is known."""
        found = self._label(row, least=0.2)
        return max(found[1].values()) if found else 0.0

    def _label(self, row: Row, least: float = _LEAST_IN_PLACE) -> tuple[int, dict[int, float]] | None:
        """The cell that is a label, and the form rows it is like."""
        found: tuple[int, dict[int, float]] | None = None
        for at, box in enumerate(row.boxes):
            words = _LEADING.sub("", box.words)
            if sum(sign.isalpha() for sign in words) < _LETTERS:
                continue
            likes = self._labels.like(words, least)
            if likes and (found is None or max(likes.values()) > max(found[1].values())):
                found = at, likes
        return found

    def _score(self, place: int, like: float, printed: str, heading: str) -> float:
        """What speaks for a row of a form; that it comes next decides only between equals."""
        return self._evidence(place, like, printed, heading) + (_NEXT if place == self._last + 1 else 0)

    def _evidence(self, place: int, like: float, printed: str, heading: str) -> float:
        form, row = self.places[place]
        same = _SAME_STT if plain_stt(row.stt) == printed else _OTHER_STT
        return like + (same if printed else 0) + (_SAME_FORM if form.form == heading else 0)


def joined(rows: Sequence[Row], catalogue: Catalogue) -> Iterator[Row]:
    """Rows, with those put together again that a page end cut in two: the second part has no number, and
    the label is better known with it than without."""
    waiting: Row | None = None
    for row in rows:
        if waiting is not None and row.table == waiting.table and not any(box.stt for box in row.boxes[:1]):
            whole = _one(waiting, row)
            alone = max(catalogue.likeness(waiting), catalogue.likeness(row))
            if not _label_numbered(row) and catalogue.likeness(whole) > alone + 0.03:
                waiting = whole
                continue
        if waiting is not None:
            yield waiting
        waiting = row
    if waiting is not None:
        yield waiting


def _label_numbered(row: Row) -> bool:
    return any(_LEADING.match(box.words) for box in row.boxes)


def _one(above: Row, below: Row) -> Row:
    boxes = []
    for at in range(max(len(above.boxes), len(below.boxes))):
        both = [row.boxes[at] for row in (above, below) if at < len(row.boxes) and row.boxes[at].words]
        empty = Box("", above.boxes[0].start)
        first = both[0] if both else empty
        boxes.append(replace(first, text=" ".join(box.text for box in both)) if both else empty)
    return replace(above, boxes=tuple(boxes))


def _printed_stt(boxes: Sequence[Box], at: int) -> str:
    """The row number: beside the label, or before it in the same cell."""
    leading = _LEADING.match(boxes[at].words)
    if leading:
        return plain_stt(leading[0].strip().rstrip(")"))
    before = boxes[at - 1].stt if at else ""
    if at == len(boxes) - 1 or before:
        return before
    turned = at > 1 and at + 2 == len(boxes)
    return boxes[at + 1].stt if turned else ""


def _cells(
    boxes: Sequence[Box], at: int, row: FormRow, width: int
) -> tuple[Box | None, Box | None, list[str]]:
    """The cell with the figure, that with the note, and the doubts about them."""
    step = _direction(boxes, at, row)
    unit, value, note = (_box(boxes, at + step * far) for far in (1, 2, 3))
    doubts = [] if len(boxes) >= width else [SHORT]
    if unit is None:
        return None, None, doubts
    if _is_unit(unit, row) or not unit.words:
        if row.unit and not unit.words:
            doubts.append(UNIT)
        return value, note, doubts
    if figure(unit.text, row.unit):
        return unit, value, [*doubts, UNIT]
    return value, note, [*doubts, UNIT]


def _direction(boxes: Sequence[Box], at: int, row: FormRow) -> int:
    """1 where cells stand in the form's order, -1 where the page was read from its other side."""
    right, left = _box(boxes, at + 1), _box(boxes, at - 1)
    if right is not None and _is_unit(right, row):
        return 1
    if left is not None and (_is_unit(left, row) or (right is not None and right.stt and not left.stt)):
        return -1
    return 1 if right is not None else -1


def _box(boxes: Sequence[Box], at: int) -> Box | None:
    return boxes[at] if 0 <= at < len(boxes) else None


def _is_unit(box: Box, row: FormRow) -> bool:
    words, wanted = box.words, row.unit.strip()
    if "%" in {words, wanted}:
        return words == wanted
    return bool(words) and bool(wanted) and alike(plain(words), plain(wanted)) >= _LEAST
