"""Documents cited: the year in a number against its date, one document with two dates, impossible dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dunghen.proofing.figures.passage import Document
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.surface.shadow import fold

_TYPE = (
    r"(?:Nghị\s+quyết|Nghị\s+định|Quyết\s+định|Thông\s+tư(?:\s+liên\s+tịch)?|Chỉ\s+thị|Công\s+văn|Kế\s+hoạch|Báo\s+cáo|Tờ\s+trình|Luật"
    r"|Thông\s+báo|Hướng\s+dẫn|Kết\s+luận|Công\s+điện|Chương\s+trình|Quy\s+chế|Giấy\s+mời|Văn\s+bản|Đề\s+án|Quy\s+định)"
)
_DATE = (
    r"(?P<day>\d{1,2})\s*(?:/|-|\.|\s*tháng\s*)\s*(?P<month>\d{1,2})\s*(?:/|-|\.|,?\s*năm\s*)"
    r"\s*(?P<dated>\d{4})"
)
_CITATION = re.compile(
    r"(?P<number>\d(?<![\w/.,]\d)\d{0,4}[a-zđ]?)\s?"
    r"(?:/\s?(?P<year>\d{2,5})\s?)?[/-]\s?(?P<sign>[A-ZĐ][\wĐđ&]*(?:\s?[-/&]\s?[A-ZĐ][\wĐđ&]*)*)"
    rf"(?:\s*,?\s*(?:\(?\s*(?:ban hành|ký)?\s*ngày|đề ngày)\s*{_DATE}(?!\d))?",
    re.IGNORECASE,
)
_LED = re.compile(rf"(?:(?P<type>{_TYPE})\s+)?(?:số\s*:?\s*)?$", re.IGNORECASE)
_LEADS = 60  # letters before a number
_BARE_DATE = re.compile(
    r"\b(?:ngày|(?:đến|từ|trước|sau|hết)(?=\s+\d{1,2}/\d{1,2}/))\s+" + _DATE + r"(?!\d)", re.IGNORECASE
)
_LONG_YEAR = re.compile(
    r"\bngày\s+\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?P<year>\d{3}|\d{5,6})(?![\d/])", re.IGNORECASE
)
_ISSUERS = {"NĐ-CP": "thu tuong", "NQ-CP": "thu tuong", "QĐ-TTG": "cua chinh phu", "CT-TTG": "cua chinh phu"}
_ISSUED_BY = {
    "NĐ-CP": "Chính phủ",
    "NQ-CP": "Chính phủ",
    "QĐ-TTG": "Thủ tướng Chính phủ",
    "CT-TTG": "Thủ tướng Chính phủ",
}
_LOCAL = re.compile(r"\b(?:ubnd|hdnd) (?:huyen|quan|xa|phuong|thi xa|thi tran)\s+(\w+(?: \w+)?)")
_MOST = 6  # mentions of one number that are compared
_FIRST_YEAR, _LAST_YEAR = 1945, 2060


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as it is cited once."""

    place: Place
    number: str
    year: str
    sign: str
    date: tuple[int, int, int] | None
    owner: str

    @property
    def name(self) -> str:
        year = f"/{self.year}" if self.year else ""
        return f"{self.number}{year}/{self.sign}"


def find_citations(document: Document) -> Iterator[Draft]:
    """Every citation that can be checked against its date or another mention."""
    cited = list(_citations(document))
    for citation in cited:
        yield from _alone(citation, document.page.text)
    yield from _together(cited)
    yield from _impossible_dates(document, cited)


def _citations(document: Document) -> Iterator[Citation]:
    text, before = document.page.text, 0
    for found in _CITATION.finditer(text):
        led = _LED.search(text, max(found.start() - _LEADS, before), found.start())
        start, kind = (led.start(), led["type"]) if led else (found.start(), None)
        before = found.end()
        if not found["sign"][0].isupper() or not (
            kind or found["day"] or found["year"] or "-" in found["sign"]
        ):
            continue
        dated = (int(found["dated"]), int(found["month"]), int(found["day"])) if found["day"] else None
        local = _LOCAL.search(fold(text[found.end() : found.end() + 60]))
        sign = re.sub(r"\s", "", found["sign"]).upper()
        yield Citation(
            (start, found.end()),
            found["number"].lstrip("0").lower(),
            found["year"] or "",
            sign,
            dated,
            local[1] if local else "",
        )


