"""Figures said again otherwise, by what closes a list or points back: the sentences of again.toml."""

import tomllib
from pathlib import Path

import pytest

from dunghen.proofing import check

_TEXTS = tomllib.loads(Path(__file__).with_name("again.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [text for texts in _TEXTS.values() for text in texts])
def test_what_is_said_again_otherwise_is_called(text: str) -> None:
    assert [f.kind for f in check(text).findings if f.verdict == "contradiction"] == ["same_quantity"]
