"""Frames of many wordings: agreeing figures are let be, and any one changed figure is a contradiction."""

import ast
import operator
import random
import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from dunghen.proofing import check
from dunghen.proofing.tests.statements import Statement, broken, count, mark, plain

FRAMES = tomllib.loads(Path(__file__).with_name("frames.toml").read_text(encoding="utf-8"))
_CENT = Decimal("0.01")
_STEPS: dict[type, Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def value_of(node: ast.expr, amounts: Mapping[str, int]) -> Decimal:
    """What an expression of the four operations comes to."""
    if isinstance(node, ast.BinOp):
        return _STEPS[type(node.op)](value_of(node.left, amounts), value_of(node.right, amounts))
    if isinstance(node, ast.Name):
        return Decimal(amounts[node.id])
    return Decimal(str(ast.literal_eval(node)))


def amounts_for(frame: str, rng: random.Random) -> dict[str, int]:
    """Amounts of a size that the frame can tell: small changes, scores under a hundred."""
    amounts = {
        name: rng.randint(20, 900) if rng.random() < 0.7 else rng.randint(1200, 9000) for name in "abcd"
    }
    if "80+" in frame or "60+" in frame:
        amounts = {name: rng.randint(30, 600) for name in "abcd"}
    if "a/b" in frame or "a/(b+a)" in frame or "(b+a)/b" in frame:
        amounts["a"] = rng.randint(max(3, amounts["b"] // 20), max(4, amounts["b"] // 2))
    return amounts | {"r": rng.randint(3, 30), "s": rng.randint(2, 25)}


def told(frame: str, rng: random.Random) -> Statement:
    """The frame with its figures."""
    amounts = amounts_for(frame, rng)

    def figure(found: re.Match[str]) -> str:
        expression, _, shown = found[1].partition(":")
        value = value_of(ast.parse(expression, mode="eval").body, amounts)
        return mark(str(value.quantize(_CENT)).replace(".", ",") if shown else count(int(value)))

    return plain(re.sub(r"\{([^}]*)\}", figure, frame))


def contradictions(text: str) -> list[str]:
    return [finding.explanation for finding in check(text).findings if finding.verdict == "contradiction"]


@pytest.mark.parametrize("kind", FRAMES)
def test_agreeing_figures_are_let_be_and_a_changed_one_is_seen(kind: str) -> None:
    for frame in FRAMES[kind]:
        for seed in range(2):
            rng = random.Random(seed)
            statement = told(frame, rng)
            assert contradictions(statement.text) == []
            for which in range(len(statement.figures)):
                wrong = broken(statement, which, rng).text
                assert contradictions(wrong), wrong
