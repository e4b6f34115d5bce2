"""Relations whose figures stand apart: the texts of elsewhere.toml, as they should be and with slips."""

import tomllib
from pathlib import Path

import pytest

from dunghen.proofing import check

_TEXTS = tomllib.loads(Path(__file__).with_name("elsewhere.toml").read_text(encoding="utf-8"))["text"]
_ALL = [(one["kind"], one["told"], one["true"], one["slips"]) for one in _TEXTS]


def contradicted(text: str) -> list[str]:
    return [finding.kind for finding in check(text).findings if finding.verdict == "contradiction"]


@pytest.mark.parametrize(("kind", "text", "true", "slips"), _ALL)
def test_what_stands_apart_is_held_together(kind: str, text: str, true: str, slips: list[str]) -> None:
    assert contradicted(text.format(true)) == []
    for slip in slips:
        assert kind in contradicted(text.format(slip)), slip
