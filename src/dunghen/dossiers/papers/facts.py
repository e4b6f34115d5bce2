"""What the papers say, as plain values. `read` gathers them; anybody else may."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dunghen.core.worktime import VIETNAM
from dunghen.documents.layout import long_date


@dataclass(frozen=True, slots=True)
class Issuer:
    """An agency or place of receipt as a letterhead names it, and as a sentence does."""

    agency: tuple[str, ...]
    superior: str
    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Who signs: as what, and who, once it is known."""

    position: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks; nothing where nothing is known, or no more."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A paper handed in, or to be handed in."""

    name: str
    originals: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A dossier as its papers tell of it. `desk` received it, `agency` decides. `line`: its number in the
    register of the year; none where it is not entered. `tracking`: what the QR code holds."""

    code: str
    procedure: str
    desk: Issuer
    agency: Issuer
    applicant: Applicant
    received_at: datetime
    limit: str
    appointment_at: datetime | None
    components: tuple[Component, ...] = ()
    sets: int = 1
    fee: int = 0
    return_way: str = ""
    line: int | None = None
    receiver: str = ""
    tracking: str = ""
    sample: bool = False

    @property
    def received_on(self) -> date:
        return self.received_at.astimezone(VIETNAM).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A paper sent on a day: what it asks or tells, on which law, and who signs for the agency."""

    at: datetime
    signs: Hand
    number: str = ""
    items: tuple[str, ...] = ()
    reason: str = ""
    law: str = ""
    at_intake: bool = False
    was_due: datetime | None = None
    now_due: datetime | None = None

    @property
    def day(self) -> date:
        return self.at.astimezone(VIETNAM).date()


class InTime(StrEnum):
    """How a hand-over stands to its own limit."""

    EARLY = "Trước hạn"
    ON_TIME = "Đúng hạn"
    LATE = "Quá hạn"


@dataclass(frozen=True, slots=True)
class HandOver:
    """The dossier passes from one hand to another. `allowed_until`: the limit of who gives, where there is
    one; the result follows from it."""

    giver: str
    receiver: str
    at: datetime
    allowed_until: datetime | None = None
    note: str = ""

    @property
    def result(self) -> InTime | None:
        """Before, on or after its time, by the day; None without a limit."""
        if self.allowed_until is None:
            return None
        if self.at > self.allowed_until:
            return InTime.LATE
        earlier = self.at.astimezone(VIETNAM).date() < self.allowed_until.astimezone(VIETNAM).date()
        return InTime.EARLY if earlier else InTime.ON_TIME


def moment(at: datetime | None) -> str:
    """09 giờ 10 phút, ngày 14 tháng 3 năm 2024; empty without a moment."""
    if at is None:
        return ""
    here = at.astimezone(VIETNAM)
    return f"{here:%H} giờ {here:%M} phút, {long_date(here.date())}"
