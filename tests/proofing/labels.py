"""The labelled statements and passages by which the proofreader is judged, and what their labels say.

A file holds `[[case]]` tables: an `id`, the `text`, `traps` (figures that look related and must not be
reported as a contradiction) and the checks expected in it. A check names the `kinds` under which it may
be reported, the verdict, the stated figure, the `parts` it should follow from and what they give.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import normalize

HERE = Path(__file__).resolve().parent
SETS = sorted(HERE.glob("dev*"), key=lambda folder: int(folder.name.removeprefix("dev") or 1))
SEEDS = HERE / "seeds.toml"
# the source reports lie beside the checkout and are never part of it
SEED_TEXTS = HERE.parents[2] / "shared" / "seeds"

CONTRADICTION, WARNING, CONSISTENT = "contradiction", "warning", "consistent"
KINDS = (
    *("sum", "percent", "difference", "growth", "rank"),
    *("count_list", "same_quantity", "citation", "format"),
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Check:
    """One relation of a text: where its figure stands, and what the figure should be.

    `quotes` are exact substrings of the text, `figures` the part of each that is the figure itself;
    `items` the beginnings of a list's items, where the figure announces a list.
    """

    kinds: tuple[str, ...]
    verdict: str
    quotes: tuple[str, ...]
    figures: tuple[str, ...]
    stated: Decimal | None
    computed: Decimal | None
    parts: str
    items: tuple[str, ...]
    implied: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.kinds[0]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with everything that is known about it."""

    id: str
    text: str
    checks: tuple[Check, ...]
    traps: tuple[str, ...]


def occurrences(text: str, quote: str) -> list[Span]:
    """All places where `quote` stands in `text`."""
    return [(found.start(), found.end()) for found in re.finditer(re.escape(quote), text)]


def places(text: str, check: Check) -> list[Span]:
    """Where the figure of a check stands: once in a statement, in a source report as often as printed."""
    spans = []
    for quote, figure in zip(check.quotes, check.figures, strict=True):
        at = quote.index(figure)
        spans += [(start + at, start + at + len(figure)) for start, _ in occurrences(text, quote)]
    return spans


def load(folder: Path) -> list[Case]:
    """All cases of the `.toml` files in a folder, in the order of their names."""
    return [case for path in sorted(folder.glob("*.toml")) for case in _cases(path)]


def load_seeds(path: Path = SEEDS, texts: Path = SEED_TEXTS) -> list[Case]:
    """The labels of those source reports that are at hand."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return [
        _case(row, normalize("NFC", (texts / row["file"]).read_text(encoding="utf-8")))
        for row in rows
        if (texts / row["file"]).exists()
    ]


def _cases(path: Path) -> Iterator[Case]:
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
        yield _case(row, row["text"])


def _case(row: dict[str, Any], text: str) -> Case:
    checks = tuple(_check(label) for label in row.get("check", ()))
    return Case(row["id"], text, checks, tuple(row.get("traps", ())))


def _check(label: dict[str, Any]) -> Check:
    return Check(
        kinds=tuple(label["kinds"]),
        verdict=label["verdict"],
        quotes=tuple(label["quotes"]),
        figures=tuple(label.get("figures", label["quotes"])),
        stated=_decimal(label, "stated"),
        computed=_decimal(label, "computed"),
        parts=label.get("parts", ""),
        items=tuple(label.get("items", ())),
        implied=tuple(label.get("implied", ())),
    )


def _decimal(label: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(label[name]) if name in label else None


def of_kind(cases: Sequence[Case], kind: str, verdict: str) -> int:
    """How many labels of this first kind and verdict the cases carry."""
    return sum(check.kind == kind and check.verdict == verdict for case in cases for check in case.checks)
