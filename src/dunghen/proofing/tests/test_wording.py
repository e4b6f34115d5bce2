"""Statements in the wording of many offices: contradictions are seen in each, and none where all is sound."""

import tomllib
from pathlib import Path

import pytest

from dunghen.proofing import check

WORDING = tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", WORDING["contradictions"])
def test_the_contradiction_is_seen(text: str) -> None:
    assert [finding for finding in check(text).findings if finding.verdict == "contradiction"]


@pytest.mark.parametrize("text", WORDING["sound"])
def test_nothing_is_held_against_sound_figures(text: str) -> None:
    assert [f.explanation for f in check(text).findings if f.verdict == "contradiction"] == []
