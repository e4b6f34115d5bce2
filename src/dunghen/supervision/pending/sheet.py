"""Items of pending work as an Excel table: read as units write it, columns in any order; written with the
same columns, so that what was exported can be corrected and read again. Nothing is taken in unless every row
can be."""

from collections.abc import Sequence
from datetime import date
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.excel import Listed
from dunghen.core.text import fold, read_day
from dunghen.supervision.pending.models import Cause, PendingItem
from dunghen.supervision.pending.reading import became_words, cause_words
from dunghen.supervision.pending.rules import Said, flaws
from dunghen.supervision.plans.importing import BadFile, read_grid

LABELS = {
    "content": gettext_lazy("Nội dung công việc tồn đọng"),
    "since": gettext_lazy("Từ thời điểm"),
    "group": gettext_lazy("Nhóm (A hoặc B)"),
    "causes": gettext_lazy("Nguyên nhân"),
    "responsible": gettext_lazy("Người chịu trách nhiệm"),
    "way_out": gettext_lazy("Hướng giải quyết"),
    "due": gettext_lazy("Thời hạn"),
    "waits": gettext_lazy("Tổ chức, cá nhân chờ giải quyết"),
}
# How a heading begins, without accents.
_KNOWN = {
    "content": "noi dung",
    "since": "tu thoi diem",
    "group": "nhom",
    "causes": "nguyen nhan",
    "responsible": "nguoi chiu trach nhiem",
    "way_out": "huong giai quyet",
    "due": "thoi han",
    "waits": "to chuc, ca nhan",
}
_CAUSES = {fold(str(one.label)): one.value for one in Cause}
MOST = 5_000  # rows of one file


COLUMNS: tuple[Listed[PendingItem], ...] = (
    Listed("number", gettext_lazy("STT"), lambda item: item.number),
    Listed("unit", gettext_lazy("Đơn vị"), lambda item: item.answer.unit.name),
    Listed("content", LABELS["content"], lambda item: item.content),
    Listed("since", LABELS["since"], lambda item: item.since),
    Listed("group", LABELS["group"], lambda item: item.group.upper()),
    Listed("causes", LABELS["causes"], lambda item: cause_words(item.causes)),
    Listed("responsible", LABELS["responsible"], lambda item: item.responsible),
    Listed("note", LABELS["way_out"], lambda item: item.way_out),
    Listed("due", LABELS["due"], lambda item: item.due),
    Listed("waits", LABELS["waits"], lambda item: item.waits),
    Listed("became", gettext_lazy("Kết quả xử lý"), became_words),
)


def read(file: IO[bytes], opened: date) -> list[Said]:
    """The items of the first sheet. Raises BadFile, with a message for every wrong row."""
    grid = read_grid(file)
    head, places = _places(grid)
    found: list[Said] = []
    wrong: list[str] = []
    for number, cells in enumerate(grid[head + 1 :], head + 2):
        told = {name: _cell(cells, place) for name, place in places.items()}
        if not any(told.values()):
            continue
        said = _said(told)
        if lacking := flaws(said, opened):
            words = _slid(cells, places) or "; ".join(lacking)
            wrong.append(_("Dòng {number}: {words}.").format(number=number, words=words))
        found.append(said)
    if wrong:
        raise BadFile(_("Chưa nhập nội dung nào: sửa các dòng dưới đây trong tệp rồi gửi lại."), wrong)
    if not 0 < len(found) <= MOST:
        raise BadFile(_("Tệp không có nội dung nào, hoặc có quá {most} dòng.").format(most=MOST))
    return found


def _places(grid: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The row of headings and where each column stands. Raises BadFile."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, cells in enumerate(grid[:20]):
        places = {
            name: place
            for name, start in _KNOWN.items()
            for place, cell in enumerate(cells)
            if fold(cell).startswith(start)
        }
        if len(places) > len(best[1]):
            best = number, places
    lacking = [str(LABELS[name]) for name in LABELS if name not in best[1] and name != "waits"]
    if lacking:
        raise BadFile(_("Bảng thiếu cột: {columns}.").format(columns=", ".join(lacking)))
    return best


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _said(told: dict[str, str]) -> Said:
    due = None
    if told["due"]:
        try:
            due = read_day(told["due"])
        except ValueError:
            due = None
    named = [fold(one) for one in told["causes"].replace("\n", ";").replace(",", ";").split(";")]
    causes = [code for one in named if one for name, code in _CAUSES.items() if one.startswith(name)]
    return Said(
        content=told["content"],
        since=told["since"],
        group=fold(told["group"]).removeprefix("nhom").strip(),
        causes=tuple(dict.fromkeys(causes)),
        responsible=told["responsible"],
        way_out=told["way_out"],
        due=due,
        waits=told.get("waits", ""),
    )


def _slid(cells: Sequence[str], places: dict[str, int]) -> str:
    """Whether the cells stand some columns beside their headings: the group alone tells it surely."""
    for slip in (1, -1, 2, -2):
        if fold(_cell(cells, places["group"] + slip)).removeprefix("nhom").strip() in ("a", "b"):
            words = _("sang phải") if slip > 0 else _("sang trái")
            return _("các ô bị lệch {words} {number} cột").format(words=words, number=abs(slip))
    return ""
