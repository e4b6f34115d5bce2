"""What the API takes and gives: the parts every room uses, and units."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from django.utils.timezone import localtime
from ninja import Schema
from ninja.errors import HttpError
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from dunghen.core.worktime import VIETNAM
from dunghen.org.models import Level, SuccessionKind, UnitKind

REFUSED = frozenset({401, 403, 404, 422, 429})
FIRST_YEAR, LAST_YEAR = 1900, 2199  # what a question may name; keeps every time zone's arithmetic possible
_MOMENT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
)
_ONLY_DAY = len("2024-05-15")


def _year_in_reach(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"năm phải từ {FIRST_YEAR} đến {LAST_YEAR}")
    return day


def _day(text: Any) -> Any:
    """Only as 2024-06-10; a bare number would be taken for a time of computers."""
    if isinstance(text, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("ghi 2024-06-10")
    return text


def _moment(text: Any) -> Any:
    """A time as typed: naive is Vietnamese time, a bare date its end (24:00)."""
    if not isinstance(text, str):
        return text
    if not re.fullmatch(_MOMENT, text, re.ASCII):
        raise ValueError("ghi 2024-06-10 hoặc 2024-06-10T17:00")
    if len(text) == _ONLY_DAY:
        return datetime.combine(_year_in_reach(date.fromisoformat(text)) + timedelta(days=1), time(), VIETNAM)
    typed = datetime.fromisoformat(text)
    _year_in_reach(typed)
    return typed if typed.tzinfo else typed.replace(tzinfo=VIETNAM)


Code = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.@-]{1,100}$")]
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\u0000]*$")]
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_year_in_reach)]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": _MOMENT}, mode="validation"),
]
Time = Annotated[
    datetime,
    PlainSerializer(lambda at: localtime(at).isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
Size = Annotated[int, Field(ge=1, le=1000)]
Mark = Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{1,200}$")]


def mark(place: str) -> str:
    """Where a page ended, in letters that an address carries as they are; empty for no further page."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place(after: str | None) -> str:
    """What `mark` was made from. Raises HttpError for one it did not make."""
    text = after or ""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (Base64Error, UnicodeDecodeError) as error:
        raise bad_mark(text) from error


def bad_mark(after: str) -> HttpError:
    return HttpError(422, f"“{after}” không phải vị trí trang do trang trước đưa ra.")


class FieldError(Schema):
    """What is wrong with one value of the question."""

    field: str
    reason: str


class Problem(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError]


class UnitPlace(Schema):
    """Where a unit's figures are shown by today's map; unallotted (chưa phân bổ) where none below can claim
    them because the unit was split or dissolved."""

    key: str
    code: str
    unallotted: bool


class UnitRow(Schema):
    key: str
    code: str
    name: str
    short_name: str
    level: Level
    kind: UnitKind
    parent: str | None
    valid_from: date
    valid_to: date | None
    code_verified: bool
    unsure: bool
    sample: bool
    today: UnitPlace | None


class Passing(Schema):
    """A unit that took over, or from which it was taken over."""

    key: str
    name: str
    kind: SuccessionKind
    day: date
    decision: str
    unsure: bool


class UnitDetail(UnitRow):
    successors: list[Passing]
    predecessors: list[Passing]
