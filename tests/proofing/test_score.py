"""The scoring itself, with reports written by hand."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from bench.proof import tell
from tests.proofing.labels import CONSISTENT, CONTRADICTION, Case, Check
from tests.proofing.score import Score, misses, score, table

TEXT = "Tổng số 21 đơn vị: 12 xã và 8 phường; ngày 10/8 đã có 18/21 đơn vị nộp báo cáo, đạt 85,71%."


@dataclass(frozen=True)
class Quote:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    kind: str
    verdict: str
    quotes: tuple[Quote, ...]
    stated: Decimal | None = None
    computed: Decimal | None = None


@dataclass(frozen=True)
class Report:
    findings: tuple[Finding, ...] = field(default=())


def label(kinds: tuple[str, ...], verdict: str, quote: str, stated: str, computed: str) -> Check:
    return Check(kinds, verdict, (quote,), (quote,), Decimal(stated), Decimal(computed), "", (), ())


CASE = Case(
    "a",
    TEXT,
    (
        label(("sum", "difference"), CONTRADICTION, "21 đơn vị:", "21", "20"),
        label(("percent",), CONSISTENT, "85,71", "85.71", "85.7143"),
    ),
    ("10/8",),
)


def finding(kind: str, verdict: str, *quotes: str, stated: str = "21", computed: str = "20") -> Finding:
    found = tuple(Quote(text, TEXT.index(text), TEXT.index(text) + len(text)) for text in quotes)
    return Finding(kind, verdict, found, Decimal(stated), Decimal(computed))


def scored(*findings: Finding) -> Score:
    return score([CASE], lambda text: Report(findings))


RIGHT = finding("sum", CONTRADICTION, "21", "12 xã")
AGREES = finding("percent", CONSISTENT, "85,71%", stated="85.71", computed="85.7143")


def test_a_perfect_report() -> None:
    total = scored(RIGHT, AGREES)
    assert (total.recall, total.false_share, total.exact()) == (1, 0, 1)
    assert list(misses(total)) == []
    assert total.found(CONSISTENT, "percent") == 1


def test_nothing_found() -> None:
    total = scored()
    assert (total.recall, total.false_share) == (0, 0)
    told = [line.split()[3:5] for line in misses(total)]
    assert told == [["contradiction", "sum"], ["consistent", "percent"]]


@pytest.mark.parametrize(
    "other",
    [
        finding("percent", CONTRADICTION, "21"),
        finding("sum", "warning", "21"),
        finding("sum", CONTRADICTION, "12 xã"),
    ],
)
def test_another_kind_verdict_or_place_is_no_answer(other: Finding) -> None:
    assert scored(other).recall == 0


def test_interchangeable_kinds_answer() -> None:
    assert scored(finding("difference", CONTRADICTION, "21 đơn vị")).recall == 1


def test_false_contradictions_count_by_the_sound_figures_they_fall_on() -> None:
    trapped = finding("percent", CONTRADICTION, "10/8", "85,71")
    total = scored(RIGHT, trapped)
    assert (total.recall, total.wrongly, total.sound, total.false_share) == (1, 2, 2, 1)
    assert [each.on for each in total.false] == [2]


def test_a_false_contradiction_beside_every_label_counts_once() -> None:
    assert scored(RIGHT, finding("sum", CONTRADICTION, "8 phường")).false_share == 0.5


def test_a_contradiction_told_twice_is_not_false() -> None:
    assert scored(RIGHT, finding("difference", CONTRADICTION, "21")).false_share == 0


def test_one_finding_answers_one_check_and_the_likest_goes_first() -> None:
    whole = label(("sum",), CONTRADICTION, "21 đơn vị:", "21", "20")
    part = label(("sum",), CONTRADICTION, "12 xã", "12", "13")
    case = Case("b", TEXT, (part, whole), ())
    assert score([case], lambda text: Report((RIGHT,))).found(CONTRADICTION) == 1
    both = (RIGHT, finding("sum", CONTRADICTION, "12 xã", stated="12", computed="13"))
    total = score([case], lambda text: Report(both))
    assert (total.found(CONTRADICTION), total.exact()) == (2, 2)


def test_the_command_prints_the_figures_and_what_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    tell("one", [CASE], lambda text: Report((AGREES,)), listed=True)
    printed = capsys.readouterr().out
    assert printed.startswith("one: 1 texts\n")
    assert "contradictions found: 0 of 1 = 0.0%" in printed
    assert "not seen  a contradiction sum «21 đơn vị:» 21 <> 20" in printed


def test_the_table_tells_each_kind() -> None:
    lines = list(table(scored(RIGHT, finding("percent", CONTRADICTION, "85,71"))))
    rows = {line.split()[0]: line.split()[1:] for line in lines}
    assert rows["sum"] == ["1", "1", "0", "100.0%", "100.0%", "0", "0"]
    assert rows["percent"] == ["0", "0", "1", "0.0%", "-", "1", "0"]
    assert "contradictions found: 1 of 1 = 100.0% (1 with the labelled figures)" in lines
    assert "false contradictions: 1, on 1 of 2 sound figures = 50.0%" in lines
