"""Tokens: what a program shows to read in a person's name, and the right each route of the API asks for.

A token is not a session: it lets one request in, never sets a cookie, and opens no page.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer

from dunghen.org.models import ApiToken, Person, Unit
from dunghen.org.rights import Reach, Right

PREFIX = "dh_"  # so that a token that leaked is recognised in a log or a file
SECRET_BYTES = 32
LONGEST = 366  # days
GRANTED = (Right.FIGURES, Right.ROWS)  # no route of the API shows a person
ANY_CALLER = "any_caller"
NOBODY = "nobody"
NOWHERE = Reach(everything=False, units=frozenset(), subtrees=frozenset(), own=False)
_USE_NOTED = timedelta(minutes=1)


class TokenRefusedError(ValueError):
    """A token that cannot be given, and why."""


@dataclass(frozen=True, slots=True)
class Caller:
    """In whose name a request reads, and on which day."""

    token: int
    person: Person
    rights: frozenset[str]
    day: date

    def reach(self, right: str) -> Reach:
        """How far a right goes: as far as the person's, if the token was granted it."""
        return self.person.reach(Right(right), self.day) if right in self.rights else NOWHERE

    def units(self, right: Right) -> frozenset[int] | None:
        """The units a right reaches; None is all of them."""
        return Unit.objects.within(self.reach(right), self.day)


class ApiRequest(HttpRequest):
    """A request that a token let in."""

    auth: Caller


class Needs(HttpBearer):
    """Lets in who shows a token with this right, or any valid token; NOBODY lets none in and stands where a
    route forgot to name its right. What they then see is narrowed by the reach of the right."""

    def __init__(self, right: str) -> None:
        super().__init__()
        self.right = right

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        caller = caller_of(token, timezone.now())
        if caller and self.right != ANY_CALLER and caller.reach(self.right).nothing:
            raise HttpError(
                403, _("Mã truy cập không có quyền xem dữ liệu này; đề nghị cấp mã có quyền phù hợp.")
            )
        return caller


def create_token(person: Person, *, name: str, rights: Collection[Right], days: int, now: datetime) -> str:
    """Give a token with some of the person's rights for a number of days; returns it, the only time it is
    seen. Raises TokenRefusedError."""
    if not name.strip() or not rights or not 0 < days <= LONGEST:
        raise TokenRefusedError(
            _("Mã truy cập phải có tên, quyền và thời hạn từ 1 đến {LONGEST} ngày.").format(LONGEST=LONGEST)
        )
    for right in rights:
        if right not in GRANTED or not person.is_active or person.reach(right, _day(now)).nothing:
            raise TokenRefusedError(
                _("Không cấp được quyền “{right}” cho người dùng “{username}”.").format(
                    right=right, username=person.username
                )
            )
    text = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    ApiToken.objects.create(
        person=person,
        name=name.strip(),
        digest=_digest(text),
        rights=sorted(rights),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return text


def revoke_tokens(person: Person, *, name: str, now: datetime) -> int:
    """End the person's tokens of this name; returns how many were still good."""
    return ApiToken.objects.filter(person=person, name=name, expires_at__gt=now).update(expires_at=now)


def caller_of(text: str, now: datetime) -> Caller | None:
    """Who shows this token; None if it is unknown, expired, or its person may no longer work here."""
    found = ApiToken.objects.select_related("person").filter(digest=_digest(text), expires_at__gt=now).first()
    if found is None or not found.person.is_active:
        return None
    # once a minute, so that reading does not become writing
    unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - _USE_NOTED)
    if found.last_used_at is None or found.last_used_at < now - _USE_NOTED:
        ApiToken.objects.filter(unnoted, pk=found.pk).update(last_used_at=now)
    return Caller(found.pk, found.person, frozenset(found.rights), _day(now))


def _digest(text: str) -> bytes:
    """The secret has 256 random bits: a plain digest cannot be turned back."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _day(now: datetime) -> date:
    return timezone.localdate(now)
