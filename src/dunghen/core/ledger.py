"""Events chained by hash: each link is SHA-256 over the link before it and the event's own text.

Pure. A chain is found broken at the first event that was changed, removed or inserted; a chain cut
off at its end looks whole, and is found by the seal (core/seal.py).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

GENESIS = bytes(32)

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(body: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no white space, no escapes.

    Raises TypeError for what JSON does not know (a date, a Decimal), so that nobody's default
    formatting decides what is hashed.
    """
    return _encode(body)


def link(previous: bytes, text: str) -> bytes:
    """The hash of an event: 32 bytes over the previous link and the event's canonical text."""
    return hashlib.sha256(previous + text.encode()).digest()


@lru_cache(maxsize=4096)  # an import stamps the same moment a dozen times
def stamp(moment: datetime) -> str:
    """A moment in an event's text: UTC, microseconds, always the same length.

    Raises ValueError for a naive time.
    """
    if moment.tzinfo is None:
        raise ValueError("naive time in a ledger")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def moment(text: str) -> datetime:
    """The inverse of `stamp`."""
    return datetime.fromisoformat(text)


def digest(salt: bytes, content: Mapping[str, Any]) -> str:
    """A salted fingerprint of a person's data: proves what was declared, tells nothing without the
    salt, and means nothing once the salt is erased (Law 91/2025/QH15)."""
    return hashlib.sha256(salt + canonical(content).encode()).hexdigest()
