"""Reads the forms out of a report: rows placed, figures read, printed twice counted as votes, and what does
not agree by its own arithmetic left for a person to look at."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.tables.figures import Figure, figure
from dunghen.proofing.tables.grid import Box, rows, widths
from dunghen.proofing.tables.likeness import alike, plain
from dunghen.proofing.tables.model import Cell, FormRow, FormSpec
from dunghen.proofing.tables.placing import Catalogue, Placed, joined
from dunghen.proofing.tables.plan import plan_tables

VALUE, NOTE = "value", "note"
_NOTED = re.compile(r"([^:;,\d\n]{2,60}):\s*([\dlIoO](?:[\dlIoO.,]*[\dlIoO])?\s?%?)")
_COUNTED = re.compile(r"\s*([\dlIoO]+)\s+(\D+)")
_ALIKE = 0.8

OTHER_VALUE = "bản in có chỗ ghi khác"
BY_WORDS = "lấy từ cột Ghi chú theo lời văn"
DISAGREES = "không khớp với {codes}"


def read_forms(text: str, forms: Sequence[FormSpec]) -> list[Cell]:
    """The cells of the forms that hold a figure, in the order of the forms. Empty cells are left out."""
    catalogue = Catalogue(forms)
    printed = rows(text)
    plans = plan_tables(printed)
    found = [*joined([row for row in printed if row.table not in plans], catalogue)]
    wide = widths(found)
    cells: list[Cell] = []
    for row in found:
        placed = catalogue.placed(row, wide[row.table])
        if placed is not None:
            cells += (cell for cell in _read(placed) if text[cell.start : cell.end] == cell.quote)
    voted = _voted(cells)
    rows_by_code = {row.code: row for form in forms for row in form.rows}
    agreed = [*_agreeing(voted, rows_by_code)]
    order = {code: at for at, code in enumerate(rows_by_code)}
    return sorted(agreed, key=lambda cell: order[cell.code])


def _read(placed: Placed) -> Iterator[Cell]:
    found = figure(placed.value.text, placed.row.unit) if placed.value else None
    if placed.value and found:
        yield _cell(placed, placed.row, VALUE, placed.value, found, placed.doubts)
    if placed.note and placed.note.words:
        yield from _beside(placed, placed.note)


def _beside(placed: Placed, note: Box) -> Iterator[Cell]:
    """Figures in the note: `Cấp huyện: 72`, or `01 cơ quan, đơn vị`."""
    wanted = [row for row in placed.form.rows if row.beside and row.code.startswith(f"{placed.row.code}@")]
    for row in wanted:
        _, colon, tail = row.label.rpartition(":")
        for match in _NOTED.finditer(note.text) if colon else ():
            like = alike(plain(match[1]), plain(tail))
            found = figure(match[2], row.unit)
            if found and like >= _ALIKE:
                doubts = placed.doubts if like == 1 else (*placed.doubts, BY_WORDS)
                place = replace(note, text=match[2], start=note.start + match.start(2))
                yield _cell(placed, row, NOTE, place, found, doubts)
    counted = _COUNTED.fullmatch(note.text)
    plain_rows = [row for row in wanted if ":" not in row.label]
    if counted and len(plain_rows) == 1 and alike(plain(counted[2]), plain(plain_rows[0].unit)) >= _ALIKE:
        place = replace(note, text=counted[1], start=note.start + counted.start(1))
        found = figure(place.text, plain_rows[0].unit)
        if found:
            yield _cell(placed, plain_rows[0], NOTE, place, found, (*placed.doubts, BY_WORDS))


def _cell(
    placed: Placed, row: FormRow, column: str, box: Box, found: Figure, doubts: tuple[str, ...]
) -> Cell:
    start = box.start + found.at
    reasons = (*doubts, *found.doubts)
    return Cell(
        form=placed.form.form,
        code=row.code,
        stt=row.stt,
        label=row.label,
        column=column,
        text=found.text,
        value=found.value,
        quote=found.text,
        start=start,
        end=start + len(found.text),
        confidence="unsure" if reasons else "sure",
        reasons=reasons,
    )


def _voted(cells: Iterable[Cell]) -> list[Cell]:
    """One cell for each row: the value printed most often, then the one with least doubts, then the first."""
    by_code: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_code[cell.code].append(cell)
    voted = []
    for found in by_code.values():
        votes = {value: [cell for cell in found if cell.value == value] for value in {c.value for c in found}}
        chosen = min(found, key=lambda cell: (-len(votes[cell.value]), len(cell.reasons), cell.start))
        against = len(found) - len(votes[chosen.value])
        if against:
            chosen = _doubted(chosen, OTHER_VALUE)
        voted.append(replace(chosen, votes=len(votes[chosen.value]), against=against))
    return voted


def _doubted(cell: Cell, reason: str) -> Cell:
    return replace(cell, confidence="unsure", reasons=(*cell.reasons, reason))


def _agreeing(cells: Sequence[Cell], form_rows: dict[str, FormRow]) -> Iterator[Cell]:
    """Cells; those of a sum or a rate that does not come out are unsure, for one of them is misread or
    misprinted, and the text does not say which."""
    by_code = {cell.code: cell for cell in cells}
    wrong: dict[str, list[str]] = defaultdict(list)
    for cell in cells:
        row = form_rows[cell.code]
        parts = [by_code.get(code) for code in row.operands]
        values = [part.value for part in parts if part and part.value is not None]
        if row.operands and len(values) == len(parts) and not _comes_out(cell, row, values):
            for code in (cell.code, *row.operands):
                wrong[code] += [other for other in (cell.code, *row.operands) if other != code]
    for cell in cells:
        codes = ", ".join(dict.fromkeys(wrong[cell.code])) if cell.code in wrong else ""
        yield _doubted(cell, DISAGREES.format(codes=codes)) if codes else cell


def _comes_out(cell: Cell, row: FormRow, parts: Sequence[Decimal]) -> bool:
    """Whether a figure follows from its parts; a rate to within one unit of its last digit."""
    assert cell.value is not None
    if row.measure == "total":
        return cell.value == sum(parts)
    if row.measure == "difference":
        return cell.value == parts[0] - sum(parts[1:])
    if row.measure == "ratio" and parts[1]:
        exponent = cell.value.as_tuple().exponent
        assert isinstance(exponent, int)
        return abs(parts[0] * 100 / parts[1] - cell.value) < Decimal(1).scaleb(exponent)
    return True
