"""The API: who gets what, the same figures as the command line, and no question that breaks it."""

import functools
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import jsonschema
import pytest
import schemathesis
from click.testing import CliRunner
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi import checks

from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.report import report
from dunghen.cli.token import token as token_command
from dunghen.core.paths import ROOT
from dunghen.dossiers.models import Applicant
from dunghen.dossiers.tests.files import row, take_rows
from dunghen.org.models import ApiToken, Assignment, Person, Unit
from dunghen.org.rights import Right, Role
from dunghen.org.schemas import mark
from dunghen.org.tokens import (
    ANY_CALLER,
    GRANTED,
    NOBODY,
    TokenRefusedError,
    caller_of,
    create_token,
    revoke_tokens,
)
from dunghen.web import api

WARD, DISTRICT, ELSEWHERE, CITY = "H13.33.05", "ct-quan-binh-thuy", "ct-so-y-te", "ct-thanh-pho"
DOSSIER = f"{WARD}-240315-0001"
CELL = "B3.3.3.1"  # completed at the communes
KNOWN = {"code": "2024-H1", "cell": CELL}
# Every route, the right it asks for, and a question it answers.
ROUTES = {
    "/api/v1/reports": (Right.FIGURES, {}),
    "/api/v1/reports/{code}/cells": (Right.FIGURES, KNOWN),
    "/api/v1/reports/{code}/cells/{cell}/rows": (Right.ROWS, KNOWN),
    "/api/v1/dossiers": (Right.ROWS, {}),
    "/api/v1/dossiers/{code}": (Right.ROWS, {"code": DOSSIER}),
    "/api/v1/dossiers/{code}/events": (Right.ROWS, {"code": DOSSIER}),
    "/api/v1/procedures": (ANY_CALLER, {}),
    "/api/v1/procedures/{name}": (ANY_CALLER, {"name": "xac-nhan-tinh-trang-hon-nhan"}),
    "/api/v1/units": (ANY_CALLER, {}),
    "/api/v1/units/{name}": (ANY_CALLER, {"name": DISTRICT}),
}
TODAY = date(2024, 1, 1)

Get = Callable[..., HttpResponse]


@pytest.fixture
def dossiers(db: None) -> None:
    take_rows(*(row(serial) for serial in (1, 2, 3)))


def unit(name: str) -> Unit:
    return Unit.objects.get(key=name) if name.startswith("ct-") else Unit.objects.get(code=name)


def person(role: Role, at: str, *, until: date | None = None) -> Person:
    found = Person.objects.create(username=f"{role}-{at}-{until}")
    Assignment.objects.create(person=found, role=role, unit=unit(at), valid_from=TODAY, valid_to=until)
    return found


def token(role: Role, at: str) -> str:
    """A token of somebody with this role, with every right that the role gives."""
    found = person(role, at)
    rights = [right for right in GRANTED if not found.reach(right, timezone.localdate()).nothing]
    return create_token(found, name="thử", rights=rights, days=1, now=timezone.now())


def get(path: str, key: str = "", **question: Any) -> Any:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return Client().get(path, question, headers=headers)


def url(path: str) -> str:
    return path.format(**ROUTES[path][1])


def is_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = json.loads(answer.content)
    assert said["status"] == status
    assert said["title"]
    return said


def test_the_committed_document_is_this_api() -> None:
    committed = (ROOT / "schemas/openapi.json").read_text(encoding="utf-8")
    assert committed == api.document_text(), "write it anew: web.api.document_text"


def test_every_route_is_in_the_table_and_only_reads() -> None:
    paths = api.document()["paths"]
    assert paths.keys() == ROUTES.keys()
    assert {method for operations in paths.values() for method in operations} == {"get"}
    assert all(operation["security"] for operations in paths.values() for operation in operations.values())


def routes() -> list[URLPattern]:
    (found,) = [
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and each.namespace == "api"
    ]
    return [each for each in found.url_patterns if isinstance(each, URLPattern)]


def test_no_address_of_the_api_is_outside_the_table() -> None:
    known = {path.removeprefix("/api/v1/").replace("{", "<").replace("}", ">") for path in ROUTES}
    assert {str(each.pattern) for each in routes()} == known | {"<path:rest>"}
    guards: Any = api.api.auth
    assert [each for each in guards if each.right != NOBODY] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("key", ["", "dh_sai", "\x00", "dh_" + "9" * 5000])