def _alone(citation: Citation, text: str) -> Iterator[Draft]:
    if (
        citation.year
        and len(citation.year) != 2
        and not (len(citation.year) == 4 and _FIRST_YEAR <= int(citation.year) <= _LAST_YEAR)
    ):
        yield _draft(
            "contradiction",
            (citation.place,),
            f"Năm {citation.year} trong số ký hiệu {citation.name} không có thật.",
        )
        return
    if citation.date is None:
        return
    if not _exists(citation.date):
        yield _draft(
            "contradiction",
            (citation.place,),
            f"Ngày {_shown(citation.date)} của {citation.name} không có trong lịch.",
        )
    elif len(citation.year) == 4 and int(citation.year) != citation.date[0]:
        explanation = (
            f"Số ký hiệu {citation.name} ghi năm {citation.year}, ngày ban hành ghi năm {citation.date[0]}."
        )
        yield _draft("contradiction", (citation.place,), explanation)
    elif _wrong_issuer(citation, text):
        issuer = _ISSUED_BY[citation.sign]
        yield _draft(
            "contradiction", (citation.place,), f"Văn bản ký hiệu {citation.sign} do {issuer} ban hành."
        )
    elif citation.year:
        yield _draft(
            "consistent", (citation.place,), f"Năm trong số ký hiệu {citation.name} khớp với ngày ban hành."
        )


def _wrong_issuer(citation: Citation, text: str) -> bool:
    wrong = _ISSUERS.get(citation.sign)
    if wrong is None:
        return False
    behind = fold(text[citation.place[1] : citation.place[1] + 24]).strip()
    return behind.startswith((f"cua {wrong}", wrong) if wrong == "thu tuong" else wrong)


def _together(cited: list[Citation]) -> Iterator[Draft]:
    """One document under two dates: in one year, or on one day of two years."""
    first: dict[tuple[str, str, str], list[Citation]] = {}
    for citation in cited:
        if citation.date is None or not _exists(citation.date):
            continue
        key = citation.number, citation.year, citation.sign
        for other in first.get(key, []):
            if other.date == citation.date:
                text = f"{citation.name} được dẫn hai lần cùng ngày {_shown(citation.date)}."
                yield _draft("consistent", (citation.place, other.place), text)
                break
            if _one_document(other, citation):
                text = (
                    f"{citation.name} được dẫn với hai ngày: {_shown(other.date)} và {_shown(citation.date)}."
                )
                yield _draft("contradiction", (citation.place, other.place), text)
                break
            text = f"{citation.name} ngày {_shown(citation.date)} và {_shown(other.date)} là hai văn bản."
            yield _draft("consistent", (citation.place, other.place), text)
        first.setdefault(key, []).append(citation)
        del first[key][:-_MOST]


def _one_document(first: Citation, second: Citation) -> bool:
    if (
        first.date is None
        or second.date is None
        or (first.owner and second.owner and first.owner != second.owner)
    ):
        return False
    if first.year or first.date[0] == second.date[0]:
        return True
    return first.date[1:] == second.date[1:] and abs(first.date[0] - second.date[0]) > 0


def _impossible_dates(document: Document, cited: list[Citation]) -> Iterator[Draft]:
    """A date in running text that no calendar has (15/13/2022)."""
    ends = {citation.place[1] for citation in cited}
    for found in _BARE_DATE.finditer(document.page.text):
        day = int(found["dated"]), int(found["month"]), int(found["day"])
        if found.end() not in ends and not _exists(day):
            text = f"Ngày {_shown(day)} không có trong lịch."
            yield Draft("format", "contradiction", (found.span(),), None, None, text)
    for found in _LONG_YEAR.finditer(document.page.text):
        text = f"Năm {found['year']} không có thật."
        yield Draft("format", "contradiction", (found.span(),), None, None, text)


def _exists(day: tuple[int, int, int]) -> bool:
    try:
        date(*day)
    except ValueError:
        return False
    return True


def _shown(day: tuple[int, int, int] | None) -> str:
    return f"{day[2]:02d}/{day[1]:02d}/{day[0]}" if day else ""


def _draft(verdict: Verdict, places: tuple[Place, ...], explanation: str) -> Draft:
    return Draft("citation", verdict, places, None, None, explanation)
