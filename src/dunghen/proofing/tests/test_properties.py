"""What holds for every text."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dunghen.proofing import Report, check
from dunghen.proofing.tests.reports import TEMPLATES, Template, broken, plain, report

PIECES = """tổng số|trong đó|gồm|hồ sơ|1.250|45|cấp tỉnh|xã|huyện|%|đạt tỷ lệ|tăng|giảm|so với|(|)|;|,|.|:|-|+
|12/15|hạng|bậc|(1)|(2)|ngày 05/6/2024|Quyết định số 12/QĐ-UBND|năm 2023|¹²|còn lại|đã giải quyết|99,5|hơn
|mười sáu|<p>|**|0|1.2.3.4|=|/|\n\n|\n- |\t"""
WORDS = [*PIECES.replace("\n|", "|").split("|"), "|", "\n"]
SEEDS = st.integers(0, 2**32)
REMARK = "Công tác phối hợp giữa các cơ quan ngày càng chặt chẽ, nề nếp và thực chất hơn."


def said(found: Report) -> list[tuple[object, ...]]:
    return sorted(
        (f.kind, f.verdict, tuple(q.text for q in f.quotes), str(f.stated), str(f.computed))
        for f in found.findings
    )


@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join)))
@example("((((" * 300)
@example("1/" * 300)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it_and_quotes_are_exact(text: str) -> None:
    found = check(text)
    quotes = [*found.claims, *(quote for finding in found.findings for quote in finding.quotes)]
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes)
    assert len({finding.id for finding in found.findings}) == len(found.findings)


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_report_of_agreeing_figures_has_no_contradiction(seed: int) -> None:
    text = report(random.Random(seed))
    assert [f.explanation for f in check(text).findings if f.verdict == "contradiction"] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.__name__)
@given(seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_one_changed_figure_of_a_relation_is_a_contradiction(template: Template, seed: int) -> None:
    rng = random.Random(seed)
    statement = plain(template(rng))
    wrong = broken(statement, rng.randrange(len(statement.figures)), rng)
    assert any(finding.verdict == "contradiction" for finding in check(wrong.text).findings), wrong.text


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_an_unrelated_paragraph_removes_no_finding(seed: int) -> None:
    rng = random.Random(seed)
    paragraphs = report(rng).split("\n\n")
    at = rng.randint(0, len(paragraphs))
    longer = "\n\n".join([*paragraphs[:at], REMARK, *paragraphs[at:]])
    assert said(check(longer)) == said(check("\n\n".join(paragraphs)))