def test_strangers_get_nowhere(path: str, key: str) -> None:
    answer = get(url(path), key)
    is_problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"
    assert not answer.cookies


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize("path", ROUTES)
def test_a_route_asks_for_its_right(path: str) -> None:
    right, _ = ROUTES[path]
    assert get(url(path), token(Role.LEADER, CITY)).status_code == HTTPStatus.OK
    figures = get(url(path), token(Role.CITY_ADMIN, CITY))
    assert figures.status_code == (HTTPStatus.FORBIDDEN if right == Right.ROWS else HTTPStatus.OK)
    both = person(Role.LEADER, CITY, until=timezone.localdate() + timedelta(days=1))
    key = create_token(both, name="thử", rights=GRANTED, days=1, now=timezone.now())
    Assignment.objects.filter(person=both).update(valid_to=timezone.localdate())
    answer = get(url(path), key)  # the office is over, the token is not
    if right == ANY_CALLER:
        assert answer.status_code == HTTPStatus.OK
    else:
        is_problem(answer, 403)


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize(
    ("role", "at", "sees"),
    [
        (Role.REPORTING_OFFICER, DISTRICT, True),
        (Role.CASE_OFFICER, WARD, True),
        (Role.CASE_OFFICER, DISTRICT, False),  # one's own unit, not those below it
        (Role.REPORTING_OFFICER, ELSEWHERE, False),
        (Role.POSTAL_STAFF, WARD, False),
    ],
)
def test_a_right_reaches_as_far_as_its_scope(role: Role, at: str, sees: bool) -> None:
    key = token(role, at)
    rows = json.loads(get("/api/v1/dossiers", key).content)["rows"]
    assert len(rows) == (3 if sees else 0)
    for path in ("/api/v1/dossiers/{code}", "/api/v1/dossiers/{code}/events"):
        answer = get(url(path), key)
        missing = get(url(path).replace("0001", "9999"), key)
        if sees:
            assert answer.status_code == HTTPStatus.OK
        else:  # the same answer as for one that there is not
            said = is_problem(answer, 404)["detail"].replace("0001", "9999")
            assert said == is_problem(missing, 404)["detail"]


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize("path", [path for path in ROUTES if "/cells" in path])
def test_figures_and_their_rows_stay_within_reach(path: str) -> None:
    key = token(Role.REPORTING_OFFICER, DISTRICT)
    assert get(url(path), key, org=DISTRICT).status_code == HTTPStatus.OK
    assert get(url(path), key, org=WARD).status_code == HTTPStatus.OK
    hidden = is_problem(get(url(path), key, org=ELSEWHERE), 404)["detail"]
    missing = is_problem(get(url(path), key, org="H99.99"), 404)["detail"]
    assert hidden.replace(ELSEWHERE, "") == missing.replace("H99.99", "")
    is_problem(get(url(path), key), 404)  # the city's own


