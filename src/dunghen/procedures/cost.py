"""What a procedure costs those who must follow it: the Standard Cost Model of Thông tư 02/2017/TT-VPCP
art. 27. Pure; exact fractions inside, whole đồng and exact decimals outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

WORKING_HOURS = 12 * 22 * 8  # of a year: months, days a month, hours a day
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to be done, once: hours of work, and đồng for services, travel, copies and postage."""

    name: str
    hours: Decimal = Decimal(0)
    services: int = 0
    travel: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """A procedure before or after it is simplified: its tasks, what is paid each time (đồng), how often a
    year one subject goes through it and how many subjects there are."""

    tasks: Sequence[Task]
    fee: int
    other: int
    times: Decimal
    subjects: int


def hourly_income(gdp_per_head: int) -> Fraction:
    """What an hour of work is worth, in đồng."""
    return Fraction(gdp_per_head, WORKING_HOURS)


def task_cost(task: Task, hourly: Fraction) -> Fraction:
    """One task, once, in đồng."""
    return Fraction(task.hours) * hourly + task.services + task.travel + task.copies


def once(burden: Burden, hourly: Fraction) -> Fraction:
    """Going through the procedure once, in đồng."""
    return sum((task_cost(task, hourly) for task in burden.tasks), Fraction(0)) + burden.fee + burden.other


def yearly(burden: Burden, hourly: Fraction) -> int:
    """All subjects in a year, in whole đồng, half up."""
    return whole(once(burden, hourly) * Fraction(burden.times) * burden.subjects)


def whole(amount: Fraction) -> int:
    """To the nearest đồng, half up."""
    return floor(amount + Fraction(1, 2))


def saving(before: int, after: int) -> int:
    """đồng a year; negative where it became dearer."""
    return before - after


def saving_share(before: int, after: int) -> Decimal | None:
    """The saving in percent of the cost before, to two decimals half up; None where there was no cost."""
    if before == 0:
        return None
    return (Decimal(before - after) * 100 / Decimal(before)).quantize(HUNDREDTH, ROUND_HALF_UP)
