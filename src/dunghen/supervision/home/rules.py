"""When something to be done is overdue or nearly due, and on which days it is reminded of. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from dunghen.supervision.tasks.rules import SOON_DAYS

CLOSE_DAYS = 3  # from here on it is reminded of every day
AGAIN_DAYS = 7  # what is overdue is reminded of on the first day after, then once a week


class Stand(StrEnum):
    """As it stands in the address of a list."""

    OVERDUE = "qua-han"
    SOON = "sap-den-han"
    LATER = "con-han"


def stand(due: date | None, today: date) -> Stand:
    """Overdue from the day after; soon within a week; what has no day is never late."""
    if due is None or due > last_soon(today):
        return Stand.LATER
    return Stand.OVERDUE if due < today else Stand.SOON


def last_soon(today: date) -> date:
    """The last day of the week that begins today."""
    return today + timedelta(days=SOON_DAYS)


def reminds(due: date, today: date) -> bool:
    """Whether somebody is told today: a week before, each of the last days, the day after, then weekly."""
    left = (due - today).days
    if left < 0:
        return (-left - 1) % AGAIN_DAYS == 0
    return left == SOON_DAYS or left <= CLOSE_DAYS
