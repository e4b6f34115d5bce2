"""The trees of the proofreader are what its labelled texts teach."""

import pytest

from bench.weigh import examples_of, learn, written
from dunghen.proofing.weighing.trees import FILE
from tests.proofing.labels import SETS


@pytest.mark.long
def test_the_file_holds_what_the_chore_learns() -> None:
    assert written(learn(examples_of(SETS))) == FILE.read_text(encoding="utf-8")
