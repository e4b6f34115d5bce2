"""Receiving a dossier: the code, the limit and fee copied from the law of the day, the due date."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.core.ledger import GENESIS, digest, link, stamp
from dunghen.core.rows import insert
from dunghen.core.worktime import VIETNAM, Limit, LimitUnit, due_at
from dunghen.dossiers.chain.append import PLAIN, UNITS
from dunghen.dossiers.chain.entries import Entry, changes, entry_text
from dunghen.dossiers.importing.history import online_level
from dunghen.dossiers.importing.reference import counting_level, version_fact
from dunghen.dossiers.models import Applicant, Dossier, DossierEvent, DossierVersion
from dunghen.dossiers.persons.data import ALL_PARTS, content
from dunghen.dossiers.register.entering import next_line
from dunghen.dossiers.rules import HANDLERS, EventKind, Refused, State, assign, end
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.reference import lasting
from dunghen.procedures.models import Procedure, ProcedureVersion

_NEXT = "UPDATE dossiers_dossierserial SET last = last + 1 WHERE unit_id = %s AND day = %s RETURNING last"
# between the bounds other codes may stand, by the database's order of punctuation
_FIRST = """
INSERT INTO dossiers_dossierserial (unit_id, day, last)
SELECT %(unit)s, %(day)s, coalesce(max(substr(code, %(length)s + 1)::int), 0) + 1 FROM dossiers_dossier
WHERE code BETWEEN %(low)s AND %(high)s AND left(code, %(length)s) = %(prefix)s
  AND substr(code, %(length)s + 1) ~ '^[0-9]{1,6}$'
ON CONFLICT (unit_id, day) DO UPDATE SET last = dossiers_dossierserial.last + 1 RETURNING last
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What the officer took in. Units and procedure by key; `person` holds persons.ALL_PARTS. `officer`
    handles it from the first moment, if somebody is named. `info`: what else the event says, of no person."""

    procedure: str
    decided_unit: str
    received_unit: str
    helped_unit: str
    channel: str
    received_at: datetime
    digitised: bool = False
    reused: bool = False
    fee: int | None = None
    case_code: str = ""
    sample: bool = False
    person: dict[str, str] = field(default_factory=dict)
    officer: Person | None = None
    info: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the day of receipt says of an intake: its units by key, and the version in force."""

    units: Mapping[str, Unit]
    version: ProcedureVersion

    @classmethod
    def of(cls, intake: Intake) -> "Facts":
        """Two queries. Raises Refused for a unit or procedure not in force."""
        day = intake.received_at.astimezone(VIETNAM).date()
        keys = (intake.decided_unit, intake.received_unit, intake.helped_unit)
        units = {unit.key: unit for unit in Unit.objects.on(day).filter(key__in=keys)}
        for key in keys:
            if key not in units:
                raise Refused(
                    _("Đơn vị “{key}” không hoạt động vào ngày {day:%d/%m/%Y}.").format(key=key, day=day)
                )
        return cls(units, version_on(intake.procedure, day))


@transaction.atomic(savepoint=False)
def receive(
    intake: Intake, *, by: str, facts: Facts | None = None, now: datetime | None = None
) -> DossierVersion:
    """Receive a dossier. `now`: the transaction's time, where it is known. Raises Refused for a unit or
    procedure not in force, or a time to come."""
    now = now or transaction_time()
    _check_moment(intake, now)
    facts = facts or Facts.of(intake)
    state = _handled(_state(intake, facts), intake, facts)
    entry = Entry(EventKind.RECEIVED.value, intake.received_at, state)
    return _write(intake, facts, entry, by=by, now=now)


@transaction.atomic(savepoint=False)
def refuse_at_intake(
    intake: Intake, *, reason: str, law: str, by: str, facts: Facts | None = None, now: datetime | None = None
) -> DossierVersion:
    """Form 03: what lacks and the law that asks for it are named (NĐ 61/2018/NĐ-CP art. 17)."""
    if not reason or not law:
        raise Refused(_("Phiếu từ chối phải ghi rõ lý do và căn cứ."))
    now = now or transaction_time()
    _check_moment(intake, now)
    kind = EventKind.REFUSED_AT_INTAKE
    facts = facts or Facts.of(intake)
    state = end(_state(intake, facts), kind, intake.received_at, now)
    entry = Entry(kind.value, intake.received_at, state, None, {"reason": reason, "law": law})
    return _write(intake, facts, entry, by=by, now=now)


def _check_moment(intake: Intake, now: datetime) -> None:
    if intake.received_at > now:
        raise Refused(_("Thời điểm tiếp nhận không được ở tương lai."))


