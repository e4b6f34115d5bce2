"""Verify: whatever row is changed, removed, inserted or cut is found and named; the rest is left alone.

The rows are written by the real writers as the application's role and tampered with by the owner's, so
they are committed, and removed after each example.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from dunghen.core.known import settled_time, transaction_time
from dunghen.core.ledger import GENESIS, link
from dunghen.dossiers.chain.append import append, current_version, state_of
from dunghen.dossiers.chain.entries import Entry
from dunghen.dossiers.importing.history import History
from dunghen.dossiers.importing.reference import Reference
from dunghen.dossiers.importing.write import Run, Writer
from dunghen.dossiers.models import Dossier, DossierEvent, DossierVersion, ImportRun, Payment
from dunghen.dossiers.persons.data import correct_person, erase_person
from dunghen.dossiers.rules import State
from dunghen.dossiers.verify import Verdict, seal_now, verify
from dunghen.org.models import Level, Unit, UnitKind
from dunghen.procedures.models import OnlineLevel, Procedure, ProcedureVersion, VersionState

BASE = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)
NOW = datetime(2024, 6, 1, tzinfo=UTC)
KEY = "verify-test"
TABLES = ("payment", "dossierversion", "dossierevent", "dossier", "applicant", "importrun")


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next; `lag` is when the old system recorded it, in minutes, if it did."""

    kind: str
    lag: int | None


@dataclass(frozen=True, slots=True)
class Story:
    """A dossier: loaded history, then the transactions of its life here."""

    loaded: Sequence[Step]
    lived: Sequence[Sequence[Step]]


STEPS = st.builds(
    Step,
    st.sampled_from(["step_done", "paid", "paused", "resolved", "corrected"]),
    st.none() | st.sampled_from([0, 60, 120, 600]),
)
STORIES = st.builds(
    Story, st.lists(STEPS, max_size=3), st.lists(st.lists(STEPS, min_size=1, max_size=2), max_size=2)
)
EXAMPLES = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True, slots=True)
class Office:
    """Where the dossiers of these tests stand."""

    unit: Unit
    version: ProcedureVersion

    @property
    def reference(self) -> Reference:
        ids = {(KEY, 1): (self.version.procedure_id, self.version.pk)}
        return cast("Reference", SimpleNamespace(unit_ids={KEY: self.unit.pk}, version_ids=ids))


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    with django_db_blocker.unblock():
        unit = Unit.objects.create(
            key=KEY,
            code=KEY,
            name=KEY,
            short_name=KEY,
            level=Level.CITY,
            kind=UnitKind.CITY,
            valid_from=date(2020, 1, 1),
        )
        procedure = Procedure.objects.create(key=KEY, name=KEY, search=KEY, field=KEY, org=unit)
        version = ProcedureVersion.objects.create(
            procedure=procedure,
            number=1,
            state=VersionState.PUBLISHED,
            valid_from=date(2020, 1, 1),
            known_from=datetime(2020, 1, 1, tzinfo=UTC),
            online_level=OnlineLevel.FULL,
        )
        yield Office(unit, version)
        _own("DELETE FROM procedures_procedureversion WHERE id = %s", version.pk)
        _own("DELETE FROM procedures_procedure WHERE id = %s", procedure.pk)
        _own("DELETE FROM org_unit WHERE id = %s", unit.pk)
        connections.close_all()


