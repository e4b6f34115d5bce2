"""Identification codes of authorities, in the current form and the one before it.

Current (QĐ 20/2020/QĐ-TTg art. 4): groups from left to right, level 1 first, at most 35 characters:
H13.12. Legacy (QCVN 102:2016/BTTTT): always four groups of 3, 2, 2 and 3 characters, level 1 last, zeros
where a level is not used: 000.00.12.H13.
"""

import re

_LONGEST = 35
_CURRENT = re.compile(r"[A-Y][0-9]{2}(\.[0-9A-Z]+)*")
_LEGACY = re.compile(r"([0-9]{3})\.([0-9]{2})\.([0-9]{2})\.([A-Y][0-9]{2})")
_LEGACY_WIDTHS = (2, 2, 3)  # digits of levels 2, 3 and 4


class CodeError(ValueError):
    """A text that is no code, or a code that the other form cannot express."""


def normalise(code: str) -> str:
    """The current form of a code given in either form. Raises CodeError."""
    text = code.strip().upper()
    if _LEGACY.fullmatch(text):
        return to_current(text)
    if _CURRENT.fullmatch(text) and len(text) <= _LONGEST:
        return text
    raise CodeError(f"“{code}” không phải mã định danh; ghi dạng H13.12 hoặc 000.00.12.H13.")


def to_current(legacy: str) -> str:
    """000.00.12.H13 to H13.12. Raises CodeError."""
    match = _LEGACY.fullmatch(legacy)
    if match is None:
        raise CodeError(
            f"“{legacy}” không phải mã định danh theo QCVN 102:2016/BTTTT; ghi dạng 000.00.12.H13."
        )
    groups = list(reversed(match.groups()))
    while not groups[-1].strip("0"):
        groups.pop()
    if any(not group.strip("0") for group in groups):
        raise CodeError(f"Mã “{legacy}” bỏ trống một cấp ở giữa.")
    return ".".join(groups)


def to_legacy(current: str) -> str:
    """H13.12 to 000.00.12.H13. Raises CodeError where four groups of fixed length cannot hold it."""
    if not _CURRENT.fullmatch(current) or len(current) > _LONGEST:
        raise CodeError(
            f"“{current}” không phải mã định danh theo Quyết định 20/2020/QĐ-TTg; ghi dạng H13.12."
        )
    first, *groups = current.split(".")
    fits = len(groups) <= len(_LEGACY_WIDTHS) and all(
        group.isdecimal() and len(group) == width and group.strip("0")
        for group, width in zip(groups, _LEGACY_WIDTHS, strict=False)
    )
    if not fits:
        raise CodeError(f"Mã “{current}” không ghi được theo dạng cũ của QCVN 102:2016/BTTTT.")
    unused = ["0" * width for width in _LEGACY_WIDTHS[len(groups) :]]
    return ".".join(reversed([first, *groups, *unused]))
