"""Documents a text cites, held against what the registers say of them. Pure.

A citation without a day, or of a document that no register here has, is no contradiction: it is said apart.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SIGN = r"[A-ZĐ][\wĐđ]*(?:\s?[-&]\s?[A-ZĐ][\wĐđ]*)*"
_DAY = r"(\d{1,2})\s*(?:/|-|\.|\s*tháng\s*)\s*(\d{1,2})\s*(?:/|-|\.|,?\s*năm\s*)\s*(\d{4})"
_CITED = re.compile(
    rf"(?<![\w/.,])0*(?P<number>\d{{1,5}})\s?/\s?(?P<sign>(?:\d{{4}}/)?{_SIGN})"
    rf"(?:\s*,?\s*\(?\s*(?:ban hành|ký)?\s*(?:đề\s+)?ngày\s+{_DAY})?"
)


class Verdict(StrEnum):
    AGREES = "agrees"
    OTHER_DAY = "other_day"
    WITHOUT_DAY = "without_day"
    NOT_HERE = "not_here"
    NO_DAY = "no_day"  # what stands for a day is none: 31/02/2024


LABELS = {
    Verdict.AGREES: gettext_lazy("Khớp"),
    Verdict.OTHER_DAY: gettext_lazy("Ngày không khớp"),
    Verdict.WITHOUT_DAY: gettext_lazy("Không ghi ngày"),
    Verdict.NOT_HERE: gettext_lazy("Không có trong sổ"),
    Verdict.NO_DAY: gettext_lazy("Ngày không có trong lịch"),
}


@dataclass(frozen=True, slots=True)
class Registered:
    """A document as a register has it."""

    symbol: str
    day: date
    issuer: str
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as a text cites it: where, which, of which day; `day_text` as it is written."""

    start: int
    end: int
    symbol: str
    day: date | None
    day_text: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A citation with what the registers say of it."""

    citation: Citation
    verdict: Verdict
    registered: tuple[Registered, ...] = ()

    @property
    def label(self) -> str:
        return str(LABELS[self.verdict])

    @property
    def sentence(self) -> str:
        """254/KH-UBND: sổ văn bản ghi ngày 27/12/2023; ở đây ghi ngày 27/11/2023."""
        days = ", ".join(dict.fromkeys(f"{one.day:%d/%m/%Y}" for one in self.registered))
        said = {"symbol": self.citation.symbol, "days": days, "day": self.citation.day_text}
        match self.verdict:
            case Verdict.OTHER_DAY:
                return _("%(symbol)s: sổ văn bản ghi ngày %(days)s; ở đây ghi ngày %(day)s.") % said
            case Verdict.WITHOUT_DAY:
                return _("%(symbol)s: sổ văn bản ghi ngày %(days)s; ở đây không ghi ngày.") % said
            case Verdict.NOT_HERE:
                return _("%(symbol)s: chưa có trong sổ văn bản, chưa đối chiếu được.") % said
            case Verdict.NO_DAY:
                return _("%(symbol)s: “%(day)s” không phải là một ngày.") % said
        return _("%(symbol)s: khớp sổ văn bản, ngày %(days)s.") % said


def key(symbol: str) -> str:
    """One key for the ways a number and symbol are written: 05/KH-UBND and 5/kh-ubnd."""
    return re.sub(r"\s", "", symbol).lstrip("0").upper()


def cited(text: str) -> Iterator[Citation]:
    """The documents a text cites, in its order."""
    for found in _CITED.finditer(text):
        day, month, year = found.groups()[-3:]
        sign = re.sub(r"\s", "", found["sign"])
        if not day and "-" not in sign and sign.upper() != sign:
            continue  # "3/Quý": a number and a word
        yield Citation(
            found.start(),
            found.end(),
            f"{int(found['number']):02d}/{sign}",
            _day(day, month, year),
            f"{int(day):02d}/{int(month):02d}/{year}" if day else "",
        )


def _day(day: str | None, month: str | None, year: str | None) -> date | None:
    try:
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None


def check(citations: Collection[Citation], known: Mapping[str, Collection[Registered]]) -> list[Checked]:
    """Each citation against the registers; `known` by `key`. Numbers begin anew each year and with each
    issuer: a day agrees if one of the documents of that number has it."""
    return [_checked(citation, tuple(known.get(key(citation.symbol), ()))) for citation in citations]


def _checked(citation: Citation, known: tuple[Registered, ...]) -> Checked:
    if citation.day is None and citation.day_text:
        return Checked(citation, Verdict.NO_DAY, known)
    if not known:
        return Checked(citation, Verdict.NOT_HERE)
    if citation.day is None:
        return Checked(citation, Verdict.WITHOUT_DAY, known)
    same = tuple(one for one in known if one.day == citation.day)
    if same:
        return Checked(citation, Verdict.AGREES, same)
    near = tuple(one for one in known if one.day.year == citation.day.year)
    return Checked(citation, Verdict.OTHER_DAY, near or known)
