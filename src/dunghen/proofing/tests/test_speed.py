"""Time grows with the text alone: how long sixty pages take is measured by `bench/run reading`."""

import time

import pytest

from dunghen.proofing import check
from dunghen.proofing.tests.reports import PAGE, pages

_MANY, _WORST = 8, 10  # times as long: four times the pages; the worst text of sixty


def seconds(text: str) -> float:
    started = time.process_time()
    check(text)
    return time.process_time() - started


@pytest.fixture(scope="module")
def sixty() -> float:
    return seconds(pages(60))


@pytest.mark.long
def test_time_grows_with_the_text(sixty: float) -> None:
    assert seconds(pages(240)) < _MANY * sixty


@pytest.mark.long
@pytest.mark.parametrize(
    "piece", ["1 ", "(", "5 hồ sơ, ", "(1) a; ", "trong đó gồm 5 ", "a", "| a | 1 |\n", "- 5 hồ sơ\n"]
)
def test_no_text_is_slow(piece: str, sixty: float) -> None:
    assert seconds(piece * (60 * PAGE // len(piece))) < _WORST * sixty
