"""Words of the reader of old tables: forms as data, cells as what was read."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Confidence = Literal["sure", "unsure"]
UNRULED = "bảng không kẻ cột"  # a reason to doubt every cell of a table
PLAN = "plan"  # the table of the yearly plan, which is no numbered form


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row that a form prescribes. `measure` (`ratio`, `total`, `difference`, `code` …) and `operands` say
    what its figure must agree with; `beside`: stands in the column of notes, its code is that of a row, `@`
    and a name."""

    code: str
    stt: str
    label: str
    unit: str
    measure: str = ""
    operands: tuple[str, ...] = ()
    heading: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: its number as printed (`3`), its title and its rows in order."""

    form: str
    title: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell read out of a report.

    `quote` is the text between `start` and `end` of what was read. `value` is None where the cell holds
    words. `votes`: how many times the document prints this value for the row; `against`: how many times
    another one. `reasons` (Vietnamese) say why a cell is unsure.
    """

    form: str
    code: str
    stt: str
    label: str
    column: str
    text: str
    value: Decimal | None
    quote: str
    start: int
    end: int
    confidence: Confidence
    votes: int = 1
    against: int = 0
    reasons: tuple[str, ...] = ()
