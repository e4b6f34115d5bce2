"""The trees of the proofreader are what its labelled texts teach."""

import pytest

from bench.examples import examples
from bench.weigh import learn, written
from dunghen.proofing.weighing.trees import FILE
from tests.proofing.labels import SETS, load


@pytest.mark.long
def test_the_file_holds_what_the_chore_learns() -> None:
    taught = [[example for case in load(folder) for example in examples(case)] for folder in SETS]
    assert written(learn(taught)) == FILE.read_text(encoding="utf-8")
