"""Who asks for the pages that are measured, and how: through the WSGI application as a web process runs it,
in this process, so that signing in, its own connection to the database and every middleware are inside."""

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from time import perf_counter, process_time
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from wsgiref.util import setup_testing_defaults

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpResponseBase
from django.utils import timezone

from dunghen.config.wsgi import application
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Right, Role
from dunghen.org.tokens import GRANTED, create_token

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SINCE = date(2020, 1, 1)
# what they may see: figures and rows of the city; of a district with its communes; rows and persons of a
# commune; persons of the whole city
OFFICES = {
    "leader": (Role.LEADER, "ct-thanh-pho"),
    "reporting officer": (Role.REPORTING_OFFICER, "ct-quan-cai-rang"),
    "receiving officer": (Role.RECEIVING_OFFICER, "ct-phuong-an-thoi"),
    "inspectorate": (Role.INSPECTORATE, "ct-thanh-tra"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back and what it cost; `busy`: seconds of this process on a processor (the database's are not
    among them); `wire`: the size of the compressed body."""

    status: int
    seconds: float
    busy: float
    queries: int
    wire: int


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in with both factors, or a program with a token in their name."""

    name: str
    person: Person
    unit: Unit
    session: str
    token: str

    def post(self, address: str, fields: Mapping[str, str]) -> str:
        """Send a form of a page, as a browser does; where it leads to."""
        secret, environ, said = "s" * 32, _environ(address), dict[str, str]()
        body = urlencode({**fields, "csrfmiddlewaretoken": secret}).encode()
        environ |= {"REQUEST_METHOD": "POST", "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        environ["HTTP_COOKIE"] = f"sessionid={self.session}; csrftoken={secret}"

        def begin(
            _status: str, headers: list[tuple[str, str]], _error: object = None
        ) -> Callable[..., object]:
            said.update(headers)
            return said.get

        answer = application(environ, begin)
        page = b"".join(answer)
        if isinstance(answer, HttpResponseBase):
            answer.close()
        assert "Location" in said, page.decode(errors="replace")[:2000]
        return said["Location"]

    def get(self, address: str) -> Answer:
        """One request, measured until the last byte and the end of its clean-up."""
        environ, said = _environ(address), list[str]()
        if address.startswith("/api/"):
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        else:
            environ["HTTP_COOKIE"] = f"sessionid={self.session}"
        queries = 0

        def begin(
            status: str, headers: list[tuple[str, str]], _error: object = None
        ) -> Callable[..., object]:
            said.extend([status, *map(str, headers)])
            return said.append

        def counted(execute: Any, *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        with connection.execute_wrapper(counted):
            begun, before = perf_counter(), process_time()
            answer = application(environ, begin)
            body = b"".join(answer)
            if isinstance(answer, HttpResponseBase):
                answer.close()
            taken, busy = perf_counter() - begun, process_time() - before
        packed = any("Content-Encoding" in line for line in said)
        wire = len(body) if packed else len(gzip.compress(body, 6))
        return Answer(int(said[0].split()[0]), taken, busy, queries, wire)


def _environ(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query}
    setup_testing_defaults(environ)
    return environ | {"HTTP_HOST": "localhost", "HTTP_ACCEPT_ENCODING": "gzip", "HTTP_ACCEPT": "text/html"}


def visitors(offices: Mapping[str, tuple[Role, str]] = OFFICES) -> dict[str, Visitor]:
    """Invented people at their offices, made where there are none; everybody signed in."""
    return {name: visitor(name, *office) for name, office in offices.items()}


def visitor(name: str, role: Role, key: str, username: str = "") -> Visitor:
    """Somebody with a role at a unit, signed in; `username`: one of several with this role."""
    unit, now = Unit.objects.get(key=key), timezone.now()
    username = username or f"bench-{role}-{key}"
    person, _made = Person.objects.get_or_create(
        username=username, defaults={"full_name": "Mẫu Văn Đo", "title": name, "sample": True}
    )
    Assignment.objects.get_or_create(person=person, role=role, unit=unit, valid_from=SINCE)
    rights = [right for right in GRANTED if not person.reach(Right(right), timezone.localdate()).nothing]
    token = create_token(person, name="bench", rights=rights, days=1, now=now)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["second_factor"] = True
    session.set_expiry(timedelta(days=1))
    session.create()
    return Visitor(name, person, unit, session.session_key or "", token)


def query(**parts: object) -> str:
    """The query of an address; names with a hyphen are written with an underscore."""
    pairs: Iterable[tuple[str, object]] = parts.items()
    return "?" + "&".join(f"{name.replace('_', '-')}={quote(str(value))}" for name, value in pairs)