def _state(intake: Intake, facts: Facts) -> State:
    decided, version = facts.units[intake.decided_unit], facts.version
    if not decided.counts:
        raise Refused(_("Trung tâm Phục vụ hành chính công chỉ tiếp nhận, không giải quyết hồ sơ."))
    if version.limit_amount is None:
        raise Refused(_("Thủ tục không có thời hạn giải quyết."))
    limit = Limit(version.limit_amount, LimitUnit(version.limit_unit))
    due = due_at(intake.received_at, limit, calendar(decided.office_hours))
    level = counting_level(decided)
    return State(
        procedure=intake.procedure,
        procedure_version=version.number,
        unit=decided.key,
        helped_unit=intake.helped_unit,
        received_unit=intake.received_unit,
        level=level,
        channel=intake.channel,
        online_level=online_level(version_fact(version), level),
        received_at=intake.received_at,
        limit_amount=version.limit_amount,
        limit_unit=version.limit_unit,
        due_at=due,
        computed_due_at=due,
        appointment_at=due,
        digitised=intake.digitised,
        result_paper=version.issues_result_paper,
        reused=intake.reused,
        fee=version.fee or 0 if intake.fee is None else intake.fee,
        case_code=intake.case_code,
        sample=intake.sample,
    )


def _handled(state: State, intake: Intake, facts: Facts) -> State:
    """By the officer named, who works where it is received or where it is decided."""
    officer, day = intake.officer, intake.received_at.astimezone(VIETNAM).date()
    if officer is None:
        return state
    places = (facts.units[key].pk for key in (state.unit, state.received_unit))
    handles = officer.is_active and any(officer.works_for(place, HANDLERS, day) for place in places)
    return assign(state, officer.pk, handles=handles)


def version_on(key: str, day: date) -> ProcedureVersion:
    """The version of a procedure in force on a day, with its procedure, department, levels and papers. Raises
    Refused."""
    version = lasting(("version", key, day), lambda: _version_on(key, day))
    if version is None:
        name = Procedure.objects.filter(key=key).values_list("name", flat=True).first() or key
        words = _("Thủ tục “{name}” không có phiên bản hiệu lực vào ngày {day:%d/%m/%Y}.")
        raise Refused(words.format(name=name, day=day))
    return version


def _version_on(key: str, day: date) -> ProcedureVersion | None:
    versions = ProcedureVersion.objects.in_force(day).filter(procedure__key=key, known_to__isnull=True)
    return versions.select_related("procedure__department").prefetch_related("scopes", "papers").first()


def next_code(unit: Unit, day: date) -> str:
    """`<unit code>-YYMMDD-NNNN`, without gaps per receiving unit and day (TT 01/2018/TT-VPCP art. 19); on a
    day of which dossiers were imported, after theirs.

    Holds the unit's serial of the day until the transaction ends; take it as late as possible.
    """
    prefix = f"{unit.code}-{day:%y%m%d}-"
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [unit.pk, day])
        row = cursor.fetchone()
        if row is None:
            first: dict[str, Any] = {"unit": unit.pk, "day": day, "prefix": prefix, "length": len(prefix)}
            cursor.execute(_FIRST, first | {"low": f"{prefix}0", "high": f"{prefix}9999"})
            row = cursor.fetchone()
    return f"{prefix}{row[0]:04d}" if row else ""


def _write(intake: Intake, facts: Facts, entry: Entry, *, by: str, now: datetime) -> DossierVersion:
    day = intake.received_at.astimezone(VIETNAM).date()
    units, version = facts.units, facts.version
    applicant, info = _applicant(intake.person, units[entry.state.unit])
    code = next_code(units[intake.received_unit], day)
    dossier = Dossier.objects.create(code=code, applicant=applicant)
    line = next_line(dossier, units[intake.received_unit], intake.received_at, now)
    entry = replace(entry, info={**entry.info, **intake.info, **info})
    text = entry_text(entry, changes(None, entry.state), code=code, number=1, recorded=stamp(now), by=by)
    event = DossierEvent(
        dossier=dossier,
        number=1,
        kind=entry.kind,
        occurred_at=entry.occurred_at,
        recorded_at=now,
        text=text,
        hash=link(GENESIS, text),
    )
    made = DossierVersion(
        dossier=dossier,
        number=1,
        known_from=now,
        procedure=version.procedure,
        procedure_version=version,
        **{name: units[getattr(entry.state, name)] for name in UNITS},
        **{name: getattr(entry.state, name) for name in PLAIN},
    )
    insert(line, event, made)
    return made


def _applicant(person: dict[str, str], decides: Unit) -> tuple[Applicant | None, dict[str, object]]:
    if not any(person.values()):
        return None, {}
    salt = secrets.token_bytes(16)
    said = {part: person.get(part, "") for part in ALL_PARTS}
    applicant = Applicant.objects.create(salt=salt, units=[decides.pk], **said)
    return applicant, {"applicant": applicant.pk, "applicant_digest": digest(salt, content(applicant))}
