"""How well a proofreader's reports agree with the labels.

A finding answers a check when its kind is one of the check's, its verdict is the check's, and one of its
quotes overlaps the stated figure. Two figures judge the whole: the share of labelled contradictions that
are found, and the share of false ones among everything that must not be called a contradiction (consistent
checks, warnings and traps). What else is said of a figure that is labelled wrong counts neither way.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from tests.proofing.labels import CONSISTENT, CONTRADICTION, KINDS, Case, Check, Span, occurrences, places


class QuoteLike(Protocol):
    """An exact substring of the text, at its offsets."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class FindingLike(Protocol):
    """What the scoring reads of a finding."""

    @property
    def kind(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def quotes(self) -> Sequence[QuoteLike]: ...
    @property
    def stated(self) -> Decimal | None: ...
    @property
    def computed(self) -> Decimal | None: ...


class ReportLike(Protocol):
    """What the proofreader returns for a text."""

    @property
    def findings(self) -> Sequence[FindingLike]: ...


Engine = Callable[[str], ReportLike]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A contradiction reported where there is none, with the labelled figures or traps it falls on."""

    case: Case
    finding: FindingLike
    on: int


@dataclass(slots=True)
class Score:
    """What was answered and what was not, over a set."""

    answered: list[tuple[Case, Check, FindingLike]] = field(default_factory=list)
    missed: list[tuple[Case, Check]] = field(default_factory=list)
    false: list[Mistake] = field(default_factory=list)
    wrongly: int = 0  # consistent checks, warnings and traps that a false contradiction falls on
    sound: int = 0  # consistent checks, warnings and traps altogether

    def found(self, verdict: str, kind: str | None = None) -> int:
        """How many checks of this verdict (and first kind) were answered."""
        return sum(_counts(check, verdict, kind) for _, check, _ in self.answered)

    def labelled(self, verdict: str, kind: str | None = None) -> int:
        """How many checks of this verdict (and first kind) there are."""
        return self.found(verdict, kind) + sum(_counts(check, verdict, kind) for _, check in self.missed)

    def exact(self) -> int:
        """Found contradictions that also tell the label's stated and computed figures."""
        told = ((check, finding) for _, check, finding in self.answered if check.verdict == CONTRADICTION)
        return sum(_unlikeness(check, finding) == 0 for check, finding in told)

    @property
    def recall(self) -> float:
        """Share of the labelled contradictions that were found; 1 where there are none."""
        labelled = self.labelled(CONTRADICTION)
        return self.found(CONTRADICTION) / labelled if labelled else 1.0

    @property
    def false_share(self) -> float:
        """Share of false contradictions: each sound figure hit once, and each finding that hits none."""
        strays = sum(not each.on for each in self.false)
        return (self.wrongly + strays) / self.sound if self.sound else float(bool(strays))


def score(cases: Sequence[Case], engine: Engine) -> Score:
    """Read every case with the engine and compare."""
    total = Score()
    for case in cases:
        _judge(case, engine(case.text).findings, total)
    return total


def _judge(case: Case, findings: Sequence[FindingLike], total: Score) -> None:
    spans = [places(case.text, check) for check in case.checks]
    answers = _answers(case, spans, findings)
    for at, check in enumerate(case.checks):
        if at in answers:
            total.answered.append((case, check, findings[answers[at]]))
        else:
            total.missed.append((case, check))
    labelled = list(zip(case.checks, spans, strict=True))
    wrong = [
        finding
        for number, finding in enumerate(findings)
        if finding.verdict == CONTRADICTION
        and number not in answers.values()
        and not any(check.verdict == CONTRADICTION and _touches(at, finding) for check, at in labelled)
    ]
    sound = [at for check, at in labelled if check.verdict != CONTRADICTION]
    sound += [occurrences(case.text, trap) for trap in case.traps]
    total.sound += len(sound)
    total.wrongly += sum(any(_touches(each, finding) for finding in wrong) for each in sound)
    total.false += [Mistake(case, finding, sum(_touches(at, finding) for at in sound)) for finding in wrong]


def _answers(case: Case, spans: Sequence[Sequence[Span]], findings: Sequence[FindingLike]) -> dict[int, int]:
    """Which finding answers which check, both by number: each at most once, the likest pairs first."""
    pairs = sorted(
        (_unlikeness(check, finding), at, number)
        for at, check in enumerate(case.checks)
        for number, finding in enumerate(findings)
        if check.verdict == finding.verdict and _about(check, spans[at], finding)
    )
    taken: dict[int, int] = {}
    for _, at, number in pairs:
        if at not in taken and number not in taken.values():
            taken[at] = number
    return taken


def _counts(check: Check, verdict: str, kind: str | None) -> bool:
    return check.verdict == verdict and kind in {None, check.kind}


def _about(check: Check, spans: Sequence[Span], finding: FindingLike) -> bool:
    return finding.kind in check.kinds and _touches(spans, finding)


def _touches(spans: Sequence[Span], finding: FindingLike) -> bool:
    return any(quote.start < end and start < quote.end for start, end in spans for quote in finding.quotes)


def _unlikeness(check: Check, finding: FindingLike) -> int:
    """How many of the two figures are not the label's.

    Of two values of one quantity either may be called the stated one, and a computed rate may be rounded.
    """
    ways = [(check.stated, check.computed), (check.computed, check.stated)]
    return min((not _same(finding.stated, a)) + (not _same(finding.computed, b)) for a, b in ways)


def _same(ours: Decimal | None, labelled: Decimal | None) -> bool:
    if ours is None or labelled is None:
        return ours is labelled
    return abs(ours - labelled) <= Decimal("0.01")


def table(total: Score) -> Iterator[str]:
    """Lines to print: each kind, then the two figures of the whole."""
    heads = ("labelled", "found", "false", "precision", "recall", "agreeing", "seen")
    yield _row("kind", heads)
    for kind in KINDS:
        labelled, found = total.labelled(CONTRADICTION, kind), total.found(CONTRADICTION, kind)
        false = sum(mistake.finding.kind == kind for mistake in total.false)
        rates = (_share(found, found + false), _share(found, labelled))
        agreeing = (total.labelled(CONSISTENT, kind), total.found(CONSISTENT, kind))
        yield _row(kind, (labelled, found, false, *rates, *agreeing))
    yield (
        f"contradictions found: {total.found(CONTRADICTION)} of {total.labelled(CONTRADICTION)}"
        f" = {total.recall:.1%} ({total.exact()} with the labelled figures)"
    )
    yield (
        f"false contradictions: {len(total.false)}, on {total.wrongly} of {total.sound} sound figures"
        f" = {total.false_share:.1%}"
    )


def _row(name: str, cells: Sequence[object]) -> str:
    return f"{name:<14}" + "".join(f"{cell!s:>11}" for cell in cells)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def misses(total: Score) -> Iterator[str]:
    """Lines to print: contradictions not found, then other checks not seen, then false contradictions."""
    for case, check in sorted(total.missed, key=lambda missed: missed[1].verdict != CONTRADICTION):
        figures = f"«{' | '.join(check.quotes)}» {check.stated} <> {check.computed}"
        yield f"not seen  {case.id} {check.verdict} {check.kind} {figures}"
    for case, finding in ((mistake.case, mistake.finding) for mistake in total.false):
        quotes = " | ".join(quote.text for quote in finding.quotes)
        yield f"false     {case.id} {finding.kind} «{quotes}» {finding.stated} <> {finding.computed}"
