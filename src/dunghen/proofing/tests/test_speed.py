"""Sixty pages in two seconds, and twice the text in about twice the time."""

import random
import time

import pytest

from dunghen.proofing import check
from dunghen.proofing.tests.reports import report

PAGE = 3000  # letters


def pages(count: int) -> str:
    rng = random.Random(7)
    text = ""
    while len(text) < count * PAGE:
        text += report(rng) + "\n\n"
    return text


def seconds(text: str) -> float:
    started = time.process_time()
    check(text)
    return time.process_time() - started


@pytest.mark.long
def test_sixty_pages_in_two_seconds() -> None:
    assert seconds(pages(60)) < 2


@pytest.mark.long
def test_time_grows_with_the_text() -> None:
    assert seconds(pages(240)) < 8 * seconds(pages(60))


@pytest.mark.long
@pytest.mark.parametrize(
    "piece", ["1 ", "(", "5 hồ sơ, ", "(1) a; ", "trong đó gồm 5 ", "a", "| a | 1 |\n", "- 5 hồ sơ\n"]
)
def test_no_text_is_slow(piece: str) -> None:
    assert seconds(piece * (60 * PAGE // len(piece))) < 20
