"""What the list of dossiers can be asked, and the address that asks it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dunghen.core.forms import day_of, shown_day
from dunghen.core.worktime_calendar import VIETNAM
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import Channel, Status
from dunghen.org.models import Level

OPEN, ALL = "dang-giai-quyet", "tat-ca"
STATUSES = [(OPEN, _("Đang giải quyết")), (ALL, _("Tất cả")), *Status.choices]
CHANNELS = [("", _("Tất cả")), *Channel.choices]
IN_TIME, SOON, OVERDUE = "trong-han", "sap-den-han", "qua-han"
EARLY, ON_TIME, TOO_LATE, APOLOGISED = "truoc-han", "dung-han", "tre-han", "tre-han-da-xin-loi"
TIMES = [
    ("", _("Tất cả")),
    (IN_TIME, _("Trong hạn")),
    (SOON, _("Sắp đến hạn")),
    (OVERDUE, _("Quá hạn")),
    (EARLY, _("Trước hạn")),
    (ON_TIME, _("Đúng hạn")),
    (TOO_LATE, _("Trễ hạn")),
    (APOLOGISED, _("Trễ hạn, đã xin lỗi")),
]
# Whose dossiers have ended.
ENDED = (EARLY, ON_TIME, TOO_LATE, APOLOGISED)
NOT_VERTICAL = "khong-nganh-doc"
LEVELS = [
    ("", _("Tất cả")),
    (NOT_VERTICAL, _("Không kể cơ quan ngành dọc")),
    *((level.value, level.label) for level in Level if level != Level.CITY),
]
# What stands in an address, and what it is here.
TEXTS = {
    "ma": "code",
    "nguoi-nop": "name",
    "thu-tuc": "procedure",
    "linh-vuc": "field",
    "don-vi": "unit",
    "thuoc": "org",
}
DAYS = {"ket-thuc-tu": "since", "ket-thuc-den": "until", "con-den": "still"}
DAY_LABELS = {
    "ket-thuc-tu": _("Kết thúc từ ngày"),
    "ket-thuc-den": _("Kết thúc đến hết ngày"),
    "con-den": _("Đang giải quyết đến hết ngày"),
}
THEN = "cua-ky"
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Key(NamedTuple):
    """The place of a row in the list: when it is due, or ended (Wanted.anchor); rows without it stand at the
    end."""

    at: datetime | None
    pk: int

    def __str__(self) -> str:
        return f"{self.pk}@{self.at.isoformat() if self.at else ''}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for a text that is no place."""
        number, _at, moment = text.partition("@")
        try:
            return cls(datetime.fromisoformat(moment) if moment else None, int(number))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is asked for; `status`, `time`, `channel` and `level` are keys of STATUSES, TIMES,
    CHANNELS and LEVELS.

    `field`: the name of a field (lĩnh vực), or words of it. `unit`: words of a unit's name, or its key: its
    own dossiers. `org`: the key of a unit, with all below it: as units stand today, or (`then`) as they
    stood. `since`, `until`: days on which dossiers ended. `still`: at the end of this day they were being
    handled, and it is then that `time` is told. `wrong`: what cannot be read as a day, by its name in the
    address."""

    code: str = ""
    name: str = ""
    procedure: str = ""
    field: str = ""
    unit: str = ""
    org: str = ""
    then: bool = False
    status: str = ALL
    channel: str = ""
    time: str = ""
    level: str = ""
    since: date | None = None
    until: date | None = None
    still: date | None = None
    mine: bool = False
    newest_first: bool = False
    after: Key | None = None
    wrong: Mapping[str, str] = default(default_factory=dict)

    @classmethod
    def read(cls, said: Mapping[str, str]) -> Self:
        """From an address. Without any condition the open dossiers are meant; not where something else is
        said of when they end."""
        texts = {its: said.get(name, "").strip() for name, its in TEXTS.items()}
        days, wrong = _days(said)
        state = _one_of(TIMES, said.get("han", ""), "")
        ending = any(days.values()) or state in ENDED
        usual = ALL if texts["code"] or texts["name"] or state or ending else OPEN
        status = _one_of(STATUSES, said.get("trang-thai", ""), usual)
        return cls(
            code=texts["code"],
            name=texts["name"],
            procedure=texts["procedure"],
            field=texts["field"],
            unit=texts["unit"],
            org=texts["org"],
            since=days["since"],
            until=days["until"],
            still=days["still"],
            then=said.get("ban-do") == THEN,
            status=ALL if status == OPEN and ending else status,
            channel=_one_of(CHANNELS, said.get("hinh-thuc", ""), ""),
            time=state,
            level=_one_of(LEVELS, said.get("cap", ""), ""),
            mine=said.get("cua-toi") == "1",
            newest_first=said.get("xep") == "moi",
            after=Key.read(said.get("sau", "")),
            wrong=wrong,
        )

    @property
    def query(self) -> str:
        """The address that asks the same, from the start of the list."""
        said = {name: getattr(self, its) for name, its in TEXTS.items()}
        said |= {name: shown_day(day) if (day := getattr(self, its)) else "" for name, its in DAYS.items()}
        said |= {"ban-do": THEN if self.then else "", "cua-toi": "1" if self.mine else ""}
        said |= {"trang-thai": self.status, "hinh-thuc": self.channel, "han": self.time, "cap": self.level}
        said["xep"] = "moi" if self.newest_first else ""
        return "?" + urlencode({name: value for name, value in said.items() if value})

    @property
    def by_end(self) -> bool:
        """Whether it is asked when dossiers ended: then the list is in that order, by the indexes of it."""
        return any((self.since, self.until, self.still))

    @property
    def anchor(self) -> str:
        """The column in whose order the rows stand."""
        return "resolved_at" if self.by_end else "due_at"

    def key(self, row: DossierVersion) -> Key:
        """The place of a row in this list."""
        return Key(row.resolved_at if self.by_end else row.due_at, row.pk)

    def moment(self, now: datetime) -> datetime:
        """The moment at which a dossier is told open, soon due or overdue."""
        return end_of(self.still) if self.still else now


def _days(said: Mapping[str, str]) -> tuple[dict[str, date | None], dict[str, str]]:
    """The days of an address, and what is wrong with what was typed."""
    days: dict[str, date | None] = dict.fromkeys(DAYS.values())
    wrong: dict[str, str] = {}
    for name, its in DAYS.items():
        if said.get(name, "").strip():
            try:
                days[its] = _day(said[name], DAY_LABELS[name])
            except ValidationError as error:
                wrong[name] = str(error.message)
    if days["since"] and days["until"] and days["since"] > days["until"]:
        words = _("%(field)s: ngày này phải từ ngày bắt đầu trở đi.")
        wrong["ket-thuc-den"] = str(words) % {"field": DAY_LABELS["ket-thuc-den"]}
    return days, wrong


def _day(text: str, label: object) -> date:
    day = day_of(text, label)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        words = str(_("%(field)s: chọn một ngày từ năm %(first)s đến năm %(last)s."))
        raise ValidationError(words % {"field": label, "first": FIRST_YEAR, "last": LAST_YEAR})
    return day


def end_of(day: date) -> datetime:
    """24:00 of a day in Vietnam."""
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)


def _one_of(choices: Iterable[tuple[Any, Any]], said: str, usual: str) -> str:
    return said if said in {key for key, _label in choices} else usual