@pytest.mark.usefixtures("dossiers")
def test_rows_are_narrowed_to_the_units_of_the_caller() -> None:
    path = url("/api/v1/reports/{code}/cells/{cell}/rows")
    assert (
        len(json.loads(get(path, token(Role.REPORTING_OFFICER, DISTRICT), org=DISTRICT).content)["rows"]) == 3
    )
    assert json.loads(get(path, token(Role.CASE_OFFICER, DISTRICT), org=DISTRICT).content)["rows"] == []


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize(
    ("question", "options"),
    [
        ({}, ()),
        ({"org": WARD}, ("--org", WARD)),
        ({"map": "today", "known_at": "2024-06-10"}, ("--map", "today", "--known-at", "2024-06-10")),
        ({"known_at": "2024-06-10T17:00:00+07:00"}, ("--known-at", "2024-06-10T17:00:00+07:00")),
    ],
)
def test_the_same_figures_as_the_command_line(question: dict[str, str], options: tuple[str, ...]) -> None:
    answer = get(url("/api/v1/reports/{code}/cells"), token(Role.LEADER, CITY), **question)
    found = json.loads(answer.content)
    if "known_at" not in question:  # the figures kept a while ago say as known when
        options = (*options, "--known-at", found["known_at"])
    told = CliRunner().invoke(report, ("compile", "2024-H1", "--json", *options), standalone_mode=False)
    assert found == json.loads(told.stdout)
    jsonschema.Draft202012Validator(json.loads((ROOT / "schemas/report.schema.json").read_text())).validate(
        found
    )


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("/api/v1/dossiers", {}),
        ("/api/v1/procedures", {"q": "dang ky khai sinh"}),
        ("/api/v1/reports/{code}/cells/{cell}/rows", {}),
    ],
)
def test_pages_join_without_gap_or_double(path: str, question: dict[str, str]) -> None:
    key = token(Role.LEADER, CITY)
    every = json.loads(get(url(path), key, size=1000, **question).content)
    assert every["after"] is None
    found: list[Any] = []
    after: dict[str, str] = {}
    while True:
        page = json.loads(get(url(path), key, size=1, **question, **after).content)
        found += page["rows"]
        if not page["after"]:
            break
        after = {"after": page["after"]}
    assert found == every["rows"]
    assert len(found) >= 3


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"unit": WARD}, 3),
        ({"unit": ELSEWHERE}, 0),
        ({"procedure": "xac-nhan-tinh-trang-hon-nhan", "status": "returned", "channel": "online"}, 3),
        ({"received_from": "2024-03-15", "received_to": "2024-03-15"}, 3),
        ({"received_from": "2024-03-16"}, 0),
        ({"received_to": "2024-03-14"}, 0),
    ],
)
def test_dossiers_are_filtered(question: dict[str, str], found: int) -> None:
    assert (
        len(json.loads(get("/api/v1/dossiers", token(Role.LEADER, CITY), **question).content)["rows"])
        == found
    )


@pytest.mark.usefixtures("dossiers")
def test_no_answer_names_a_person() -> None:
    key, applicant = token(Role.INSPECTORATE, CITY), Applicant.objects.earliest("pk")
    for path in ROUTES:
        said = get(url(path), key).content.decode()
        for part in (applicant.name, applicant.number, applicant.phone, applicant.address):
            assert part not in said, path


@pytest.mark.usefixtures("dossiers")
def test_a_dossier_as_it_was_known() -> None:
    key = token(Role.LEADER, CITY)
    path = url("/api/v1/dossiers/{code}")
    assert json.loads(get(path, key).content)["status"] == "returned"
    assert json.loads(get(path, key, known_at="2024-03-18").content)["status"] == "in_process"
    is_problem(get(path, key, known_at="2024-03-01"), 404)
    kinds = [event["kind"] for event in json.loads(get(f"{path}/events", key).content)]
    assert (kinds[0], kinds[-1]) == ("received", "returned")


@pytest.mark.django_db
def test_a_unit_that_ended_says_where_its_figures_are_shown() -> None:
    said = json.loads(get(url("/api/v1/units/{name}"), token(Role.LEADER, CITY)).content)
    assert said["valid_to"] == "2025-07-01"
    assert said["today"]["unallotted"]
    assert said["successors"]


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize("path", [path for path in ROUTES if not path.endswith("{name}")])
def test_as_many_queries_for_one_row_as_for_three(path: str) -> None:
    key = token(Role.REPORTING_OFFICER, DISTRICT)
    question = {"org": WARD} if "/cells" in path else {}
    made = []
    get(url(path), key, **question)  # notes the use of the token
    for size in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert get(url(path), key, **question, size=size).status_code == HTTPStatus.OK
        made.append(len(queries))
    assert made[0] == made[1] < 32