def _own(statement: str, *values: str | int | datetime) -> int:
    """Do something as the owner of the tables; returns how many rows it touched."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@contextmanager
def _world(office: Office, stories: Sequence[Story], *, attested: bool = True) -> Iterator[Path]:
    """The dossiers of the stories, and a folder for seals; everything is gone afterwards."""
    try:
        _load(office, stories, attested=attested)
        for at, story in enumerate(stories):
            for steps in story.lived:
                _live(f"V-{at}", steps)
        with TemporaryDirectory() as folder:
            yield Path(folder)
    finally:
        for table in TABLES:
            _own(f"DELETE FROM dossiers_{table}")


def _received() -> State:
    return State(
        procedure=KEY,
        procedure_version=1,
        unit=KEY,
        helped_unit=KEY,
        received_unit=KEY,
        level="city",
        channel="online",
        online_level="full",
        received_at=BASE,
        limit_amount=Decimal("10.50"),
        limit_unit="day",
        due_at=BASE + timedelta(days=14),
        computed_due_at=BASE + timedelta(days=14),
        fee=100_000,
    )


def _entry(before: State, step: Step, at: datetime, *, loaded: bool) -> Entry:
    info: dict[str, Any] = {}
    state = before
    if step.kind == "paid":
        info = {"amount": 1000, "online": True}
        state = state._replace(paid=state.paid + 1000, paid_online=True)
    elif step.kind == "paused":
        state = state._replace(due_at=None, status="paused")
    elif step.kind == "resolved":
        state = state._replace(outcome="resolved", resolved_at=at, status="resolved", e_result=True)
    elif step.kind == "corrected":
        state = state._replace(content_digest=f"{at:%d%H%M}", limit_amount=Decimal(5), paid=state.paid or 7)
    source = at + timedelta(minutes=step.lag) if loaded and step.lag is not None else None
    return Entry(step.kind, at, state, source, info)


def _load(office: Office, stories: Sequence[Story], *, attested: bool) -> None:
    with transaction.atomic():
        now = transaction_time()
        run = ImportRun.objects.create(started_at=now, file_name="v", file_digest="v", attested=attested)
        histories = []
        for number, story in enumerate(stories):
            entries = [
                Entry("received", BASE, _received(), BASE + timedelta(minutes=2), {"note": 'quận "A"\\'})
            ]
            for at, step in enumerate(story.loaded, 1):
                entries.append(_entry(entries[-1].state, step, BASE + timedelta(hours=at), loaded=True))
            row = SimpleNamespace(code=f"V-{number}", person=("person", "Người thử", "1", "2", "3"))
            places = SimpleNamespace(decided=SimpleNamespace(id=office.unit.pk))
            histories.append(SimpleNamespace(entries=tuple(entries), row=row, places=places))
        with Writer(Run(run.pk, now, attested, f"import:{run.pk}"), office.reference) as writer:
            writer.write(cast("list[History]", histories))


@transaction.atomic
def _live(code: str, steps: Sequence[Step]) -> None:
    now = transaction_time()
    version = current_version(Dossier.objects.get(code=code).pk)
    entries: list[Entry] = []
    for at, step in enumerate(steps):
        before = entries[-1].state if entries else state_of(version)
        # a correction that tells a payment ends those before it; here it tells none and leaves them
        kind = "step_done" if step.kind == "corrected" and len(steps) > 1 else step.kind
        entries.append(_entry(before, Step(kind, None), BASE + timedelta(days=9, hours=at), loaded=False))
    append(version, entries, by="thử", now=now)


def _seal(folder: Path) -> None:
    """Seal everything there is; whoever else has a transaction open is waited for."""
    newest = DossierEvent.objects.order_by("recorded_at").last()
    while newest is not None and settled_time() < newest.recorded_at:
        time.sleep(0.002)
    seal_now(folder, NOW)


def _verify(folder: Path, **options: Any) -> Verdict:
    return verify(folder, folder / "verify.json", NOW, **options)


def _said(folder: Path) -> list[str]:
    return [str(finding) for finding in _verify(folder).findings]


@EXAMPLES
@given(stories=st.lists(STORIES, min_size=1, max_size=3), attested=st.booleans())
@example(stories=[Story([Step("step_done", 60), Step("paid", 0)], [])], attested=True)  # recorded together
def test_untouched_is_clean(office: Office, stories: list[Story], attested: bool) -> None:
    with _world(office, stories, attested=attested) as folder:
        unsealed = _verify(folder)
        assert unsealed.findings == []
        assert (unsealed.chains, unsealed.unsealed_chains) == (len(stories), len(stories))
        assert unsealed.events == unsealed.unsealed_events == DossierEvent.objects.count()
        _seal(folder)
        _live("V-0", [Step("step_done", None)])
        later = _verify(folder)
        assert later.findings == []
        assert (later.unsealed_events, later.unsealed_chains) == (1, 1)
        _seal(folder)
        assert _verify(folder).findings == []


FULL = Story([Step("step_done", 5), Step("paid", None), Step("resolved", 9)], [[Step("step_done", None)]])
COLUMNS = {
    "dossierevent": ("kind", "occurred_at", "recorded_at", "source_recorded_at", "text", "hash"),
    "dossierversion": tuple(
        column.column
        for column in DossierVersion._meta.fields
        if column.column
        not in {"id", "dossier_id", "number", "unit_id", "helped_unit_id", "received_unit_id"}
        and column.column not in {"procedure_id", "procedure_version_id"}
    ),
    "payment": ("known_from", "known_to", "attested", "level", "amount", "paid_at", "online"),
}
ROWS = st.sampled_from(sorted(COLUMNS)).flatmap(
    lambda table: st.tuples(st.just(table), st.sampled_from(COLUMNS[table]), st.integers(0, 99))
)


def _pick(table: str, at: int) -> tuple[int, int]:
    """One of the rows of a table: its id and number."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT id, number FROM dossiers_{table} ORDER BY dossier_id, number")
        rows = cursor.fetchall()
    return cast("tuple[int, int]", rows[at % len(rows)])


