"""Rules between figures (law/validation.toml), over what we compiled and over what was published."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dunghen.statistics.compile import Compiled, Number
from dunghen.statistics.forms import FormError

KINDS = {
    "equal": gettext_noop("phải bằng nhau"),
    "total": gettext_noop("tổng phải bằng các phần"),
    "at_most": gettext_noop("không được lớn hơn"),
    "text_form": gettext_noop("thuyết minh phải khớp biểu mẫu"),
}
KEYS = {"id", "kind", "left", "right", "op", "tolerance", "missing", "basis", "instruction"}
COMPILED, PUBLISHED = gettext_noop("số liệu tổng hợp"), gettext_noop("bản in")


@dataclass(frozen=True, slots=True)
class Rule:
    """The sum of `left` stands in the relation `op` (= or <=) to the sum of `right`, within
    `tolerance` in the cells' own unit; a rule with an absent figure is not judged."""

    id: str
    kind: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    op: str
    tolerance: Decimal
    instruction: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Two figures that contradict each other, and what to do about it."""

    rule: str
    kind: str
    source: str
    left: str
    right: str
    difference: Number
    instruction: str


@cache
def read_rules(path: Path) -> tuple[Rule, ...]:
    """Raises FormError for what is not a rule."""
    with path.open("rb") as file:
        return tuple(_rule(row) for row in tomllib.load(file)["rule"])


def check(compiled: Compiled, rules: Iterable[Rule]) -> list[Finding]:
    """The findings over our figures, then over the published ones."""
    rules = list(rules)
    ours = {cell.code: cell.value for cell in compiled.cells}
    printed = {cell.code: cell.published for cell in compiled.cells}
    return [
        finding
        for source, values in ((COMPILED, ours), (PUBLISHED, printed))
        for rule in rules
        if (finding := judge(rule, values, source))
    ]


def judge(rule: Rule, values: Mapping[str, Number | None], source: str) -> Finding | None:
    """The finding of one rule, or None where it holds or a figure is absent."""
    left, right = _present(rule.left, values), _present(rule.right, values)
    if len(left) < len(rule.left) or len(right) < len(rule.right):
        return None
    difference = sum(left) - sum(right)
    too_much = difference > rule.tolerance
    too_little = rule.op == "=" and -difference > rule.tolerance
    if not (too_much or too_little):
        return None
    kind, left_text, right_text = KINDS[rule.kind], _text(rule.left, left), _text(rule.right, right)
    return Finding(rule.id, kind, source, left_text, right_text, difference, rule.instruction)


def _present(codes: tuple[str, ...], values: Mapping[str, Number | None]) -> list[Number]:
    return [value for code in codes if (value := values.get(code)) is not None]


def _text(codes: tuple[str, ...], found: list[Number]) -> str:
    """The figures as they are added: "B2.1.1 + B2.1.2 = 17 + 0 = 17"."""
    steps = [" + ".join(codes), " + ".join(map(_figure, found)), _figure(sum(found))]
    return " = ".join(dict.fromkeys(steps))


def _figure(value: Number) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def _rule(row: dict[str, Any]) -> Rule:
    known = row.keys() == KEYS and row["kind"] in KINDS and row["op"] in ("=", "<=")
    if not known or row["missing"] != "skip":
        raise FormError(
            _("law/validation.toml: quy tắc {rule} không đúng mẫu").format(rule=row.get("id", ""))
        )
    return Rule(
        id=row["id"],
        kind=row["kind"],
        left=tuple(row["left"]),
        right=tuple(row["right"]),
        op=row["op"],
        tolerance=Decimal(row["tolerance"]),
        instruction=row["instruction"],
    )
