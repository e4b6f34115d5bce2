"""What only looks like a relation that fails: sentences of sound.toml, as they stand in print."""

import tomllib
from pathlib import Path

import pytest

from dunghen.proofing import check

_TEXTS = tomllib.loads(Path(__file__).with_name("sound.toml").read_text(encoding="utf-8"))["texts"]


@pytest.mark.parametrize("text", _TEXTS)
def test_a_sound_sentence_is_no_contradiction(text: str) -> None:
    assert [f.explanation for f in check(text).findings if f.verdict == "contradiction"] == []