def _other(column: str) -> str:
    """SQL for another value of a column."""
    if column.endswith("_at") or column in {"known_from", "known_to"}:
        return f"coalesce({column} + interval '1 microsecond', '2030-01-01')"
    if column == "hash":
        return "sha256(hash)"
    if column == "text":
        return "replace(text, 'level', 'lever') || ' '"
    if column in {"amount", "fee", "paid", "limit_amount", "officer_id"}:
        return f"coalesce({column}, 0) + 1"
    if column in {
        "attested",
        "online",
        "digitised",
        "e_result",
        "result_paper",
        "reused",
        "paid_online",
        "sample",
    }:
        return f"NOT {column}"
    return f"left({column} || 'x', 10) || 'y'" if column == "content_digest" else "'khác'"


@settings(EXAMPLES, max_examples=80)
@given(row=ROWS, seal=st.booleans())
def test_a_changed_value_is_named(office: Office, row: tuple[str, str, int], seal: bool) -> None:
    table, column, at = row
    with _world(office, [FULL, Story([], [])]) as folder:
        if seal:
            _seal(folder)
        item, number = _pick(table, at)
        try:
            assert _own(f"UPDATE dossiers_{table} SET {column} = {_other(column)} WHERE id = %s", item) == 1
        except IntegrityError:
            reject()  # the table's own constraint does not let this one through
        findings = _verify(folder).findings
        assert number in {finding.number for finding in findings}, (row, findings)


@EXAMPLES
@given(table=st.sampled_from(sorted(COLUMNS)), at=st.integers(0, 99))
def test_a_removed_row_is_named(office: Office, table: str, at: int) -> None:
    with _world(office, [FULL, Story([], [[Step("paid", None)]])]) as folder:
        _seal(folder)
        item, number = _pick(table, at)
        _own(f"DELETE FROM dossiers_{table} WHERE id = %s", item)
        findings = _verify(folder).findings
        assert number in {finding.number for finding in findings}, findings
        assert findings[0].dossier in {"V-0", "V-1"}


@EXAMPLES
@given(left=st.integers(0, 4))
def test_a_chain_cut_off_is_found_by_its_seal(office: Office, left: int) -> None:
    with _world(office, [FULL]) as folder:
        _seal(folder)
        _own("DELETE FROM dossiers_dossierevent WHERE number > %s", left)
        said = _said(folder)
        cut = f"V-0, sự kiện {left + 1}: bị cắt cuối: chỉ còn đến số {left}, niêm phong số 1 ghi đến số 5"
        assert said[0] == (cut if left else "V-0: toàn bộ nhật ký đã bị xóa: niêm phong số 1 ghi 5 sự kiện")


def _rewrite(first: int, change: Callable[[str], str]) -> None:
    """Change an event as somebody would who knows how the chain is made: with all the hashes after it."""
    previous = GENESIS
    for event in DossierEvent.objects.using("owner").filter(dossier__code="V-0").order_by("number"):
        if event.number == first:
            event.text = change(event.text)
        previous = link(previous, event.text)
        event.hash = previous
        event.save(using="owner")


