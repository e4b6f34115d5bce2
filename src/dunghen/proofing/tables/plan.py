"""The table of the yearly plan: a task a row, its columns told by what stands in them.

Pages that lie on their side were read with their columns reversed, and cells that run over a page end pull
the next task's number up a row; both are recognised, and what was pulled apart is unsure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from unicodedata import normalize

from dunghen.proofing.tables.grid import Box, Row, rows, widths
from dunghen.proofing.tables.model import PLAN, UNRULED, Cell

_TASK = re.compile(r"\s*(\d{1,3})\s*[.)]\s+(?=\D)")
_STATUS = re.compile(
    r"(?:^\W*|\*\s*)(da (?:thuc hien|hoan thanh)|dang (?:trien khai|thuc hien)(?: thuc hien)?"
    r"|chua (?:toi|den)(?: thoi)? gian(?: thuc hien)?|chua (?:thuc hien|trien khai|hoan thanh))"
)
_TIME = re.compile(r"^\W*(?:trong nam|quy [ivx\d]|thang \d|nam \d{4}|theo ke hoach|ban hanh ke hoach)")
_COLUMNS = ("product", "lead", "partners", "time")

SHIFTED = "số thứ tự và kết quả in ở hai dòng khác nhau"
ONE_CELL = "thời gian và kết quả chung một ô"
MISSING = "dòng thiếu ô"
CUT = "dòng bị ngắt ở cuối trang"

_WIDE = 6  # cells of a row: a form has five


@dataclass(frozen=True, slots=True)
class Task:
    """The cell with the number and the words of a task."""

    number: str
    box: Box
    at: int  # of the cell in its row


def read_plan(text: str) -> list[Cell]:
    """The cells of every task that can be read: its words, product, lead, partners, time, status."""
    printed = rows(text)
    plans = plan_tables(printed)
    found = [row for row in printed if row.table in plans]
    cells: list[Cell] = []
    pulled: Task | None = None  # a task whose other cells stand in the row below
    for row, below in zip_longest(found, found[1:]):
        task, has_rest = _task(row), _status(row) is not None or _time(row) is not None
        if pulled and has_rest:
            cells += _cells(pulled, row, [SHIFTED])
            pulled = task
        elif task and has_rest:
            cells += _cells(task, row, [CUT] if _goes_on(below) else [])
            pulled = None
        elif task:
            pulled = task
    return [cell for cell in cells if text[cell.start : cell.end] == cell.quote]


def plan_tables(found: Sequence[Row]) -> set[int]:
    """The tables that hold tasks with their times or results; they are wider than those of the forms."""
    wide = widths(found)
    tasks = (
        row.table for row in found if _task(row) and (_status(row) is not None or _time(row) is not None)
    )
    return {table for table in tasks if wide[table] >= _WIDE}


def _goes_on(below: Row | None) -> bool:
    """Whether the row below is the rest of a row that a page end cut."""
    return below is not None and not _task(below) and sum(bool(box.words) for box in below.boxes) >= 3


def _level(text: str) -> str:
    """Without accents and case, letter for letter, so that places stay."""
    return "".join(normalize("NFD", sign)[0] for sign in text.replace("đ", "d").replace("Đ", "D")).lower()


def _task(row: Row) -> Task | None:
    for at, box in enumerate(row.boxes):
        number = _TASK.match(box.text)
        if number:
            return Task(number[1], box, at)
    return None


def _status(row: Row) -> tuple[int, re.Match[str]] | None:
    found = ((at, _STATUS.search(_level(box.text))) for at, box in enumerate(row.boxes))
    return next(((at, match) for at, match in found if match), None)


def _time(row: Row) -> int | None:
    return next((at for at, box in enumerate(row.boxes) if _TIME.match(_level(box.text))), None)


def _cells(task: Task, row: Row, known: Sequence[str]) -> Iterator[Cell]:
    doubts = [*known] if row.ruled else [*known, UNRULED]
    status, time = _status(row), _time(row)
    if status and status[0] == time:
        doubts.append(ONE_CELL)
    if SHIFTED not in doubts:
        columns = [*_columns(row.boxes, task.at, status[0] if status else time)]
        missing = [MISSING] if not all(box and box.words for _, box in columns) else []
        yield _cell(task, "content", task.box, doubts)
        for name, box in columns:
            if box and box.words:
                yield _cell(task, name, box, [*doubts, *missing])
    if status:
        at, match = status
        box = Box(row.boxes[at].text[match.start(1) : match.end(1)], row.boxes[at].start + match.start(1))
        yield _cell(task, "status", box, doubts)


def _columns(boxes: Sequence[Box], at: int, end: int | None) -> Iterator[tuple[str, Box | None]]:
    """The cells between a task and its result, in whichever direction they run."""
    step = -1 if end is not None and end < at else 1
    for far, name in enumerate(_COLUMNS, 1):
        place = at + step * far
        yield name, boxes[place] if 0 <= place < len(boxes) and place != end else None


def _cell(task: Task, column: str, box: Box, doubts: Sequence[str]) -> Cell:
    words = box.text.strip()
    start = box.start + len(box.text) - len(box.text.lstrip())
    label = task.box.words
    return Cell(
        form=PLAN,
        code=f"{PLAN}.{task.number}",
        stt=task.number,
        label=label[label.find(" ") + 1 :],
        column=column,
        text=" ".join(words.split()),
        value=None,
        quote=words,
        start=start,
        end=start + len(words),
        confidence="unsure" if doubts else "sure",
        reasons=tuple(doubts),
    )
