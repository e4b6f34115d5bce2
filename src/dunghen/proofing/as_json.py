"""Findings as JSON, alike on the terminal and on the site."""

import json
from decimal import Decimal
from typing import Any

from dunghen.proofing.model import Finding


def said(found: Finding) -> dict[str, Any]:
    """A finding as an object of as_json."""
    return {
        "id": found.id,
        "kind": found.kind,
        "verdict": found.verdict,
        "quotes": [{"text": quote.text, "start": quote.start, "end": quote.end} for quote in found.quotes],
        "stated": found.stated,
        "computed": found.computed,
        "difference": found.difference,
        "explanation": found.explanation,
    }


def as_json(value: Any) -> str:
    """JSON in one line; decimals as numbers with all their digits, which the library would round."""
    match value:
        case Decimal():
            return f"{value:f}"
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {as_json(part)}" for key, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(as_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