# What a program may send by mistake or on purpose.
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("/api/v1/reports/2024-H1%00/cells", {}),
        ("/api/v1/reports/2024-H9/cells", {}),
        ("/api/v1/reports/%FF/cells", {}),
        ("/api/v1/reports/2024-H1/cells", {"org": "\x00"}),
        ("/api/v1/reports/2024-H1/cells", {"map": "hôm qua"}),
        *(
            ("/api/v1/reports/2024-H1/cells", {"known_at": text})
            for text in (
                *("hôm qua", "2024-13-01", "0001-01-01", "0001-01-01T00:00+14:00", "9999-12-31", "\x00"),
                *("2024-06-10T25:00", "2024-06-10T17:00+99:99", "٢٠٢٤-٠٦-١٠", "9" * 5000),
            )
        ),
        ("/api/v1/reports/2024-H1/cells/B9.9/rows", {}),
        *(
            ("/api/v1/reports/2024-H1/cells/B3.3.3.1/rows", {"after": mark(text)})
            for text in (
                *("sau", "-1||1", "0|hôm qua|1", "0||x", "0|2024|", "\x00", f"0||{'9' * 5000}", "a|b|c|d"),
            )
        ),
        *(
            ("/api/v1/dossiers", {"after": mark(text)})
            for text in ("sau", "2024-03-15|1", f"2024-03-15T00:00+07:00|{2**70}", "0|0", "\x00|1", "||")
        ),
        ("/api/v1/dossiers", {"after": "_w"}),
        ("/api/v1/dossiers", {"after": "a"}),
        ("/api/v1/dossiers", {"size": "0"}),
        ("/api/v1/dossiers", {"size": "9" * 400}),
        ("/api/v1/dossiers", {"size": "1e9"}),
        ("/api/v1/dossiers", {"status": "\x00"}),
        ("/api/v1/dossiers", {"received_to": "9999-12-31"}),
        ("/api/v1/dossiers", {"received_from": "0001-01-01"}),
        ("/api/v1/dossiers", {"unit": "x" * 101}),
        ("/api/v1/dossiers/%00", {}),
        ("/api/v1/dossiers/..%2F..%2Fetc", {}),
        ("/api/v1/procedures", {"q": "\x00"}),
        ("/api/v1/procedures", {"sample": "có lẽ"}),
        ("/api/v1/units/khong-co", {}),
        ("/api/v1/units", {"on": "2024-02-30"}),
        ("/api/v1/khong-co", {}),
    ],
)
def test_a_bad_question_is_answered_in_words(path: str, question: dict[str, str]) -> None:
    answer = get(path, token(Role.LEADER, CITY), **question)
    assert answer.status_code in {404, 422}, answer.content.decode()
    said = is_problem(answer, answer.status_code)
    assert said["detail"]
    assert not answer.cookies


@pytest.mark.usefixtures("dossiers")
@pytest.mark.parametrize("cell", [CELL, "B3.1.4", "B7.6.3", "B1.2", "B3.3.1"])
def test_a_made_up_place_in_a_list_is_only_a_place(cell: str) -> None:
    key = token(Role.LEADER, CITY)
    for after in (
        "0|0001-01-01T00:00:00|1",
        "0|9999-12-31T23:59:59-14:00|1",
        f"0|2024-03-15|{2**70}",
        f"{2**70}||1",
        f"0||-{2**70}",
    ):
        answer = get(f"/api/v1/reports/2024-H1/cells/{cell}/rows", key, after=mark(after))
        assert answer.status_code in {200, 404}, after


@pytest.mark.django_db
def test_only_reading() -> None:
    key = token(Role.LEADER, CITY)
    for path in ROUTES:
        for method in ("post", "put", "patch", "delete", "options"):
            answer = getattr(Client(enforce_csrf_checks=True), method)(
                url(path), headers={"authorization": f"Bearer {key}"}
            )
            is_problem(answer, 405)
            assert answer["Allow"] == "GET"


