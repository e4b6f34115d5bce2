"""How the lines of a table vote on a relation: what holds nearly everywhere is the relation, the figure that
breaks it the contradiction.

All is weighed in powers of ten of evidence: a line that holds tells the more the rarer it is by chance, one
that fails speaks against the relation unless it misses by what a slip of the hand leaves.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by, place, rounded
from dunghen.proofing.relations.judge import growth, rounding_gap, share, telling
from dunghen.proofing.relations.slips import evidence

_MOST = 3.0  # what one line can tell at most
_TRIVIAL = 0.2  # a line of equal figures, of nothing or of a whole
_AGAINST, _SLIPPED = 1.8, 0.3  # what a line that fails costs: one that is far off, one that is a slip
_NEAR = 0.6  # evidence from which a line that fails is a slip
_BELIEVED, _SURE = 1.0, 2.2
_MANY = 3  # lines that hold beside a far one
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Form:
    """How the figure of a line is computed from the others; None without a base."""

    name: str
    kind: Kind
    compute: Callable[[Sequence[Decimal]], Decimal | None]
    ratio: bool = False
    scale: int = 1


def _shrink(of: Sequence[Decimal]) -> Decimal | None:
    return abs(of[0] - of[1]) * 100 / of[1] if of[1] else None


def _mean(of: Sequence[Decimal], scale: int) -> Decimal | None:
    return of[0] * scale / of[1] if of[1] else None


SUM = Form("sum", "sum", lambda of: sum(of, Decimal(0)))
LESS = Form("less", "difference", lambda of: of[0] - of[1])
GAP = Form("gap", "difference", lambda of: abs(of[0] - of[1]))
STOCK = Form("stock", "difference", lambda of: of[0] + of[1] - of[2])
SHARE = Form("share", "percent", lambda of: share(of[0], of[1]), ratio=True)
GROWTH = Form("growth", "growth", lambda of: growth(of[0], of[1]), ratio=True)
SHRINK = Form("shrink", "growth", _shrink, ratio=True)
# 26.040 tấn / 4.200 ha = 62 tạ/ha: the units may differ by a power of ten
MEANS = tuple(
    Form("mean", "percent", partial(_mean, scale=s), ratio=True, scale=s) for s in (1, 10, 100, 1000)
)


@dataclass(frozen=True, slots=True)
class Line:
    """The figure of a line and those it should follow from."""

    stated: Quantity
    sources: tuple[Quantity, ...]


@dataclass(slots=True)
class Guess:
    """A relation with the lines where it holds and where not; `prior` is what words and place tell of it."""

    form: Form
    prior: float
    holds: list[Line] = field(default_factory=list)
    fails: list[Line] = field(default_factory=list)
    told: float = 0.0

    def tally(self, line: Line) -> None:
        """Count a line."""
        computed = self.form.compute([q.value for q in line.sources])
        if computed is None:
            return
        stated = line.stated
        decimal = self.form.ratio or stated.step < 1 or stated.kind == "percent"
        if abs(computed - stated.value) <= (stated.step if decimal else 0):
            self.holds.append(line)
            self.told += _information(self.form, line)
        elif self.form.ratio or not rounding_gap(line.stated, line.sources):
            self.fails.append(line)  # what rounding explains tells nothing either way

    @property
    def hopeless(self) -> bool:
        """Whether so many lines fail that no later ones can mend it."""
        return len(self.fails) > _MANY and len(self.fails) > 2 * len(self.holds)

    @property
    def weight(self) -> float:
        """The evidence for the relation; lines beyond a few that fail settle it."""
        if len(self.fails) > len(self.holds) + 1:
            return -math.inf
        return self.prior + self.told - sum(map(self._cost, self.fails))

    @property
    def believed(self) -> bool:
        return self.weight >= _BELIEVED and bool(self.holds)

    @property
    def speaks(self) -> bool:
        """Whether anything is to be said of it."""
        return self.believed or any(map(self._surely, self.fails))

    def _cost(self, line: Line) -> float:
        return _SLIPPED if self._near(line) >= _NEAR else _AGAINST

    def _near(self, line: Line) -> float:
        return nearness(self.form, line)

    def _surely(self, line: Line) -> bool:
        """Whether a line that fails is a contradiction: the others hold, and it is near or one of many."""
        near, agree, against = self._near(line), len(self.holds), len(self.fails)
        told = self.weight + self._cost(line) + min(near, 2.0)
        if near < _NEAR:
            return told >= _SURE and agree >= _MANY and agree > 2 * against
        return told >= _SURE and agree >= against - (not agree)

    def drafts(self) -> Iterator[Draft]:
        """What is to be said of each line."""
        if self.believed:
            yield from (_drafted(self.form, line, holds=True) for line in self.holds)
        yield from (_drafted(self.form, line, holds=False) for line in self.fails if self._surely(line))


def nearness(form: Form, line: Line) -> float:
    """How telling it is that a line nearly holds."""
    if form.name == "sum":
        return telling(line.stated, line.sources)
    if form.name in {"less", "gap"}:
        large, small = sorted(line.sources, key=lambda q: -q.value) if form.name == "gap" else line.sources
        return telling(large, (small, line.stated))
    computed = _exact(form, line)
    spread = _HUNDRED if form.ratio and form.name != "mean" else None
    return evidence(line.stated.value, computed, line.stated.step, spread)


def _information(form: Form, line: Line) -> float:
    """How rare it is that a line holds by chance."""
    stated, step = abs(float(line.stated.value)), float(line.stated.step)
    others = [abs(float(q.value)) for q in line.sources]
    if form.ratio:
        trivial = others[0] == others[1] or not others[0]
        room = stated if form.name != "share" else min(stated, abs(100 - stated))
        return _TRIVIAL if trivial else min(max(math.log10(room / step + 1) - 0.3, _TRIVIAL), _MOST)
    third = sorted((0.0, stated, *others))[-3]
    return min(max(math.log10(2 * third / step + 1), _TRIVIAL), _MOST)


def _exact(form: Form, line: Line) -> Decimal:
    """What the figure of a line should be."""
    return form.compute([q.value for q in line.sources]) or Decimal(0)


def _drafted(form: Form, line: Line, *, holds: bool) -> Draft:
    verdict: Verdict = "consistent" if holds else "contradiction"
    computed = _exact(form, line)
    if form.ratio:
        return _of_ratio(form, line, computed, verdict)
    text = f"{_shown(form, line)} = {number(computed)}, "
    text += "khớp với văn bản." if holds else f"{off_by(line.stated.value, computed)}."
    return draft(form.kind, verdict, line.stated, line.sources, computed, text)


def _shown(form: Form, line: Line) -> str:
    values = [q.value for q in line.sources]
    if form.name in {"gap", "less"}:
        ordered = sorted(values, reverse=True) if form.name == "gap" else values
        return f"{number(ordered[0])} - {number(ordered[1])}"
    if form.name == "stock":
        return f"{number(values[0])} + {number(values[1])} - {number(values[2])}"
    return added(values)


def _of_ratio(form: Form, line: Line, computed: Decimal, verdict: Verdict) -> Draft:
    one, two = (number(q.value) for q in line.sources)
    stated = line.stated
    top = f"({one} - {two})" if form.name in {"growth", "shrink"} else one
    sign, points = ("", "") if form.name == "mean" else ("%", " điểm phần trăm")
    times = f" x {number(Decimal(form.scale))}" if form.scale > 1 else ""
    text = f"{top}/{two}{times} = {rounded(computed, stated.step)}{sign}, "
    gap = rounded(abs(computed - stated.value), stated.step)
    text += (
        "khớp với văn bản."
        if verdict == "consistent"
        else f"văn bản ghi {number(stated.value)}{sign}, lệch {gap}{points}."
    )
    places = (place(stated), *map(place, line.sources))
    return Draft(form.kind, verdict, places, stated.value, computed, text)
