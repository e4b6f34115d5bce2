"""Figures as officials write them, in tables and in prose."""

from decimal import Decimal

from dunghen.core.text import number

MISSING = "…"  # to be filled in by hand


def figure(value: int | Decimal | None, *, rate: bool = False) -> str:
    """1.850; 35,1. A rate has two decimals unless it is whole: 51,43; 99,90; 100. Empty without a value."""
    if value is None:
        return ""
    return number(int(value)) if value == int(value) else number(value, 2 if rate else None)


def in_prose(value: int | Decimal | None, *, rate: bool = False, amount: bool = True) -> str:
    """As in a table, but an amount from 1 to 9 has two digits (06 đơn vị), and what is missing shows."""
    if value is None:
        return MISSING
    if amount and not rate and 0 < value < 10 and value == int(value):
        return f"{int(value):02}"
    return figure(value, rate=rate)


def letter(place: int) -> str:
    """The letter of a point: a, b, c, d, đ, e, g …"""
    return "abcdđeghiklmnopqrstuvxy"[place]
