"""What is worked out once and shared: by all web processes through the cache, unpacked once in each.

A value of some hundred thousand figures takes longer to unpack than a page takes to draw. Beside it stands
a small stamp; a process that has the value of this stamp reads the stamp alone.
"""

from uuid import uuid4

from django.core.cache import cache

MOST = 8  # values a process keeps unpacked; what was used longest ago goes first
_unpacked: dict[str, tuple[str, object]] = {}


def recall(key: str) -> object:
    """The value kept under this key; None where there is none."""
    stamp = cache.get(_stamp(key))
    if stamp is None:
        return None
    found = _unpacked.get(key)
    if found is None or found[0] != stamp:
        found = cache.get(key)
    if found is None:
        return None
    _hold(key, found)
    return found[1]


def remember(key: str, value: object, seconds: int) -> None:
    """Keep a value; nobody may change it afterwards."""
    stamp = uuid4().hex
    cache.set(key, (stamp, value), seconds)
    cache.set(_stamp(key), stamp, seconds)
    _hold(key, (stamp, value))


def forget(key: str) -> None:
    cache.delete(_stamp(key))


def _hold(key: str, found: tuple[str, object]) -> None:
    _unpacked.pop(key, None)
    _unpacked[key] = found
    while len(_unpacked) > MOST:
        _unpacked.pop(next(iter(_unpacked)), None)


def _stamp(key: str) -> str:
    return f"{key}|stamp"
