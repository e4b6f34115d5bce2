"""What is read for a page is read once and kept until it is made: roles, the calendar, a dossier's events.

Only a request that changes nothing keeps what it read; everywhere else each question is asked anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Keep what `once` reads until the end of the block; inside another, until the end of that."""
    kept = _kept.get()
    token = _kept.set({} if kept is None else kept)
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, read: Callable[[], Answer]) -> Answer:
    """The answer to a question: what was read under this key on this page, else what `read` finds now.
    The answer is shared; whoever asks does not change it."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    answer: Answer = kept[key]
    return answer