@pytest.mark.django_db
def test_a_token_is_no_session_and_a_session_is_no_token() -> None:
    key = token(Role.LEADER, CITY)
    browser = Client()
    answer = browser.get("/api/v1/reports", headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == HTTPStatus.OK
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    page = browser.get("/ho-so/", headers={"authorization": f"Bearer {key}"})
    assert (page.status_code, "login" in page["Location"]) == (HTTPStatus.FOUND, True)
    browser.force_login(Person.objects.get(), "allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["second_factor"] = True
    session.save()
    is_problem(browser.get("/api/v1/reports"), 401)


@pytest.mark.django_db
def test_only_the_digest_is_kept_and_use_is_noted() -> None:
    key = token(Role.LEADER, CITY)
    kept = ApiToken.objects.get()
    assert key not in str(ApiToken.objects.values())
    assert kept.last_used_at is None
    get("/api/v1/units", key)
    kept.refresh_from_db()
    first = kept.last_used_at
    assert first is not None
    get("/api/v1/units", key)
    kept.refresh_from_db()
    assert kept.last_used_at == first


@pytest.mark.django_db
def test_a_token_ends() -> None:
    now, somebody = timezone.now(), person(Role.LEADER, CITY)
    key = create_token(somebody, name="thử", rights=[Right.FIGURES], days=7, now=now)
    assert caller_of(key, now + timedelta(days=6)) is not None
    assert caller_of(key, now + timedelta(days=7)) is None
    Person.objects.update(is_active=False)
    assert caller_of(key, now) is None
    Person.objects.update(is_active=True)
    assert revoke_tokens(somebody, name="thử", now=now + timedelta(hours=1)) == 1
    assert caller_of(key, now + timedelta(hours=1)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "rights", "name", "days"),
    [
        (Role.CITY_ADMIN, [Right.ROWS], "thử", 1),
        (Role.TECHNICAL_ADMIN, [Right.FIGURES], "thử", 1),
        (Role.INSPECTORATE, [Right.PERSONS], "thử", 1),
        (Role.LEADER, [], "thử", 1),
        (Role.LEADER, [Right.ROWS], " ", 1),
        (Role.LEADER, [Right.ROWS], "thử", 0),
        (Role.LEADER, [Right.ROWS], "thử", 10**9),
    ],
)
def test_no_token_beyond_the_rights_of_its_person(
    role: Role, rights: list[Right], name: str, days: int
) -> None:
    with pytest.raises(TokenRefusedError):
        create_token(person(role, CITY), name=name, rights=rights, days=days, now=timezone.now())


@pytest.mark.django_db
def test_too_many_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PER_MINUTE", 2)
    monkeypatch.setattr("dunghen.web.api.time.time", lambda: 60 * 30_000_000.0)
    key = token(Role.LEADER, CITY)
    assert [get("/api/v1/units", key).status_code for _ in range(3)] == [200, 200, 429]
    answer = get("/api/v1/units", key)
    is_problem(answer, 429)
    assert answer["Retry-After"] == "60"
    assert get("/api/v1/units", token(Role.LEADER, DISTRICT)).status_code == HTTPStatus.OK


@pytest.mark.django_db
def test_tokens_on_the_command_line() -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(token_command, arguments, standalone_mode=False)

    somebody = person(Role.LEADER, CITY)
    more = ("--right", "figures", "--name", "Kho dữ liệu", "--days", "30")
    made = run("create", somebody.username, *more)
    caller = caller_of(made.stdout.strip(), timezone.now())
    assert caller is not None
    assert (caller.person, set(caller.rights)) == (somebody, {"figures"})
    assert isinstance(run("create", "khong-co", *more).exception, BadInput)
    administrator = person(Role.TECHNICAL_ADMIN, CITY)
    assert isinstance(run("create", administrator.username, *more).exception, RefusedByRule)
    assert run("revoke", somebody.username, "--name", "Kho dữ liệu").return_value == 0
    assert isinstance(run("revoke", somebody.username, "--name", "Kho dữ liệu").exception, BadInput)


def site(environ: Any, start_response: Any) -> Any:
    """The whole site in this process; made when first called, in a test's database."""
    return handler()(environ, start_response)


handler = functools.cache(WSGIHandler)
schema = schemathesis.openapi.from_dict(api.document())
schema.app = site
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
    checks.unsupported_method,
]


@pytest.fixture
def key(dossiers: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A leader's token, for as many requests as the test makes in its one transaction."""
    monkeypatch.setattr(api, "PER_MINUTE", 10**9)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield token(Role.LEADER, CITY)
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
# the same questions each time: a default run that fails has a reason in the change at hand
@settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
)
def test_no_question_breaks_it(case: Any, key: str) -> None:
    # asked for as it is: the WSGI caller of the fuzzer does not unpack
    headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, checks=CHECKS)
    if case.path_parameters:
        for name, value in ROUTES[case.path][1].items():
            case.path_parameters[name] = value
        case.call_and_validate(
            headers=headers, checks=[check for check in CHECKS if check is not checks.negative_data_rejection]
        )
