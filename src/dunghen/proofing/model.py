"""What the proofreader hands back: findings with exact quotes of the text that was read."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "sum", "percent", "difference", "growth", "rank", "count_list", "same_quantity", "citation", "format"
]
Verdict = Literal["contradiction", "warning", "consistent"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of the text as it stands there: text == whole[start:end]."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One relation between figures that was re-computed.

    The first quote is the stated figure, the others are what it was computed from. `stated`, `computed` and
    `difference` (computed - stated) are exact; they are None where the finding is not about an amount.
    """

    id: str
    kind: Kind
    verdict: Verdict
    quotes: tuple[Quote, ...]
    stated: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    explanation: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in the order of the text, and the figures that were understood."""

    claims: tuple[Quote, ...]
    findings: tuple[Finding, ...]