@EXAMPLES
@given(number=st.integers(1, 5))
def test_a_chain_written_anew_is_found_by_its_seal(office: Office, number: int) -> None:
    with _world(office, [FULL]) as folder:
        _seal(folder)
        _rewrite(number, lambda text: text.replace('"by":"', '"by":"người khác, '))
        assert _said(folder) == ["V-0, sự kiện 5: chuỗi đã bị viết lại: khác với niêm phong số 1"]


def _copy(table: str, **others: str) -> None:
    """Insert a row like the first one of its table, but for what `others` say in SQL."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT * FROM dossiers_{table} LIMIT 0")
        names = [column.name for column in cursor.description or () if column.name != "id"]
    values = ", ".join(others.get(name, name) for name in names)
    _own(
        f"INSERT INTO dossiers_{table} ({', '.join(names)})"
        f" SELECT {values} FROM dossiers_{table} ORDER BY dossier_id, number LIMIT 1"
    )


def test_inserted_events_are_named(office: Office) -> None:
    with _world(office, [FULL]) as folder:
        _seal(folder)
        _copy("dossierevent", number="6")
        said = _said(folder)
        assert any("sự kiện 6: bị chèn thêm: mang thời điểm ghi" in what for what in said)
        _own("ALTER TABLE dossiers_dossierevent DROP CONSTRAINT IF EXISTS event_once")
        _own("DROP INDEX IF EXISTS event_once")
        try:
            _own("DELETE FROM dossiers_dossierevent WHERE number = 6")
            _copy("dossierevent", number="3", recorded_at="now()")
            assert "V-0, sự kiện 3: bị chèn thêm (trùng số)" in _said(folder)
            _own("DELETE FROM dossiers_dossierevent")
        finally:
            _own("CREATE UNIQUE INDEX event_once ON dossiers_dossierevent (dossier_id, number)")


def test_extra_rows_are_named(office: Office) -> None:
    with _world(office, [FULL]) as folder:
        _copy("payment", number="2")
        _copy("dossierversion", number="9", known_to="known_from + interval '1 second'")
        assert _said(folder) == [
            "V-0, sự kiện 9: bản ghi số liệu thừa, không có trong nhật ký",
            "V-0, sự kiện 2: khoản nộp thừa, không có trong nhật ký",
        ]


def test_a_removed_dossier_is_named(office: Office) -> None:
    with _world(office, [Story([], []), FULL]) as folder:
        _seal(folder)
        for table in TABLES[:3]:
            _own(f"DELETE FROM dossiers_{table} WHERE dossier_id = (SELECT max(id) FROM dossiers_dossier)")
        assert _said(folder) == ["V-1: toàn bộ nhật ký đã bị xóa: niêm phong số 1 ghi 5 sự kiện"]
        _own("DELETE FROM dossiers_dossier WHERE code = 'V-1'")
        assert _said(folder) == ["V-1: hồ sơ đã bị xóa: niêm phong số 1 ghi 5 sự kiện"]


def test_a_dossier_slipped_into_sealed_time_is_named(office: Office) -> None:
    with _world(office, [FULL, FULL]) as folder:
        _seal(folder)
        _own("INSERT INTO dossiers_dossier (code) VALUES ('V-9')")
        _own(
            "UPDATE dossiers_dossierevent SET dossier_id = (SELECT max(id) FROM dossiers_dossier)"
            " WHERE dossier_id = (SELECT id FROM dossiers_dossier WHERE code = 'V-1')"
        )
        said = _said(folder)
        assert "V-1: toàn bộ nhật ký đã bị xóa: niêm phong số 1 ghi 5 sự kiện" in said
        assert any(what.startswith("V-9: hồ sơ bị chèn thêm: mang thời điểm ghi") for what in said)


def test_another_code_is_named(office: Office) -> None:
    with _world(office, [Story([], [])]) as folder:
        _own("UPDATE dossiers_dossier SET code = 'V-7'")
        assert _said(folder) == ["V-7, sự kiện 1: cột khác nội dung đã ghi: mã hồ sơ (nhật ký ghi V-0)"]


def test_another_unit_is_named(office: Office) -> None:
    with _world(office, [Story([Step("paid", 3)], [])]) as folder:
        other = Unit.objects.get(key=KEY)
        other.pk, other.key, other.code = None, "verify-other", "verify-other"
        other.save(using="owner", force_insert=True)
        for table in ("dossierversion", "payment"):
            _own(
                f"UPDATE dossiers_{table} SET unit_id = (SELECT id FROM org_unit WHERE key = 'verify-other')"
                " WHERE number = 2"
            )
        try:
            assert _said(folder) == [
                "V-0, sự kiện 2: bản ghi số liệu khác nhật ký: cơ quan giải quyết",
                "V-0, sự kiện 2: khoản nộp khác nhật ký: đơn vị",
            ]
        finally:
            for table in ("dossierversion", "payment"):
                _own(f"DELETE FROM dossiers_{table}")
            _own("DELETE FROM org_unit WHERE key = 'verify-other'")


def test_persons_may_be_corrected_and_erased(office: Office) -> None:
    with _world(office, [FULL]) as folder:
        _seal(folder)
        said = {"kind": "person", "name": "Tên khác", "number": "9", "phone": "", "address": ""}
        with transaction.atomic():
            version = current_version(Dossier.objects.get().pk)
            correct_person(version, said, reason="sai tên", by="thử", now=transaction_time())
        with transaction.atomic():
            version = current_version(Dossier.objects.get().pk)
            erase_person(version, reason="yêu cầu", by="thử", now=transaction_time())
        verdict = _verify(folder)
        assert verdict.findings == []
        assert verdict.unsealed_events == 2


def test_a_corrected_payment_ends_the_one_before(office: Office) -> None:
    with _world(office, [Story([Step("paid", 3)], [])]) as folder:
        with transaction.atomic():
            now = transaction_time()
            version = current_version(Dossier.objects.get().pk)
            after = state_of(version)._replace(paid=2000)
            entries = [
                Entry("corrected", now, after),
                Entry("paid", BASE, after, None, {"amount": 2000, "online": False}),
            ]
            Payment.objects.update(known_to=now)
            append(version, entries, by="thử", now=now)
        assert _said(folder) == []
        _own("UPDATE dossiers_payment SET known_to = NULL")
        assert _said(folder) == ["V-0, sự kiện 2: khoản nộp khác nhật ký: biết đến"]


class Stop(Exception):
    """The power fails."""


@EXAMPLES
@given(at=st.integers(1, 6), tampered=st.sets(st.integers(0, 5)), save_every=st.integers(1, 3))
def test_an_interrupted_run_goes_on(office: Office, at: int, tampered: set[int], save_every: int) -> None:
    with _world(office, [Story([Step("step_done", 1)], [])] * 6) as folder:
        _seal(folder)
        for number in tampered:
            _own(
                "DELETE FROM dossiers_dossierevent WHERE number = 1 AND dossier_id ="
                " (SELECT id FROM dossiers_dossier WHERE code = %s)",
                f"V-{number}",
            )
        whole = _verify(folder, stretch=1)
        seen: list[int] = []

        def stop(chains: int) -> None:
            seen.append(chains)
            if len(seen) == at:
                raise Stop

        with pytest.raises(Stop):
            _verify(folder, stretch=1, save_every=save_every, on_progress=stop)
        seen.clear()
        resumed = _verify(folder, stretch=1, on_progress=seen.append)
        assert resumed == whole
        assert len(resumed.findings) == len(tampered)
        # `on_progress` comes before saving: what was read in the last step is read again
        assert seen[0] == (at - 1) // save_every * save_every + 1
        assert not (folder / "verify.json").exists()


def test_other_seals_start_anew(office: Office) -> None:
    with _world(office, [Story([], [])] * 3) as folder:

        def stop(chains: int) -> None:
            if chains == 2:
                raise Stop

        with pytest.raises(Stop):
            _verify(folder, stretch=1, save_every=1, on_progress=stop)
        _seal(folder)
        seen: list[int] = []
        assert _verify(folder, stretch=1, on_progress=seen.append).unsealed_events == 0
        assert seen[0] == 1


def test_damaged_seals_are_told_and_accuse_nobody(office: Office) -> None:
    with _world(office, [FULL]) as folder:
        _seal(folder)
        (folder / "seals" / "000001.heads").unlink()
        verdict = _verify(folder)
        assert [str(finding) for finding in verdict.findings] == [
            "Niêm phong: Niêm phong số 1: danh sách đầu chuỗi bị mất hoặc hỏng."
        ]
        assert verdict.unsealed_events == 5
