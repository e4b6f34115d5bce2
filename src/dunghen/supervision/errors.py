"""What this room refuses, in words for the screen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

Row = TypeVar("Row", bound=models.Model)


class Refused(ValueError):
    """An action that the rules do not allow; the message says why and what to do, `more` line by line."""

    def __init__(self, message: str, more: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.more = tuple(more)


@contextmanager
def once(message: str) -> Iterator[None]:
    """What is written within stands once: whoever comes second, be it at one moment, is told so. Raises
    Refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise Refused(message) from error


def need(allowed: bool) -> None:
    """Raises PermissionDenied."""
    if not allowed:
        raise PermissionDenied


def locked(model: type[Row], pk: int, seen: int | None) -> Row:
    """The row, until the transaction ends. `seen`: the version the form showed; a row that somebody changed
    since is not overwritten. Raises DoesNotExist, Refused."""
    row = model._default_manager.select_for_update().get(pk=pk)
    if seen is not None and getattr(row, "version", seen) != seen:
        raise Refused(_("Người khác vừa xử lý nội dung này. Tải lại trang để xem nội dung mới."))
    return row
