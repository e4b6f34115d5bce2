"""Times of tasks as officials write them, read into days. Pure.

Read are quarters, months, half years, years, days and spans of them; "thường xuyên" and "hằng quý" say how
often; what stands in brackets with "khi" is a condition. What cannot be read is refused, never guessed.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from dunghen.core.text import fold
from dunghen.supervision.tasks.models import ProductKind

Days = tuple[date, date]
_YEAR = r"(?:\s*(?:/|nam)\s*(\d{4}))?"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CONDITION = re.compile(r"\(([^()]*\b(?:khi|neu|theo)\b[^()]*)\)")
_LABELLED = re.compile(r"(?:ban hanh[^:.;]*|xay dung[^:.;]*):\s*([^.;]*)")
_STANDING = re.compile(r"\b(?:thuong xuyen|ca nam|lien tuc)\b")
_PERIODIC = re.compile(r"\b(?:hang|dinh ky)\s*(?:hang\s*)?(?:tuan|thang|quy|nam|6 thang)?\b")
# Words that may stand around a time and say nothing of it.
_FILLER = re.compile(
    r"\b(?:trong|vao|nam|thang|quy|ngay|den|het|tu|va|hoan thanh|thuc hien|trinh|ban hanh|ke hoach"
    r"|xay dung|gui|cham nhat|truoc|sau|theo|cua|bo noi vu|chinh phu|trung uong)\b"
)


class Unreadable(ValueError):
    """A time that names no day; the message says how to write it."""


@dataclass(frozen=True, slots=True)
class Time:
    """From when until when (the last day included), how often, under which condition (as written)."""

    starts: date
    ends: date
    kind: ProductKind
    condition: str


def read_time(text: str, year: int) -> Time:
    """The days of a printed time; `year`: of what names none. Several parts span from the first to the last;
    of labelled parts the one of issuing the plan counts, which is its product. Raises Unreadable."""
    said = fold(text)
    condition = _CONDITION.search(said)
    words = _condition(text) if condition else ""
    said = _CONDITION.sub(" ", said)
    labelled = _LABELLED.search(said)
    found, rest = _spans(labelled.group(1) if labelled else said, year)
    kind = ProductKind.CONDITIONAL if words else ProductKind.ONCE
    if _STANDING.search(rest) or _PERIODIC.search(rest):
        kind = ProductKind.STANDING if _STANDING.search(rest) else ProductKind.PERIODIC
        found = found or [(date(year, 1, 1), date(year, 12, 31))]
        rest = _PERIODIC.sub(" ", _STANDING.sub(" ", rest))
    if not found or re.search(r"[^\W_]", _FILLER.sub(" ", rest)):
        raise Unreadable(
            _(
                "Thời gian “%(text)s” không đọc được thành ngày. Ghi như: Quý I/2024; Tháng 3/2024; Trong "
                "năm 2024; Trước ngày 15/12/2024; Thường xuyên; Năm 2024 (khi có hướng dẫn của Trung ương)."
            )
            % {"text": text}
        )
    return Time(min(one[0] for one in found), max(one[1] for one in found), kind, words)


def _condition(text: str) -> str:
    """What stands in brackets, as written."""
    return text[text.index("(") + 1 : text.index(")")].strip()


def _spans(said: str, year: int) -> tuple[list[Days], str]:
    """The spans named, and what is left of the text."""
    found: list[Days] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(said):
            days = read(match, _year_after(said, match.end(), year))
            if days is not None:
                found.append(days)
        said = pattern.sub(" ", said)
    return found, said


def _year_after(said: str, end: int, year: int) -> int:
    """A part without a year has that of the next part that names one ("Quý III, IV năm 2024")."""
    later = re.search(r"(?:/|nam\s*)(\d{4})", said[end:])
    return int(later.group(1)) if later else year


def _of(match: re.Match[str], group: int, other: int) -> int:
    return int(match.group(group)) if match.group(group) else other


def _day(match: re.Match[str], year: int) -> Days | None:
    before, day, month = match.group(1), int(match.group(2)), int(match.group(3))
    try:
        last = date(_of(match, 4, year), month, day)
    except ValueError:
        return None
    if before and before.startswith("truoc"):
        last -= timedelta(days=1)
    open_ended = before and not re.search(r"\btu\b", match.string[: match.start()])
    return (date(last.year, 1, 1) if open_ended else last, last)


def _quarters(match: re.Match[str], year: int) -> Days | None:
    named = [
        _ROMAN[one] if one in _ROMAN else int(one) for one in re.findall(r"iv|i{1,3}|[1-4]", match.group(1))
    ]
    own = _of(match, 2, year)
    first, last = min(named), max(named)
    return date(own, 3 * first - 2, 1), _end(own, 3 * last)


def _months(match: re.Match[str], year: int) -> Days | None:
    named = [int(one) for one in re.findall(r"\d{1,2}", match.group(1))]
    if not all(1 <= one <= 12 for one in named):
        return None
    own = _of(match, 2, year)
    return date(own, min(named), 1), _end(own, max(named))


def _half(match: re.Match[str], year: int) -> Days | None:
    own = _of(match, 2, year)
    return (date(own, 1, 1), _end(own, 6)) if match.group(1) == "dau" else (date(own, 7, 1), _end(own, 12))


def _years(match: re.Match[str], _year: int) -> Days | None:
    return date(int(match.group(1)), 1, 1), date(int(match.group(2) or match.group(1)), 12, 31)


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Days | None]], ...] = (
    (
        re.compile(
            r"(truoc ngay|truoc|cham nhat(?: ngay| den ngay)?|den (?:het )?ngay|den)?\s*"
            r"(?:ngay\s*)?\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?\b"
        ),
        _day,
    ),
    (re.compile(r"\b6 thang (dau|cuoi)(?:\s*nam(?:\s*(\d{4}))?)?"), _half),
    (
        re.compile(
            r"\bquy\s*((?:iv|i{1,3}|[1-4])\b(?:\s*(?:,|va|-|den)\s*(?:quy\s*)?(?:iv|i{1,3}|[1-4])\b)*)"
            + _YEAR
        ),
        _quarters,
    ),
    (re.compile(r"\bthang\s*(\d{1,2}\b(?:\s*(?:,|va|-|den)\s*(?:thang\s*)?\d{1,2}\b)*)" + _YEAR), _months),
    (re.compile(r"\b(?:giai doan|tu nam|nam)?\s*\b(\d{4})(?:\s*(?:-|den nam|den)\s*(\d{4}))?\b"), _years),
)
