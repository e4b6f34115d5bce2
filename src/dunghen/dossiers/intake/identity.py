"""The numbers by which people and organisations are known: what can be checked without asking anybody.

Personal number, 12 digits (NĐ 137/2015/NĐ-CP art. 13): province or country of birth registration, century
and sex, year of birth, six at random; no check digit. Identity card before it, 9 digits. Tax code, 10 digits
with a check digit, 13 with that of a branch (TT 105/2020/TT-BTC art. 5). Passport: a letter and digits. Pure.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from dunghen.core.paths import LAW

PERSON, ORGANISATION = "person", "organisation"
_SPACES = re.compile(r"[\s.\-]")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}")
_FIRST_COUNTRY = 101
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


class BadNumber(ValueError):
    """A number nobody can have; the text says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is kept, without blanks, dots and hyphens, and whose kind it is."""

    text: str
    kind: str


def read_number(typed: str, day: date) -> Number:
    """What somebody typed, on a day. Raises BadNumber."""
    text = _SPACES.sub("", typed).upper()
    if _PASSPORT.fullmatch(text):
        return Number(text, PERSON)
    if not re.fullmatch(r"\d+", text, re.ASCII):
        raise BadNumber(_("Số định danh, mã số thuế chỉ gồm chữ số; hộ chiếu gồm chữ cái rồi chữ số."))
    match len(text):
        case 12:
            _check_personal(text, day)
            return Number(text, PERSON)
        case 9:
            return Number(text, PERSON)
        case 10 | 13:
            _check_tax(text)
            return Number(text, ORGANISATION)
    raise BadNumber(
        _(
            "Số này có {length} chữ số. Số định danh cá nhân có 12 chữ số, chứng minh nhân dân 9, "
            "mã số doanh nghiệp 10, mã chi nhánh 13."
        ).format(length=len(text))
    )


def _check_personal(text: str, day: date) -> None:
    law = _law()
    province = text[:3]
    if province == law["invented"]:
        return
    if province not in law["provinces"] and int(province) < _FIRST_COUNTRY:
        raise BadNumber(
            _("Ba chữ số đầu {province} không phải mã tỉnh, thành phố hoặc quốc gia. Kiểm tra lại.").format(
                province=province
            )
        )
    born = 1900 + int(text[3]) // 2 * 100 + int(text[4:6])
    if born > day.year:
        raise BadNumber(_("Số này ghi năm sinh {year}, sau ngày tiếp nhận. Kiểm tra lại.").format(year=born))


def _check_tax(text: str) -> None:
    total = sum(int(digit) * weight for digit, weight in zip(text[:9], _WEIGHTS, strict=True))
    if str(10 - total % 11) != text[9]:
        raise BadNumber(_("Mã số doanh nghiệp không đúng chữ số kiểm tra. Kiểm tra lại từng chữ số."))
    if text[10:] == "000":
        raise BadNumber(_("Ba chữ số cuối của mã chi nhánh phải từ 001."))


@cache
def _law() -> dict[str, list[str] | str]:
    with (LAW / "desk.toml").open("rb") as file:
        found: dict[str, list[str] | str] = tomllib.load(file)["personal_number"]
    return found
