"""The labels computed again from their own parts: a wrong label is worse than none."""

import ast
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from tests.proofing.labels import CONSISTENT, CONTRADICTION, KINDS, WARNING, Case, Check, occurrences, places

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
AT_LEAST = re.compile(r"(hơn|trên|vượt)\W*$", re.IGNORECASE)
AT_MOST = re.compile(r"(gần|dưới)\W*$", re.IGNORECASE)
DOCUMENT = re.compile(r"\d+/(?:(\d{4})/)?[^\W\d]\S*")
DATE = re.compile(r"(\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})")
RATES = ("percent", "growth", "fall", "times")
MEANING: dict[str, Callable[..., Fraction]] = {
    "percent": lambda part, whole: part * 100 / whole,
    "growth": lambda now, before: (now - before) * 100 / before,
    "fall": lambda now, before: (before - now) * 100 / before,
    "times": lambda now, before: now / before,
    "count": lambda items: items,
}


def value(parts: str) -> Fraction:
    """What the parts of a label give, exactly.

    Numbers, + and -, percent(part, whole), growth(now, before), fall(now, before) in percent,
    times(now, before), count(items).
    """
    return _value(ast.parse(parts, mode="eval").body)


def _value(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int() | float()):
            return Fraction(ast.unparse(node))
        case ast.BinOp(left, ast.Add() | ast.Sub() as sign, right):
            return _value(left) + _value(right) * (1 if isinstance(sign, ast.Add) else -1)
        case ast.Call(ast.Name(name), operands) if name in MEANING:
            return MEANING[name](*map(_value, operands))
    raise ValueError(ast.unparse(node))


def unit(check: Check) -> Fraction:
    """One unit of the last digit the stated figure shows: what a rate or a sum of decimals may be off by.

    Sums and counts of whole numbers must match exactly.
    """
    exponent = check.stated.as_tuple().exponent if check.stated is not None else 0
    shown = _decimals(check.figures[0])
    assert isinstance(exponent, int)
    if not shown and not check.parts.startswith(RATES):
        return Fraction(0)
    return Fraction(1, 10 ** max(shown, -exponent))


def _decimals(figure: str) -> int:
    number = NUMBER.search(figure)
    if number is None or THOUSANDS.fullmatch(number[0]):
        return 0
    return len(number[0].replace(",", ".").rpartition(".")[2]) if re.search("[.,]", number[0]) else 0


def faults(case: Case) -> Iterator[str]:
    """What is wrong with the labels of a case; nothing when they are right."""
    for trap in case.traps:
        if len(occurrences(case.text, trap)) != 1:
            yield f"{case.id}: the trap «{trap}» stands not once in the text"
    for check in case.checks:
        yield from (f"{case.id}: {fault}" for fault in _faults(case, check))


def _faults(case: Case, check: Check) -> Iterator[str]:
    if not set(check.kinds) <= set(KINDS) or check.verdict not in {CONTRADICTION, WARNING, CONSISTENT}:
        yield f"unknown kind or verdict {check.kinds} {check.verdict}"
    for quote in check.quotes:
        if len(occurrences(case.text, quote)) != 1:
            yield f"the quote «{quote}» stands not once in the text"
    if check.parts:
        yield from arithmetic(case, check)
    if check.kind == "citation" and cited_wrongly(check) != (check.verdict == CONTRADICTION):
        yield f"{check.verdict}, but {check.quotes}"
    yield from (f"no item «{item}»" for item in check.items if item not in case.text)
    if check.items and check.parts != f"count({len(check.items)})":
        yield f"{len(check.items)} items, but {check.parts}"


def cited_wrongly(check: Check) -> bool:
    """Whether a number's own year is not its date's, or one document stands with two dates.

    Numbers begin anew each year: two dates of different years are two documents, unless the day is the same.
    """
    dates: dict[str, list[tuple[int, ...]]] = {}
    for quote in check.quotes:
        number, date = DOCUMENT.search(quote), DATE.search(quote)
        assert number
        assert date
        day = tuple(map(int, date.groups()))
        if number[1] and int(number[1]) != day[2]:
            return True
        dates.setdefault(number[0], []).append(day)
    return any(
        first != second and (first[2] == second[2] or first[:2] == second[:2])
        for days in dates.values()
        for first in days
        for second in days
    )


def arithmetic(case: Case, check: Check) -> Iterator[str]:
    """What is wrong with the figures of one label."""
    exact = value(check.parts)
    assert check.stated is not None
    assert check.computed is not None
    if abs(exact - Fraction(check.computed)) >= Fraction(1, 10_000):
        yield f"{check.parts} is {float(exact)}, not {check.computed}"
    if check.stated not in readings(check.figures[0]):
        yield f"«{check.figures[0]}» is not {check.stated}"
    if not check.parts.startswith("count"):
        known = {number for found in NUMBER.findall(case.text) for number in readings(found)}
        known |= {Decimal(number) for number in check.implied}
        wanted = {Decimal(number) for number in NUMBER.findall(check.parts)}
        yield from (f"no part {number} in the text" for number in wanted - known)
    agrees = _agrees(case, check, exact)
    if check.verdict != WARNING and agrees != (check.verdict == CONSISTENT):
        yield f"{check.verdict}, but {check.stated} stands for {float(exact)}"


def readings(figure: str) -> set[Decimal]:
    """The values a printed number may have: 1.850 as thousands, and 97,685 as a score."""
    number = NUMBER.search(figure)
    if number is None:
        return set()
    values = set()
    if THOUSANDS.fullmatch(number[0]) or not re.search("[.,]", number[0]):
        values.add(Decimal(re.sub("[.,]", "", number[0])))
    whole, mark, decimals = number[0].replace(",", ".").rpartition(".")
    if mark:
        values.add(Decimal(f"{whole.replace('.', '')}.{decimals}"))
    return values or {Decimal(number[0])}


def _agrees(case: Case, check: Check, exact: Fraction) -> bool:
    assert check.stated is not None
    stated = Fraction(check.stated)
    before = case.text[max(0, places(case.text, check)[0][0] - 12) : places(case.text, check)[0][0]]
    if AT_LEAST.search(before):
        return stated <= exact
    if AT_MOST.search(before):
        return exact <= stated
    return abs(stated - exact) <= unit(check)
